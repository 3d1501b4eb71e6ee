"""Who speaks in a quotation of a web page, as the elements at its end say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Piece

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from hustings.ingest.drafts import Draft

_ENDS = re.compile(r"(?:[.!?…。！？\"'”’»›」』)]|[—–-])\s*$")
_DASHES = "\u2014\u2013-\u2015~ \t\n"
_LONGEST = 200
_HEADINGS = "h1, h2, h3, h4, h5, h6"


def names_speaker(node: LexborNode) -> bool:
    """Say whether an element within a quotation names who is quoted.

    A `footer` does; `cite` and `small` do where they end the quotation and do not stand
    in the middle of a sentence, as the title of a work may.
    """
    if node.tag == "footer":
        return True
    if node.tag not in {"cite", "small"} or _has_words_after(node):
        return False
    before = _words_before(node)
    return not before.strip() or bool(_ENDS.search(before))


def is_caption(node: LexborNode) -> bool:
    """Say whether an element is the caption of a figure that shows a quotation."""
    figure = node.parent
    if node.tag != "figcaption" or figure is None or figure.tag != "figure":
        return False
    before = node.prev
    while before is not None and before.tag == "-text":
        before = before.prev
    return before is not None and before.tag == "blockquote"


def is_quotation(node: LexborNode) -> bool:
    """Say whether an element quotes, and does not only set a part of the page in."""
    return node.css_first(_HEADINGS) is None


def clean_speaker(words: str) -> str | None:
    """Give a name without the dash before it; None for what is too long for one.

    Examples
    --------
    >>> clean_speaker("— Ann Marsh, harbour master ")
    'Ann Marsh, harbour master'
    """
    name = " ".join(words.strip(_DASHES).split())
    return name if 0 < len(name) <= _LONGEST else None


def add_credit(quotation: Draft, credit: Draft) -> Draft:
    """Add the line below a quotation that names its speaker."""
    return replace(
        quotation,
        pieces=(*quotation.pieces, Piece("\n"), *credit.pieces),
        speaker=credit.speaker,
    )


def _has_words_after(node: LexborNode) -> bool:
    """Say whether any words of the quotation follow an element."""
    here: LexborNode | None = node
    while here is not None and here.tag != "blockquote":
        after = here.next
        while after is not None:
            if (after.text_content or "").strip():
                return True
            after = after.next
        here = here.parent
    return False


def _words_before(node: LexborNode) -> str:
    """Give the words before an element in the same block."""
    words = ""
    before = node.prev
    while before is not None and before.tag not in {"br", "p", "div"}:
        words = (before.text_content or "") + words
        before = before.prev
    return words
