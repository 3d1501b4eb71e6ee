"""Persons' decisions on open cases, taken from a table: all of them or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.free_numbers import fault_of_number, known_value
from hustings.errors import DecisionTableError
from hustings.outside.tables import read_table, require_columns
from hustings.workflow.adjudicated_rows import codings_of
from hustings.workflow.adjudicating import finish, plan_adjudicate, texts_of
from hustings.workflow.current import current_units
from hustings.workflow.renewals import find_document, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hustings.model.codebook import Codebook, Variable
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.workflow.adjudicating import AdjudicateResult

_MOST_NAMED = 12
_QUOTED = 80


def take_decisions(
    store: Store, path: Path, *, codebook: str | None = None
) -> AdjudicateResult:
    """Take a table of decisions: a worklist that was filled in, or one's own.

    Columns: `unit`, or `document`, `start` and `end`; `value` and `by`; `variable`
    where the codebook has several; `note` and `codebook` if wished. Rows with an empty
    value are not decided yet and stay as they are.

    Parameters
    ----------
    codebook : str, optional
        Name of the codebook of rows that do not name one.

    Raises
    ------
    MissingFileError, TableFileError, MissingColumnError
        If the table cannot be read, or lacks a column.
    DecisionTableError
        With every row that names a unit, variable, code or coder that is not there,
        gives a unit another place or other words than it has, or decides a case
        otherwise than another row; nothing is changed then.
    """
    table = read_table(path)
    has_spans = set(_SPAN) <= set(table.column_names)
    has_units = "unit" in table.column_names or not has_spans
    places = ("unit",) if has_units else _SPAN
    require_columns(table, [*places, "value", "by"], path)
    desk = _desk(store, codebook)
    taken: dict[tuple[object, ...], dict[str, Any]] = {}
    mistakes: dict[int, str] = {}
    for number, row in enumerate(table.to_pylist(), 1):
        cells = {name: (cell or "").strip() for name, cell in row.items()}
        if not cells["value"]:
            continue
        try:
            decision = desk.decide(cells)
        except _MistakeError as mistake:
            mistakes[number] = mistake.told
            continue
        key = tuple(decision[name] for name in _PLACE)
        if taken.setdefault(key, decision)["value"] != decision["value"]:
            mistakes[number] = "Another row decides the same case otherwise."
    if mistakes or not taken:
        told = mistakes or {1: "No row has a value, so there is nothing to take."}
        raise DecisionTableError(name=path.name, mistakes=told)
    parameters = {
        "decisions": list(taken.values()),
        "codings_up_to": store.hand.last_number(),
    }
    return finish(store, plan_adjudicate(store, parameters), rule="decisions")


_SPAN = ("document", "start", "end")
_PLACE = (*_SPAN, "codebook_sha256", "variable")


class _MistakeError(Exception):
    """What is wrong with one row; it never leaves this module."""

    def __init__(self, told: str) -> None:
        self.told = told
        super().__init__(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A stretch that a decision may be about."""

    unit: str
    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What decisions may name.

    Attributes
    ----------
    units : mapping of str to tuple of _Unit
        By id; ids of earlier splits may stand for several stretches.
    books : mapping of str to Codebook
        By hash, the one that was used last at the end.
    """

    store: Store
    units: Mapping[str, tuple[_Unit, ...]]
    codings: tuple[HandCoding, ...]
    books: Mapping[str, Codebook]

    def decide(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """Turn a row into a decision."""
        unit = self._unit(cells)
        self._check_told(cells, unit)
        sha256, variable = self._variable(cells, unit)
        value = _checked(cells["value"], variable, self.books[sha256])
        return {
            "document": unit.document,
            "unit": unit.unit,
            "start": unit.start,
            "end": unit.end,
            "codebook_sha256": sha256,
            "variable": variable.name,
            "value": value,
            "by": self._person(cells["by"]),
            "note": cells.get("note", ""),
        }

    def _unit(self, cells: Mapping[str, str]) -> _Unit:
        """Find the stretch that a row names by id, or by document and span."""
        name = cells.get("unit", "")
        found = self.units.get(name, ())
        if len(found) == 1:
            return found[0]
        if not name or (found and cells.get("start")):
            return self._span(cells)
        message = (
            f"Unit {name!r} stood for several stretches; give document, start and end."
            if found
            else f"Unit {name!r} is not in this project."
        )
        raise _MistakeError(message)

    def _check_told(self, cells: Mapping[str, str], unit: _Unit) -> None:
        """Refuse a row that says of its unit what is not so: rows may have slipped."""
        for name in _SPAN:
            told, real = cells.get(name, ""), str(getattr(unit, name))
            if told and told != real:
                message = f"Unit {unit.unit!r} has {name} {real!r}, not {told!r}."
                raise _MistakeError(message)
        told = " ".join(cells.get("words", "").split())
        if not told:
            return
        text = text_of(self.store, find_document(self.store, unit.document))
        if told != " ".join(text[unit.start : unit.end].split()):
            message = f"Unit {unit.unit!r} has other words than {told[:_QUOTED]!r}."
            raise _MistakeError(message)

    def _span(self, cells: Mapping[str, str]) -> _Unit:
        """Find a stretch by its place, among those of the unit where one is named."""
        wanted = tuple(cells.get(name, "") for name in _SPAN)
        named = cells.get("unit", "")
        for name, units in self.units.items():
            for one in units if named in {"", name} else ():
                if (one.document, str(one.start), str(one.end)) == wanted:
                    return one
        document, start, end = wanted
        message = (
            f"No unit stands from {start or '?'} to {end or '?'} of document "
            f"{document!r}."
        )
        raise _MistakeError(message)

    def _variable(self, cells: Mapping[str, str], unit: _Unit) -> tuple[str, Variable]:
        """Find the variable, in the codebook that the unit was coded with."""
        name = cells.get("variable", "")
        books = self._books(cells.get("codebook", ""))
        here = (unit.document, unit.start, unit.end)
        used = [
            one.codebook_sha256
            for one in self.codings
            if _place(one) == here and name in {"", one.variable}
        ]
        fitting = [sha for sha in books if sha in used] or list(books)
        found = [
            (sha256, variable)
            for sha256 in fitting
            for variable in books[sha256].variables
            if variable.name == name or (not name and len(_names(books[sha256])) == 1)
        ]
        if len({books[sha256].name for sha256, _ in found}) == 1:
            return found[-1]
        raise _MistakeError(_about_variable(name, [books[one] for one in fitting]))

    def _books(self, name: str) -> dict[str, Codebook]:
        """Return the codebooks of a name, or all."""
        found = {
            sha256: book
            for sha256, book in self.books.items()
            if name in {"", book.name, sha256}
        }
        if not found:
            message = f"Nobody has coded with {f'codebook {name!r}' if name else 'it'}."
            raise _MistakeError(message)
        return found

    def _person(self, name: str) -> str:
        """Return a coder's name as it is kept."""
        if not name:
            message = "The column 'by' does not say who decided."
            raise _MistakeError(message)
        found = self.store.coders.find(name)
        if found is None:
            known = ", ".join(one.coder_id for one in self.store.coders.all())
            message = (
                f"There is no coder {name!r}; known are {known or 'none'}. Add them "
                "with 'hustings coder add'."
            )
            raise _MistakeError(message)
        return found.coder_id


