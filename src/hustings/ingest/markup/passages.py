"""The words of one block while a reader gathers them, with the links over them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, DraftLink, Piece

if TYPE_CHECKING:
    from hustings.model.document import BlockKind

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_UNSEEN = str.maketrans("", "", "\xad\u200b\u2060\ufeff")
_NOT_LINKS = ("#", "javascript:", "data:", "file:", "../", "./")
_LONGEST_BOLD_HEADING = 90
_MOST_NAME_WORDS = 8
BOLD_LEVEL = 4
"""Level that readers give a line which is a heading by its bold letters alone."""


@dataclass(slots=True, kw_only=True)
class Passage:
    """Words as they come, runs of white space as one space.

    Attributes
    ----------
    has_plain : bool
        Whether any of them were not bold.
    notes : list of str
        Marks of the footnotes that they refer to.
    """

    parts: list[str] = field(default_factory=list)
    length: int = 0
    has_plain: bool = False
    ends_open: bool = False
    links: list[DraftLink] = field(default_factory=list)
    opened: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, raw: str, *, is_bold: bool = False) -> None:
        """Add words; white space before the first is left out."""
        text = _SPACE.sub(" ", raw).translate(_UNSEEN)
        if not self.length:
            text = text.lstrip()
        elif self.ends_open:
            text = text.removeprefix(" ")
        if not text:
            return
        self.has_plain = self.has_plain or (not is_bold and bool(text.strip()))
        self.parts.append(text)
        self.length += len(text)
        self.ends_open = text[-1] == " "

    def refer(self, mark: str | None) -> None:
        """Take note of the mark of a footnote, which is not one of the words."""
        self.notes += [mark] if mark else []

    def open_link(self, url: str) -> None:
        """Begin the words of a link."""
        self.opened.append((self.length, url))

    def close_link(self) -> None:
        """End the words of the link begun last."""
        if not self.opened:
            return
        start, url = self.opened.pop()
        if url and not url.startswith(_NOT_LINKS):
            self.links.append(DraftLink(start=start, end=self.length, url=url))

    def take_over(self, other: Passage) -> None:
        """Add the words of another, with its links and notes."""
        moved = self.length
        for part in other.parts:
            self.add(part, is_bold=not other.has_plain)
        self.links += [
            DraftLink(start=link.start + moved, end=link.end + moved, url=link.url)
            for link in other.links
        ]
        self.notes += other.notes

    @property
    def text(self) -> str:
        """The words so far, without white space at the end."""
        return "".join(self.parts).rstrip()

    def is_bold_line(self) -> bool:
        """Say whether it is a short line in bold, which serves as a heading."""
        return not self.has_plain and serves_as_heading(self.text)

    def draft(
        self, kind: BlockKind, *, level: int | None = None, marker: str | None = None
    ) -> Draft | None:
        """Make a block of the words; None where there are none."""
        text = self.text
        if not text:
            return None
        links = (
            DraftLink(start=link.start, end=min(link.end, len(text)), url=link.url)
            for link in self.links
        )
        return Draft(
            kind=kind,
            pieces=(Piece(text),),
            level=level,
            marker=marker,
            links=tuple(link for link in links if link.start < link.end),
            notes=tuple(self.notes),
        )


def serves_as_heading(text: str) -> bool:
    """Say whether words set in bold on a line of their own are short enough.

    A colon may end a heading, but also words that lead to a list: "We will:". So the
    last word before it has a capital, and text follows, which the document must tell.

    Examples
    --------
    >>> serves_as_heading("Ferries"), serves_as_heading("We run ferries.")
    (True, False)
    """
    is_short = 0 < len(text) <= _LONGEST_BOLD_HEADING
    if is_short and text[-1] in ":：":
        return ends_in_name(text)
    return is_short and text[-1] not in ".,;"


def ends_in_name(text: str) -> bool:
    """Say whether a line that ends in a colon names a thing, by its last capital.

    Examples
    --------
    >>> ends_in_name("Local Government:"), ends_in_name("Our council will:")
    (True, False)
    """
    words = text.rstrip(":： ").split()
    is_name = bool(words) and words[-1][:1].isupper()
    return is_name and len(words) <= _MOST_NAME_WORDS
