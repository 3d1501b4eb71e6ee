"""The commands `coder`, `backup` and `merge`, and what newcomers do wrong."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from coded_by_hand import code, make_project
from hustings.interface import cli
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with make_project(tmp_path / "town") as made:
        code(made.store, "ferry", "boats")
        publish_codings(made.store)
        return made.store.folder


def call(*arguments: object) -> int:
    """Run a command and return its exit code."""
    try:
        cli.main([str(one) for one in arguments])
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def test_coders_are_added_and_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("coder", "add", "Zoë", "--role", "manager", "--project", folder) == 0
    assert "Added Zoë, manager." in capsys.readouterr().err
    assert call("coder", "list", "--json", "--project", folder) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(one["coder"], one["role"], one["n_codings"]) for one in rows] == [
        ("Ana", "coder", 1),
        ("Ben", "coder", 0),
        ("Zoë", "manager", 0),
    ]
    assert rows[0]["n_units"] == 1
    assert rows[1]["last"] is None
    assert call("coder", "list", "--project", folder) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("coder,role,added,n_codings")
    assert "3 coders, 1 coding by hand." in printed.err


def test_nobody_codes_in_a_new_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Project.create(tmp_path / "new").close()
    assert call("coder", "list", "--project", tmp_path / "new") == 0
    assert "hustings coder add NAME" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code_", "said"),
    [
        (("coder", "add"), 2, "Name the person to add"),
        (("coder", "list", "Ana"), 2, "'list' takes no name"),
        (("coder", "remove", "Ana"), 2, "remove"),
        (("coder", "add", "ANA"), 1, "There is a coder 'Ana' already"),
        (("coder", "add", "dictionary"), 1, "no single person made"),
        (("coder", "add", ""), 1, "1 to 40 characters"),
        (("merge",), 2, "OTHER"),
        (("merge", "nowhere"), 1, "not a Hustings project"),
        (("merge", "{folder}"), 1, "this project itself"),
        (("backup", "nowhere/x.zip"), 1, "no such folder"),
    ],
)
def test_a_mistake_is_one_clear_line(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code_: int,
    said: str,
) -> None:
    given = [one.format(folder=folder) for one in arguments]
    assert call(*given, "--project", folder) == code_
    printed = capsys.readouterr()
    assert said in " ".join(printed.err.split())
    if code_ == 1:
        assert printed.err.count("\n") == 1


def test_a_backup_is_written_and_merged(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "kept.zip"
    assert call("backup", out, "--project", folder) == 0
    assert "read again and compared" in capsys.readouterr().err
    with make_project(tmp_path / "other"):
        pass
    assert call("merge", out, "--json", "--project", tmp_path / "other") == 0
    printed = json.loads(capsys.readouterr().out)
    assert {row["what"]: row["brought"] for row in printed["rows"]} == {
        "coders": 0,
        "codebook versions": 0,
        "assignments": 0,
        "hand codings": 1,
        "adjudicated values": 0,
        "cuts": 0,
    }
    assert printed["problems"] == []
    assert len(printed["run"]) == 2  # the merge itself, and what becomes of the codings
    assert call("merge", out, "--project", tmp_path / "other") == 0
    printed = capsys.readouterr()
    assert "taken for the same people: Ana, Ben." in printed.err
    assert "Merged town: 0 hand codings" in printed.err


def test_a_backup_without_a_source_is_told_by_its_exit_code(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(folder / "sources")
    assert call("backup", tmp_path / "kept.zip", "--project", folder, "--json") == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {one["kind"] for one in problems} == {"missing source"}


def test_whose_codings_are_scaled_and_compared_can_be_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (("scale", "salience"), ("compare",)):
        assert call(*command, "--coder", "Ana", "--project", folder) == 0
        assert "Ana" in capsys.readouterr().err
        assert call(*command, "--coder", "Cem", "--project", folder) == 1
        assert "by coder Cem" in capsys.readouterr().err
