"""The step `export`: the project's tables as files, each with its dictionary."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING

from hustings.errors import ExportTargetError, UnknownFormatError, UnknownTableError
from hustings.estimates.frames import frame_from_rows
from hustings.exchange.data_dictionary import DICTIONARY, dictionary_rows
from hustings.exchange.exported_tables import ASKED_FOR_ONLY, TABLES
from hustings.exchange.table_files import WRITERS, write_csv
from hustings.exchange.workbooks import MOST_ROWS, find_too_much, write_workbook
from hustings.model.document import Problem
from hustings.outside.saving import check_targets, save_together
from hustings.store.project import DATABASE
from hustings.workflow.manifesto_files import manifesto_files
from hustings.workflow.rows_of_answers import answer_rows, prompt_rows
from hustings.workflow.rows_of_claims import claim_rows
from hustings.workflow.rows_of_codings import assignment_rows, code_rows, coding_rows
from hustings.workflow.rows_of_results import (
    agreement_rows,
    position_rows,
    problem_rows,
    run_rows,
    word_rows,
)
from hustings.workflow.rows_of_sheets import sheet_rows
from hustings.workflow.rows_of_texts import (
    Exported,
    block_rows,
    document_rows,
    text_rows,
    unit_rows,
)
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl
    import pyarrow as pa

    from hustings.exchange.data_dictionary import TableDefinition
    from hustings.outside.saving import Write
    from hustings.store.project import Store

WORKBOOK = "xlsx"
MANIFESTO_CSV = "manifesto"
FORMATS = (*WRITERS, WORKBOOK, MANIFESTO_CSV)
"""What tables can be written as; the first where nothing else is said."""

ROWS: Mapping[str, Callable[[Exported], Iterator[dict[str, object]]]] = {
    "documents": document_rows,
    "texts": text_rows,
    "blocks": block_rows,
    "units": unit_rows,
    "codings": coding_rows,
    "assignments": assignment_rows,
    "agreement": agreement_rows,
    "claims": claim_rows,
    "claim_sheets": sheet_rows,
    "positions": position_rows,
    "words": word_rows,
    "runs": run_rows,
    "problems": problem_rows,
    "codes": code_rows,
    "answers": answer_rows,
    "prompts": prompt_rows,
}
"""Where the rows of each table come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedTable:
    """One table that was written.

    Attributes
    ----------
    file : str
        The file's name in the folder; several tables can be in one workbook.
    """

    table: str
    file: str
    n_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """What was written.

    Attributes
    ----------
    folder : pathlib.Path
        Where the files are.
    files : tuple of str
        All their names, dictionaries among them.
    problems : tuple of Problem
        Tables that a workbook could not hold whole.
    """

    folder: Path
    tables: tuple[ExportedTable, ...]
    files: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a table."""
        return [asdict(table) for table in self.tables]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        n_rows = sum(table.n_rows for table in self.tables)
        return (
            f"Wrote {count(len(self.tables), 'table')} with {count(n_rows, 'row')} "
            f"into {count(len(self.files), 'file')} in {self.folder}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Where to write, and as what.

    Attributes
    ----------
    stem : str or None
        The name of the one file without its ending; None for a folder of files.
    """

    folder: Path
    form: str
    stem: str | None


@dataclass(slots=True)
class _Files:
    """The files to be, as they are planned."""

    writes: dict[str, Write]
    tables: list[ExportedTable]
    problems: list[Problem]


def export_tables(  # noqa: PLR0913  # what to write, where and how, as options
    store: Store,
    names: Sequence[str] = (),
    *,
    to: Path,
    form: str | None = None,
    replace: bool = False,
    coder: str | None = None,
    document: str | None = None,
) -> ExportResult:
    """Write tables of the project, each with a dictionary of its columns.

    All files are written or none. Nothing of the project changes.

    Parameters
    ----------
    names : sequence of str
        Of `hustings.exchange.exported_tables.TABLES`; by default all that are not
        in `hustings.exchange.exported_tables.ASKED_FOR_ONLY`.
    to : pathlib.Path
        A folder for a file a table; or a file, for one table or for a workbook with
        all of them.
    form : {"csv", "jsonl", "parquet", "xlsx", "manifesto"}, optional
        Otherwise by the ending of `to`, and ``"csv"`` for a folder.
    replace : bool
        Write over files of the same names.
    coder : str, optional
        Whose codes stand in ``manifesto`` files, where several coders have coded.
    document : str, optional
        The one document to write as a ``manifesto`` file, by id or file name.

    Raises
    ------
    UnknownTableError, UnknownFormatError
        If there is no such table or format.
    ExportTargetError
        If something is there already, or the place is the project's own.
    """
    unknown = next((name for name in names if name not in TABLES), None)
    if unknown is not None:
        raise UnknownTableError(table=unknown, known=tuple(TABLES))
    chosen = list(dict.fromkeys(names)) or [
        name for name in TABLES if name not in ASKED_FOR_ONLY
    ]
    target = _find_target(to, form)
    files = _Files(writes={}, tables=[], problems=[])
    if target.form == MANIFESTO_CSV:
        _plan_manifesto(store, files, target, coder, document)
    else:
        _plan_tables(Exported(store), files, target, chosen)
    _check(store, target, files, replace=replace)
    save_together(target.folder, files.writes)
    return ExportResult(
        folder=target.folder,
        tables=tuple(files.tables),
        files=tuple(files.writes),
        problems=tuple(files.problems),
    )


