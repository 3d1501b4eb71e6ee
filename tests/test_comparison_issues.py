from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from claim_cases import held
from hustings.comparison.issues import (
    GroupingOptions,
    group_targets,
    key_of,
    name_issues,
)
from hustings.comparison.linkage import cluster_by_average
from hustings.comparison.target_likeness import find_neighbours
from hustings.errors import InvalidOptionError
from hustings.outside.models import packaged_embedding
from hustings.outside.packaged import stop_list_text
from hustings.words.stop_words import stop_words_from_text

if TYPE_CHECKING:
    from hustings.comparison.held_claims import HeldClaim

STOP = stop_words_from_text(stop_list_text("en"))
WORDS = GroupingOptions(stop_words={"en": STOP}, turning={"en": {"abolition"}})


def with_head(claim: HeldClaim, head: str) -> HeldClaim:
    return dataclasses.replace(claim, claim=dataclasses.replace(claim.claim, head=head))


def groups(*targets: str, options: GroupingOptions = WORDS) -> list[list[str]]:
    found = group_targets([held(target) for target in targets], options)
    return [[targets[index] for index in group] for group in found]


def test_phrasings_of_one_demand_meet_by_meaning() -> None:
    meaning = GroupingOptions(
        stop_words={"en": STOP}, embeddings={"en": packaged_embedding("en")}
    )
    found = groups(
        "a night bus",
        "buses at night",
        "night-time bus service",
        "affordable homes",
        "affordable housing",
        "nuclear power",
        "nuclear weapons",
        options=meaning,
    )
    assert ["a night bus", "buses at night", "night-time bus service"] in found
    assert ["affordable homes", "affordable housing"] in found
    assert ["nuclear power"] in found


def test_without_an_embedding_words_do() -> None:
    assert groups("the bridge toll", "toll on the bridge", "the ferry") == [
        ["the bridge toll", "toll on the bridge"],
        ["the ferry"],
    ]


def test_the_same_words_are_one_target_however_they_are_written() -> None:
    assert groups("Night buses", "night  BUSES") == [["Night buses", "night  BUSES"]]


def test_what_turns_the_direction_round_stays_apart() -> None:
    claims = [
        held("the bridge toll"),
        with_head(held("abolition of the bridge toll"), "abolition"),
    ]
    assert group_targets(claims, WORDS) == [[0], [1]]


def test_languages_stay_apart() -> None:
    claims = [held("Radio"), held("Radio", language="de"), held("Radio", language=None)]
    assert group_targets(claims, WORDS) == [[0], [1], [2]]


def test_a_target_mentioned_with_neither_stance_is_no_issue() -> None:
    assert group_targets([held("the toll", 0)], WORDS) == []


def test_no_claims_give_no_issues() -> None:
    assert group_targets([]) == []


def test_a_target_of_function_words_or_marks_does_no_harm() -> None:
    assert ["a night bus"] in groups("the", "…", "of the", "a night bus")


@pytest.mark.parametrize("threshold", [0, 1.5, -1])
def test_a_threshold_lies_between_0_and_1(threshold: float) -> None:
    with pytest.raises(InvalidOptionError, match="threshold"):
        GroupingOptions(threshold=threshold)


def test_an_issue_is_named_by_what_is_said_most() -> None:
    claims = [held("Night bus"), held("buses at night"), held("night bus")]
    (issue,) = name_issues(claims, [[0, 1, 2]])
    assert (issue.name, issue.claims, issue.is_named) == ("Night bus", (0, 1, 2), False)


def test_an_id_stays_when_claims_are_added_in_another_order() -> None:
    one, other = held("night bus"), held("buses at night")
    (first,) = name_issues([one, other], [[0, 1]])
    (second,) = name_issues([other, one, one], [[0, 1, 2]])
    assert first.issue_id == second.issue_id


def test_an_issue_has_the_code_that_more_than_half_agree_on() -> None:
    codes = ["411", "411", "506", None]
    claims = [held("the toll", code=code, start=i) for i, code in enumerate(codes)]
    (issue,) = name_issues(claims, [[0, 1, 2, 3]])
    assert issue.code == "411"
    (torn,) = name_issues(claims, [[0, 2]])
    assert torn.code is None


def test_keys_forget_case_and_marks() -> None:
    assert key_of("“Night-Buses”, please") == "night buses please"


def test_neighbours_are_listed_once_and_no_target_is_its_own() -> None:
    near = find_neighbours(["a toll", "the toll", "x"], language="en", least=0.1)
    assert (near.first.tolist(), near.second.tolist()) == ([0], [1])
    assert near.likeness[0] == pytest.approx(1, abs=0.9)


def test_chains_of_neighbours_are_no_cluster() -> None:
    chain = [(place, place + 1, 0.9) for place in range(9)]
    found = cluster_by_average(10, chain, least=0.6)
    assert max(map(len, found)) == 2
    assert sorted(point for one in found for point in one) == list(range(10))


def test_average_linkage_by_hand() -> None:
    # {0, 1} at .9; 2 is .7 and .5 from them: .6 on average, so it joins at .6, not .61
    pairs = [(0, 1, 0.9), (0, 2, 0.7), (1, 2, 0.5)]
    assert cluster_by_average(3, pairs, least=0.6) == [[0, 1, 2]]
    assert cluster_by_average(3, pairs, least=0.61) == [[0, 1], [2]]
