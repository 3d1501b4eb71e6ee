"""The offset map: from a document's text back to the characters of its pages."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class OffsetRun:
    """Characters that follow each other in the text and on one page.

    Attributes
    ----------
    start : int
        First character in the text.
    length : int
        Number of characters.
    page : int
        Page number, from 1.
    first : int
        Index of the first character among the page's characters, from 0.
    """

    start: int
    length: int
    page: int
    first: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Runs in the order of the text, looked up by bisection.

    Characters of the text that stand in no run were put there by the reader: the
    space in place of a line end, the empty line between two blocks.

    Examples
    --------
    >>> offsets = OffsetMap((OffsetRun(0, 5, 1, 10), OffsetRun(6, 3, 2, 0)))
    >>> offsets.locate(7)
    (2, 1)
    >>> offsets.locate(5) is None
    True
    """

    runs: tuple[OffsetRun, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(run.start for run in self.runs))

    def locate(self, position: int) -> tuple[int, int] | None:
        """Return (page, index on the page) of one character, or None if inserted."""
        i = bisect_right(self._starts, position) - 1
        if i < 0:
            return None
        run = self.runs[i]
        within = position - run.start
        return (run.page, run.first + within) if within < run.length else None

    def runs_between(self, start: int, end: int) -> Iterator[OffsetRun]:
        """Yield the parts of runs that lie in ``[start, end)``."""
        for i in range(max(bisect_right(self._starts, start) - 1, 0), len(self.runs)):
            run = self.runs[i]
            if run.start >= end:
                return
            low, high = max(run.start, start), min(run.start + run.length, end)
            if low < high:
                yield OffsetRun(low, high - low, run.page, run.first + low - run.start)
