from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from claiming_room import a_claim, claim_room, said, write
from hustings.errors import StrangeRowError
from hustings.store.claim_sheets import claim_sheets_of
from hustings.store.project import DATABASE
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUS = "We demand a night bus."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return claim_room(tmp_path_factory.mktemp("made"))


@pytest.fixture
def mine(made: tuple[Path, str], tmp_path: Path) -> Iterator[Project]:
    shutil.copytree(made[0], tmp_path / "mine")
    with Project.open(tmp_path / "mine") as opened:
        yield opened


@pytest.fixture
def hers(made: tuple[Path, str], tmp_path: Path) -> Iterator[Project]:
    shutil.copytree(made[0], tmp_path / "hers")
    with Project.open(tmp_path / "hers") as opened:
        write(opened.store, made[1], 0, [a_claim(BUS, "a night bus")])
        write(opened.store, made[1], 3, [])
        yield opened


def told(mine: Project, hers: Project) -> tuple[int, int, int] | None:
    rows = {row.what: row for row in mine.merge(hers.store.folder).rows}
    one = rows.get("sheets of claims")
    return None if one is None else (one.brought, one.there, one.left_out)


def test_sheets_come_along_once(mine: Project, hers: Project) -> None:
    assert told(mine, hers) == (2, 0, 0)
    assert told(mine, hers) == (0, 2, 0)
    assert said(mine.store.folder) == [["+ a night bus"], []]
    (first, _) = claim_sheets_of(mine.store).all()
    (theirs, _) = claim_sheets_of(hers.store).all()
    assert first.origin == "merge claims"
    assert (first.sheet_id, first.claims) == (theirs.sheet_id, theirs.claims)


def test_without_sheets_nothing_is_told(mine: Project, hers: Project) -> None:
    assert told(hers, mine) is None


def test_a_later_sheet_here_supersedes_what_came(
    mine: Project, hers: Project, made: tuple[Path, str]
) -> None:
    write(mine.store, made[1], 0, [])
    assert told(mine, hers) == (2, 0, 0)
    assert said(mine.store.folder) == [[], []]


def test_what_is_about_no_words_here_is_left_out(hers: Project, tmp_path: Path) -> None:
    with Project.create(tmp_path / "other", name="other") as other:
        path = tmp_path / "other.txt"
        path.write_text("We like the sea.", encoding="utf-8")
        other.read([path], actor="Sea List", language="en")
        shutil.copytree(other.store.folder, tmp_path / "theirs")
        result = other.merge(hers.store.folder)
    (row,) = (one for one in result.rows if one.what == "sheets of claims")
    assert (row.brought, row.left_out) == (0, 2)
    (problem,) = (one for one in result.problems if one.kind == "other words")
    assert problem.message.startswith("quays.txt: 2 sheets of claims were left out")


@pytest.mark.parametrize(
    "claims",
    [
        "no sheet",
        '[{"actor":"own","stance":1,"target":[0,999],"head":[0,2],"modality":"aim"}]',
    ],
)
def test_strange_sheets_are_refused(mine: Project, hers: Project, claims: str) -> None:
    folder = hers.store.folder
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as file:
        file.execute("DROP TRIGGER claim_sheets_keeps_UPDATE")
        file.execute("UPDATE claim_sheets SET claims = ? WHERE number = 1", (claims,))
    with pytest.raises(StrangeRowError):
        mine.merge(folder)
    assert claim_sheets_of(mine.store).all() == []
