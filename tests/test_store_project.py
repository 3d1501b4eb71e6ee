from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from hustings.errors import (
    AlteredTableError,
    DamagedProjectError,
    MissingSourceError,
    MissingTableError,
    NewerProjectError,
    NotAProjectError,
    ProjectExistsError,
)
from hustings.model.run import Run
from hustings.store import schema
from hustings.store.project import Store
from hustings.store.records import Description, StoredDocument, StoredFailure
from hustings.store.sources import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = "2031-10-07T12:00:00+00:00"
RUN = Run(run_id="read-1", step="read", parameters={"a": 1}, inputs=("x",), started=AT)
NUMBERS = pa.RecordBatch.from_pydict({"n": [1, 2, 3]})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "election", name="election", at=AT) as made:
        yield made


def document(document_id: str = "d1", **said: str) -> StoredDocument:
    return StoredDocument(
        document_id=document_id,
        sha256=sha256_of(document_id.encode()),
        name=f"{document_id}.txt",
        run_id=RUN.run_id,
        description=Description(**said),
    )


def test_a_new_project_can_be_opened_again(store: Store) -> None:
    with Store.open(store.folder) as again:
        assert (again.name(), again.created()) == ("election", AT)
        assert again.documents() == []
        assert again.complaints() == []


def test_a_project_is_not_made_over_something(store: Store) -> None:
    with pytest.raises(ProjectExistsError, match="is there already"):
        Store.create(store.folder, name="other", at=AT)


def test_an_empty_folder_becomes_a_project(tmp_path: Path) -> None:
    Store.create(tmp_path, name="here", at=AT).close()
    Store.open(tmp_path).close()


def test_an_empty_file_of_that_name_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "project.sqlite").touch()
    with pytest.raises(NotAProjectError, match="not a Hustings project"):
        Store.open(tmp_path)


def test_a_damaged_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "project.sqlite").write_bytes(b"no database at all, just words" * 99)
    with pytest.raises(DamagedProjectError, match="Put a copy of it back"):
        Store.open(tmp_path)


def test_bytes_read_by_two_commands_at_once_are_one_document(store: Store) -> None:
    other = replace(RUN, run_id="read-2")
    store.record([RUN], at=AT, documents=[document()])
    store.record([other], at=AT, documents=[replace(document(), run_id="read-2")])
    assert [one.run_id for one in store.documents()] == ["read-1"]


def test_nothing_is_litter_while_another_command_is_at_work(store: Store) -> None:
    store.keep_source(b"being read")
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as other:  # noqa: S603  # our own
        mark = store.sources / f".working.{other.pid}"
        mark.touch()
        assert store.litter() == []
        other.communicate(b"\n")
    assert len(store.litter()) == 2


def test_an_altered_table_is_no_ground_to_build_on(store: Store) -> None:
    outputs = store.write_tables(RUN.run_id, {"numbers": [NUMBERS]})
    (store.derived / outputs[0].path).write_bytes(b"PAR1 no more")
    with pytest.raises(AlteredTableError, match="--rebuild"):
        store.require_intact(replace(RUN, outputs=outputs))
    with pytest.raises(AlteredTableError):
        store.table(outputs[0])


def test_a_strangers_database_is_no_project(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "project.sqlite")
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    with pytest.raises(NotAProjectError):
        Store.open(tmp_path)


def test_a_newer_project_is_refused(store: Store) -> None:
    connection = sqlite3.connect(store.folder / "project.sqlite")
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(NewerProjectError, match="Update Hustings"):
        Store.open(store.folder)


def test_an_older_project_is_backed_up_and_migrated(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = (*schema.MIGRATIONS, "CREATE TABLE notes (note TEXT);")
    monkeypatch.setattr(schema, "MIGRATIONS", newer)
    monkeypatch.setattr(schema, "VERSION", len(newer))
    with Store.open(store.folder) as migrated:
        assert migrated.name() == "election"
    backup = store.folder / f"project.sqlite.before-version-{len(newer)}"
    assert backup.is_file()
    connection = sqlite3.connect(store.folder / "project.sqlite")
    assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)
    connection.close()


def test_a_failed_migration_changes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (*schema.MIGRATIONS, "CREATE TABLE notes (note TEXT); CREATE nonsense;")
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    monkeypatch.setattr(schema, "VERSION", len(broken))
    with pytest.raises(sqlite3.Error, match="nonsense"):
        Store.open(store.folder)
    connection = sqlite3.connect(store.folder / "project.sqlite")
    tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()
    assert ("notes",) not in tables