def _desk(store: Store, codebook: str | None) -> _Desk:
    """Lay out what decisions may name."""
    documents = [one.document_id for one in store.documents()]
    codings = tuple(codings_of(store, documents=documents))
    wanted = texts_of(store, codebook)
    books = {
        sha256: codebook_from_text(stored.text, name=stored.name)
        for sha256 in _used_last(store)
        if (wanted is None or sha256 in wanted)
        and (stored := store.codebook(sha256)) is not None
    }
    return _Desk(
        store=store, units=_units(store, codings), codings=codings, books=books
    )


def _used_last(store: Store) -> list[str]:
    """Return the texts of codebooks, the one that people used last at the end.

    A version that nobody has coded with yet is among them: what was settled under the
    one before may have to be settled again.
    """
    used = list(dict.fromkeys(sha for _, sha in store.hand.extents()))
    added = [one.sha256 for one in store.codebook_versions.all()]
    return [*(sha for sha in dict.fromkeys(added) if sha not in used), *used]


def _units(store: Store, codings: Iterable[HandCoding]) -> dict[str, tuple[_Unit, ...]]:
    """Return all units that count or were coded, by id."""
    found: dict[str, dict[_Unit, None]] = {}
    table = current_units(store, ["unit", "document", "start", "end"])
    for row in table.select(["unit", "document", "start", "end"]).to_pylist():
        found[row["unit"]] = {_Unit(**row): None}
    for one in codings:
        document, start, end = _place(one)
        unit = _Unit(unit=one.unit_id, document=document, start=start, end=end)
        if unit.unit not in found or unit not in found[unit.unit]:
            found.setdefault(unit.unit, {})[unit] = None
    return {name: tuple(units) for name, units in found.items()}


def _place(one: HandCoding) -> tuple[str, int, int]:
    return one.document_id, one.anchor.span.start, one.anchor.span.end


def _names(book: Codebook) -> list[str]:
    return [variable.name for variable in book.variables]


def _about_variable(name: str, books: Iterable[Codebook]) -> str:
    """Say why no one variable is meant."""
    known = "; ".join(f"{book.name}: {', '.join(_names(book))}" for book in books)
    if name:
        return f"Variable {name!r} is in none or several codebooks ({known})."
    return f"The column 'variable' must say which one is decided ({known})."


def _checked(value: str, variable: Variable, book: Codebook) -> str:
    """Return a value as it is kept; refuse one that the variable does not have."""
    known = known_value(value, variable)
    if known is not None:
        return known
    fault = variable.number and fault_of_number(value, variable.number)
    if fault:
        message = f"Variable {variable.name!r}: {fault.reason}. {fault.advice}"
        raise _MistakeError(message)
    codes = [one.code for one in variable.codes]
    listed = ", ".join(codes[:_MOST_NAMED]) + (
        ", ..." if len(codes) > _MOST_NAMED else ""
    )
    message = (
        f"Code {value!r} is not in variable {variable.name!r} of codebook "
        f"{book.name!r} ({listed})."
    )
    raise _MistakeError(message)
