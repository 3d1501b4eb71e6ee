"""What people said with one version of a codebook, put together by unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from hustings.errors import UnknownPlaceError
from hustings.workflow.current import current_splits, current_units
from hustings.workflow.scaled_cases import case_names

if TYPE_CHECKING:
    from hustings.model.citation import Anchor
    from hustings.model.codebook import Codebook, Variable
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.workflow.room_shelf import Shelf

Place: TypeAlias = "tuple[str, int, int]"
"""A document and where in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedBook:
    """A version of a codebook that people have coded with, or are to.

    Attributes
    ----------
    sha256 : str
        Of its text.
    """

    sha256: str
    codebook: Codebook
    coders: tuple[str, ...]

    def variable(self, name: str | None) -> Variable:
        """Return a variable; the first where none is named.

        Raises
        ------
        UnknownPlaceError
            If there is none of the name.
        """
        for one in self.codebook.variables:
            if name in {None, one.name}:
                return one
        raise UnknownPlaceError(what=f"Variable {name!r}")


@dataclass(frozen=True, kw_only=True)
class CodedUnit:
    """One unit, and what people say of one variable of it now.

    Attributes
    ----------
    document : str
        What people call it.
    said : tuple of HandCoding
        One a person, by name.
    """

    document_id: str
    unit_id: str
    anchor: Anchor
    document: str
    variable: str
    said: tuple[HandCoding, ...]

    @property
    def place(self) -> Place:
        """Where it stands."""
        span = self.anchor.span
        return self.document_id, span.start, span.end

    @cached_property
    def values(self) -> tuple[str, ...]:
        """What was said, each value once, in the order of who said it."""
        return tuple(dict.fromkeys(str(one.value) for one in self.said))

    @property
    def is_shared(self) -> bool:
        """Whether two people or more have coded it."""
        return len(self.said) > 1

    @property
    def is_disputed(self) -> bool:
        """Whether they differ."""
        return len(self.values) > 1

    @cached_property
    def shared_since(self) -> str:
        """When the second person coded it, as what they say now was written."""
        return sorted(one.written for one in self.said)[1] if self.is_shared else ""


def books_coded(store: Store, shelf: Shelf) -> list[CodedBook]:
    """Return the codebooks that people have coded with, the one used last first."""
    people: dict[str, list[str]] = {}
    for coder, sha256 in store.hand.extents():
        people.setdefault(sha256, []).append(coder)
    last = {sha256: last for (_, sha256), last in store.hand.extents().items()}
    return [
        CodedBook(
            sha256=sha256,
            codebook=shelf.codebook(store, sha256),
            coders=tuple(sorted(people[sha256])),
        )
        for sha256 in sorted(people, key=lambda one: last[one], reverse=True)
    ]


def find_book(books: list[CodedBook], sha256: str | None) -> CodedBook:
    """Return the codebook of a hash, or the one used last.

    Raises
    ------
    UnknownPlaceError
        If nobody has coded with it.
    """
    for one in books:
        if sha256 is None or one.sha256 == sha256:
            return one
    raise UnknownPlaceError(what="This version of a codebook")


def coded_units(
    store: Store, sha256: str, variable: str | None = None
) -> list[CodedUnit]:
    """Return the units that count now and that somebody has coded, in reading order.

    One for each variable that was coded in it.
    """
    if not current_splits(store):
        return []
    units = _units_now(store)
    found: dict[tuple[Place, str], list[HandCoding]] = {}
    for one in store.hand.current(codebook=sha256, variable=variable):
        span = one.anchor.span
        place = (one.document_id, span.start, span.end)
        if place in units:
            found.setdefault((place, one.variable), []).append(one)
    names = case_names(store)
    return [
        CodedUnit(
            document_id=place[0],
            unit_id=units[place],
            anchor=said[0].anchor,
            document=names.get(place[0], place[0]),
            variable=name,
            said=tuple(sorted(said, key=lambda one: one.coder)),
        )
        for (place, name), said in found.items()
    ]


def coded_unit_at(
    store: Store, sha256: str, place: Place, variable: str
) -> CodedUnit | None:
    """Return one of `coded_units` without looking at the others; None where none is."""
    unit = _units_now(store).get(place) if current_splits(store) else None
    said = store.hand.current(codebook=sha256, variable=variable, place=place)
    if unit is None or not said:
        return None
    return CodedUnit(
        document_id=place[0],
        unit_id=unit,
        anchor=said[0].anchor,
        document=case_names(store).get(place[0], place[0]),
        variable=variable,
        said=tuple(sorted(said, key=lambda one: one.coder)),
    )


def _units_now(store: Store) -> dict[Place, str]:
    """Return the ids of the units that count now, by where they stand."""
    columns = ["document", "start", "end", "unit"]
    table = current_units(store, columns).select(columns).to_pydict()
    places = zip(table["document"], table["start"], table["end"], strict=True)
    return dict(zip(places, table["unit"], strict=True))
