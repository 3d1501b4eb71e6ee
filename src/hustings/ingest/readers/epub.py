"""EPUB: the chapters of the spine, each read like a web page without furniture."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hustings.errors import UnreadableFileError
from hustings.ingest.characters.decoding import decode_text
from hustings.ingest.drafts import Draft, Extraction
from hustings.ingest.markup.xmltree import local_name, parse_xml, words_of
from hustings.ingest.markup.zipped import damaged, open_zip
from hustings.ingest.media import EPUB
from hustings.ingest.readers.html import draft_html
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from hustings.ingest.markup.zipped import Zipped

_CONTAINER = "META-INF/container.xml"
_LOCKS = "META-INF/encryption.xml"
_CHAPTERS = frozenset(["application/xhtml+xml", "text/html", "text/x-oeb1-document"])
_ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    """One part of the spine, by its place in the archive."""

    part: str
    is_navigation: bool


def read_epub(content: bytes, *, name: str) -> Extraction:
    """Read an EPUB in the order of its spine; its navigation page is left out.

    Raises
    ------
    UnreadableFileError
        If the file is damaged, locked against copying, or unpacks to too much.
    """
    zipped = open_zip(content, name=name, what="EPUB")
    place = _package_place(zipped, name)
    package = parse_xml(zipped.read(place), name=name, what="EPUB")
    chapters = list(_spine(package, posixpath.dirname(place)))
    if not chapters:
        raise damaged(name, "EPUB")
    _refuse_locked(zipped, chapters, name)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for chapter in chapters:
        if chapter.is_navigation:
            continue
        if chapter.part not in zipped.sizes:
            problems.append(_missing(chapter.part))
            continue
        extraction = _read_chapter(zipped.read(chapter.part), name)
        drafts += extraction.drafts
        problems += extraction.problems
    return Extraction(
        media_type=EPUB,
        drafts=tuple(drafts),
        title=_hint(package, "title"),
        author=_hint(package, "creator"),
        date=_date(package),
        language=(_hint(package, "language") or "")[:2].lower() or None,
        problems=tuple(problems),
    )


def _package_place(zipped: Zipped, name: str) -> str:
    """Find where the archive keeps the list of its parts."""
    part = zipped.find(_CONTAINER)
    if part is not None:
        container = parse_xml(part, name=name, what="EPUB")
        for root in container.iter("{*}rootfile"):
            place = root.get("full-path")
            if place in zipped.sizes:
                return str(place)
    found = next((one for one in zipped.sizes if one.endswith(".opf")), None)
    if found is None:
        raise damaged(name, "EPUB")
    return found


def _spine(package: etree._Element, folder: str) -> Iterator[_Chapter]:
    """Yield the chapters in reading order, each once."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    seen: set[str] = set()
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _CHAPTERS:
            continue
        href = unquote((item.get("href") or "").partition("#")[0])
        part = posixpath.normpath(posixpath.join(folder, href))
        if part not in seen:
            seen.add(part)
            properties = (item.get("properties") or "").split()
            yield _Chapter(part=part, is_navigation="nav" in properties)


def _refuse_locked(zipped: Zipped, chapters: list[_Chapter], name: str) -> None:
    """Refuse a book whose chapters, not only its fonts, are encrypted."""
    part = zipped.find(_LOCKS)
    if part is None:
        return
    locks = parse_xml(part, name=name, what="EPUB")
    locked = {unquote(one.get("URI") or "") for one in locks.iter("{*}CipherReference")}
    if any(chapter.part in locked for chapter in chapters):
        raise UnreadableFileError(
            name=name,
            reason="The EPUB is locked against copying.",
            advice="Get a copy without copy protection.",
        )


def _missing(part: str) -> Problem:
    message = f"The chapter {part} is listed but not in the file."
    return Problem(kind="missing chapter", message=message)


def _read_chapter(content: bytes, name: str) -> Extraction:
    """Read one chapter; an empty one gives nothing."""
    if not content.strip():
        return Extraction(media_type=EPUB, drafts=())
    match = _ENCODING.search(content[:200])
    declared = match.group(1).decode("ascii") if match else None
    decoded = decode_text(content, name=name, declared=declared)
    return draft_html(decoded.text, is_chapter=True)


def _hint(package: etree._Element, name: str) -> str | None:
    """Read the first property of a name; only those of Dublin Core have words."""
    found = (words_of(one) for one in package.iter("{*}" + name))
    return next((words for words in found if words), None)


def _date(package: etree._Element) -> str | None:
    for element in package.iter("{*}date"):
        match = _ISO_DATE.match(words_of(element) or "")
        if match and local_name(element) == "date":
            return match.group()
    return None
