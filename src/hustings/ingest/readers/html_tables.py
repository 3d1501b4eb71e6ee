"""Tables of web pages: which hold data, and which only lay out text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest.markup.rows import is_frame

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


_BLOCKS = frozenset(["h1", "h2", "h3", "h4", "ul", "ol", "dl", "table", "blockquote"])


def is_layout(table: LexborNode) -> bool:
    """Say whether a table lays out a page: it holds whole blocks, or prose."""
    here = table.mem_id
    inner = (node.tag for node in table.traverse() if node.mem_id != here)
    if any(tag in _BLOCKS for tag in inner):
        return True
    rows = [
        [
            " ".join(cell.text().split())
            for cell in row.iter()
            if cell.tag in {"td", "th"}
        ]
        for row in table.css("tr")
    ]
    return is_frame(rows)
