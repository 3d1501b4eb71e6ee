"""Codings made elsewhere, brought in with a table: the step `code` from a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from hustings.errors import (
    NothingMatchedError,
    SeveralCodebooksError,
    TableFileError,
    UnknownFormatError,
)
from hustings.estimates.frames import frame_from_rows
from hustings.exchange.unit_index import KnownUnit
from hustings.exchange.unit_matching import match_rows
from hustings.model.document import Problem
from hustings.outside.clock import now_exactly
from hustings.outside.files import read_file
from hustings.store.sources import sha256_of
from hustings.workflow.codebook_versions import register_codebook
from hustings.workflow.codebooks import (
    DEFAULT_CODEBOOK,
    find_codebook,
    stored_codebook,
)
from hustings.workflow.coders import add_coder
from hustings.workflow.coding_tables import FORMS, TableReading, read_codings
from hustings.workflow.current import current_units
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.hand_rows import Source, make_codings
from hustings.workflow.renewals import find_document
from hustings.workflow.room_units import is_claiming
from hustings.workflow.said_values import (
    check_values,
    name_people,
    new_people,
    with_variables,
)
from hustings.workflow.unmatched import check_unmatched, listed_rows, write_unmatched
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from hustings.exchange.table_codings import ReadCodings, TableCoding
    from hustings.exchange.unit_matching import Match
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.coding_tables import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How a table of codings is to be taken.

    Attributes
    ----------
    form : str or None
        One of `hustings.workflow.coding_tables.FORMS`; told by the content otherwise.
    coder : str or None
        Who coded the rows that name nobody.
    codebook : str or None
        Name of a codebook, or path of its file. None is the one that the project's
        units were handed out with, if it is only one, and ``marpor-5`` if it is none.
    variable : str or None
        What was coded in the rows that name no variable.
    document : str or None
        The document, by id or file name, of the rows that name none.
    columns : mapping of str to str
        By role the name of its column, where it is called otherwise than is known.
    people : mapping of str to str
        By what the table calls a coder, what the project does.
    add_coders : bool
        Add coders whom the project does not know.
    worksheet : str or None
        The sheet of a workbook with several.
    """

    form: Form | None = None
    coder: str | None = None
    codebook: str | None = None
    variable: str | None = None
    document: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    add_coders: bool = False
    worksheet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What came of a table of codings.

    Attributes
    ----------
    counts : tuple of mapping
        By coder and variable: rows with a value that fit a unit, and what became of
        them.
    unmatched : tuple of mapping
        The rows with a value that fit no unit for certain, each with its reason.
    run_ids : tuple of str
        The runs that hold what counts now.
    """

    codebook: str
    counts: tuple[Mapping[str, Any], ...]
    unmatched: tuple[Mapping[str, Any], ...]
    run_ids: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def n_new(self) -> int:
        """How many codings were added."""
        return sum(row["n_new"] for row in self.counts)

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a coder and variable."""
        return [dict(row) for row in self.counts]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        n_there = sum(row["n_there"] for row in self.counts)
        there = f", {n_there:,} were there already" if n_there else ""
        left = f"; {count(len(self.unmatched), 'row')} not matched"
        return (
            f"Brought in {count(self.n_new, 'coding')} with codebook {self.codebook}"
            f"{there}{left if self.unmatched else ''}."
        )


def import_codings(
    store: Store,
    path: Path,
    options: TableOptions | None = None,
    *,
    unmatched: Path | None = None,
) -> ImportResult:
    """Bring in codings that people made elsewhere.

    All of the table's rows that fit a unit are written in one transaction; on any
    error nothing changes. The same table brought in twice adds nothing.

    Parameters
    ----------
    path : pathlib.Path
        A spreadsheet (XLSX, CSV), JSONL, Parquet, a CSV of the Manifesto Project, or
        an export of doccano or Label Studio.
    unmatched : pathlib.Path, optional
        Where to list, as CSV, the rows that fit no unit for certain.

    Raises
    ------
    UnreadableFileError, WorkerFailedError
        If the table cannot be read.
    TableRowsError
        If rows have a value that the codebook does not allow, contradict each other,
        or name no variable.
    UnknownPeopleError, CoderNameError
        If a coder is not known, or has no name that a person can have here.
    NothingMatchedError
        If no row fits a unit.
    NothingReadError
        If the project has no documents yet.
    """
    chosen = options or TableOptions()
    if unmatched is not None:
        check_unmatched(unmatched)
    loaded = _load_codebook(store, chosen.codebook, path.name)
    content = read_file(path)
    read = _read(content, path.name, chosen, loaded)
    rows = _completed(store, read.codings, chosen, loaded, path.name)
    people = new_people(store, rows, name=path.name, may_add=chosen.add_coders)
    units = known_units(store)
    matches = match_rows(rows, units, documents_by_name(store))
    listed = listed_rows(rows, matches)
    if unmatched is not None:
        write_unmatched(unmatched, listed)
    _require_some(rows, matches, path.name)
    source = _source(path, content, loaded)
    made = make_codings(store, rows, matches, units, source)
    return ImportResult(
        codebook=loaded.codebook.name,
        counts=made.counts,
        unmatched=tuple(listed),
        run_ids=_write(store, made.new, loaded, content, people),
        problems=(*read.problems, *made.problems, *_problems(path.name, listed)),
    )


