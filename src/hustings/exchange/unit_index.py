"""The units of a project by all that a table may name them by."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_IGNORED = re.compile(
    r"[\s\u00ad\u200b-\u200f\u2060\ufeff"  # white space, what has no width
    r"\"'`´\u2018-\u201f\u2032-\u2037\u2039\u203a«»\u300c-\u300f\uff02\uff07"
    r"\-\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]+"
)


_MARKS = "•·▪▫◦‣∙●○■□►▶*.,;:|>"
"""What may stand before the words of an item and is no part of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUnit:
    """A unit that counts now; those of a document stand together in reading order."""

    document: str
    unit: str
    start: int
    end: int
    words: str


def key_of(words: str) -> str:
    """Return what is compared of some words.

    White space, quotation marks, hyphens and dashes, bullets and stops at the
    beginning are left out, and compatible signs made alike (NFKC).

    Examples
    --------
    >>> key_of("“Re-open  the ﬁre station”") == key_of('Reopen the "fire station"')
    True
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", words)).lstrip(_MARKS)


@dataclass(slots=True)
class UnitIndex:
    """The units by id, by span and by words, each by its number.

    Attributes
    ----------
    units : sequence of KnownUnit
        The units of a document together, in reading order.
    keys : list of str
        Of each unit what is compared of its words.
    first, last : dict of str to int
        The first and last unit of each document.
    """

    units: Sequence[KnownUnit]
    by_id: dict[str, int] = field(default_factory=dict)
    by_span: dict[tuple[str, int, int], int] = field(default_factory=dict)
    by_key: defaultdict[str, list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    keys: list[str] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    _joined: dict[str, tuple[str, list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, unit in enumerate(self.units):
            key = key_of(unit.words)
            self.by_id[unit.unit] = number
            self.by_span[unit.document, unit.start, unit.end] = number
            self.by_key[key].append(number)
            self.keys.append(key)
            self.first.setdefault(unit.document, number)
            self.last[unit.document] = number

    def across(self, key: str, document: str) -> tuple[int, int] | None:
        """Return the first and last unit that words of a document stand in.

        The words need be no unit of their own. None where they stand nowhere.
        """
        joined, starts = self._join(document)
        place = joined.find(key) if key else -1
        if place < 0:
            return None
        first = bisect_right(starts, place) - 1
        last = bisect_right(starts, place + len(key) - 1) - 1
        return self.first[document] + first, self.first[document] + last

    def count(self, key: str, document: str) -> int:
        """Count the places of a document where words stand, as units or not."""
        return self._join(document)[0].count(key)

    def _join(self, document: str) -> tuple[str, list[int]]:
        """Join the words of a document, with the place where each unit begins."""
        if document not in self._joined:
            keys = self.keys[self.first[document] : self.last[document] + 1]
            starts = list(accumulate(map(len, keys), initial=0))[:-1]
            self._joined[document] = ("".join(keys), starts)
        return self._joined[document]
