"""The matrix: issues as rows, actors as columns, where each stands in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses
from hustings.interface.pages.claim_choices import ALL, NEWEST
from hustings.interface.pages.claim_index import cut_portions
from hustings.interface.pages.claim_words import say_matrix, shade_of, sign_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.comparison.claim_matrix import ClaimCell, IssueRow
    from hustings.interface.pages.claim_choices import ChosenClaims
    from hustings.interface.pages.claim_index import ClaimIndex

MOST = 100
"""Issues on a page."""

_CELLS, _FEWEST = 3_000, 10
"""Cells on a page: with very many actors a page has fewer issues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """Where one actor stands on one issue; `address` has the quotations."""

    standing: str
    sign: str
    n_claims: int
    shade: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """An issue, and where each actor stands."""

    name: str
    address: str
    code: str | None
    language: str | None
    is_contested: bool
    is_general: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixHead:
    """The head of a column."""

    actor: str
    mark: int | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A further page of the matrix."""

    number: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLink:
    """Another choice of documents."""

    words: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixView:
    """A page of the matrix.

    Attributes
    ----------
    choice : str
        Whose documents are compared, as a sentence; empty where there is no choice.
    year : str
        The year that was chosen, if one was.
    sentence : str
        What stands out.
    n_shared, n_alone : int
        Issues that two or more actors speak to, and that one alone does.
    n_hidden : int
        Issues of one actor alone that are on no page of the matrix.
    first, last : int
        Which issues of those shown stand on this page, counted from 1.
    problems : tuple of str
        Such as a language in which no claims can be found.
    """

    choice: str
    year: str
    choices: tuple[ChoiceLink, ...]
    sentence: str
    heads: tuple[MatrixHead, ...]
    rows: tuple[RowView, ...]
    n_issues: int
    n_shared: int
    n_alone: int
    n_hidden: int
    n_claims: int
    n_reported: int
    first: int
    last: int
    number: int
    pages: tuple[PageLink, ...]
    problems: tuple[str, ...]


def count_rows(chosen: ChosenClaims) -> int:
    """Return how many issues stand on a page."""
    return min(MOST, max(_FEWEST, _CELLS // max(len(chosen.matrix.actors), 1)))


def cut_pages(chosen: ChosenClaims) -> list[tuple[IssueRow, ...]]:
    """Divide the issues into pages; one that is empty where there are none."""
    return cut_portions(chosen.shown, count_rows(chosen))


def list_matrix_pages(
    index: ClaimIndex,
) -> Iterator[tuple[str, ChosenClaims, int]]:
    """Yield address, choice and number of each page of the matrix."""
    for chosen in index.chosen:
        for number in range(1, len(cut_pages(chosen)) + 1):
            yield addresses.issues_page(number, chosen.key), chosen, number


def build_matrix(
    index: ClaimIndex, chosen: ChosenClaims, number: int = 1
) -> MatrixView:
    """Build a page of the matrix."""
    pages = cut_pages(chosen)
    rows, every = pages[number - 1], chosen.matrix.rows
    before = (number - 1) * count_rows(chosen)
    return MatrixView(
        choice=say_choice(chosen.key) if index.has_editions else "",
        year=chosen.key if chosen.key not in {NEWEST, ALL} else "",
        choices=_link_choices(index, chosen),
        sentence=say_matrix(chosen.n_shared, chosen.accord.pairs),
        heads=tuple(_build_head(index, actor) for actor in chosen.matrix.actors),
        rows=tuple(_build_row(index, row) for row in rows),
        n_issues=len(every),
        n_shared=chosen.n_shared,
        n_alone=len(every) - chosen.n_shared,
        n_hidden=len(every) - len(chosen.shown),
        n_claims=chosen.n_claims,
        n_reported=_count_reported(index, chosen),
        first=before + 1,
        last=before + len(rows),
        number=number,
        pages=_link_pages(len(pages), chosen.key),
        problems=tuple(one.message for one in index.problems),
    )


def say_choice(key: str) -> str:
    """Say whose documents are compared.

    Examples
    --------
    >>> say_choice(""), say_choice("2031")
    ('Each actor’s newest document.', 'The documents of 2031.')
    """
    said = {NEWEST: "Each actor’s newest document.", ALL: "All documents."}
    return said.get(key, f"The documents of {key}.")


def _link_choices(index: ClaimIndex, chosen: ChosenClaims) -> tuple[ChoiceLink, ...]:
    """Link the other choices, where there are any."""
    words = {NEWEST: "newest of each actor", ALL: "all"}
    return tuple(
        ChoiceLink(
            words=words.get(one.key, one.key),
            address=addresses.issues_page(choice=one.key),
            is_here=one is chosen,
        )
        for one in index.chosen
        if index.has_editions
    )


def _build_head(index: ClaimIndex, actor: str) -> MatrixHead:
    """Build the head of a column."""
    return MatrixHead(
        actor=actor, mark=index.mark_of(actor), address=addresses.actor_page(actor)
    )


def _count_reported(index: ClaimIndex, chosen: ChosenClaims) -> int:
    """Count what the documents report of others."""
    return sum(
        one.is_reported
        for one in index.claims
        if one.document_id in chosen.documents or not index.has_editions
    )


def _link_pages(n_pages: int, choice: str) -> tuple[PageLink, ...]:
    """Link all pages, where there are several."""
    if n_pages < 2:
        return ()
    return tuple(
        PageLink(number=number, address=addresses.issues_page(number, choice))
        for number in range(1, n_pages + 1)
    )


def _build_row(index: ClaimIndex, row: IssueRow) -> RowView:
    """Build a row."""
    return RowView(
        name=row.issue.name,
        address=index.address_of(row),
        code=row.issue.code,
        language=language_of(index, row.issue.claims),
        is_contested=row.is_contested,
        is_general=row.issue.is_general,
        cells=tuple(_build_cell(index, row, cell) for cell in row.cells),
    )


def language_of(index: ClaimIndex, claims: Sequence[int]) -> str | None:
    """Return the language of an issue: nothing is gathered across languages."""
    return index.claims[claims[0]].language if claims else None


def _build_cell(index: ClaimIndex, row: IssueRow, cell: ClaimCell) -> CellView:
    """Build a cell."""
    return CellView(
        standing=str(cell.standing),
        sign=sign_of(cell.standing),
        n_claims=cell.n_claims,
        shade=shade_of(cell.n_claims),
        address=index.cell_address(row, cell) if cell.n_claims else "",
    )
