"""The manager's pages, asked as a browser asks them; all texts are invented."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from httpx import ASGITransport, AsyncClient

from coded_by_hand import TOWN, code, keep_book, make_project
from hustings.interface.web.app import create_app
from hustings.interface.web.room.room import Door, Room
from hustings.store.project import Store
from hustings.workflow.agreeing import agree_coders
from hustings.workflow.agreement_questions import AgreementQuestion
from hustings.workflow.current import current_units
from hustings.workflow.project import Project
from hustings.workflow.room_manage_agreement import measure_variable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx import Response

N = 24
LONG = "Quay List\n\n" + "\n\n".join(
    f"Ferry number {i} sails to the island every hour." for i in range(1, N + 1)
)


class Client:
    """Asks a room that runs, without a network, and keeps cookies."""

    def __init__(self, runner: asyncio.Runner, room: Room) -> None:
        def load() -> Any:  # noqa: ANN401  # what the pages are made of
            with Project.open(room.folder) as project:
                return project.gather()

        app = create_app(load, room=room)
        self.room = room
        self.runner = runner
        self.http = AsyncClient(
            transport=ASGITransport(app=app), base_url="http://127.0.0.1"
        )

    def get(self, path: str, **asked: Any) -> Response:  # noqa: ANN401  # httpx's
        return self.runner.run(self.http.get(path, **asked))

    def post(self, path: str, **sent: Any) -> Response:  # noqa: ANN401  # httpx's
        return self.runner.run(self.http.post(path, **sent))


@dataclass
class Manager:
    """Somebody at a browser, in one room."""

    client: Client
    folder: Path
    token: str = ""

    def enter(self, name: str) -> None:
        page = self.client.get("/room/login")
        token = _field(page.text, "token")
        self.client.post("/room/login", data={"token": token, "name": name})
        self.token = self.client.get("/room/api/me").json()["token"]

    def post(self, path: str, **fields: Any) -> Response:  # noqa: ANN401  # form fields
        sent = {"token": self.token, **fields}
        return self.client.post(f"/room/manage/{path}", data=sent)

    def send(self, path: str, **entries: str) -> Response:
        headers = {"X-Hustings-Token": self.token}
        return self.client.post(
            f"/room/api/manage/{path}", json=entries, headers=headers
        )

    def page(self, path: str) -> str:
        answer = self.client.get(f"/room/{path}")
        assert answer.status_code == 200, answer.text
        return _plain(answer.text)

    @property
    def book(self) -> str:
        with Store.open(self.folder) as store:
            return keep_book(store)

    def cases(self) -> list[list[str]]:
        found: list[list[str]] = self.client.get("/room/api/manage/cases").json()[
            "cases"
        ]
        return found

    def case(self, key: str, **asked: str) -> dict[str, Any]:
        query = {"book": self.book, "key": key, **asked}
        answer = self.client.get("/room/api/manage/case", params=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def decide(self, key: str, value: str, note: str = "") -> Response:
        return self.send("decide", book=self.book, key=key, value=value, note=note)

    def settled(self) -> list[tuple[str | None, str]]:
        with Store.open(self.folder) as store:
            return [(one.value, one.rule) for one in store.adjudications.current()]


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def _plain(page: str) -> str:
    """Return what a reader sees, more or less."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()


