"""What a file is, told by its content; its name only raises a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from hustings.errors import UnreadableFileError
from hustings.ingest.containers import (
    LARGEST_ARCHIVE,
    holds_archive,
    holds_row,
    holds_table,
)
from hustings.ingest.markup.zipped import open_zip
from hustings.model.document import Problem

if TYPE_CHECKING:
    from hustings.ingest.markup.zipped import Zipped

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
EPUB = "application/epub+zip"
TEI = "application/tei+xml"
ROW = "application/json"
"""One row of a table, with its words under `text`."""
PNG = "image/png"
TIFF = "image/tiff"
JPEG = "image/jpeg"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"

_WORDS = {
    PDF: "PDF",
    DOCX: "DOCX",
    ODT: "ODT",
    RTF: "RTF",
    EPUB: "EPUB",
    TEI: "TEI XML",
    ROW: "one row of a table",
    PNG: "PNG image",
    TIFF: "TIFF image",
    JPEG: "JPEG image",
    HTML: "HTML",
    MARKDOWN: "Markdown",
    TEXT: "plain text",
}
# Endings of names that promise a format; a content of another format is a Problem.
_ENDINGS = {
    "pdf": {PDF},
    "docx": {DOCX},
    "html": {HTML},
    "htm": {HTML},
    "xhtml": {HTML},
    "md": {MARKDOWN, TEXT},
    "mkd": {MARKDOWN, TEXT},
    "markdown": {MARKDOWN, TEXT},
    "txt": {TEXT, MARKDOWN},
    "text": {TEXT, MARKDOWN},
    "doc": {RTF},  # word processors write RTF under this name
    "odt": {ODT},
    "ott": {ODT},
    "rtf": {RTF},
    "epub": {EPUB},
    "tei": {TEI},
    "png": {PNG},
    "tif": {TIFF},
    "tiff": {TIFF},
    "jpg": {JPEG},
    "jpeg": {JPEG},
    "xml": {TEI, HTML},
    "json": {ROW, TEXT},
    "jsonl": {ROW},
}
_MAGIC = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_UNREAD_IMAGES = ((b"GIF8", "GIF image"), (b"BM", "BMP image"))
_UNREAD = (
    (b"\xd0\xcf\x11\xe0", "old Word or Office (DOC, XLS, PPT)"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"%!PS", "PostScript"),
)
_IN_ZIP = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", "XLSX"),
    ("ppt/presentation.xml", "PPTX"),
)
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": ODT,
    b"application/vnd.oasis.opendocument.text-template": ODT,
    b"application/epub+zip": EPUB,
}
_MARKING_PARTS = ("mimetype", "META-INF/container.xml", "[Content_Types].xml")
_LONGEST_MIMETYPE = 200
_HTML_START = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*"
    r"<(!doctype\s+html|html|head|body|h[1-6]|p|div|ul|ol|table|meta|title|span|"
    r"section|article|main|header|nav|link|style|script|base)\b",
    re.IGNORECASE | re.DOTALL,
)
_TEI_START = re.compile(
    r"\s*(<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>\s*)*"
    r"<(\w+:)?(TEI|TEI\.2|teiCorpus)\b",
    re.DOTALL,
)
_XML_START = re.compile(r"\s*<\?xml\b|\s*<(svg|rss|feed)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A media type that Hustings reads, and what was odd about the file's name."""

    media_type: str
    problems: tuple[Problem, ...] = ()


