"""What PDFium finds inside a unit's boxes is the unit's words, each of them once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

import pdf_pages as draw
from hustings.ingest.drafts import assemble
from hustings.ingest.layout.boxes import unit_boxes
from hustings.ingest.readers.pdf import read_pdf
from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportlab.pdfgen.canvas import Canvas

LINES = (
    "Every ferry goes by night, judging by the playing children's",
    "joyful yelping, and every quay, jetty and paying gangway",
    "gets lamps.",
)


def tight(leading: float) -> Callable[[Canvas], None]:
    """Draw lines so close that letters reach into the line below."""

    def page(canvas: Canvas) -> None:
        canvas.setFont(draw.FONT, 12)
        for i, line in enumerate(LINES):
            canvas.drawString(72, draw.HEIGHT - 100 - i * leading, line)

    return page


def with_initial(canvas: Canvas) -> None:
    """Draw a first letter that stands beside two lines."""
    canvas.setFont(draw.FONT, 34)
    canvas.drawString(72, draw.HEIGHT - 114, "L")
    canvas.setFont(draw.FONT, 12)
    for i, line in enumerate(("amps shall burn on every quay until", "the last ferry")):
        canvas.drawString(94, draw.HEIGHT - 100 - 14 * i, line)
    for i, line in enumerate(("of the evening has tied up and the", "crew is home.")):
        canvas.drawString(72, draw.HEIGHT - 128 - 14 * i, line)


@pytest.mark.parametrize("page", [tight(10.5), tight(12), tight(15), with_initial])
def test_boxes_hold_each_word_once(page: Callable[[Canvas], None]) -> None:
    content = draw.draw_pdf(page)
    extraction = read_pdf(content, name="programme.pdf")
    assembly = assemble(extraction.drafts, extraction.pages)
    characters = {each.page: each for each in extraction.characters}
    text = assembly.text
    boxes = unit_boxes(Span(0, len(text)), assembly.offsets, characters)
    assert letters(inside(content, boxes)) == letters(text)


def inside(content: bytes, boxes: Sequence[Sequence[float]]) -> str:
    """Ask PDFium what stands in boxes of the first page."""
    textpage = pypdfium2.PdfDocument(content)[0].get_textpage()
    return " ".join(
        textpage.get_text_bounded(x0, draw.HEIGHT - y1, x1, draw.HEIGHT - y0)
        for _, x0, y0, x1, y1 in boxes
    )


def letters(words: str) -> str:
    """Leave out what is no letter: spaces and line ends are not printed."""
    return "".join(filter(str.isalnum, words))
