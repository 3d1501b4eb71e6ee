"""Lines that make one block, and what is known while they are joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.ingest.layout.notes import opening_mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.ingest.layout.line_fill import LineFill
    from hustings.ingest.layout.lines import Line
    from hustings.ingest.layout.styles import BodyType


@dataclass(slots=True, eq=False)
class Group:
    """Lines that make one block, while it grows."""

    lines: list[Line]
    marker: str | None = None
    is_contents: bool = False
    note: str | None = None
    table: int | None = None

    @property
    def text(self) -> str:
        """Its words, with a space for each line end."""
        return " ".join(line.text for line in self.lines)

    @property
    def last(self) -> Line:
        """The line it ends with so far."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class Place:
    """What a decision between two lines rests on, besides the two lines."""

    body: BodyType
    fill: LineFill
    marks: Mapping[int, set[str]]
    titles: frozenset[Line]

    def note(self, line: Line) -> str | None:
        """Return the mark of the footnote that begins with a line, if one does."""
        return opening_mark(line, self.marks, self.body.size)
