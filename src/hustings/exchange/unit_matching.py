"""Rows of a table to the units they are of: by id, by span, or by the words.

Words are compared as `hustings.exchange.unit_index.key_of` has them; nothing else is
overlooked. Where several rows or units have the same words, the rows around decide, if
the table is in reading order. What is not decided is told with its reason; nothing is
guessed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.exchange.unit_index import UnitIndex, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.exchange.table_codings import TableCoding
    from hustings.exchange.unit_index import KnownUnit

    Alike = Sequence[tuple[Sequence[int], Sequence[int]]]

Outcome: TypeAlias = Literal[
    "matched",
    "unknown document",
    "unknown unit",
    "other words",
    "cut otherwise",
    "ambiguous",
    "not found",
    "nothing named",
]
"""What became of a row."""

ENOUGH = 5
"""Rows with words of their own, all in reading order, that show a table to be so."""
TELLING = 12
"""Letters and signs that words need to be looked for inside of units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What became of one row.

    Attributes
    ----------
    unit : int or None
        The number of the unit in the sequence given; None unless matched.
    reason : str
        Why not, as one sentence; empty where matched.
    """

    outcome: Outcome
    unit: int | None = None
    reason: str = ""


def match_rows(
    rows: Sequence[TableCoding],
    units: Sequence[KnownUnit],
    documents: Mapping[str, str | None],
) -> list[Match]:
    """Find the unit of every row.

    Parameters
    ----------
    units : sequence of KnownUnit
        Those that count now; the units of a document together, in reading order.
    documents : mapping of str to (str or None)
        By id and by file name the document's id; None where several have the name.

    Returns
    -------
    list of Match
        One a row. A match is never a guess: an id, a span, or words that stand in one
        unit only, or whose place the rows before and after leave no choice.
    """
    index = UnitIndex(units)
    found: list[Match | None] = [_by_name(row, index, documents) for row in rows]
    groups: defaultdict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        groups[row.coder, row.variable].append(number)
    for numbers in groups.values():
        _match_words([rows[n] for n in numbers], numbers, found, index, documents)
    matches = [one or Match(outcome="nothing named") for one in found]
    return list(_explained(rows, matches, index, documents))


def _explained(
    rows: Sequence[TableCoding],
    matches: Sequence[Match],
    index: UnitIndex,
    documents: Mapping[str, str | None],
) -> Iterator[Match]:
    """Tell of words that are no unit where they stand, in the document at hand."""
    document: str | None = None
    for row, match in zip(rows, matches, strict=True):
        if match.unit is not None:
            document = index.units[match.unit].document
        named = documents.get(row.document or "") or document
        if match.outcome == "not found" and named in index.first:
            yield _cut_otherwise(row, named, index) or match
        else:
            yield match


def _cut_otherwise(row: TableCoding, document: str, index: UnitIndex) -> Match | None:
    key = key_of(row.words or "")
    across = index.across(key, document) if len(key) >= TELLING else None
    if across is None:
        return None
    first, last = (index.units[number].unit for number in across)
    where = f"inside the unit {first}" if first == last else f"over {first} to {last}"
    return Match(
        outcome="cut otherwise", reason=f"These words stand {where}: cut otherwise."
    )


def _by_name(
    row: TableCoding, index: UnitIndex, documents: Mapping[str, str | None]
) -> Match | None:
    """Match by id or span, or refuse; None where the words must decide."""
    if row.document is not None and documents.get(row.document) is None:
        kind = "several documents" if row.document in documents else "no document"
        return Match(
            outcome="unknown document",
            reason=f"There is {kind} of the name {row.document!r}.",
        )
    number = index.by_id.get(row.unit or "")
    if number is None and row.start is not None and row.document is not None:
        document = documents[row.document] or ""
        number = index.by_span.get((document, row.start, row.end or 0))
    if number is not None:
        return _checked(row, number, index)
    if row.words and key_of(row.words):
        return None
    return _unnamed(row)


def _checked(row: TableCoding, number: int, index: UnitIndex) -> Match | None:
    """Compare the words of a row with those of the unit that it names."""
    if not row.words or key_of(row.words) == index.keys[number]:
        return Match(outcome="matched", unit=number)
    if row.unit is None:
        return None
    return Match(
        outcome="other words",
        reason=f"The unit {index.units[number].unit} has other words.",
    )


def _unnamed(row: TableCoding) -> Match:
    """Say why a row without words names no unit."""
    if row.unit is not None:
        return Match(
            outcome="unknown unit", reason=f"No unit has the id {row.unit!r} now."
        )
    if row.start is not None:
        return Match(
            outcome="unknown unit",
            reason=f"No unit of {row.document} is just {row.start}-{row.end}.",
        )
    return Match(
        outcome="nothing named", reason="The row names no unit: no id, span or words."
    )


def _match_words(
    rows: Sequence[TableCoding],
    numbers: Sequence[int],
    found: list[Match | None],
    index: UnitIndex,
    documents: Mapping[str, str | None],
) -> None:
    """Match the rows of one coder and variable by their words."""
    open_places = [place for place, n in enumerate(numbers) if found[n] is None]
    alike = _put_together(rows, open_places, index, documents)
    for units, places in alike:
        for place, match in _decide_alone(units, places):
            found[numbers[place]] = match
    _decide_by_neighbours(rows, numbers, found, index, alike)


def _put_together(
    rows: Sequence[TableCoding],
    places: Sequence[int],
    index: UnitIndex,
    documents: Mapping[str, str | None],
) -> Alike:
    """Put rows of the same words together, with the units that have these words."""
    together: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
    for place in places:
        row = rows[place]
        document = None if row.document is None else documents[row.document]
        together[key_of(row.words or ""), document].append(place)
    return [
        (_candidates(key, document, index), found)
        for (key, document), found in together.items()
    ]


def _candidates(key: str, document: str | None, index: UnitIndex) -> list[int]:
    """Return the units with the words, of one document if it is named."""
    units = index.by_key.get(key, [])
    if document is None:
        return units
    return [number for number in units if index.units[number].document == document]


def _decide_alone(
    units: Sequence[int], places: Sequence[int]
) -> Iterator[tuple[int, Match]]:
    """Decide rows of the same words where no other row need be looked at."""
    if not units:
        match = Match(outcome="not found", reason="No unit has these words.")
        yield from ((place, match) for place in places)
    elif len(units) == len(places) == 1:
        yield places[0], Match(outcome="matched", unit=units[0])


def _decide_by_neighbours(
    rows: Sequence[TableCoding],
    numbers: Sequence[int],
    found: list[Match | None],
    index: UnitIndex,
    alike: Alike,
) -> None:
    """Decide where several rows or units have the same words, by the rows around."""
    anchors = _anchors(numbers, found, index, alike)
    for units, places in alike:
        if found[numbers[places[0]]] is not None:
            continue
        undecided = _undecided(len(places), units, index)
        for place in places:
            found[numbers[place]] = undecided
        gaps: defaultdict[tuple[int, int] | None, list[int]] = defaultdict(list)
        for place in places:
            gaps[_gap(place, anchors, index)].append(place)
        for gap, inside in gaps.items():
            for place, unit in _fit([rows[n] for n in inside], gap, units, index):
                found[numbers[inside[place]]] = Match(outcome="matched", unit=unit)


def _fit(
    rows: Sequence[TableCoding],
    gap: tuple[int, int] | None,
    units: Sequence[int],
    index: UnitIndex,
) -> Iterator[tuple[int, int]]:
    """Give rows of one gap their units in order, where there are as many of both.

    Where the order is not known, only if all say the same: then it does not matter.
    """
    agree = len({row.value for row in rows}) == 1
    fitting = units if gap is None else _between(units, *gap)
    if len(fitting) == 1 < len(rows):
        fitting = _once(fitting[0], len(rows), index) if agree else ()
    if len(fitting) == len(rows) and (agree or gap is not None):
        yield from enumerate(fitting)


def _between(units: Sequence[int], low: int, high: int) -> list[int]:
    return [unit for unit in units if low < unit < high]


def _once(unit: int, n_rows: int, index: UnitIndex) -> Sequence[int]:
    """Return a unit for each of some rows, if its words stand nowhere else.

    Then rows that say the same are one row repeated. Words that also stand in a unit
    that is cut otherwise may be those.
    """
    stands_once = index.count(index.keys[unit], index.units[unit].document) == 1
    return [unit] * n_rows if stands_once else ()


def _undecided(n_rows: int, units: Sequence[int], index: UnitIndex) -> Match:
    shown = ", ".join(index.units[unit].unit for unit in units[:5])
    more = f" and {len(units) - 5} more" if len(units) > 5 else ""
    have = "unit has" if len(units) == 1 else "units have"
    said = "row says" if n_rows == 1 else "rows say"
    return Match(
        outcome="ambiguous",
        reason=f"{n_rows} {said} these words, and {len(units)} {have} them: "
        f"{shown}{more}.",
    )


def _anchors(
    numbers: Sequence[int],
    found: Sequence[Match | None],
    index: UnitIndex,
    alike: Alike,
) -> list[tuple[int, int]]:
    """Return rows that are certain with their units, of documents in reading order.

    A document counts only where all of its certain rows stand in reading order and
    there are enough of them to show it.
    """
    shared = {
        place
        for units, places in alike
        if len(units) > 1 or len(places) > 1
        for place in places
    }
    certain: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, number in enumerate(numbers):
        match = found[number]
        if match is not None and match.unit is not None and place not in shared:
            document = index.units[match.unit].document
            certain[document].append((place, match.unit))
    ordered = [
        anchors
        for anchors in certain.values()
        if len({unit for _, unit in anchors}) >= ENOUGH
        and all(one[1] <= other[1] for one, other in pairwise(anchors))
    ]
    return sorted(anchor for anchors in ordered for anchor in anchors)


def _gap(
    place: int, anchors: Sequence[tuple[int, int]], index: UnitIndex
) -> tuple[int, int] | None:
    """Return the units between which a row must lie; None where that is not known."""
    at = bisect_left(anchors, (place, -1))
    before = anchors[at - 1][1] if at else None
    after = anchors[at][1] if at < len(anchors) else None
    if before is None or after is None:
        return _at_an_end(before, after, anchors, index)
    same = index.units[before].document == index.units[after].document
    return (before, after) if same else None


def _at_an_end(
    before: int | None,
    after: int | None,
    anchors: Sequence[tuple[int, int]],
    index: UnitIndex,
) -> tuple[int, int] | None:
    """Return the gap before the first or after the last certain row of a document.

    Only where all certain rows are of one document, which the row is then of, too.
    """
    documents = {index.units[unit].document for _, unit in anchors}
    if len(documents) != 1:
        return None
    (document,) = documents
    first, last = index.first[document], index.last[document]
    return (
        first - 1 if before is None else before,
        last + 1 if after is None else after,
    )
