"""Whether the rows of a stranger's database have the form that Hustings writes.

SQLite keeps any kind of value in any column, so that a row can hold bytes where text
is meant, or text that is no JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hustings.model.claim_sheet import sheet_of_text
from hustings.store.anchors import in_utc

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

    from hustings.store.project import Store

_TABLES = (
    "project",
    "documents",
    "descriptions",
    "replacements",
    "codebooks",
    "coders",
    "codebook_versions",
    "assignments",
    "assigned_units",
    "hand_codings",
    "adjudications",
    "cuts",
    "issue_decisions",
    "claim_sheets",
)
"""The tables that a merge reads."""

_NUMBERS = frozenset({"start", "end", "position", "unsure", "place", "is_cut"})
_WORDS = frozenset(
    {
        ("hand_codings", "written"),
        ("adjudications", "written"),
        ("cuts", "written"),
        ("issue_decisions", "written"),
        ("claim_sheets", "written"),
    }
)
"""Times by which a later word supersedes an earlier one."""
_TIMES = _WORDS | {("assignments", "written"), ("codebook_versions", "written")}
_OPTIONAL = frozenset({("claim_sheets", "claims")})
"""What is no text of its form where it was taken back."""
_LONGEST = {"note": 1_000_000, "name": 10_000, "title": 100_000, "actor": 100_000}
"""Characters of what people write: a page is made of it."""
_SLACK = timedelta(days=1)
"""How far another machine's clock may be ahead of this one's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangeCell:
    """A cell that Hustings cannot have written.

    Attributes
    ----------
    where : str
        Its table and row.
    """

    where: str
    reason: str


def strange_cells(store: Store, *, at: str) -> Iterator[StrangeCell]:
    """Yield the cells that are bytes, no numbers, no times, or no JSON as is meant.

    Parameters
    ----------
    at : str
        The ISO time now: what was written more than a day later is strange.
    """
    latest = in_utc((datetime.fromisoformat(at) + _SLACK).isoformat())
    for table in _TABLES:
        rows = store.coders.database.all(f"SELECT * FROM {table}")  # noqa: S608  # a constant
        for number, row in enumerate(rows, start=1):
            for column, reason in _faults(table, row, latest):
                where = f"row {number} of {table}"
                yield StrangeCell(where=where, reason=f"its {column} {reason}")


def _faults(table: str, row: sqlite3.Row, latest: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in a row, and in which column."""
    for column in _filled(table, row):
        value = row[column]
        if isinstance(value, bytes):
            yield column, "is bytes where text is meant"
        elif len(str(value)) > _LONGEST.get(column, len(str(value))):
            yield column, "is longer than anybody writes"
        elif column in _NUMBERS and not isinstance(value, int):
            yield column, "is no whole number"
        elif (table, column) in _TIMES and not _is_time(value):
            yield column, f"{value!r} is no time with its zone"
        elif (table, column) in _WORDS and in_utc(value) > latest:
            yield column, f"{value!r} lies ahead, and would go before all that follows"
        elif not _is_form(_FORMS.get((table, column)), value):
            yield column, "cannot be read"


def _filled(table: str, row: sqlite3.Row) -> list[str]:
    """Name the columns of a row, but those that may be left empty and are."""
    return [
        column
        for column in row.keys()  # noqa: SIM118  # a row goes through its values
        if row[column] is not None or (table, column) not in _OPTIONAL
    ]


def _is_time(value: object) -> bool:
    try:
        in_utc(str(value))
    except (ValueError, OverflowError):
        return False
    return True


def _is_form(is_meant: Callable[[object], bool] | None, value: object) -> bool:
    """Say whether a text is the JSON that is meant."""
    if is_meant is None:
        return True
    try:
        return is_meant(json.loads(str(value)))
    except (ValueError, RecursionError):
        return False


def _is_spans(said: object) -> bool:
    return isinstance(said, list) and all(map(_is_span, said))


def _is_span(said: object) -> bool:
    """Say whether something is a begin and an end after it."""
    match said:
        case [int(start), int(end)]:
            return 0 <= start < end
    return False


def _is_texts(said: object) -> bool:
    return isinstance(said, list) and all(isinstance(one, str) for one in said)


def _is_sheet(said: object) -> bool:
    """Say whether something is a sheet of claims."""
    try:
        sheet_of_text(json.dumps(said))
    except ValueError:
        return False
    return True


def _is_mapping(said: object) -> bool:
    return isinstance(said, dict)


_FORMS: Mapping[tuple[str, str], Callable[[object], bool]] = {
    ("hand_codings", "evidence"): _is_spans,
    ("adjudications", "settles"): _is_texts,
    ("assignments", "variables"): _is_texts,
    ("issue_decisions", "targets"): _is_texts,
    ("assignments", "design"): _is_mapping,
    ("assigned_units", "answers"): _is_mapping,
    ("claim_sheets", "claims"): _is_sheet,
}
