"""Pictures of pages: PNG, TIFF and JPEG, read like the pages of a scanned PDF."""

from __future__ import annotations

import io
import warnings
import zlib
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, ImageSequence

from hustings.errors import UnreadableFileError
from hustings.ingest.readers.pdf import read_pdf
from hustings.ingest.scanning.scans import refuse_scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.ingest.drafts import Extraction
    from hustings.ingest.scanning.scans import Scanner

LARGEST_PICTURE = 120_000_000
"""Pixels of one page; A3 at 600 dots per inch has 70 million."""
MOST_PAGES = 2_000
"""Pages of one TIFF."""

_FORMATS = ("PNG", "TIFF", "JPEG")
_USUAL_RESOLUTION = 300
_LEAST_RESOLUTION = 72
_PAGE_INCHES = 8.27  # the width of A4, where a picture does not say how large it is
_POINTS = 72
_HAIR = 1 - 2e-5
_DAMAGES = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    SyntaxError,  # Pillow's word for a broken PNG
    EOFError,
    OverflowError,
    MemoryError,
    AttributeError,
    ZeroDivisionError,
    RuntimeError,
)


def read_image(
    content: bytes, *, name: str, scanner: Scanner | None = None
) -> Extraction:
    """Read a picture of one page, or of several in one TIFF.

    Raises
    ------
    UnreadableFileError
        If the picture is damaged or too large, has no words, or no `scanner` is
        there to recognise them.
    """
    if scanner is None:
        raise refuse_scan(name)
    try:
        with _open(content) as image:
            media_type = Image.MIME[image.format or "PNG"]
            bound = _bind(_pages(image, name))
    except UnreadableFileError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except _DAMAGES as error:
        raise UnreadableFileError(
            name=name,
            reason="The picture is damaged.",
            advice="Scan the page anew, or save it again as PNG.",
        ) from error
    extraction = read_pdf(bound, name=name, scanner=scanner)
    return replace(
        extraction, media_type=media_type, title=None, author=None, date=None
    )


def _pages(image: Image.Image, name: str) -> Iterator[Image.Image]:
    """Yield the pages in grey, upright, none before its size has been checked."""
    for number, frame in enumerate(ImageSequence.Iterator(image), 1):
        width, height = frame.size
        if width * height > LARGEST_PICTURE or number > MOST_PAGES:
            raise _too_large(name)
        yield ImageOps.exif_transpose(_on_white(frame)).convert("L")


def _open(content: bytes) -> Image.Image:
    """Open a picture; none of its dots is read before its size has been checked."""
    with warnings.catch_warnings():
        # Pillow warns of sizes below the largest that is read here
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(content), formats=_FORMATS)


def _too_large(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        name=name,
        reason="The picture is larger than "
        f"{LARGEST_PICTURE // 1_000_000} million pixels or {MOST_PAGES} pages.",
        advice="Scan it with 300 dots per inch, a file a document.",
    )


def _on_white(frame: Image.Image) -> Image.Image:
    """Lay a picture with see-through parts on white paper."""
    if "transparency" not in frame.info and frame.mode not in {"LA", "RGBA", "PA"}:
        return frame
    seen = frame.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen)


def _bind(pages: Iterator[Image.Image]) -> bytes:
    """Bind pictures to a PDF dot for dot, so that they are read as scanned pages are.

    A writer of PDFs would store them as JPEG, which smears specks over letters.
    """
    first = next(pages)
    dots = _resolution(first) / _POINTS
    parts, leaves = [b"%PDF-1.4\n"], []
    for number, page in enumerate(chain([first], pages)):
        parts += _bind_page(page, dots, 3 + 3 * number)
        leaves.append(b"%d 0 R" % (3 + 3 * number))
    parts += [
        b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
        b"2 0 obj <</Type/Pages/Kids[%s]/Count %d>> endobj\n"
        % (b" ".join(leaves), len(leaves)),
    ]
    return b"".join(parts) + _table(parts, 2 + 3 * len(leaves))


def _bind_page(page: Image.Image, dots: float, number: int) -> Iterator[bytes]:
    """Write one page: itself, what it draws, and the picture."""
    width, height = page.width / dots, page.height / dots
    yield (
        b"%d 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 %.4f %.4f]/Contents %d 0 R"
        b"/Resources<</XObject<</I %d 0 R>>>>>> endobj\n"
        % (number, width, height, number + 1, number + 2)
    )
    # a hair less than the page: where rounding makes it more, all dots are moved
    drawing = b"%.5f 0 0 %.5f 0 0 cm /I Do" % (width * _HAIR, height * _HAIR)
    yield b"%d 0 obj " % (number + 1) + _stream(b"", drawing)
    told = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Filter/FlateDecode" % page.size
    )
    yield b"%d 0 obj " % (number + 2) + _stream(told, zlib.compress(page.tobytes(), 1))


def _stream(told: bytes, content: bytes) -> bytes:
    """Write a stream, and what is told of it."""
    return b"<<%s/Length %d>> stream\n%s\nendstream endobj\n" % (
        told,
        len(content),
        content,
    )


def _table(parts: list[bytes], n_objects: int) -> bytes:
    """Write where each object of a PDF begins."""
    starts, place = {}, 0
    for part in parts:
        if part[:1].isdigit():
            starts[int(part.split(b" ", 1)[0])] = place
        place += len(part)
    lines = [b"%010d 00000 n \n" % starts[i + 1] for i in range(n_objects)]
    return (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer <</Size %d/Root 1 0 R>>\n"
        % (
            n_objects + 1,
            b"".join(lines),
            n_objects + 1,
        )
        + b"startxref\n%d\n%%%%EOF\n" % place
    )


def _resolution(image: Image.Image) -> float:
    """Give dots per inch as the picture says, or as if it showed a page of A4."""
    stated = float(image.info.get("dpi", (0, 0))[0])
    if _LEAST_RESOLUTION < stated <= 4 * _USUAL_RESOLUTION:
        return stated
    return max(min(image.size) / _PAGE_INCHES, _LEAST_RESOLUTION)
