"""Sets of HTML elements that the reader tells apart, and tags as XHTML writes them."""

from __future__ import annotations

import re

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
        "hr",
        "li",
        "main",
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

IN_CELL = frozenset({"p", "div", "span", "li", "ul", "ol", "center"})
"""Of these, the ones that only lay out the words of a table cell."""


def open_whole_tags(text: str) -> str:
    """Write ``<title/>`` of XHTML as HTML has it, where it would swallow the page."""
    if not _XHTML.match(text):
        return text
    return _WHOLE_TAG.sub(r"<\1\2></\1>", text)
