"""The people who code: adding one, and what each has done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import LookalikeCoderError
from hustings.estimates.frames import frame_from_rows
from hustings.model.coder import Coder, fold_name, look_of
from hustings.outside.clock import now
from hustings.workflow.wording import count

if TYPE_CHECKING:
    import polars as pl

    from hustings.model.coder import Role
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderWork:
    """One person and what counts of what they coded.

    Attributes
    ----------
    n_codings : int
        Values that count, of all variables.
    n_units : int
        Units, of all documents, that have one of them.
    n_assigned : int
        Units that they were asked to code.
    last : str or None
        When they last wrote one that counts, as ISO time.
    """

    coder: Coder
    n_codings: int
    n_units: int
    n_assigned: int
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodersResult:
    """The people who code in a project, in the order in which they were added."""

    coders: tuple[CoderWork, ...]

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a person."""
        return [
            {
                "coder": one.coder.coder_id,
                "role": one.coder.role,
                "added": one.coder.added,
                "n_codings": one.n_codings,
                "n_units": one.n_units,
                "n_assigned": one.n_assigned,
                "last": one.last,
            }
            for one in self.coders
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        if not self.coders:
            return "Nobody codes here yet. Add a coder with 'hustings coder add NAME'."
        n = sum(one.n_codings for one in self.coders)
        return f"{count(len(self.coders), 'coder')}, {count(n, 'coding')} by hand."


def add_coder(store: Store, name: str, *, role: Role = "coder") -> Coder:
    """Add a person who codes, and return them with their name as it is kept.

    Raises
    ------
    CoderNameError
        If the name cannot be a person's.
    RepeatedCoderError
        If there is a coder of that name, whatever its large and small letters.
    LookalikeCoderError
        If nobody could tell the name from that of a coder who is there.
    """
    alike = lookalike_of(store, name)
    if alike is not None:
        raise LookalikeCoderError(name=name, there=alike)
    return store.coders.add(Coder(coder_id=name, role=role, added=now()))


def lookalike_of(store: Store, name: str) -> str | None:
    """Return a coder whose name looks like this one and is another; None without."""
    folded, look = fold_name(name), look_of(name)
    there = [one.coder_id for one in store.coders.all()]
    if folded in map(fold_name, there):
        return None
    return next((one for one in there if look_of(one) == look), None)


def list_coders(store: Store) -> CodersResult:
    """List the people who code, with what each has done."""
    codings: dict[str, list[HandCoding]] = {}
    for one in store.hand.current(with_training=True):
        codings.setdefault(one.coder, []).append(one)
    return CodersResult(
        coders=tuple(
            _work(store, coder, codings.get(coder.coder_id, []))
            for coder in store.coders.all()
        )
    )


def _work(store: Store, coder: Coder, codings: list[HandCoding]) -> CoderWork:
    assigned = store.assignments.of(coder.coder_id)
    return CoderWork(
        coder=coder,
        n_codings=len(codings),
        n_units=len({(one.document_id, one.anchor.span) for one in codings}),
        n_assigned=len(
            {(unit.document_id, unit.anchor.span) for a in assigned for unit in a.units}
        ),
        last=max((_to_the_second(one.written) for one in codings), default=None),
    )


def _to_the_second(written: str) -> str:
    """Shorten a time in the one zone that the database has."""
    return f"{written[:19]}{written[-6:]}"