@contextmanager
def _serve(folder: Path, door: Door | None = None) -> Iterator[Client]:
    """Open a room, and close it again: then all that was coded counts."""
    room = Room(folder=folder, door=door or Door())
    with asyncio.Runner() as runner:
        running = room.running()
        runner.run(running.__aenter__())
        client = Client(runner, room)
        try:
            yield client
        finally:
            runner.run(client.http.aclose())
            runner.run(running.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make each project once; tests work on copies."""
    folder = tmp_path_factory.mktemp("made")
    _make_empty(folder / "empty").close()
    _make_coded(folder / "coded").close()
    _make_grown(folder / "grown").close()
    return folder


@pytest.fixture
def empty(made: Path, tmp_path: Path) -> Iterator[Manager]:
    """Nobody has coded; Ana, Ben and Zoë are there."""
    yield from _enter(made / "empty", tmp_path / "p", "Zoë")


@pytest.fixture
def manager(made: Path, tmp_path: Path) -> Iterator[Manager]:
    """Ana and Ben have coded five units and differ on two, Cem is silent."""
    yield from _enter(made / "coded", tmp_path / "p", "Zoë")


@pytest.fixture
def grown(made: Path, tmp_path: Path) -> Iterator[Manager]:
    """Ana and Ben have coded twenty-four units; every fourth of Ben's differs."""
    yield from _enter(made / "grown", tmp_path / "p", "Ana")


def _enter(made: Path, folder: Path, name: str) -> Iterator[Manager]:
    shutil.copytree(made, folder)
    with _serve(folder) as client:
        found = Manager(client=client, folder=folder)
        found.enter(name)
        yield found


def _make_empty(folder: Path) -> Project:
    project = make_project(folder)
    for name in ("Cem", "Zoë"):
        project.add_coder(name)
    return project


def _make_coded(folder: Path) -> Project:
    project = _make_empty(folder)
    for words, one, other in (
        ("ferry", "boats", "boats"),
        ("Rents", "homes", "thrift"),
        ("quay", "boats", "homes"),
        ("bridge", "thrift", "thrift"),
        ("paint", "thrift", "thrift"),
    ):
        code(project.store, words, one, coder="Ana")
        code(project.store, words, other, coder="Ben")
    return project


def _make_grown(folder: Path) -> Project:
    project = make_project(folder, texts={"quay.txt": LONG})
    rows = current_units(project.store).to_pylist()
    texts = [row["text"] for row in rows if row["text"].startswith("Ferry")]
    for i, text in enumerate(texts):
        value = ("boats", "homes", "thrift")[i % 3]
        code(project.store, text, value, coder="Ana")
        code(project.store, text, value if i % 4 else "000", coder="Ben")
    return project


# Who may come in.


def test_strangers_are_sent_to_the_door(manager: Manager) -> None:
    manager.client.http.cookies.clear()
    for path in ("", "agreement", "adjudication", "codebook"):
        answer = manager.client.get(f"/room/manage/{path}")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/room/login")


def test_coders_of_a_team_are_kept_out(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "coded", tmp_path / "p")
    with _serve(tmp_path / "p", Door(mode="team")) as client:
        with Store.open(tmp_path / "p") as store:
            ana = store.coders.find("Ana")
        assert ana is not None
        client.http.cookies.set(client.room.cookie, client.room.sessions.begin(ana))
        token = client.get("/room/api/me").json()["token"]
        for path in (
            "/room/manage/",
            "/room/manage/agreement",
            "/room/manage/agreement.csv",
            "/room/manage/adjudication",
            "/room/manage/codebook",
            "/room/api/manage/cases",
            "/room/api/manage/case?key=x",
        ):
            assert client.get(path).status_code == 403, path
        for path in ("assign", "adjudication/rule", "codebook"):
            answer = client.post(f"/room/manage/{path}", data={"token": token})
            assert answer.status_code == 403, path
        for path in ("decide", "undo"):
            answer = client.post(
                f"/room/api/manage/{path}",
                json={"book": ""},
                headers={"X-Hustings-Token": token},
            )
            assert answer.status_code == 403, path
        assert client.get("/room/feedback").status_code == 200


def test_forged_changes_are_refused(manager: Manager) -> None:
    real, manager.token = manager.token, "0" * 64
    for path in ("assign", "adjudication/rule", "codebook"):
        assert manager.post(path, action="write").status_code == 403
    (key, _), *_ = manager.cases()
    assert manager.decide(key, "boats").status_code == 403
    manager.token = real
    manager.client.http.headers["Origin"] = "http://elsewhere.example"
    assert manager.decide(key, "boats").status_code == 403
    assert manager.post("codebook", text=TOWN, action="write").status_code == 403
    assert manager.settled() == []


# Progress and handing out.


def test_empty_project_says_what_is_missing(empty: Manager) -> None:
    assert "Nothing has been handed out yet." in empty.page("manage/")
    assert "Nobody has coded yet" in empty.page("manage/agreement")
    assert "Nobody has coded yet" in empty.page("manage/adjudication")
    assert "Nothing that you coded has been settled yet." in empty.page("feedback")


def test_units_are_shown_before_they_are_handed_out(empty: Manager) -> None:
    empty.post("codebook", text=TOWN, action="write")
    asked = {
        "codebook": "town@1",
        "coder": ["Ana", "Ben"],
        "sample": "4",
        "overlap": "50",
        "blind": "yes",
    }
    shown = empty.post("assign", action="preview", **asked)
    assert "This would be handed out" in shown.text
    assert re.search(r"4 units of \d+ drawn at random", shown.text)
    with Store.open(empty.folder) as store:
        assert store.assignments.all() == []
    written = empty.post("assign", action="write", **asked)
    assert "Handed out" in _plain(written.text)
    with Store.open(empty.folder) as store:
        made = store.assignments.all()
    assert [one.coder for one in made] == ["Ana", "Ben"]
    assert [len(one.units) for one in made] == [3, 3]
    assert all(one.design["blind"] is True for one in made)
    assert "0 of 6 units are done" in empty.page("manage/")


def test_training_sets_come_from_a_table(empty: Manager) -> None:
    empty.post("codebook", text=TOWN, action="write")
    with Store.open(empty.folder) as store:
        unit = current_units(store).to_pylist()[1]["unit"]
    table = f"unit,value\r\n{unit},boats\r\n"
    answer = empty.post(
        "assign", action="write", codebook="town@1", coder="Ana", answers=table
    )
    assert "1 unit with known answers." in answer.text
    with Store.open(empty.folder) as store:
        (made,) = store.assignments.all()
    assert made.purpose == "training"
    assert made.units[0].answers == {"topic": "boats"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"coder": []}, "coder"),
        ({"sample": "900"}, "there are"),
        ({"overlap": "200"}, "not between 0 and 100"),
        ({"overlap": "half"}, "is no number"),
        ({"seed": "1.5"}, "whole number"),
        ({"codebook": "../../secrets.yaml"}, "cannot be"),
        ({"stratify": "weather"}, "cannot be"),
    ],
)
def test_mistakes_in_the_form_are_told(
    empty: Manager, changed: dict[str, Any], told: str
) -> None:
    empty.post("codebook", text=TOWN, action="write")
    asked = {"codebook": "town@1", "coder": ["Ana"], "sample": "4", **changed}
    answer = empty.post("assign", action="write", **asked)
    assert answer.status_code == 400
    assert told in answer.text
    assert "Nothing was handed out." in answer.text
    with Store.open(empty.folder) as store:
        assert store.assignments.all() == []


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
    with _serve(tmp_path / "p") as client:
        manager = Manager(client=client, folder=tmp_path / "p")
        manager.enter("Ana")
        for key, _ in manager.cases():
            manager.decide(key, "thrift")
    with Project.open(manager.folder) as project:
        runs = [
            run
            for run in project.store.runs()
            if run.step == "code" and run.parameters["coder"] == "adjudicated"
        ]
        table = project.store.table(runs[-1].outputs[0]).to_pylist()
        assert [row["value"] for row in table] == ["thrift", "thrift"]
        assert not project.check(rebuild=True).problems


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
    shown = _plain(manager.post("adjudication/rule", action="preview", **asked).text)
    assert (
        "The rule would settle 3 values: 0 where people differ, 3 where they agree."
        in shown
    )
    assert "2 cases would stay open for a person." in shown
    assert manager.settled() == []
    done = _plain(manager.post("adjudication/rule", action="write", **asked).text)
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


