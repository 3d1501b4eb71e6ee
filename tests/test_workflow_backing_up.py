from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coded_by_hand import code, make_project
from hustings.errors import (
    DamagedProjectError,
    NewerProjectError,
    NotAProjectError,
    OutputFileError,
)
from hustings.store import backups, schema
from hustings.store.backups import SUMS, borrowed, folder_name
from hustings.store.credentials import credentials_of
from hustings.store.sources import sha256_of
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITER = """
import sys
from pathlib import Path
from coded_by_hand import code
from hustings.store.project import Store
store = Store.open(Path(sys.argv[1]))
book = store.hand.all()[0].codebook_sha256
for i in range(10_000):
    code(store, "Rents", str(i), book=book)
    print(i, flush=True)
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "town") as made:
        code(made.store, "ferry", "boats")
        publish_codings(made.store)
        yield made


def unpack(path: Path, into: Path) -> Path:
    """Unpack a backup and return the project's folder."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(into)
    (folder,) = into.iterdir()
    return folder


def test_a_backup_is_a_project_once_its_tables_are_made_again(
    project: Project, tmp_path: Path
) -> None:
    result = project.backup(tmp_path / "kept.zip")
    assert (result.is_whole, result.n_sources) == (True, 2)
    assert result.n_bytes == (tmp_path / "kept.zip").stat().st_size
    assert "2 sources" in result.summary()
    folder = unpack(tmp_path / "kept.zip", tmp_path / "again")
    with Project.open(folder) as again:
        assert not again.check().is_sound
        checked = again.check(rebuild=True)
        assert checked.is_sound
        assert all("byte for byte" in note for note in checked.notes)
        assert again.gather().documents == project.gather().documents or (
            [one.document for one in again.gather().documents]
            == [one.document for one in project.gather().documents]
        )
        assert again.store.hand.all() == project.store.hand.all()


def test_a_backup_says_what_it_is_and_can_be_checked_by_others(
    project: Project, tmp_path: Path
) -> None:
    project.backup(tmp_path / "kept.zip")
    folder = unpack(tmp_path / "kept.zip", tmp_path / "again")
    assert folder.name == "town"
    assert "hustings check --rebuild --project town" in (
        folder / "README.txt"
    ).read_text(encoding="utf-8")
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        sha256, name = line.split("  ")
        assert sha256_of((folder / name).read_bytes()) == sha256


