"""What a file is, told by its content; its name only raises a question."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import NoReturn

from hustings.errors import UnreadableFileError
from hustings.model.document import Problem

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"

_WORDS = {
    PDF: "PDF",
    DOCX: "DOCX",
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
    "doc": set(),
    "odt": set(),
    "rtf": set(),
    "epub": set(),
}
_IMAGES = (
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"BM", "BMP image"),
)
_UNREAD = (
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "old Word or Office (DOC, XLS, PPT)"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"PAR1", "Parquet"),
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
    b"application/vnd.oasis.opendocument.text": "ODT",
    b"application/epub+zip": "EPUB",
}
_HTML_START = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*"
    r"<(!doctype\s+html|html|head|body|h[1-6]|p|div|ul|ol|table|meta|title|span|"
    r"section|article|main|header|nav|link|style|script|base)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(r"\s*<\?xml\b|\s*<(TEI|svg|rss|feed)\b")


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
    media_type = _by_magic(content, name) or _by_opening(content, name)
    return Recognised(media_type=media_type, problems=_question(media_type, name))


def _refuse(name: str, reason: str, advice: str) -> NoReturn:
    raise UnreadableFileError(name=name, reason=reason, advice=advice)


def _by_magic(content: bytes, name: str) -> str | None:
    """Tell binary formats by their first bytes."""
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _by_zip(content, name)
    for magic, image in _IMAGES:
        if content.startswith(magic) and not _is_wordy(content):
            advice = "Recognise its text with an OCR program and read the result."
            _refuse(name, f"The file is an image ({image}), not text.", advice)
    for magic, format_name in _UNREAD:
        if content.startswith(magic):
            _refuse_format(name, format_name)
    return None


def _is_wordy(content: bytes) -> bool:
    """Say whether a file that begins like an image is text after all."""
    return content[:256].isascii() and b"\x00" not in content[:256]


def _refuse_format(name: str, format_name: str) -> NoReturn:
    reason = f"Reading {format_name} is not built yet."
    _refuse(name, reason, "Convert it to PDF, DOCX, HTML or plain text.")


def _by_zip(content: bytes, name: str) -> str:
    """Tell the formats that are ZIP archives by what is in them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
            kind = archive.read("mimetype")[:80] if "mimetype" in members else b""
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        RuntimeError,
        ValueError,
        KeyError,
    ):
        _refuse(name, "The file is a damaged ZIP or DOCX.", "Fetch it again.")
    for member, media_type in _IN_ZIP:
        if member in members:
            if media_type != DOCX:
                _refuse_format(name, media_type)
            return media_type
    _refuse_format(name, _MIMETYPES.get(kind.strip(), "ZIP"))


def _by_opening(content: bytes, name: str) -> str:
    """Tell HTML from other text by its first tag."""
    opening = _opening(content)
    if _HTML_START.match(opening):
        return HTML
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
