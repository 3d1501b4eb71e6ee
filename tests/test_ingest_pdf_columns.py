"""PDF pages with columns, spreads, titles beside text, and lists with drawn bullets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from reportlab.lib.pagesizes import A4, landscape

import pdf_pages as draw
from hustings.ingest.drafts import Piece
from hustings.ingest.layout.bullets import mark_bullets
from hustings.ingest.layout.lines import Line
from hustings.ingest.readers.pdf import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportlab.pdfgen.canvas import Canvas

    from hustings.ingest.drafts import Extraction

PARAGRAPH = " ".join(draw.PARAGRAPH)
NARROW = (
    ("The town keeps its", "bath houses and", "opens them on Sun-", "days for a coin."),
    (
        "The tram runs until",
        "midnight, and twice",
        "an hour on market",
        "days for all.",
    ),
    (
        "Those who come from",
        "far find a bench, a",
        "roof, and a clock",
        "that is true.",
    ),
)
READ = (
    "The town keeps its bath houses and opens them on Sundays for a coin.",
    "The tram runs until midnight, and twice an hour on market days for all.",
    "Those who come from far find a bench, a roof, and a clock that is true.",
)


def read(*pages: Callable[[Canvas], None]) -> Extraction:
    return read_pdf(draw.draw_pdf(*pages), name="town.pdf")


def texts(extraction: Extraction) -> list[str]:
    return [draft.text for draft in extraction.drafts]


def kinds(extraction: Extraction) -> list[tuple[str, str]]:
    return [(draft.kind, draft.text) for draft in extraction.drafts]


def draw_columns(
    canvas: Canvas, columns: Sequence[Sequence[str]], *, y: float = 100
) -> None:
    for row, parts in enumerate(zip(*columns, strict=True)):
        for i, part in enumerate(parts):
            below = y + row * draw.LEADING
            draw.draw_lines(canvas, (part,), x=60 + 165 * i, y=below)


def test_three_columns_drawn_row_by_row() -> None:
    assert texts(read(lambda canvas: draw_columns(canvas, NARROW))) == list(READ)


def test_few_lines_beside_a_column_with_a_pull_quote_stay_apart() -> None:
    words = (
        "The tram runs until mid-",
        "night, and twice an hour",
        "on the days of the fair.",
        "Those who come from far",
        "find a bench and a clock.",
    )
    box = (
        "A toll is the price of a",
        "crossing, and it is paid",
        "at the gate of the quay.",
    )

    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, words * 5, x=50)
        draw.draw_lines(canvas, words, x=230)
        draw.draw_lines(canvas, ("“A bench", "and a clock”"), x=230, y=190, size=15)
        draw.draw_lines(canvas, words * 2, x=230, y=240)
        draw.draw_lines(canvas, box, x=410, y=107)
        draw.draw_lines(canvas, words * 2, x=410, y=240)

    text = " ".join(texts(read(page)))
    assert "A toll is the price of a crossing, and it is paid at the gate" in text
    assert text.count("Those who come from far find a bench and a clock.") == 10


def test_headings_of_columns_stay_in_their_columns() -> None:
    """The heading of the left column stands where the right one has a gap."""

    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.LEFT_COLUMN, x=60, y=100)
        heads = ("What we will", "do next:")
        draw.draw_lines(canvas, heads, x=60, y=190, font=draw.BOLD, size=14)
        draw.draw_lines(canvas, draw.LEFT_COLUMN, x=60, y=225)
        draw.draw_lines(canvas, draw.RIGHT_COLUMN, x=310, y=100)
        draw.draw_lines(canvas, draw.RIGHT_COLUMN, x=310, y=204)

    drafts = read(page).drafts
    assert [draft.kind for draft in drafts] == [
        "paragraph",
        "heading",
        "paragraph",
        "paragraph",
        "paragraph",
    ]
    assert drafts[1].text == "What we will do next:"


def test_title_of_several_lines_beside_the_text_is_read_first() -> None:
    def page(canvas: Canvas) -> None:
        title = ("A town", "of short", "ways")
        for i, line in enumerate(title):
            draw.draw_lines(canvas, (line,), x=60, y=110 + 30 * i, size=26)
        draw.draw_lines(canvas, draw.RIGHT_COLUMN, x=310, y=100)

    assert texts(read(page)) == ["A town of short ways", " ".join(draw.RIGHT_COLUMN)]


def test_table_in_one_column_does_not_join_the_columns() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.LEFT_COLUMN, x=60, y=100)
        for i in range(12):
            cells = (f"{i + 1}", f"{90 - i}", f"{70 + i}")
            for j, cell in enumerate(cells):
                draw.draw_lines(canvas, (cell,), x=80 + 60 * j, y=190 + 12 * i, size=8)
        draw.draw_lines(canvas, draw.RIGHT_COLUMN * 4, x=310, y=103)

    found = read(page).drafts
    assert found[0].text.startswith("The town keeps its three bath houses")
    assert found[1].kind == "table"
    assert found[1].text.startswith("1 | 90 | 70\n2 | 89 | 71")
    assert found[2].text.startswith("The tram runs until midnight, and twice an hour")


def test_wide_columns_above_narrow_ones_keep_their_last_line() -> None:
    wide = (
        "The council meets on the first Monday",
        "of the month in the old hall, and",
    )
    left = (
        *wide,
        "whoever comes may speak for five",
        "minutes on any matter, if only they",
        "ask",
    )
    right = (
        "Minutes are kept and read aloud at the",
        "next meeting; a copy hangs by the door",
        "of the library for a month, and the",
        "older ones lie in the archive below.",
    )

    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, left, x=60, font=draw.BOLD, size=10)
        draw.draw_lines(canvas, right, x=310, font=draw.BOLD, size=10)
        draw_columns(canvas, [column * 4 for column in NARROW], y=200)

    found = texts(read(page))
    assert " ".join(found).startswith(" ".join(left) + " " + right[0])


def on_landscape(page: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def turned(canvas: Canvas) -> None:
        canvas.setPageSize(landscape(A4))
        canvas.translate(0, A4[0] - A4[1])
        page(canvas)

    return turned


def test_spread_is_read_page_by_page() -> None:
    def spread(canvas: Canvas) -> None:
        for row in range(5):
            y = 100 + row * draw.LEADING
            draw.draw_lines(canvas, draw.LEFT_COLUMN[row : row + 1], x=40, y=y)
            draw.draw_lines(canvas, draw.RIGHT_COLUMN[row : row + 1], x=470, y=y)

    left, right = texts(read(on_landscape(spread)))
    assert left.startswith("The town keeps its three bath houses and opens")
    assert right == " ".join(draw.RIGHT_COLUMN)


def test_table_on_a_wide_page_is_no_spread() -> None:
    rows = (("Quarter", "Lamps", "Seats"), ("Mill", "120", "14"), ("Hill", "45", "22"))

    def table(canvas: Canvas) -> None:
        for i, row in enumerate((*rows, ("Bay", "80", "9"))):
            for j, cell in enumerate(row):
                draw.draw_lines(canvas, (cell,), x=100 + 240 * j, y=100 + 14 * i)

    assert kinds(read(on_landscape(table))) == [
        (
            "table",
            "Quarter | Lamps | Seats\nMill | 120 | 14\nHill | 45 | 22\nBay | 80 | 9",
        )
    ]


def test_drawn_bullets_make_items() -> None:
    items = ("Open the bath houses.", "Keep the tram running.", "Mend the clock.")

    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH, y=60)
        for i, item in enumerate(items):
            draw.draw_lines(canvas, (item,), x=90, y=140 + 24 * i)
            canvas.circle(78, draw.HEIGHT - 136.5 - 24 * i, 2.5, fill=1)

    extraction = read(page)
    assert kinds(extraction)[1:] == [("item", f"• {item}") for item in items]
    assert [draft.marker for draft in extraction.drafts[1:]] == ["•"] * 3


def a_line(text: str, *, baseline: float, left: float = 90) -> Line:
    return Line(
        page=1,
        column=0,
        edges=(60, 500),
        left=left,
        right=300,
        baseline=baseline,
        size=10,
        bold_start=False,
        bold_end=False,
        bold=False,
        font=0,
        pieces=(Piece(text, 1, 0),),
        text=text,
    )


@pytest.mark.parametrize(
    ("text", "n_shapes"), [("– Open the baths.", 3), ("12 %", 3), ("Open.", 2)]
)
def test_marked_lines_figures_and_rare_shapes_get_no_bullet(
    text: str, n_shapes: int
) -> None:
    lines = [a_line(text, baseline=100 + 20 * i) for i in range(3)]
    tops = 95 + 20 * np.arange(n_shapes)
    left = np.full(n_shapes, 80)
    shapes = np.stack([left, tops, left + 4, tops + 4], axis=1).astype(np.float32)
    assert mark_bullets(lines, {1: shapes}, 10) == lines


def test_tall_bullet_belongs_to_the_first_of_its_lines() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH, y=60)
        draw.draw_lines(canvas, ("\u2022",), x=72, y=154, size=30)
        draw.draw_lines(canvas, ("Open the bath houses", "on Sundays."), x=86, y=140)

    assert kinds(read(page))[1:] == [("item", "• Open the bath houses on Sundays.")]


def test_tall_number_belongs_to_its_heading() -> None:
    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, ("2",), x=72, y=114, size=52)
        for i, line in enumerate(("A warm", "town")):
            draw.draw_lines(canvas, (line,), x=110, y=90 + 24 * i, size=22)
        draw.draw_lines(canvas, draw.PARAGRAPH, y=160)

    assert kinds(read(page)) == [
        ("heading", "2 A warm town"),
        ("paragraph", PARAGRAPH),
    ]


def test_footnote_that_goes_on_overleaf_is_one_footnote() -> None:
    def first(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH, y=100)
        draw.draw_lines(canvas, ("1",), x=440.5, y=123, size=7)
        draw.draw_lines(canvas, ("1",), x=76, y=756, size=6)
        lines = ("The list of houses hangs in the", "hall of the library, where")
        draw.draw_lines(canvas, lines[:1], x=80, y=760, size=8.5)
        draw.draw_lines(canvas, lines[1:], x=80, y=770, size=8.5)

    def second(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH, y=100)
        draw.draw_lines(canvas, ("anyone may read it.",), x=80, y=774, size=8.5)

    notes = [draft for draft in read(first, second).drafts if draft.kind == "footnote"]
    assert [note.text for note in notes] == [
        "The list of houses hangs in the hall of the library, where anyone may read it."
    ]
    assert {piece.page for piece in notes[0].pieces if piece.page} == {1, 2}
