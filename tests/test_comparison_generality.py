from __future__ import annotations

import pytest

from claim_cases import held
from hustings.comparison.claim_matrix import compare_claims
from hustings.comparison.generality import (
    Spread,
    content_of,
    is_general,
    measure_specificity,
)
from hustings.comparison.issues import GroupingOptions, group_targets, name_issues
from hustings.words.stop_words import stop_words_from_text
from hustings.workflow.issue_groups import general_words, stop_words

STOP, GENERAL = stop_words("en"), general_words("en")
RULES = GroupingOptions(stop_words={"en": STOP}, general={"en": GENERAL})


@pytest.mark.parametrize(
    "target", ["people", "the people", "these measures", "more help", "new powers", "…"]
)
def test_general_words_alone_are_general(target: str) -> None:
    assert is_general(target, "en", GENERAL, STOP)


@pytest.mark.parametrize(
    "target", ["young people", "the toll", "help for tenants", "the right to strike"]
)
def test_a_word_that_says_of_what_makes_a_target_specific(target: str) -> None:
    assert not is_general(target, "en", GENERAL, STOP)


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("de", "mehr Hilfe"),
        ("de", "diese Maßnahmen"),
        ("fr", "ces mesures"),
        ("es", "más ayuda"),
        ("it", "queste misure"),
        ("pt", "estas medidas"),
        ("nl", "deze maatregelen"),
    ],
)
def test_each_language_has_its_general_words(language: str, target: str) -> None:
    assert is_general(target, language, general_words(language), stop_words(language))


def test_without_a_list_nothing_is_general() -> None:
    assert not is_general("people", "xx", general_words("xx"))


def test_a_bare_general_head_swallows_no_other() -> None:
    targets = ["people", "the people", "disabled people", "young people", "help"]
    groups = group_targets([held(one) for one in targets], RULES)
    assert [0, 1] in groups
    assert [4] in groups
    assert all(0 not in group for group in groups if 2 in group or 3 in group)


def test_issues_of_general_words_come_last_and_one_with_a_name_does_not() -> None:
    claims = [*(held("people", actor=one) for one in "ABC"), held("the toll")]
    groups = [[0, 1, 2], [3]]
    issues = name_issues(claims, groups, options=RULES)
    assert [(one.name, one.is_general) for one in issues] == [
        ("the toll", False),
        ("people", True),
    ]
    (named, _) = name_issues(claims, groups, {0: "Everybody"}, RULES)
    assert (named.name, named.is_general) == ("Everybody", False)


def test_specificity_by_hand() -> None:
    # "fees" stands in four claims, two of which are in the issue
    fees, tuition = frozenset({"fee"}), frozenset({"tuition", "fee"})
    late = frozenset({"late", "fee"})
    spread = Spread([("a", fees), ("b", tuition), ("b", tuition), ("c", late)])
    assert measure_specificity(fees, {fees: 1, late: 1}, spread) == 0.5
    assert measure_specificity(tuition, {tuition: 2}, spread) == 1.0
    assert measure_specificity(frozenset(), {}, spread) == 1.0


def test_what_many_speak_to_and_nothing_else_says_stands_first() -> None:
    said = [
        *(held("services", actor=one) for one in "ABC"),
        *(held(f"{one} services", actor=one) for one in "ABC"),
        *(held("tuition fees", actor=one) for one in "AB"),
    ]
    rules = GroupingOptions(stop_words={"en": STOP})
    groups = [[0, 1, 2], [3], [4], [5], [6, 7]]
    issues = name_issues(said, groups, options=rules)
    rows = compare_claims(said, issues).rows
    # 3 of 6 claims with "services": 3 actors times 1/2; fees: 2 actors times 1
    assert [row.issue.name for row in rows][:2] == ["tuition fees", "services"]


def test_content_is_lemmas_without_function_words() -> None:
    stop = stop_words_from_text("the of")
    assert content_of("the buses of the night", "en", stop) == {"bus", "night"}
    assert content_of("the", "en", stop) == {"the"}


def test_capitals_are_kept_only_for_abbreviations_or_if_all_shout() -> None:
    claims = [held("THE TOLL"), held("the toll"), held("NATO"), held("nato")]
    names = {one.name for one in name_issues(claims, [[0, 1], [2, 3]], options=RULES)}
    assert names == {"the toll", "NATO"}
    (shouted,) = name_issues([held("THE TOLL")], [[0]], options=RULES)
    assert shouted.name == "THE TOLL"
