r"""Krippendorff's alpha as sums over units.

.. math:: \alpha = 1 - \frac{D_o}{D_e}, \qquad
    D_o = \frac{1}{n} \sum_u \frac{1}{m_u - 1} \sum_{c,k} n_{uc} n_{uk} \delta^2_{ck},
    \qquad D_e = \frac{1}{n (n - 1)} \sum_{c,k} n_c n_k \delta^2_{ck}

over the units with :math:`m_u \ge 2` values; :math:`n_{uc}` counts the values c in unit
u, :math:`n_c` in all such units, and n is the number of values on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from hustings.coding.terms import N_GUESSED, Terms, shares, with_imaginary

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.coding.coincidences import Patterns
    from hustings.coding.terms import Formula
    from hustings.estimates.resampling import FloatArray
    from hustings.model.codebook import Level

_Parts: TypeAlias = "tuple[FloatArray, Formula]"


def alpha_terms(
    patterns: Patterns,
    level: Level,
    numbers: FloatArray | None,
    *,
    distances: FloatArray | None = None,
) -> Terms:
    """Take alpha apart into what each unit adds, and the formula for the sums.

    Parameters
    ----------
    numbers : array of shape (n_different_values,) or None
        The values on their scale, increasing; not needed for level nominal.
    distances : array of shape (n_different_values, n_different_values), optional
        Squared differences in place of those of the level.
    """
    counts = with_imaginary(patterns).sum(axis=1)
    counts = counts * (counts.sum(axis=1, keepdims=True) >= 2)
    if distances is not None:
        parts, formula = _by_distances(counts, distances)
    else:
        scale = np.arange(counts.shape[1], dtype=float) if numbers is None else numbers
        parts, formula = _LEVELS[level](counts, scale)
    n_patterns = len(patterns.times)
    pooled = shares(patterns.times @ counts[:n_patterns])
    return Terms(
        parts=parts[:n_patterns],
        agreeing=parts[n_patterns:-N_GUESSED],
        guessed=parts[-N_GUESSED:],
        formula=formula,
        chance=float(np.nan_to_num(pooled @ pooled)),
    )


def squared_distances(
    level: Literal["nominal", "interval", "ratio"], numbers: FloatArray
) -> FloatArray:
    r"""Compute the squared differences of values, shape (n_values, n_values).

    Nominal 1 unless equal; interval :math:`(c - k)^2`; ratio
    :math:`((c - k) / (c + k))^2`, 0 for two zeros. Ordinal differences depend on how
    often the values occur and have no fixed table.

    Examples
    --------
    >>> import numpy as np
    >>> squared_distances("ratio", np.array([0.0, 1.0, 3.0])).tolist()
    [[0.0, 1.0, 1.0], [1.0, 0.0, 0.25], [1.0, 0.25, 0.0]]
    """
    differences: FloatArray = numbers[:, np.newaxis] - numbers
    if level == "nominal":
        return np.not_equal(differences, 0).astype(float)
    if level == "interval":
        return differences * differences
    totals: FloatArray = numbers[:, np.newaxis] + numbers
    # Two zeros do not differ, and 0 / 1 is as good a zero as any.
    totals[totals == 0] = 1
    return np.square(differences / totals)


def _weights(counts: FloatArray) -> FloatArray:
    """Compute 1 / (m - 1) of each pattern, 0 where it has no pair."""
    sizes = counts.sum(axis=1)
    return np.where(sizes >= 2, 1 / np.maximum(sizes - 1, 1), 0.0)


def _nominal(counts: FloatArray, _: FloatArray) -> _Parts:
    """Keep sums: disagreeing pairs, then the count of each value."""
    pairs = counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1)

    def formula(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
        of_values = sums[:, 1:]
        n = of_values.sum(axis=1)
        return _per_pair(sums[:, 0], n**2 - (of_values**2).sum(axis=1), n)

    return np.column_stack([pairs * _weights(counts), counts]), formula


def _interval(counts: FloatArray, numbers: FloatArray) -> _Parts:
    """Keep sums: squared differences, then moments of the values 0, 1 and 2."""
    centred = numbers - numbers.mean()
    moments = np.column_stack([np.ones_like(centred), centred, centred**2])
    n, total, squares = (counts @ moments).T
    pairs = 2 * (n * squares - total**2)

    def formula(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
        n, total, squares = sums[:, 1:].T
        return _per_pair(sums[:, 0], 2 * (n * squares - total**2), n)

    return np.column_stack([pairs * _weights(counts), counts @ moments]), formula


def _ratio(counts: FloatArray, numbers: FloatArray) -> _Parts:
    """Keep sums as for any table of distances."""
    return _by_distances(counts, squared_distances("ratio", numbers))


def _by_distances(counts: FloatArray, distances: FloatArray) -> _Parts:
    """Keep sums: distances within units, then the count of each value."""
    pairs = ((counts @ distances) * counts).sum(axis=1)

    def formula(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
        of_values = sums[:, 1:]
        n = of_values.sum(axis=1)
        between = ((of_values @ distances) * of_values).sum(axis=1)
        return _per_pair(sums[:, 0], between, n)

    return np.column_stack([pairs * _weights(counts), counts]), formula


def _ordinal(counts: FloatArray, _: FloatArray) -> _Parts:
    r"""Keep sums: counts, counts by m / (m - 1), and products of counts by m - 1.

    The ordinal difference of two values is that of their mean ranks,

    .. math:: \delta^2_{ck} = \left(\sum_{g=c}^{k} n_g - \frac{n_c + n_k}{2}\right)^2
        = (R_c - R_k)^2, \qquad R_c = \sum_{g \le c} n_g - n_c / 2

    which change with every sample; so the products must be kept apart.
    """
    n_values = counts.shape[1]
    weights = _weights(counts)[:, np.newaxis]
    one, other = np.triu_indices(n_values)
    products = counts[:, one] * counts[:, other] * np.where(one == other, 1, 2)
    met = products.any(axis=0)
    one, other, products = one[met], other[met], products[:, met]
    outer = counts * counts.sum(axis=1, keepdims=True)

    def formula(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
        of_values, of_pairs, inner = np.split(sums, [n_values, 2 * n_values], axis=1)
        ranks = np.cumsum(of_values, axis=1) - of_values / 2
        n = of_values.sum(axis=1)
        observed = (of_pairs * ranks**2).sum(axis=1)
        observed -= (inner * ranks[:, one] * ranks[:, other]).sum(axis=1)
        expected = n * (of_values * ranks**2).sum(axis=1)
        expected -= (of_values * ranks).sum(axis=1) ** 2
        # Differences of large numbers: what is left of nothing is not a disagreement.
        observed[observed < 1e-9 * expected] = 0
        return _per_pair(2 * observed, 2 * expected, n)

    return np.column_stack([counts, outer * weights, products * weights]), formula


def _per_pair(
    within: FloatArray, between: FloatArray, n: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Divide by the number of pairs within units, and of pairs of all values."""
    return within / n, between / (n * (n - 1))


_LEVELS: dict[Level, Callable[[FloatArray, FloatArray], _Parts]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
