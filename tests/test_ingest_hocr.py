from __future__ import annotations

import numpy as np

from hustings.ingest.readers.glyphs import Glyphs
from hustings.ingest.scanning.hocr import Recognised, read_hocr

DOT = 300 / 72
_WIDTH = 30
"""Dots a character is wide."""


def page() -> Glyphs:
    """Give a page of A4 without characters."""
    return Glyphs(
        page=1,
        width=595.0,
        height=842.0,
        codes=np.zeros(0, np.uint32),
        boxes=np.zeros((0, 4), np.float32),
        baselines=np.zeros(0, np.float32),
        sizes=np.zeros(0, np.float32),
        bold=np.zeros(0, np.bool_),
        fonts=np.zeros(0, np.intp),
        upright=np.ones(0, np.bool_),
        n_unreadable=0,
        n_unmapped=0,
        n_guessed=0,
    )


def line(row: int, *words: tuple[str, int], left: int = 300) -> str:
    """Write one line: words and how sure each is; a row is 60 dots high."""
    top, spans, x = 100 + 60 * row, "", left
    for text, sure in words:
        right = x + _WIDTH * len(text)
        spans += (
            f"<span class='ocrx_word' title='bbox {x} {top} {right} {top + 45}; "
            f"x_wconf {sure}'>{text}</span>"
        )
        x = right + _WIDTH
    return (
        f"<span class='ocr_line' title='bbox {left} {top} {x} {top + 45}; "
        f"baseline 0 -10; x_size 46'>{spans}</span>"
    )


def read(*lines: str) -> Recognised:
    hocr = (
        "<html xmlns='http://www.w3.org/1999/xhtml'><head>"
        "<meta name='ocr-system' content='tesseract 5.3.0'/></head>"
        f"<body><p lang='eng'>{''.join(lines)}</p></body></html>"
    )
    return read_hocr(hocr.encode(), page(), scale=DOT)


GOOD = tuple(line(row, ("The", 96), ("ferry", 95), ("runs", 96)) for row in range(8))


def test_words_have_the_boxes_of_their_characters() -> None:
    words = read(line(0, ("Ahoy", 96)))
    assert words.text == "Ahoy"
    boxes = words.glyphs.boxes
    assert boxes[0, 0] == np.float32(300 / DOT)
    assert boxes[3, 2] == np.float32(420 / DOT)
    assert (words.n_words, words.confidence) == (1, 96.0)
    assert words.program == "tesseract 5.3.0 (eng)"


def test_nothing_recognised_is_nothing() -> None:
    words = read()
    assert (words.text, words.confidence, words.weight) == ("", 0.0, 0.0)
    assert len(words.glyphs.codes) == 0


def test_what_looks_like_a_picture_is_left_out_and_told() -> None:
    words = read(*GOOD, line(9, ("OoO0", 40), ("iii", 20)), line(10, ("7", 60)))
    assert words.text.count("\n") == 7
    assert words.marks == ("OoO0 iii", "7")


def test_a_number_that_is_sure_stays() -> None:
    assert read(*GOOD, line(9, ("7", 92))).text.endswith("7")


def test_a_line_with_certain_words_stays_though_one_is_stained() -> None:
    stained = line(9, ("between", 94), ("and:government.", 10), ("Each", 95))
    words = read(*GOOD, stained)
    assert words.text.endswith("between and:government. Each")
    assert words.uncertain == ("and:government.",)
    assert words.marks == ()


def test_a_page_that_is_read_badly_keeps_its_lines() -> None:
    poor = [line(row, ("Tha", 62), ("fcrry", 60), ("rnns", 61)) for row in range(6)]
    words = read(*poor, line(7, ("Evcry", 47), ("duy", 45)))
    assert words.text.endswith("Evcry duy")
    assert words.n_words == len(words.uncertain) == 20


def test_specks_at_the_ends_of_a_line_are_cut_off() -> None:
    speckled = line(9, ("_", 90), ("The", 95), ("quay", 96), ("|", 96), ("-", 60))
    assert read(*GOOD, speckled).text.splitlines()[-1] == "The quay"
    assert read(line(0, (".", 96))).text == ""


def test_marks_that_are_sure_stay_within_a_line() -> None:
    words = read(
        line(0, ("ferry", 96), ("–", 90), ("daily", 96), ("-", 40), ("so", 96))
    )
    assert words.text == "ferry – daily so"


def test_a_line_begins_at_the_edge_of_its_column() -> None:
    drawn = line(9, ("The", 80), ("quay", 96), left=280)
    indented = line(10, ("The", 95), ("lamp", 96), left=360)
    boxes = read(*GOOD, drawn, indented).glyphs.boxes
    starts = {round(float(x) * DOT) for x in boxes[:, 0]}
    assert 280 not in starts
    assert {300, 360} <= starts


def test_a_raised_letter_before_a_line_is_a_bullet() -> None:
    bullet = "<span class='ocrx_word' title='bbox 300 112 312 128; x_wconf 50'>e</span>"
    item = line(0, ("lamps", 96), left=330).replace(
        "<span class='ocrx_word'", bullet + "<span class='ocrx_word'", 1
    )
    assert read(item).text == "• lamps"
