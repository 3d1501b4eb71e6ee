from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coded_by_hand import QUAY, REED, TOWN, code, keep_book, make_project, settle
from coding_room import assign, make_room, send
from hustings.errors import (
    AlteredBackupError,
    NewerProjectError,
    SameProjectError,
    StrangeRowError,
)
from hustings.model.assignment import AssignedUnit, Assignment
from hustings.model.citation import Anchor
from hustings.model.coder import Coder
from hustings.model.document import Span
from hustings.store import schema
from hustings.store.cuts import cuts_of
from hustings.store.records import StoredCodebook
from hustings.store.sources import sha256_of
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.project import Project
from hustings.workflow.room_cutting import cut_unit, join_units
from hustings.workflow.room_shelf import Shelf
from hustings.workflow.room_units import units_now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.model.hand_coding import HandCoding
    from hustings.workflow.merging import MergeResult


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "mine") as made:
        yield made


@pytest.fixture
def hers(mine: Project, tmp_path: Path) -> Iterator[Project]:
    """A colleague's copy, in which Cem codes as well."""
    shutil.copytree(mine.store.folder, tmp_path / "hers")
    with Project.open(tmp_path / "hers") as copy:
        copy.add_coder("Cem")
        yield copy


def brought(result: MergeResult) -> dict[str, tuple[int, int, int]]:
    return {row.what: (row.brought, row.there, row.left_out) for row in result.rows}


def assigned(made: HandCoding, *, name: str = "a1") -> Assignment:
    """Assign the unit that somebody coded."""
    unit = AssignedUnit(
        position=0,
        document_id=made.document_id,
        unit_id=made.unit_id,
        anchor=made.anchor,
        inclusion_probability=0.25,
    )
    return Assignment(
        assignment_id=name,
        coder=made.coder,
        codebook_sha256=made.codebook_sha256,
        variables=("topic",),
        purpose="coding",
        design={"method": "random", "seed": 1, "share": 0.25},
        written="2031-10-07T12:00:00.000000+00:00",
        units=(unit,),
    )


def test_a_colleagues_work_comes_along(mine: Project, hers: Project) -> None:
    code(mine.store, "ferry", "boats")
    first = code(hers.store, "Rents", "homes", coder="Cem")
    code(hers.store, "ferry", "thrift", coder="Ben")
    settled = settle(hers.store, "ferry", "boats")
    hers.store.assignments.add([assigned(first)])
    result = mine.merge(hers.store.folder)
    assert brought(result) == {
        "coders": (1, 2, 0),
        "codebook versions": (0, 0, 0),
        "assignments": (1, 0, 0),
        "cuts": (0, 0, 0),
        "hand codings": (2, 0, 0),
        "adjudicated values": (1, 0, 0),
    }
    assert result.problems == ()
    assert result.same_coders == ("Ana", "Ben")
    assert [one.coder_id for one in mine.store.coders.all()] == ["Ana", "Ben", "Cem"]
    codings = {one.coder: one for one in mine.store.hand.current()}
    assert set(codings) == {"Ana", "Ben", "Cem"}
    assert codings["Cem"] == replace(first, origin="merge mine")
    assert mine.store.adjudications.all() == [settled]
    assert mine.store.assignments.all() == hers.store.assignments.all()
    assert len(result.run_ids) == 4
    assert mine.check().is_sound


def test_merging_twice_doubles_nothing(mine: Project, hers: Project) -> None:
    first = code(hers.store, "Rents", "homes", coder="Cem")
    settle(hers.store, "ferry", "boats")
    hers.store.assignments.add([assigned(first)])
    once = mine.merge(hers.store.folder)
    again = mine.merge(hers.store.folder)
    assert {row.brought for row in again.rows} == {0}
    assert [row.there for row in again.rows] == [3, 0, 1, 0, 1, 1]
    assert again.run_ids == once.run_ids
    assert len(mine.store.hand.all()) == 1
    code(hers.store, "reeds", "thrift", coder="Cem")
    assert brought(mine.merge(hers.store.folder))["hand codings"] == (1, 1, 0)


def test_what_went_there_and_back_is_the_same(mine: Project, hers: Project) -> None:
    code(hers.store, "Rents", "homes", coder="Cem")
    mine.merge(hers.store.folder)
    code(mine.store, "ferry", "boats")
    result = hers.merge(mine.store.folder)
    assert brought(result)["hand codings"] == (1, 1, 0)
    assert hers.store.hand.ids() == mine.store.hand.ids()


