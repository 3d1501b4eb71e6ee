"""Dates of the Solar Hijri calendar, of Iran and Afghanistan, as Gregorian ones.

A year has six months of 31 days, five of 30, and one of 29, or 30 in leap years. Leap
years follow the cycle of 33 years, which agrees with the observed calendar from 1178 to
1633 (1799 to 2254). Dates without a year stay unread, for their Gregorian day differs
from year to year; so do lunar Hijri dates, which hang on the sighting of the moon.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from hustings.ingest.structure.numerals import read_decimal
from hustings.model.document import DateMention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = (
    "فروردین|فروردين|حمل|farvardin",
    "اردیبهشت|ارديبهشت|ثور|ordibehesht",
    "خرداد|جوزا|khordad",
    "تیر|تير|سرطان|tir",
    "مرداد|امرداد|اسد|a?mordad",
    "شهریور|شهريور|سنبله|shahrivar",
    "مهر|میزان|ميزان|mehr",
    "آبان|عقرب|aban",
    "آذر|قوس|azar",
    "دی|دي|جدی|جدي|dey",
    "بهمن|دلو|bahman",
    "اسفند|حوت|esfand",
)
_MONTH: Final = "|".join(f"(?P<m{i}>{names})" for i, names in enumerate(_NAMES, 1))
_YEAR = r"(?P<year>[1۱١][34۳۴٣٤]\d\d)(?!\d)"
_NAMED = re.compile(
    r"(?:(?<![\d\w])(?P<day>\d{1,2})(?:\s?(?:تا|الی|–|-|to|until)\s?(?P<until>\d{1,2}))?"
    rf"(?:م|ام|st|nd|rd|th)?\s(?:of\s)?)?(?<!\w)(?:{_MONTH})(?!\w)"
    rf"(?:\s?ماه)?,?\s(?:سال\s)?{_YEAR}",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    rf"(?<![\d/.-]){_YEAR}(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)"
    r"(?P<day>\d{1,2})(?![\d/.-]\d|\d)"
)
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_CYCLE: Final = 33
_ANCHOR, _ANCHOR_DAY = 1403, date(2024, 3, 20)
_HALF_YEAR, _LONG_MONTH = 6, 31


def find_solar_dates(text: str) -> Iterator[DateMention]:
    """Yield the dates of the Solar Hijri calendar that name a year.

    A month with its year runs from its first to its last day.

    Examples
    --------
    >>> [one.first for one in find_solar_dates("۳۰ اسفند ۱۳۹۹")]
    ['2021-03-20']
    >>> [(one.first, one.last) for one in find_solar_dates("Mehr 1403")]
    [('2024-09-22', '2024-10-21')]
    """
    for match in (*_NAMED.finditer(text), *_FIGURES.finditer(text)):
        year, month = read_decimal(match["year"]), _month_of(match)
        parts = match.groupdict()
        day = read_decimal(parts["day"]) if parts["day"] else 1
        until = parts.get("until")
        last = read_decimal(until) if until else day
        last = last if parts["day"] else _length(year, month)
        if 1 <= day <= last <= _length(year, month):
            yield DateMention(
                span=Span(*match.span()),
                text=match.group(),
                first=convert_solar(year, month, day).isoformat(),
                last=convert_solar(year, month, last).isoformat(),
            )


def _month_of(match: re.Match[str]) -> int:
    parts = match.groupdict()
    if parts.get("month"):
        return read_decimal(parts["month"])
    return next(i for i in range(1, 13) if parts[f"m{i}"])


def _length(year: int, month: int) -> int:
    """Count the days of a month; 0 of one that there is not."""
    if not 1 <= month <= len(_NAMES):
        return 0
    if month <= _HALF_YEAR:
        return _LONG_MONTH
    is_short = month == len(_NAMES) and year % _CYCLE not in _LEAP
    return _LONG_MONTH - 1 - is_short


def convert_solar(year: int, month: int, day: int) -> date:
    """Give the Gregorian day of a day of the Solar Hijri calendar.

    Examples
    --------
    >>> convert_solar(1404, 1, 1), convert_solar(1357, 11, 22)
    (datetime.date(2025, 3, 21), datetime.date(1979, 2, 11))
    """
    long_months = min(month - 1, _HALF_YEAR)
    in_year = (month - 1) * (_LONG_MONTH - 1) + long_months + day - 1
    leaps = _leaps_before(year) - _leaps_before(_ANCHOR)
    return _ANCHOR_DAY + timedelta(days=365 * (year - _ANCHOR) + leaps + in_year)


def _leaps_before(year: int) -> int:
    """Count the leap years before a year."""
    cycles, rest = divmod(year, _CYCLE)
    return cycles * len(_LEAP) + sum(leap < rest for leap in _LEAP)
