"""Pages as scanners, copiers and time leave them: one function a kind of wear.

Each takes a grey picture of a page at 300 dots per inch and a seeded generator, and
gives the picture that is read. Nothing here knows of Hustings.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Picture: TypeAlias = NDArray[np.uint8]
    Wear: TypeAlias = Callable[[Picture, np.random.Generator], Picture]

PAPER = 244
BED = 20  # how dark the scanner's lid is around a page


def _bytes(values: NDArray[np.floating]) -> Picture:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _field(
    shape: tuple[int, int], generator: np.random.Generator, grain: int
) -> NDArray[np.float64]:
    """Draw smooth hills and hollows between 0 and 1, `grain` of them a side."""
    small = Image.fromarray(generator.random((grain, grain)).astype(np.float32))
    hills = small.resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.clip(np.asarray(hills, np.float64), 0, 1)


def keep(page: Picture, _: np.random.Generator) -> Picture:
    """Leave a page as it is."""
    return page


def lay_askew(page: Picture, generator: np.random.Generator) -> Picture:
    """Turn a page by half a degree to three, either way."""
    degrees = generator.uniform(0.5, 3.0) * generator.choice([-1, 1])
    image = Image.fromarray(page)
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(turned)


def lay_sideways(page: Picture, generator: np.random.Generator) -> Picture:
    """Turn a page by one, two or three quarters."""
    return np.ascontiguousarray(np.rot90(page, int(generator.integers(1, 4))))


def add_noise(page: Picture, generator: np.random.Generator) -> Picture:
    """Add a sensor's noise, with a deviation of 30 of 255."""
    return _bytes(page * 0.9 + generator.normal(0, 30, page.shape))


def sprinkle(page: Picture, generator: np.random.Generator) -> Picture:
    """Set three in a hundred pixels black or white."""
    dice = generator.random(page.shape)
    return np.where(dice < 0.015, 0, np.where(dice > 0.985, 255, page)).astype(np.uint8)


def compress(page: Picture, _: np.random.Generator) -> Picture:
    """Store a page as a JPEG of quality 15."""
    stream = io.BytesIO()
    Image.fromarray(page).save(stream, format="JPEG", quality=15)
    return np.asarray(Image.open(stream))


def fade(page: Picture, generator: np.random.Generator) -> Picture:
    """Print grey on grey: a tenth of the range is left."""
    return _bytes(150 + page * (26 / 255) + generator.normal(0, 2, page.shape))


def shade(page: Picture, _: np.random.Generator) -> Picture:
    """Darken a page toward its spine, and a little toward one corner."""
    across = np.linspace(0, 1, page.shape[1])
    spine = 1 - 0.75 * np.exp(-across / 0.09)
    down = np.linspace(1, 0.7, page.shape[0])
    return _bytes(page * np.outer(down, spine))


def soften(page: Picture, _: np.random.Generator) -> Picture:
    """Scan out of focus."""
    return np.asarray(Image.fromarray(page).filter(ImageFilter.GaussianBlur(2.4)))


def stain(page: Picture, generator: np.random.Generator) -> Picture:
    """Spill coffee, and drop specks of all sizes."""
    height, width = page.shape
    layer = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(layer)
    for _ in range(5):
        x, y = generator.uniform(0, width), generator.uniform(0, height)
        radius = generator.uniform(100, 330)
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=150)
        inner = radius - 18
        draw.ellipse([x - inner, y - inner, x + inner, y + inner], fill=205)
    layer = layer.filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(layer)
    for _ in range(300):
        x, y = generator.uniform(0, width), generator.uniform(0, height)
        radius = generator.exponential(1.3)
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=40)
    return _bytes(page * (np.asarray(layer) / 255.0))


def frame(page: Picture, generator: np.random.Generator) -> Picture:
    """Lay a page a little askew on a black bed that shows on all sides."""
    degrees = generator.uniform(0.4, 1.6) * generator.choice([-1, 1])
    height, width = page.shape
    bed = Image.new("L", (width + 170, height + 130), BED)
    bed.paste(Image.fromarray(page), (110, 50))
    bed = bed.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=BED)
    return _bytes(np.asarray(bed) + generator.normal(0, 5, np.asarray(bed).shape))


