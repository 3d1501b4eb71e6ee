from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from hustings.ingest.scanning.page_pictures import (
    clear_bed,
    clear_noise,
    clear_specks,
    even_light,
    find_turn,
    is_sideways,
    looks_like_paper,
    prepare,
    sharpen,
    steepness,
    turn_straight,
)
from pdf_pages import draw_lines, draw_pdf

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS = (
    *("The", "ferry", "runs", "to", "the", "island", "and", "back", "again"),
    *("every", "day", "of", "the", "week"),
)
LINES = [" ".join(WORDS[i % 14 :] + WORDS[: i % 14]) for i in range(20)]


@pytest.fixture(scope="module")
def page() -> NDArray[np.uint8]:
    """Draw a page of twenty lines with 300 dots per inch."""
    document = pypdfium2.PdfDocument(
        draw_pdf(lambda canvas: draw_lines(canvas, LINES, y=100))
    )
    pixels = document[0].render(scale=300 / 72, grayscale=True).to_numpy()
    document.close()
    return np.array(pixels, np.uint8).reshape(pixels.shape[:2])


def turned(page: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    image = Image.fromarray(page)
    return np.asarray(image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))


def ink(page: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return page < 128


def test_a_clean_page_stays_as_it_is(page: NDArray[np.uint8]) -> None:
    ready = prepare(page)
    assert ready is not None
    assert ready.picture.tobytes() == page.tobytes()
    assert (ready.lies.quarters, ready.lies.tilt) == (0, 0.0)


@pytest.mark.parametrize("light", [255, 120, 0])
def test_an_empty_page_gives_nothing(light: int) -> None:
    empty = np.full((800, 600), light, np.uint8)
    if light:
        assert prepare(empty) is None
    assert find_turn(empty) == 0.0
    assert not is_sideways(empty)


@pytest.mark.parametrize("degrees", [-2.9, -1.0, 0.0, 1.5, 3.0])
def test_a_page_askew_is_turned_straight(
    page: NDArray[np.uint8], degrees: float
) -> None:
    askew = turned(page, degrees)
    assert find_turn(askew) == pytest.approx(degrees, abs=0.11)
    straight = turn_straight(askew, find_turn(askew))
    assert (ink(straight).sum(axis=1) == 0).mean() > 0.7


def test_a_page_on_its_side_is_told(page: NDArray[np.uint8]) -> None:
    assert not is_sideways(page)
    for quarters in (1, 3):
        ready = prepare(np.ascontiguousarray(np.rot90(page, quarters)))
        assert ready is not None
        assert ready.lies.quarters == 1
        upright = ready if quarters == 1 else ready.turned(2)
        assert upright.lies.quarters == quarters
        assert upright.picture.tobytes() == page.tobytes()


def test_specks_of_noise_are_taken_out(page: NDArray[np.uint8]) -> None:
    dice = np.random.default_rng(3).random(page.shape)
    noisy = np.where(dice < 0.02, 0, page).astype(np.uint8)
    assert ink(clear_noise(noisy)[2500:]).mean() < 0.0005
    assert clear_noise(page) is page


def test_lone_specks_go_and_points_stay(page: NDArray[np.uint8]) -> None:
    dirty = page.copy()
    places = [(2400 + 60 * i, 200 + 300 * j) for i in range(10) for j in range(5)]
    for y, x in places:
        dirty[y : y + 5, x : x + 6] = 30
    clean = clear_specks(dirty)
    assert not ink(clean[2300:]).any()
    assert (clean[:1800] == page[:1800]).all()
    assert clear_specks(page) is page


def test_a_few_bullets_are_no_specks(page: NDArray[np.uint8]) -> None:
    marked = page.copy()
    for i in range(40):
        marked[2400 + 20 * i : 2412 + 20 * i, 200 + 45 * i : 212 + 45 * i] = 0
    assert clear_specks(marked) is marked


def test_shadow_is_lifted_and_ink_stays_black(page: NDArray[np.uint8]) -> None:
    light = np.linspace(0.2, 1, page.shape[1])
    even = even_light((page * light).astype(np.uint8))
    assert even[2500:].min() > 200
    assert (ink(even) == ink(page)).mean() > 0.995
    assert even_light(page) is page


def test_faded_ink_becomes_black(page: NDArray[np.uint8]) -> None:
    faded = (150 + page * 0.1).astype(np.uint8)
    even = even_light(faded)
    assert np.percentile(even[ink(page)], 50) < 60
    assert even[2500:].min() > 230


def test_the_bed_of_a_scanner_becomes_paper(page: NDArray[np.uint8]) -> None:
    framed = np.pad(page, 120, constant_values=15)
    clean = clear_bed(framed)
    assert (clean[140:-140, 140:-140] == page[20:-20, 20:-20]).all()
    assert clean[:100].min() > 200
    assert clear_bed(page) is page


def test_a_dark_page_is_no_bed(page: NDArray[np.uint8]) -> None:
    dark = (255 - page).astype(np.uint8)
    assert clear_bed(dark) is dark


def test_a_page_out_of_focus_is_sharpened(page: NDArray[np.uint8]) -> None:
    blurred = Image.fromarray(page).filter(ImageFilter.GaussianBlur(2.4))
    soft = np.asarray(blurred)
    assert steepness(soft) < steepness(sharpen(soft)) < steepness(page)
    assert sharpen(page) is page


def test_paper_is_told_from_a_photograph() -> None:
    paper = np.full((40, 30), 235, np.uint8)
    paper[10:20] = 40
    photograph = np.linspace(0, 230, 1200).reshape(40, 30).astype(np.uint8)
    assert looks_like_paper(paper)
    assert not looks_like_paper(photograph)
