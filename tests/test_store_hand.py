"""What people code: coders, hand codings, assignments, adjudications, versions."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hand_made import (
    AT,
    BOOK,
    FERRY,
    QUAY,
    RENTS,
    TEXT,
    adjudicated,
    assignment,
    at,
    hand_coding,
    said,
)
from hustings.errors import (
    CoderNameError,
    RepeatedCoderError,
    UnknownPersonError,
)
from hustings.model.coder import Coder
from hustings.model.document import Span
from hustings.model.run import Run
from hustings.store import schema
from hustings.store.project import Store
from hustings.store.records import Description, StoredCodebook, StoredDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = (
    "coders",
    "codebook_versions",
    "assignments",
    "assigned_units",
    "hand_codings",
    "adjudications",
)

WRITER = """
import sys
from pathlib import Path
from hand_made import FERRY, hand_coding
from hustings.store.project import Store
store = Store.open(Path(sys.argv[1]))
for i in range(int(sys.argv[3])):
    made = hand_coding(FERRY, f"{i}", coder=sys.argv[2], second=i, note=sys.argv[2])
    store.hand.add([made])
    print(i, flush=True)
"""


OPENER = """
import sys
from pathlib import Path
from hustings.store.project import Store
input()
Store.open(Path(sys.argv[1])).close()
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "election", name="election", at=AT) as made:
        fill(made)
        yield made


def fill(store: Store) -> None:
    """Two documents, a codebook and two coders."""
    run = Run(run_id="read-1", step="read", started=AT)
    documents = [
        StoredDocument(
            document_id=name,
            sha256=name * 32,
            name=f"{name}.txt",
            run_id=run.run_id,
            description=Description(),
        )
        for name in ("d2", "d1")
    ]
    store.record([run], at=AT, documents=documents)
    book = StoredCodebook(sha256=BOOK, name="town", version="1", text="name: town")
    store.keep_codebook(book, at=AT)
    store.coders.add(Coder(coder_id="Ana", added=AT))
    store.coders.add(Coder(coder_id="Ben", role="manager", added=AT))


def connect(store: Store) -> sqlite3.Connection:
    return sqlite3.connect(store.folder / "project.sqlite")


# Coders


def test_coders_come_back_in_the_order_they_came(store: Store) -> None:
    assert store.coders.add(Coder(coder_id=" Zoë  B. ", added=AT)).coder_id == "Zoë B."
    assert [one.coder_id for one in store.coders.all()] == ["Ana", "Ben", "Zoë B."]
    assert store.coders.find("zoë b.") == Coder(coder_id="Zoë B.", added=AT)
    assert store.coders.find("BEN") == Coder(coder_id="Ben", role="manager", added=AT)
    assert store.coders.find("Cem") is None


def test_a_name_is_taken_whatever_its_letters(store: Store) -> None:
    with pytest.raises(RepeatedCoderError, match="coder 'Ana' already"):
        store.coders.add(Coder(coder_id="ANA"))
    with pytest.raises(CoderNameError):
        store.coders.add(Coder(coder_id="dictionary:town"))
    assert len(store.coders.all()) == 2


# Hand codings


def test_a_coding_comes_back_as_it_was_written(store: Store) -> None:
    made = hand_coding(
        RENTS,
        "homes",
        evidence=(Span(27, 32), Span(33, 38)),
        note="rents ≠ homes?\nask",
        unsure=True,
        origin="table codings.csv",
        assignment_id="a1",
    )
    store.hand.add([made])
    assert store.hand.current() == [made]
    assert store.hand.all() == [made]
    assert store.hand.ids() == {made.coding_id}
    assert store.hand.last_number() == 1


def test_the_latest_word_of_each_coder_counts(store: Store) -> None:
    store.hand.add(
        [
            hand_coding(FERRY, "boats", second=1),
            hand_coding(FERRY, "roads", coder="Ben", second=1),
            hand_coding(FERRY, "homes", second=3),
            hand_coding(FERRY, "levies", second=2),
        ]
    )
    assert said(store) == [("Ana", FERRY, "homes"), ("Ben", FERRY, "roads")]
    past = store.hand.history("d1", FERRY)
    assert [one.value for one in past] == ["boats", "roads", "levies", "homes"]


