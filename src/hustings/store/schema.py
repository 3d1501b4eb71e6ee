"""The tables of `project.sqlite`, their version, and the way up from older ones.

All that people authored lives here and is never overwritten: a new row supersedes an
old one. Triggers hold every table to that, whatever program opens the file.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from hustings.errors import (
    DamagedProjectError,
    NewerProjectError,
    NotAProjectError,
)

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x48757374
"""Written into the file's header, so that a stranger's database is refused."""

_VERSION_1 = """
CREATE TABLE project (
    name TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE TABLE documents (
    document_id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    run_id TEXT NOT NULL REFERENCES runs (run_id)
);
CREATE TABLE descriptions (
    description_id INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    run_id TEXT REFERENCES runs (run_id),
    written TEXT NOT NULL,
    actor TEXT,
    date TEXT,
    title TEXT,
    language TEXT,
    country TEXT
);
CREATE TABLE codebooks (
    sha256 TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    text TEXT NOT NULL,
    written TEXT NOT NULL
);
CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    step TEXT NOT NULL,
    parameters TEXT NOT NULL,
    inputs TEXT NOT NULL,
    versions TEXT NOT NULL,
    started TEXT NOT NULL
);
CREATE TABLE run_parents (
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    parent_id TEXT NOT NULL REFERENCES runs (run_id),
    PRIMARY KEY (run_id, parent_id)
);
CREATE TABLE outputs (
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    table_name TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    n_rows INTEGER NOT NULL,
    PRIMARY KEY (run_id, table_name)
);
CREATE TABLE executions (
    execution_id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    at TEXT NOT NULL
);
CREATE TABLE failures (
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    name TEXT NOT NULL,
    sha256 TEXT,
    message TEXT NOT NULL
);
"""

_TABLES = (
    "project",
    "documents",
    "descriptions",
    "codebooks",
    "runs",
    "run_parents",
    "outputs",
    "executions",
    "failures",
)

_APPEND_ONLY = """
CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END;
"""

_VERSION_2 = """
CREATE TABLE documents_2 (
    document_id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    run_id TEXT NOT NULL REFERENCES runs (run_id)
);
INSERT INTO documents_2 SELECT * FROM documents ORDER BY rowid;
DROP TABLE documents;
ALTER TABLE documents_2 RENAME TO documents;
CREATE TABLE replacements (
    document_id TEXT PRIMARY KEY REFERENCES documents (document_id),
    replaces TEXT NOT NULL UNIQUE REFERENCES documents (document_id),
    written TEXT NOT NULL
);
"""
"""Bytes that are read again give another text, and so another document."""


def _keep_rows(*tables: str) -> str:
    """Hold tables to what was written into them."""
    return "".join(
        _APPEND_ONLY.format(table=table, verb=verb)
        for table in tables
        for verb in ("UPDATE", "DELETE")
    )


MIGRATIONS: tuple[str, ...] = (
    _VERSION_1 + _keep_rows(*_TABLES),
    _VERSION_2 + _keep_rows("documents", "replacements"),
)
"""Migration i brings a project of version i to version i + 1."""

VERSION = len(MIGRATIONS)


def connect(path: Path) -> sqlite3.Connection:
    """Open a project's database for reading and for whole transactions.

    Raises
    ------
    NotAProjectError
        If the file is no database of Hustings.
    NewerProjectError
        If a newer Hustings wrote it.
    """
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        _check_owner(connection, path)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise DamagedProjectError(path=str(path)) from error
    except BaseException:
        connection.close()
        raise
    return connection


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the tables to this version in one transaction, after a backup."""
    version = _version(connection)
    if version == VERSION:
        return
    if version:
        _back_up(connection, path.with_name(f"{path.name}.before-version-{VERSION}"))
    statements = "".join(MIGRATIONS[version:])
    # A table that others name can only be made anew while nobody checks the names.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.executescript(
        f"BEGIN IMMEDIATE;{statements}"
        f"PRAGMA user_version = {VERSION};PRAGMA application_id = {APPLICATION_ID};"
        "COMMIT;"
    )
    connection.execute("PRAGMA foreign_keys = ON")


def _check_owner(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a stranger's database and one from a newer Hustings."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = _version(connection)
    is_new = (
        version == 0
        and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    )
    if application != APPLICATION_ID and not is_new:
        raise NotAProjectError(path=str(path.parent))
    if version > VERSION:
        raise NewerProjectError(path=str(path.parent), found=version, known=VERSION)


def _version(connection: sqlite3.Connection) -> int:
    """Return the version that the tables are of; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the database as it stands."""
    with closing(sqlite3.connect(path)) as copy:
        connection.backup(copy)
