"""The only clock: methods hold none, so that the same input gives the same bytes."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> str:
    """Return the time as ISO text with its zone, to the second."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


def now_exactly() -> str:
    """Return the time as ISO text with its zone, to the microsecond."""
    return datetime.now(tz=UTC).isoformat(timespec="microseconds")


def seconds_now() -> float:
    """Return seconds since some moment, for measuring how long something takes."""
    return time.monotonic()


def seconds_until(moment: datetime) -> float:
    """Return how many seconds a moment is ahead; one without a zone is in UTC."""
    zoned = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (zoned - datetime.now(tz=UTC)).total_seconds()


def rest(seconds: float) -> None:
    """Let some seconds pass."""
    time.sleep(seconds)
