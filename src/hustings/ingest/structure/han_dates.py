"""Dates written out in Han numerals: "二〇三一年三月五日"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.ingest.structure.numerals import read_han

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = re.compile(
    r"(?:(?P<year>[〇零一二三四五六七八九]{4})年)?(?<![一二三四五六七八九十])"
    r"(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?:(?P<day>[一二三四五六七八九十]{1,3})[日號号])?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HanDate:
    """A date as it stands in a text; year or day may be missing."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None


def find_han_dates(text: str) -> Iterator[HanDate]:
    """Yield the dates in Han numerals; a month alone is none.

    Examples
    --------
    >>> [(d.year, d.month, d.day) for d in find_han_dates("二〇三一年三月五日")]
    [(2031, 3, 5)]
    >>> list(find_han_dates("三月"))
    []
    """
    for match in _DATE.finditer(text):
        if not match["year"] and not match["day"]:
            continue
        digits = "".join(str(read_han(digit)) for digit in match["year"] or "")
        yield HanDate(
            start=match.start(),
            end=match.end(),
            year=int(digits) if digits else None,
            month=read_han(match["month"]),
            day=read_han(match["day"]) if match["day"] else None,
        )