def show_through(page: Picture, _: np.random.Generator) -> Picture:
    """Let the print of the back page show through, mirrored and blurred."""
    back = Image.fromarray(np.ascontiguousarray(page[::, ::-1]))
    back = back.filter(ImageFilter.GaussianBlur(2.0))
    shifted = np.roll(np.asarray(back), (23, 40), axis=(0, 1))
    ghost = 255 - (255 - shifted.astype(np.float64)) * 0.3
    return _bytes(np.minimum(page * (PAPER / 255), ghost))


def bend(page: Picture, _: np.random.Generator) -> Picture:
    """Curve the lines toward the spine, as a thick book does on the glass."""
    height, width = page.shape
    across = np.linspace(0, 1, width)
    drop = np.rint(34 * np.exp(-across / 0.22)).astype(np.intp)
    rows = (np.arange(height)[:, None] - drop[None, :]) % height
    return page[rows, np.arange(width)[None, :]]


def copy(page: Picture, generator: np.random.Generator) -> Picture:
    """Copy a page twice: black or white only, edges eaten, specks."""
    rough = page + 70 * (_field(page.shape, generator, 900) - 0.5)
    rough += generator.normal(0, 26, page.shape)
    specked = np.where(generator.random(page.shape) < 0.004, 0, rough)
    soft = Image.fromarray(_bytes(specked)).filter(ImageFilter.GaussianBlur(0.9))
    return np.where(np.asarray(soft) < 140, 0, 255).astype(np.uint8)


def wear(page: Picture, generator: np.random.Generator) -> Picture:
    """Do several of these at once, each by half."""
    image = Image.fromarray(lay_askew(page, generator))
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(1.1)), np.float64)
    dim = 60 + soft * (150 / 255)
    across = np.linspace(0.72, 1, page.shape[1])
    noisy = dim * across[None, :] + generator.normal(0, 11, page.shape)
    stream = io.BytesIO()
    Image.fromarray(_bytes(noisy)).save(stream, format="JPEG", quality=40)
    return np.asarray(Image.open(stream))


def put_pictures(page: Picture, generator: np.random.Generator) -> Picture:
    """Cover the lower third with a photograph, a chart and a pattern."""
    worn = page.copy()
    height, width = page.shape
    top, third = int(height * 0.68), (width - 200) // 3
    area = (int(height * 0.26), third - 30)
    hills = _bytes(60 + 190 * _field(area, generator, 14) * _field(area, generator, 90))
    chart = Image.new("L", (area[1], area[0]), 255)
    draw = ImageDraw.Draw(chart)
    for i in range(7):
        x = 30 + i * (area[1] - 60) // 7
        tall = int(generator.uniform(0.2, 0.9) * area[0])
        draw.rectangle([x, area[0] - tall, x + 50, area[0] - 10], fill=40 + 25 * i)
        draw.ellipse([x, 20, x + 44, 64], outline=0, width=5)
    y, x = np.mgrid[0 : area[0], 0 : area[1]]
    weave = np.where(np.sin(x / 9) * np.sin(y / 13) > 0, 30, 225).astype(np.uint8)
    worn[top:] = PAPER
    for i, part in enumerate((hills, np.asarray(chart), weave)):
        left = 100 + i * third
        worn[top + 20 : top + 20 + area[0], left : left + area[1]] = part
    return worn


KINDS: dict[str, Wear] = {
    "clean": keep,
    "askew by 0.5 to 3 degrees": lay_askew,
    "turned by 90, 180 or 270 degrees": lay_sideways,
    "noise": add_noise,
    "salt and pepper": sprinkle,
    "JPEG of quality 15": compress,
    "faded, a tenth of the contrast": fade,
    "shadow at the spine": shade,
    "out of focus": soften,
    "stains and specks": stain,
    "black borders, askew": frame,
    "back page shows through": show_through,
    "lines bent at the spine": bend,
    "photocopy": copy,
    "several at once": wear,
}
"""What is done to every page."""
