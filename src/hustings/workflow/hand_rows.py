"""Rows of a table that fit a unit, as hand codings: only those that are new."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from hustings.errors import TableRowsError
from hustings.model.citation import anchor_of
from hustings.model.document import Problem, Span
from hustings.model.hand_coding import HandCoding
from hustings.model.identity import identify
from hustings.workflow.renewals import find_document, text_of
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.exchange.table_codings import TableCoding
    from hustings.exchange.unit_index import KnownUnit
    from hustings.exchange.unit_matching import Match
    from hustings.store.project import Store

_SPAN = re.compile(r"(\d{1,12})-(\d{1,12})")

Place: TypeAlias = tuple[str, str, str, Span]
"""Coder, variable, document and span: what can have one value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The table that codings come from.

    Attributes
    ----------
    sha256 : str
        Of its bytes.
    at : str
        ISO time at which it is brought in.
    """

    name: str
    sha256: str
    at: str
    codebook_sha256: str

    @property
    def origin(self) -> str:
        """The table as its codings name it."""
        return f"table {self.name} sha256:{self.sha256}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCodings:
    """The codings to be written, and what became of the others.

    Attributes
    ----------
    counts : tuple of mapping
        By coder and variable: n_rows that fit a unit, n_new, n_there already.
    """

    new: tuple[HandCoding, ...]
    counts: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]


def make_codings(
    store: Store,
    rows: Sequence[TableCoding],
    matches: Sequence[Match],
    units: Sequence[KnownUnit],
    source: Source,
) -> MadeCodings:
    """Make a coding of every row that fits a unit, and keep those that are new.

    Raises
    ------
    TableRowsError
        If rows give one unit several values of one variable by one coder.
    """
    matched = [
        (row, units[match.unit])
        for row, match in zip(rows, matches, strict=True)
        if match.unit is not None and row.value is not None
    ]
    by_place = _by_place(matched, source.name)
    made = list(_codings(store, by_place, source))
    new = _new(store, made, source)
    repeated = len(matched) - len(by_place)
    broken = sum(_is_broken(row, unit) for row, unit in matched)
    return MadeCodings(
        new=tuple(new),
        counts=tuple(_counts([row for row, _ in matched], made, new)),
        problems=(
            *((_repeated(source.name, repeated),) if repeated else ()),
            *((_broken(source.name, broken),) if broken else ()),
        ),
    )


def _counts(
    rows: Sequence[TableCoding], made: Sequence[HandCoding], new: Sequence[HandCoding]
) -> Iterator[dict[str, Any]]:
    """Count by coder and variable what became of the rows that fit a unit."""
    fitting = Counter((row.coder or "", row.variable or "") for row in rows)
    different = Counter((one.coder, one.variable) for one in made)
    added = Counter((one.coder, one.variable) for one in new)
    for who, n in fitting.items():
        yield {
            "coder": who[0],
            "variable": who[1],
            "n_rows": n,
            "n_new": added[who],
            "n_there": different[who] - added[who],
        }


def _repeated(name: str, n: int) -> Problem:
    return Problem(
        kind="repeated rows",
        message=f"{name}: {count(n, 'row')} said again what another row had said, and "
        "counted once.",
    )


def _is_broken(row: TableCoding, unit: KnownUnit) -> bool:
    """Say whether a row has evidence that is none."""
    is_given = bool((row.evidence or "").strip())
    return is_given and not _evidence(row, Span(unit.start, unit.end))


def _broken(name: str, n: int) -> Problem:
    return Problem(
        kind="evidence left out",
        message=f"{name}: the evidence of {count(n, 'row')} is no list of spans such "
        "as '12-20 31-40' inside the unit; the codings count without it.",
    )


def _by_place(
    matched: Sequence[tuple[TableCoding, KnownUnit]], name: str
) -> dict[Place, tuple[TableCoding, KnownUnit]]:
    """Let one row speak for all that say the same; refuse those that do not."""
    found: dict[Place, tuple[TableCoding, KnownUnit]] = {}
    clashing: dict[Place, list[TableCoding]] = {}
    for row, unit in matched:
        place = _place(row, unit)
        first, _ = found.setdefault(place, (row, unit))
        if first.value != row.value:
            clashing.setdefault(place, [first]).append(row)
    if clashing:
        (coder, variable, _, _), rows = next(iter(clashing.items()))
        values = ", ".join(dict.fromkeys(repr(row.value) for row in rows))
        raise TableRowsError(
            name=name,
            rows=sorted({row.row for rows in clashing.values() for row in rows}),
            reason=f"They give a unit several values of {variable!r} by {coder!r}, "
            f"such as {values}.",
            advice="A unit has one value: keep one row of each.",
        )
    return found


def _place(row: TableCoding, unit: KnownUnit) -> Place:
    span = Span(unit.start, unit.end)
    return (row.coder or "", row.variable or "", unit.document, span)


def _codings(
    store: Store,
    by_place: Mapping[Place, tuple[TableCoding, KnownUnit]],
    source: Source,
) -> Iterator[HandCoding]:
    """Yield a coding a place, with the id that this table always gives it."""
    documents = {unit.document for _, unit in by_place.values()}
    texts = {name: text_of(store, find_document(store, name)) for name in documents}
    for (coder, variable, document, span), (row, unit) in by_place.items():
        coding = HandCoding(
            coding_id="",
            document_id=document,
            unit_id=unit.unit,
            anchor=anchor_of(texts[document], span),
            coder=coder,
            codebook_sha256=source.codebook_sha256,
            variable=variable,
            value=row.value,
            written="",
            note=row.note or "",
            unsure=row.unsure,
            evidence=_evidence(row, span),
            origin=source.origin,
        )
        name = identify(coding, nonce=source.sha256)
        yield replace(coding, coding_id=name, written=source.at)


def _evidence(row: TableCoding, unit: Span) -> tuple[Span, ...]:
    """Read spans such as ``12-20 31-40``; what is none, or outside, is no evidence."""
    parts = (row.evidence or "").split()
    found = [one for one in map(_SPAN.fullmatch, parts) if one is not None]
    spans = [Span(int(one[1]), int(one[2])) for one in found]
    are_inside = all(unit.start <= one.start < one.end <= unit.end for one in spans)
    return tuple(spans) if are_inside and len(spans) == len(parts) else ()


def _new(
    store: Store, codings: Sequence[HandCoding], source: Source
) -> list[HandCoding]:
    """Leave out what this table has brought in before, and what counts already."""
    coders = sorted({one.coder for one in codings})
    there = store.hand.ids()
    book = source.codebook_sha256
    current = store.hand.current(coders=coders, codebook=book, with_training=True)
    says = {_place_of(one): _said(one) for one in current}
    assigned = _assigned(store, coders, book)
    return [
        replace(one, assignment_id=assigned.get(_place_of(one)))
        for one in codings
        if one.coding_id not in there and says.get(_place_of(one)) != _said(one)
    ]


def _assigned(store: Store, coders: Sequence[str], codebook: str) -> dict[Place, str]:
    """Return the latest assignment of each place, if somebody was asked to code it."""
    return {
        (one.coder, variable, unit.document_id, unit.anchor.span): one.assignment_id
        for coder in coders
        for one in store.assignments.of(coder)
        if one.codebook_sha256 == codebook
        for variable in one.variables
        for unit in one.units
    }


def _place_of(one: HandCoding) -> Place:
    return (one.coder, one.variable, one.document_id, one.anchor.span)


def _said(one: HandCoding) -> tuple[str | None, str, bool]:
    return (one.value, one.note, one.unsure)
