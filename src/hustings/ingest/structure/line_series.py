"""Articles that begin at a line of wrapped text, with no empty line before them.

"Article 2. – Everyone ..." below a full line looks like any line of a paragraph. What
tells it is the series: such lines share a shape and count up. A line that goes on
with a sentence, as "as is said in" with "Article 2 of the statutes" below it, begins
none, whatever its number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from hustings.ingest.structure.series import LONGEST_BARE, SAME_SYSTEM, read_members

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from hustings.ingest.structure.series import Reading
    from hustings.ingest.structure.textlines import TextLine

# What a line must have at its head to be worth a closer look.
_LIKELY = re.compile(
    r".{0,24}?(?:\d|\b[IVXLC]{1,7}\b|[:–—〇一二三四五六七八九十፩-፻§]|[א-ת]['’\"״׳])"
)
_HEAD = 60  # characters of a line that are looked at
_SHORT = 0.8  # of the longest line near by: a shorter one ends its paragraph
_NEAR = 12
_FEWEST = 3
_LONG = 5  # a series that does not begin with the first has at least so many members
_ALIKE = 80.0  # of 100: how like the words of a series misprinted ones must be
_FAR = 1_000  # lines below the last member in which no other claims its number
_MOST_SERIES = 12  # of one shape in a text, as where each chapter counts anew
_AFTER_GAP, _AFTER_END, _AFTER_SHORT, _IN_DOUBT, _SKIPPED = 1.1, 1.0, 0.8, 0.3, 0.5
"""What a line counts for by the line before it, and what a missing number costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBreaks:
    """Numbers of the lines that begin a block, and of those that are one."""

    begin: frozenset[int] = frozenset()
    alone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Lines that count up, and how much speaks for them."""

    weight: float = 0.0
    members: tuple[Reading, ...] = ()


def find_line_breaks(lines: Sequence[TextLine]) -> LineBreaks:
    """Find the lines that count up as members of a series."""
    readings: dict[tuple[str, str, bool], list[Reading]] = defaultdict(list)
    for i, line in enumerate(lines):
        for reading in _read_line(i, line.text):
            system = SAME_SYSTEM.get(reading.numeral.system, reading.numeral.system)
            readings[reading.shape, system, reading.is_bare].append(reading)
    found: dict[int, bool] = {}
    for group in sorted(readings.values(), key=len, reverse=True):
        members = list(_members(lines, group)) if len(group) > 1 else []
        for reading in (*members, *_misprinted(lines, members, readings.values())):
            found.setdefault(reading.place, reading.is_bare)
    return LineBreaks(
        begin=frozenset(found),
        alone=frozenset(i for i, is_bare in found.items() if is_bare),
    )


def _read_line(i: int, text: str) -> Iterator[Reading]:
    """Read a line as a member of a series in each way that it can be."""
    is_short = 0 < len(text) <= LONGEST_BARE
    if is_short or _LIKELY.match(text):
        yield from read_members(i, text if is_short else text[:_HEAD])


def _members(lines: Sequence[TextLine], group: list[Reading]) -> Iterator[Reading]:
    """Yield the members of each series that lines of one shape make up."""
    weights = {one.place: _weight(lines, one.place) for one in group}
    for _ in range(_MOST_SERIES):
        run = _heaviest_run(group, weights)
        if not _is_series(run, weights):
            return
        yield from _sure(run, group, weights)
        taken = {one.place for one in run}
        group = [one for one in group if one.place not in taken]


def _weight(lines: Sequence[TextLine], i: int) -> float:
    """Tell how likely a line begins a block, by what ends before it."""
    before = lines[i - 1] if i else None
    if before is None or not before.text:
        return _AFTER_GAP
    if before.is_final:
        return _AFTER_END
    near = lines[max(i - _NEAR, 0) : i + _NEAR]
    longest = max(len(line.text) for line in near)
    return _AFTER_SHORT if len(before.text) < _SHORT * longest else _IN_DOUBT


def _heaviest_run(
    group: Sequence[Reading], weights: Mapping[int, float]
) -> tuple[Reading, ...]:
    """Find the lines that count up by one, or by two over a gap, and weigh most."""
    best: dict[int, _Run] = {}
    none = _Run()
    for one in group:
        value = one.numeral.value
        direct, over = best.get(value - 1, none), best.get(value - 2, none)
        before = direct if direct.weight >= over.weight - _SKIPPED else over
        cost = _SKIPPED if before is over and over.members else 0.0
        weight = before.weight - cost + weights[one.place]
        if weight > best.get(value, none).weight:
            best[value] = _Run(weight=weight, members=(*before.members, one))
    return max(best.values(), key=lambda run: run.weight, default=none).members


def _is_series(run: Sequence[Reading], weights: Mapping[int, float]) -> bool:
    """Ask for a start, for length, and for lines of which most are not in doubt."""
    n_sure = sum(weights[one.place] > _IN_DOUBT for one in run)
    if 2 * n_sure < len(run) or n_sure < 2:
        return False
    first = run[0].numeral.value
    if len(run) >= _FEWEST:
        return first <= 2 or len(run) >= _LONG
    is_apart = run[1].place - run[0].place > 1
    has_word = any(map(str.isalpha, run[0].shape)) or run[0].shape[:1] == "§"
    return first == 1 and run[1].numeral.value == 2 and is_apart and has_word


def _sure(
    run: Sequence[Reading], group: Sequence[Reading], weights: Mapping[int, float]
) -> Iterator[Reading]:
    """Yield the members of a run; of those in doubt the ones that nothing rivals."""
    for i, one in enumerate(run):
        low = run[i - 1].place if i else -1
        high = run[i + 1].place if i + 1 < len(run) else one.place + _FAR
        rivals = [
            other
            for other in group
            if low < other.place < high and other.numeral.value == one.numeral.value
        ]
        if weights[one.place] > _IN_DOUBT or len(rivals) == 1:
            yield one


def _misprinted(
    lines: Sequence[TextLine],
    members: Sequence[Reading],
    groups: Collection[Sequence[Reading]],
) -> Iterator[Reading]:
    """Yield lines with the number that a series lacks, and nearly its words."""
    for low, high in pairwise(members):
        value = low.numeral.value + 1
        if high.numeral.value != value + 1:
            continue
        yield from (
            one
            for group in groups
            if group[0].is_bare == low.is_bare
            and ratio(group[0].shape, low.shape) >= _ALIKE
            for one in group
            if one.numeral.value == value
            and low.place < one.place < high.place
            and _weight(lines, one.place) > _IN_DOUBT
        )
