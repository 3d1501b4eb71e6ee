"""Lists of web pages: how their items are numbered, also those that Word wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.ingest.structure.numbering import format_number

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_STYLED = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_WORD_LIST = re.compile(r"mso-list:\s*(?!none|ignore)[^;]*?level(\d)", re.IGNORECASE)
_WORD_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,6}")
_FEWEST_ENTRIES = 3


@dataclass(slots=True, kw_only=True)
class HtmlItem:
    """An open item of a list; one with a heading in it is a section of the page."""

    level: int
    has_heading: bool = False


@dataclass(slots=True, kw_only=True)
class HtmlList:
    """An open list and the number its next item gets."""

    tag: str
    number: int = 1
    step: int = 1
    style: str = "decimal"
    is_contents: bool = False

    @classmethod
    def of(cls, node: LexborNode, *, is_inner: bool) -> HtmlList:
        """Read what a list says of its items."""
        attributes = node.attributes
        is_reversed = "reversed" in attributes
        start = attributes.get("start") or ""
        first = sum(child.tag == "li" for child in node.iter()) if is_reversed else 1
        return cls(
            tag=node.tag or "",
            number=int(start) if _NUMBER.fullmatch(start) else first,
            step=-1 if is_reversed else 1,
            style=_style(node) or "decimal",
            is_contents=not is_inner and _is_contents(node),
        )


def _style(node: LexborNode) -> str | None:
    styled = _STYLED.search(node.attributes.get("style") or "")
    stated = node.attributes.get("type") or (styled[1] if styled else "")
    return _STYLES.get(stated)


def _is_contents(node: LexborNode) -> bool:
    """Say whether every item only leads to a place in the page itself."""
    links = node.css("li a[href]")
    if len(links) < max(_FEWEST_ENTRIES, len(node.css("li"))):
        return False
    if not all((link.attributes.get("href") or "").startswith("#") for link in links):
        return False
    linked = sum(len(link.text().split()) for link in links)
    return len(node.text().split()) <= linked + 2 * len(links)


def marker_of(node: LexborNode, current: HtmlList | None) -> str | None:
    """Count one on and print the marker of an item; terms have none."""
    if node.tag in {"dt", "dd"}:
        return None
    if current is None or current.tag != "ol":
        return "•"
    value = node.attributes.get("value") or ""
    if _NUMBER.fullmatch(value):
        current.number = int(value)
    printed = format_number(current.number, _style(node) or current.style)
    current.number += current.step
    return f"{printed}."


def word_level(node: LexborNode) -> int | None:
    """Tell the level of a paragraph that Word saved as an item of a list."""
    if node.tag not in {"p", "h1", "h2", "h3", "h4", "h5", "h6"}:
        return None
    found = _WORD_LIST.search(node.attributes.get("style") or "")
    return int(found[1]) if found else None


def is_word_marker(node: LexborNode) -> bool:
    """Say whether an element holds the number or bullet that Word printed."""
    style = node.attributes.get("style") if node.tag == "span" else None
    return bool(style) and bool(_WORD_MARKER.search(style or ""))
