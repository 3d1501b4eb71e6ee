"""What a PDF says beside its text: its outline, and the links on its pages."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from hustings.ingest.drafts import DraftLink
from hustings.ingest.outline import OutlineEntry
from hustings.ingest.readers.glyphs import show_rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.drafts import Draft
    from hustings.ingest.readers.glyphs import Glyphs

_MOST_ENTRIES = 5_000
_MOST_LINKS = 1_000
_LONGEST_ADDRESS = 4_096
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
        x0, y0, x1, y1 = show_rectangle(page, rectangle)
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
