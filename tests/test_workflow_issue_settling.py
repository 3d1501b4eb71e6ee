from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claim_project import make_claims
from hustings.errors import InvalidOptionError, UnknownPersonError
from hustings.errors.claims import UnknownIssueError, UnknownTargetError
from hustings.store.issue_decisions import issue_decisions_of
from hustings.store.remembered import FOLDER
from hustings.workflow.issue_groups import gather_issues, turning_heads
from hustings.workflow.issue_settling import (
    merge_issues,
    rename_issue,
    split_issue,
)
from hustings.workflow.states import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_claims(tmp_path) as made:
        yield made


def issues(project: Project) -> dict[str, set[str]]:
    claims = project.claims()
    return {
        one.name: {claims[index].target for index in one.claims}
        for one in project.issues().issues
    }


def test_targets_that_mean_the_same_are_one_issue(project: Project) -> None:
    found = issues(project)
    assert {"a night bus", "the night bus", "buses at night"} in found.values()
    assert {"the toll"} in found.values()


def test_a_renamed_issue_keeps_its_name(project: Project) -> None:
    project.add_coder("Ana")
    before = state_of(project.store)
    result = rename_issue(project.store, "the toll", "Bridge toll", by="Ana")
    assert "Bridge toll" in result.summary()
    assert issues(project)["Bridge toll"] == {"the toll"}
    assert state_of(project.store) != before
    (one,) = issue_decisions_of(project.store).all()
    assert (one.kind, one.coder, one.targets) == ("rename", "Ana", ("the toll",))


def test_issues_are_merged_and_split_again(project: Project) -> None:
    store = project.store
    merge_issues(store, ["the toll", "a pier at Reed Point"], "Works", by=None)
    assert issues(project)["Works"] == {"the toll", "a pier at Reed Point"}
    split_issue(store, "works", ["The toll"], by=None)
    found = issues(project)
    assert found["Works"] == {"a pier at Reed Point"}
    assert found["the toll"] == {"the toll"}


def test_issues_are_found_by_id_name_and_target(project: Project) -> None:
    issue = next(one for one in project.issues().issues if one.name == "the toll")
    for named in (issue.issue_id, "THE TOLL", "the  toll"):
        (found,) = rename_issue(project.store, named, "the toll", by=None).issues
        assert found.claims == issue.claims


def test_mistakes_are_told_and_nothing_is_kept(project: Project) -> None:
    store = project.store
    with pytest.raises(UnknownIssueError, match="“the toll”"):
        rename_issue(store, "the tol", "x")
    with pytest.raises(UnknownIssueError, match="--issues"):
        rename_issue(store, "zzz", "x")
    with pytest.raises(UnknownTargetError, match="the toll"):
        split_issue(store, "the toll", ["the pier"], by=None)
    with pytest.raises(InvalidOptionError):
        rename_issue(store, "the toll", " ")
    with pytest.raises(UnknownPersonError):
        rename_issue(store, "the toll", "x", by="Zoe")
    assert issue_decisions_of(store).all() == []


def test_what_was_gathered_is_remembered(project: Project) -> None:
    first = project.issues()
    folder = project.store.derived / FOLDER / "issues"
    (path,) = folder.iterdir()
    assert project.issues() == first
    assert project.check().notes == ()
    path.write_bytes(b"[[0, 0]]")
    assert project.issues() == first
    path.write_bytes(b"{")
    assert project.issues() == first


def test_old_things_are_forgotten(project: Project) -> None:
    for step in range(1, 20):
        gather_issues(project.store, threshold=step / 20)
    assert len(list((project.store.derived / FOLDER / "issues").iterdir())) == 16


def test_without_a_lexicon_no_head_turns() -> None:
    assert turning_heads("xx") == frozenset()
