"""A stranger's database cannot make this program run for ever or fill a page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from coding_room import assign, make_room, send
from hustings.errors import NotAProjectError, StrangeRowError
from hustings.store.project import DATABASE
from hustings.workflow.merging import merge_project
from hustings.workflow.project import Project
from hustings.workflow.room_shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = (
    "CREATE VIEW hand_codings AS WITH RECURSIVE n (x) AS "
    "(SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT * FROM kept, n"
)


def tamper(folder: Path, *statements: str) -> None:
    """Change a project's database with another program."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for (name,) in names:
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    "statements",
    [
        ("ALTER TABLE hand_codings RENAME TO kept", ENDLESS),
        ("CREATE VIRTUAL TABLE found USING fts5 (words)",),
    ],
)
def test_a_query_in_a_tables_place_is_refused(
    tmp_path: Path, statements: tuple[str, ...]
) -> None:
    make_room(tmp_path / "theirs").store.close()
    tamper(tmp_path / "theirs", *statements)
    with (
        make_room(tmp_path / "ours") as project,
        pytest.raises(NotAProjectError, match="theirs"),
    ):
        merge_project(project.store, tmp_path / "theirs")
    with pytest.raises(NotAProjectError):
        Project.open(tmp_path / "theirs")


def test_a_note_of_many_megabytes_is_not_brought_in(tmp_path: Path) -> None:
    with make_room(tmp_path / "theirs") as theirs:
        send(theirs.store, Shelf(), assign(theirs.store, "Ana"), 0, topic="boats")
    tamper(
        tmp_path / "theirs",
        "UPDATE hand_codings SET note = hex(zeroblob(1000000))",
    )
    with (
        make_room(tmp_path / "ours") as project,
        pytest.raises(StrangeRowError, match="note is longer than anybody writes"),
    ):
        merge_project(project.store, tmp_path / "theirs")
