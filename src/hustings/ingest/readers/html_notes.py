"""Footnotes of web pages: which link or raised figure belongs to which note."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Piece
from hustings.ingest.readers.html_tags import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from hustings.ingest.drafts import Draft

_MARK = re.compile(r"[\[(]?\s*(\d{1,4}|[a-z]|[ivxlc]{1,6}|[*†‡§]{1,4})\s*[\])]?")
_RAISED = re.compile(r"\d{1,3}|[*†‡§]{1,4}")
_SAID = re.compile(r"noteref|footnote|endnote|fnref|\breference\b|\bnote\b")
_LONGEST_BACKLINK = 6
_LEAD = re.compile(r"\s*[\[(]?(\d{1,3}|[*†‡]{1,3})[\])]?[.:]?\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlNotes:
    """The notes of a page, by the elements' numbers in memory.

    Attributes
    ----------
    references : dict
        Elements in the text that stand for a note's mark, and the mark.
    homes : dict
        Elements that hold a note, and its mark.
    backlinks : set
        Elements in notes that lead back to the text, or print the mark.
    """

    references: dict[int, str] = field(default_factory=dict)
    homes: dict[int, str] = field(default_factory=dict)
    backlinks: set[int] = field(default_factory=set)


def find_notes(body: LexborNode, *, is_chapter: bool = False) -> HtmlNotes:
    """Find references and notes that lead to each other, or share a raised mark.

    Parameters
    ----------
    is_chapter : bool
        Whether notes may stand in another file of the book.
    """
    notes = HtmlNotes()
    targets = _targets(body)
    for link in body.css("a"):
        mark = _mark_of(link)
        if mark:
            _match_link(link, mark, targets, notes, is_chapter=is_chapter)
    _match_raised(body, notes)
    return notes


def _targets(body: LexborNode) -> dict[str, tuple[int, LexborNode]]:
    """Find what links within the page may lead to, and its place in the page."""
    found: dict[str, tuple[int, LexborNode]] = {}
    for place, node in enumerate(body.css("[id], a[name]")):
        for name in ("id", "name"):
            key = node.attributes.get(name)
            if key:
                found.setdefault(key, (place, node))
    return found


def _mark_of(link: LexborNode) -> str | None:
    """Give the mark that a short link within the book prints."""
    href = link.attributes.get("href")
    leads_within = "#" in (href or "") or (href is None and _is_declared(link))
    text = link.text() if leads_within else ""
    match = _MARK.fullmatch(text.strip()) if len(text) < 20 else None
    return match[1] if match else None


def _match_link(
    link: LexborNode,
    mark: str,
    targets: dict[str, tuple[int, LexborNode]],
    notes: HtmlNotes,
    *,
    is_chapter: bool,
) -> None:
    page, _, key = (link.attributes.get("href") or "").partition("#")
    own = set(_names_around(link))
    is_marked = _is_marked(link)
    if key not in targets or (page and not is_chapter):
        if is_marked and is_chapter:
            notes.references[link.mem_id] = mark
        return
    place, target = targets[key]
    home = _block_of(target)
    here = min((targets[name][0] for name in own if name in targets), default=-1)
    back = [one for one in home.css("a[href]") if _leads_to(one, own)]
    if here > place or not (is_marked or back) or _is_inside(link, home):
        return
    notes.references[link.mem_id] = mark
    notes.homes[home.mem_id] = mark
    notes.backlinks.update(
        one.mem_id for one in back if len(one.text().strip()) <= _LONGEST_BACKLINK
    )


def _names_around(link: LexborNode) -> Iterator[str]:
    """Yield what a reference, and the raised figure around or in it, is called."""
    inner = link.css_first("sup[id], sup a[id]")
    for node in (link, link.parent, inner):
        if node is not None and node.tag in {"a", "sup", "span"}:
            for name in ("id", "name"):
                key = node.attributes.get(name)
                if key:
                    yield key


def _is_declared(link: LexborNode) -> bool:
    attributes = link.attributes
    return "noteref" in f"{attributes.get('epub:type')} {attributes.get('role')}"


def _is_marked(link: LexborNode) -> bool:
    """Say whether a link is raised, or says that it leads to a note."""
    attributes = link.attributes
    said = " ".join(attributes.get(key) or "" for key in ("epub:type", "role", "class"))
    parent = link.parent
    is_raised = parent is not None and parent.tag == "sup"
    return is_raised or link.css_first("sup") is not None or bool(_SAID.search(said))


def _leads_to(link: LexborNode, names: set[str]) -> bool:
    return (link.attributes.get("href") or "").partition("#")[2] in names


def _block_of(node: LexborNode) -> LexborNode:
    """Give the block that an element stands in, or is."""
    while node.tag not in BLOCKS and node.parent is not None:
        node = node.parent
    return node


def _is_inside(node: LexborNode, outer: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None:
        if above.mem_id == outer.mem_id:
            return True
        above = above.parent
    return False


def _match_raised(body: LexborNode, notes: HtmlNotes) -> None:
    """Match raised figures without links: one in the text, one that opens a block."""
    waiting: dict[str, list[int]] = {}
    for node in body.css("sup"):
        text = node.text().strip()
        if not _RAISED.fullmatch(text) or node.css_first("a") is not None:
            continue
        if node.parent is not None and node.parent.tag == "a":
            continue
        block = _opened_block(node)
        if block is None:
            waiting.setdefault(text, []).append(node.mem_id)
        elif text in waiting and block.mem_id not in notes.homes:
            notes.references.update(dict.fromkeys(waiting.pop(text), text))
            notes.homes[block.mem_id] = text
            notes.backlinks.add(node.mem_id)


def _opened_block(node: LexborNode) -> LexborNode | None:
    """Give the block whose first words an element is."""
    while node.tag not in BLOCKS and node.parent is not None:
        before = node.prev
        while before is not None:
            if (before.text_content or "").strip():
                return None
            before = before.prev
        node = node.parent
    return node


def strip_mark(draft: Draft) -> Draft:
    """Take the printed mark off a footnote that has no other."""
    text = draft.text
    found = _LEAD.match(text)
    if not found or draft.marker not in {None, found[1]}:
        return draft
    pieces = (Piece(text[found.end() :]),)
    return replace(draft, pieces=pieces, marker=found[1], links=())
