"""The tables of `project.sqlite`, their version, and the way up from older ones.

All that people authored lives here and is never overwritten: a new row supersedes an
old one. Triggers hold every table to that, whatever program opens the file.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from hustings.errors import (
    DamagedProjectError,
    NewerProjectError,
    NotAProjectError,
)
from hustings.store.answer_schema import ANSWER_TABLES, VERSION_6
from hustings.store.claim_sheets import SHEET_TABLES, VERSION_8
from hustings.store.issue_decisions import DECISION_TABLES, VERSION_7

if TYPE_CHECKING:
    from collections.abc import Iterator
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

_ANCHOR = """
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    unit_id TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    words TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
"""

_VERSION_3 = f"""
CREATE TABLE coders (
    coder_id TEXT PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('coder', 'manager')),
    added TEXT NOT NULL
);
CREATE TABLE codebook_versions (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES codebooks (sha256),
    replaces TEXT REFERENCES codebooks (sha256),
    written TEXT NOT NULL
);
CREATE TABLE assignments (
    number INTEGER PRIMARY KEY,
    assignment_id TEXT NOT NULL UNIQUE,
    coder TEXT NOT NULL REFERENCES coders (coder_id),
    codebook_sha256 TEXT NOT NULL REFERENCES codebooks (sha256),
    variables TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('coding', 'training')),
    design TEXT NOT NULL,
    written TEXT NOT NULL
);
CREATE TABLE assigned_units (
    assignment_id TEXT NOT NULL REFERENCES assignments (assignment_id),
    position INTEGER NOT NULL,{_ANCHOR}
    inclusion_probability REAL NOT NULL
        CHECK (inclusion_probability > 0 AND inclusion_probability <= 1),
    answers TEXT NOT NULL,
    PRIMARY KEY (assignment_id, position)
);
CREATE TABLE hand_codings (
    number INTEGER PRIMARY KEY,
    coding_id TEXT NOT NULL UNIQUE,{_ANCHOR}
    coder TEXT NOT NULL REFERENCES coders (coder_id),
    codebook_sha256 TEXT NOT NULL REFERENCES codebooks (sha256),
    variable TEXT NOT NULL,
    value TEXT,
    written TEXT NOT NULL,
    evidence TEXT NOT NULL,
    note TEXT NOT NULL,
    unsure INTEGER NOT NULL,
    origin TEXT NOT NULL,
    assignment_id TEXT
);
CREATE INDEX hand_codings_by_place ON hand_codings (document_id, "start", "end");
CREATE INDEX hand_codings_by_coder ON hand_codings (coder, codebook_sha256);
CREATE TABLE adjudications (
    number INTEGER PRIMARY KEY,
    adjudication_id TEXT NOT NULL UNIQUE,{_ANCHOR}
    codebook_sha256 TEXT NOT NULL REFERENCES codebooks (sha256),
    variable TEXT NOT NULL,
    value TEXT,
    rule TEXT NOT NULL,
    settles TEXT NOT NULL,
    probability REAL,
    written TEXT NOT NULL
);
"""
"""What people code by hand. An assignment that a coding names may be in the project
that the coding was merged from, and so may the codings that a value settles."""

_REPLACEMENTS_3 = """
CREATE TABLE replacements_3 (
    replacement_id INTEGER PRIMARY KEY,
    replaces TEXT NOT NULL REFERENCES documents (document_id),
    document_id TEXT REFERENCES documents (document_id),
    written TEXT NOT NULL
);
INSERT INTO replacements_3 (replaces, document_id, written)
    SELECT replaces, document_id, written FROM replacements ORDER BY rowid;
DROP TABLE replacements;
ALTER TABLE replacements_3 RENAME TO replacements;
"""
"""What stands in the place of a replaced document: the latest row says so, and nothing
does where it counts again."""


_VERSION_4 = """
CREATE TABLE invitations (
    number INTEGER PRIMARY KEY,
    coder TEXT NOT NULL REFERENCES coders (coder_id),
    token_sha256 TEXT NOT NULL UNIQUE,
    expires TEXT NOT NULL,
    written TEXT NOT NULL
);
CREATE TABLE credentials (
    number INTEGER PRIMARY KEY,
    coder TEXT NOT NULL REFERENCES coders (coder_id),
    hash TEXT NOT NULL,
    invitation INTEGER NOT NULL UNIQUE REFERENCES invitations (number),
    written TEXT NOT NULL
);
CREATE TABLE cuts (
    number INTEGER PRIMARY KEY,
    cut_id TEXT NOT NULL UNIQUE,
    assignment_id TEXT NOT NULL REFERENCES assignments (assignment_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    place INTEGER NOT NULL,
    is_cut INTEGER NOT NULL,
    origin TEXT NOT NULL,
    written TEXT NOT NULL
);
CREATE INDEX cuts_by_assignment ON cuts (assignment_id, written);
CREATE INDEX hand_codings_by_assignment ON hand_codings (assignment_id, written);
"""
"""What the coding room needs: who may come in, and where people cut units. A password
is set with an invitation, and each invitation sets just one."""

_VERSION_5 = """
ALTER TABLE adjudications ADD COLUMN note TEXT NOT NULL DEFAULT '';
"""
"""What a person noted who settled a case."""


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
    _VERSION_3
    + _REPLACEMENTS_3
    + _keep_rows(
        "coders",
        "codebook_versions",
        "assignments",
        "assigned_units",
        "hand_codings",
        "adjudications",
        "replacements",
    ),
    _VERSION_4 + _keep_rows("invitations", "credentials", "cuts"),
    _VERSION_5,
    VERSION_6 + _keep_rows(*ANSWER_TABLES),
    VERSION_7 + _keep_rows(*DECISION_TABLES),
    VERSION_8 + _keep_rows(*SHEET_TABLES),
)
"""Migration i brings a project of version i to version i + 1."""

VERSION = len(MIGRATIONS)

_NO_TABLES = """
SELECT count(*) FROM sqlite_master
WHERE type = 'view' OR type = 'table' AND sql LIKE 'CREATE VIRTUAL%'
"""
"""What Hustings never makes."""


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
        # A colleague's file is a stranger's: nothing in it may call functions.
        connection.execute("PRAGMA trusted_schema = OFF")
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
        kept = path.with_name(f"{path.name}.before-version-{VERSION}")
        copy_database(connection, kept)
        shutil.copymode(path, kept)
    # A table that others name can only be made anew while nobody checks the names.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    # Another command may have brought the tables here while this one waited.
    _check_owner(connection, path)
    for statement in _statements("".join(MIGRATIONS[_version(connection) :])):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")


def _statements(script: str) -> Iterator[str]:
    """Cut a script into its statements; those of a trigger stay together."""
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


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
    # Reading a table must not be running somebody's query, which may never end.
    if connection.execute(_NO_TABLES).fetchone()[0]:
        raise NotAProjectError(path=str(path.parent))


def _version(connection: sqlite3.Connection) -> int:
    """Return the version that the tables are of; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def copy_database(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the database as it stands; whoever writes meanwhile waits."""
    with closing(sqlite3.connect(path)) as copy:
        connection.backup(copy)
