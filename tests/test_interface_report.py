from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

import hustings.interface.report.folder as report
from hustings.errors import ForeignFolderError, NotAFolderError
from hustings.interface.report.folder import write_report
from invented_project import empty_project, invented_project

if TYPE_CHECKING:
    from pathlib import Path


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_report_holds_every_page_and_lists_its_files(tmp_path: Path) -> None:
    written = write_report(invented_project(), tmp_path / "deep" / "out")
    files = files_of(written.folder)
    assert written.index.is_file()
    assert written.n_files == len(files)
    assert written.n_bytes == sum(map(len, files.values()))
    listed = json.loads(files.pop("report.json"))
    assert listed["files"] == sorted(files)


def test_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write_report(invented_project(), tmp_path / "one").folder
    two = write_report(invented_project(), tmp_path / "two").folder
    assert files_of(one) == files_of(two)


def test_earlier_report_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_report(invented_project(), folder)
    write_report(empty_project(), folder)
    assert not (folder / "documents").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    write_report(empty_project(), tmp_path)
    assert (tmp_path / "index.html").is_file()


def test_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ForeignFolderError, match=r"thesis\.txt.*new or empty folder"):
        write_report(empty_project(), tmp_path)
    assert files_of(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_file_put_into_a_report_is_not_lost(tmp_path: Path) -> None:
    folder = write_report(empty_project(), tmp_path / "out").folder
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(ForeignFolderError, match=r"notes\.txt"):
        write_report(empty_project(), folder)


def test_refuses_a_device_or_pipe_and_leaves_it_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(NotAFolderError, match="is no folder"):
        write_report(empty_project(), pipe)
    assert pipe.is_fifo()


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(NotAFolderError, match="is no folder"):
        write_report(empty_project(), tmp_path / "out")


@pytest.mark.parametrize("text", ["{", "[]", '{"files": 3}'])
def test_a_broken_list_of_files_lists_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(ForeignFolderError, match=r"report\.json"):
        write_report(empty_project(), tmp_path)


def fail() -> bytes:
    message = "the disk is full"
    raise OSError(message)


def test_nothing_half_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_report(empty_project(), tmp_path / "out").folder
    before = files_of(folder)
    site = {"index.html": lambda: b"new", "positions.html": fail}
    monkeypatch.setattr(report, "plan_site", lambda _gathered: site)
    with pytest.raises(OSError, match="disk is full"):
        write_report(invented_project(), folder)
    assert files_of(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_progress_is_told(tmp_path: Path) -> None:
    ticks: list[tuple[int, int]] = []
    write_report(
        empty_project(),
        tmp_path / "out",
        tick=lambda done, of: ticks.append((done, of)),
    )
    assert [done for done, _ in ticks] == list(range(1, ticks[0][1] + 1))