def _find_target(to: Path, form: str | None) -> _Target:
    """Tell from the path and the format whether one file is meant or a folder."""
    ending = to.suffix.lower().removeprefix(".")
    if form is not None and form not in FORMATS:
        raise UnknownFormatError(form=form, known=FORMATS)
    endings = {"csv"} if form == MANIFESTO_CSV else {form or ending}
    if to.is_dir() or ending not in {*WRITERS, WORKBOOK}:
        return _Target(folder=to, form=form or FORMATS[0], stem=None)
    if ending not in endings:
        raise ExportTargetError(
            path=str(to),
            reason=f"ends with .{ending}, which is not {form}",
            advice="Name a folder, or a file with the ending of the format.",
        )
    return _Target(folder=to.parent, form=form or ending, stem=to.stem)


def _plan_tables(
    exported: Exported, files: _Files, target: _Target, names: Sequence[str]
) -> None:
    """Plan a file a table, or one workbook."""
    if target.form != WORKBOOK and target.stem is not None and len(names) > 1:
        raise ExportTargetError(
            path=f"{target.stem}.{target.form}",
            reason=f"can hold one table, not {len(names)}",
            advice="Name one table, or a folder.",
        )
    made = {name: TABLES[name].table_of(ROWS[name](exported)) for name in names}
    if target.form == WORKBOOK:
        _plan_workbooks(files, target, made)
        return
    for name, table in made.items():
        _plan_table(files, target.stem or name, TABLES[name], table, target.form)


def _plan_table(
    files: _Files, stem: str, definition: TableDefinition, table: pa.Table, form: str
) -> None:
    """Plan the file of one table and the dictionary beside it."""
    file = f"{stem}.{form}"
    files.writes[file] = partial(WRITERS[form], definition, table)
    files.writes[f"{stem}.dictionary.csv"] = _write_dictionary([definition])
    files.tables.append(
        ExportedTable(table=definition.name, file=file, n_rows=table.num_rows)
    )


def _write_dictionary(definitions: Sequence[TableDefinition]) -> Write:
    return partial(write_csv, DICTIONARY, _dictionary(definitions))


def _dictionary(definitions: Iterable[TableDefinition]) -> pa.Table:
    return DICTIONARY.table_of(dictionary_rows(definitions))


def _plan_workbooks(
    files: _Files, target: _Target, made: Mapping[str, pa.Table]
) -> None:
    """Plan workbooks; a table that no sheet holds whole becomes CSV beside them."""
    fitting: dict[str, pa.Table] = {}
    for name, table in made.items():
        problem = _too_much(name, table)
        if problem is None:
            fitting[name] = table
        else:
            stem = name if target.stem is None else f"{target.stem}.{name}"
            files.problems.append(problem)
            _plan_table(files, stem, TABLES[name], table, "csv")
    if target.stem is not None and fitting:
        _plan_workbook(files, target.stem, fitting)
    elif target.stem is None:
        for name, table in fitting.items():
            _plan_workbook(files, name, {name: table})


def _plan_workbook(files: _Files, stem: str, tables: Mapping[str, pa.Table]) -> None:
    file = f"{stem}.{WORKBOOK}"
    dictionary = _dictionary(TABLES[name] for name in tables)
    sheets = [*tables.items(), (DICTIONARY.name, dictionary)]
    files.writes[file] = partial(write_workbook, sheets)
    files.tables += [
        ExportedTable(table=name, file=file, n_rows=table.num_rows)
        for name, table in tables.items()
    ]


def _too_much(name: str, table: pa.Table) -> Problem | None:
    """Say what of a table no sheet can hold; None if it fits."""
    found = find_too_much(table)
    if found is None:
        return None
    what = (
        f"it has {found.n:,} rows, and a sheet holds {MOST_ROWS:,} with the header"
        if found.column is None
        else f"row {found.row}, column {found.column!r}, has {found.n:,} characters, "
        "and a cell holds 32,767"
    )
    return Problem(
        kind="too much for a sheet",
        message=f"The table {name!r} does not fit into XLSX: {what}. It was written as "
        "CSV instead, whole.",
    )


def _plan_manifesto(
    store: Store,
    files: _Files,
    target: _Target,
    coder: str | None,
    document: str | None,
) -> None:
    """Plan a file a document in the format of the Manifesto Project."""
    found = manifesto_files(store, coder=coder, document=document)
    if target.stem is not None and len(found) != 1:
        raise ExportTargetError(
            path=f"{target.stem}.csv",
            reason=f"can hold one document, not {len(found)}",
            advice="Name one with --document, or a folder.",
        )
    for one in found:
        file = f"{target.stem or one.stem}.csv"
        files.writes[file] = partial(_write_bytes, one.content)
        files.tables.append(
            ExportedTable(table=MANIFESTO_CSV, file=file, n_rows=one.n_rows)
        )
    dictionary = _write_dictionary([found[0].definition]) if found else None
    if dictionary is not None:
        stem = target.stem or MANIFESTO_CSV
        files.writes[f"{stem}.dictionary.csv"] = dictionary


def _write_bytes(content: bytes, file: object) -> None:
    file.write(content)  # type: ignore[attr-defined]  # a file


def _check(store: Store, target: _Target, files: _Files, *, replace: bool) -> None:
    """Refuse places that hold something, and those that are the project's own."""
    own = [store.sources, store.derived, store.folder / DATABASE]
    check_targets(
        target.folder,
        files.writes,
        replace=replace,
        forbidden=[path.resolve() for path in own],
    )
