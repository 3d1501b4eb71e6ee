r"""Percent agreement and the kappas as sums over units.

.. math:: \kappa = \frac{p_o - p_e}{1 - p_e} = 1 - \frac{1 - p_o}{1 - p_e}

What differs is :math:`p_e`, the agreement that chance would give. Of any number of
coders, :math:`p_o` is the mean over units of the share of agreeing pairs of values; of
two coders in Cohen's and Scott's sense, of pairs with one value of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.terms import (
    N_GUESSED,
    Terms,
    shares,
    weighted_error,
    with_imaginary,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.coding.coincidences import Patterns
    from hustings.estimates.resampling import FloatArray


def percent_terms(patterns: Patterns) -> Terms:
    r"""Take percent agreement apart: the mean of :math:`p_{a,u}` over units."""
    counts = with_imaginary(patterns).sum(axis=1)
    paired, agreeing = pair_agreement(counts, np.eye(counts.shape[1]))

    def formula(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
        return 1 - sums[:, 1] / sums[:, 0], np.ones(len(sums))

    n = len(patterns.times)
    parts = np.column_stack([paired, agreeing])
    times = patterns.times * paired[:n]
    error = weighted_error(agreeing[:n], times)
    return _terms(patterns, parts, formula, chance=0.0, standard_error=error)


def fleiss_terms(patterns: Patterns) -> Terms:
    r"""Take Fleiss' kappa apart: :math:`p_e = \sum_k \pi_k^2`."""
    return many_coder_terms(
        patterns,
        weights=np.eye(patterns.counts.shape[2]),
        expect=lambda pi: (pi**2).sum(axis=-1),
        expect_unit=lambda pi, unit: unit @ pi,
    )


