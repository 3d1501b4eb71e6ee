"""Side by side: topics as rows, documents as columns, quotations in the cells.

Nothing is left out in silence: a document that has no unit on a topic gets a cell
that says so, and topics that no document speaks about are listed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.document import Document, Span

RANKING_RULE = (
    "In each cell the units with the most evidence words come first, "
    "then the order of the document decides. The rule is the same for every actor."
)
"""How the quotations of a cell are chosen, as a sentence for readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One unit's own words.

    Attributes
    ----------
    span : Span
        Where the words stand in the document's text.
    n_evidence : int
        How many stretches of evidence its coding rests on.
    """

    unit_id: str
    span: Span
    page: int
    words: str
    n_evidence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one document says, by code: a column of the matrix.

    Attributes
    ----------
    n_units : int
        All counted units of the document, coded or not; shares are out of these.
    said : mapping of str to sequence of Quotation
        By code, in document order.
    """

    document_id: str
    actor: str
    n_units: int
    said: Mapping[str, Sequence[Quotation]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one document says on one topic.

    Attributes
    ----------
    share : float
        Units on the topic out of all counted units, in [0, 1].
    quotations : tuple of Quotation
        All of them, best first by `rank_quotations`; empty if silent.
    """

    document_id: str
    share: float
    quotations: tuple[Quotation, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether nothing was found in this document."""
        return not self.quotations


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One topic, with a cell for every column."""

    code: str
    cells: tuple[Cell, ...]

    @property
    def n_units(self) -> int:
        """Units on this topic in all columns together."""
        return sum(len(cell.quotations) for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Documents side by side.

    Attributes
    ----------
    voices : tuple of Voice
        The columns, in the order in which each row has its cells.
    rows : tuple of Row
        The topics on which at least one document speaks, in codebook order.
    silent : tuple of str
        Codes that no document speaks about.
    """

    voices: tuple[Voice, ...]
    rows: tuple[Row, ...]
    silent: tuple[str, ...]


def compare_voices(voices: Iterable[Voice], codes: Sequence[str]) -> Matrix:
    """Set documents side by side on every code, in alphabetical order of actors.

    Parameters
    ----------
    voices : iterable of Voice
        One a column, in any order.
    codes : sequence of str
        The topics, in the order of the codebook. Other codes are not shown.

    Examples
    --------
    >>> from hustings.model.document import Span
    >>> boats = Quotation(unit_id="1", span=Span(0, 6), page=1, words="Boats!")
    >>> matrix = compare_voices(
    ...     [
    ...         Voice(document_id="b", actor="Quay List", n_units=4),
    ...         Voice(
    ...             document_id="a", actor="Ferry List", n_units=2, said={"x": [boats]}
    ...         ),
    ...     ],
    ...     ["x", "y"],
    ... )
    >>> [(cell.share, cell.is_silent) for cell in matrix.rows[0].cells]
    [(0.5, False), (0.0, True)]
    >>> matrix.silent
    ('y',)
    """
    columns = tuple(sorted(voices, key=_alphabetical))
    rows = [_fill_row(code, columns) for code in codes]
    return Matrix(
        voices=columns,
        rows=tuple(row for row in rows if row.n_units),
        silent=tuple(row.code for row in rows if not row.n_units),
    )


def rank_quotations(quotations: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """Order a cell's quotations: most evidence first, then document order."""
    return tuple(sorted(quotations, key=lambda one: (-one.n_evidence, one.span)))


def latest_of_each(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Keep each actor's document with the latest date; the first of equals stays.

    Documents without an actor cannot be known to have the same one: all are kept.
    """
    latest: dict[str, Document] = {}
    for document in documents:
        key = document.actor or f"\0{document.document_id}"
        if key not in latest or (document.date or "") > (latest[key].date or ""):
            latest[key] = document
    return tuple(latest.values())


_ARTICLES = frozenset(
    ["the", "die", "der", "das", "le", "la", "les", "el", "los", "las"]
)
"""Words that a name may begin with and is not looked up under."""


def alphabetical_key(name: str) -> tuple[str, str]:
    """Sort names as a reader expects: the one order of actors, wherever they stand.

    Case and accents only break ties. An article that a name begins with does not
    count: The Heron List stands between Hearth and Quay and Overwater.

    Examples
    --------
    >>> sorted(["Zebra", "äpfel", "Apfel", "The Birch"], key=alphabetical_key)
    ['Apfel', 'äpfel', 'The Birch', 'Zebra']
    >>> sorted(["Die Uferliste", "Seeliste", "The", "Vogelbund"], key=alphabetical_key)
    ['Seeliste', 'The', 'Die Uferliste', 'Vogelbund']
    """
    article, _, rest = name.partition(" ")
    named = rest.strip() if article.casefold() in _ARTICLES and rest.strip() else name
    decomposed = unicodedata.normalize("NFKD", named.casefold())
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return (plain, name)


def _alphabetical(voice: Voice) -> tuple[tuple[str, str], str]:
    """Actor, then document."""
    return (alphabetical_key(voice.actor), voice.document_id)


def _fill_row(code: str, columns: Sequence[Voice]) -> Row:
    """One cell a column."""
    return Row(code=code, cells=tuple(_fill_cell(code, voice) for voice in columns))


def _fill_cell(code: str, voice: Voice) -> Cell:
    """Ranked quotations and their share."""
    quotations = rank_quotations(voice.said.get(code, ()))
    share = len(quotations) / voice.n_units if voice.n_units else 0.0
    return Cell(
        document_id=voice.document_id,
        share=share,
        quotations=quotations,
    )
