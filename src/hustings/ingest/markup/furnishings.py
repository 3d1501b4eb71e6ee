"""What of a web page is not its text: navigation, banners, scripts, hidden parts.

One walk counts the words of every element. What says by its element, role or name that
it is furniture is left out first. The element that holds nearly all other words is the
document; what stands beside it stays only where it is a title, prose or a list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hustings.ingest.markup.page_parts import (
    HEADINGS,
    INLINE,
    NOTE,
    PROSE,
    SILENT,
    PagePart,
    count_words,
    name_title,
    survey_page,
)
from hustings.ingest.readers.html_names import (
    names_likely,
    names_surely,
    names_topic,
)
from hustings.ingest.readers.html_returns import MOST_WORDS, leads_back

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ROLES = frozenset(
    [
        "navigation",
        "search",
        "banner",
        "contentinfo",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "complementary",
    ]
)
_AROUND = frozenset({"header", "footer", "aside", "form", "dialog"})
_ENDS = frozenset({"p", "li", "ul", "ol", "dl", "blockquote", "pre", *HEADINGS})
"""Elements that are text themselves and no frame of it."""
_LEGAL = re.compile(
    r"©|\(c\) ?\d{4}|copyright|all rights reserved|alle rechte|tous droits|"
    r"todos los derechos|wszelkie prawa|tutti i diritti|todos os direitos|"
    r"last (updated|modified)|powered by|webmaster|mentions légales|aviso legal",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_STYLES = INLINE - {"font", "span"}
_NEARLY_ALL = 0.85
_MOST = 0.5
_LINKED = 0.6
_SHORT_LINK = 4
_LONGEST_LEGAL = 40
_FEWEST_ITEMS = 3


def find_furniture(
    body: LexborNode, *, title: str = "", is_chapter: bool = False
) -> dict[int, str]:
    """Find the elements that are not the document's text, with their words.

    Of elements that stand in each other only the outermost is given.

    Parameters
    ----------
    body : LexborNode
    title : str
        What the page says that it is called.
    is_chapter : bool
        Whether it is a chapter of a book, which has nothing round its text but
        navigation.
    """
    if is_chapter:
        return {node.mem_id: _words(node) for node in body.css("nav, [role=doc-toc]")}
    parts = survey_page(body)
    page = parts[0]
    name_title(parts, " ".join(title.split()))
    _leave_out(parts)
    root = _find_root(parts)
    if root.words:
        _judge_around(root, page)
        _judge_edges(root)
    for part in parts[1:]:  # last, for they help to tell bars of links from text
        part.is_out |= _offers_return(part)
    return {
        part.node.mem_id: _words(part.node)
        for part in parts
        if part.is_out and not _stands_in_furniture(part)
    }


def _stands_in_furniture(part: PagePart) -> bool:
    """Say whether an element stands in one that is left out."""
    above = part.parent
    while above is not None:
        if above.is_out:
            return True
        above = above.parent
    return False


def _leave_out(parts: list[PagePart]) -> None:
    """Mark what element, role or name says to be furniture, and count the rest."""
    page = parts[0]
    count_words(parts)
    for part in parts[1:]:
        part.is_out = _is_surely(part) and not _is_page(part, page)
    if any(part.is_out for part in parts):
        count_words(parts)
    likely = [part for part in parts[1:] if not part.is_out and _is_likely(part)]
    for part in likely:
        part.is_out = part.words <= _MOST * page.words and not part.has_title
    if likely:
        count_words(parts)


def _is_page(part: PagePart, page: PagePart) -> bool:
    """Say whether an element holds the page's text, whatever it is named."""
    is_most = part.words > _MOST * page.words
    return is_most and (part.has_title or part.words > _NEARLY_ALL * page.words)


def _is_surely(part: PagePart) -> bool:
    return (
        part.tag in {"nav", "dialog"}
        or not _ROLES.isdisjoint(part.role.split())
        or names_surely(part.names)
    )


def _is_likely(part: PagePart) -> bool:
    """Say whether an element is furniture, if it is not the page itself."""
    is_plain = part.tag not in _AROUND and not part.names and not part.links
    if is_plain or part.tag in INLINE or NOTE.search(part.role):
        return False
    is_topic = not part.has_prose and names_topic(part.names)
    if _leads_up(part) or is_topic or names_likely(part.names):
        return not _stands_in(part, {"blockquote"})
    if part.tag not in _AROUND or _stands_in(part, {"blockquote"}):
        return False
    if part.tag in {"form", "dialog"} or not _stands_in(part, {"article", "main"}):
        return True
    is_linked = 2 * part.linked >= part.words
    return is_linked or (part.tag != "aside" and not part.has_prose)


def _leads_up(part: PagePart) -> bool:
    """Say whether an element is but a link to the top of its page."""
    if part.tag not in {"p", "div"} or part.links != 1 or part.words > part.linked:
        return False
    link = part.node.css_first("a[href]")
    href = (link.attributes.get("href") if link else None) or ""
    return part.words <= _SHORT_LINK + 1 and href.startswith("#")


def _offers_return(part: PagePart) -> bool:
    """Say whether an element holds nothing but the way back, as "Back to index"."""
    is_link = part.links == 1 and part.linked == part.words
    is_line = part.tag in {"p", "div"} and not part.links and part.words > 1
    is_short = 0 < part.words <= MOST_WORDS
    if part.links > 1 and part.words <= 2 * MOST_WORDS and part.tag not in INLINE:
        return _is_row_of_returns(part)
    return is_short and (is_link or is_line) and leads_back(part.node.text())


