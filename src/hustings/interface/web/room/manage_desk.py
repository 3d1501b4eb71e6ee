"""What the manager's pages share: their threads, and what was computed before.

Agreement over a whole project takes seconds. So it is computed once for every change
of the project, and never in the threads that serve people who are coding.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from hustings.interface.web.room.writer import PATIENCE
from hustings.store.claim_sheets import claim_sheets_of
from hustings.store.marks import mark_of
from hustings.store.project import Store
from hustings.workflow.room_manage_agreement import measure_variable
from hustings.workflow.room_manage_cases import list_cases
from hustings.workflow.room_manage_claims import measure_claim_sheets
from hustings.workflow.room_manage_cuts import measure_cuts
from hustings.workflow.room_manage_doubts import find_doubted
from hustings.workflow.room_manage_machines import machines_on, show_machines
from hustings.workflow.room_manage_overview import show_overview
from hustings.workflow.room_manage_words import (
    books_coded,
    coded_units,
    find_book,
)
from hustings.workflow.room_units import is_unitising

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from hustings.interface.web.room.room import Room
    from hustings.model.run import Run
    from hustings.store.marks import Mark
    from hustings.workflow.room_manage_agreement import VariableAgreement
    from hustings.workflow.room_manage_cases import Case
    from hustings.workflow.room_manage_claims import ClaimStanding
    from hustings.workflow.room_manage_cuts import CutAgreement
    from hustings.workflow.room_manage_doubts import DoubtList
    from hustings.workflow.room_manage_machines import MachineStanding
    from hustings.workflow.room_manage_overview import ManagerOverview
    from hustings.workflow.room_manage_words import CodedBook, CodedUnit

Result = TypeVar("Result")

_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Memory:
    """Results by what they depend on; the oldest go first."""

    _found: dict[Hashable, Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def recall(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return a result, computed only where it is not at hand.

        One at a time: whoever asks for what is being computed waits for it.
        """
        with self._lock:
            if key not in self._found:
                while len(self._found) >= _MOST_KEPT:
                    self._found.pop(next(iter(self._found)))
                self._found[key] = compute()
            found: Result = self._found[key]
            return found


@dataclass(frozen=True, slots=True)
class ManageDesk:
    """The manager's desk in one room.

    Attributes
    ----------
    sums, lists : Memory
        What takes long to compute, and what is quick and must not wait for it.
    doubted : Memory
        What a person works through case by case, who must not wait for either.
    """

    room: Room
    sums: Memory = field(default_factory=Memory)
    lists: Memory = field(default_factory=Memory)
    doubted: Memory = field(default_factory=Memory)

    async def look(self, work: Callable[[Store], Result]) -> Result:
        """Do something with the project in a thread of its own."""
        return await asyncio.to_thread(self._with_store, work)

    async def change(self, work: Callable[[Store], Result]) -> Result:
        """Change something; it counts downstream once all is silent."""
        done = await self.look(work)
        await self.room.write(_nothing)
        return done

    def _with_store(self, work: Callable[[Store], Result]) -> Result:
        with Store.open(self.room.folder) as store:
            connection = store.coders.database.connection
            connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            return work(store)

    # What the pages show, each computed once for every change.

    def overview(self, store: Store) -> ManagerOverview:
        """Return where the coding stands; people code on, so it is not kept."""
        return show_overview(store, self.room.shelf)

    def books(self, store: Store) -> list[CodedBook]:
        """Return the codebooks that people have coded with."""
        return books_coded(store, self.room.shelf)

    def book(self, store: Store, sha256: str | None) -> CodedBook:
        """Return one of them, or the one used last."""
        return find_book(self.books(store), sha256)

    def units(self, store: Store, book: CodedBook) -> list[CodedUnit]:
        """Return the units that somebody has coded."""
        mark = mark_of(store)
        return self.lists.recall(
            ("units", mark.codings, mark.texts, book.sha256),
            lambda: coded_units(store, book.sha256),
        )

    def cases(
        self, store: Store, book: CodedBook, variable: str | None = None
    ) -> list[Case]:
        """Return the cases of disagreement."""
        units = self.units(store, book)
        mark: Mark = mark_of(store)
        return self.lists.recall(
            ("cases", mark, book.sha256, variable),
            lambda: list_cases(store, book, variable, units=units),
        )

    def agreement(
        self, store: Store, book: CodedBook, variable: str | None
    ) -> VariableAgreement:
        """Return how far people agree on one variable."""
        chosen = book.variable(variable)
        units = self.units(store, book)
        mark = mark_of(store)
        return self.sums.recall(
            (mark.codings, mark.texts, book.sha256, chosen.name),
            lambda: measure_variable(chosen, units),
        )

    def machines(
        self, store: Store, book: CodedBook, variable: str | None
    ) -> tuple[MachineStanding, ...]:
        """Return how the machines stand that coded one variable."""
        chosen = book.variable(variable).name
        runs = machines_on(store, book.sha256, chosen)
        mark = mark_of(store)
        of_runs = tuple(run.run_id for run in runs)
        return self.sums.recall(
            ("machines", mark, book.sha256, chosen, of_runs),
            lambda: show_machines(store, runs, chosen),
        )

    def doubts(
        self, store: Store, book: CodedBook, variable: str, run: Run
    ) -> DoubtList:
        """Return the units on which people and a machine differ, settled or not."""
        units = self.units(store, book)
        mark = mark_of(store)
        return self.doubted.recall(
            (mark.codings, mark.texts, run.run_id, variable),
            lambda: find_doubted(store, run, variable, units),
        )

    def has_cuts(self, store: Store, book: CodedBook) -> bool:
        """Say whether coders may cut the text that they code with a codebook."""
        return self.lists.recall(
            ("cutting", mark_of(store).assignments, book.sha256),
            lambda: any(
                is_unitising(one)
                for one in store.assignments.all()
                if one.codebook_sha256 == book.sha256
            ),
        )

    def cuts(
        self, store: Store, book: CodedBook, variable: str | None
    ) -> CutAgreement | None:
        """Return how far people agree who cut the text themselves."""
        chosen = book.variable(variable)
        mark = mark_of(store)
        return self.sums.recall(
            ("cuts", mark.codings, mark.texts, book.sha256, chosen.name),
            lambda: measure_cuts(store, book.sha256, chosen),
        )

    def claims(self, store: Store) -> ClaimStanding | None:
        """Return how far people agree on claims."""
        sheets, mark = claim_sheets_of(store), mark_of(store)
        return self.sums.recall(
            ("claims", sheets.last_number(), sheets.latest_run(), mark.texts),
            lambda: measure_claim_sheets(store),
        )


def _nothing(_: Store) -> None:
    """Tell the room that something was written, so that it is published later."""
