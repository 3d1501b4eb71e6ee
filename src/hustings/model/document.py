"""Documents, the spans inside them, and what went wrong reading them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hustings.model.offsets import OffsetMap

BlockKind: TypeAlias = Literal[
    "heading",
    "paragraph",
    "item",
    "slogan",
    "quotation",
    "signature",
    "footnote",
    "table",
    "contents",
    "pullquote",
    "imprint",
]
"""What a stretch of a document is. `contents` and `pullquote` have no units."""

UnitKind: TypeAlias = Literal["quasi-sentence", "sentence", "paragraph"]
"""What a document is split into."""

KINDS_WITHOUT_UNITS = frozenset({"contents", "pullquote"})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text, in Unicode code points, half-open.

    Examples
    --------
    >>> Span(0, 5).of("Hello, voters.")
    'Hello'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Cut this span out of `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something imperfect in the data, kept beside the result.

    Attributes
    ----------
    kind : str
        A short name of the sort of problem, such as ``"misleading name"``.
    message : str
        One sentence: what, where, and what it means for the result.
    page : int or None
        The page it was met on, counted from 1.
    """

    kind: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page and the stretch of text that stands on it.

    Attributes
    ----------
    number : int
        Counted from 1, in the order of the file.
    width, height : float or None
        Size as shown, in PDF points; None for formats without pages.
    """

    number: int
    span: Span
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of one kind: heading, paragraph, item and so on.

    Attributes
    ----------
    level : int or None
        Depth of a heading or of a nested item, from 1.
    marker : str or None
        The printed number or bullet of an item or heading ("1.", "•", "Article 3").
    speaker : str or None
        Who is quoted, for a quotation that names its speaker.
    refers_to : str or None
        For a footnote, the id of the block it belongs to.
    """

    block_id: str
    kind: BlockKind
    span: Span
    level: int | None = None
    marker: str | None = None
    page: int = 1
    speaker: str | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """A place where a sentence might be cut, and how probable a cut is there."""

    position: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The stretch of text that receives a code.

    Attributes
    ----------
    probability : float or None
        Of the boundary that opens it, where a sentence was cut there; None where a
        sentence or block begins.
    uncut : tuple of Boundary
        Places inside it where its sentence might have been cut.
    """

    unit_id: str
    document_id: str
    block_id: str
    span: Span
    page: int = 1
    probability: float | None = None
    uncut: tuple[Boundary, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A hyperlink and the words it stands under."""

    span: Span
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date or range named in the text.

    Attributes
    ----------
    first, last : str
        ISO dates; a year that the text leaves open is written ``"--10-07"``.
    """

    span: Span
    text: str
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """The spans on which a guessed title, actor and date rest; None if not guessed."""

    title: Span | None = None
    actor: Span | None = None
    date: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One source text with an actor and a date, unchanged after reading.

    Attributes
    ----------
    sha256 : str
        Of the original bytes, in hexadecimal.
    date : str or None
        ISO date, month or year ("2031-10-07", "2031-10", "2031").
    language : str or None
        ISO 639-1 code of the language most of the text is in.
    offsets : OffsetMap
        From characters of `text` to characters of the source's pages.
    guessed : Guesses
        Which of title, actor and date were guessed, and from which words.
    """

    document_id: str
    sha256: str
    media_type: str
    text: str
    title: str | None = None
    actor: str | None = None
    date: str | None = None
    language: str | None = None
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    dates: tuple[DateMention, ...] = ()
    links: tuple[Link, ...] = ()
    guessed: Guesses = field(default_factory=Guesses)
    offsets: OffsetMap = field(default_factory=OffsetMap)
    problems: tuple[Problem, ...] = ()