def test_a_recorded_run_comes_back_whole(store: Store) -> None:
    outputs = store.write_tables(RUN.run_id, {"numbers": iter([NUMBERS, NUMBERS])})
    run = replace(RUN, outputs=outputs)
    child = Run(run_id="split-1", step="split", parents=(RUN.run_id,), started=AT)
    store.record([run, child], at=AT, documents=[document(actor="Quay List")])
    assert store.runs() == [run, child]
    assert store.run("split-1") == child
    assert store.table(run.outputs[0])["n"].to_pylist() == [1, 2, 3, 1, 2, 3]
    assert store.documents() == [document(actor="Quay List")]
    assert store.is_intact(run)


def test_a_run_executed_again_is_the_latest(store: Store) -> None:
    other = Run(run_id="read-2", step="read", started=AT)
    for run in (RUN, other, RUN):
        store.record([run], at=AT)
    assert [run.run_id for run in store.runs()] == ["read-2", "read-1"]


def test_later_words_on_a_document_supersede_earlier_ones(store: Store) -> None:
    store.record([RUN], at=AT, documents=[document(actor="Quay List", date="2031")])
    store.record([], at=AT, descriptions={"d1": Description(actor="Quay Party")})
    found = store.documents()[0].description
    assert found == Description(actor="Quay Party", date="2031")


def test_nothing_is_recorded_if_one_row_fails(store: Store) -> None:
    unknown = {"d2": Description(actor="Quay List")}
    with pytest.raises(sqlite3.IntegrityError):
        store.record([RUN], at=AT, documents=[document("d1")], descriptions=unknown)
    assert store.runs() == []
    assert store.documents() == []


@pytest.mark.parametrize(
    "statement", ["DELETE FROM documents", "UPDATE documents SET name = 'other'"]
)
def test_rows_are_never_changed_or_deleted(store: Store, statement: str) -> None:
    store.record([RUN], at=AT, documents=[document()])
    connection = sqlite3.connect(store.folder / "project.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="never changed or deleted"):
        connection.execute(statement)
    connection.close()


def test_sources_are_kept_by_their_hash(store: Store) -> None:
    sha256 = store.keep_source(b"We want a ferry.")
    assert store.keep_source(b"We want a ferry.") == sha256
    assert store.source(sha256) == b"We want a ferry."
    assert store.source_state(sha256) == "intact"
    (store.sources / sha256).write_bytes(b"We want a bridge.")
    assert store.source_state(sha256) == "altered"
    store.drop_source(sha256)
    assert store.source_state(sha256) == "missing"
    with pytest.raises(MissingSourceError, match="reading it again"):
        store.source(sha256)


def test_a_missing_table_says_that_nothing_is_lost(store: Store) -> None:
    outputs = store.write_tables(RUN.run_id, {"numbers": [NUMBERS]})
    (store.derived / outputs[0].path).unlink()
    assert not store.is_intact(replace(RUN, outputs=outputs))
    with pytest.raises(MissingTableError, match="Nothing is lost"):
        store.table(outputs[0])


def test_a_table_that_fails_leaves_nothing_behind(store: Store) -> None:
    def failing() -> Iterator[pa.RecordBatch]:
        yield NUMBERS
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write_tables(RUN.run_id, {"numbers": failing()})
    assert list(store.derived.iterdir()) == []


def test_the_same_tables_have_the_same_bytes(store: Store) -> None:
    first = store.write_tables("one", {"numbers": [NUMBERS]})
    second = store.write_tables("two", {"numbers": [NUMBERS]})
    assert first[0].sha256 == second[0].sha256


def test_litter_is_what_no_row_names(store: Store) -> None:
    kept = store.keep_source(b"d1")
    orphan = store.keep_source(b"read by a command that was killed")
    store.write_tables("killed-1", {"numbers": [NUMBERS]})
    store.record([RUN], at=AT, documents=[document()])
    assert store.litter() == [f"sources/{orphan}", "derived/killed-1"]
    assert store.tidy() == [f"sources/{orphan}", "derived/killed-1"]
    assert store.litter() == []
    assert store.has_source(kept)


def test_failures_are_kept(store: Store) -> None:
    failure = StoredFailure(run_id=RUN.run_id, name="a.pdf", message="a.pdf: broken.")
    store.record([RUN], at=AT, failures=[failure])
    assert store.failures() == [failure]
