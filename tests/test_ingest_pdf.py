from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import pdf_pages as draw
from hustings.errors import UnreadableFileError
from hustings.ingest.drafts import assemble
from hustings.ingest.layout.boxes import unit_boxes
from hustings.ingest.readers.pdf import read_pdf
from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

    from hustings.ingest.drafts import Extraction

LEFT = (
    "The town keeps its three bath houses and opens them on Sundays. Nobody who wants "
    "to swim is asked for more than a coin, and the water is warm at last."
)
RIGHT = (
    "The tram runs until midnight, and twice an hour on market days. Those who come "
    "from far find a bench, a roof, and a clock that tells the true time."
)
PARAGRAPH = " ".join(draw.PARAGRAPH)


def read(*pages: Callable[[Canvas], None]) -> Extraction:
    return read_pdf(draw.draw_pdf(*pages), name="programme.pdf")


def texts(extraction: Extraction) -> list[str]:
    return [draft.text for draft in extraction.drafts]


@pytest.mark.parametrize("page", [draw.two_columns, draw.row_by_row])
def test_columns_are_read_one_after_the_other(page: Callable[[Canvas], None]) -> None:
    assert texts(read(page)) == [LEFT, RIGHT]


def test_title_across_columns_comes_first() -> None:
    def page(canvas: Canvas) -> None:
        draw.row_by_row(canvas)
        title = "What the Lantern List wants for the town and its people"
        draw.draw_lines(canvas, (title,), y=60, font=draw.BOLD, size=18)

    extraction = read(page)
    assert extraction.drafts[0].kind == "heading"
    assert texts(extraction)[1:] == [LEFT, RIGHT]


def test_heads_and_page_numbers_are_removed_and_reported() -> None:
    extraction = read(*(draw.book_page(n, draw.PARAGRAPH) for n in range(3, 8)))
    assert set(texts(extraction)) == {PARAGRAPH}
    assert [problem.message for problem in extraction.problems] == [
        "'Programme of the Lantern List' removed 5 times, first on page 1.",
        "Page numbers removed 5 times, first on page 1.",
    ]
    assert {problem.kind for problem in extraction.problems} == {
        "page furniture removed"
    }


def test_sentence_that_returns_on_every_page_but_closes_a_paragraph_stays() -> None:
    extraction = read(*(draw.book_page(n, draw.PARAGRAPH) for n in range(1, 5)))
    assert all("an hour or two." in text for text in texts(extraction))


def test_paragraph_broken_by_a_page_is_joined_and_traced_to_both() -> None:
    first, second = draw.PARAGRAPH[:2], draw.PARAGRAPH[2:]
    pages = [draw.book_page(n, draw.PARAGRAPH) for n in range(1, 4)]
    extraction = read(*pages, draw.book_page(4, first), draw.book_page(5, second))
    broken = extraction.drafts[-1]
    assert broken.text == PARAGRAPH
    assert {piece.page for piece in broken.pieces if piece.page} == {4, 5}


def test_hyphenated_word_is_joined_and_a_compound_keeps_its_hyphen() -> None:
    lines = (
        "Every school gets a garden, and every gar-",
        "den gets a shed, and in the shed the Lake-",
        "Side tools and all the child- and youth work",
    )
    extraction = read(lambda canvas: draw.draw_lines(canvas, lines))
    (text,) = texts(extraction)
    assert "every garden gets" in text
    assert "the Lake-Side tools" in text
    assert "child- and youth" in text


def test_larger_and_bold_type_makes_headings_with_levels() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, ("The town",), y=60, font=draw.BOLD, size=20)
        draw.draw_lines(canvas, ("1. Books",), y=100, font=draw.BOLD)
        draw.draw_lines(canvas, draw.PARAGRAPH, y=130)

    found = [(d.kind, d.level, d.marker, d.text) for d in read(page).drafts]
    assert found == [
        ("heading", 1, None, "The town"),
        ("heading", 2, "1.", "1. Books"),
        ("paragraph", None, None, PARAGRAPH),
    ]


def test_items_with_hanging_indents_keep_their_marker() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH, y=60)
        draw.draw_lines(canvas, ("•", "", "•", "1."), x=72, y=130)
        lines = (
            "benches at every stop of the tram, and a roof",
            "over each of them",
            "lamps along the river",
            "clocks",
        )
        draw.draw_lines(canvas, lines, x=86, y=130)

    found = [(d.kind, d.marker, d.text) for d in read(page).drafts[1:]]
    assert found == [
        ("item", "•", f"• {lines_joined()}"),
        ("item", "•", "• lamps along the river"),
        ("item", "1.", "1. clocks"),
    ]


def lines_joined() -> str:
    return "benches at every stop of the tram, and a roof over each of them"


def test_indent_begins_a_paragraph() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH[:1], x=90, y=100)
        draw.draw_lines(canvas, (*draw.PARAGRAPH[1:2], "want it."), y=114)
        draw.draw_lines(canvas, draw.PARAGRAPH[:1], x=90, y=142)
        draw.draw_lines(canvas, draw.PARAGRAPH[1:], y=156)

    assert len(texts(read(page))) == 2


