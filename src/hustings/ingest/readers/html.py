"""HTML: the words of a page with their structure; navigation and banners left out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from hustings.ingest.characters.decoding import decode_text
from hustings.ingest.drafts import Extraction
from hustings.ingest.markup.furnishings import find_furniture
from hustings.ingest.markup.nesting import limit_nesting
from hustings.ingest.markup.page_imprints import draft_imprints
from hustings.ingest.markup.page_parts import is_hidden
from hustings.ingest.markup.rows import mark_dashed
from hustings.ingest.media import HTML
from hustings.ingest.readers.html_blocks import HtmlBlocks
from hustings.ingest.readers.html_lists import is_word_marker
from hustings.ingest.readers.html_notes import HtmlNotes, find_notes
from hustings.ingest.readers.html_tags import open_whole_tags
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from hustings.ingest.drafts import Draft

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_DATES = (
    "article:published_time",
    "dcterms.date",
    "dc.date",
    "date",
    "pubdate",
    "dcterms.created",
)


def read_html(content: bytes, *, name: str) -> Extraction:
    """Read a saved web page or a fragment of HTML.

    Raises
    ------
    UnreadableFileError
        If the content is empty, binary or too long.
    """
    match = _CHARSET.search(content[:4096])
    declared = match.group(1).decode("ascii") if match else None
    decoded = decode_text(content, name=name, declared=declared)
    extraction = draft_html(decoded.text)
    return replace(extraction, problems=(*decoded.problems, *extraction.problems))


def draft_html(text: str, *, is_chapter: bool = False) -> Extraction:
    """Turn the text of an HTML page into blocks and hints.

    A chapter of a book has no furniture but its navigation.
    """
    flat = limit_nesting(open_whole_tags(text))
    page = LexborHTMLParser(flat.text)
    body = page.body
    title = _clean(node.text()) if (node := page.css_first("title")) else None
    furniture = (
        find_furniture(body, title=title or "", is_chapter=is_chapter) if body else {}
    )
    notes = find_notes(body, is_chapter=is_chapter) if body else HtmlNotes()
    builder = HtmlBlocks(marks=notes)
    imprints: tuple[Draft, ...] = ()
    if body:
        _walk(body, builder, furniture)
        builder.flush()
        imprints = tuple(_find_imprints(body, builder, furniture))
    removed = tuple(_removals(furniture, imprints))
    return Extraction(
        media_type=HTML,
        drafts=(*mark_dashed(builder.drafts), *imprints),
        title=title,
        author=_meta(page, ("author", "dcterms.creator", "dc.creator")),
        date=_meta(page, _DATES),
        language=_language(page),
        problems=(*flat.problems, *removed),
    )


def _clean(text: str) -> str | None:
    return _SPACE.sub(" ", text).strip() or None


def _meta(page: LexborHTMLParser, names: tuple[str, ...]) -> str | None:
    """Read the first of the named properties of a page."""
    for node in page.css("meta"):
        name = node.attributes.get("name") or node.attributes.get("property") or ""
        content = node.attributes.get("content")
        if name.lower() in names and content:
            return _clean(content)
    return None


def _language(page: LexborHTMLParser) -> str | None:
    root = page.root
    declared = (root.attributes.get("lang") if root else None) or ""
    return declared.lower()[:2] or None


def _find_imprints(
    body: LexborNode, builder: HtmlBlocks, furniture: dict[int, str]
) -> Iterator[Draft]:
    """Keep who published the page, from what stands below its text."""
    below = set(builder.below)
    for node in body.traverse():
        if node.mem_id in below and furniture.get(node.mem_id):
            yield from draft_imprints(node)


def _removals(
    furniture: dict[int, str], imprints: tuple[Draft, ...]
) -> Iterator[Problem]:
    """Tell what was left out of the text."""
    left_out = (_without(words, imprints) for words in furniture.values())
    shown = [f"“{words[:60]}”" for words in left_out if words]
    if shown:
        listed = ", ".join(shown[:12])
        more = f" and {len(shown) - 12} more" if len(shown) > 12 else ""
        message = f"Left out as navigation, banner or foot of the page: {listed}{more}."
        yield Problem(kind="page furniture removed", message=message)


def _without(words: str, imprints: tuple[Draft, ...]) -> str:
    for draft in imprints:
        words = words.replace(draft.text, "")
    return " ".join(words.split()).strip("| ·")


def _walk(body: LexborNode, builder: HtmlBlocks, furniture: dict[int, str]) -> None:
    """Go through the elements in order, without recursion: pages may nest deeply."""
    node: LexborNode | None = body
    depth = 0
    while node is not None:
        goes_in = _enter(node, builder, furniture)
        child = node.child if goes_in else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        if goes_in:
            builder.close(node)
        while node is not None and node.next is None and depth > 0:
            node, depth = node.parent, depth - 1
            if node is not None:
                builder.close(node)
        node = node.next if node is not None and depth > 0 else None


def _enter(node: LexborNode, builder: HtmlBlocks, furniture: dict[int, str]) -> bool:
    """Open an element or take its words; say whether to look into it."""
    tag = node.tag or ""
    if tag == "-text":
        builder.take(node.text_content or "")
        return False
    if node.mem_id in furniture:
        builder.below.append(node.mem_id)
        return False
    if tag.startswith(("-", "!")) or is_hidden(node) or _is_mark(node, builder):
        return False
    builder.open(node)
    return True


def _is_mark(node: LexborNode, builder: HtmlBlocks) -> bool:
    """Take the mark of a note or of an item, which is not one of the words."""
    marks = builder.marks
    if node.mem_id in marks.references:
        builder.refer(marks.references[node.mem_id])
        return True
    is_printed = node.mem_id not in marks.backlinks and is_word_marker(node)
    if is_printed:
        builder.mark(node.text())
    return is_printed or node.mem_id in marks.backlinks