# What coders see afterwards.


def test_coders_see_their_own_values_beside_the_settled(manager: Manager) -> None:
    for key, _ in manager.cases():
        manager.decide(key, "homes", note="Look at the verb.")
    manager.enter("Ben")
    text = manager.page("feedback")
    assert "2 values of yours are settled. 1 is as you said, 1 is not." in text
    assert "You said Thrift (thrift)" in text
    assert "Settled Homes (homes) by a person Look at the verb." in text
    assert "Ana" not in text
    assert "Zoë" not in text
    manager.enter("Cem")
    assert "Nothing that you coded has been settled yet." in manager.page("feedback")


def test_coders_who_are_blind_are_not_told_the_document(manager: Manager) -> None:
    manager.post("codebook", text=TOWN, action="write")
    asked = {"codebook": "town@1", "coder": ["Ben"], "sample": "2", "blind": "yes"}
    manager.post("assign", action="write", **asked)
    (key, _), *_ = manager.cases()
    manager.decide(key, "homes")
    manager.enter("Ana")
    assert "Topic · Quay List" in manager.page("feedback")
    manager.enter("Ben")
    assert "Quay List" not in manager.page("feedback")


# Codebooks.


def test_mistakes_in_a_codebook_are_shown_with_their_line(manager: Manager) -> None:
    wrong = TOWN.replace("level: nominal", "level: sideways")
    answer = manager.post("codebook", text=wrong, action="preview")
    assert answer.status_code == 400
    line = wrong.split("\n").index("    level: sideways") + 1
    assert f"Go to line {line}" in answer.text
    assert "level: sideways" in answer.text


