"""Pictures of pages: PNG, TIFF and JPEG, read like the pages of a scanned PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, ImageSequence

from hustings.errors import UnreadableFileError
from hustings.ingest.readers.pdf import read_pdf
from hustings.ingest.scans import refuse_scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.ingest.drafts import Extraction
    from hustings.ingest.scans import Scanner

LARGEST_PICTURE = 120_000_000
"""Pixels of one page; A3 at 600 dots per inch has 70 million."""
MOST_PAGES = 2_000
"""Pages of one TIFF."""

_FORMATS = ("PNG", "TIFF", "JPEG")
_USUAL_RESOLUTION = 300
_LEAST_RESOLUTION = 72
_PAGE_INCHES = 8.27  # the width of A4, where a picture does not say how large it is
_QUALITY = 95
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
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
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
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            media_type = Image.MIME[image.format or "PNG"]
            pages = _pages(image, name)
            bound = _bind(next(pages), pages)
    except UnreadableFileError:
        raise
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
            raise UnreadableFileError(
                name=name,
                reason="The picture is larger than "
                f"{LARGEST_PICTURE // 1_000_000} million pixels or {MOST_PAGES} pages.",
                advice="Scan it with 300 dots per inch, a file a document.",
            )
        yield ImageOps.exif_transpose(_on_white(frame)).convert("L")


def _on_white(frame: Image.Image) -> Image.Image:
    """Lay a picture with see-through parts on white paper."""
    if "transparency" not in frame.info and frame.mode not in {"LA", "RGBA", "PA"}:
        return frame
    seen = frame.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen)


def _bind(first: Image.Image, others: Iterator[Image.Image]) -> bytes:
    """Bind pictures to a PDF, so that they are read as scanned pages are."""
    stream = io.BytesIO()
    first.save(
        stream,
        format="PDF",
        save_all=True,
        append_images=others,
        resolution=_resolution(first),
        quality=_QUALITY,
    )
    return stream.getvalue()


def _resolution(image: Image.Image) -> float:
    """Give dots per inch as the picture says, or as if it showed a page of A4."""
    stated = float(image.info.get("dpi", (0, 0))[0])
    if _LEAST_RESOLUTION < stated <= 4 * _USUAL_RESOLUTION:
        return stated
    return max(min(image.size) / _PAGE_INCHES, _LEAST_RESOLUTION)
