"""A formula filled with counts, as the Trail writes it."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, TypeAlias

from hustings.interface.pages.trail_issues import compute_clarity, compute_diversity
from hustings.interface.pages.trail_issues import counts_of as folded
from hustings.interface.pages.wording import say_number
from hustings.workflow.scaling_named import weights_by_code

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.interface.pages.trail import Side
    from hustings.workflow.gathered import GatheredScale
    from hustings.workflow.lenses import Groups

Filled: TypeAlias = "tuple[float | None, str]"
"""The value, None where it cannot be computed, and the formula with its counts."""

_NOTHING: Filled = (None, "")
_BOTH = 2


def compute(
    scale: GatheredScale, sides: Sequence[Side], n_units: int, groups: Groups
) -> Filled:
    """Fill a scale's formula with counts.

    Of scales that look at other documents, or at an estimated dimension, there is
    nothing that could be filled in.
    """
    of_sides = _OF_SIDES.get(scale.formula) or _OF_SIDES.get(scale.scale)
    if of_sides is not None:
        if len(sides) != _BOTH:
            return _NOTHING
        low, high = (side.n_units for side in sides)
        return of_sides(low, high, n_units)
    if scale.formula == "mean":
        return _compute_mean(groups)
    if scale.scale == "weighted":
        return _compute_weighted(scale.inputs, groups, n_units)
    of_issues = _OF_ISSUES.get(scale.scale)
    return _NOTHING if of_issues is None else of_issues(scale.inputs, groups)


def _compute_difference(low: int, high: int, n_units: int) -> Filled:
    """100 (R - L) / N."""
    if not n_units:
        return None, "no counted units"
    value = 100 * (high - low) / n_units
    return value, (
        f"100 × ({high} − {low}) ÷ {say_number(n_units)} = "
        f"{say_number(value, digits=1)}"
    )


def _compute_logit(low: int, high: int, _n_units: int) -> Filled:
    """log((R + .5) / (L + .5))."""
    value = log((high + 0.5) / (low + 0.5))
    return value, f"log({high}.5 ÷ {low}.5) = {say_number(value, digits=2)}"


def _compute_balance(low: int, high: int, _n_units: int) -> Filled:
    """(R - L) / (R + L)."""
    if not low + high:
        return None, "no unit on either side"
    value = (high - low) / (high + low)
    return value, (
        f"({high} − {low}) ÷ ({high} + {low}) = {say_number(value, digits=2)}"
    )


def _compute_quotient(low: int, high: int, _n_units: int) -> Filled:
    """R / L."""
    if not low:
        return None, "no unit on the low side"
    return high / low, f"{high} ÷ {low} = {say_number(high / low, digits=2)}"


def _compute_mean(groups: Groups) -> Filled:
    """Return the mean of the values, written as a weighted sum."""
    try:
        counts = {float(value): len(members) for value, members in groups.items()}
    except ValueError:
        return None, "the codes that are numbers, averaged"
    total = sum(counts.values())
    if not total:
        return None, "no codings"
    mean = sum(value * n for value, n in counts.items()) / total
    terms = " + ".join(
        f"{n} × {say_number(v, digits=0)}" for v, n in sorted(counts.items())
    )
    return mean, f"({terms}) ÷ {total} = {say_number(mean, digits=2)}"


def _compute_weighted(
    inputs: Mapping[str, object], groups: Groups, n_units: int
) -> Filled:
    """Return the sum of percentages times their weights."""
    rows = inputs.get("weights")
    if not n_units or not isinstance(rows, list | tuple):
        return _NOTHING
    weights = weights_by_code(rows)
    counts = folded(groups, tuple(weights))
    there = {code: counts[code] for code in weights if counts.get(code)}
    value = 100 * sum(n * weights[code] for code, n in there.items()) / n_units
    terms = " + ".join(f"{n} × {_weight(weights[code])}" for code, n in there.items())
    return value, (
        f"100 × ({terms or 0}) ÷ {say_number(n_units)} = {say_number(value, digits=1)}"
    )


def _weight(weight: float) -> str:
    """Write a weight with no more digits than it has."""
    return f"{weight:g}".replace("-", "−")


_OF_SIDES: Mapping[str, Callable[[int, int, int], Filled]] = {
    "difference": _compute_difference,
    "logit": _compute_logit,
    "kim-fording": _compute_balance,
    "laver-garry": _compute_balance,
    "right-over-left": _compute_quotient,
}
"""By formula, or by the scale where its formula is a sentence."""

_OF_ISSUES: Mapping[str, Callable[[Mapping[str, object], Groups], Filled]] = {
    "issue-attention-diversity": compute_diversity,
    "programmatic-clarity": compute_clarity,
}
