"""Recipes: which codes a scale adds up, and what it makes of the sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from math import inf, isfinite
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hustings.errors import (
    NonNumericCodeError,
    OverlappingPolesError,
    UnknownCodeError,
)
from hustings.estimates.intervals import normal_quantile
from hustings.scaling.marpor import NO_VALUE, UNCODED, is_main_code

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.estimates.outcome_rows import OutcomeRow
    from hustings.estimates.resampling import FloatArray
    from hustings.model.codebook import Codebook, ScaleDefinition, Variable
    from hustings.scaling.counts import AnyCounts

Formula: TypeAlias = "Callable[[FloatArray, FloatArray], FloatArray]"
"""Sums of shape (..., k) and units of shape (...) to outcomes of shape (..., m)."""

IntervalAtZero: TypeAlias = (
    "Callable[[FloatArray, float, float], tuple[float, float, float]]"
)
"""Sums, outcome and confidence to low end, high end and standard error."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recipe:
    """What one scale needs of the counts, and what it does with it.

    Attributes
    ----------
    groups : array of shape (n_codes, k)
        1 where the code's units belong to the group; a code is in one at most.
    formula : callable
        From the k sums and the number of units to m outcomes; NaN if undefined.
    is_coded : array of bool, shape (n_codes,)
        Which columns hold units that received a code.
    codes : tuple of (str or None)
        One name for each of the m outcomes; None where there is just one.
    is_share : bool
        Whether outcomes are shares of the units.
    rests_on_values : bool
        Whether positions rest on the units with a value alone, as means do.
    interval_at_zero : callable or None
        For cases in which a sum is 0 and resampling would show no spread on that side:
        from the k sums, the outcome and the confidence to the two ends and the
        standard error, NaN where there is none.
    undefined : str
        What to say of a case with coded units and no position all the same.
    span : tuple of float
        Lowest and highest position possible.
    rows : tuple of OutcomeRow or None
        What the formula's outcomes are about, where that is not the cases.
    is_biased : bool
        Whether sampling moves outcomes to one side; see `biased_interval`.
    """

    scale: str
    groups: FloatArray
    formula: Formula
    is_coded: NDArray[np.bool_]
    codes: tuple[str | None, ...] = (None,)
    is_share: bool = False
    rests_on_values: bool = False
    interval_at_zero: IntervalAtZero | None = None
    undefined: str = "none of its units bears on the scale"
    span: tuple[float, float] = (-inf, inf)
    rows: tuple[OutcomeRow, ...] | None = None
    is_biased: bool = False
    parameters: Mapping[str, object] = field(default_factory=dict)


def recipe_of_shares(codes: Sequence[str], uncoded: Collection[str]) -> Recipe:
    """Make every code that is not uncoded an outcome: its share of the units."""
    shown = sorted(code for code in codes if code not in uncoded)
    return Recipe(
        scale="salience",
        groups=group_codes(codes, [[code] for code in shown]),
        formula=_shares,
        is_coded=is_in(codes, shown),
        codes=tuple(shown),
        is_share=True,
        parameters={"uncoded": sorted(uncoded)},
    )


def recipe_of_means(
    scale: str, codes: Sequence[str], uncoded: Collection[str]
) -> Recipe:
    """Make the mean of the codes, read as numbers, the outcome."""
    values = {code: _value(code) for code in codes if code not in uncoded}
    ordered = sorted(values, key=lambda code: (values[code], code))
    return Recipe(
        scale=scale,
        groups=group_codes(codes, [[code] for code in ordered]),
        formula=partial(_mean, np.array([values[code] for code in ordered])),
        is_coded=is_in(codes, ordered),
        rests_on_values=True,
        span=(min(values.values()), max(values.values())) if values else (-inf, inf),
        parameters={"uncoded": sorted(uncoded)},
    )


def recipe_from_definition(
    codes: Sequence[str], definition: ScaleDefinition, codebook: Codebook | None
) -> Recipe:
    """Make the recipe of a scale by its definition, checked against its codebook."""
    require_disjoint(definition)
    none_fits: set[str] = set()
    if codebook is not None:
        variable = _variable(definition, codebook)
        _require_known(definition, variable, codebook)
        none_fits = {variable.uncoded} if variable.uncoded else set()
    if definition.formula == "mean":
        return recipe_of_means(definition.name, codes, NO_VALUE | none_fits)
    return _recipe_of_sides(codes, definition, UNCODED | none_fits)


