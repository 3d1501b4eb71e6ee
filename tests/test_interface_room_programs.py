"""Deciding in the browser where people and programs differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coded_by_hand import code
from coded_by_program import MACHINE, let_program_code
from hustings.coding.adjudication_results import AdjudicationRule
from hustings.store.project import Store
from hustings.workflow.project import Project
from managed_room import Manager, enter, make_all, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_all(tmp_path_factory.mktemp("made"))


@pytest.fixture
def manager(made: Path, tmp_path: Path) -> Iterator[Manager]:
    """Ana and Ben have coded five units; a program finds boats in each."""
    yield from enter(made / "coded", tmp_path / "p", "Zoë")


def asked(manager: Manager, **more: str) -> dict[str, str]:
    return {"book": manager.book, "variable": "topic", "coder": MACHINE, **more}


def cases(manager: Manager) -> list[list[str]]:
    answer = manager.client.get("/room/api/manage/doubts", params=asked(manager))
    assert answer.status_code == 200, answer.text
    found: list[list[str]] = answer.json()["cases"]
    return found


def case(manager: Manager, key: str, **more: str) -> dict[str, Any]:
    query = asked(manager, key=key, **more)
    answer = manager.client.get("/room/api/manage/doubt", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def decide(manager: Manager, key: str, value: str | None, note: str = "") -> str:
    headers = {"X-Hustings-Token": manager.token}
    sent = asked(manager, key=key, note=note) | {"value": value}
    answer = manager.client.post(
        "/room/api/manage/doubt/decide", json=sent, headers=headers
    )
    assert answer.status_code == 200, answer.text
    state: str = answer.json()["state"]
    return state


def key_of(manager: Manager, words: str) -> str:
    return next(key for key, _ in cases(manager) if words in case(manager, key)["text"])


def test_page_says_what_to_do_before_anything_can_be_decided(manager: Manager) -> None:
    page = plain(manager.page("manage/programs"))
    assert "No program has coded this" in page
    assert "hustings code --codebook town" in page


def test_units_on_which_people_and_a_program_differ_are_cases(manager: Manager) -> None:
    let_program_code(manager.folder)
    texts = [case(manager, key)["text"] for key, _ in cases(manager)]
    assert texts == ["Rents in the harbour must fall.", "The quay stays open at night."]
    assert "2 differences to decide" in plain(manager.page("manage/programs"))


def test_case_says_who_said_what_and_what_the_program_says(manager: Manager) -> None:
    let_program_code(manager.folder)
    found = case(manager, key_of(manager, "Rents"))
    said = {one["value"]: one for one in found["choices"]}
    assert list(said) == ["homes", "thrift", "boats"]
    assert said["homes"]["words"][0]["coder"] == "Ana"
    assert said["boats"]["machine"].startswith("the program")
    assert said["boats"]["title"] == "Boats"
    assert found["machine"]["value"] == "boats"
    assert found["pieces"] == [["Rents in the harbour must fall.", False]]


def test_nothing_tells_the_program_where_one_is_blind(manager: Manager) -> None:
    let_program_code(manager.folder)
    key = key_of(manager, "Rents")
    found = case(manager, key, names="hidden")
    assert [one["value"] for one in found["choices"]] == ["boats", "homes", "thrift"]
    assert {(one["n"], one["machine"]) for one in found["choices"]} == {(0, "")}
    assert not any(one["words"] for one in found["choices"])
    assert found["machine"] is None


def test_decision_is_an_adjudication_and_the_list_stays(manager: Manager) -> None:
    let_program_code(manager.folder)
    before = [key for key, _ in cases(manager)]
    key = key_of(manager, "Rents")
    assert decide(manager, key, "boats", "Rents of boats.") == "settled"
    assert manager.settled() == [("boats", "person:Zoë")]
    assert [name for name, _ in cases(manager)] == before
    assert [key, "settled"] in cases(manager)
    found = case(manager, key)
    assert found["settled"] == {"value": "boats", "rule": "by Zoë"}
    assert found["note"] == "Rents of boats."


def test_undecided_stays_open_and_is_not_asked_again(manager: Manager) -> None:
    let_program_code(manager.folder)
    key = key_of(manager, "Rents")
    assert decide(manager, key, None, "Ask the harbour master.") == "undecided"
    assert manager.settled() == [(None, "undecided:Zoë")]
    found = case(manager, key)
    assert (found["state"], found["settled"]) == ("undecided", None)
    assert found["note"] == "Ask the harbour master."
    assert "1 difference to decide" in plain(manager.page("manage/programs"))


def test_undo_takes_back_one_step_after_the_other(manager: Manager) -> None:
    let_program_code(manager.folder)
    key = key_of(manager, "Rents")
    decide(manager, key, "thrift")
    decide(manager, key, None)
    undone = manager.send("undo", book=manager.book).json()["restored"]
    assert undone == {"key": key, "state": "settled"}
    assert manager.settled() == [("thrift", "person:Zoë")]
    undone = manager.send("undo", book=manager.book).json()["restored"]
    assert undone == {"key": key, "state": "open"}
    assert case(manager, key)["state"] == "open"
    assert manager.send("undo", book=manager.book).json() == {"restored": None}


def test_undo_of_undecided_alone_opens_the_case(manager: Manager) -> None:
    let_program_code(manager.folder)
    key = key_of(manager, "Rents")
    decide(manager, key, None)
    manager.send("undo", book=manager.book)
    assert case(manager, key)["state"] == "open"


def test_rule_against_the_program_leaves_its_doubt(manager: Manager) -> None:
    let_program_code(manager.folder)
    with Project.open(manager.folder) as project:
        project.adjudicate(rule=AdjudicationRule(rule="senior", senior="Ana"))
    key = key_of(manager, "Rents")
    found = case(manager, key)
    assert (found["state"], found["settled"]["value"]) == ("open", "homes")


def test_case_coded_otherwise_since_is_changed(manager: Manager) -> None:
    let_program_code(manager.folder)
    key = key_of(manager, "Rents")
    decide(manager, key, "thrift")
    with Store.open(manager.folder) as store:
        code(store, "Rents", "homes", coder="Ben")
    assert case(manager, key)["state"] == "changed"


def test_unknown_program_or_case_is_refused(manager: Manager) -> None:
    let_program_code(manager.folder)
    for query in ({"coder": "x"}, {"key": "x"}, {"variable": "x"}):
        answer = manager.client.get(
            "/room/api/manage/doubt", params=asked(manager) | query
        )
        assert answer.status_code == 404, query


def test_refused_value_changes_nothing(manager: Manager) -> None:
    let_program_code(manager.folder)
    key, _ = cases(manager)[0]
    sent = asked(manager, key=key, value="trams")
    headers = {"X-Hustings-Token": manager.token}
    answer = manager.client.post(
        "/room/api/manage/doubt/decide", json=sent, headers=headers
    )
    assert answer.status_code == 400
    assert "trams" in answer.json()["error"]
    assert not manager.settled()


def test_page_of_agreement_leads_here(manager: Manager) -> None:
    let_program_code(manager.folder)
    answer = manager.client.get("/room/manage/agreement").text
    assert "Decide them one by one" in answer
    assert "room/manage/programs?book=" in answer
