from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hustings.errors import ProjectExistsError
from hustings.workflow.demonstrating import build_demo
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from pathlib import Path


def test_the_sample_project_has_everything(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert build_demo(folder)
    with Project.open(folder) as project:
        gathered = project.gather()
        assert project.check().is_sound
    assert gathered.failures == ()
    actors = {one.document.actor for one in gathered.documents}
    assert len(actors) == 6
    assert len(gathered.documents) >= 9
    assert all(one.units for one in gathered.documents)
    assert {one.scale for one in gathered.scales} >= {"rile", "logit", "salience"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo"]


def test_a_project_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    Project.create(tmp_path / "demo", name="mine").close()
    assert not build_demo(tmp_path / "demo")
    with Project.open(tmp_path / "demo") as project:
        assert project.store.name() == "mine"


def test_the_demo_is_not_built_over_something(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectExistsError):
        build_demo(tmp_path)
