"""Who speaks in a TEI file: names by their ids, and the speakers of quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest.markup.xmltree import local_name, words_of
from hustings.ingest.readers.tei_header import XML

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

QUOTES = frozenset(["q", "quote", "cit", "said"])
_NAMED = ("person", "personGrp", "org", "castItem", "role", "persName", "name")
"""Elements that an id of a speaker may stand on."""
_NAMES = ("persName", "orgName", "role", "name", "surname")
_SPOKEN = ("q", "said", "quote")
_SEPARATORS = frozenset(" \t\r\n–—-,;")


def name_speakers(root: etree._Element) -> dict[str, str]:
    """Give the name to each id of a person, an organisation or a role."""
    found: dict[str, str] = {}
    for element in root.iter(*(f"{{*}}{sort}" for sort in _NAMED)):
        identity = element.get(XML + "id")
        name = _name_of(element) if identity else None
        if identity and name:
            found[identity] = name
    return found


def _name_of(element: etree._Element) -> str | None:
    """Read the first name in an element; parts of a name are set apart."""
    if local_name(element) in _NAMES:
        return _join(element)
    for sort in _NAMES:
        name = next(element.iter("{*}" + sort), None)
        if name is not None and _join(name):
            return _join(name)
    return None


def _join(name: etree._Element) -> str | None:
    words = " ".join(" ".join(map(str, name.itertext())).split())
    return words.replace(" ,", ",") or None


def find_speaker(element: etree._Element, names: Mapping[str, str]) -> str | None:
    """Tell who speaks in a speech or a quotation; None where nothing says.

    An id that nobody is named by is given as it is.
    """
    stated = element.get("who") or element.get("source") or ""
    if stated and "://" not in stated:
        ids = [one.rpartition("#")[2] for one in stated.split()]
        return ", ".join(names.get(one, one) for one in ids)
    for sort in ("speaker", "bibl"):
        named = next(element.iterchildren("{*}" + sort), None)
        if named is not None:
            return _named_in(named)
    inner = next(element.iterchildren("{*}quote", "{*}q"), None)
    return find_speaker(inner, names) if inner is not None else None


def _named_in(element: etree._Element) -> str | None:
    """Give the author that an element names, else all its words."""
    author = next(element.iter("{*}author", "{*}persName", "{*}orgName"), None)
    words = _join(author) if author is not None else words_of(element)
    return words.strip(" .:,;—–-") or None if words else None


def is_all_spoken(paragraph: etree._Element) -> bool:
    """Say whether quotations with speakers are all that a paragraph holds."""
    children = list(paragraph)
    between = (paragraph.text or "", *(child.tail or "" for child in children))
    return (
        bool(children)
        and all(local_name(child) in _SPOKEN for child in children)
        and any(child.get("who") for child in children)
        and all(_SEPARATORS.issuperset(words) for words in between)
    )
