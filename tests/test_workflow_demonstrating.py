from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hustings.errors import ProjectExistsError
from hustings.workflow.demonstrating import build_demo
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeAlias

    Stance: TypeAlias = tuple[str, int]


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


HEADS = {
    "1.": {("Homes", 1)},
    "2.": {("ferry", 1)},
    "3.": {("toll", -1)},
    "4.": {("building", -1), ("protection", 1)},
    "5.": {("siren", 1), ("tree", 1), ("list", 1), ("help", 1)},
    "6.": {("clinic", 1), ("post", 1)},
    "7.": {("Jobs", 1), ("training", 1)},
    "8.": {("closing", -1)},
    "9.": {("seat", 1)},
    "10.": {("Heating", 1)},
}
"""What the civic group demands: words that name it, and whether it is for them."""


@pytest.fixture(scope="module")
def demanded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Stance]]:
    """Give the claims in each numbered demand of the civic group."""
    folder = tmp_path_factory.mktemp("projects") / "demo"
    build_demo(folder)
    with Project.open(folder) as project:
        gathered, claims = project.gather(), project.claims()
    (group,) = (
        one.document
        for one in gathered.documents
        if one.document.actor == "Overwater Neighbours"
    )
    return {
        block.marker: {
            (one.claim.head, one.stance)
            for one in claims
            if one.document_id == group.document_id
            and block.span.start <= one.claim.span.start < block.span.end
        }
        for block in group.blocks
        if block.kind == "item" and block.marker in HEADS
    }


@pytest.mark.parametrize("number", list(HEADS))
def test_each_demand_of_the_civic_group_is_a_claim_with_its_stance(
    demanded: dict[str, set[Stance]], number: str
) -> None:
    assert demanded[number] & HEADS[number]


def test_a_project_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    Project.create(tmp_path / "demo", name="mine").close()
    assert not build_demo(tmp_path / "demo")
    with Project.open(tmp_path / "demo") as project:
        assert project.store.name() == "mine"


def test_the_demo_is_not_built_over_something(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectExistsError):
        build_demo(tmp_path)
