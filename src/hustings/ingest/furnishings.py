"""What of a web page is not its text: navigation, banners, scripts, hidden parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SILENT = frozenset(
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
        "button",
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
_ALWAYS = (
    "nav, [role=navigation], [role=search], [role=banner], [role=contentinfo], "
    "[role=dialog], [role=alertdialog], [role=menu], [role=menubar]"
)
_AROUND = "header, footer, aside, form, dialog"
_NAMES = re.compile(
    r"(^|[-_ ])(cookies?|consent|gdpr|breadcrumbs?|navbar|navigation|nav|menu|"
    r"skip-link|site-header|site-footer|page-footer|masthead|share|sharing|social|newsletter|"
    r"subscribe|popup|modal|banner|advert|related|comments?)($|[-_ ])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_REFERENCE = re.compile(r"\b(noteref|backlink)\b")  # the raised number, the way back
_NOTE = re.compile(r"\b(footnotes?|endnotes?|rearnotes?)\b")
_SPACE = re.compile(r"\s+")
_MOST = 0.4  # furniture does not hold more than this of a page's words


def is_hidden(node: LexborNode) -> bool:
    """Say whether a reader of the page would not see an element's words."""
    attributes = node.attributes
    return (
        node.tag in _SILENT
        or "hidden" in attributes
        or bool(_REFERENCE.search(_role(node)))
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
    )


def holds_note(node: LexborNode) -> bool:
    """Say whether an element is a footnote or an endnote, or holds them."""
    return bool(_NOTE.search(_role(node)))


def _role(node: LexborNode) -> str:
    """Give what an element says of its part in a book."""
    attributes = node.attributes
    return f"{attributes.get('epub:type') or ''} {attributes.get('role') or ''}"


def find_furniture(body: LexborNode, *, is_chapter: bool = False) -> dict[int, str]:
    """Find the elements that are not the document's text, with their words.

    Of elements that stand in each other only the outermost is given. A chapter of a
    book has nothing round its text but navigation.
    """
    if is_chapter:
        return {node.mem_id: _words(node) for node in body.css("nav, [role=doc-toc]")}
    lengths = _lengths(body)
    total = lengths[body.mem_id]
    main = _main_part(body, lengths)
    candidates = [*body.css(_ALWAYS), *_named(body), *_around(body)]
    if main is not None:
        candidates.extend(_outside(main))
    small = {
        node.mem_id: node
        for node in candidates
        if node.mem_id != body.mem_id
        and lengths.get(node.mem_id, 0) <= _MOST * total
        and not (main is not None and _is_within(main, node))
    }
    return {
        here: _words(node)
        for here, node in small.items()
        if not _has_outer(node, small)
    }


def _has_outer(node: LexborNode, chosen: dict[int, LexborNode]) -> bool:
    """Say whether an element stands in one of those chosen."""
    parent = node.parent
    while parent is not None:
        if parent.mem_id in chosen:
            return True
        parent = parent.parent
    return False


def _lengths(body: LexborNode) -> dict[int, int]:
    """Count the characters of every element's words, in one walk."""
    lengths = {body.mem_id: 0}
    path: list[LexborNode] = [body]
    node = body.child
    while path:
        if node is None:
            done = path.pop()
            if path:
                lengths[path[-1].mem_id] += lengths[done.mem_id]
            node = done.next if path else None
            continue
        child = None if node.tag in _SILENT else node.child
        lengths[node.mem_id] = _length(node)
        if child is None:
            lengths[path[-1].mem_id] += lengths[node.mem_id]
            node = node.next
        else:
            path.append(node)
            node = child
    return lengths


def _length(node: LexborNode) -> int:
    """Count the characters of a text, as far as they show."""
    if node.tag != "-text":
        return 0
    words = _SPACE.sub(" ", node.text_content or "").strip()
    return len(words) + 1 if words else 0


def _words(node: LexborNode) -> str:
    """Give the words of an element but for scripts and styles."""
    parts = (
        text.text_content or ""
        for text in node.traverse(include_text=True)
        if text.tag == "-text"
        and (text.parent is None or text.parent.tag not in _SILENT)
    )
    return _SPACE.sub(" ", " ".join(parts)).strip()


def _main_part(body: LexborNode, lengths: dict[int, int]) -> LexborNode | None:
    """Find the element that says it is the page's text, if it holds most of it."""
    for selector in ("main", "[role=main]", "article"):
        found = body.css(selector)
        if len(found) == 1 and 2 * lengths[found[0].mem_id] >= lengths[body.mem_id]:
            return found[0]
    return None


def _named(body: LexborNode) -> list[LexborNode]:
    """Elements whose class or id says that they are furniture."""
    return [
        node
        for node in body.css("div, section, ul, aside, p")
        if _NAMES.search(node.attributes.get("class") or "")
        or _NAMES.search(node.attributes.get("id") or "")
    ]


def _around(body: LexborNode) -> list[LexborNode]:
    """Heads, feet and side columns of the page, not those of an article in it."""
    return [
        node
        for node in body.css(_AROUND)
        if not _has_ancestor(node, {"article", "main", "blockquote"})
        and not (node.tag == "header" and node.css_first("h1"))
    ]


def _has_ancestor(node: LexborNode, tags: set[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


def _outside(main: LexborNode) -> list[LexborNode]:
    """Elements beside the main part and beside its ancestors."""
    found: list[LexborNode] = []
    node: LexborNode | None = main
    while node is not None and node.tag != "body" and node.parent is not None:
        here = node.mem_id
        found.extend(
            sibling
            for sibling in node.parent.iter()
            if sibling.mem_id != here and not sibling.css_first("h1")
        )
        node = node.parent
    return found


def _is_within(inner: LexborNode, outer: LexborNode) -> bool:
    """Say whether `inner` is `outer` or stands in it."""
    node: LexborNode | None = inner
    while node is not None:
        if node.mem_id == outer.mem_id:
            return True
        node = node.parent
    return False
