"""The manager's pages: who may come in, handing out, codebooks; what coders see."""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from coded_by_hand import TOWN, code, make_project
from hustings.interface.web.room.room import Door
from hustings.store.project import Store
from hustings.workflow.current import current_units
from hustings.workflow.project import Project
from managed_room import (
    Manager,
    enter,
    make_all,
    plain,
    serve,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hustings.coding import CodingUnit


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_all(tmp_path_factory.mktemp("made"))


@pytest.fixture
def empty(made: Path, tmp_path: Path) -> Iterator[Manager]:
    """Nobody has coded; Ana, Ben and Zoë are there."""
    yield from enter(made / "empty", tmp_path / "p", "Zoë")


@pytest.fixture
def manager(made: Path, tmp_path: Path) -> Iterator[Manager]:
    """Ana and Ben have coded five units and differ on two, Cem is silent."""
    yield from enter(made / "coded", tmp_path / "p", "Zoë")


# Who may come in.


def test_strangers_are_sent_to_the_door(manager: Manager) -> None:
    manager.client.http.cookies.clear()
    for path in ("", "agreement", "adjudication", "codebook"):
        answer = manager.client.get(f"/room/manage/{path}")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/room/login")


def test_coders_of_a_team_are_kept_out(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "coded", tmp_path / "p")
    with serve(tmp_path / "p", Door(mode="team")) as client:
        with Store.open(tmp_path / "p") as store:
            ana = store.coders.find("Ana")
        assert ana is not None
        client.http.cookies.set(client.room.cookie, client.room.sessions.begin(ana))
        token = client.get("/room/api/me").json()["token"]
        for path in (
            "/room/manage/",
            "/room/manage/agreement",
            "/room/manage/agreement.csv",
            "/room/manage/doubts.csv",
            "/room/manage/adjudication",
            "/room/manage/programs",
            "/room/manage/codebook",
            "/room/api/manage/cases",
            "/room/api/manage/doubts",
            "/room/api/manage/doubt?key=x",
            "/room/api/manage/case?key=x",
        ):
            assert client.get(path).status_code == 403, path
        for path in ("assign", "adjudication/rule", "codebook"):
            answer = client.post(f"/room/manage/{path}", data={"token": token})
            assert answer.status_code == 403, path
        for path in ("decide", "undo", "doubt/decide"):
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
    assert "Handed out" in plain(written.text)
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
    shown = plain(manager.post("codebook", text=new, action="preview").text)
    assert "Version 2 of town would take the place of 1" in shown
    assert "Code thrift of topic (Thrift) is gone." in shown
    with Store.open(manager.folder) as store:
        assert [one.version for one in store.codebook_versions.of("town")] == ["1"]
        n = store.hand.last_number()
    done = plain(manager.post("codebook", text=new, action="write").text)
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


# Machines.


def test_machines_stand_beside_people_and_in_no_agreement(manager: Manager) -> None:
    before = plain(manager.page("manage/agreement"))
    assert "Where people and programs differ" not in before
    with Project.open(manager.folder) as project:
        store = project.store
        sha256 = store.hand.current()[0].codebook_sha256
        book = store.codebook(sha256)
        assert book is not None

        def always(units: Sequence[CodingUnit]) -> list[str]:
            return ["boats" for _ in units]

        path = manager.folder.parent / "same-town.yaml"
        path.write_text(book.text, encoding="utf-8")
        project.code(coder=always, codebook=str(path), variable="topic")
    page = plain(manager.page("manage/agreement"))
    assert "Where people and programs differ" in page
    assert "The function “always”" in page
    assert "Unvalidated" in page
    assert "likely coding errors first" in page
    query = f"book={sha256}&variable=topic&coder=function:always"
    table = manager.client.get(f"/room/manage/doubts.csv?{query}")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows
    assert {row["machine_value"] for row in rows} == {"boats"}
    assert all(row["coded"] != "boats" for row in rows)
    nobody = manager.client.get("/room/manage/doubts.csv?variable=topic&coder=x")
    assert nobody.text.count("\n") == 1


# Hostile words.


def test_scripts_in_notes_are_shown_as_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    texts = {"quay.txt": f"Quay List\n\nWe build {evil} a ferry.\n\nRents must fall.\n"}
    with make_project(tmp_path / "p", texts=texts) as project:
        code(project.store, "ferry", "boats", coder="Ana")
        code(project.store, "ferry", "homes", coder="Ben")
    with serve(tmp_path / "p") as client:
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
