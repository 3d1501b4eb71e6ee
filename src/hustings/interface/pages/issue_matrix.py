"""The matrix: issues as rows, actors as columns, where each stands in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses
from hustings.interface.pages.claim_index import cut_portions
from hustings.interface.pages.claim_words import say_matrix, shade_of, sign_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.comparison.claim_matrix import ClaimCell, IssueRow
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
class MatrixView:
    """A page of the matrix.

    Attributes
    ----------
    sentence : str
        What stands out.
    n_shared, n_alone : int
        Issues that two or more actors speak to, and that one alone does.
    first, last : int
        Which issues of all stand on this page, counted from 1.
    problems : tuple of str
        Such as a language in which no claims can be found.
    """

    sentence: str
    heads: tuple[MatrixHead, ...]
    rows: tuple[RowView, ...]
    n_issues: int
    n_shared: int
    n_alone: int
    n_claims: int
    n_reported: int
    first: int
    last: int
    number: int
    pages: tuple[PageLink, ...]
    problems: tuple[str, ...]


def count_rows(index: ClaimIndex) -> int:
    """Return how many issues stand on a page."""
    return min(MOST, max(_FEWEST, _CELLS // max(len(index.actors), 1)))


def cut_pages(index: ClaimIndex) -> list[tuple[IssueRow, ...]]:
    """Divide the issues into pages; one that is empty where there are none."""
    return cut_portions(index.matrix.rows, count_rows(index))


def list_matrix_pages(index: ClaimIndex) -> Iterator[tuple[str, int]]:
    """Yield address and number of each page of the matrix."""
    for number in range(1, len(cut_pages(index)) + 1):
        yield addresses.issues_page(number), number


def build_matrix(index: ClaimIndex, number: int = 1) -> MatrixView:
    """Build a page of the matrix."""
    pages = cut_pages(index)
    rows, every = pages[number - 1], index.matrix.rows
    before = (number - 1) * count_rows(index)
    return MatrixView(
        sentence=say_matrix(index.n_shared, index.accord.pairs),
        heads=tuple(
            MatrixHead(
                actor=actor,
                mark=index.mark_of(actor),
                address=addresses.actor_page(actor),
            )
            for actor in index.matrix.actors
        ),
        rows=tuple(_build_row(index, row) for row in rows),
        n_issues=len(every),
        n_shared=index.n_shared,
        n_alone=len(every) - index.n_shared,
        n_claims=index.n_claims,
        n_reported=sum(one.is_reported for one in index.claims),
        first=before + 1,
        last=before + len(rows),
        number=number,
        pages=_link_pages(len(pages)),
        problems=tuple(one.message for one in index.problems),
    )


def _link_pages(n_pages: int) -> tuple[PageLink, ...]:
    """Link all pages, where there are several."""
    if n_pages < 2:
        return ()
    return tuple(
        PageLink(number=number, address=addresses.issues_page(number))
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
