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
_SPACE = re.compile(r"\s+")
_MOST = 0.4  # furniture does not hold more than this of a page's words


def is_hidden(node: LexborNode) -> bool:
    """Say whether a reader of the page would not see an element's words."""
    attributes = node.attributes
    return (
        node.tag in _SILENT
        or "hidden" in attributes
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
    )


def find_furniture(body: LexborNode) -> dict[int, str]:
    """Find the elements that are not the document's text, with their words."""
    total = len(_words(body))
    main = _main_part(body, total)
    candidates = [*body.css(_ALWAYS), *_named(body), *_around(body)]
    if main is not None:
        candidates.extend(_outside(main))
    return {
        node.mem_id: words
        for node in candidates
        if node.mem_id != body.mem_id
        and len(words := _words(node)) <= _MOST * total
        and not (main is not None and _is_within(main, node))
    }


def _words(node: LexborNode) -> str:
    """Give the words of an element but for scripts and styles."""
    parts = (
        text.text_content or ""
        for text in node.traverse(include_text=True)
        if text.tag == "-text"
        and (text.parent is None or text.parent.tag not in _SILENT)
    )
    return _SPACE.sub(" ", " ".join(parts)).strip()


def _main_part(body: LexborNode, total: int) -> LexborNode | None:
    """Find the element that says it is the page's text, if it holds most of it."""
    for selector in ("main", "[role=main]", "article"):
        found = body.css(selector)
        if len(found) == 1 and len(_words(found[0])) >= total / 2:
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
