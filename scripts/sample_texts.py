"""Set the sample documents as Markdown, plain text and HTML."""

from __future__ import annotations

import html
import textwrap
from typing import TYPE_CHECKING, Final

from sample_masters import curl_quotes, mark_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from string import Template

    from sample_masters import Block, Master

TEXT_WIDTH: Final = 72


def write_markdown(master: Master) -> bytes:
    """Give the master without its facts."""
    return master.source.encode()


PLAIN_MARKS: Final = {"plain": "{}", "em": "{}", "strong": "{}", "note": " [{}]"}


def write_text(master: Master) -> bytes:
    """Set the master as an e-mail of old would have it, hard-wrapped."""
    lines: list[str] = []
    for block in master.blocks:
        if not (block.kind == "item" and lines and lines[-1].startswith("  ")):
            lines.append("")
        lines += text_lines(block)
    return ("\n".join(lines).strip("\n") + "\n").encode()


def text_lines(block: Block) -> list[str]:
    """Wrap one block."""
    words = html.unescape(mark_up(block.words, PLAIN_MARKS))
    if block.kind == "title":
        return [words.upper().center(TEXT_WIDTH).rstrip()]
    if block.kind in {"heading", "slogan"}:
        return [words.upper()]
    if block.kind == "quotation":
        return [line for part in words.split("\n") for line in wrap(part, "    ")]
    if block.kind == "item":
        return wrap(f"{block.marker} {words}", "  ", hanging=len(block.marker) + 1)
    return wrap(words, "")


def wrap(words: str, indent: str, *, hanging: int = 0) -> list[str]:
    """Break words into lines, the later ones indented further by ``hanging``."""
    return textwrap.wrap(
        words,
        TEXT_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + " " * hanging,
        break_on_hyphens=False,
    )


HTML_MARKS: Final = {
    "plain": "{}",
    "em": "<em>{}</em>",
    "strong": "<strong>{}</strong>",
    "note": '<sup><a href="#note-{0}">{0}</a></sup>',
}
HTML_BLOCKS: Final = {
    "title": "<h1>{}</h1>",
    "heading": "<h2>{}</h2>",
    "subtitle": '<p class="lead"><em>{}</em></p>',
    "slogan": '<p class="slogan"><strong>{}</strong></p>',
    "imprint": '<p class="imprint"><small>{}</small></p>',
    "item": "<li>{}</li>",
}


def write_html(master: Master, page: Template) -> bytes:
    """Set the master in a party's page, furniture and all."""
    facts = {key: html.escape(value) for key, value in master.facts.items()}
    return page.substitute(facts, body="\n".join(html_lines(master))).encode()


def html_lines(master: Master) -> Iterator[str]:
    """Write the blocks, with the lists opened and closed around their items."""
    is_in = ""
    for block in master.blocks:
        wanted = ""
        if block.kind == "item":
            wanted = "ul" if block.marker == "-" else "ol"
        if wanted != is_in:
            yield from (f"</{is_in}>" for _ in range(bool(is_in)))
            yield from (f"<{wanted}>" for _ in range(bool(wanted)))
        is_in = wanted
        yield html_block(block)


def html_block(block: Block) -> str:
    """Write one block."""
    words = mark_up(block.words, HTML_MARKS, before=curl_quotes)
    if block.kind == "quotation":
        said, _, speaker = words.partition("\n")
        return f"<blockquote><p>{said}</p><footer>{speaker}</footer></blockquote>"
    return HTML_BLOCKS.get(block.kind, "<p>{}</p>").format(words)
