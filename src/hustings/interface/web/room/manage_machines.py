"""Machines on the manager's page on agreement: their checks, and their worklists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from hustings.interface.pages.addresses import unit_address
from hustings.interface.pages.wording import say_coder
from hustings.interface.web.room.manage_quoting import words_after, words_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.workflow.room_manage_machines import MachineStanding

MOST_DOUBTS = 20

_LIKELY = {
    "coding": "The coding is likely wrong.",
    "unclear": "Unclear which of the two is wrong.",
    "machine": "The program is likely wrong.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtedUnit:
    """A unit of which a machine doubts the coding; nobody is named."""

    document: str
    address: str
    before: str
    words: str
    after: str
    coded: str
    likely: str
    probability: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MachinePart:
    """What the page says of one machine.

    Attributes
    ----------
    csv : str
        Address of the whole worklist; empty where there is none.
    """

    coder: str
    check: str
    summary: str
    doubts: tuple[DoubtedUnit, ...]
    n_more: int
    problems: tuple[str, ...]
    csv: str


def build_machines(
    found: tuple[MachineStanding, ...],
    codes: Mapping[str, str],
    *,
    book: str,
    variable: str,
) -> tuple[MachinePart, ...]:
    """Put the parts together, one a machine."""
    return tuple(
        _part(one, codes, f"doubts.csv?{_query(book, variable, one)}") for one in found
    )


def _query(book: str, variable: str, one: MachineStanding) -> str:
    return urlencode({"book": book, "variable": variable, "coder": one.coder})


def _part(one: MachineStanding, codes: Mapping[str, str], csv: str) -> MachinePart:
    doubts = one.doubts
    rows = () if doubts is None else doubts.rows
    return MachinePart(
        coder=say_coder(one.coder),
        check=one.check,
        summary="" if doubts is None else doubts.summary(),
        doubts=tuple(_units(rows[:MOST_DOUBTS], codes)),
        n_more=max(len(rows) - MOST_DOUBTS, 0),
        problems=() if doubts is None else tuple(p.message for p in doubts.problems),
        csv=csv if rows else "",
    )


def _units(
    rows: tuple[Mapping[str, Any], ...], codes: Mapping[str, str]
) -> Iterator[DoubtedUnit]:
    for row in rows:
        yield DoubtedUnit(
            document=row["name"],
            address=unit_address(row["document"], row["start"], row["end"]),
            before=words_before(row["before"]),
            words=row["words"],
            after=words_after(row["after"]),
            coded=codes.get(row["coded"], row["coded"]),
            likely=codes.get(row["likely"], row["likely"]),
            probability=f"{row['probability']:.2f}",
            verdict=_LIKELY[row["likely_error"]],
        )
