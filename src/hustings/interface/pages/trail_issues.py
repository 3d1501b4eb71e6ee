"""Formulas of scales of attention, filled with counts, as the Trail writes them."""

from __future__ import annotations

from collections import Counter
from math import exp, log
from typing import TYPE_CHECKING, Any

from hustings.interface.pages.wording import say_number
from hustings.scaling.code_lists import CLARITY_DIMENSIONS, MERGED_ISSUES
from hustings.scaling.marpor import (
    UNCODED,
    heading_codes,
    is_main_code,
    main_code,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hustings.workflow.lenses import Groups

_MOST_TERMS = 6
"""So many terms are written out; of more, the largest."""


def counts_of(groups: Groups, wanted: Collection[str]) -> Counter[str]:
    """Count units by code, folded to main codes where a list holds main codes alone."""
    folds = bool(wanted) and all(map(is_main_code, wanted))
    found: Counter[str] = Counter()
    for code, members in groups.items():
        found[main_code(code) if folds else code] += len(members)
    return found


def compute_diversity(
    inputs: Mapping[str, Any], groups: Groups
) -> tuple[float | None, str]:
    """Return the effective number of issues, the largest shares written out."""
    options = inputs.get("options") or {}
    if set(options) - {"form"}:
        return None, ""
    sums = _issues(groups, MERGED_ISSUES)
    total = sum(sums)
    if not total:
        return None, "no coded units"
    shares = [n / total for n in sums]
    if options.get("form") == "herfindahl":
        value = 1 / sum(p * p for p in shares)
        squares = _sum_of([f"({n} ÷ {total})²" for n in sums])
        return value, f"1 ÷ ({squares}) = {say_number(value, digits=2)}"
    value = exp(-sum(p * log(p) for p in shares))
    logs = _sum_of([f"{n} ÷ {total} × log({n} ÷ {total})" for n in sums])
    return value, f"exp(−({logs})) = {say_number(value, digits=2)}"


def compute_clarity(
    inputs: Mapping[str, Any], groups: Groups
) -> tuple[float | None, str]:
    """Return how far dimensions are one-sided, where the text alone weighs them."""
    if "votes" in inputs or inputs.get("options"):
        return None, ""
    wanted = [code for pair in CLARITY_DIMENSIONS for side in pair for code in side]
    counts = counts_of(groups, wanted)
    sides = [
        sorted((sum(counts[code] for code in side) for side in pair), reverse=True)
        for pair in CLARITY_DIMENSIONS
    ]
    said = sorted((pair for pair in sides if pair[0]), key=sum, reverse=True)
    total = sum(map(sum, said))
    if not total:
        return None, "no unit on a dimension"
    value = sum(more - less for more, less in said) / total
    apart = _sum_of([f"{more} − {less}" for more, less in said], wrapped=True)
    return value, f"({apart}) ÷ {total} = {say_number(value, digits=2)}"


def _issues(groups: Groups, merged: Sequence[Sequence[str]]) -> list[int]:
    """Count the units of each issue, the largest first."""
    wanted = [code for codes in merged for code in codes]
    counts = counts_of(groups, wanted)
    issues = [sum(counts[code] for code in codes) for codes in merged]
    known = {*wanted, *UNCODED, *heading_codes(counts)}
    issues += [n for code, n in counts.items() if code not in known]
    return sorted((n for n in issues if n), reverse=True)


def _sum_of(terms: Sequence[str], *, wrapped: bool = False) -> str:
    """Write a sum, the last terms of many as dots."""
    shown = [f"({one})" for one in terms] if wrapped else list(terms)
    more = ["…"] if len(shown) > _MOST_TERMS else []
    return " + ".join([*shown[:_MOST_TERMS], *more])
