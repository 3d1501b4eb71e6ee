from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from coded_by_hand import make_project
from hustings.errors import StrangeRowError
from hustings.model.issue_decision import IssueDecision
from hustings.store.issue_decisions import issue_decisions_of
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = "2024-10-07T12:00:00.000000+00:00"


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "mine") as made:
        yield made


@pytest.fixture
def hers(mine: Project, tmp_path: Path) -> Iterator[Project]:
    """A colleague's copy, in which Cem decides."""
    shutil.copytree(mine.store.folder, tmp_path / "hers")
    with Project.open(tmp_path / "hers") as copy:
        copy.add_coder("Cem")
        issue_decisions_of(copy.store).add_all(
            [
                IssueDecision(
                    kind="rename",
                    targets=("night bus",),
                    name="Late buses",
                    decision_id="d1",
                    coder="Cem",
                    written=AT,
                )
            ]
        )
        yield copy


def told(mine: Project, hers: Project) -> dict[str, tuple[int, int]]:
    rows = mine.merge(hers.store.folder).rows
    return {row.what: (row.brought, row.there) for row in rows}


def test_decisions_come_along_once(mine: Project, hers: Project) -> None:
    assert told(mine, hers)["decisions about issues"] == (1, 0)
    assert told(mine, hers)["decisions about issues"] == (0, 1)
    (one,) = issue_decisions_of(mine.store).all()
    assert (one.name, one.coder) == ("Late buses", "Cem")


def test_where_nobody_decided_nothing_is_told(mine: Project, tmp_path: Path) -> None:
    shutil.copytree(mine.store.folder, tmp_path / "copy")
    with Project.open(tmp_path / "copy") as copy:
        assert "decisions about issues" not in told(mine, copy)


def test_strange_decisions_are_refused(mine: Project, hers: Project) -> None:
    path = hers.store.folder / "project.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO issue_decisions VALUES "
            "(NULL, 'd2', 'merge', '[\"toll\"]', NULL, NULL, ?)",
            (AT,),
        )
    with pytest.raises(StrangeRowError, match="issues"):
        mine.merge(hers.store.folder)
    assert issue_decisions_of(mine.store).all() == []


def test_a_backup_keeps_decisions(hers: Project, tmp_path: Path) -> None:
    hers.backup(tmp_path)
    (path,) = tmp_path.glob("*.zip")
    with make_project(tmp_path / "third") as third:
        found = third.merge(path)
    assert ("decisions about issues", 1) in [
        (row.what, row.brought) for row in found.rows
    ]
