"""The elements of a web page with what they hold, counted in one walk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.ingest.readers.html_names import names_hidden, words_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "select",
        "option",
        "input",
        "textarea",
        "head",
        "link",
        "meta",
        "map",
        "datalist",
    ]
)
HEADINGS = frozenset({"h1", "h2", "h3"})
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "br",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "img",
        "q",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "wbr",
        "label",
        "mark",
        "time",
        "ins",
        "del",
        "kbd",
        "nobr",
        "basefont",
    ]
)
_ANY_HEADING = re.compile("h[1-6]")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_REFERENCE = re.compile(r"\bbacklink\b")  # the way back from a note
NOTE = re.compile(r"\b(footnotes?|endnotes?|rearnotes?)\b")
_SENTENCE = re.compile(r"[.!?…。؟।»”\"](\s|$)")
PROSE = 12  # words


@dataclass(slots=True, eq=False)
class PagePart:
    """One element with what it holds.

    Attributes
    ----------
    words, linked : int
        Words in it, and those of them in links, other furniture left out.
    links, items : int
        Links and items of lists in it.
    is_title : bool
        Whether it is a heading that the page itself is named after.
    has_title, has_heading, has_prose : bool
        Whether it holds the title, a heading, a sentence of some length.
    """

    node: LexborNode
    tag: str
    parent: PagePart | None
    children: list[PagePart] = field(default_factory=list)
    names: tuple[str, ...] = ()
    role: str = ""
    own_words: int = 0
    words: int = 0
    linked: int = 0
    links: int = 0
    items: int = 0
    is_title: bool = False
    has_title: bool = False
    has_heading: bool = False
    has_prose: bool = False
    is_out: bool = False


def is_hidden(node: LexborNode) -> bool:
    """Say whether a reader of the page would not see an element's words."""
    tag = node.tag
    if tag in SILENT or (tag == "button" and not _is_in_heading(node)):
        return True
    attributes = node.attributes
    return bool(attributes) and _is_unseen(attributes)


def _is_unseen(attributes: Mapping[str, str | None]) -> bool:
    return (
        "hidden" in attributes
        or bool(_REFERENCE.search(_role(attributes)))
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
        or names_hidden(attributes)
    )


def _is_in_heading(node: LexborNode) -> bool:
    """Say whether a button opens the chapter that it names."""
    parent = node.parent
    while parent is not None and parent.tag in INLINE:
        parent = parent.parent
    return parent is not None and bool(re.fullmatch("h[1-6]|summary", parent.tag or ""))


def holds_note(node: LexborNode) -> bool:
    """Say whether an element is a footnote or an endnote, or holds them."""
    attributes = node.attributes
    return bool(attributes) and bool(NOTE.search(_role(attributes)))


def _role(attributes: Mapping[str, str | None]) -> str:
    """Give what an element says of its part in a book."""
    return f"{attributes.get('epub:type') or ''} {attributes.get('role') or ''}"


def survey_page(body: LexborNode) -> list[PagePart]:
    """Walk through the page once, from each element to the elements in it."""
    page = PagePart(body, "body", None)
    parts = [page]
    above, node = page, body.child
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            above.own_words += len((node.text_content or "").split())
        elif not tag.startswith(("-", "!")) and not is_hidden(node):
            part = _part(node, tag, above)
            above.children.append(part)
            parts.append(part)
            if node.child is not None:
                above, node = part, node.child
                continue
        while node.next is None and above.parent is not None:
            node, above = above.node, above.parent
        node = node.next
    return parts


def _part(node: LexborNode, tag: str, above: PagePart) -> PagePart:
    attributes = node.attributes
    is_named = tag not in INLINE and not _ANY_HEADING.fullmatch(tag)
    names = words_in(attributes) if is_named and attributes else ()
    role = _role(attributes).strip() if attributes else ""
    return PagePart(node, tag, above, names=names, role=role)


def name_title(parts: list[PagePart], title: str) -> None:
    """Mark the headings that the page is named after, else those of the first level."""
    headings = [part for part in parts if part.tag in HEADINGS]
    words = {id(part): " ".join(part.node.text().split()) for part in headings}
    named = [
        part
        for part in headings
        if words[id(part)].count(" ") >= 2 and words[id(part)] in title
    ]
    for part in named or [part for part in headings if part.tag == "h1"]:
        part.is_title = True


def count_words(parts: list[PagePart]) -> None:
    """Sum up from the innermost elements to the page; furniture counts nothing."""
    for part in parts:
        part.words, part.linked, part.links, part.items = part.own_words, 0, 0, 0
    for part in reversed(parts):
        if part.is_out:
            part.words = 0
            continue
        if part.tag == "a" and part.node.attributes.get("href") is not None:
            part.linked, part.links = part.words, 1
        part.items += part.tag == "li"
        _note_kind(part)
        if part.parent is not None:
            _add_up(part, part.parent)


def _note_kind(part: PagePart) -> None:
    """Take note of titles, headings and sentences."""
    is_named = part.is_title and part.tag != "h1"
    if is_named:  # a link to the page itself
        part.linked, part.links = 0, 0
    is_linked = 2 * part.linked > part.words
    if part.tag in HEADINGS and part.words and not is_linked:
        part.has_title, part.has_heading = part.is_title, True
    own = part.words - sum(
        child.words for child in part.children if child.tag not in INLINE
    )
    if own >= PROSE and not is_linked and part.tag not in INLINE:
        part.has_prose = bool(_SENTENCE.search(part.node.text()))


def _add_up(part: PagePart, above: PagePart) -> None:
    above.words += part.words
    above.linked += part.linked
    above.links += part.links
    above.items += part.items
    above.has_title |= part.has_title
    above.has_heading |= part.has_heading
    above.has_prose |= part.has_prose