def test_of_two_words_at_one_time_the_later_row_counts(store: Store) -> None:
    store.hand.add([hand_coding(FERRY, "boats")])
    store.hand.add([hand_coding(FERRY, "homes")])
    assert said(store) == [("Ana", FERRY, "homes")]


def test_what_is_said_in_training_does_not_count(store: Store) -> None:
    real = assignment("a2", purpose="coding")
    store.assignments.add([assignment("a1", purpose="training"), real])
    store.hand.add(
        [
            hand_coding(FERRY, "boats", assignment_id="a2"),
            hand_coding(FERRY, "homes", second=1, assignment_id="a1"),
            hand_coding(QUAY, "roads", second=2, assignment_id="a1"),
        ]
    )
    assert said(store) == [("Ana", FERRY, "boats")]
    spoken = store.hand.current(with_training=True)
    assert [one.value for one in spoken] == ["homes", "roads"]


def test_what_is_taken_back_does_not_count_and_is_kept(store: Store) -> None:
    store.hand.add([hand_coding(FERRY, "boats"), hand_coding(FERRY, None, second=1)])
    assert said(store) == []
    assert [one.value for one in store.hand.history("d1", FERRY)] == ["boats", None]
    store.hand.add([hand_coding(FERRY, "roads", second=2)])
    assert said(store) == [("Ana", FERRY, "roads")]


def test_codings_stand_in_reading_order(store: Store) -> None:
    store.hand.add(
        [
            hand_coding(QUAY, "boats"),
            hand_coding(RENTS, "homes", coder="Ben"),
            hand_coding(RENTS, "homes"),
            hand_coding(QUAY, "roads", document="d2"),
        ]
    )
    found = store.hand.current()
    assert [(one.document_id, one.coder, one.anchor.span) for one in found] == [
        ("d2", "Ana", QUAY),
        ("d1", "Ana", RENTS),
        ("d1", "Ben", RENTS),
        ("d1", "Ana", QUAY),
    ]


def test_codings_can_be_asked_for_by_coder_book_variable_and_number(
    store: Store,
) -> None:
    other = StoredCodebook(sha256="c" * 64, name="town", version="2", text="x")
    store.keep_codebook(other, at=AT)
    store.hand.add(
        [
            hand_coding(FERRY, "boats"),
            hand_coding(FERRY, "1", variable="stance"),
            hand_coding(FERRY, "roads", codebook_sha256=other.sha256, second=9),
            hand_coding(FERRY, "homes", coder="Ben"),
        ]
    )
    assert len(store.hand.current()) == 4
    assert said(store, coders=["Ben"]) == [("Ben", FERRY, "homes")]
    assert said(store, coders=[]) == []
    assert said(store, variable="stance") == [("Ana", FERRY, "1")]
    assert said(store, codebook=other.sha256) == [("Ana", FERRY, "roads")]
    assert said(store, up_to=1) == [("Ana", FERRY, "boats")]
    assert store.hand.extents() == {
        ("Ana", BOOK): 2,
        ("Ana", other.sha256): 3,
        ("Ben", BOOK): 4,
    }


def test_times_of_other_zones_are_put_in_one(store: Store) -> None:
    early = replace(
        hand_coding(FERRY, "boats"), written="2031-10-07T13:59:59+02:00", coding_id="x"
    )
    store.hand.add([hand_coding(FERRY, "homes"), early])
    assert said(store) == [("Ana", FERRY, "homes")]
    with pytest.raises(ValueError, match="2031"):
        store.hand.add([replace(early, written="2031-10-07T12:00:00", coding_id="y")])


def test_one_bad_coding_keeps_all_out(store: Store) -> None:
    good = hand_coding(RENTS, "homes")
    with pytest.raises(UnknownPersonError, match=r"no coder 'ana'.*Known coders: Ana"):
        store.hand.add([good, hand_coding(coder="ana")])
    with pytest.raises(sqlite3.IntegrityError):
        store.hand.add([good, hand_coding(document="d9")])
    with pytest.raises(sqlite3.IntegrityError):
        store.hand.add([good, good])
    assert store.hand.all() == []
    assert store.hand.last_number() == 0


