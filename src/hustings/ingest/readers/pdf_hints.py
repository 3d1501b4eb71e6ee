"""What a PDF says beside its text: outline, links, small drawings, properties."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from hustings.ingest.drafts import DraftLink
from hustings.ingest.layout.outline import OutlineEntry
from hustings.ingest.readers.glyphs import show_rectangles
from hustings.ingest.readers.pdfium_calls import (
    get_bounds,
    get_object_type,
    get_page_object,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.drafts import Draft
    from hustings.ingest.readers.glyphs import Glyphs

_MOST_ENTRIES = 5_000
_MOST_LINKS = 1_000
_LONGEST_ADDRESS = 4_096
_DRAWINGS = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
_MOST_OBJECTS = 4_000
_MOST_SHAPES = 400
_SMALLEST_SHAPE, _LARGEST_SHAPE = 1.5, 12.0
"""In points: smaller is a speck, larger a picture."""
_DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?")
_SCHEMES = ("http://", "https://", "mailto:", "ftp://")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageLinks:
    """The links of one page.

    Attributes
    ----------
    of_character : array of int, shape (n_characters,)
        For each character of the page its link's place in `urls`, or -1.
    """

    urls: tuple[str, ...]
    of_character: NDArray[np.intp]


def read_outline(document: Any) -> tuple[OutlineEntry, ...]:  # noqa: ANN401 - pypdfium2 ships no types
    """Read the entries of a document's outline that lead to a page."""
    entries = []
    try:
        for i, mark in enumerate(document.get_toc()):
            place = mark.get_dest()
            page = None if place is None else place.get_index()
            if i >= _MOST_ENTRIES:
                break
            if page is not None:
                title = mark.get_title()
                entries.append(
                    OutlineEntry(title=title, level=mark.level + 1, page=page + 1)
                )
    except (pypdfium2.PdfiumError, ValueError, UnicodeError):
        return ()
    return tuple(entries)


def read_links(
    page: Any,  # noqa: ANN401 - pypdfium2 ships no types
    document: Any,  # noqa: ANN401 - pypdfium2 ships no types
    glyphs: Glyphs,
) -> PageLinks | None:
    """Find the addresses that a page links to, and the characters they lie under.

    Parameters
    ----------
    page : pypdfium2.PdfPage
    document : pypdfium2.PdfDocument
    glyphs : Glyphs
    """
    urls: list[str] = []
    x, y = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]).T / 2
    of_character = np.full(len(x), -1, np.intp)
    for url, rectangle in _addresses(page, document):
        shown = show_rectangles(page, np.array([rectangle], np.float32))
        x0, y0, x1, y1 = shown[0].tolist()
        inside = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
        if inside.any():
            of_character[inside] = len(urls)
            urls.append(url)
    return PageLinks(urls=tuple(urls), of_character=of_character) if urls else None


def _addresses(
    page: Any,  # noqa: ANN401 - pypdfium2 ships no types
    document: Any,  # noqa: ANN401 - pypdfium2 ships no types
) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield address and rectangle of each link to somewhere outside the file."""
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    box = pdfium.FS_RECTF()
    for _ in range(_MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(
            page, ctypes.byref(position), ctypes.byref(link)
        ):
            return
        action = pdfium.FPDFLink_GetAction(link)
        url = _address(document, action) if action else ""
        if url.lower().startswith(_SCHEMES) and pdfium.FPDFLink_GetAnnotRect(
            link, ctypes.byref(box)
        ):
            across, along = (box.left, box.right), (box.bottom, box.top)
            yield url, (min(across), min(along), max(across), max(along))


def _address(document: Any, action: Any) -> str:  # noqa: ANN401 - pypdfium2 ships no types
    buffer = ctypes.create_string_buffer(_LONGEST_ADDRESS)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, len(buffer))
    return buffer.value.decode("utf-8", "replace").strip()


def read_shapes(page: Any) -> NDArray[np.float32]:  # noqa: ANN401 - pypdfium2 ships no types
    """Find the small drawings on a page that may be the bullets of a list.

    Returns
    -------
    array of float32, shape (n, 4)
        x0, y0, x1, y1 in points of the page as shown.
    """
    count = pdfium.FPDFPage_CountObjects(page)
    if not 0 < count <= _MOST_OBJECTS:
        return np.zeros((0, 4), np.float32)
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value
    objects = list(map(get_page_object, repeat(handle), range(count)))
    drawn = [each for each in objects if get_object_type(each) in _DRAWINGS]
    bounds = np.zeros((len(drawn), 4), np.float32)
    at = bounds.ctypes.data
    for i, each in enumerate(drawn):
        start = at + 16 * i
        get_bounds(each, start, start + 4, start + 8, start + 12)
    extent = bounds[:, 2:] - bounds[:, :2]
    small = ((extent >= _SMALLEST_SHAPE) & (extent <= _LARGEST_SHAPE)).all(axis=1)
    small &= extent.max(axis=1) < 2 * extent.min(axis=1)
    few = small.sum() <= _MOST_SHAPES
    return show_rectangles(page, bounds[small] if few else bounds[:0])


def find_links(draft: Draft, pages: Mapping[int, PageLinks]) -> tuple[DraftLink, ...]:
    """Return the links that lie under a block's words."""
    found: list[DraftLink] = []
    before: tuple[int, int] | None = None
    position = 0
    for piece in draft.pieces:
        if piece.page is not None and piece.text:
            links = pages.get(piece.page)
            for number, start, end in _stretches(links, piece.first, len(piece.text)):
                key = (piece.page, number)
                if links is None or number < 0:
                    before = None
                elif key == before:
                    first = found.pop().start
                    found.append(_link(first, position + end, links, number))
                else:
                    found.append(_link(position + start, position + end, links, number))
                    before = key
        position += len(piece.text)
    return tuple(found)


def _link(start: int, end: int, links: PageLinks, number: int) -> DraftLink:
    return DraftLink(start=start, end=end, url=links.urls[number])


def _stretches(
    links: PageLinks | None, first: int, length: int
) -> Sequence[tuple[int, int, int]]:
    """Split characters into runs that lie under one link, or under none (-1)."""
    if links is None:
        return [(-1, 0, length)]
    numbers = links.of_character[first : first + length]
    starts = np.flatnonzero(np.diff(numbers, prepend=-2)).tolist()
    ends = [*starts[1:], len(numbers)]
    return [(int(numbers[a]), a, b) for a, b in zip(starts, ends, strict=True) if a < b]


def iso_date(text: str) -> str | None:
    """Turn a PDF date such as ``D:20310507...`` into an ISO date."""
    found = _DATE.match(text)
    return "-".join(part for part in found.groups() if part) if found else None


def read_language(document: Any) -> str | None:  # noqa: ANN401 - pypdfium2 ships no types
    """Return the ISO 639-1 code in the document's catalogue, if there is one."""
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if length <= 2:
        return None
    buffer = bytearray(length)
    array = (pdfium.FPDF_WCHAR * (length // 2)).from_buffer(buffer)
    pdfium.FPDFCatalog_GetLanguage(document, array, length)
    code = buffer.decode("utf-16-le", "replace").strip("\0")[:2].lower()
    return code if code.isalpha() and len(code) == 2 else None
