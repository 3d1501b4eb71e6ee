"""Rows of the database to records and back."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from hustings.model.run import Output, Run
from hustings.store.records import (
    Description,
    StoredCodebook,
    StoredDocument,
    StoredFailure,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_DESCRIBED = tuple(field.name for field in fields(Description))


def latest_descriptions(
    said: Iterable[sqlite3.Row],
) -> dict[str, Description]:
    """Let later words on a field supersede earlier ones; silence changes nothing."""
    latest: dict[str, dict[str, str | None]] = {}
    for row in said:
        fields_said = {name: row[name] for name in _DESCRIBED if row[name] is not None}
        latest.setdefault(row["document_id"], {}).update(fields_said)
    return {
        document_id: Description(**values) for document_id, values in latest.items()
    }


def document(row: sqlite3.Row, description: Description) -> StoredDocument:
    """Read a row of `documents`."""
    return StoredDocument(
        document_id=row["document_id"],
        sha256=row["sha256"],
        name=row["name"],
        run_id=row["run_id"],
        description=description,
        replaced_by=row["replaced_by"],
    )


def run(
    row: sqlite3.Row, parents: Sequence[str], outputs: Sequence[sqlite3.Row]
) -> Run:
    """Read a row of `runs` with its parents and outputs."""
    return Run(
        run_id=row["run_id"],
        step=row["step"],
        parameters=json.loads(row["parameters"]),
        inputs=tuple(json.loads(row["inputs"])),
        versions=json.loads(row["versions"]),
        started=row["started"],
        parents=tuple(parents),
        outputs=tuple(
            Output(
                table=output["table_name"],
                path=output["path"],
                sha256=output["sha256"],
                n_rows=output["n_rows"],
            )
            for output in outputs
        ),
    )


def failure(row: sqlite3.Row) -> StoredFailure:
    """Read a row of `failures`."""
    return StoredFailure(
        run_id=row["run_id"],
        name=row["name"],
        message=row["message"],
        sha256=row["sha256"],
    )


def codebook(row: sqlite3.Row) -> StoredCodebook:
    """Read a row of `codebooks`."""
    return StoredCodebook(
        sha256=row["sha256"],
        name=row["name"],
        version=row["version"],
        text=row["text"],
    )


def insert_run(cursor: sqlite3.Cursor, new: Run, at: str) -> None:
    """Write a run with its parents and outputs, once; its execution, every time."""
    cursor.execute(
        "INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?)",
        (
            new.run_id,
            new.step,
            json.dumps(dict(new.parameters), sort_keys=True),
            json.dumps(list(new.inputs)),
            json.dumps(dict(new.versions), sort_keys=True),
            new.started,
        ),
    )
    cursor.executemany(
        "INSERT OR IGNORE INTO run_parents VALUES (?, ?)",
        [(new.run_id, parent) for parent in new.parents],
    )
    cursor.executemany(
        "INSERT OR IGNORE INTO outputs VALUES (?, ?, ?, ?, ?)",
        [
            (new.run_id, output.table, output.path, output.sha256, output.n_rows)
            for output in new.outputs
        ],
    )
    cursor.execute(
        "INSERT INTO executions (run_id, at) VALUES (?, ?)", (new.run_id, at)
    )


def insert_documents(
    cursor: sqlite3.Cursor, new: Iterable[StoredDocument], at: str
) -> None:
    """Write documents and what was said of them when they were read."""
    for one in new:
        cursor.execute(
            # Another command may have read the same bytes in the meantime.
            "INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?)",
            (one.document_id, one.sha256, one.name, one.run_id),
        )
        insert_description(
            cursor, one.document_id, one.description, at, run_id=one.run_id
        )


def insert_replacements(
    cursor: sqlite3.Cursor, new: Iterable[tuple[str, str | None]], at: str
) -> None:
    """Write of earlier documents which one stands in their place; None for none."""
    cursor.executemany(
        "INSERT INTO replacements (replaces, document_id, written) VALUES (?, ?, ?)",
        [(replaces, document_id, at) for replaces, document_id in new],
    )


def insert_description(
    cursor: sqlite3.Cursor,
    document_id: str,
    description: Description,
    at: str,
    *,
    run_id: str | None = None,
) -> None:
    """Write what a person said of a document, if anything."""
    said = asdict(description)
    if any(value is not None for value in said.values()):
        cursor.execute(
            "INSERT INTO descriptions "
            "(document_id, run_id, written, actor, date, title, language, country) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (document_id, run_id, at, *(said[name] for name in _DESCRIBED)),
        )


def insert_failures(cursor: sqlite3.Cursor, new: Iterable[StoredFailure]) -> None:
    """Write the files that could not be read."""
    cursor.executemany(
        "INSERT INTO failures VALUES (?, ?, ?, ?)",
        [(one.run_id, one.name, one.sha256, one.message) for one in new],
    )


def insert_codebook(cursor: sqlite3.Cursor, new: StoredCodebook, at: str) -> None:
    """Write the text of a codebook if it is not there yet."""
    cursor.execute(
        "INSERT OR IGNORE INTO codebooks VALUES (?, ?, ?, ?, ?)",
        (new.sha256, new.name, new.version, new.text, at),
    )