def test_ids_tell_codings_apart() -> None:
    assert hand_coding().coding_id == hand_coding().coding_id
    others = {
        hand_coding(RENTS).coding_id,
        hand_coding(value="x").coding_id,
        hand_coding(second=1).coding_id,
        hand_coding(coder="Ben").coding_id,
    }
    assert len(others | {hand_coding().coding_id}) == 5


# Assignments, adjudications, versions


def test_assignments_come_back_whole(store: Store) -> None:
    one, two = assignment("a2"), assignment("a1", coder="Ben", written=at(5))
    store.assignments.add([two, one])
    assert store.assignments.all() == [one, two]
    assert store.assignments.of("Ben") == [two]
    assert store.assignments.of("Cem") == []


def test_assignments_are_written_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(UnknownPersonError):
        store.assignments.add([assignment(), assignment("a2", coder="Cem")])
    unlikely = replace(assignment().units[0], inclusion_probability=0.0)
    with pytest.raises(sqlite3.IntegrityError, match="inclusion_probability"):
        store.assignments.add([assignment(units=(unlikely,))])
    assert store.assignments.all() == []


def test_the_latest_adjudication_counts(store: Store) -> None:
    first = adjudicated(FERRY, "boats", second=1)
    then = adjudicated(FERRY, None, second=2, rule="person:Ben", probability=0.4)
    other = adjudicated(RENTS, "homes", second=3, variable="stance")
    store.adjudications.add([first, then, other])
    assert store.adjudications.current() == [then, other]
    assert store.adjudications.current(variable="topic", codebook=BOOK) == [then]
    assert store.adjudications.current(up_to=1) == [first]
    assert store.adjudications.all() == [first, then, other]
    assert store.adjudications.last_number() == 3
    assert store.adjudications.extents() == {BOOK: 3}


def test_versions_of_a_codebook_stand_oldest_first(store: Store) -> None:
    later = StoredCodebook(sha256="c" * 64, name="town", version="2", text="y")
    store.keep_codebook(later, at=AT)
    second = store.codebook_versions.add("town", "2", later.sha256, BOOK, at(60))
    first = store.codebook_versions.add("town", "1", BOOK, None, AT)
    assert store.codebook_versions.of("town") == [first, second]
    assert store.codebook_versions.of("city") == []
    with pytest.raises(sqlite3.IntegrityError):
        store.codebook_versions.add("town", "3", "d" * 64, None, AT)


# What holds whatever happens


@pytest.mark.parametrize("table", TABLES)
def test_what_people_wrote_is_never_changed_or_deleted(
    store: Store, table: str
) -> None:
    store.hand.add([hand_coding()])
    store.assignments.add([assignment()])
    store.adjudications.add([adjudicated()])
    store.codebook_versions.add("town", "1", BOOK, None, AT)
    connection = connect(store)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    for statement in (
        f"DELETE FROM {table}",  # noqa: S608  # our own names
        f"UPDATE {table} SET {columns[1]} = '1'",  # noqa: S608  # our own names
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never changed or deleted"):
            connection.execute(statement)
    connection.close()


def test_a_transaction_around_others_is_one(store: Store) -> None:
    def write_three() -> None:
        with store.transaction():
            store.coders.add(Coder(coder_id="Cem"))
            store.hand.add([hand_coding(coder="Cem")])
            store.hand.add([hand_coding(document="d9")])

    with pytest.raises(sqlite3.IntegrityError):
        write_three()
    assert store.coders.find("Cem") is None
    assert store.hand.all() == []


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_project_with_documents_is_brought_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    folder = tmp_path / "old"
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:version])
        older.setattr(schema, "VERSION", version)
        connection = write_old_project(folder, version)
        connection.close()
    with Store.open(folder) as store:
        found = [(one.document_id, one.name) for one in store.documents()]
        assert found == [("d1", "d1.txt")]
        assert store.documents()[0].description.actor == "Quay List"
        assert store.codebook(BOOK) is not None
        store.coders.add(Coder(coder_id="Ana"))
        store.hand.add([hand_coding()])
        assert store.complaints() == []
    copy = sqlite3.connect(folder / f"project.sqlite.before-version-{schema.VERSION}")
    assert copy.execute("PRAGMA user_version").fetchone() == (version,)
    assert copy.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    copy.close()


