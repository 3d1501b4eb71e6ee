"""Agreement in words and numbers: sentences of the manager's page, and its CSV."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from hustings.exchange.table_files import csv_cell
from hustings.interface.pages.wording import say_count, say_date, say_number
from hustings.interface.web.room.manage_charts import say_alpha

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.workflow.room_manage_agreement import Stretch, VariableAgreement
    from hustings.workflow.room_manage_cuts import CutAgreement, CutEstimate

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_SWAPS = 12
_COLUMNS = (
    "part",
    "name",
    "from_unit",
    "to_unit",
    "begun",
    "ended",
    "n_units",
    "n_differ",
    "alpha",
    "low",
    "high",
)


def mask_names(coders: Sequence[str], key: str, *, is_hidden: bool) -> dict[str, str]:
    """Return how people are called: by name, or by letters in no order of theirs."""
    if not is_hidden:
        return {one: one for one in coders}
    shuffled = sorted(
        coders, key=lambda one: sha256(f"{key} {one}".encode()).hexdigest()
    )
    return {one: f"Coder {_letter(i)}" for i, one in enumerate(shuffled)}


def agreement_as_csv(found: VariableAgreement) -> str:
    """Return the numbers of the page as CSV, without the words of any document."""
    lines = [",".join(_COLUMNS)]
    lines += [",".join(map(csv_cell, row)) for row in _csv_rows(found)]
    return "\n".join(lines) + "\n"


def _csv_rows(found: VariableAgreement) -> Iterator[list[object]]:
    estimates = [
        ("whole", found.variable.name, found.whole),
        *(("code", str(one.code), one) for one in found.by_code),
        *(("pair", f"{one.coder_a} and {one.coder_b}", one) for one in found.by_pair),
    ]
    for part, name, one in estimates:
        n_differ = found.n_differ if part == "whole" else None
        ends = [None, None, None, None, one.n_units, n_differ]
        yield [part, name, *ends, one.value, one.low, one.high]
    for part, stretches in (
        ("first units", found.growth),
        ("successive units", found.by_number),
        ("week", found.by_week),
    ):
        for each in stretches:
            ends = [each.first, each.last, each.begun, each.ended]  # type: ignore[list-item]  # numbers and times
            counts = [each.n_units, each.n_differ]
            alpha = each.alpha
            yield [part, "", *ends, *counts, alpha.value, alpha.low, alpha.high]


def say_headline(found: VariableAgreement) -> str:
    """Say in a sentence how much is coded twice, and how much of that differs."""
    if not found.n_shared:
        return f"Nothing on {found.variable.title} is coded by two people yet"
    most = max((len(one.said) for one in found.disputed), default=2)
    people = "two people" if most == 2 else "two people or more"
    return (
        f"{found.variable.title}: {say_count(found.n_shared, 'unit')} coded by "
        f"{people}, {say_number(found.n_differ)} "
        f"{'disagrees' if found.n_differ == 1 else 'disagree'}"
    )


def say_missing(found: VariableAgreement) -> str:
    """Say what is missing before agreement can be measured; empty where nothing is."""
    if found.n_shared:
        return ""
    if not found.n_coded:
        return "Nobody has coded this variable in given units yet."
    return (
        f"{say_count(found.n_coded, 'unit')} "
        f"{'is' if found.n_coded == 1 else 'are'} coded, each by one person. Agreement "
        "needs units that two people code: hand some out with an overlap, such as 20 %."
    )


def say_cuts(found: CutAgreement | None) -> Iterator[str]:
    """Say how far people agree who cut the text themselves; nothing where none did."""
    if found is None:
        return
    n = say_count(found.n_units, "unit")
    if found.n_coders == 1:
        yield (
            f"One person has cut the text and coded {n}. Agreement is measured once "
            "somebody else divides the same text."
        )
        return
    yield f"{say_number(found.n_coders)} people have cut the text and coded {n}."
    if found.both is None:
        yield "No two of them have divided the same text yet."
        return
    yield (
        "Where units begin and end, and what is said of them, together: u-alpha "
        f"{_with_interval(found.both)}."
    )
    if found.values is not None:
        yield (
            "What is said of text that two of them coded, wherever they cut it: "
            f"cu-alpha {_with_interval(found.values)}."
        )


def _with_interval(one: CutEstimate) -> str:
    if one.value is None:
        return "is undefined: nothing in the text differs"
    if one.low is None:
        return say_alpha(one.value)
    return (
        f"{say_alpha(one.value)}, 95 % interval {say_alpha(one.low)} to "
        f"{say_alpha(one.high)}"
    )


def say_pairs(found: VariableAgreement) -> str:
    """Say which pairs of coders are told apart, where they are some of many."""
    n = len(found.by_pair)
    if n == found.n_pairs:
        return ""
    return (
        f"{n} of {found.n_pairs:,} pairs of coders: those with the most units in "
        "common."
    )


def say_undefined(found: VariableAgreement) -> tuple[str, ...]:
    """Say why alpha is undefined, where there are units to compare."""
    if not found.n_shared or found.whole.value is not None:
        return ()
    return tuple(
        one.message for one in found.problems if one.kind == "undefined agreement"
    )


def drift_label(one: Stretch, *, by_week: bool) -> str:
    """Name a stretch by its first day, or by its first and last unit."""
    if by_week:
        day = say_date(one.begun[:10]).split()
        return " ".join(day[:2])
    return f"{one.first}–{one.last}"


def say_drift(
    found: VariableAgreement, drift: Sequence[Stretch], *, by_week: bool
) -> str:
    """Say what is missing before drift can be seen, or what to look for."""
    if len(drift) >= 2:
        return (
            "Each dot stands for the units that were coded twice then, in the order in "
            "which the second person coded them. Intervals of few units are wide: look "
            "for a trend, not for single dots."
        )
    if by_week:
        return "All units that two people coded were coded in one week."
    return (
        f"{say_count(found.n_shared, 'unit')} coded by two people are too few to part; "
        "20 are needed."
    )


def drift_row(one: Stretch, *, by_week: bool) -> tuple[str, str, str, str, str]:
    """Return the cells of a stretch: name, units, how many differ, alpha, interval."""
    alpha = one.alpha
    interval = (
        "–"
        if alpha.low is None
        else f"{say_alpha(alpha.low)} to {say_alpha(alpha.high)}"
    )
    return (
        drift_label(one, by_week=by_week),
        say_number(one.n_units),
        say_number(one.n_differ),
        say_alpha(alpha.value),
        interval,
    )


def say_swaps(found: VariableAgreement, codes: Mapping[str, str]) -> Iterator[str]:
    """Say which codes are given to the same units."""
    for one, other, n in found.swaps[:_MOST_SWAPS]:
        both = f"{titled(one, codes)} and {titled(other, codes)}"
        yield f"{both}: {say_count(n, 'unit')}"


def titled(code: str, codes: Mapping[str, str]) -> str:
    """Name a code by its title, with the code where titles may be the same."""
    title = codes.get(code, "")
    return title if title and list(codes.values()).count(title) == 1 else code


def _letter(i: int) -> str:
    """Return letters for a number: A to Z, then AA."""
    more = _letter(i // len(_LETTERS) - 1) if i >= len(_LETTERS) else ""
    return f"{more}{_LETTERS[i % len(_LETTERS)]}"
