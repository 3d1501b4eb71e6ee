"""Pictures of pages made easy to recognise: borders off, light evened, straightened.

Pages are grey arrays of shape (height, width), 0 black. Each step looks whether a page
needs it and leaves the others as they are, dot for dot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from hustings.ingest.readers.directions import Direction

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DARK = 128
_FEWEST_INKED = 0.0005  # share of pixels below which a page is blank
_INK = 0.75  # of the paper's light
_LIGHT = 180
_PAPER = 0.5  # share of light pixels that a printed page has at least

_CELL = 8  # pixels; light is measured in cells of this size
_WINDOW = 7  # cells: wider than strokes, narrower than shadows
_EVEN = 0.85  # of the paper's light
_WHITE = 250
_BRIGHT = 200
_LEAST_LIFT = 1.06
_DEEPEST = 30  # light of the paper in a shadow that is still evened
_FADED = 110  # light of ink that is no longer black

_BED = 48  # the light of a scanner's bed, at most
_MOST_BED = 0.4  # share of a picture; where more is dark, it is a dark page

_WIDEST_TURN = 4.0  # degrees
_SMALLEST_TURN = 0.1
_SIDEWAYS = 1.5  # times that columns of pixels differ more than rows

_SPECKLED = 0.008  # share of pixels that differ much from all around them
_PART = 300  # pixels either way of the middle that are looked at for specks
_SQUARE = 4  # pixels
_NEAR, _FAR = 2, 7  # squares: as far as a speck reaches, and as far as it is alone
_LARGEST_SPECK = 45  # pixels; a bullet is larger
_MOST_ALONE = 25  # specks that a clean page may have

_FEWEST_ROWS = 8
_SHARP = 0.3  # steepest step from dot to dot, of all the contrast, in a sharp page


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """A page made ready, and how it lay.

    Attributes
    ----------
    picture : array of uint8, shape (height, width)
    lies : Direction
        How its text reads on the page as shown.
    """

    picture: NDArray[np.uint8]
    lies: Direction

    def turned(self, quarters: int) -> Prepared:
        """Return the page as if its text read so many quarters further round."""
        return Prepared(
            picture=np.ascontiguousarray(np.rot90(self.picture, -quarters)),
            lies=Direction((self.lies.quarters + quarters) % 4, self.lies.tilt),
        )


def looks_like_paper(picture: NDArray[np.uint8]) -> bool:
    """Say whether most of a picture is light, as printed pages are."""
    return bool((picture > _LIGHT).mean() >= _PAPER)


def prepare(picture: NDArray[np.uint8]) -> Prepared | None:
    """Make a page ready to be recognised; None where nothing is printed on it."""
    clean = clear_noise(even_light(clear_bed(picture)))
    if (clean < _DARK).mean() < _FEWEST_INKED:
        return None
    clean = clear_specks(sharpen(clean))
    quarters = int(is_sideways(clean))
    if quarters:
        clean = np.ascontiguousarray(np.rot90(clean, -1))
    turn = find_turn(clean)
    lies = Direction(quarters, float(np.radians(turn)))
    return Prepared(picture=turn_straight(clean, turn), lies=lies)


def clear_bed(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Whiten the dark bed of a scanner where it reaches in from the edges."""
    small = _reduce(picture, _CELL)
    dark = small < _BED
    bed = np.zeros_like(dark)
    for axis in (0, 1):
        bed |= np.logical_and.accumulate(dark, axis=axis)
        flipped = np.flip(dark, axis)
        bed |= np.flip(np.logical_and.accumulate(flipped, axis=axis), axis)
    if not bed.any() or bed.mean() > _MOST_BED:
        return picture
    wide = Image.fromarray(bed.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(3))
    mask = _enlarge(wide, picture, Image.Resampling.NEAREST) > 0
    paper = np.percentile(small[~bed], 90)
    return np.where(mask, np.uint8(paper), picture)