def many_coder_terms(
    patterns: Patterns,
    *,
    weights: FloatArray,
    expect: Callable[[FloatArray], FloatArray],
    expect_unit: Callable[[FloatArray, FloatArray], FloatArray],
) -> Terms:
    r"""Take apart a statistic of :math:`p_a` and of the mean shares :math:`\pi`.

    :math:`\pi_k` is the mean over units of the share of value k among the unit's
    values, units with one value included.

    Parameters
    ----------
    weights : array of shape (n_different_values, n_different_values)
        What a pair of values counts as agreement.
    expect : function
        From shares of shape (..., n_different_values) to the chance agreement.
    expect_unit : function
        From the mean shares and each unit's own to half the unit's part in it.
    """
    counts = with_imaginary(patterns).sum(axis=1)
    paired, agreeing = pair_agreement(counts, weights)
    of_unit = np.nan_to_num(shares(counts))
    coded = (counts.sum(axis=1) > 0).astype(float)

    def formula(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
        pi = sums[:, 3:] / sums[:, [2]]
        return 1 - sums[:, 1] / sums[:, 0], 1 - expect(pi)

    parts = np.column_stack([paired, agreeing, coded, of_unit])
    n = len(patterns.times)
    total = patterns.times @ parts[:n]
    with np.errstate(divide="ignore", invalid="ignore"):
        pi = total[3:] / total[2]
        chance = float(expect(pi))
        error = _linearised_error(
            parts[:n], patterns.times, chance, expect_unit(pi, of_unit[:n])
        )
    return _terms(patterns, parts, formula, chance=chance, standard_error=error)


def _linearised_error(
    parts: FloatArray, times: FloatArray, chance: float, of_unit: FloatArray
) -> float | None:
    r"""Compute Gwet's standard error over units.

    .. math:: g_i = \frac{n}{n'} \frac{p_{a,i} - p_e}{1 - p_e} [r_i \ge 2]
        - 2 (1 - \kappa) \frac{p_{e,i} - p_e}{1 - p_e}, \qquad
        \mathrm{SE}^2 = \frac{\sum_i (g_i - \bar g)^2}{n (n - 1)}

    with n units, n' of them with two values or more.
    """
    paired, agreeing = parts[:, 0], parts[:, 1]
    n, n_paired = times.sum(), times @ paired
    if n_paired == 0 or not chance < 1:
        return None
    kappa = (times @ agreeing / n_paired - chance) / (1 - chance)
    own = (agreeing - chance * paired) / (1 - chance) * n / n_paired
    influences = own - 2 * (1 - kappa) * (of_unit - chance) / (1 - chance)
    return weighted_error(influences, times)


def cohen_terms(patterns: Patterns, weights: FloatArray | None = None) -> Terms:
    r"""Take Cohen's kappa apart: :math:`p_e = \sum_{k,l} w_{kl} p_{ak} p_{bl}`.

    Only units that both coders coded count; a coder's values on one unit share it.
    """
    first, second, both = _sides(patterns)
    w = np.eye(first.shape[1]) if weights is None else weights
    agreeing = ((first @ w) * second).sum(axis=1)
    n_values = first.shape[1]

    def formula(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
        n = sums[:, [0]]
        ours, theirs = sums[:, 2 : 2 + n_values] / n, sums[:, 2 + n_values :] / n
        chance = ((ours @ w) * theirs).sum(axis=1)
        return 1 - sums[:, 1] / sums[:, 0], 1 - chance

    parts = np.column_stack([both, agreeing, first, second])
    n = len(patterns.times)
    total = patterns.times @ parts[:n]
    with np.errstate(divide="ignore", invalid="ignore"):
        ours, theirs = np.split(total[2:] / total[0], 2)
    chance = float(np.nan_to_num(ours @ w @ theirs))
    of_unit = first[:n] @ (w @ theirs) + second[:n] @ (w.T @ ours)
    error = _delta_error(parts[:n], patterns.times, of_unit, chance)
    return _terms(patterns, parts, formula, chance=chance, standard_error=error)


def _delta_error(
    parts: FloatArray, times: FloatArray, of_unit: FloatArray, chance: float
) -> float | None:
    r"""Compute the standard error of Fleiss, Cohen and Everitt (1969).

    .. math:: \mathrm{SE}^2 = \frac{1}{n (1 - p_e)^2} \left( \overline{h^2} - \bar h^2
        \right), \qquad h = w_{ij} - (1 - \kappa) (\bar w_{i.} + \bar w_{.j})
    """
    both = times * parts[:, 0]
    n = both.sum()
    if n == 0 or not chance < 1:
        return None
    kappa = 1 - (1 - both @ parts[:, 1] / n) / (1 - chance)
    h = parts[:, 1] - (1 - kappa) * of_unit
    variance = both @ h**2 / n - (both @ h / n) ** 2
    return float(np.sqrt(max(variance, 0) / n) / (1 - chance))


def scott_terms(patterns: Patterns) -> Terms:
    r"""Take Scott's pi apart: :math:`p_e = \sum_k ((p_{ak} + p_{bk}) / 2)^2`."""
    first, second, both = _sides(patterns)
    agreeing = (first * second).sum(axis=1)
    pooled = (first + second) / 2

    def formula(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
        p = sums[:, 2:] / sums[:, [0]]
        return 1 - sums[:, 1] / sums[:, 0], 1 - (p**2).sum(axis=1)

    parts = np.column_stack([both, agreeing, pooled])
    n = len(patterns.times)
    total = patterns.times @ parts[:n]
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.nan_to_num(total[2:] / total[0])
    chance = float(p @ p)
    kept = np.column_stack([both, agreeing])[:n]
    error = _linearised_error(kept, patterns.times * both[:n], chance, pooled[:n] @ p)
    return _terms(patterns, parts, formula, chance=chance, standard_error=error)


def cohen_null_error(observed: float, chance: float, n_units: float) -> float:
    r"""Compute Cohen's standard error of 1960, which takes chance as known.

    .. math:: \mathrm{SE} = \sqrt{\frac{p_o (1 - p_o)}{n (1 - p_e)^2}}

    Mostly too large: what chance gives is estimated from the same codings.
    `cohen_kappa` uses Fleiss, Cohen and Everitt (1969) instead.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
    Psychological Measurement, 20(1), 37-46. https://doi.org/10.1177/001316446002000104

    Examples
    --------
    >>> round(cohen_null_error(0.7, 0.41, 200), 4)
    0.0549
    """
    return float(np.sqrt(observed * (1 - observed) / n_units) / (1 - chance))


def pair_agreement(
    counts: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray]:
    r"""Say which patterns have a pair, and what share of each one's pairs agrees.

    .. math:: p_{a,u} = \sum_k \frac{n_{uk} (\sum_l w_{kl} n_{ul} - 1)}{m_u (m_u - 1)}
    """
    sizes = counts.sum(axis=1)
    paired = sizes >= 2
    pairs = np.where(paired, sizes * (sizes - 1), 1)
    agreeing = (counts * (counts @ weights - 1)).sum(axis=1) / pairs
    return paired.astype(float), np.where(paired, agreeing, 0.0)


def _sides(patterns: Patterns) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the shares of both coders' values, 0 where only one coded the unit."""
    counts = with_imaginary(patterns)
    both = (counts.sum(axis=2) > 0).all(axis=1).astype(float)
    ours, theirs = (np.nan_to_num(shares(counts[:, side])) for side in (0, 1))
    return ours * both[:, np.newaxis], theirs * both[:, np.newaxis], both


def _terms(
    patterns: Patterns,
    parts: FloatArray,
    formula: Callable[[FloatArray], tuple[FloatArray, FloatArray]],
    *,
    chance: float,
    standard_error: float | None,
) -> Terms:
    """Part the imaginary units from those that are there."""
    n = len(patterns.times)
    return Terms(
        parts=parts[:n],
        agreeing=parts[n:-N_GUESSED],
        guessed=parts[-N_GUESSED:],
        formula=formula,
        chance=float(np.nan_to_num(chance)),
        standard_error=standard_error,
    )
