from __future__ import annotations

import pytest

from claim_cases import held
from hustings.comparison.issue_decisions import decide_issues
from hustings.errors import InvalidOptionError
from hustings.model.issue_decision import DecisionKind, IssueDecision

CLAIMS = [held(one) for one in ("night bus", "buses at night", "toll", "bridge toll")]
GROUPS = [[0, 1], [2], [3]]


def decide(*decisions: IssueDecision) -> dict[str, tuple[int, ...]]:
    grouping = decide_issues(CLAIMS, GROUPS, decisions)
    assert not grouping.problems
    return {issue.name: issue.claims for issue in grouping.issues}


def decision(
    kind: DecisionKind, *targets: str, name: str | None = None
) -> IssueDecision:
    return IssueDecision(kind=kind, targets=targets, name=name)


def test_without_decisions_groups_stay() -> None:
    assert decide() == {"night bus": (0, 1), "toll": (2,), "bridge toll": (3,)}


def test_a_renamed_issue_is_found_by_any_of_its_targets() -> None:
    found = decide(decision("rename", "buses at night", name="Late buses"))
    assert found["Late buses"] == (0, 1)


def test_merged_issues_are_one() -> None:
    assert decide(decision("merge", "toll", "bridge toll"))["toll"] == (2, 3)


def test_a_merger_may_give_a_name() -> None:
    found = decide(decision("merge", "bridge toll", "toll", name="Tolls"))
    assert found["Tolls"] == (2, 3)


def test_a_split_takes_targets_out() -> None:
    found = decide(decision("split", "buses at night"))
    assert found == {
        "night bus": (0,),
        "buses at night": (1,),
        "toll": (2,),
        "bridge toll": (3,),
    }


def test_the_later_decision_holds() -> None:
    found = decide(
        decision("merge", "night bus", "toll", name="All"),
        decision("split", "toll", name="Toll again"),
        decision("rename", "night bus", name="Bus"),
    )
    assert found == {"Bus": (0, 1), "Toll again": (2,), "bridge toll": (3,)}


def test_merging_what_is_one_already_names_it_and_is_no_problem() -> None:
    found = decide(decision("merge", "night bus", "buses at night", name="Bus"))
    assert found["Bus"] == (0, 1)


def test_a_decision_without_its_targets_is_a_problem_and_does_nothing() -> None:
    gone = decision("merge", "toll", "harbour fees")
    grouping = decide_issues(CLAIMS, GROUPS, [gone, decision("split", "parks")])
    assert [problem.kind for problem in grouping.problems] == [
        "decision without its target"
    ] * 2
    assert "“toll”, “harbour fees”" in grouping.problems[0].message
    assert len(grouping.issues) == 3


def test_the_issue_knows_that_a_person_named_it() -> None:
    grouping = decide_issues(CLAIMS, GROUPS, [decision("rename", "toll", name="T")])
    assert [one.name for one in grouping.issues if one.is_named] == ["T"]


@pytest.mark.parametrize(
    ("kind", "targets", "name"),
    [
        ("merge", ("toll",), None),
        ("merge", ("toll", "toll"), None),
        ("split", (), None),
        ("split", ("",), None),
        ("rename", ("toll",), None),
        ("rename", ("toll",), "  "),
    ],
)
def test_a_decision_that_says_nothing_is_refused(
    kind: DecisionKind, targets: tuple[str, ...], name: str | None
) -> None:
    with pytest.raises(InvalidOptionError):
        IssueDecision(kind=kind, targets=targets, name=name)