def test_version_is_compared_before_it_is_added(manager: Manager) -> None:
    manager.post("codebook", text=TOWN, action="write")
    new = (
        TOWN.replace('version: "1"', 'version: "2"')
        .replace("title: Boats", "title: Boats and ferries")
        .replace("      - {code: thrift, title: Thrift}\n", "")
        .replace("right: [thrift]", "right: [boats]")
    )
    shown = _plain(manager.post("codebook", text=new, action="preview").text)
    assert "Version 2 of town would take the place of 1" in shown
    assert "Code thrift of topic (Thrift) is gone." in shown
    with Store.open(manager.folder) as store:
        assert [one.version for one in store.codebook_versions.of("town")] == ["1"]
        n = store.hand.last_number()
    done = _plain(manager.post("codebook", text=new, action="write").text)
    assert "Version 2 of town is in the project now" in done
    with Store.open(manager.folder) as store:
        versions = store.codebook_versions.of("town")
        assert [one.version for one in versions] == ["1", "2"]
        assert store.hand.last_number() > n
    query = f"name=town&version={versions[-1].sha256}"
    table = manager.client.get(f"/room/manage/codebook/look-again.csv?{query}")
    rows = csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))
    assert sorted(row["was"] for row in rows) == ["boats"] * 3 + ["thrift"] * 5


def test_text_of_another_version_needs_another_number(manager: Manager) -> None:
    manager.post("codebook", text=TOWN, action="write")
    other = TOWN.replace("title: Boats", "title: Ships")
    answer = manager.post("codebook", text=other, action="write")
    assert answer.status_code == 400
    assert "version" in answer.text


# Hostile words.


def test_scripts_in_notes_are_shown_as_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    texts = {"quay.txt": f"Quay List\n\nWe build {evil} a ferry.\n\nRents must fall.\n"}
    with make_project(tmp_path / "p", texts=texts) as project:
        code(project.store, "ferry", "boats", coder="Ana")
        code(project.store, "ferry", "homes", coder="Ben")
    with _serve(tmp_path / "p") as client:
        manager = Manager(client=client, folder=tmp_path / "p")
        manager.enter("Ana")
        (key, _), *_ = manager.cases()
        manager.decide(key, "boats", note=evil)
        for path in ("manage/agreement", "feedback", "manage/adjudication"):
            page = client.get(f"/room/{path}")
            assert evil not in page.text
            policy = page.headers["content-security-policy"]
            assert "script-src 'self'" in policy
            assert "unsafe-inline" not in policy
        wrong = manager.post("codebook", text=f"{evil}</textarea>", action="preview")
        assert evil not in wrong.text