def _load_codebook(store: Store, name: str | None, table: str) -> LoadedCodebook:
    """Load the codebook that is named, or that units were handed out with."""
    if name is not None:
        return find_codebook(store, name)
    return find_codebook(store, handed_out_codebook(store, table) or DEFAULT_CODEBOOK)


def handed_out_codebook(store: Store, table: str = "The coder") -> str | None:
    """Name the codebook that the project's units were handed out with, if any.

    Raises
    ------
    SeveralCodebooksError
        If there are several; the message begins with `table`.
    """
    handed_out = {
        one.codebook_sha256
        for one in store.assignments.all()
        if not is_claiming(one)  # nothing is coded there
    }
    books = [stored_codebook(store, sha256) for sha256 in sorted(handed_out)]
    names = sorted({book.codebook.name for book in books})
    if len(names) > 1:
        raise SeveralCodebooksError(name=table, codebooks=names)
    return names[0] if names else None


def _source(path: Path, content: bytes, loaded: LoadedCodebook) -> Source:
    return Source(
        name=path.name,
        sha256=sha256_of(content),
        at=now_exactly(),
        codebook_sha256=loaded.stored.sha256,
    )


def known_units(store: Store) -> list[KnownUnit]:
    """Return the units that count now, those of a document together, in order."""
    columns = ["document", "unit", "start", "end", "text"]
    by_document: dict[str, list[KnownUnit]] = {}
    for row in current_units(store, columns).to_pylist():
        words = row.pop("text")
        unit = KnownUnit(**row, words=words)
        by_document.setdefault(unit.document, []).append(unit)
    return [unit for units in by_document.values() for unit in units]


def documents_by_name(store: Store) -> dict[str, str | None]:
    """Return the documents that count by id and by file name; None where several."""
    documents = store.documents()
    alike = Counter(one.name for one in documents)
    named = {
        one.name: one.document_id if alike[one.name] == 1 else None for one in documents
    }
    return {**named, **{one.document_id: one.document_id for one in documents}}


def _read(
    content: bytes, name: str, options: TableOptions, loaded: LoadedCodebook
) -> ReadCodings:
    """Read the table as the options say."""
    if options.form is not None and options.form not in FORMS:
        raise UnknownFormatError(form=options.form, known=FORMS)
    reading = TableReading(
        form=options.form,
        columns=options.columns,
        variables=tuple(one.name for one in loaded.codebook.variables),
        worksheet=options.worksheet,
    )
    return read_codings(content, name=name, reading=reading)


def _completed(
    store: Store,
    codings: Sequence[TableCoding],
    options: TableOptions,
    loaded: LoadedCodebook,
    name: str,
) -> list[TableCoding]:
    """Fill in what the options say of rows that do not say it, and check the values."""
    document = options.document and find_document(store, options.document).document_id
    filled = [
        one if document is None or one.document else replace(one, document=document)
        for one in codings
    ]
    valued = with_variables(filled, loaded.codebook, options.variable, name=name)
    checked = check_values(valued, loaded.codebook, name=name)
    return name_people(checked, options.coder, options.people, name=name)


def _require_some(
    rows: Sequence[TableCoding], matches: Sequence[Match], name: str
) -> None:
    """Raise where the table has values and none of them fits a unit."""
    if not rows:
        raise TableFileError(
            name=name,
            reason="No row of codings stands below the names of the columns.",
            advice="Add a row for each coding by a person.",
        )
    valued = [
        match for row, match in zip(rows, matches, strict=True) if row.value is not None
    ]
    if not any(match.unit is not None for match in valued):
        reason = valued[0].reason if valued else "No row has a value."
        raise NothingMatchedError(name=name, n_rows=len(rows), reason=reason)


def _write(
    store: Store,
    codings: Sequence[HandCoding],
    loaded: LoadedCodebook,
    content: bytes,
    people: Sequence[str],
) -> tuple[str, ...]:
    """Write codings with their coders and their codebook, all of them or none."""
    with store.working():
        if codings or sha256_of(content) in store.hand.tables():
            store.keep_source(content)
        if codings:
            with store.transaction():
                register_codebook(store, loaded)
                for person in people:
                    add_coder(store, person)
                store.hand.add(codings)
        runs = publish_codings(store)
    wanted = loaded.stored.sha256
    return tuple(
        run.run_id for run in runs if run.parameters["codebook_sha256"] == wanted
    )


def _problems(name: str, listed: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Tell how many rows fit no unit, by what became of them."""
    for outcome, n in Counter(row["outcome"] for row in listed).most_common():
        first = next(row for row in listed if row["outcome"] == outcome)
        yield Problem(
            kind="row not matched",
            message=f"{name}: {count(n, 'row')} not matched ({outcome}), such as row "
            f"{first['row']}: {first['reason']}",
        )