def even_light(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give all of the paper the same light, and faded ink its black.

    The paper's light around a point is what remains when all that is narrower than a
    shadow is filled: a morphological closing.
    """
    paper = _light_of_paper(picture)
    low, usual = np.percentile(paper, [2, 50])
    if low < _EVEN * usual or usual < _BRIGHT:
        light = _enlarge(Image.fromarray(paper), picture, Image.Resampling.BILINEAR)
        brightest = max(float(usual), _WHITE)
        # paper that has its light already stays as it is, dot for dot
        table = brightest / np.maximum(np.arange(256), _DEEPEST)
        table[table < _LEAST_LIFT] = 1
        scaled = picture * table.astype(np.float32)[light]
        picture = np.minimum(scaled, 255).astype(np.uint8)
    return _blacken(picture)


def _light_of_paper(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the light of the paper, a value a cell."""
    light = Image.fromarray(_reduce(picture, _CELL))
    light = light.filter(ImageFilter.MaxFilter(_WINDOW))
    light = light.filter(ImageFilter.MinFilter(_WINDOW))
    return np.asarray(light.filter(ImageFilter.GaussianBlur(2)))


def _blacken(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Stretch the light of faded ink down to black."""
    some = picture[::3, ::3]
    ink, paper = (float(value) for value in np.percentile(some, [0.5, 90]))
    if ink < _FADED or paper - ink < 8:
        return picture
    levels = (np.arange(256) - ink) * (_WHITE / (paper - ink))
    table = np.clip(levels, 0, 255).astype(np.uint8)
    stretched: NDArray[np.uint8] = table[picture]
    return stretched


def clear_noise(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take out single pixels where there are many."""
    if not _is_speckled(picture):
        return picture
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.MedianFilter(3)))


def _is_speckled(picture: NDArray[np.uint8]) -> bool:
    """Say whether many single pixels stand out from all around them."""
    part = _middle(picture)
    around = np.asarray(Image.fromarray(part).filter(ImageFilter.MedianFilter(3)))
    apart = np.abs(part.astype(np.int16) - around) > 100
    return float(apart.mean()) > _SPECKLED


