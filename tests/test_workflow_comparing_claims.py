from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claim_project import make_claims
from hustings.errors import BadDateError
from hustings.errors.claims import (
    EmptyTargetError,
    LoneEditionError,
    UnknownActorError,
)
from hustings.workflow.claiming_on import claim_on
from hustings.workflow.comparing_claims import (
    ClaimQuestion,
    compare_issues,
    measure_agreement,
    network_of,
)
from hustings.workflow.editions_compared import editions_of
from hustings.workflow.listed_demands import list_demands
from hustings.workflow.named_dates import calendar_of, dates_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.store.project import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with make_claims(tmp_path_factory.mktemp("claims")) as made:
        yield made.store


def standings(store: Store, question: ClaimQuestion) -> dict[tuple[str, str], str]:
    rows = compare_issues(store, question).to_rows()
    return {(row["name"], row["actor"]): row["standing"] for row in rows}


def test_each_actor_speaks_in_its_latest_document(store: Store) -> None:
    found = standings(store, ClaimQuestion())
    assert found["the toll", "Ferry Party"] == "for"
    assert found["the toll", "Ledger Party"] == "for"
    assert found["the toll", "Heron List"] == "silent"


def test_all_documents_of_an_actor_may_make_it_mixed(store: Store) -> None:
    found = standings(store, ClaimQuestion(with_all=True))
    assert found["the toll", "Ferry Party"] == "mixed"


def test_a_window_chooses_documents(store: Store) -> None:
    question = ClaimQuestion(until="2027")
    found = standings(store, question)
    assert {actor for _, actor in found} == {"Ferry Party"}
    assert found["the toll", "Ferry Party"] == "against"
    kinds = [one.kind for one in compare_issues(store, question).problems]
    assert "document without a date" in kinds


def test_a_window_needs_dates(store: Store) -> None:
    with pytest.raises(BadDateError, match="--since"):
        compare_issues(store, ClaimQuestion(since="soon"))


def test_reported_stances_count_only_where_asked(store: Store) -> None:
    assert not any("windmill" in name for name, _ in standings(store, ClaimQuestion()))
    found = standings(store, ClaimQuestion(with_reported=True))
    assert found["the windmill", "Heron List"] == "against"


def test_cells_hold_the_words_of_both_sides(store: Store) -> None:
    rows = compare_issues(store, ClaimQuestion(with_all=True)).to_rows()
    (cell,) = (
        row
        for row in rows
        if (row["name"], row["actor"]) == ("the toll", "Ferry Party")
    )
    assert {one["words"] for one in cell["quotations"]} == {
        "We oppose the toll.",
        "We welcome the toll.",
    }


def test_actors_agree_on_the_issues_that_both_speak_about(store: Store) -> None:
    _, result = measure_agreement(store)
    (pair,) = (one for one in result.pairs if one.n_issues)
    assert (pair.actor_a, pair.actor_b) == ("Ferry Party", "Ledger Party")
    assert pair.agreement == 1


def test_a_network_ties_actors_to_issues(store: Store) -> None:
    _, network = network_of(store, "two-mode")
    assert ("Ledger Party", "the toll", "for") in {
        (row["source"], row["target"], row["stance"]) for row in network.to_rows()
    }
    _, conflict = network_of(store, "conflict")
    assert conflict.edges == ()


def test_editions_say_what_became_of_each_claim(store: Store) -> None:
    result = editions_of(store, "the ferry party")
    changes = {
        (row["before_target"], row["after_target"]): row["change"]
        for row in result.to_rows()
    }
    assert changes["the toll", "the toll"] == "reversed"
    assert changes["a night bus", "the night bus"] == "softened"
    assert changes["a pier at Reed Point", None] == "dropped"
    assert changes[None, "trees along the quay"] == "new"
    assert "2027-05-01 to 2031-05-01" in result.summary()


def test_editions_come_in_pairs(store: Store) -> None:
    with pytest.raises(LoneEditionError, match="one document"):
        editions_of(store, "Ledger Party")
    with pytest.raises(UnknownActorError, match="Ferry Party"):
        editions_of(store, "Reed")


def test_demands_are_a_numbered_list(store: Store) -> None:
    rows = list_demands(store, "ferry party").to_rows()
    assert [(row["number"], row["modality"], row["target"]) for row in rows] == [
        (1, "demand", "a night bus"),
        (2, "pledge", "a pier at Reed Point"),
    ]
    (one,) = list_demands(store, "ledger-2031.txt").to_rows()
    assert (one["words"], one["side"]) == ("We call for buses at night.", "for")


def test_where_nothing_is_demanded_that_is_said(store: Store) -> None:
    result = list_demands(store, "ferry-2031")
    assert result.to_rows() == []
    assert "no demands" in [one.kind for one in result.problems]
    with pytest.raises(UnknownActorError):
        list_demands(store, "Reed")


def test_dates_that_have_a_year_are_a_calendar(store: Store) -> None:
    timeline = dates_of(store)
    assert [row["first"] for row in timeline.to_rows()] == [
        "2027-05-04",
        "2031-10-07",
        "--03-03",
    ]
    written = calendar_of(store, timeline)
    assert written == calendar_of(store, timeline)
    assert b"DTSTART;VALUE=DATE:20311007" in written
    assert written.count(b"BEGIN:VEVENT") == 2


def test_each_document_takes_a_stance_on_a_target_or_is_silent(store: Store) -> None:
    result = claim_on(store, "a toll")
    found = [(row["voice"], row["date"], row["standing"]) for row in result.to_rows()]
    assert found == [
        ("Ferry Party", "2027-05-01", "against"),
        ("Ferry Party", "2031-05-01", "for"),
        ("Heron List", None, "silent"),
        ("Ledger Party", "2031-06", "for"),
    ]
    assert "1 silent" in result.summary()
    assert "several languages" in [one.kind for one in result.problems]


def test_a_target_needs_words(store: Store) -> None:
    with pytest.raises(EmptyTargetError):
        claim_on(store, " ")