def test_what_was_taken_back_there_is_taken_back_here(
    mine: Project, hers: Project
) -> None:
    code(hers.store, "Rents", "homes", coder="Cem")
    mine.merge(hers.store.folder)
    code(hers.store, "Rents", None, coder="Cem")
    mine.merge(hers.store.folder)
    assert mine.store.hand.current() == []
    assert len(mine.store.hand.all()) == 2


def test_a_backup_can_be_merged(mine: Project, hers: Project, tmp_path: Path) -> None:
    code(hers.store, "Rents", "homes", coder="Cem")
    hers.backup(tmp_path / "mailed.zip")
    result = mine.merge(tmp_path / "mailed.zip")
    assert brought(result)["hand codings"] == (1, 0, 0)


def test_documents_that_are_not_here_are_told(mine: Project, tmp_path: Path) -> None:
    texts = {"quay.txt": QUAY, "mole.txt": "Mole List\n\nDig deeper. Dig more.\n"}
    with make_project(tmp_path / "hers", texts=texts) as hers:
        code(hers.store, "ferry", "boats")
        code(hers.store, "Dig deeper", "homes")
        dug = code(hers.store, "Dig more", "homes")
        settle(hers.store, "Dig more", "homes")
        hers.store.assignments.add([assigned(dug)])
        result = mine.merge(hers.store.folder)
        assert brought(result)["hand codings"] == (1, 0, 2)
        assert brought(result)["adjudicated values"] == (0, 0, 1)
        assert brought(result)["assignments"] == (0, 0, 1)
        missing, assignment = result.problems
        assert missing.kind == "missing document"
        assert "mole.txt is not in this project, and 3 rows" in missing.message
        assert hers.store.documents()[1].sha256 in missing.message
        assert assignment.kind == "assignment left out"
        assert len(mine.store.documents()) == 2
        assert "4 rows left out" in result.summary()
        # once the file is read, the rest comes
        mine.read([tmp_path / "hers-files" / "mole.txt"], actor="Mole", date="2031")
        assert brought(mine.merge(hers.store.folder))["hand codings"] == (2, 1, 0)
        assert mine.store.assignments.all() == hers.store.assignments.all()


def test_words_that_stand_otherwise_are_told_and_left_out(
    mine: Project, hers: Project
) -> None:
    made = code(hers.store, "ferry", "boats")
    other = replace(made.anchor, words=made.anchor.words.replace("ferry", "fairy"))
    hers.store.hand.add([replace(made, coding_id="forged", anchor=other)])
    far = Anchor(span=Span(90_000, 90_005), words="ferry")
    hers.store.hand.add([replace(made, coding_id="far", anchor=far)])
    result = mine.merge(hers.store.folder)
    assert brought(result)["hand codings"] == (1, 0, 2)
    assert [one.kind for one in result.problems] == ["other words"] * 2
    assert "“We will build a fairy to the island.” (coded by Ana)" in (
        result.problems[0].message
    )
    assert [one.coding_id for one in mine.store.hand.all()] == [made.coding_id]


def test_one_id_with_two_contents_is_told(mine: Project, hers: Project) -> None:
    made = code(hers.store, "ferry", "boats")
    mine.store.hand.add([replace(made, value="homes")])
    result = mine.merge(hers.store.folder)
    assert [one.kind for one in result.problems] == ["another coding"]
    assert [one.value for one in mine.store.hand.all()] == ["homes"]


def test_documents_go_by_their_bytes_not_by_their_names(
    mine: Project, tmp_path: Path
) -> None:
    texts = {"renamed.txt": REED, "other.txt": QUAY}
    with make_project(tmp_path / "hers", texts=texts) as hers:
        code(hers.store, "ferry", "boats")
        result = mine.merge(hers.store.folder)
    assert result.problems == ()
    assert (
        mine.store.hand.current()[0].document_id
        == mine.store.documents()[0].document_id
    )


def test_units_cut_otherwise_are_brought_in_and_told(
    mine: Project, hers: Project
) -> None:
    hers.split(into="paragraph")
    code(hers.store, "ferry", "boats", coder="Cem")
    result = mine.merge(hers.store.folder)
    assert brought(result)["hand codings"] == (1, 0, 0)
    assert [one.kind for one in result.problems] == ["no such unit"]
    assert "1 row was brought in" in result.problems[0].message
    (run,) = publish_codings(mine.store)
    assert mine.store.table(run.outputs[0]).num_rows == 0
    mine.split(into="paragraph")
    assert len([one for one in mine.gather().documents if one.codings]) == 1


