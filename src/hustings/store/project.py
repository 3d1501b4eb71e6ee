"""A project on disk: its folder, its database, its derived tables.

The order of writing is what makes a killed command harmless: original bytes first,
each file whole; then derived tables, a folder at a time; last, in one transaction,
the rows that make both count. What no row names is litter, never an inconsistency.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Self

from hustings.errors import (
    AlteredTableError,
    MissingTableError,
    NotAProjectError,
    ProjectExistsError,
)
from hustings.store import facsimiles, litter, rows, schema, sources, tables
from hustings.store.adjudications import AdjudicationRows
from hustings.store.assignments import AssignmentRows
from hustings.store.codebook_versions import CodebookVersionRows
from hustings.store.coders import CoderRows
from hustings.store.database import Database
from hustings.store.hand import HandCodingRows
from hustings.store.records import (
    Description,
    StoredCodebook,
    StoredDocument,
    StoredFailure,
)
from hustings.store.remembered import FOLDER as REMEMBERED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    import pyarrow as pa

    from hustings.model.run import Output, Run
    from hustings.store.sources import State

DATABASE = "project.sqlite"

_DOCUMENTS = """
SELECT documents.*, latest.document_id AS replaced_by
FROM documents LEFT JOIN (
    SELECT replaces, document_id, max(replacement_id)
    FROM replacements GROUP BY replaces
) AS latest ON latest.replaces = documents.document_id
ORDER BY documents.rowid
"""


class Store:
    """The one door to a project's folder.

    Attributes
    ----------
    folder : pathlib.Path
        Holds ``project.sqlite``, ``sources/`` and ``derived/``.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._database = Database(connection)

    @property
    def sources(self) -> Path:
        """Where the original bytes lie."""
        return self.folder / "sources"

    @property
    def derived(self) -> Path:
        """Where the derived tables lie."""
        return self.folder / "derived"

    @property
    def coders(self) -> CoderRows:
        """The people who code."""
        return CoderRows(self._database)

    @property
    def hand(self) -> HandCodingRows:
        """What they coded."""
        return HandCodingRows(self._database)

    @property
    def assignments(self) -> AssignmentRows:
        """What they are to code."""
        return AssignmentRows(self._database)

    @property
    def adjudications(self) -> AdjudicationRows:
        """What was settled where they disagreed."""
        return AdjudicationRows(self._database)

    @property
    def codebook_versions(self) -> CodebookVersionRows:
        """Which text of a codebook took the place of which."""
        return CodebookVersionRows(self._database)

    @classmethod
    def create(cls, folder: Path, *, name: str, at: str) -> Store:
        """Make a project's folder.

        Raises
        ------
        ProjectExistsError
            If the folder is there and not empty.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProjectExistsError(path=str(folder))
        was_there = folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return cls._fill(folder, name=name, at=at)
        except BaseException:
            if not was_there:
                shutil.rmtree(folder, ignore_errors=True)
            raise

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open a project, bringing an older one up to this version.

        Raises
        ------
        NotAProjectError
            If the folder holds no project.
        NewerProjectError
            If a newer Hustings wrote it.
        """
        path = folder / DATABASE
        if not path.is_file():
            raise NotAProjectError(path=str(folder))
        store = cls(folder, schema.connect(path))
        try:
            store._prepare(path)
        except BaseException:
            store.close()
            raise
        for part in (store.sources, store.derived):
            part.mkdir(exist_ok=True)
        return store

    def _prepare(self, path: Path) -> None:
        """Bring the tables up to this version, and refuse a project never made."""
        schema.migrate(self._database.connection, path)
        if self.name() is None:
            raise NotAProjectError(path=str(self.folder))

    @classmethod
    def _fill(cls, folder: Path, *, name: str, at: str) -> Store:
        """Make the database and the folders of a new project."""
        path = folder / DATABASE
        connection = schema.connect(path)
        schema.migrate(connection, path)
        store = cls(folder, connection)
        with store.transaction() as cursor:
            cursor.execute("INSERT INTO project VALUES (?, ?)", (name, at))
        store.sources.mkdir()
        store.derived.mkdir()
        return store

    def close(self) -> None:
        """Close the database."""
        self._database.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading.

    def name(self) -> str | None:
        """Return the project's name; None where making it was interrupted."""
        row = self._database.one("SELECT name FROM project")
        return None if row is None else str(row["name"])

    def created(self) -> str:
        """Return the ISO time at which the project was made."""
        row = self._database.one("SELECT created FROM project")
        return "" if row is None else str(row["created"])

    def documents(self) -> list[StoredDocument]:
        """Return the documents that count, in the order they were read in."""
        return [one for one in self.all_documents() if one.replaced_by is None]

    def documents_by_hash(self) -> dict[str, StoredDocument]:
        """Return the latest document that each file's bytes gave."""
        return {one.sha256: one for one in self.all_documents()}

    def all_documents(self) -> list[StoredDocument]:
        """Return all documents in the order they were read in, replaced ones too."""
        said = rows.latest_descriptions(
            self._database.all("SELECT * FROM descriptions ORDER BY description_id")
        )
        return [
            rows.document(row, said.get(row["document_id"], Description()))
            for row in self._database.all(_DOCUMENTS)
        ]

    def runs(self) -> list[Run]:
        """Return all runs, the one executed longest ago first."""
        last = "SELECT run_id, max(execution_id) AS last FROM executions GROUP BY 1"
        found = self._database.all(
            f"SELECT runs.* FROM runs JOIN ({last}) USING (run_id) "  # noqa: S608  # a constant
            "ORDER BY last"
        )
        return [self._run(row) for row in found]

    def run(self, run_id: str) -> Run | None:
        """Return one run, or None."""
        row = self._database.one("SELECT * FROM runs WHERE run_id = ?", run_id)
        return None if row is None else self._run(row)

    def failures(self) -> list[StoredFailure]:
        """Return the files that could not be read, oldest first."""
        return [
            rows.failure(row)
            for row in self._database.all("SELECT * FROM failures ORDER BY rowid")
        ]

    def codebook(self, sha256: str) -> StoredCodebook | None:
        """Return the text of a codebook that a run used, or None."""
        row = self._database.one("SELECT * FROM codebooks WHERE sha256 = ?", sha256)
        return None if row is None else rows.codebook(row)

    def has_source(self, sha256: str) -> bool:
        """Say whether the original bytes of a hash are kept."""
        return (self.sources / sha256).is_file()

    def source(self, sha256: str) -> bytes:
        """Return the original bytes of a document."""
        return sources.load_source(self.sources, sha256)

    def table(
        self,
        output: Output,
        columns: Sequence[str] | None = None,
        *,
        document: str | None = None,
    ) -> pa.Table:
        """Read a derived table, some of its columns, or the rows of one document."""
        return tables.read_derived(self.derived, output, columns, document=document)

    def is_intact(self, run: Run) -> bool:
        """Say whether all of a run's tables are there as they were written."""
        return all(self.table_state(output) == "intact" for output in run.outputs)

    def require_intact(self, run: Run) -> None:
        """Raise unless all of a run's tables are there as they were written."""
        for output in run.outputs:
            state = self.table_state(output)
            if state == "missing":
                raise MissingTableError(path=output.path)
            if state == "altered":
                raise AlteredTableError(path=output.path)

    def source_size(self, sha256: str) -> int:
        """Return how many bytes a document has; none where they are gone."""
        path = self.sources / sha256
        return path.stat().st_size if path.is_file() else 0

    def picture(self, sha256: str, number: int) -> bytes | None:
        """Return the picture of a page, or None where it has not been drawn."""
        return facsimiles.load_picture(self.derived, sha256, number)

    def table_state(self, output: Output) -> State:
        """Say whether a derived table is there as it was written."""
        return sources.state_of(self.derived / output.path, output.sha256)

    def source_state(self, sha256: str) -> State:
        """Say whether the original bytes of a document are there as they were."""
        return sources.state_of(self.sources / sha256, sha256)

    def complaints(self) -> list[str]:
        """Return what SQLite finds wrong with the database; nothing if it is sound."""
        found = [row[0] for row in self._database.all("PRAGMA integrity_check")]
        found += [
            f"a row of {row['table']} names a row that is not there"
            for row in self._database.all("PRAGMA foreign_key_check")
        ]
        return [message for message in found if message != "ok"]

    def copy_database(self, path: Path) -> None:
        """Copy the database as it stands; whoever writes meanwhile waits."""
        schema.copy_database(self._database.connection, path)

    # Writing.

    def keep_codebook(self, codebook: StoredCodebook, *, at: str) -> None:
        """Keep a codebook's text, once for each wording."""
        with self.transaction() as cursor:
            rows.insert_codebook(cursor, codebook, at)

    def keep_source(self, content: bytes) -> str:
        """Keep the original bytes of a document and return their SHA-256."""
        return sources.keep_source(self.sources, content)

    def keep_picture(self, sha256: str, number: int, picture: bytes) -> None:
        """Keep the picture of a page of a document."""
        facsimiles.keep_picture(self.derived, sha256, number, picture)

    def drop_source(self, sha256: str | None) -> None:
        """Let go of bytes that no document was made of."""
        if sha256 and all(sha256 != one.sha256 for one in self.all_documents()):
            (self.sources / sha256).unlink(missing_ok=True)

    def write_tables(
        self, run_id: str, batches: Mapping[str, Iterable[pa.RecordBatch]]
    ) -> tuple[Output, ...]:
        """Write a run's derived tables; they count once the run is recorded."""
        return tables.write_tables(self.derived, run_id, batches)

    def record(
        self,
        runs: Sequence[Run],
        *,
        at: str,
        documents: Sequence[StoredDocument] = (),
        descriptions: Mapping[str, Description] | None = None,
        failures: Sequence[StoredFailure] = (),
        replacements: Mapping[str, str] | None = None,
    ) -> None:
        """Record runs and what they brought, in one transaction.

        A run that is there already is recorded as executed again. `replacements`
        names by each new document the one whose place it takes.
        """
        with self.transaction() as cursor:
            for run in runs:
                rows.insert_run(cursor, run, at)
            rows.insert_documents(cursor, documents, at)
            for document_id, description in (descriptions or {}).items():
                rows.insert_description(cursor, document_id, description, at)
            rows.insert_failures(cursor, failures)
            taken = [(old, new) for new, old in (replacements or {}).items()]
            rows.insert_replacements(cursor, taken, at)

    def reinstate(self, documents: Iterable[str], *, at: str) -> None:
        """Let replaced documents count again."""
        with self.transaction() as cursor:
            rows.insert_replacements(cursor, [(one, None) for one in documents], at)

    def drop_tables(self, run_id: str) -> None:
        """Let go of derived tables whose run was never recorded."""
        if self.run(run_id) is None:
            shutil.rmtree(self.derived / run_id, ignore_errors=True)

    def transaction(self) -> AbstractContextManager[sqlite3.Cursor]:
        """Write all or nothing; what is written inside is part of it."""
        return self._database.transaction()

    def working(self) -> AbstractContextManager[None]:
        """Mark that this process is about to bring in sources and tables."""
        return litter.working(self.sources)

    def tidy(self) -> list[str]:
        """Remove what a killed command left behind; return the names."""
        return litter.remove(self.folder, self.litter())

    def litter(self) -> list[str]:
        """Return files and folders that no row of the database names.

        Nothing is litter while another command is still bringing things in.
        """
        if litter.is_at_work(self.sources):
            return []
        runs = {run.run_id for run in self.runs()} | {facsimiles.FOLDER, REMEMBERED}
        return [
            *litter.unnamed(self.sources, self.named_sources()),
            *litter.unnamed(self.derived, runs),
        ]

    def named_sources(self) -> set[str]:
        """Return the hashes of all original bytes that a row names."""
        # a split names its cutter, codings their table or answers, training its coder,
        # positions a confusion matrix, claims a second coder
        steps = {"split", "code", "train", "scale", "claim"}
        brought = [run.inputs for run in self.runs() if run.step in steps]
        documents = {document.sha256 for document in self.all_documents()}
        return documents.union(self.hand.tables(), *brought)

    def _run(self, row: sqlite3.Row) -> Run:
        """Put a run together from its rows."""
        run_id = row["run_id"]
        parents = self._database.all(
            "SELECT parent_id FROM run_parents WHERE run_id = ? ORDER BY 1", run_id
        )
        outputs = self._database.all(
            "SELECT * FROM outputs WHERE run_id = ? ORDER BY table_name", run_id
        )
        return rows.run(row, [parent["parent_id"] for parent in parents], outputs)
