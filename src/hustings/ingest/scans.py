"""Pages that are pictures: rendered, straightened, cleaned, and recognised.

The recognising itself is a function handed in: it takes a picture and a language and
gives hOCR. Only pages that need it are recognised.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from PIL import Image, ImageFilter

from hustings.errors import RecognitionError, UnreadableFileError
from hustings.ingest.drafts import PageCharacters
from hustings.ingest.hocr import read_hocr
from hustings.ingest.languages import guess_language
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from hustings.ingest.readers.glyphs import Glyphs

Recognise: TypeAlias = "Callable[[bytes, str | None], bytes]"
"""A grey picture at 300 dots per inch and an ISO 639-1 code in, hOCR out."""

_RESOLUTION = 300
_POINTS = 72
# A hair less than one, so that a scan with 300 dots per inch is drawn dot for dot:
# one pixel more would blur all of them.
_HAIR = 1 - 5e-5
_MOST_PIXELS = 40_000_000
_UNREADABLE_SHARE = 0.3
_DARK = 128
_FEWEST_DARK = 0.0005  # share of dark pixels below which a page is blank
_WIDEST_TURN = 4.0  # degrees
_SMALLEST_TURN = 0.1
_SPECKLED = 0.008  # share of pixels that differ much from all around them
_PART = 500  # pixels either way of the middle that are looked at for specks
_PREVIEW = 0.5  # pixels a point: enough to tell paper from a photograph
_LIGHT = 180
_PAPER = 0.5  # share of light pixels that a printed page has at least
_UNSURE = 60  # mean confidence, in percent, below which a page is no text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScannedPage:
    """What was recognised on one page.

    Attributes
    ----------
    glyphs : Glyphs
        With boxes as if the page had been scanned straight, for the layout.
    characters : PageCharacters
        With boxes as they lie on the page as shown.
    """

    glyphs: Glyphs
    characters: PageCharacters


def looks_like_paper(picture: NDArray[np.uint8]) -> bool:
    """Say whether most of a picture is light, as printed pages are."""
    return bool((picture > _LIGHT).mean() >= _PAPER)


@dataclass(slots=True, kw_only=True)
class Scanner:
    """Recognises the pages of one file that need it.

    Attributes
    ----------
    language : str or None
        ISO 639-1 code; where it is not given, the first page with words tells it.
    is_mixed : bool
        Whether other pages of the file have text. Then a page without is more often
        a photograph than a scan, and only what looks like paper is recognised.
    """

    recognise: Recognise
    language: str | None = None
    is_mixed: bool = False
    confidences: dict[int, float] = field(default_factory=dict)
    failures: dict[int, RecognitionError] = field(default_factory=dict)

    def needs(self, glyphs: Glyphs) -> bool:
        """Say whether a page has no text of its own, or none that can be read."""
        n_visible = int((glyphs.codes > 0x20).sum())
        return not n_visible or glyphs.n_unreadable > _UNREADABLE_SHARE * n_visible

    def read(self, page: Any, glyphs: Glyphs) -> ScannedPage:  # noqa: ANN401 - pypdfium2 ships no types
        """Recognise a page; one without words stays as it is."""
        as_it_was = ScannedPage(
            glyphs=glyphs,
            characters=PageCharacters(page=glyphs.page, boxes=glyphs.boxes),
        )
        if self.is_mixed and not looks_like_paper(render_grey(page, _PREVIEW)):
            return as_it_was
        scale = _scale(glyphs.width, glyphs.height)
        picture = render_grey(page, scale)
        if (picture < _DARK).mean() < _FEWEST_DARK:
            return as_it_was
        turn = find_turn(picture)
        straight = clean_picture(picture, turn)
        try:
            hocr = self.recognise(write_pnm(straight), self.language)
        except RecognitionError as error:
            self.failures[glyphs.page] = error
            return as_it_was
        words = read_hocr(hocr, glyphs, scale=scale)
        if words.confidence < _UNSURE:
            return as_it_was
        self.language = self.language or guess_language(words.text)
        self.confidences[glyphs.page] = words.confidence
        center = (glyphs.width / 2, glyphs.height / 2)
        boxes = turn_boxes(words.glyphs.boxes, turn, center)
        return ScannedPage(
            glyphs=words.glyphs,
            characters=PageCharacters(page=glyphs.page, boxes=boxes),
        )

    def problems(self) -> Iterator[Problem]:
        """Tell which pages were recognised, how surely, and which could not be."""
        if self.confidences:
            numbers = ", ".join(map(str, list(self.confidences)[:20]))
            more = ", ..." if len(self.confidences) > 20 else ""
            mean = sum(self.confidences.values()) / len(self.confidences)
            yield Problem(
                kind="text recognised",
                message=f"The words of page {numbers}{more} were recognised from a "
                f"picture, with a mean confidence of {mean:.0f} %. Compare them with "
                "the page before quoting.",
                page=next(iter(self.confidences)),
            )
        for page, error in self.failures.items():
            message = f"Page {page} could not be recognised: {error.reason}. "
            yield Problem(
                kind="page not recognised", message=message + error.advice, page=page
            )

    def refuse(self, name: str) -> UnreadableFileError:
        """Say why a file of pictures gave no words."""
        error = next(iter(self.failures.values()), None)
        return UnreadableFileError(
            name=name,
            reason=f"It is a scan, and {error.reason}."
            if error
            else "It is a scan, and no words were recognised on it.",
            advice=error.advice if error else "Give a sharper scan, or leave it out.",
        )


def refuse_scan(name: str) -> UnreadableFileError:
    """Say that a file is a scan and that the program to read it is missing."""
    return UnreadableFileError(
        name=name,
        reason="The file has no text: it is a scan.",
        advice="Reading it needs tesseract: apt-get install tesseract-ocr.",
    )


def _scale(width: float, height: float) -> float:
    """Give pixels a point, fewer for posters."""
    area = max(width * height, 1.0)
    return min(_RESOLUTION / _POINTS, math.sqrt(_MOST_PIXELS / area)) * _HAIR


def render_grey(page: Any, scale: float) -> NDArray[np.uint8]:  # noqa: ANN401 - pypdfium2 ships no types
    """Draw a page as shown, one byte a pixel."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    return pixels.reshape(pixels.shape[0], pixels.shape[1], -1)[:, :, 0]