def test_one_name_in_two_projects_is_one_person(mine: Project, tmp_path: Path) -> None:
    with make_project(tmp_path / "hers") as hers:
        hers.add_coder("Zoë")
        mine.add_coder("ZOË")
        code(hers.store, "ferry", "boats", coder="Zoë")
        result = mine.merge(hers.store.folder)
    assert result.same_coders == ("Ana", "Ben", "ZOË")
    assert mine.store.hand.current()[0].coder == "ZOË"


def test_nobody_becomes_a_manager_by_a_merge(mine: Project, tmp_path: Path) -> None:
    alike = "\u0410na"
    with make_project(tmp_path / "hers") as hers:
        hers.store.coders.add(Coder(coder_id="Zoë", role="manager"))
        hers.store.coders.add(Coder(coder_id=alike))
        result = mine.merge(hers.store.folder)
    found = mine.store.coders.find("Zoë")
    assert found is not None
    assert found.role == "coder"
    assert [one.kind for one in result.problems] == [
        "manager elsewhere",
        "look-alike coder",
    ]
    assert "Zoë manages the other project" in result.problems[0].message
    assert mine.merge(tmp_path / "hers").problems == ()


def test_codebooks_and_their_versions_come_along(mine: Project, hers: Project) -> None:
    old = keep_book(hers.store)
    new = keep_book(hers.store, TOWN.replace('"1"', '"2"'))
    hers.store.codebook_versions.add("town", "1", old, None, "2031-01-01T00:00:00Z")
    hers.store.codebook_versions.add("town", "2", new, old, "2031-02-01T00:00:00Z")
    code(hers.store, "ferry", "boats", book=new)
    result = mine.merge(hers.store.folder)
    assert brought(result)["codebook versions"] == (2, 0, 0)
    assert mine.store.codebook_versions.of("town") == hers.store.codebook_versions.all()
    assert mine.store.codebook(new) == hers.store.codebook(new)
    assert brought(mine.merge(hers.store.folder))["codebook versions"] == (0, 2, 0)


def test_a_newer_project_changes_nothing(mine: Project, hers: Project) -> None:
    code(hers.store, "ferry", "boats", coder="Cem")
    connection = sqlite3.connect(hers.store.folder / "project.sqlite")
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(NewerProjectError, match="nothing was changed"):
        mine.merge(hers.store.folder)
    assert mine.store.coders.find("Cem") is None


def test_a_project_is_not_merged_with_itself(mine: Project) -> None:
    with pytest.raises(SameProjectError, match="this project itself"):
        mine.merge(mine.store.folder)


