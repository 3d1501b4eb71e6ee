"""Printed lines for tests, set in a column 400 points wide from invented words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest.drafts import Piece
from hustings.ingest.layout.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterable

LEFT, RIGHT, SIZE, LEADING = 100.0, 500.0, 10.0, 12.0
LETTER = 5.0
"""Every letter is as wide as this."""


def print_line(  # noqa: PLR0913 - each says one thing of how the line is set
    text: str,
    *,
    y: float = 100.0,
    left: float = LEFT,
    right: float | None = None,
    page: int = 1,
    column: int = 0,
    size: float = SIZE,
    bold: bool = False,
    upright: bool = True,
) -> Line:
    """Set one line; without `right` it is as wide as its letters."""
    return Line(
        page=page,
        column=column,
        edges=(LEFT, RIGHT),
        left=left,
        right=left + len(text) * LETTER if right is None else right,
        baseline=y,
        size=size,
        bold_start=bold,
        bold_end=bold,
        bold=bold,
        font=int(bold),
        pieces=(Piece(text, page, 0),),
        text=text,
        upright=upright,
    )


def print_column(
    texts: Iterable[str],
    *,
    y: float = 100.0,
    page: int = 1,
    column: int = 0,
    leading: float = LEADING,
) -> list[Line]:
    """Set lines below each other; an empty text is an empty line."""
    return [
        print_line(text, y=y + i * leading, page=page, column=column)
        for i, text in enumerate(texts)
        if text
    ]
