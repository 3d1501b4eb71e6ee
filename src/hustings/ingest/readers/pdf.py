"""PDF: characters with their places become blocks in reading order."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from hustings.errors import UnreadableFileError
from hustings.ingest.blocks import build_drafts
from hustings.ingest.contents import find_contents
from hustings.ingest.drafts import Extraction, PageCharacters, PageSize
from hustings.ingest.fragments import find_fragments, raise_figures
from hustings.ingest.furniture import clear_furniture, find_line_numbers
from hustings.ingest.layout import order_columns
from hustings.ingest.lines import Line, build_lines, build_turned_lines
from hustings.ingest.paragraphs import group_lines
from hustings.ingest.readers.glyphs import Fonts, Glyphs, read_glyphs
from hustings.ingest.readers.pdf_hints import (
    PageLinks,
    find_links,
    read_links,
    read_outline,
)
from hustings.ingest.scans import refuse_scan
from hustings.ingest.styles import find_body_type
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.ingest.drafts import Draft
    from hustings.ingest.outline import OutlineEntry
    from hustings.ingest.scans import Scanner

_PDFIUM = threading.Lock()
"""PDFium is not safe for threads: one reading at a time in one process."""

_UNREADABLE_SHARE = 0.3
_DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _ReadPage:
    size: PageSize
    characters: PageCharacters
    lines: tuple[Line, ...]
    n_visible: int
    n_unreadable: int
    n_unmapped: int
    n_guessed: int
    n_line_numbers: int
    links: PageLinks | None = None


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
        document = _open(content, name)
        try:
            pages = _read_pages(document, name, scanner)
            properties = document.get_metadata_dict(skip_empty=True)
            language = _language(document)
            outline = read_outline(document)
        finally:
            document.close()
    extraction = _extract(pages, properties, language, outline)
    recognised = scanner.problems() if scanner else ()
    return replace(extraction, problems=(*extraction.problems, *recognised))


def _open(content: bytes, name: str) -> Any:  # noqa: ANN401 - pypdfium2 ships no types
    """Open a document, or say in one line why that cannot be done."""
    if b"%PDF-" not in content[:1024]:
        raise UnreadableFileError(
            name=name,
            reason="The content is not a PDF.",
            advice="Check the file, or save it as PDF again.",
        )
    ending = content.rstrip(b"\0\r\n\t ")[-4096:]
    if b"%%EOF" not in ending and b"startxref" not in ending:
        raise _truncated(name)
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _explain(content, name) from error


def _explain(content: bytes, name: str) -> UnreadableFileError:
    """Find out why a document does not open.

    It is loaded once more without the wrapper, which also refuses documents without
    pages and then tells PDFium's last error of whatever document was read before.
    """
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if document:
        pdfium.FPDF_CloseDocument(document)
        return _without_pages(name)
    if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableFileError(
            name=name,
            reason="The PDF is encrypted and needs a password.",
            advice="Save a copy without a password and read that.",
        )
    return UnreadableFileError(
        name=name,
        reason="The PDF is damaged.",
        advice="Get the file again, or save it anew from a PDF viewer.",
    )


def _truncated(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        name=name,
        reason="The PDF is cut short: its end is missing.",
        advice="Get the file again.",
    )


def _without_pages(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        name=name,
        reason="The PDF has no pages.",
        advice="Get the file again, or leave it out.",
    )


def _read_pages(
    document: Any,  # noqa: ANN401 - pypdfium2 ships no types
    name: str,
    scanner: Scanner | None,
) -> list[_ReadPage]:
    if not len(document):
        raise _without_pages(name)
    fonts: Fonts = {}
    numbers = range(1, len(document) + 1)
    pages = [_read_page(document, number, fonts, None) for number in numbers]
    if scanner is not None:
        scanner.is_mixed = any(page.n_visible > page.n_unreadable for page in pages)
        pages = [
            _read_page(document, page.size.number, fonts, scanner)
            if not page.n_visible or page.n_unreadable
            else page
            for page in pages
        ]
    if not any(page.n_visible for page in pages):
        raise scanner.refuse(name) if scanner else refuse_scan(name)
    return pages


def _read_page(
    document: Any,  # noqa: ANN401 - pypdfium2 ships no types
    number: int,
    fonts: Fonts,
    scanner: Scanner | None,
) -> _ReadPage:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return _empty_page(number)
    try:
        glyphs = read_glyphs(page, number, fonts)
        if scanner is not None and scanner.needs(glyphs):
            scanned = scanner.read(page, glyphs)
            return replace(_lay_out(scanned.glyphs), characters=scanned.characters)
        links = read_links(page, document, glyphs)
        return replace(_lay_out(glyphs), links=links)
    finally:
        page.close()


def _empty_page(number: int) -> _ReadPage:
    """Stand in for a page that PDFium cannot load."""
    return _ReadPage(
        size=PageSize(number=number, width=0.0, height=0.0),
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
    fragments = find_fragments(glyphs)
    numbers = find_line_numbers(glyphs, fragments)
    if len(numbers):
        fragments = fragments.without(numbers)
    if fragments.raised.any():
        glyphs = raise_figures(glyphs, fragments)
    columns = order_columns(fragments, width=glyphs.width, height=glyphs.height)
    lines = build_lines(glyphs, fragments, columns)
    lines += build_turned_lines(glyphs, len(columns))
    return _ReadPage(
        size=PageSize(number=glyphs.page, width=glyphs.width, height=glyphs.height),
        characters=PageCharacters(page=glyphs.page, boxes=glyphs.boxes),
        lines=tuple(lines),
        n_visible=int((glyphs.codes > 0x20).sum()),
        n_unreadable=glyphs.n_unreadable,
        n_unmapped=glyphs.n_unmapped,
        n_guessed=glyphs.n_guessed,
        n_line_numbers=len(numbers),
    )


def _extract(
    pages: Sequence[_ReadPage],
    properties: dict[str, str],
    language: str | None,
    outline: Sequence[OutlineEntry],
) -> Extraction:
    sizes = tuple(page.size for page in pages)
    cleared = clear_furniture([line for page in pages for line in page.lines], sizes)
    lines = cleared.lines
    body = find_body_type(lines)
    groups = group_lines(lines, body=body, contents=find_contents(lines))
    return Extraction(
        media_type="application/pdf",
        drafts=_with_links(build_drafts(groups, lines, body, outline), pages),
        pages=sizes,
        characters=tuple(page.characters for page in pages),
        title=properties.get("Title"),
        author=properties.get("Author"),
        date=_iso_date(properties.get("CreationDate", "")),
        language=language,
        problems=(*_page_problems(pages, lines), *cleared.problems),
    )


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
    unreadable = sum(page.n_unreadable for page in pages)
    visible = sum(page.n_visible for page in pages) + unreadable
    if unreadable > _UNREADABLE_SHARE * max(visible, 1):
        yield Problem(
            kind="text layer unreadable",
            message=(
                f"{unreadable} of {visible} characters have no meaning in the file: "
                "its fonts lack a Unicode map. Reading it needs tesseract: apt-get "
                "install tesseract-ocr."
            ),
        )
    elif any(page.n_unmapped for page in pages):
        yield _unmapped_problem([page for page in pages if page.n_unmapped])
    with_text = {line.page for line in lines}
    numbers = (page.size.number for page in pages)
    for first, last in _ranges(n for n in numbers if n not in with_text):
        where = f"Page {first} has" if first == last else f"Pages {first}-{last} have"
        yield Problem(
            kind="pages without text",
            message=f"{where} no text: pictures or scans, which were not read.",
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


def _iso_date(text: str) -> str | None:
    """Turn a PDF date such as ``D:20310507...`` into an ISO date."""
    found = _DATE.match(text)
    return "-".join(part for part in found.groups() if part) if found else None


def _language(document: Any) -> str | None:  # noqa: ANN401 - pypdfium2 ships no types
    """Return the ISO 639-1 code in the document's catalogue, if there is one."""
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if length <= 2:
        return None
    buffer = bytearray(length)
    array = (pdfium.FPDF_WCHAR * (length // 2)).from_buffer(buffer)
    pdfium.FPDFCatalog_GetLanguage(document, array, length)
    code = buffer.decode("utf-16-le", "replace").strip("\0")[:2].lower()
    return code if code.isalpha() and len(code) == 2 else None