def test_an_older_project_is_not_brought_up_in_place(
    mine: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "older"
    folder.mkdir()
    connection = sqlite3.connect(folder / "project.sqlite")
    connection.executescript("".join(schema.MIGRATIONS[:2]))
    connection.execute("PRAGMA user_version = 2")
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("INSERT INTO project VALUES ('older', '2030-01-01')")
    connection.commit()
    connection.close()
    before = (folder / "project.sqlite").read_bytes()
    result = mine.merge(folder)
    assert result.name == "older"
    assert {row.brought for row in result.rows} == {0}
    assert (folder / "project.sqlite").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["project.sqlite"]


def test_what_fails_halfway_brings_in_nothing(
    mine: Project, hers: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    code(hers.store, "ferry", "boats", coder="Cem")
    settled = settle(hers.store, "ferry", "boats")
    real = type(mine.store.adjudications).add

    def failing(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")  # noqa: TRY003, EM101  # SQLite's

    monkeypatch.setattr(type(mine.store.adjudications), "add", failing)
    with pytest.raises(sqlite3.OperationalError):
        mine.merge(hers.store.folder)
    assert mine.store.coders.find("Cem") is None
    assert mine.store.hand.all() == []
    monkeypatch.setattr(type(mine.store.adjudications), "add", real)
    mine.merge(hers.store.folder)
    assert mine.store.adjudications.all() == [settled]


def test_results_are_rows(mine: Project, hers: Project) -> None:
    result = mine.merge(hers.store.folder)
    assert json.loads(json.dumps(result.to_rows()))[0] == {
        "what": "coders",
        "brought": 1,
        "there": 2,
        "left_out": 0,
    }
    assert result.to_polars().height == 6


# Units that were cut by hand


def cut_and_code(project: Project) -> str:
    """Let Ana cut the first of two units, and code the parts."""
    store, shelf = project.store, Shelf()
    design = {"unitising": True}
    mine = assign(store, "Ana", words=["We will build", "Rents in"], design=design)
    offset = QUAY.index("to the island")
    cut_unit(store, shelf, assignment_id=mine, coder="Ana", position=0, offset=offset)
    for position, value in enumerate(("boats", "homes", "homes")):
        send(store, shelf, mine, position, topic=value)
    return mine


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[tuple[Project, Project]]:
    """A project, and a copy in which Ana cuts."""
    with make_room(tmp_path / "mine") as made:
        shutil.copytree(made.store.folder, tmp_path / "hers")
        with Project.open(tmp_path / "hers") as copy:
            yield made, copy


def test_units_that_were_cut_come_with_their_codings(
    harbour: tuple[Project, Project],
) -> None:
    mine, hers = harbour
    name = cut_and_code(hers)
    result = mine.merge(hers.store.folder)
    assert brought(result)["cuts"] == (1, 0, 0)
    assert brought(result)["hand codings"] == (3, 0, 0)
    assert result.problems == ()
    (assignment,) = mine.store.assignments.of("Ana")
    words = [one.anchor.words for one in units_now(mine.store, Shelf(), assignment)]
    assert words == [
        "We will build a ferry",
        "to the island.",
        "Rents in the harbour must fall.",
    ]
    (cut,) = cuts_of(mine.store).all()
    assert (cut.assignment_id, cut.origin, cut.is_cut) == (name, "merge mine", True)
    run = mine.store.run(result.run_ids[0])
    assert run is not None
    codings = mine.store.table(run.outputs[0]).to_pylist()
    assert [row["value"] for row in codings] == ["boats", "homes", "homes"]
    assert mine.check().is_sound


def test_cuts_come_once_and_a_later_one_supersedes(
    harbour: tuple[Project, Project],
) -> None:
    mine, hers = harbour
    name = cut_and_code(hers)
    mine.merge(hers.store.folder)
    assert brought(mine.merge(hers.store.folder))["cuts"] == (0, 1, 0)
    join_units(hers.store, Shelf(), assignment_id=name, coder="Ana", position=0)
    assert brought(mine.merge(hers.store.folder))["cuts"] == (1, 1, 0)
    (assignment,) = mine.store.assignments.of("Ana")
    units = units_now(mine.store, Shelf(), assignment)
    assert units == assignment.units
    assert brought(hers.merge(mine.store.folder))["cuts"] == (0, 2, 0)


def test_cuts_of_an_assignment_that_is_not_here_are_left_out(
    harbour: tuple[Project, Project], tmp_path: Path
) -> None:
    _, hers = harbour
    cut_and_code(hers)
    with make_project(tmp_path / "other", texts={"reed.txt": REED}) as other:
        result = other.merge(hers.store.folder)
        assert brought(result)["cuts"] == (0, 0, 1)
        assert brought(result)["assignments"] == (0, 0, 1)
        assert cuts_of(other.store).all() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("place = 9999", "it lies at 9999, outside the words of its assignment"),
        ("place = 'here'", "its place is no whole number"),
        ("written = '2999-01-01T00:00:00+00:00'", "lies ahead"),
    ],
)
def test_a_cut_that_was_never_made_so_brings_in_nothing(
    harbour: tuple[Project, Project], change: str, said: str
) -> None:
    mine, hers = harbour
    cut_and_code(hers)
    forge(hers, "cuts", change)
    with pytest.raises(StrangeRowError, match=said):
        mine.merge(hers.store.folder)
    assert mine.store.assignments.all() == []


# What is recorded of it


def test_a_merge_is_a_run(mine: Project, hers: Project) -> None:
    code(hers.store, "Rents", "homes", coder="Cem")
    result = mine.merge(hers.store.folder)
    run = mine.store.run(str(result.run_id))
    assert run is not None
    assert (run.step, run.parameters["project"]) == ("merge", "mine")
    assert mine.store.table(run.outputs[0]).to_pylist() == result.to_rows()
    assert f"(run {run.run_id})" in result.summary()
    (mine.store.derived / run.outputs[0].path).unlink()
    checked = mine.check(rebuild=True)
    assert checked.is_sound
    assert any("made again, byte for byte" in note for note in checked.notes)


def test_a_merge_that_brings_nothing_leaves_no_run(
    mine: Project, hers: Project
) -> None:
    code(hers.store, "Rents", "homes", coder="Cem")
    mine.merge(hers.store.folder)
    assert mine.merge(hers.store.folder).run_id is None
    merges = [run for run in mine.store.runs() if run.step == "merge"]
    assert len(merges) == 1
    code(hers.store, "reeds", "thrift", coder="Cem")
    assert mine.merge(hers.store.folder).run_id != merges[0].run_id


def test_a_note_on_a_decision_comes_along(mine: Project, hers: Project) -> None:
    made = settle(hers.store, "ferry", "boats")
    noted = replace(made, adjudication_id="noted", note="Only the ferry is meant.")
    hers.store.adjudications.add([noted])
    mine.merge(hers.store.folder)
    assert mine.store.adjudications.current() == [noted]


# What somebody changed in the other project


def forge(project: Project, table: str, change: str) -> None:
    """Change rows past the triggers, as any program can."""
    with closing(sqlite3.connect(project.store.folder / "project.sqlite")) as database:
        database.execute(f"DROP TRIGGER {table}_keeps_UPDATE")
        database.execute(f"UPDATE {table} SET {change}")  # noqa: S608  # a test's own
        database.commit()


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("hand_codings", "value = x'00ff'", "row 1 of hand_codings: its value is b"),
        ("hand_codings", "value = 'planes'", "'planes' is no value of 'topic'"),
        ("hand_codings", "variable = 'mood'", "has no variable 'mood'"),
        ("hand_codings", "evidence = '{'", "its evidence cannot be read"),
        ("hand_codings", "evidence = '[[1]]'", "its evidence cannot be read"),
        ("hand_codings", "evidence = '[[0, 9999]]'", "leaves its unit"),
        ("hand_codings", "written = 'today'", "'today' is no time with its zone"),
        ("hand_codings", "written = '2999-01-01T00:00:00+00:00'", "lies ahead"),
        ("hand_codings", "\"start\" = 'here'", "its start is no whole number"),
        ("adjudications", "settles = '{}'", "its settles cannot be read"),
        ("adjudications", "value = 'planes'", "the adjudicated value .* 'planes'"),
        ("codebooks", "text = text || ' '", "not the one that its SHA-256 names"),
        ("codebooks", "name = 'city'", "its name or version"),
        ("coders", "coder_id = x'41' WHERE coder_id = 'Cem'", "coder_id is bytes"),
    ],
)
def test_a_row_that_was_never_written_so_brings_in_nothing(
    mine: Project, hers: Project, table: str, change: str, said: str
) -> None:
    code(hers.store, "ferry", "boats", coder="Ben")
    settle(hers.store, "ferry", "boats")
    forge(hers, table, change)
    with pytest.raises(StrangeRowError, match=said) as raised:
        mine.merge(hers.store.folder)
    assert str(raised.value).endswith("nothing was changed.")
    assert mine.store.hand.all() == []
    assert mine.store.adjudications.all() == []
    assert mine.store.coders.find("Cem") is None