def find_turn(picture: NDArray[np.uint8]) -> float:
    """Find by how many degrees a page lies askew, counter-clockwise positive.

    Straight lines of text make rows of pixels that are much darker than others; the
    turn at which rows differ most is the one that makes the lines straight.
    """
    small = picture[: len(picture) // 4 * 4, : picture.shape[1] // 4 * 4]
    small = small.reshape(len(small) // 4, 4, -1, 4).mean(axis=(1, 3))
    y, x = np.nonzero(small < small.mean() * 0.75)
    if len(y) < 100:
        return 0.0
    x = x - small.shape[1] / 2
    best = 0.0
    for step, reach in ((0.5, _WIDEST_TURN), (0.1, 0.5), (0.025, 0.1)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _contrast(x, y, float(angle))))
    return best if abs(best) >= _SMALLEST_TURN else 0.0


def _contrast(x: NDArray[np.float64], y: NDArray[np.intp], angle: float) -> float:
    """Say how unevenly dark pixels fall into rows turned by an angle."""
    rows = y + x * np.tan(np.radians(angle))
    counts = np.bincount((rows - rows.min()).astype(np.intp))
    return float(np.square(np.diff(counts.astype(float))).sum())


def clean_picture(picture: NDArray[np.uint8], turn: float) -> NDArray[np.uint8]:
    """Turn a picture straight, and take specks out where there are many."""
    image = Image.fromarray(picture)
    if _is_speckled(picture):
        image = image.filter(ImageFilter.MedianFilter(3))
    if turn:
        paper = int(np.percentile(picture, 90))
        image = image.rotate(-turn, Image.Resampling.BICUBIC, fillcolor=paper)
    return np.asarray(image)


def _is_speckled(picture: NDArray[np.uint8]) -> bool:
    """Say whether many single pixels stand out from all around them."""
    middle, across = len(picture) // 2, picture.shape[1] // 2
    part = picture[max(middle - _PART, 0) : middle + _PART]
    part = np.ascontiguousarray(part[:, max(across - _PART, 0) : across + _PART])
    around = np.asarray(Image.fromarray(part).filter(ImageFilter.MedianFilter(3)))
    apart = np.abs(part.astype(np.int16) - around) > 100
    return float(apart.mean()) > _SPECKLED


def write_pnm(picture: NDArray[np.uint8]) -> bytes:
    """Write a grey picture in the plainest of formats."""
    height, width = picture.shape
    return b"P5 %d %d 255\n" % (width, height) + picture.tobytes()


def turn_boxes(
    boxes: NDArray[np.float32], turn: float, center: tuple[float, float]
) -> NDArray[np.float32]:
    """Lay the boxes of a straightened page where they lie on the page as it is.

    A box keeps its size; its middle is turned round the middle of the page.
    """
    if not turn:
        return boxes
    angle = np.radians(turn)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2 - np.asarray(center, np.float32)
    x = middle[:, 0] * np.cos(angle) + middle[:, 1] * np.sin(angle)
    y = -middle[:, 0] * np.sin(angle) + middle[:, 1] * np.cos(angle)
    moved = np.stack([x, y], axis=1) - middle
    return (boxes + np.tile(moved, 2)).astype(np.float32)
