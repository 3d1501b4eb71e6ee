"""A formula filled with counts, as the Trail writes it."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from hustings.interface.pages.wording import say_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.interface.pages.trail import Side
    from hustings.workflow.lenses import Groups


_OF_SIDES = frozenset({"difference", "logit"})
_BOTH = 2


def compute(
    formula: str,
    sides: Sequence[Side],
    n_units: int,
    groups: Groups,
) -> tuple[float | None, str]:
    """Fill a formula with counts; the value is None where it cannot be computed.

    Of a named scale whose lists of codes are its own, no sides are known here.
    """
    if formula in _OF_SIDES and len(sides) != _BOTH:
        return None, ""
    rules: Mapping[str, Callable[[], tuple[float | None, str]]] = {
        "difference": lambda: _compute_difference(sides, n_units),
        "logit": lambda: _compute_logit(sides),
        "mean": lambda: _compute_mean(groups),
    }
    return rules.get(formula, lambda: (None, ""))()


def _compute_difference(
    sides: Sequence[Side], n_units: int
) -> tuple[float | None, str]:
    """100 (R - L) / N."""
    if not n_units:
        return None, "no counted units"
    low, high = (side.n_units for side in sides)
    value = 100 * (high - low) / n_units
    return value, (
        f"100 × ({high} − {low}) ÷ {say_number(n_units)} = "
        f"{say_number(value, digits=1)}"
    )


def _compute_logit(sides: Sequence[Side]) -> tuple[float | None, str]:
    """log((R + .5) / (L + .5))."""
    low, high = (side.n_units for side in sides)
    value = log((high + 0.5) / (low + 0.5))
    return value, f"log({high}.5 ÷ {low}.5) = {say_number(value, digits=2)}"


def _compute_mean(
    groups: Groups,
) -> tuple[float | None, str]:
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
