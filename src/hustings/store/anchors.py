"""The columns in which every hand-made row keeps the words that it is of."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hustings.model.citation import Anchor
from hustings.model.document import Span

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def anchor_values(anchor: Anchor) -> tuple[int, int, str, str, str]:
    """Return an anchor as the columns start, end, words, before and after."""
    span = anchor.span
    return (span.start, span.end, anchor.words, anchor.before, anchor.after)


def anchor_of_row(row: sqlite3.Row) -> Anchor:
    """Read the anchor of a row."""
    return Anchor(
        span=Span(row["start"], row["end"]),
        words=row["words"],
        before=row["before"],
        after=row["after"],
    )


def spans_to_text(spans: Iterable[Span]) -> str:
    """Write spans as JSON."""
    return json.dumps([[span.start, span.end] for span in spans])


def spans_of_text(text: str) -> tuple[Span, ...]:
    """Read spans written as JSON."""
    return tuple(Span(start, end) for start, end in json.loads(text))


def in_utc(written: str) -> str:
    """Write a time so that later times are larger as text.

    Raises
    ------
    ValueError
        If it is no ISO time with its zone.

    Examples
    --------
    >>> in_utc("2031-10-07T14:00:00+02:00")
    '2031-10-07T12:00:00.000000+00:00'
    """
    time = datetime.fromisoformat(written)
    if time.tzinfo is None:
        raise ValueError(written)
    return time.astimezone(UTC).isoformat(timespec="microseconds")
