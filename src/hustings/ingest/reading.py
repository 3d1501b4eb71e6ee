"""One file's bytes to one document: the reader for its content, then all it shares."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from hustings.errors import UnreadableFileError
from hustings.ingest.drafts import assemble
from hustings.ingest.languages import choose_language
from hustings.ingest.media import (
    DOCX,
    EPUB,
    HTML,
    JPEG,
    ODT,
    PDF,
    PNG,
    ROW,
    RTF,
    TEI,
    TEXT,
    TIFF,
    recognise_media,
)
from hustings.ingest.readers.docx import read_docx
from hustings.ingest.readers.epub import read_epub
from hustings.ingest.readers.html import read_html
from hustings.ingest.readers.images import read_image
from hustings.ingest.readers.odt import read_odt
from hustings.ingest.readers.pdf import read_pdf
from hustings.ingest.readers.rtf import read_rtf
from hustings.ingest.readers.tables import read_row
from hustings.ingest.readers.tei import read_tei
from hustings.ingest.readers.text import read_text
from hustings.ingest.scanning.scans import Scanner
from hustings.ingest.structure.dates import find_dates, question_dates
from hustings.ingest.structure.guesses import guess_properties
from hustings.ingest.structure.refining import refine_structure
from hustings.model.document import Document, Guesses, Link, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hustings.ingest.drafts import Assembly, Extraction, PageCharacters
    from hustings.ingest.scanning.scans import Recognise
    from hustings.ingest.structure.guesses import Guessed
    from hustings.model.document import Problem

READERS: dict[str, Callable[..., Extraction]] = {
    PDF: read_pdf,
    DOCX: read_docx,
    ODT: read_odt,
    RTF: read_rtf,
    EPUB: read_epub,
    TEI: read_tei,
    ROW: read_row,
    PNG: read_image,
    TIFF: read_image,
    JPEG: read_image,
    HTML: read_html,
    TEXT: read_text,  # and Markdown, which is told by its marks
}
"""Media type to reader. A new format is one function and one row here."""

SCANNED = frozenset({PDF, PNG, TIFF, JPEG})
"""Media types whose pages may be pictures; their readers take a `scanner`."""

_BARE_LINK = re.compile(r"(?<![\w@./-])(?:https?://|www\.)[^\s<>\"'“”‘’»«)\]]{3,300}")
_ID_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the user says of a document; what is said is never guessed.

    Attributes
    ----------
    language : str or None
        ISO 639-1 code; of scans in several languages their codes joined by "+".
    """

    actor: str | None = None
    date: str | None = None
    title: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """A document and where each character of its pages stands."""

    document: Document
    characters: tuple[PageCharacters, ...] = ()


def read_document(
    content: bytes,
    *,
    name: str,
    described: Described,
    recognise: Recognise | None = None,
) -> Reading:
    r"""Read the bytes of one file.

    The content decides what the file is; `name` serves messages, and as the title of
    last resort. `recognise` reads the words in pictures of pages (`scans.Recognise`);
    without it a scan is refused.

    Raises
    ------
    UnreadableFileError
        If the content is empty, damaged, or of a format that is not read.

    Examples
    --------
    >>> content = b"Open the Ferry\n\nWe will run a ferry to the island every day."
    >>> reading = read_document(content, name="ferry.txt", described=Described())
    >>> reading.document.title, [block.kind for block in reading.document.blocks]
    ('Open the Ferry', ['heading', 'paragraph'])
    """
    recognised = recognise_media(content, name=name)
    read = READERS[recognised.media_type]
    if recognise is not None and recognised.media_type in SCANNED:
        scanner = Scanner(recognise=recognise, language=described.language)
        read = partial(read, scanner=scanner)
    extraction = read(content, name=name)
    assembly = assemble(refine_structure(extraction.drafts), extraction.pages)
    if not assembly.text.strip():
        raise UnreadableFileError(
            name=name,
            reason="No text was found in it.",
            advice="Give a file with text.",
        )
    problems = (*recognised.problems, *extraction.problems)
    document = _document(content, name, extraction, assembly, described, problems)
    return Reading(document=document, characters=extraction.characters)


def _document(
    content: bytes,
    name: str,
    extraction: Extraction,
    assembly: Assembly,
    described: Described,
    problems: Sequence[Problem],
) -> Document:
    """Put together what was read, what was said and what was guessed."""
    sha256 = hashlib.sha256(content).hexdigest()
    language = choose_language(described.language, assembly.text)
    language = language or extraction.language
    dates = find_dates(assembly.text, language=language)
    guessed = guess_properties(assembly, extraction, dates, name=name)
    doubts = question_dates(assembly.text, language=language)
    return Document(
        document_id=f"d{sha256[:_ID_LENGTH]}",
        sha256=sha256,
        media_type=extraction.media_type,
        text=assembly.text,
        title=described.title or guessed.title,
        actor=described.actor or guessed.actor,
        date=described.date or guessed.date,
        language=language,
        pages=assembly.pages,
        blocks=assembly.blocks,
        dates=dates,
        links=_all_links(assembly),
        guessed=_undescribed(guessed, described),
        offsets=assembly.offsets,
        problems=(*problems, *doubts, *_open_problems(guessed, described)),
    )


def _undescribed(guessed: Guessed, described: Described) -> Guesses:
    """Keep the evidence of those guesses that the user did not replace."""
    spans = guessed.spans
    return Guesses(
        title=None if described.title else spans.title,
        actor=None if described.actor else spans.actor,
        date=None if described.date else spans.date,
    )


def _open_problems(guessed: Guessed, described: Described) -> Iterator[Problem]:
    """Yield the problems with guesses that the user did not replace."""
    for problem in guessed.problems:
        if not getattr(described, problem.kind.partition(" ")[0]):
            yield problem


def _all_links(assembly: Assembly) -> tuple[Link, ...]:
    """Add the addresses that stand in the text itself to the marked links."""
    covered = {position for link in assembly.links for position in _bounds(link.span)}
    bare = (
        Link(span=Span(match.start(), match.start() + len(url)), url=_full(url))
        for match in _BARE_LINK.finditer(assembly.text)
        if (url := match.group().rstrip(".,;:!?…")) and match.start() not in covered
    )
    return tuple(sorted((*assembly.links, *bare), key=lambda link: link.span))


def _bounds(span: Span) -> range:
    return range(span.start, span.end)


def _full(url: str) -> str:
    return url if url.startswith("http") else f"https://{url}"
