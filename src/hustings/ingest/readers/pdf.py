"""PDF: characters with their places become blocks in reading order."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from hustings.ingest.drafts import Extraction, PageCharacters, PageSize
from hustings.ingest.layout.blocks import build_drafts
from hustings.ingest.layout.bullets import mark_bullets
from hustings.ingest.layout.columns import order_columns
from hustings.ingest.layout.contents import find_contents
from hustings.ingest.layout.fragments import SPACE, find_fragments, raise_figures
from hustings.ingest.layout.furniture import clear_furniture, find_line_numbers
from hustings.ingest.layout.lines import Line, build_lines
from hustings.ingest.layout.notes import join_broken_notes
from hustings.ingest.layout.paragraphs import group_lines
from hustings.ingest.layout.styles import BodyType, find_body_type
from hustings.ingest.readers.directions import UPRIGHT
from hustings.ingest.readers.glyphs import Fonts, Glyphs, read_glyphs
from hustings.ingest.readers.pdf_hints import (
    PageLinks,
    find_links,
    iso_date,
    read_language,
    read_links,
    read_outline,
    read_shapes,
)
from hustings.ingest.readers.pdf_opening import open_pdf, refuse_empty
from hustings.ingest.scanning.scans import refuse_scan
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.drafts import Draft
    from hustings.ingest.layout.line_groups import Group
    from hustings.ingest.layout.outline import OutlineEntry
    from hustings.ingest.scanning.scans import Scanner

_PDFIUM = threading.Lock()
"""PDFium is not safe for threads: one reading at a time in one process."""

_UNREADABLE_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _ReadPage:
    size: PageSize
    turned_size: PageSize
    characters: PageCharacters
    lines: tuple[Line, ...]
    n_visible: int
    n_unreadable: int
    n_unmapped: int
    n_guessed: int
    n_line_numbers: int
    links: PageLinks | None = None
    shapes: NDArray[np.float32] | None = None
    is_straight: bool = True


def read_pdf(
    content: bytes, *, name: str, scanner: Scanner | None = None
) -> Extraction:
    """Read a PDF's text layer.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        What to call the file in messages.
    scanner : Scanner, optional
        Recognises the pages that have no text layer that can be read.

    Returns
    -------
    Extraction
        Blocks in reading order, without running heads and page numbers; what was
        taken out is listed in `problems`.

    Raises
    ------
    UnreadableFileError
        If the content is no PDF, is cut short, needs a password, or has no pages or
        no text.
    """
    with _PDFIUM:
        document = open_pdf(content, name)
        try:
            pages = _read_pages(document, name, scanner)
            properties = document.get_metadata_dict(skip_empty=True)
            language = read_language(document)
            outline = read_outline(document)
        finally:
            document.close()
    extraction = _extract(pages, properties, language, outline)
    recognised = scanner.problems() if scanner else ()
    return replace(extraction, problems=(*extraction.problems, *recognised))


def _read_pages(
    document: Any,  # noqa: ANN401 - pypdfium2 ships no types
    name: str,
    scanner: Scanner | None,
) -> list[_ReadPage]:
    if not len(document):
        raise refuse_empty(name)
    fonts: Fonts = {}
    numbers = range(1, len(document) + 1)
    pages = [_read_page(document, number, fonts) for number in numbers]
    if scanner is not None:
        scanner.is_mixed = any(page.n_visible > page.n_unreadable for page in pages)
        _recognise(document, pages, fonts, scanner)
    if not any(page.n_visible for page in pages):
        raise scanner.refuse(name) if scanner else refuse_scan(name)
    return pages


def _recognise(
    document: Any,  # noqa: ANN401 - pypdfium2 ships no types
    pages: list[_ReadPage],
    fonts: Fonts,
    scanner: Scanner,
) -> None:
    """Put what a scanner reads in the place of pages without text of their own."""
    doubtful = (
        one.size.number for one in pages if not one.n_visible or one.n_unreadable
    )
    needy = _open_pages(document, doubtful, fonts, scanner)
    for scanned in scanner.read_all(needy):
        read = replace(_lay_out(scanned.glyphs), characters=scanned.characters)
        pages[scanned.glyphs.page - 1] = read


def _open_pages(
    document: Any,  # noqa: ANN401 - pypdfium2 ships no types
    numbers: Iterable[int],
    fonts: Fonts,
    scanner: Scanner,
) -> Iterator[tuple[Any, Glyphs]]:
    """Yield the pages that need a scanner, each open until the next is asked for."""
    for number in numbers:
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            continue
        try:
            if _is_blank(page):
                continue
            glyphs = read_glyphs(page, number, fonts)
            if scanner.needs(glyphs):
                yield page, glyphs
        finally:
            page.close()


def _is_blank(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 ships no types
    """Say whether nothing at all stands on a page.

    A hundred thousand such pages fit into a small file.
    """
    n_drawn: int = pdfium.FPDFPage_CountObjects(page)
    n_notes: int = pdfium.FPDFPage_GetAnnotCount(page)
    return n_drawn == n_notes == 0


def _read_page(
    document: Any,  # noqa: ANN401 - pypdfium2 ships no types
    number: int,
    fonts: Fonts,
) -> _ReadPage:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return _empty_page(number)
    try:
        if _is_blank(page):
            width, height = page.get_size()
            size = PageSize(number=number, width=width, height=height)
            return replace(_empty_page(number), size=size)
        glyphs = read_glyphs(page, number, fonts)
        links, shapes = read_links(page, document, glyphs), read_shapes(page)
        return replace(_lay_out(glyphs), links=links, shapes=shapes)
    finally:
        page.close()


def _empty_page(number: int) -> _ReadPage:
    """Stand in for a page that PDFium cannot load."""
    size = PageSize(number=number, width=0.0, height=0.0)
    return _ReadPage(
        size=size,
        turned_size=size,
        characters=PageCharacters(page=number, boxes=np.zeros((0, 4), np.float32)),
        lines=(),
        n_visible=0,
        n_unreadable=0,
        n_unmapped=0,
        n_guessed=0,
        n_line_numbers=0,
    )


def _lay_out(glyphs: Glyphs) -> _ReadPage:
    """Turn the characters of a page into lines in reading order."""
    lines: list[Line] = []
    n_line_numbers, size = 0, (glyphs.width, glyphs.height)
    for i, number in enumerate(_directions(glyphs)):
        turned = glyphs.turned(number)
        found, n_removed = _read_lines(turned, len(lines))
        lines += [replace(line, upright=False) for line in found] if i else found
        n_line_numbers += n_removed
        size = size if i else (turned.width, turned.height)
    return _ReadPage(
        size=PageSize(number=glyphs.page, width=glyphs.width, height=glyphs.height),
        turned_size=PageSize(number=glyphs.page, width=size[0], height=size[1]),
        characters=PageCharacters(page=glyphs.page, boxes=glyphs.boxes),
        lines=tuple(lines),
        n_visible=int((glyphs.codes > 0x20).sum()),
        n_unreadable=glyphs.n_unreadable,
        n_unmapped=glyphs.n_unmapped,
        n_guessed=glyphs.n_guessed,
        n_line_numbers=n_line_numbers,
        is_straight=glyphs.directions[_directions(glyphs)[0]] == UPRIGHT,
    )


def _directions(glyphs: Glyphs) -> list[int]:
    """Return the directions in which a page has text, the main one first."""
    if glyphs.turns is None:
        return [0]
    counts = np.bincount(glyphs.turns[glyphs.codes > SPACE], minlength=1)
    order = np.argsort(-counts, kind="stable").tolist()
    return [number for number in order if counts[number]] or [0]


def _read_lines(glyphs: Glyphs, first_column: int) -> tuple[list[Line], int]:
    """Read what stands upright; tell how many line numbers were left out."""
    fragments = find_fragments(glyphs)
    numbers = find_line_numbers(glyphs, fragments)
    if len(numbers):
        fragments = fragments.without(numbers)
    if fragments.raised.any():
        glyphs = raise_figures(glyphs, fragments)
    columns = order_columns(fragments, width=glyphs.width, height=glyphs.height)
    lines = build_lines(glyphs, fragments, columns, first_column=first_column)
    return lines, len(numbers)


def _extract(
    pages: Sequence[_ReadPage],
    properties: dict[str, str],
    language: str | None,
    outline: Sequence[OutlineEntry],
) -> Extraction:
    sizes = tuple(page.turned_size for page in pages)
    cleared = clear_furniture([line for page in pages for line in page.lines], sizes)
    body = find_body_type(cleared.lines)
    lines = mark_bullets(cleared.lines, _shapes(pages), body.size)
    groups = _group(lines, body)
    return Extraction(
        media_type="application/pdf",
        drafts=_with_links(build_drafts(groups, lines, body, outline), pages),
        pages=tuple(page.size for page in pages),
        characters=tuple(page.characters for page in pages),
        title=properties.get("Title"),
        author=properties.get("Author"),
        date=iso_date(properties.get("CreationDate", "")),
        language=language,
        problems=(*_page_problems(pages, lines), *cleared.problems),
    )


def _shapes(pages: Iterable[_ReadPage]) -> dict[int, NDArray[np.float32]]:
    """Return the small drawings on the pages that are read as they are shown."""
    return {
        page.size.number: page.shapes
        for page in pages
        if page.shapes is not None and len(page.shapes) and page.is_straight
    }


def _group(lines: Sequence[Line], body: BodyType) -> list[Group]:
    """Join lines into blocks; what reads in another direction than its page is apart.

    A table or a caption set sideways must not stand in the middle of a sentence that
    goes on overleaf: it comes after the block that its page ends with.
    """
    main = [line for line in lines if line.upright]
    groups = group_lines(main, body=body, contents=find_contents(main))
    groups = join_broken_notes(groups, body.size)
    aside = [line for line in lines if not line.upright]
    if not aside:
        return groups
    groups += group_lines(aside, body=body, contents=set())
    return sorted(groups, key=lambda group: group.lines[0].page)


def _with_links(
    drafts: Iterable[Draft], pages: Sequence[_ReadPage]
) -> tuple[Draft, ...]:
    """Add the links that lie under the words."""
    links = {page.size.number: page.links for page in pages if page.links}
    if not links:
        return tuple(drafts)
    return tuple(replace(draft, links=find_links(draft, links)) for draft in drafts)


def _page_problems(
    pages: Sequence[_ReadPage], lines: Sequence[Line]
) -> Iterable[Problem]:
    unreadable = [page for page in pages if _is_unreadable(page)]
    if unreadable:
        yield _unreadable_problem(unreadable)
    elif any(page.n_unmapped for page in pages):
        yield _unmapped_problem([page for page in pages if page.n_unmapped])
    with_text = {line.page for line in lines}
    numbers = (page.size.number for page in pages)
    for first, last in _ranges(n for n in numbers if n not in with_text):
        where = f"Page {first} has" if first == last else f"Pages {first}-{last} have"
        yield Problem(
            kind="pages without text",
            message=f"{where} no text: empty, or a picture without words to be found.",
            page=first,
        )
    numbered = [page for page in pages if page.n_line_numbers]
    if numbered:
        first = numbered[0].size.number
        count = sum(page.n_line_numbers for page in numbered)
        yield Problem(
            kind="page furniture removed",
            message=f"Line numbers removed {count} times, first on page {first}.",
            page=first,
        )


def _is_unreadable(page: _ReadPage) -> bool:
    return page.n_unreadable > _UNREADABLE_SHARE * max(page.n_visible, 1)


def _unreadable_problem(pages: Sequence[_ReadPage]) -> Problem:
    """Say where words are that only a picture of the page tells."""
    count, first = sum(page.n_unreadable for page in pages), pages[0].size.number
    where = (
        f"{len(pages)} pages, first on page {first}," if pages[1:] else f"page {first}"
    )
    return Problem(
        kind="text layer unreadable",
        message=(
            f"{count} characters on {where} have no meaning in the file: its fonts "
            "lack a Unicode map. Reading them needs tesseract: apt-get install "
            "tesseract-ocr."
        ),
        page=first,
    )


def _unmapped_problem(pages: Sequence[_ReadPage]) -> Problem:
    """Say how many characters were guessed, and how many stay unknown."""
    count = sum(page.n_unmapped for page in pages)
    guessed = sum(page.n_guessed for page in pages)
    first = pages[0].size.number
    return Problem(
        kind="text layer incomplete",
        message=(
            f"{count} characters, first on page {first}, have no meaning in the file: "
            f"its fonts lack a Unicode map. {guessed} were read by their place in the "
            "font; compare the words with the page."
        ),
        page=first,
    )


def _ranges(numbers: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Yield first and last of each run of successive numbers."""
    first = last = None
    for number in numbers:
        if first is not None and last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
