"""Shapes, ticks and drawings: what they look like, and how much room they take."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata
from selectolax.lexbor import LexborHTMLParser

from hustings.interface.pages.charts import SHAPES, Axis, Mark
from hustings.interface.pages.drawings import PADDING, lay_dates, show
from hustings.interface.pages.label_places import text_width
from hustings.interface.pages.maps import _ranks
from hustings.interface.pages.picture_files import Caption, Part, draw_picture
from hustings.interface.pages.row_charts import lay_rows
from hustings.interface.pages.shapes import (
    Hand,
    Pen,
    around,
    canvas,
    dot,
    line,
    moved,
    write,
)
from hustings.interface.pages.ticks import place_ticks, write_tick

AXIS = Axis(low=-61, high=61, low_pole="left", high_pole="right", zero="0: neither")
MARKS = tuple(
    Mark(label=f"Party {i}", note=f"n = {i}", position=10 * i, low=-9, high=30, actor=i)
    for i in range(5)
)


def size_of(svg: str) -> tuple[float, float]:
    found = re.search(r'width="(\d+)" height="(\d+)"', svg)
    assert found is not None
    return float(found[1]), float(found[2])


@pytest.mark.parametrize(
    ("low", "high", "n", "said"),
    [
        (-61, 61, 5, ["−60", "−40", "−20", "0", "20", "40", "60"]),
        (0, 0.21, 5, ["0.00", "0.05", "0.10", "0.15", "0.20"]),
        (-0.0052, 0.0061, 4, ["−0.004", "−0.002", "0.000", "0.002", "0.004", "0.006"]),
        (0, 31_000, 3, ["0", "10,000", "20,000", "30,000"]),
    ],
)
def test_ticks_are_round_and_told_apart(
    low: float, high: float, n: int, said: list[str]
) -> None:
    ticks = place_ticks(low, high, n)
    assert [write_tick(one, low, high, n) for one in ticks] == said


@given(
    st.floats(-1e6, 1e6), st.floats(1e-4, 1e6), st.integers(min_value=2, max_value=9)
)
def test_ticks_lie_on_the_axis_and_differ(low: float, span: float, n: int) -> None:
    ticks = place_ticks(low, low + span, n)
    slack = 1e-6 * max(span, abs(low))
    assert 1 <= len(ticks) <= 3 * n
    assert min(ticks) >= low - slack
    assert max(ticks) <= low + span + slack
    if abs(low) < 1e3 * span:
        said = [write_tick(one, low, low + span, n) for one in ticks]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("look", SHAPES)
def test_every_mark_stands_around_its_place(look: str) -> None:
    shape = dot(40, 30, look=look, fill="#0072b2")
    left, top, right, bottom = shape.box
    assert (left + right) / 2 == pytest.approx(40)
    assert (top + bottom) / 2 == pytest.approx(30)
    assert 8 < right - left < 13


def test_words_that_are_too_long_are_cut() -> None:
    shape = write("The Overwater Neighbours", 0, 0, Hand(limit=80))
    assert shape.svg.endswith("…</text>")
    assert shape.box[2] - shape.box[0] <= 80
    assert "Neighbours" in write("The Overwater Neighbours", 0, 0, Hand()).svg


def test_words_are_escaped_and_may_have_an_edge() -> None:
    svg = write("<b> & co", 1, 2, Hand(has_halo=True)).svg
    assert svg.count("&lt;b&gt; &amp; co") == 2
    assert 'stroke-linejoin="round"' in svg


@pytest.mark.parametrize("side", ["left", "center", "right"])
def test_words_turned_upward_are_higher_than_wide(side: str) -> None:
    hand = Hand(side=side, is_upward=True)  # type: ignore[arg-type]  # parametrized
    left, top, right, bottom = write("how common", 10, 100, hand).box
    assert bottom - top == pytest.approx(text_width("how common"))
    assert left < 10 < right
    middle = {"left": top + (bottom - top), "center": (top + bottom) / 2, "right": top}
    assert middle[side] == pytest.approx(100)


def test_moved_shapes_take_their_box_along() -> None:
    shapes = [
        line(0, 0, 10, 0, Pen(stroke="#000000", width=2)),
        write("a", 5, 5, Hand()),
    ]
    box = around(shapes)
    assert moved(shapes, 3, 4).box == (box[0] + 3, box[1] + 4, box[2] + 3, box[3] + 4)


def test_a_canvas_has_whole_pixels() -> None:
    svg = canvas("", width=10.2, height=3.0)
    assert size_of(svg) == (11, 3)
    assert 'viewBox="0 0 11 3"' in svg


def test_a_drawing_holds_all_its_words() -> None:
    drawing = lay_rows(MARKS, AXIS, width=400, beside=True)
    left, top, right, bottom = drawing.box
    svg = show(drawing, "rows")
    room = (right - left + 2 * PADDING, bottom - top + 2 * PADDING)
    assert size_of(svg) == pytest.approx(room, abs=1)
    page = LexborHTMLParser(svg)
    said = [node.text() for node in page.css("text")]
    assert {"Party 0", "n = 4", "← left", "right →", "0: neither", "−60"} <= set(said)
    assert svg == show(lay_rows(MARKS, AXIS, width=400, beside=True), "rows")


def test_rows_without_room_have_name_and_note_above() -> None:
    svg = show(lay_rows(MARKS, AXIS, width=300, beside=False), "rows")
    assert "Party 0, n = 0" in svg
    assert "#dddad2" not in svg


def test_years_that_would_cover_others_are_left_out() -> None:
    near = lay_dates([2027, 2027.2, 2031], (2026, 2032), width=100, height=50)
    assert len(near) == 2
    assert len(lay_dates([2027, 2031], (2026, 2032), width=300, height=50)) == 2


def test_drawings_of_a_picture_stand_in_columns_on_paper() -> None:
    parts = [
        Part(drawing=lay_rows(MARKS, AXIS, width=200, beside=True), heading=f"Part {i}")
        for i in range(5)
    ]
    caption = Caption(title="Where they stand", lines=("A scale",), caution="Careful.")
    wide, low = size_of(draw_picture(parts, caption, columns=3))
    narrow, high = size_of(draw_picture(parts, caption, columns=1))
    assert wide > 2 * narrow
    assert high > 2 * low
    svg = draw_picture(parts, caption)
    assert svg.index("Where they stand") < svg.index("Careful.") < svg.index("Part 4")


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_ranks_are_means_of_ties(values: list[int]) -> None:
    numbers = [float(value) for value in values]
    assert np.array_equal(_ranks(numbers), rankdata(numbers))