def test_decisions_of_an_older_project_have_no_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "old"
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:4])
        older.setattr(schema, "VERSION", 4)
        connection = write_old_project(folder, 4)
    connection.execute(
        "INSERT INTO adjudications VALUES (1, 'a1', 'd1', 'u1', 0, 4, 'Quay', '', '', "
        "?, 'topic', 'boats', 'person:Ana', '[]', NULL, ?)",
        (BOOK, AT),
    )
    connection.commit()
    connection.close()
    with Store.open(folder) as store:
        (one,) = store.adjudications.current()
        assert (one.value, one.note) == ("boats", "")
        noted = replace(one, adjudication_id="a2", note="The ferry is meant.")
        store.adjudications.add([noted])
        assert store.adjudications.all()[1].note == "The ferry is meant."
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            store.coders.database.all("UPDATE adjudications SET note = ''")
    assert (folder / f"project.sqlite.before-version-{schema.VERSION}").exists()


def write_old_project(folder: Path, version: int) -> sqlite3.Connection:
    """Write what a project of an earlier version held."""
    folder.mkdir()
    connection = sqlite3.connect(folder / "project.sqlite")
    connection.executescript("".join(schema.MIGRATIONS))
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    for table, values in (
        ("project", ("old", AT)),
        ("runs", ("read-1", "read", "{}", "[]", "{}", AT)),
        ("documents", ("d1", "d1" * 32, "d1.txt", "read-1")),
        ("codebooks", (BOOK, "town", "1", "name: town", AT)),
        ("executions", (1, "read-1", AT)),
        (
            "descriptions",
            (1, "d1", "read-1", AT, "Quay List", None, None, None, None),
        ),
    ):
        marks = ", ".join("?" * len(values))
        connection.execute(
            f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608  # our own names
            values,
        )
    connection.commit()
    return connection


def test_two_commands_that_open_an_older_project_bring_it_up_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "old"
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:2])
        older.setattr(schema, "VERSION", 2)
        write_old_project(folder, 2).close()
    command = [sys.executable, "-c", OPENER, str(folder)]
    others = [
        subprocess.Popen(  # noqa: S603  # our own
            command, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    for other in others:
        assert other.stdin is not None
        other.stdin.write(b"\n")
        other.stdin.flush()
    said_wrong = [other.communicate()[1] for other in others]
    assert said_wrong == [b"", b"", b""]
    with Store.open(folder) as store:
        assert [one.name for one in store.documents()] == ["d1.txt"]


def start_writer(store: Store, coder: str, n: int) -> subprocess.Popen[str]:
    """Let another process write codings, each in its own transaction."""
    return subprocess.Popen(  # noqa: S603  # our own
        [sys.executable, "-c", WRITER, str(store.folder), coder, str(n)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": ":".join(sys.path)},
        text=True,
    )


def test_a_killed_command_loses_no_coding_that_it_finished(store: Store) -> None:
    with start_writer(store, "Ana", 10_000) as writer:
        assert writer.stdout is not None
        printed = [next(writer.stdout) for _ in range(20)]
        writer.send_signal(signal.SIGKILL)
        printed += list(writer.stdout)
    with Store.open(store.folder) as again:
        values = [one.value for one in again.hand.all()]
        finished = [line.strip() for line in printed if line.endswith("\n")]
        assert values[: len(finished)] == finished
        assert len(values) <= len(finished) + 1
        assert again.complaints() == []


def test_two_commands_can_write_at_once(store: Store) -> None:
    writers = [start_writer(store, coder, 40) for coder in ("Ana", "Ben")]
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0]
    for coder in ("Ana", "Ben"):
        mine = [one.value for one in store.hand.all() if one.coder == coder]
        assert mine == [str(i) for i in range(40)]


def test_words_are_kept_with_what_stands_around_them(store: Store) -> None:
    store.hand.add([hand_coding(RENTS, "homes")])
    anchor = store.hand.current()[0].anchor
    assert anchor.words == RENTS.of(TEXT)
    assert anchor.before + anchor.words + anchor.after == TEXT