def recognise_media(content: bytes, *, name: str) -> Recognised:
    """Tell the media type of a file from its content.

    Raises
    ------
    UnreadableFileError
        If the file is empty, an image, or of a format that is not read.

    Examples
    --------
    >>> recognise_media(b"%PDF-1.7 ...", name="report.pdf").media_type
    'application/pdf'
    >>> recognise_media(b"Plain words.", name="report.pdf").problems[0].kind
    'misleading name'
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        _refuse(name, "The file is empty.", "Give a file with text.")
    media_type = _by_magic(content, name) or _as_table(content, name)
    media_type = media_type or _by_opening(content, name)
    return Recognised(media_type=media_type, problems=_question(media_type, name))


def _refuse(name: str, reason: str, advice: str) -> NoReturn:
    raise UnreadableFileError(name=name, reason=reason, advice=advice)


def _by_magic(content: bytes, name: str) -> str | None:
    """Tell binary formats by their first bytes."""
    at = content.find(b"%PDF-", 0, 1024)
    # Junk may stand before the header; a text may also just speak of it.
    if at >= 0 and (not content[:at].strip() or b"endobj" in content):
        return PDF
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _by_zip(content, name)
    _refuse_unread(content, name)
    return None


def _refuse_unread(content: bytes, name: str) -> None:
    """Refuse pictures and other formats that are not read."""
    for magic, image in _UNREAD_IMAGES:
        if content.startswith(magic) and not _is_wordy(content):
            reason = f"The file is a {image}, not text."
            _refuse(name, reason, "Save it as PNG and read that.")
    for magic, format_name in _UNREAD:
        if content.startswith(magic):
            _refuse_format(name, format_name)


def _is_wordy(content: bytes) -> bool:
    """Say whether a file that begins like an image is text after all."""
    return content[:256].isascii() and b"\x00" not in content[:256]


def _refuse_format(name: str, format_name: str) -> NoReturn:
    reason = f"Reading {format_name} is not built yet."
    _refuse(name, reason, "Convert it to PDF, DOCX, ODT, HTML or plain text.")


def _by_zip(content: bytes, name: str) -> str:
    """Tell the formats that are ZIP archives by what is in them."""
    zipped = open_zip(content, name=name, what="ZIP", largest=LARGEST_ARCHIVE)
    for part, media_type in _IN_ZIP:
        if part in zipped.sizes:
            if media_type != DOCX:
                _refuse_format(name, media_type)
            return media_type
    is_short = zipped.sizes.get("mimetype", _LONGEST_MIMETYPE) < _LONGEST_MIMETYPE
    kind = zipped.read("mimetype").strip() if is_short else b""
    if kind in _MIMETYPES:
        return _MIMETYPES[kind]
    if "META-INF/container.xml" in zipped.sizes:
        return EPUB
    if _is_office(zipped):
        _refuse_format(name, "this sort of ZIP")
    reason = f"The file is a ZIP archive ({len(zipped.sizes)} files)."
    _refuse(name, reason, "Take them into a project with 'hustings read'.")


def is_archive(content: bytes, *, name: str) -> bool:
    """Say whether a file is a ZIP of files, not a document that is a ZIP.

    Raises
    ------
    UnreadableFileError
        If it is a damaged ZIP, or one that would unpack to too much.
    """
    if not holds_archive(content):
        return False
    zipped = open_zip(content, name=name, what="ZIP", largest=LARGEST_ARCHIVE)
    return not _is_office(zipped)


def _is_office(zipped: Zipped) -> bool:
    """Say whether a ZIP has the parts by which documents are told."""
    parts = {part for part, _ in _IN_ZIP} | set(_MARKING_PARTS)
    return bool(parts & zipped.sizes.keys())


def _as_table(content: bytes, name: str) -> str | None:
    """Tell a row of a table, which is a document, from a table, which is many."""
    if holds_row(content):
        return ROW
    if holds_table(content, name=name):
        reason = "The file is a table of many documents, one a row."
        _refuse(name, reason, "Take it into a project with 'hustings read'.")
    return None


def _by_opening(content: bytes, name: str) -> str:
    """Tell HTML from other text by its first tag."""
    opening = _opening(content)
    if _HTML_START.match(opening):
        return HTML
    if _TEI_START.match(opening):
        return TEI
    if _XML_START.match(opening):
        _refuse_format(name, "XML")
    return TEXT


def _opening(content: bytes) -> str:
    """Decode the first characters, whatever the encoding: tags are ASCII."""
    head = content[:4096].replace(b"\x00", b"")
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.decode("latin-1")


def _question(media_type: str, name: str) -> tuple[Problem, ...]:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in _ENDINGS or media_type in _ENDINGS[ending]:
        return ()
    message = (
        f"The name ends in .{ending}, but the content is {_WORDS[media_type]}; "
        "it was read by its content."
    )
    return (Problem(kind="misleading name", message=message),)
