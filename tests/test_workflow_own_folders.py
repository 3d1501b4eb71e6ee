"""Nothing of the user's is written where `check --rebuild` clears."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coded_by_hand import TOWN, code, make_project
from hustings.errors import ExportTargetError
from hustings.interface.cli import main
from hustings.outside.saving import check_place
from hustings.workflow.hand_codings import publish_codings

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path / "town")
    for coder in ("Ana", "Ben"):
        code(made.store, "ferry", "boats", coder=coder)
        code(made.store, "Rents", "homes", coder=coder)
    publish_codings(made.store)
    (tmp_path / "codings.csv").write_text("words,code\nNever said,boats\n")
    (tmp_path / "new.yaml").write_text(TOWN)
    (tmp_path / "link").symlink_to(made.store.derived)
    return made


@pytest.mark.parametrize("folder", ["town/derived", "town/sources/x", "link"])
def test_places_of_a_project_are_refused(
    project: Project, tmp_path: Path, folder: str
) -> None:
    with pytest.raises(ExportTargetError, match="belongs to the project itself"):
        check_place(tmp_path / folder / "mine.csv")
    check_place(tmp_path / "derived" / "mine.csv")  # beside no database
    check_place(project.store.folder / "mine.csv")


def test_a_folder_on_another_disk_is_the_projects_too(
    project: Project, tmp_path: Path
) -> None:
    project.store.derived.rename(tmp_path / "large")
    project.store.derived.symlink_to(tmp_path / "large")
    with pytest.raises(ExportTargetError):
        project.backup(tmp_path / "large" / "kept.zip")


@pytest.mark.parametrize(
    "command",
    [
        "backup {}/mine.zip",
        "adjudicate --worklist {}/mine.csv",
        "cite {}/mine.csv --worklist",
        "agree --picture {}/mine.svg",
        "code --by hand --codebook ../new.yaml --coders Ana --sheet {}/mine.csv",
        "code --from-table ../codings.csv --coder Ana --unmatched {}/mine.csv",
        "codebook ../new.yaml --booklet {}/mine.html",
        "codebook add ../new.yaml --worklist {}/mine.csv",
        "train --from ../codings.csv --out {}/mine.json",
    ],
)
@pytest.mark.parametrize("folder", ["derived", "sources", "../link"])
def test_commands_refuse_them(
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    folder: str,
) -> None:
    monkeypatch.chdir(project.store.folder)
    before = len(project.store.assignments.all()), project.store.hand.last_number()
    with pytest.raises(SystemExit) as ended:
        main(command.format(folder).split())
    said = capsys.readouterr().err
    assert ended.value.code == 1, said
    assert "belongs to the project itself" in said
    assert not [*tmp_path.rglob("mine*")]
    after = len(project.store.assignments.all()), project.store.hand.last_number()
    assert after == before
