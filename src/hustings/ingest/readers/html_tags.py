"""Sets of HTML elements that the reader tells apart, and tags as XHTML writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_XHTML = re.compile(r"\s*(<\?xml\b|<html[^>]{0,200}xmlns=|<!DOCTYPE[^>]{0,80}XHTML)")
_WHOLE_TAG = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)"
    r"([A-Za-z][A-Za-z0-9:-]*)((?:\s[^<>]*?)?)/>"
)

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "dir",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "caption",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
"""Elements that begin and end a block of text."""

_ROLES = {"heading": "h2", "list": "ul", "listitem": "li"}
_AS = {"menu": "ul", "dir": "ul"}


def part_of(node: LexborNode) -> str:
    """Name the element that an element stands for, by its role if it states one.

    Headings keep their level: ``role="heading"`` is an ``h2`` here.
    """
    tag = node.tag or ""
    if tag in {"div", "span", "p", "section"}:
        return _ROLES.get(node.attributes.get("role") or "", tag)
    return _AS.get(tag, tag)


def open_whole_tags(text: str) -> str:
    """Write ``<title/>`` of XHTML as HTML has it, where it would swallow the page."""
    if not _XHTML.match(text):
        return text
    return _WHOLE_TAG.sub(r"<\1\2></\1>", text)
