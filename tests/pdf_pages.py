"""Small PDFs for tests, drawn with reportlab from invented words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH, HEIGHT = A4
LEADING = 14
FONT, BOLD, SIZE = "Helvetica", "Helvetica-Bold", 11

LEFT_COLUMN = (
    "The town keeps its three bath",
    "houses and opens them on Sun-",
    "days. Nobody who wants to swim",
    "is asked for more than a coin,",
    "and the water is warm at last.",
)
RIGHT_COLUMN = (
    "The tram runs until midnight,",
    "and twice an hour on market",
    "days. Those who come from far",
    "find a bench, a roof, and a",
    "clock that tells the true time.",
)
PARAGRAPH = (
    "We want a library in every quarter of the town, open in the evening and on",
    "the days when other houses are shut, with rooms for those who learn, for",
    "those who read, and for those who only want to be warm for an hour or two.",
)


def draw_pdf(*pages: Callable[[Canvas], None], password: str | None = None) -> bytes:
    """Draw one page a function."""
    buffer = io.BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, pagesize=A4, encrypt=lock, invariant=1)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def draw_lines(
    canvas: Canvas,
    lines: Sequence[str],
    *,
    x: float = 72,
    y: float = 100,
    font: str = FONT,
    size: float = SIZE,
) -> None:
    """Draw lines below each other; `y` is the first baseline, from the top."""
    canvas.setFont(font, size)
    for i, line in enumerate(lines):
        canvas.drawString(x, HEIGHT - y - i * LEADING, line)


def two_columns(canvas: Canvas) -> None:
    """Draw the left column, then the right one."""
    draw_lines(canvas, LEFT_COLUMN, x=72)
    draw_lines(canvas, RIGHT_COLUMN, x=310)


def row_by_row(canvas: Canvas) -> None:
    """Draw two columns as some programs write them: across, row after row."""
    for i, pair in enumerate(zip(LEFT_COLUMN, RIGHT_COLUMN, strict=True)):
        draw_lines(canvas, pair[:1], x=72, y=100 + i * LEADING)
        draw_lines(canvas, pair[1:], x=310, y=100 + i * LEADING)


def blank(canvas: Canvas) -> None:
    """Draw no text, only a box."""
    canvas.rect(100, 100, 50, 50)


def book_page(number: int, lines: Sequence[str]) -> Callable[[Canvas], None]:
    """Return a page with a running head and a page number."""

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ("Programme of the Lantern List",), y=40, size=9)
        draw_lines(canvas, lines, y=140)
        draw_lines(canvas, (str(number),), x=300, y=800, size=9)

    return draw


def rotated(canvas: Canvas) -> None:
    """Draw a page that is stored sideways and shown upright."""
    canvas.setPageRotation(90)
    canvas.rotate(90)
    canvas.setFont(FONT, SIZE)
    for i, line in enumerate(PARAGRAPH):
        canvas.drawString(72, -100 - i * LEADING, line)


def cropped(canvas: Canvas) -> None:
    """Draw a page with a printer's note outside its crop box."""
    canvas.setCropBox((50, 50, WIDTH - 50, HEIGHT - 50))
    draw_lines(canvas, ("Printer: sheet seven, second run",), y=20)
    draw_lines(canvas, PARAGRAPH)


def numbered_lines(canvas: Canvas) -> None:
    """Draw a paragraph whose lines are numbered in the margin."""
    lines = [*PARAGRAPH, *PARAGRAPH]
    draw_lines(canvas, lines, x=90)
    draw_lines(canvas, [str(i) for i in range(17, 17 + len(lines))], x=40)


def empty_pdf() -> bytes:
    """Return a PDF whose list of pages is empty."""
    document = pypdfium2.PdfDocument.new()
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()