def clear_specks(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Whiten small specks with nothing around them, if there are many.

    Grey counts as ink, lest the parts of a faint letter are taken for specks.
    """
    ink = _count_ink(picture < _LIGHT)
    near, far = _count_around(ink, _NEAR), _count_around(ink, _FAR)
    alone = (ink > 0) & (near == far) & (near <= _LARGEST_SPECK)
    if float((ink[alone] / near[alone]).sum()) <= _MOST_ALONE:
        return picture
    spread = Image.fromarray(alone.astype(np.uint8)).filter(ImageFilter.MaxFilter(3))
    mask = _enlarge(spread, picture, Image.Resampling.NEAREST) > 0
    return np.where(mask, np.uint8(_WHITE), picture)


def _count_ink(ink: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Count the inked pixels of each square."""
    height, width = ink.shape
    fill = ((0, -height % _SQUARE), (0, -width % _SQUARE))
    padded = np.pad(ink, fill).view(np.uint8)
    rows = padded.reshape(-1, _SQUARE, padded.shape[1]).sum(axis=1, dtype=np.uint8)
    squares = rows.reshape(len(rows), -1, _SQUARE)
    counts: NDArray[np.int32] = squares.sum(axis=2, dtype=np.int32)
    return counts


def _count_around(counts: NDArray[np.int32], reach: int) -> NDArray[np.int32]:
    """Add up the counts of the squares around each one."""
    padded = np.pad(counts, ((reach + 1, reach), (reach + 1, reach)))
    total = padded.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    side = 2 * reach + 1
    top, bottom = total[:-side], total[side:]
    around: NDArray[np.int32] = (
        bottom[:, side:] - top[:, side:] - bottom[:, :-side] + top[:, :-side]
    )
    return around


def sharpen(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Make the edges of a page steep again that was scanned out of focus."""
    if steepness(picture) >= _SHARP:
        return picture
    mask = ImageFilter.UnsharpMask(radius=2, percent=100, threshold=0)
    return np.asarray(Image.fromarray(picture).filter(mask))


def steepness(picture: NDArray[np.uint8]) -> float:
    """Return the steepest steps from one dot to the next, of all the contrast.

    Only rows with ink count; where there are hardly any, the answer is 1.
    """
    some = picture[::4]
    inked = some[(some < _DARK).any(axis=1)]
    if len(inked) < _FEWEST_ROWS:
        return 1.0
    steps = np.abs(np.diff(inked.astype(np.int16), axis=1))
    low, high = np.percentile(inked, [0.5, 90])
    return float(np.percentile(steps, 99.5) / max(high - low, 1.0))


def is_sideways(picture: NDArray[np.uint8]) -> bool:
    """Say whether lines of text run up and down rather than across."""
    x, y, size = _find_ink(picture)
    if len(y) < 100:
        return False
    angles = np.arange(-_WIDEST_TURN, _WIDEST_TURN + 0.5, 0.5)
    across = max(_contrast(x, y, float(angle)) for angle in angles)
    down = max(_contrast(y, x, float(angle)) for angle in angles)
    # a longer side spreads the same ink over more rows
    return down * size[1] > _SIDEWAYS * across * size[0]


def find_turn(picture: NDArray[np.uint8]) -> float:
    """Find by how many degrees a page lies askew, counter-clockwise positive.

    Straight lines of text make rows of pixels that are much darker than others; the
    turn at which rows differ most is the one that makes the lines straight.
    """
    x, y, _ = _find_ink(picture)
    if len(y) < 100:
        return 0.0
    best = 0.0
    for step, reach in ((0.5, _WIDEST_TURN), (0.1, 0.5), (0.025, 0.1)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _contrast(x, y, float(angle))))
    return best if abs(best) >= _SMALLEST_TURN else 0.0


def _find_ink(
    picture: NDArray[np.uint8],
) -> tuple[NDArray[np.float32], NDArray[np.float32], tuple[int, int]]:
    """Return where ink is on a picture of a quarter the size, from its middle."""
    small = _reduce(picture, 4)
    y, x = np.nonzero(small < small.mean() * _INK)
    height, width = small.shape
    return (
        (x - width / 2).astype(np.float32),
        (y - height / 2).astype(np.float32),
        (height, width),
    )


def _contrast(x: NDArray[np.float32], y: NDArray[np.float32], angle: float) -> float:
    """Say how unevenly dark pixels fall into rows turned by an angle."""
    rows = y + x * np.float32(np.tan(np.radians(angle)))
    counts = np.bincount((rows - rows.min()).astype(np.intp))
    return float(np.square(np.diff(counts.astype(float))).sum())


def turn_straight(picture: NDArray[np.uint8], turn: float) -> NDArray[np.uint8]:
    """Turn a picture that lies askew straight."""
    if not turn:
        return picture
    paper = int(np.percentile(picture[::4, ::4], 90))
    image = Image.fromarray(picture)
    return np.asarray(
        image.rotate(-turn, Image.Resampling.BICUBIC, fillcolor=paper),
    )


def _reduce(picture: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Return the means of squares of pixels."""
    return np.asarray(Image.fromarray(picture).reduce(factor))


def _enlarge(
    small: Image.Image, picture: NDArray[np.uint8], resampling: Image.Resampling
) -> NDArray[np.uint8]:
    """Bring what was measured in cells to the size of a picture."""
    height, width = picture.shape
    return np.asarray(small.resize((width, height), resampling))


def _middle(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the middle of a picture, for what is the same all over it."""
    middle, across = len(picture) // 2, picture.shape[1] // 2
    part = picture[max(middle - _PART, 0) : middle + _PART]
    return np.ascontiguousarray(part[:, max(across - _PART, 0) : across + _PART])
