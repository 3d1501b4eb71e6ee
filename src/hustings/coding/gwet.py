r"""Gwet's AC1 and AC2 as sums over units.

.. math:: p_e = \frac{T_w}{q (q - 1)} \sum_k \pi_k (1 - \pi_k), \qquad
    T_w = \sum_{k,l} w_{kl}

with q the number of values that coders could choose from; for AC1 :math:`T_w = q`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.kappas import many_coder_terms

if TYPE_CHECKING:
    from hustings.coding.coincidences import Patterns
    from hustings.coding.terms import Terms
    from hustings.estimates.resampling import FloatArray


def gwet_terms(
    patterns: Patterns,
    *,
    weights: FloatArray | None = None,
    n_categories: int | None = None,
) -> Terms:
    """Take AC1 apart, or with weights AC2.

    Parameters
    ----------
    weights : array of shape (n_different_values, n_different_values), optional
    n_categories : int, optional
        Values there were to choose from, for AC1; those that occur otherwise.
    """
    n_values = patterns.counts.shape[2]
    w = np.eye(n_values) if weights is None else weights
    q = n_values if weights is not None else max(n_categories or 0, n_values)
    total = float(w.sum()) if weights is not None else float(q)
    # With one value to choose from there is nothing to agree on.
    scale = total / (q * (q - 1)) if q > 1 else np.nan

    def expect(pi: FloatArray) -> FloatArray:
        chance: FloatArray = scale * (pi * (1 - pi)).sum(axis=-1)
        return chance

    def expect_unit(pi: FloatArray, unit: FloatArray) -> FloatArray:
        of_unit: FloatArray = scale * (unit @ (1 - pi))
        return of_unit

    return many_coder_terms(patterns, weights=w, expect=expect, expect_unit=expect_unit)