def _is_row_of_returns(part: PagePart) -> bool:
    """Say whether an element holds links alone, one of which leads back."""
    links = [link.text() for link in part.node.css("a")]
    n_letters = sum(sum(map(str.isalpha, link)) for link in links)
    is_all = n_letters == sum(map(str.isalpha, part.node.text()))
    return is_all and any(map(leads_back, links))


def _stands_in(part: PagePart, tags: set[str]) -> bool:
    above = part.parent
    while above is not None:
        if above.tag in tags:
            return True
        above = above.parent
    return False


def _find_root(parts: list[PagePart]) -> PagePart:
    """Find the innermost element that holds nearly all of the page's own words."""
    root = _declared(parts) or parts[0]
    while (inner := _inner_frame(root)) is not None:
        root = inner
    return root


def _inner_frame(part: PagePart) -> PagePart | None:
    """Find the one element in it that holds nearly all words, or all that is text."""
    shown = [child for child in part.children if not child.is_out and child.words]
    if any(NOTE.search(child.role) for child in shown):
        return None
    for child in shown:
        is_frame = child.tag not in _ENDS and child.tag not in _STYLES
        share = _plain(child) / max(_plain(part), 1)
        if is_frame and share >= _NEARLY_ALL:
            return child
        if is_frame and share >= _MOST and 5 * part.own_words < part.words:
            others = (one for one in shown if one is not child)
            if not any(map(_is_words, others)):
                return child
    return None


def _is_words(part: PagePart) -> bool:
    """Say whether an element beside a frame may be text, so that none is the page."""
    is_block = part.tag in _ENDS and not _is_linked(part) and not _is_legal(part)
    return is_block or _is_text(part, is_strict=False)


def _plain(part: PagePart) -> int:
    return part.words - part.linked


def _declared(parts: list[PagePart]) -> PagePart | None:
    """Find the element that says it is the page's text, if it holds most of it."""
    for name in ("main", "article"):
        found = [part for part in parts if name in (part.tag, part.role)]
        found = [part for part in found if not part.is_out]
        large = [one for one in found if 2 * _plain(one) >= max(_plain(parts[0]), 1)]
        if large:
            return large[-1]
    return None


def _judge_around(root: PagePart, page: PagePart) -> None:
    """Leave out what stands beside the document, level by level."""
    is_strict = False
    inner = root
    title = None if page.has_title else _find_title(root)
    while inner is not page and inner.parent is not None:
        is_strict |= inner.tag in {"main", "article"} or inner.role == "main"
        for part in inner.parent.children:
            if part not in (inner, title) and not part.is_out:
                _judge(part, is_strict=is_strict)
        inner = inner.parent


def _find_title(root: PagePart) -> PagePart | None:
    """Find the line right above the document, on a page that marks no headings."""
    before = _beside(root)
    words = [part for part in before if part.words and not part.is_out]
    last = words[-1] if words else None
    return last if last and last.words <= 2 * PROSE and not last.links else None


def _beside(root: PagePart) -> list[PagePart]:
    """Give the elements that stand before another in the same element."""
    around = root.parent.children if root.parent else []
    return around[: around.index(root)] if root in around else []


def _judge(part: PagePart, *, is_strict: bool) -> None:
    """Keep a title, prose or a list; leave out all else beside the document."""
    if part.is_out or part.tag in INLINE or not part.words:
        part.is_out |= part.tag == "a"
        return
    if part.has_title and not part.is_title:
        for child in part.children:
            _judge(child, is_strict=is_strict)
        return
    part.is_out = not (part.has_title or _is_text(part, is_strict=is_strict))


def _is_text(part: PagePart, *, is_strict: bool) -> bool:
    """Say whether an element beside the document may belong to it."""
    is_bar = part.links >= _FEWEST_ITEMS and part.words <= _LONGEST_LEGAL
    if _is_linked(part) or is_bar or _is_legal(part):
        return False
    if is_strict:
        return part.has_prose and part.tag != "article" and part.words > 2 * PROSE
    is_title = part.has_heading and part.words <= 2 * PROSE and not part.links
    return is_title or part.has_prose or part.items - part.links >= _FEWEST_ITEMS


def _is_linked(part: PagePart) -> bool:
    return part.linked >= _LINKED * part.words


def _is_legal(part: PagePart) -> bool:
    return part.words <= _LONGEST_LEGAL and bool(_LEGAL.search(part.node.text()))


def _judge_edges(root: PagePart) -> None:
    """Leave out rows of short links, and legal lines, above and below the text."""
    blocks = [part for part in root.children if part.tag not in INLINE]
    for ordered in (blocks, blocks[::-1]):
        for part in ordered:
            is_bar = _is_linked(part) and part.linked <= _SHORT_LINK * part.links
            if part.words and not part.is_out and not (is_bar or _is_legal(part)):
                break
            part.is_out |= part.words > 0


def _words(node: LexborNode) -> str:
    """Give the words of an element but for scripts and styles."""
    parts = (
        text.text_content or ""
        for text in node.traverse(include_text=True)
        if text.tag == "-text"
        and (text.parent is None or text.parent.tag not in SILENT)
    )
    return _SPACE.sub(" ", " ".join(parts)).strip()
