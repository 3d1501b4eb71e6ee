"""PDF pages whose text does not simply run from left to right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import pdf_pages as draw
from hustings.ingest.drafts import assemble
from hustings.ingest.layout.boxes import unit_boxes
from hustings.ingest.readers.directions import (
    Direction,
    Frame,
    find_directions,
    find_drift,
    find_vertical,
    set_in_column,
)
from hustings.ingest.readers.pdf import read_pdf
from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

    from hustings.ingest.drafts import Extraction

PARAGRAPH = " ".join(draw.PARAGRAPH)
LEFT = "The town keeps its three bath houses and opens them on Sundays."


def read(*pages: Callable[[Canvas], None]) -> Extraction:
    return read_pdf(draw.draw_pdf(*pages), name="town.pdf")


def texts(extraction: Extraction) -> list[str]:
    return [draft.text for draft in extraction.drafts]


def boxes_of(extraction: Extraction) -> list[list[float]]:
    assembly = assemble(extraction.drafts, extraction.pages)
    characters = {each.page: each for each in extraction.characters}
    return unit_boxes(Span(0, len(assembly.text)), assembly.offsets, characters)


@pytest.mark.parametrize(
    ("angle", "x", "y"), [(90, 100, 700), (180, 520, 300), (270, 400, 100)]
)
def test_page_drawn_sideways_reads_in_its_own_direction(
    angle: float, x: float, y: float
) -> None:
    extraction = read(draw.sideways(draw.PARAGRAPH, angle=angle, x=x, y=y))
    assert texts(extraction) == [PARAGRAPH]
    assert (extraction.pages[0].width, extraction.pages[0].height) == pytest.approx(
        (draw.WIDTH, draw.HEIGHT), abs=0.1
    )


def test_boxes_of_sideways_lines_lie_on_the_page_as_shown() -> None:
    extraction = read(draw.sideways(draw.PARAGRAPH, angle=90, x=100, y=700))
    boxes = boxes_of(extraction)
    assert len(boxes) == 3
    for i, (page, x0, y0, x1, y1) in enumerate(boxes):
        baseline = 100 + i * 1.25 * draw.SIZE
        assert page == 1
        assert baseline - draw.SIZE < x0 < x1 < baseline + 0.3 * draw.SIZE
        assert y1 == pytest.approx(700, abs=2)
        assert y1 - y0 > 300


def test_caption_along_the_margin_does_not_break_a_sentence() -> None:
    caption = ("Map of the quarters, drawn by the", "lamp office of the old town")
    turned = draw.sideways(caption, angle=90, x=40, y=700, size=8)

    def first(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH[:2], y=720)
        turned(canvas)

    def second(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH[2:], y=100)

    assert texts(read(first, second)) == [PARAGRAPH, " ".join(caption)]


def test_sideways_table_on_an_upright_page_keeps_its_rows() -> None:
    rows = (("Quarter", "Lamps", "Seats"), ("Mill", "120", "14"), ("Hill", "45", "22"))

    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH)
        canvas.translate(200, 200)
        canvas.rotate(90)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                canvas.drawString(j * 120, -i * draw.LEADING, cell)

    drafts = read(page).drafts
    assert [draft.kind for draft in drafts] == ["paragraph", "table"]
    assert drafts[1].text == "\n".join(" | ".join(row) for row in rows)


@pytest.mark.parametrize("angle", [-3, -1, 2])
@pytest.mark.parametrize("page", [draw.askew, draw.drifting])
def test_text_that_lies_a_little_askew_reads_like_upright_text(
    page: Callable[[float], Callable[[Canvas], None]], angle: float
) -> None:
    left, right = texts(read(page(angle)))
    assert left.startswith(LEFT)
    assert right.startswith("The tram runs until midnight, and twice an hour")


def test_stamp_across_a_page_is_apart() -> None:
    stamp = draw.sideways(("FOR THE COUNCIL",), angle=45, x=150, y=500, size=40)

    def page(canvas: Canvas) -> None:
        draw.draw_lines(canvas, draw.PARAGRAPH)
        stamp(canvas)

    assert texts(read(page)) == [PARAGRAPH, "FOR THE COUNCIL"]


@pytest.mark.parametrize("is_vertical", [True, False])
def test_columns_of_han_read_downward_and_from_the_right(*, is_vertical: bool) -> None:
    content = draw.han_pdf(
        lambda column, row: (480 - 18 * column, 700 - 13 * row),
        is_vertical=is_vertical,
    )
    extraction = read_pdf(content, name="town.pdf")
    assert texts(extraction) == [draw.HAN]
    assert [round(box[4] - box[2]) // 30 for box in boxes_of(extraction)] == [
        4,
        4,
        4,
        3,
    ]


def test_lines_of_han_are_joined_without_a_space() -> None:
    content = draw.han_pdf(
        lambda column, row: (72 + 12 * row, 700 - 18 * column), is_vertical=False
    )
    assert texts(read_pdf(content, name="town.pdf")) == [draw.HAN]


def test_frame_turns_points_so_that_sideways_text_stands_upright() -> None:
    up = Frame(width=600, height=800, direction=Direction(quarters=1))
    x, y = up.move(np.array([100.0, 100.0]), np.array([700.0, 600.0]))
    assert up.size == (800, 600)
    assert (x.tolist(), y.tolist()) == ([100, 200], [100, 100])


def test_tilted_boxes_keep_their_size() -> None:
    frame = Frame(width=600, height=800, direction=Direction(tilt=0.03))
    box = np.array([[100, 100, 110, 112]], np.float32)
    moved = frame.move_boxes(box)
    assert (moved[0, 2:] - moved[0, :2]).tolist() == pytest.approx([10, 12], abs=1e-3)
    assert not np.allclose(moved, box)


def test_most_of_a_page_tells_its_skew() -> None:
    angles, weights = np.array([0.03, 0.031, 0.0]), np.array([90, 80, 10])
    directions, which = find_directions(angles, weights, 0.0)
    assert directions[0].tilt == pytest.approx(0.03)
    assert which.tolist() == [0, 0, 0]


def test_words_on_level_lines_do_not_drift() -> None:
    x, y = np.arange(20) * 30.0, np.full(20, 100.0)
    assert find_drift(x, y, np.full(20, 10.0)) == 0
    assert find_drift(x, y - 0.02 * x, np.full(20, 10.0)) == pytest.approx(
        0.02, abs=1e-4
    )


def test_single_han_characters_in_the_rows_of_a_table_are_not_a_column() -> None:
    codes = np.array([ord(c) for c in "一二三"], np.uint32)
    tops = np.array([100.0, 120.0, 140.0])
    boxes = np.stack([np.full(3, 72.0), tops, np.full(3, 84.0), tops + 12], axis=1)
    vertical = find_vertical(
        codes, boxes.astype(np.float32), np.full(3, 12, np.float32), np.ones(3, bool)
    )
    assert not vertical.any()


def test_figures_upright_in_a_column_stand_like_the_signs_around_them() -> None:
    codes = np.array([*map(ord, "年 12 月"), ord("日")], np.uint32)
    vertical = codes > 0x20
    sizes = np.array([12, 0, 7, 7, 0, 12, 12], np.float32)
    baselines = np.array([80, 0, 77, 83, 0, 80, 80], np.float32)
    settled = set_in_column(vertical, codes, sizes, baselines)
    assert settled[vertical].tolist() == [12.0] * 5
    assert baselines[vertical].tolist() == [80.0] * 5
    assert "".join(chr(code) for code in codes if code) == "年12月日"
    assert sizes[2] == 7.0


def test_a_word_between_columns_keeps_its_size() -> None:
    codes = np.array([*map(ord, "年ABCDEFG月")], np.uint32)
    sizes = np.array([12, *[7] * 7, 12], np.float32)
    settled = set_in_column(codes > 0, codes, sizes, np.zeros(9, np.float32))
    assert settled.tolist() == sizes.tolist()