def test_a_codebook_that_is_none_brings_in_nothing(
    mine: Project, hers: Project
) -> None:
    text = "no: codebook"
    book = StoredCodebook(
        sha256=sha256_of(text.encode()), name="town", version="9", text=text
    )
    hers.store.keep_codebook(book, at="2031-01-01T00:00:00+00:00")
    code(hers.store, "ferry", "boats", coder="Ben", book=book.sha256)
    with pytest.raises(StrangeRowError, match="it cannot be read"):
        mine.merge(hers.store.folder)
    assert mine.store.codebook(book.sha256) is None


def rewrite(backup: Path, path: Path, *, leave_out: str = "", alter: str = "") -> Path:
    """Write a backup anew without a member, or with a byte more in it."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if not (leave_out and name.endswith(leave_out)):
                more = b"x" if alter and name.endswith(alter) else b""
                new.writestr(name, old.read(name) + more)
    return path


def test_a_backup_that_was_altered_is_refused(
    mine: Project, hers: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code(hers.store, "ferry", "boats", coder="Cem")
    kept = tmp_path / "kept.zip"
    hers.backup(kept)
    without = rewrite(kept, tmp_path / "without.zip", leave_out="SHA256SUMS")
    with pytest.raises(AlteredBackupError, match="it has no SHA256SUMS"):
        mine.merge(without)
    altered = rewrite(kept, tmp_path / "altered.zip", alter="project.sqlite")
    with pytest.raises(AlteredBackupError, match="not the one that SHA256SUMS names"):
        mine.merge(altered)
    monkeypatch.setattr("hustings.store.backups._LARGEST", 1000)
    with pytest.raises(AlteredBackupError, match="0 MB can be unpacked here"):
        mine.merge(kept)
    assert mine.store.hand.all() == []
