r"""Which source an interval's variance comes from.

Each source is drawn alone, and its variance over draws divided by the sum of all. Two
variances are first freed of what they hold of others:

* units drawn anew, into the text or the sample, bring their coders' errors along; where
  coders are a source of their own, their variance (or the part of it that comes along)
  is taken off;
* a text drawn anew brings its sample along; the machine's variance is taken off.

Shares add up to 1. Where sources work on each other they are a description of where the
variance comes from and no more.

References
----------
Mikhaylov, S., Laver, M., & Benoit, K. (2012). Coder reliability and misclassification
in the human coding of party manifestos. Political Analysis, 20(1), 78-91.
https://doi.org/10.1093/pan/mpr047
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.sources import Source


def net_variances(
    alone: Mapping[Source, FloatArray],
    *,
    noise: FloatArray,
    kept_noise: FloatArray,
    is_sampled: FloatArray,
) -> dict[Source, FloatArray]:
    """Free the variances of sources of what they hold of others; see the module.

    Parameters
    ----------
    alone : mapping of source to array of shape (n_cases, m)
        Variance over draws with this source alone; that of the machine is needed
        wherever cases are sampled.
    noise : array of shape (n_cases, m)
        Variance that coders' errors have in codings as they are; 0 if coders are off.
    kept_noise : array of shape (n_cases, 1)
        Share of it that a sample drawn anew brings along.
    is_sampled : array of bool, shape (n_cases, 1)

    Returns
    -------
    dict of source to array of shape (n_cases, m)
        0 or more.

    Examples
    --------
    >>> import numpy as np
    >>> net = net_variances(
    ...     {"sampling": np.array([[5.0]]), "coders": np.array([[2.0]])},
    ...     noise=np.array([[2.0]]),
    ...     kept_noise=np.array([[1.0]]),
    ...     is_sampled=np.array([[False]]),
    ... )
    >>> {source: float(one[0, 0]) for source, one in net.items()}
    {'sampling': 3.0, 'coders': 2.0}
    """
    found = dict(alone)
    machine = alone.get("machine", np.zeros_like(noise))
    if "sampling" in found:
        others = np.where(is_sampled, machine + (1 - kept_noise) * noise, noise)
        found["sampling"] = np.maximum(found["sampling"] - others, 0)
    if "machine" in found:
        found["machine"] = np.maximum(machine - kept_noise * noise, 0)
    return found


def variance_shares(
    variances: Mapping[Source, FloatArray], case: int, outcome: int
) -> dict[str, float] | None:
    """Divide by the sum; None where nothing varies.

    Examples
    --------
    >>> import numpy as np
    >>> one = {"sampling": np.array([[3.0]]), "coders": np.array([[1.0]])}
    >>> variance_shares(one, 0, 0)
    {'sampling': 0.75, 'coders': 0.25}
    """
    parts = {str(one): float(v[case, outcome]) for one, v in variances.items()}
    parts = {one: value if np.isfinite(value) else 0.0 for one, value in parts.items()}
    total = sum(parts.values())
    if total <= 0:
        return None
    return {one: value / total for one, value in parts.items()}
