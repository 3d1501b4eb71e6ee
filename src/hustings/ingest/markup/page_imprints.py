"""Publisher, licence, place and date in what is left out of a page as its foot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.markup.page_parts import INLINE, SILENT
from hustings.ingest.readers.html_names import names_surely, words_in
from hustings.ingest.structure.imprints import holds_imprint, is_dateline, is_imprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_SPACE = re.compile(r"\s+")
_SEPARATORS = " |·•∙/–—-»«>"
_LONGEST = 400
_LONGEST_ENTRY = 3  # words of a link that may belong to a menu
_NAMES = ("footer", "foot", "fuss", "fusszeile", "stopka", "rodape", "colophon", "pied")
_LICENCE = re.compile(r"creativecommons|licen[cs]e|lizenz|licencia|licença|licenza")


def draft_imprints(foot: LexborNode) -> list[Draft]:
    """Make blocks of the lines of a page's foot that tell who published it and when.

    Links of a menu that stand in such a line stay out, all other lines too. What is
    neither named as a foot nor short has none.
    """
    if not _is_foot(foot):
        return []
    cleaned = (" ".join(line.split()).strip(_SEPARATORS) for line in _lines(foot))
    lines = [line for line in cleaned if 0 < len(line) <= _LONGEST]
    told = [line for line in lines if is_imprint(line) or holds_imprint(line)]
    dated = [line for line in lines if told and is_dateline(line)]
    return [
        Draft(kind="imprint", pieces=(Piece(line),))
        for line in lines
        if line in told or line in dated
    ]


def _is_foot(node: LexborNode) -> bool:
    attributes = node.attributes
    names = words_in(attributes)
    if node.tag == "dialog" or names_surely(names):
        return False
    is_named = any(name.endswith(_NAMES) for name in names)
    is_foot = node.tag == "footer" or attributes.get("role") == "contentinfo"
    return is_foot or is_named or len(node.text()) <= _LONGEST


def _lines(foot: LexborNode) -> Iterator[str]:
    """Yield the words of each block that holds words itself, cut at line breaks."""
    words: list[str] = []
    block = 0
    for node in foot.traverse(include_text=True):
        here = _block_of(node)
        if node.tag == "br" or here != block:
            yield "".join(words)
            words, block = [], here
        if node.tag == "-text" and not _is_apart(node):
            words.append(_SPACE.sub(" ", node.text_content or ""))
    yield "".join(words)


def _block_of(node: LexborNode) -> int:
    """Tell apart the innermost blocks that words stand in."""
    above: LexborNode | None = node
    while above is not None and (above.tag in INLINE or above.tag == "-text"):
        above = above.parent
    return above.mem_id if above is not None else 0


def _is_apart(text: LexborNode) -> bool:
    """Say whether words are a script's, or a link of a menu."""
    above = text.parent
    while above is not None and above.tag in INLINE:
        if above.tag == "a":
            return _is_entry(above)
        above = above.parent
    return above is not None and above.tag in SILENT


def _is_entry(link: LexborNode) -> bool:
    """Say whether a short link is set off from the words before it, or opens a line."""
    words = link.text().split()
    href = link.attributes.get("href") or ""
    if len(words) > _LONGEST_ENTRY or _LICENCE.search(href.lower()):
        return False
    before = link.prev
    said = (before.text_content or "").strip() if before is not None else ""
    return not said or said[-1] in _SEPARATORS or said.endswith((".", ":"))
