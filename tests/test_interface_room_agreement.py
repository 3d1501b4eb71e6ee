"""The manager's page on agreement, asked as a browser asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coded_by_hand import code
from hustings.store.project import Store
from hustings.workflow.agreeing import agree_coders
from hustings.workflow.agreement_questions import AgreementQuestion
from hustings.workflow.room_manage_agreement import measure_variable
from managed_room import (
    Manager,
    enter,
    make_all,
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


@pytest.fixture
def grown(made: Path, tmp_path: Path) -> Iterator[Manager]:
    """Ana and Ben have coded twenty-four units; every fourth of Ben's differs."""
    yield from enter(made / "grown", tmp_path / "p", "Ana")


# Agreement.


def test_agreement_is_said_in_words(manager: Manager) -> None:
    text = manager.page("manage/agreement")
    assert "Topic: 5 units coded by two people, 2 disagree" in text
    assert "Krippendorff" in text
    assert "Ana and Ben both coded 5 units, and differ on 2" in text
    assert "Rents in the harbour must fall." in text


def test_agreement_is_that_of_the_command(grown: Manager) -> None:
    table = grown.client.get("/room/manage/agreement.csv").text.splitlines()
    whole = dict(zip(table[0].split(","), table[1].split(","), strict=True))
    with Store.open(grown.folder) as store:
        asked = AgreementQuestion(statistics=("krippendorff_alpha",))
        row = agree_coders(store, asked).rows[0]
    assert float(whole["alpha"]) == row["value"]
    assert float(whole["low"]) == row["low"]
    assert float(whole["high"]) == row["high"]
    assert (whole["n_units"], whole["n_differ"]) == ("24", "6")


def test_agreement_is_followed_over_time(grown: Manager) -> None:
    table = grown.client.get("/room/manage/agreement.csv").text.splitlines()
    growth = [row.split(",") for row in table if row.startswith("first units")]
    assert [int(row[3]) for row in growth] == list(range(10, 25))
    assert {row[2] for row in growth} == {"1"}
    parts = [row.split(",") for row in table if row.startswith("successive")]
    assert [(int(row[2]), int(row[3])) for row in parts] == [(1, 10), (11, 24)]
    page = grown.client.get("/room/manage/agreement").text
    assert page.count('<svg role="img"') == 6
    assert "As codings came in" in page


def test_names_can_be_hidden(manager: Manager) -> None:
    text = manager.page("manage/agreement?names=hidden")
    assert "Ana" not in text
    assert "Ben" not in text
    assert "Coder A" in text


def test_agreement_is_computed_once_for_a_change(
    manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def count(variable: Any, units: Any) -> Any:  # noqa: ANN401  # passed on
        asked.append(variable.name)
        return measure_variable(variable, units)

    desk = "hustings.interface.web.room.manage_desk"
    monkeypatch.setattr(f"{desk}.measure_variable", count)
    for _ in range(3):
        manager.page("manage/agreement")
    assert asked == ["topic"]
    (key, _), *_ = manager.cases()
    manager.decide(key, "boats")
    manager.page("manage/agreement")
    assert asked == ["topic"]
    with Store.open(manager.folder) as store:
        code(store, "reeds", "boats")
    assert "Topic: 5 units" in manager.page("manage/agreement")
    assert asked == ["topic", "topic"]


def test_unknown_variables_and_codebooks_are_told(manager: Manager) -> None:
    for query in ("variable=weather", "book=" + "0" * 64):
        answer = manager.client.get(f"/room/manage/agreement?{query}")
        assert answer.status_code == 404
