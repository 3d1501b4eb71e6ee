"""Lists of codes that named scales add up, and what to say where counts lack them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.model.codebook import ScaleDefinition
from hustings.model.document import Problem
from hustings.scaling.marpor import UNCODED, is_main_code

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hustings.scaling.counts import AnyCounts

# fmt: off
CLARITY_DIMENSIONS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    ((one,), (other,)) for one, other in (
        ("101", "102"), ("104", "105"), ("107", "109"), ("108", "110"),
        ("203", "204"), ("301", "302"), ("401", "403"), ("406", "407"),
        ("409", "414"), ("504", "505"), ("506", "507"), ("601", "602"),
        ("603", "604"), ("607", "608"), ("701", "702"),
    )
)
"""Both sides of the 15 dimensions of programmatic clarity."""

MERGED_ISSUES: tuple[tuple[str, ...], ...] = (
    ("101", "102"), ("104", "105"), ("107", "109"), ("108", "110"), ("203", "204"),
    ("301", "302"), ("406", "407"), ("409", "414"), ("504", "505"), ("506", "507"),
    ("601", "602"), ("603", "604"), ("607", "608"), ("701", "702"),
)
"""Codes for and against one thing, which issue attention counts as one issue."""

BISCHOF_SEGMENTS: Mapping[str, tuple[str, ...]] = {
    "ecology": ("416", "410", "501", "106"),
    "nationalism": ("601", "602", "605", "607", "608"),
    "agrarian": ("703",),
    "regional": ("301", "302", "706"),
    "europe": ("406", "407", "108", "110"),
}
"""The five niche segments of Bischof."""

BAKKER_HOBOLT: Mapping[str, ScaleDefinition] = {
    "economic": ScaleDefinition(
        name="bakker-hobolt-economic",
        title="Economic left-right (Bakker & Hobolt; codes to be checked)",
        variable="topic",
        formula="logit",
        left=("403", "404", "405", "406", "409", "412", "413", "415", "503", "504",
              "506", "701"),
        right=("401", "402", "407", "410", "414", "505", "507", "702"),
    ),
    "libertarian": ScaleDefinition(
        name="bakker-hobolt-libertarian",
        title="Libertarian-authoritarian (Bakker & Hobolt; codes to be checked)",
        variable="topic",
        formula="logit",
        left=("201", "202", "416", "501", "502", "602", "604", "607", "705", "706"),
        right=("305", "601", "603", "605", "606", "608"),
        low_pole="libertarian",
        high_pole="authoritarian",
    ),
    "europe": ScaleDefinition(
        name="bakker-hobolt-europe",
        title="European integration (Bakker & Hobolt; codes to be checked)",
        variable="topic",
        formula="logit",
        left=("110",),
        right=("108",),
        low_pole="against European integration",
        high_pole="for European integration",
    ),
}
"""Three scales whose lists of codes are known at second hand."""
# fmt: on


def fold_for(counts: AnyCounts, codes: Collection[str]) -> AnyCounts:
    """Fold sub-codes into main codes if the list holds main codes throughout."""
    folds = bool(codes) and all(is_main_code(code) for code in codes)
    return counts.in_main_codes() if folds else counts


def missing_codes(
    counts: AnyCounts, wanted: Sequence[str], scale: str, *, is_own: bool
) -> tuple[Problem, ...]:
    """Say which codes of a list no column has.

    Parameters
    ----------
    is_own : bool
        Whether the list is the user's own. Texts lack many codes of a published list;
        of that it is only said where all are missing.
    """
    missing = sorted({*wanted} - {*fold_for(counts, wanted).codes})
    if not missing or (not is_own and len(missing) < len({*wanted})):
        return ()
    message = (
        f"No column is named {', '.join(missing)}; the scale {scale!r} counts them as "
        f"0. Columns: {', '.join(counts.codes)}."
    )
    return (Problem(kind="missing columns", message=message),)


def coded_columns(counts: AnyCounts) -> tuple[str, ...]:
    """Name the columns of units that received a code."""
    return tuple(code for code in counts.codes if code not in UNCODED)


def to_be_checked(scale: str) -> Problem:
    """Say that a scale's list of codes is known at second hand."""
    return Problem(
        kind="codes to be checked",
        message=f"The list of codes of {scale!r} was read from a replication, not from "
        "the chapter itself. Compare it with the chapter before you publish.",
    )
