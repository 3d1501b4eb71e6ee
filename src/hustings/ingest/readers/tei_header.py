"""What the header of a TEI file says of its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hustings.ingest.markup.xmltree import words_of

if TYPE_CHECKING:
    from lxml import etree

XML = "{http://www.w3.org/XML/1998/namespace}"


def find_hint(header: etree._Element | None, name: str) -> str | None:
    """Read the first property of a name, the file's before its source's."""
    if header is None:
        return None
    for place in ("titleStmt", "sourceDesc"):
        for part in header.iter("{*}" + place):
            found = words_of(next(part.iter("{*}" + name), None))
            if found:
                return found
    return None


def find_date(header: etree._Element | None) -> str | None:
    """Read when the source was printed, else when the file was published."""
    if header is None:
        return None
    for place in ("sourceDesc", "creation", "publicationStmt"):
        for part in header.iter("{*}" + place):
            for date in part.iter("{*}date"):
                when = date.get("when") or words_of(date) or ""
                if re.match(r"\d{4}(-\d\d(-\d\d)?)?$", when):
                    return when
    return None


def find_language(root: etree._Element, header: etree._Element | None) -> str | None:
    """Read the language that the text, else the header, is said to be in."""
    space = XML + "lang"
    text = next(root.iter("{*}text"), root)
    stated = text.get(space) or ""
    if not stated and header is not None:
        language = next(header.iter("{*}language"), None)
        stated = (language.get("ident") or "") if language is not None else ""
    return (stated or root.get(space) or "")[:2].lower() or None