def fold_as_defined(counts: AnyCounts, definition: ScaleDefinition) -> AnyCounts:
    """Fold sub-codes if both sides of the definition are main codes throughout."""
    sides = (*definition.left, *definition.right)
    folds = bool(sides) and all(is_main_code(code) for code in sides)
    return counts.in_main_codes() if folds else counts


def _recipe_of_sides(
    codes: Sequence[str], definition: ScaleDefinition, uncoded: Collection[str]
) -> Recipe:
    """Weigh right against left; swapped poles give the same draws, mirrored."""
    first, second = sorted([sorted(definition.left), sorted(definition.right)])
    sign = 1.0 if second == sorted(definition.right) else -1.0
    return Recipe(
        scale=definition.name,
        groups=group_codes(codes, [first, second]),
        formula=partial(_SIDES[definition.formula], sign),
        is_coded=is_in(codes, [code for code in codes if code not in uncoded]),
        interval_at_zero=_AT_ZERO.get(definition.formula),
        span=_SPANS.get(definition.formula, (-inf, inf)),
        parameters={"left": list(definition.left), "right": list(definition.right)},
    )


def _difference(sign: float, sums: FloatArray, n_units: FloatArray) -> FloatArray:
    """100 (second - first) / N: (..., 2) and (...) to (..., 1)."""
    apart = sign * 100 * (sums[..., 1:] - sums[..., :1])
    return divide(apart, np.asarray(n_units)[..., None])


def _logit(sign: float, sums: FloatArray, _n_units: FloatArray) -> FloatArray:
    """Log odds of second against first: (..., 2) to (..., 1)."""
    return sign * (np.log(sums[..., 1:] + 0.5) - np.log(sums[..., :1] + 0.5))


def _logit_at_zero(
    sums: FloatArray, estimate: float, confidence: float
) -> tuple[float, float, float]:
    """Approximate the interval of a logit by the delta method."""
    error = float(np.sqrt((1 / (sums + 0.5)).sum()))
    reach = normal_quantile(confidence) * error
    return estimate - reach, estimate + reach, error


def _shares(sums: FloatArray, n_units: FloatArray) -> FloatArray:
    """Give each group's share of the units: (..., k) and (...) to (..., k)."""
    return divide(sums, np.asarray(n_units)[..., None])


def _mean(values: FloatArray, sums: FloatArray, _n_units: FloatArray) -> FloatArray:
    """Weigh values by units: (..., k) to (..., 1)."""
    return divide((sums @ values)[..., None], sums.sum(axis=-1, keepdims=True))


_SIDES = {"difference": _difference, "logit": _logit}
_AT_ZERO = {"logit": _logit_at_zero}
_SPANS = {"difference": (-100.0, 100.0)}


def divide(above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide, with NaN where nothing is below."""
    nothing = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=nothing, where=below > 0)
    return nothing


def group_codes(codes: Sequence[str], groups: Sequence[Sequence[str]]) -> FloatArray:
    """Mark which group each code is in: shape (n_codes, n_groups)."""
    if not groups:
        return np.zeros((len(codes), 0))
    return np.column_stack([is_in(codes, group).astype(float) for group in groups])


def is_in(codes: Sequence[str], group: Collection[str]) -> NDArray[np.bool_]:
    """Mark the codes of the group: shape (n_codes,)."""
    members = set(group)
    return np.array([code in members for code in codes], dtype=np.bool_)


def _value(code: str) -> float:
    """Read a code as a finite number."""
    try:
        value = float(code)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise NonNumericCodeError(code=code)
    return value


def _variable(definition: ScaleDefinition, codebook: Codebook) -> Variable:
    """Find the variable that a definition names."""
    for variable in codebook.variables:
        if variable.name == definition.variable:
            return variable
    raise UnknownCodeError(
        code=definition.variable,
        codebook=codebook.name,
        known=[variable.name for variable in codebook.variables],
    )


def _require_known(
    definition: ScaleDefinition, variable: Variable, codebook: Codebook
) -> None:
    """Raise `UnknownCodeError` for the first code that the variable lacks."""
    known = [code.code for code in variable.codes]
    for code in (*definition.left, *definition.right):
        if code not in known:
            raise UnknownCodeError(code=code, codebook=codebook.name, known=known)


def require_disjoint(definition: ScaleDefinition) -> None:
    """Raise `OverlappingPolesError` if a code stands on both sides."""
    both = sorted({*definition.left} & {*definition.right})
    if both:
        raise OverlappingPolesError(scale=definition.name, codes=both)
