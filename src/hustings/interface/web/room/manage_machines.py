"""Machines on the manager's page on agreement: their checks, and their worklists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from hustings.interface.pages.addresses import unit_address
from hustings.interface.pages.wording import say_coder, say_count, say_number
from hustings.interface.web.room.manage_doubts import LIKELY
from hustings.interface.web.room.manage_quoting import words_after, words_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.workflow.machine_doubts import WorklistResult
    from hustings.workflow.room_manage_machines import MachineStanding

MOST_DOUBTS = 20


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
    desk : str
        Address of the page where it is decided; empty where there is none.
    """

    coder: str
    check: str
    summary: str
    doubts: tuple[DoubtedUnit, ...]
    n_more: int
    problems: tuple[str, ...]
    csv: str
    desk: str


def build_machines(
    found: tuple[MachineStanding, ...],
    codes: Mapping[str, str],
    *,
    book: str,
    variable: str,
) -> tuple[MachinePart, ...]:
    """Put the parts together, one a machine."""
    return tuple(_part(one, codes, _query(book, variable, one)) for one in found)


def _query(book: str, variable: str, one: MachineStanding) -> str:
    return urlencode({"book": book, "variable": variable, "coder": one.coder})


def _part(one: MachineStanding, codes: Mapping[str, str], query: str) -> MachinePart:
    doubts = one.doubts
    rows = () if doubts is None else doubts.rows
    return MachinePart(
        coder=say_coder(one.coder),
        check=one.check,
        summary="" if doubts is None else _say_doubts(doubts),
        doubts=tuple(_units(rows[:MOST_DOUBTS], codes)),
        n_more=max(len(rows) - MOST_DOUBTS, 0),
        problems=() if doubts is None else tuple(p.message for p in doubts.problems),
        csv=f"doubts.csv?{query}" if rows else "",
        desk=f"programs?{query}" if rows else "",
    )


def _say_doubts(found: WorklistResult) -> str:
    """Say on how many units people and a machine differ."""
    n = sum(row["likely_error"] == "coding" for row in found.rows)
    likely = "1 is a likely coding error"
    if n != 1:
        likely = f"{say_number(n)} are likely coding errors"
    return (
        f"It differs on {say_number(len(found.rows))} of "
        f"{say_count(found.n_compared, 'unit')} that people coded, too; {likely}. "
        "Where a value was settled, that is what counts here."
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
            verdict=LIKELY[row["likely_error"]],
        )
