"""The words of one block of a web page while they are gathered, with their links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.ingest.drafts import DraftLink

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

_NOT_LINKS = ("#", "javascript:", "data:")


@dataclass(slots=True)
class HtmlWords:
    """Words in the order of the page, and what is open around the next.

    Attributes
    ----------
    has_plain : bool
        Whether any of them were not bold.
    breaks : int
        Line breaks since the last of them.
    is_line_due : bool
        Whether the next words begin a line of the item or quotation at hand.
    below : list of int
        Elements left out since the last words.
    """

    bold: int = 0
    raised: int = 0
    has_plain: bool = False
    buffer: list[str] = field(default_factory=list)
    length: int = 0
    breaks: int = 0
    is_line_due: bool = False
    preformatted: int = 0
    anchors: list[tuple[int, str]] = field(default_factory=list)
    links: list[DraftLink] = field(default_factory=list)
    below: list[int] = field(default_factory=list)

    def clear_words(self) -> None:
        """Begin without words; a link that is open goes on."""
        self.buffer, self.links = [], []
        self.length, self.has_plain, self.breaks = 0, False, 0
        self.is_line_due = False
        self.anchors = [(0, url) for _, url in self.anchors]

    def add(self, text: str) -> None:
        """Add words as they are."""
        self.buffer.append(text)
        self.length += len(text)
        self.below.clear()

    def begin_line(self) -> None:
        """End the line at hand."""
        self.is_line_due = False
        if self.length:
            line = self.buffer.pop().rstrip(" ")
            self.length = sum(map(len, self.buffer)) + len(line)
            self.buffer.append(line)
            self.add("\n")

    def ends_in_space(self) -> bool:
        """Say whether a space ends the words gathered."""
        return bool(self.buffer) and self.buffer[-1].endswith(" ")

    def open_link(self, node: LexborNode) -> None:
        """Begin the words of a link."""
        self.anchors.append((self.length, node.attributes.get("href") or ""))

    def close_link(self) -> None:
        """End the words of the link begun last."""
        start, url = self.anchors.pop()
        if url and not url.startswith(_NOT_LINKS):
            end = self.length - self.ends_in_space()
            self.links.append(DraftLink(start=start, end=end, url=url))


def count_open(name: str, step: int) -> Callable[[HtmlWords, LexborNode], None]:
    """Make what counts the open elements of a sort, by the attribute it counts in."""

    def count(words: HtmlWords, _: LexborNode) -> None:
        setattr(words, name, getattr(words, name) + step)

    return count
