"""Citations: words of a document, where they stand, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from hustings.model.document import Document, Span

WIDTH = 64
"""Characters of context kept on either side of an anchor."""

Fate: TypeAlias = Literal["exact", "moved", "ambiguous", "lost"]
"""What became of an anchor in another text; the methods page defines all four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A stretch of a text with its words: enough to find it again in another text.

    Attributes
    ----------
    span : Span
        Where it stood in the text it was taken from.
    words : str
        The stretch itself, exactly as it stood.
    before, after : str
        Up to `WIDTH` characters on either side, exactly as they stood.
    """

    span: Span
    words: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Words of a document that can be found again by whoever has the file.

    Attributes
    ----------
    sha256 : str
        Of the file's bytes.
    actor, title, date : str or None
        As people said them, or as they were guessed.
    first_page, last_page : int or None
        The pages that the words stand on; None for formats without pages.
    unit_id : str or None
        The unit that is cited, if it is one.
    """

    document_id: str
    sha256: str
    media_type: str
    anchor: Anchor
    name: str = ""
    actor: str | None = None
    title: str | None = None
    date: str | None = None
    language: str | None = None
    first_page: int | None = None
    last_page: int | None = None
    unit_id: str | None = None

    @property
    def words(self) -> str:
        """The cited words, with every stretch of white space as one space."""
        return " ".join(self.anchor.words.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an anchor stands in another text, if it does.

    Attributes
    ----------
    fate : {"exact", "moved", "ambiguous", "lost"}
    span : Span or None
        None where it is ambiguous or lost.
    similarity : float
        Of the words here and there, in [0, 1]: 1 where they are the same letters.
        Where it is ambiguous or lost, that of the best place, which was not taken.
    candidates : tuple of Span
        Places that fit about equally well; empty unless ambiguous.
    """

    fate: Fate
    span: Span | None = None
    similarity: float = 0.0
    candidates: tuple[Span, ...] = ()


def anchor_of(text: str, span: Span) -> Anchor:
    """Take a stretch of a text together with what stands around it.

    Examples
    --------
    >>> from hustings.model.document import Span
    >>> anchor_of("Rents are high. Lower rents! Now.", Span(16, 28)).words
    'Lower rents!'
    """
    return Anchor(
        span=span,
        words=span.of(text),
        before=text[max(span.start - WIDTH, 0) : span.start],
        after=text[span.end : span.end + WIDTH],
    )


def pages_of(document: Document, span: Span) -> tuple[int, int] | None:
    """Return the first and last page that a stretch stands on.

    None for formats without pages: those with one page that has no size.

    Examples
    --------
    >>> from hustings.model.document import Document, Page, Span
    >>> pages = tuple(
    ...     Page(number=i + 1, span=Span(10 * i, 10 * i + 10), width=595.0)
    ...     for i in range(3)
    ... )
    >>> document = Document(
    ...     document_id="d", sha256="", media_type="", text="x" * 30, pages=pages
    ... )
    >>> pages_of(document, Span(8, 20))
    (1, 2)
    """
    pages = document.pages
    if len(pages) < 2 and all(page.width is None for page in pages):
        return None
    touched = [page.number for page in pages if _meet(page.span, span)]
    return (min(touched), max(touched)) if touched else None


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
