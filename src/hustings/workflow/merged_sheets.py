"""Sheets of claims that a merge brings in: each once, about words that are here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hustings.errors import StrangeRowError
from hustings.model.claim_sheet import fault_of_sheet
from hustings.model.document import Problem
from hustings.store.claim_sheets import claim_sheets_of
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hustings.model.claim_sheet import ClaimSheet
    from hustings.store.project import Store
    from hustings.workflow.counterparts import Counterparts


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedSheets:
    """The other project's sheets of claims, sorted.

    Attributes
    ----------
    fresh : tuple of ClaimSheet
        New here, with the documents, units and coders that they are about here.
    n_there : int
        Here before.
    lacking : mapping of str to int
        By name of a document, how many of its sheets are about words that are not
        here.
    """

    fresh: tuple[ClaimSheet, ...]
    n_there: int
    lacking: Mapping[str, int]

    @property
    def n_left_out(self) -> int:
        """How many are about nothing here."""
        return sum(self.lacking.values())

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote down any claim there."""
        return not (self.fresh or self.n_there or self.lacking)

    def problems(self) -> Iterator[Problem]:
        """Tell which documents lack words that sheets are about."""
        for name, n in self.lacking.items():
            yield Problem(
                kind="other words",
                message=f"{name}: {count(n, 'sheet')} of claims {_was(n)} left out, "
                "because the words they are about do not stand there here.",
            )


def sort_sheets(
    store: Store,
    other: Store,
    counterparts: Counterparts,
    coders: Mapping[str, str],
    *,
    name: str,
) -> ArrivedSheets:
    """Sort another project's sheets by whether they are here, and about what.

    Parameters
    ----------
    coders : mapping of str to str
        Names there to names here.
    name : str
        Of the other project, for messages.

    Raises
    ------
    StrangeRowError
        If one is nothing that Hustings would have written.
    """
    known = {one.sheet_id for one in claim_sheets_of(store).all()}
    theirs = claim_sheets_of(other).all()
    unknown = [one for one in theirs if one.sheet_id not in known]
    _check(unknown, name)
    origin = f"merge {other.name() or name}"
    lacking: Counter[str] = Counter()
    fresh = []
    for one in unknown:
        here = counterparts.place(one.document_id, one.anchor)
        if here is None:
            lacking[counterparts.theirs[one.document_id].name] += 1
            continue
        unit = counterparts.unit(here, one.anchor.span)
        fresh.append(
            replace(
                one,
                document_id=here,
                unit_id=unit or f"{here}/{one.anchor.span.start}-{one.anchor.span.end}",
                coder=coders[one.coder],
                origin=f"{origin}: {one.origin}" if one.origin else origin,
            )
        )
    return ArrivedSheets(
        fresh=tuple(fresh), n_there=len(theirs) - len(unknown), lacking=lacking
    )


def write_sheets(store: Store, arrived: ArrivedSheets) -> None:
    """Write the sheets that are new."""
    claim_sheets_of(store).add(arrived.fresh)


def _check(sheets: Iterable[ClaimSheet], name: str) -> None:
    """Refuse sheets whose claims are none of their unit."""
    for one in sheets:
        fault = fault_of_sheet(one.claims or (), one.anchor.words)
        if fault is not None:
            where = f"the claims {one.sheet_id} by {one.coder}"
            raise StrangeRowError(name=name, where=where, reason=fault.rstrip("."))


def _was(n: int) -> str:
    return "was" if n == 1 else "were"