def test_a_backup_in_a_folder_is_called_after_the_project(
    project: Project, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    path = Path(project.backup(archive).path)
    assert path.parent == archive
    assert path.name.startswith("town-20")
    assert [one.name for one in archive.iterdir()] == [path.name]
    assert Path(project.backup(tmp_path / "kept").path).name == "kept.zip"


def test_a_backup_never_takes_a_files_place(project: Project, tmp_path: Path) -> None:
    kept = tmp_path / "kept.zip"
    kept.write_bytes(b"an earlier one")
    with pytest.raises(OutputFileError, match="such a file already"):
        project.backup(kept)
    assert kept.read_bytes() == b"an earlier one"
    with pytest.raises(OutputFileError, match="no such folder"):
        project.backup(tmp_path / "nowhere" / "kept.zip")


def test_a_backup_that_fails_leaves_nothing(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()

    def misread(*_: object) -> str:
        return "0" * 64

    with monkeypatch.context() as faulty:
        faulty.setattr(backups, "_sha256_in", misread)
        with pytest.raises(OutputFileError, match="reads otherwise"):
            project.backup(archive / "kept.zip")
    assert list(archive.iterdir()) == []


def test_sources_that_are_gone_or_changed_are_told(
    project: Project, tmp_path: Path
) -> None:
    first, second = project.store.documents()
    (project.store.sources / first.sha256).unlink()
    (project.store.sources / second.sha256).write_bytes(b"something else")
    result = project.backup(tmp_path / "kept.zip")
    assert not result.is_whole
    kinds = {one.kind: one.message for one in result.problems}
    assert set(kinds) == {"missing source", "altered source"}
    assert "quay.txt" in kinds["missing source"]
    assert result.n_sources == 0
    folder = unpack(tmp_path / "kept.zip", tmp_path / "again")
    assert not (folder / "sources").exists()


def test_a_backup_while_another_command_writes_holds_what_came_first(
    project: Project, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", WRITER, str(project.store.folder)]
    with subprocess.Popen(  # noqa: S603  # our own
        command, stdout=subprocess.PIPE, env={"PYTHONPATH": ":".join(sys.path)}
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        for i in range(3):
            project.backup(tmp_path / f"{i}.zip")
        writer.send_signal(signal.SIGKILL)
    every = [one.value for one in project.store.hand.all()]
    lengths = []
    for i in range(3):
        folder = unpack(tmp_path / f"{i}.zip", tmp_path / str(i))
        with Project.open(folder) as again:
            values = [one.value for one in again.store.hand.all()]
            assert again.check(rebuild=True).is_sound
        assert values == every[: len(values)]
        lengths.append(len(values))
    assert lengths == sorted(lengths)
    assert lengths[0] >= 2


def test_names_of_folders_are_harmless() -> None:
    assert folder_name("../../etc/x y") == "etc-x-y"
    assert folder_name("???") == "project"
    assert folder_name("Комитет 2031") == "Комитет-2031"


# Another project, borrowed


def test_a_borrowed_project_is_left_as_it_is(project: Project, tmp_path: Path) -> None:
    project.backup(tmp_path / "kept.zip")
    folder = project.store.folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    for path in (folder, tmp_path / "kept.zip"):
        with borrowed(path) as store:
            assert store.name() == "town"
            assert len(store.hand.all()) == 1
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_what_is_no_project_cannot_be_borrowed(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no project", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("pictures/cat.txt", "meow")
    for name in ("nowhere", "notes.txt", "other.zip", "."):
        with pytest.raises(NotAProjectError), borrowed(tmp_path / name):
            pass
    (tmp_path / "project.sqlite").write_bytes(b"only words, for pages and pages" * 99)
    with pytest.raises(DamagedProjectError), borrowed(tmp_path):
        pass


def test_a_newer_project_cannot_be_borrowed(project: Project) -> None:
    connection = sqlite3.connect(project.store.folder / "project.sqlite")
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    folder = project.store.folder
    with pytest.raises(NewerProjectError) as raised, borrowed(folder):
        pass
    assert str(folder) in str(raised.value)


def test_a_strangers_database_cannot_be_borrowed(tmp_path: Path) -> None:
    folder = tmp_path / "songs"
    folder.mkdir()
    connection = sqlite3.connect(folder / "project.sqlite")
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    with pytest.raises(NotAProjectError, match="songs"), borrowed(folder):
        pass
    shutil.rmtree(folder)


def test_passwords_and_invitations_stay_on_their_server(
    project: Project, tmp_path: Path
) -> None:
    people = credentials_of(project.store)
    people.invite(
        "Ana",
        token_sha256="token-of-ana",  # noqa: S106  # invented
        expires="2999-01-01T00:00:00+00:00",
        at="2031-01-01T00:00:00+00:00",
    )
    project.backup(tmp_path / "kept.zip")
    folder = unpack(tmp_path / "kept.zip", tmp_path / "again")
    assert b"token-of-ana" not in (folder / "project.sqlite").read_bytes()
    assert people.invitation("token-of-ana") is not None
    with Project.open(folder) as again:
        assert credentials_of(again.store).invitation("token-of-ana") is None
        assert again.store.hand.all() == project.store.hand.all()
        assert [one.name for one in again.store.documents()] == [
            one.name for one in project.store.documents()
        ]
        database = again.store.coders.database
        count = "SELECT count(*) AS n FROM sqlite_master WHERE type = 'trigger'"
        kept = project.store.coders.database.one(count)
        assert tuple(database.one(count) or ()) == tuple(kept or ())