def test_contents_page_is_kept_as_contents() -> None:
    entries = [f"Chapter {n} on the town {'.' * 40} {n * 7}" for n in range(1, 9)]

    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, ("Contents",), y=60, size=18)
        draw.draw_lines(canvas, entries)

    extraction = read(page, draw.book_page(2, draw.PARAGRAPH))
    kinds = [draft.kind for draft in extraction.drafts]
    assert kinds[:9] == ["contents"] * 9
    assert PARAGRAPH in texts(extraction)


def test_rotated_page_has_boxes_on_the_page_as_shown() -> None:
    extraction = read(draw.rotated)
    (page,) = extraction.pages
    assert texts(extraction) == [PARAGRAPH]
    assert (round(page.width or 0), round(page.height or 0)) == (595, 842)
    ((_, x0, y0, x1, y1), *_rest) = boxes_of(extraction)
    assert 70 < x0 < 74
    assert 85 < y0 < 100 < y1 < 106
    assert x1 > 400


def test_text_outside_the_crop_box_is_no_text() -> None:
    extraction = read(draw.cropped)
    assert texts(extraction) == [PARAGRAPH]
    ((_, x0, y0, _, y1), *_rest) = boxes_of(extraction)
    assert 20 < x0 < 24  # 72 on the sheet, 22 on the page as shown
    assert y0 < 50 < y1


def test_a_box_for_each_printed_line() -> None:
    extraction = read(draw.two_columns)
    assembly = assemble(extraction.drafts, extraction.pages)
    characters = {each.page: each for each in extraction.characters}
    span = Span(0, assembly.text.index("Nobody"))
    assert len(unit_boxes(span, assembly.offsets, characters)) == 3


def test_text_that_runs_up_the_margin_is_kept_apart_in_one_box() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH)
        canvas.rotate(90)
        canvas.drawString(300, -40, "Chapter on the town")

    extraction = read(page)
    assert texts(extraction) == [PARAGRAPH, "Chapter on the town"]
    _, x0, y0, x1, y1 = boxes_of(extraction)[-1]
    assert len(boxes_of(extraction)) == 4
    assert y1 - y0 > 80
    assert x1 - x0 < 20


def test_symbol_font_prints_a_bullet() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH, y=60)
        draw.draw_lines(canvas, ("n",), x=72, y=130, font="ZapfDingbats")
        draw.draw_lines(canvas, ("lamps along the river",), x=86, y=130)

    item = read(page).drafts[-1]
    assert (item.kind, item.marker, item.text[1:]) == (
        "item",
        item.text[0],
        " lamps along the river",
    )


def boxes_of(extraction: Extraction) -> list[list[float]]:
    assembly = assemble(extraction.drafts, extraction.pages)
    characters = {each.page: each for each in extraction.characters}
    return unit_boxes(Span(0, len(assembly.text)), assembly.offsets, characters)


def test_every_character_leads_back_to_its_page() -> None:
    pages = [draw.book_page(n, draw.PARAGRAPH) for n in range(1, 4)]
    extraction = read(*pages, draw.row_by_row, draw.rotated, draw.cropped)
    assembly = assemble(extraction.drafts, extraction.pages)
    characters = {each.page: each for each in extraction.characters}
    for position, letter in enumerate(assembly.text):
        if letter.isspace():
            continue
        place = assembly.offsets.locate(position)
        assert place is not None
        x0, y0, x1, y1 = characters[place[0]].boxes[place[1]]
        page = extraction.pages[place[0] - 1]
        assert 0 <= x0 < x1 <= (page.width or 0)
        assert 0 <= y0 < y1 <= (page.height or 0)


def test_line_numbers_are_removed() -> None:
    extraction = read(draw.numbered_lines)
    assert not any(c.isdigit() for text in texts(extraction) for c in text)
    (problem,) = extraction.problems
    assert problem.message == "Line numbers removed 6 times, first on page 1."


def test_numbers_of_every_fifth_line_are_removed() -> None:
    extraction = read(draw.numbered_fifths)
    assert not any(c.isdigit() for text in texts(extraction) for c in text)
    assert [p.message for p in extraction.problems] == [
        "Line numbers removed 3 times, first on page 1."
    ]


def test_pages_without_text_are_a_problem() -> None:
    page = draw.book_page(1, draw.PARAGRAPH)
    extraction = read(page, draw.blank, draw.blank, page, draw.blank)
    messages = [p.message for p in extraction.problems if "without" in p.kind]
    assert messages == [
        "Pages 2-3 have no text: empty, or a picture without words to be found.",
        "Page 5 has no text: empty, or a picture without words to be found.",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"plain words", "not a PDF"),
        (draw.draw_pdf(draw.two_columns)[:700], "cut short"),
        (draw.draw_pdf(draw.two_columns, password="open"), "password"),  # noqa: S106 - invented
        (draw.empty_pdf(), "no pages"),
        (draw.draw_pdf(draw.blank), "scan"),
        (b"%PDF-1.4\nnothing that follows\n%%EOF", "damaged"),
    ],
)
def test_unreadable_content_is_one_clear_line(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as caught:
        read_pdf(content, name="programme.pdf")
    assert str(caught.value).startswith("programme.pdf: The ")
    assert "\n" not in str(caught.value)
