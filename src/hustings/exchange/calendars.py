"""Dates as a calendar file (iCalendar, RFC 5545), which any calendar opens.

icalendar folds and escapes. Days are whole days; a range ends, as the format wants it,
on the day after its last one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

PRODUCT = "-//Hustings//Dates that documents name//EN"

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An entry of a calendar.

    Attributes
    ----------
    first, last : str
        ISO dates, as exact as they are known: a year, a month or a day.
    summary : str
        One line.
    description : str
        The words that it rests on, and where they stand.
    """

    first: str
    last: str
    summary: str
    description: str = ""


def calendar_to_bytes(happenings: Iterable[Happening], *, stamp: datetime) -> bytes:
    """Write a calendar file.

    Parameters
    ----------
    happenings : iterable of Happening
        With a year each.
    stamp : datetime
        When the dates were gathered; it stands in each entry, as the format wants it.

    Returns
    -------
    bytes
        UTF-8; the same entries and stamp give the same bytes.

    Raises
    ------
    ValueError
        If a date is no ISO date with a year.

    References
    ----------
    Desruisseaux, B. (2009). Internet calendaring and scheduling core object
    specification (iCalendar). RFC 5545. https://doi.org/10.17487/RFC5545
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for happening in happenings:
        calendar.add_component(_event(happening, stamp))
    written: bytes = calendar.to_ical()
    return written


def _event(happening: Happening, stamp: datetime) -> Event:
    """Make an entry; its id follows from what it says."""
    said = (happening.first, happening.last, happening.summary, happening.description)
    event = Event()
    event.add("uid", f"{sha256(chr(0).join(said).encode()).hexdigest()[:32]}@hustings")
    event.add("dtstamp", stamp)
    event.add("dtstart", first_day(happening.first))
    event.add("dtend", last_day(happening.last) + timedelta(days=1))
    event.add("summary", happening.summary)
    if happening.description:
        event.add("description", happening.description)
    event.add("transp", "TRANSPARENT")  # nobody is busy for what a document names
    return event


def first_day(iso: str) -> date:
    """Return the first day of a year, a month or a day.

    Examples
    --------
    >>> first_day("2031-05").isoformat(), first_day("2031").isoformat()
    ('2031-05-01', '2031-01-01')
    """
    year, month, day = _parts(iso)
    return date(year, month or 1, day or 1)


def last_day(iso: str) -> date:
    """Return the last day of a year, a month or a day.

    Examples
    --------
    >>> last_day("2032-02").isoformat(), last_day("2031").isoformat()
    ('2032-02-29', '2031-12-31')
    """
    year, month, day = _parts(iso)
    month = month or _DECEMBER
    return date(year, month, day or monthrange(year, month)[1])


def _parts(iso: str) -> tuple[int, int | None, int | None]:
    """Cut a date into year, month and day."""
    found = _ISO.fullmatch(iso)
    if found is None:
        raise ValueError(iso)
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None
