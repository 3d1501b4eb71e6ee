"""Read the masters of the sample documents: Markdown with some facts above it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

INLINE: Final = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>.+?)\*|\[\^(?P<note>\d+)\]"
)
MARKED: Final = re.compile(r"(?P<marker>-|\d+\.) (?P<words>.+)")
NOTE: Final = re.compile(r"\[\^(?P<marker>\d+)\]: (?P<words>.+)")
WHOLE_EMPHASIS: Final = re.compile(r"\*[^*].*[^*]\*")
WHOLE_STRONG: Final = re.compile(r"\*\*[^*]+\*\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a master of one kind, with its inline marks still in it."""

    kind: str
    words: str
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """One sample document as it was written."""

    facts: Mapping[str, str]
    blocks: tuple[Block, ...]
    source: str

    def first(self, kind: str) -> Block:
        """Return the first block of a kind."""
        return next(block for block in self.blocks if block.kind == kind)

    def notes(self) -> dict[str, str]:
        """Return the footnotes by their number."""
        return {b.marker: b.words for b in self.blocks if b.kind == "footnote"}


def read_master(text: str) -> Master:
    """Read the facts and the blocks of one master."""
    head, source = text.removeprefix("---\n").split("\n---\n", 1)
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    chunks = re.split(r"\n\s*\n", re.sub(r"\n>\s*\n", "\n> \n", source.strip()))
    blocks = tuple(block for chunk in chunks for block in read_chunk(chunk))
    return Master(facts=facts, blocks=blocks, source=source.lstrip())


def read_chunk(chunk: str) -> Iterator[Block]:
    """Read the blocks of one stretch between empty lines."""
    lines = chunk.splitlines()
    if MARKED.fullmatch(lines[0]):
        yield from (read_item(line) for line in lines)
    elif lines[0].startswith("> "):
        words = [line.removeprefix(">").strip() for line in lines]
        yield Block(kind="quotation", words="\n".join(filter(None, words)))
    elif note := NOTE.fullmatch(chunk):
        yield Block(kind="footnote", words=note["words"], marker=note["marker"])
    else:
        yield read_line(" ".join(lines))


def read_item(line: str) -> Block:
    """Read one item of a list."""
    item = MARKED.fullmatch(line)
    if item is None:
        message = f"This line stands in a list but has no marker: {line!r}."
        raise ValueError(message)
    return Block(kind="item", words=item["words"], marker=item["marker"])


def read_line(words: str) -> Block:
    """Tell what kind of block a paragraph's own marks make it."""
    if words.startswith("# "):
        return Block(kind="title", words=words[2:])
    if words.startswith("## "):
        return Block(kind="heading", words=words[3:])
    if WHOLE_STRONG.fullmatch(words):
        return Block(kind="slogan", words=words[2:-2])
    if WHOLE_EMPHASIS.fullmatch(words):
        return Block(kind=kind_of_emphasis(words), words=words[1:-1])
    kind = "signature" if words.startswith("— ") else "paragraph"
    return Block(kind=kind, words=words)


def kind_of_emphasis(words: str) -> str:
    """Tell the imprint at the end from the line under the title."""
    is_imprint = "Printed" in words or "Published" in words or "Responsible" in words
    return "imprint" if is_imprint else "subtitle"


def inline_runs(words: str) -> Iterator[tuple[str, str]]:
    """Give each stretch of words with its style: plain, em, strong or note."""
    position = 0
    for match in INLINE.finditer(words):
        if match.start() > position:
            yield "plain", words[position : match.start()]
        yield str(match.lastgroup), match[str(match.lastgroup)]
        position = match.end()
    if position < len(words):
        yield "plain", words[position:]


def curl_quotes(words: str) -> str:
    """Make typewriter quotes into printer's ones."""
    opened = re.sub(r"(?<![\w.,;:!?])\"(?=\w)", "“", words)
    return opened.replace('"', "”").replace("'", "’")


def mark_up(
    words: str,
    marks: Mapping[str, str],
    *,
    before: Callable[[str], str] = str,
) -> str:
    """Write words with another markup.

    ``marks`` holds a pattern for each style; ``before`` changes the words first.
    """
    return "".join(
        marks[style].format(html.escape(before(text), quote=False))
        for style, text in inline_runs(words)
    )
