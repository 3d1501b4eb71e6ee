"""Adjudication in the browser: cases, decisions, rules."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from coded_by_hand import code
from hustings.store.project import Store
from hustings.workflow.project import Project
from managed_room import (
    Manager,
    enter,
    make_all,
    plain,
    serve,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_all(tmp_path_factory.mktemp("made"))


@pytest.fixture
def manager(made: Path, tmp_path: Path) -> Iterator[Manager]:
    """Ana and Ben have coded five units and differ on two, Cem is silent."""
    yield from enter(made / "coded", tmp_path / "p", "Zoë")


# Adjudication.


def test_cases_are_what_people_coded_differently(manager: Manager) -> None:
    cases = manager.cases()
    assert [state for _, state in cases] == ["open", "open"]
    case = manager.case(cases[0][0])
    assert case["text"] == "Rents in the harbour must fall."
    assert [(one["value"], one["words"][0]["coder"]) for one in case["choices"]] == [
        ("homes", "Ana"),
        ("thrift", "Ben"),
    ]


def test_names_are_not_sent_where_one_is_blind(manager: Manager) -> None:
    (key, _), *_ = manager.cases()
    answer = manager.client.get(
        "/room/api/manage/case",
        params={"book": manager.book, "key": key, "names": "hidden"},
    )
    assert "Ana" not in answer.text
    assert answer.json()["choices"][0]["n"] == 1


def test_decision_keeps_what_it_settles(manager: Manager) -> None:
    (key, _), *_ = manager.cases()
    done = manager.decide(key, "homes", note="Rents are homes.")
    assert done.json() == {"key": key, "state": "settled"}
    with Store.open(manager.folder) as store:
        (settled,) = store.adjudications.current()
        said = {one.coding_id for one in store.hand.current(variable="topic")}
    assert (settled.value, settled.rule) == ("homes", "person:Zoë")
    assert len(settled.settles) == 2
    assert set(settled.settles) <= said
    shown = manager.case(key)
    assert shown["settled"] == {"value": "homes", "rule": "by Zoë"}
    assert shown["note"] == "Rents are homes."


def test_decisions_are_published_and_sound(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "coded", tmp_path / "p")
    with serve(tmp_path / "p") as client:
        manager = Manager(client=client, folder=tmp_path / "p")
        manager.enter("Ana")
        for key, _ in manager.cases():
            manager.decide(key, "thrift")
            manager.decide(key, "thrift")
        with Store.open(manager.folder) as store:
            assert not [run for run in store.runs() if run.step == "adjudicate"]
    with serve(tmp_path / "p"):
        pass  # nothing new: no further run
    with Project.open(manager.folder) as project:
        (sitting,) = [run for run in project.store.runs() if run.step == "adjudicate"]
        told = project.store.table(sitting.outputs[0]).to_pylist()
        assert [(row["value"], row["rule"]) for row in told] == [
            ("thrift", "person:Ana")
        ] * 2
        assert all("Ana: " in row["codings"] for row in told)
        assert all(len(row["settles"]) == 2 for row in told)
        (project.store.derived / sitting.outputs[0].path).unlink()
        runs = [
            run
            for run in project.store.runs()
            if run.step == "code" and run.parameters["coder"] == "adjudicated"
        ]
        table = project.store.table(runs[-1].outputs[0]).to_pylist()
        assert [row["value"] for row in table] == ["thrift", "thrift"]
        checked = project.check(rebuild=True)
        assert not checked.problems
        assert any("byte for byte" in note for note in checked.notes)


def test_code_coded_anew_is_a_case_again(manager: Manager) -> None:
    (key, _), *_ = manager.cases()
    manager.decide(key, "homes")
    with Store.open(manager.folder) as store:
        code(store, "Rents", "boats", coder="Ben")
    assert [key, "changed"] in manager.cases()


def test_undo_goes_back_step_by_step(manager: Manager) -> None:
    (first, _), (second, _) = manager.cases()
    manager.decide(first, "homes")
    manager.decide(second, "boats")
    manager.decide(first, "thrift")
    steps = []
    for _ in range(4):
        restored = manager.send("undo", book=manager.book).json()["restored"]
        steps.append(
            (restored and restored["key"], [value for value, _ in manager.settled()])
        )
    assert steps == [
        (first, ["homes", "boats"]),
        (second, ["homes", None]),
        (first, [None, None]),
        (None, [None, None]),
    ]


def test_what_a_rule_settled_stands_again_after_an_undo(manager: Manager) -> None:
    asked = {"book": manager.book, "rule": "senior", "senior": "Ana", "fewest": "1"}
    manager.post("adjudication/rule", action="write", **asked)
    (key, state), *_ = manager.cases()
    assert state == "settled"
    manager.decide(key, "boats")
    assert ("boats", "person:Zoë") in manager.settled()
    manager.send("undo", book=manager.book)
    assert {rule for _, rule in manager.settled()} == {"senior:Ana"}


@pytest.mark.parametrize(
    ("entries", "status", "told"),
    [
        ({"value": "weather"}, 400, "no code of the variable"),
        ({"key": "d9:0:4:topic"}, 404, "This case"),
        ({"book": "0" * 64}, 404, "version of a codebook"),
        ({"note": "n" * 10_001}, 400, "10,001 characters"),
        ({"note": "a\x00b"}, 400, "U+0000"),
    ],
)
def test_decisions_that_cannot_be_are_refused(
    manager: Manager, entries: dict[str, str], status: int, told: str
) -> None:
    (key, _), *_ = manager.cases()
    sent = {"book": manager.book, "key": key, "value": "homes", **entries}
    answer = manager.send("decide", **sent)
    assert answer.status_code == status
    assert told in answer.json()["error"]
    assert manager.settled() == []


def test_rule_is_shown_before_it_is_applied(manager: Manager) -> None:
    asked = {"book": manager.book, "rule": "unanimity", "fewest": "2"}
    shown = plain(manager.post("adjudication/rule", action="preview", **asked).text)
    assert (
        "The rule would settle 3 values: 0 where people differ, 3 where they agree."
        in shown
    )
    assert "2 cases would stay open for a person." in shown
    assert manager.settled() == []
    done = plain(manager.post("adjudication/rule", action="write", **asked).text)
    assert "Settled 3 values by unanimity. 2 cases stay open for a person." in done
    assert [rule for _, rule in manager.settled()] == ["unanimity"] * 5
    assert [state for _, state in manager.cases()] == ["open", "open"]


def test_rules_leave_decisions_alone_until_told(manager: Manager) -> None:
    (key, _), *_ = manager.cases()
    manager.decide(key, "boats")
    asked = {"book": manager.book, "rule": "senior", "senior": "Ben", "fewest": "2"}
    shown = manager.post("adjudication/rule", action="preview", **asked).text
    assert "1 decision by persons is left alone." in shown
    manager.post("adjudication/rule", action="write", **asked)
    assert ("boats", "person:Zoë") in manager.settled()
    again = manager.post(
        "adjudication/rule", action="preview", again="yes", **asked
    ).text
    assert "1 value settled before would change." in again


@pytest.mark.parametrize(
    "changed",
    [{"rule": "lottery"}, {"rule": "senior"}, {"rule": "majority", "fewest": "0"}],
)
def test_rules_that_cannot_be_are_refused(
    manager: Manager, changed: dict[str, str]
) -> None:
    asked = {"book": manager.book, **changed}
    answer = manager.post("adjudication/rule", action="write", **asked)
    assert answer.status_code == 400
    assert "Nothing was settled." in answer.text
    assert manager.settled() == []
