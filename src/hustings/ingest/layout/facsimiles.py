"""Pictures of pages, to stand beside the text that was read from them.

A kernel, so that any engine may draw pages, in a process that can be killed.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pypdfium2
from PIL import Image, ImageOps

from hustings.ingest.tables import PICTURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIDTH = 1000
"""Pixels across: enough to read small print beside the text, 40 to 120 kB a page."""

_TALLEST = 4 * WIDTH
_QUALITY = 50
_FORMATS = ("PNG", "TIFF", "JPEG")


def draw_batch(wanted: pa.RecordBatch) -> pa.RecordBatch:
    """Draw pages: rows of `tables.WANTED` in, rows of `tables.PICTURES` out."""
    rows = [
        {"page": number, "picture": picture}
        for row in wanted.to_pylist()
        for number, picture in _draw(row)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=PICTURES)


def _draw(row: dict[str, Any]) -> Iterator[tuple[int, bytes]]:
    """Draw what can be drawn; a page that cannot leaves the others as they are."""
    try:
        source = _open(row["content"], row["media_type"])
    except Exception:  # noqa: BLE001 - a damaged file has no picture, and says so on its page
        return
    for number in range(row["first"], row["last"] + 1):
        try:
            picture = _write(source(number))
        except Exception:  # noqa: BLE001, S112 - the page says that it has no picture
            continue
        yield number, picture


def _open(content: bytes, media_type: str) -> Callable[[int], Image.Image]:
    """Open a document; what comes back draws a page by its number."""
    if media_type == "application/pdf":
        document = pypdfium2.PdfDocument(content)
        return lambda number: _draw_page(document[number - 1])
    image = Image.open(io.BytesIO(content), formats=_FORMATS)
    return lambda number: _pick_frame(image, number)


def _draw_page(page: Any) -> Image.Image:  # noqa: ANN401 - pypdfium2 ships no types
    """Draw a page as shown: cropped, turned, on white."""
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), _TALLEST / max(height, 1))
    drawn: Image.Image = page.render(scale=scale).to_pil()
    return drawn


def _pick_frame(image: Image.Image, number: int) -> Image.Image:
    """Take a page of a picture file, upright."""
    image.seek(number - 1)
    frame = ImageOps.exif_transpose(image)
    frame.thumbnail((WIDTH, _TALLEST))
    return frame


def _write(picture: Image.Image) -> bytes:
    """Write a picture as WebP."""
    stream = io.BytesIO()
    picture.convert("RGB").save(stream, "WEBP", quality=_QUALITY, method=2)
    return stream.getvalue()
