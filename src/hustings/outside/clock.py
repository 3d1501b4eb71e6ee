"""The only clock: methods hold none, so that the same input gives the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return the time as ISO text with its zone, to the second."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


def now_exactly() -> str:
    """Return the time as ISO text with its zone, to the microsecond."""
    return datetime.now(tz=UTC).isoformat(timespec="microseconds")
