from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import TableRowsError, UnknownCodeError
from hustings.errors.shortening import (
    LONGEST_LINE,
    LONGEST_QUOTED,
    LONGEST_WORD,
    shorten,
)


def test_short_lines_are_left_alone() -> None:
    line = "'x' cannot be a coder's name: it's none. Use letters, '_' and '-'. " * 3
    assert shorten(line) == line


def test_a_long_quotation_is_cut_in_its_middle() -> None:
    error = UnknownCodeError(code="9" * 5000 + "end", codebook="town", known=["1"])
    said = str(error)
    assert len(said) < 250
    assert said.startswith("Code '999")
    assert said.endswith("end' is not in codebook 'town'. Known codes: 1.")
    assert error.code == "9" * 5000 + "end"  # a program still has all of it


def test_every_error_is_shortened_wherever_it_quotes() -> None:
    cell = "it's a \"long\" cell with 'quotes' " * 900
    error = TableRowsError(
        name="a.csv", rows=[3], reason=f"{cell!r} is none.", advice=""
    )
    assert len(str(error)) < LONGEST_LINE + 100
    assert str(error).startswith("a.csv, row 3: ")


def test_long_lists_keep_their_beginning_and_the_advice() -> None:
    error = UnknownCodeError(
        code="x", codebook="town", known=[str(i) for i in range(9000)]
    )
    assert str(error).startswith(
        "Code 'x' is not in codebook 'town'. Known codes: 0, 1,"
    )
    assert str(error).endswith("8999.")
    assert len(str(error)) == LONGEST_LINE


@given(st.text(alphabet="ab '\"\\\n.", max_size=600))
def test_a_line_is_never_longer_than_before(line: str) -> None:
    assert len(shorten(line)) <= max(len(line), LONGEST_QUOTED)


def test_quotation_marks_without_end_take_no_time() -> None:
    start = time.perf_counter()
    shorten(" 'a" * 300_000)
    assert time.perf_counter() - start < 2


def test_a_long_path_is_cut_without_quotation_marks() -> None:
    said = shorten(f"{'folder/' * 500}a.csv: there is no such file. Check the path.")
    assert said.startswith("folder/folder/")
    assert said.endswith("/a.csv: there is no such file. Check the path.")
    assert len(said) < LONGEST_WORD + 60
