"""The manager's pages from processes of their own: the same answers and guards."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from hustings.interface.web.room.office import Office
from hustings.interface.web.room.room import Door
from hustings.store.project import Store
from managed_room import Manager, make_coded, plain, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "coded"
    make_coded(folder).close()
    return folder


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    made = Office()
    yield made
    made.close()


@pytest.fixture
def manager(coded: Path, tmp_path: Path, office: Office) -> Iterator[Manager]:
    shutil.copytree(coded, tmp_path / "p")
    with serve(tmp_path / "p", office=office) as client:
        found = Manager(client=client, folder=tmp_path / "p")
        found.enter("Zoë")
        yield found


def test_pages_are_those_of_the_server_itself(manager: Manager) -> None:
    paths = (
        "manage/",
        "manage/agreement",
        "manage/agreement.csv",
        "manage/adjudication",
        "manage/codebook",
        "api/manage/cases",
        "feedback",
    )
    there = {path: manager.client.get(f"/room/{path}") for path in paths}
    with serve(manager.folder) as client:
        here = Manager(client=client, folder=manager.folder)
        here.enter("Zoë")
        for path, answer in there.items():
            same = here.client.get(f"/room/{path}")
            assert answer.status_code == same.status_code == 200
            assert plain(answer.text) == plain(same.text)
            assert dict(answer.headers) | {"content-length": ""} == dict(
                same.headers
            ) | {"content-length": ""}


def test_changes_are_made_and_told_to_the_server(manager: Manager) -> None:
    (key, _), *_ = manager.cases()
    assert manager.decide(key, "homes").json() == {"key": key, "state": "settled"}
    assert ("homes", "person:Zoë") in manager.settled()
    assert manager.send("undo", book=manager.book).json()["restored"]["key"] == key
    shown = manager.post("assign", action="preview", codebook="nowhere")
    assert shown.status_code == 400
    assert "Nothing was handed out" in shown.text


def test_strangers_coders_and_forgers_are_refused_before_anything(
    manager: Manager, coded: Path, tmp_path: Path, office: Office
) -> None:
    (key, _), *_ = manager.cases()
    forged = manager.client.post(
        "/room/api/manage/decide",
        json={"book": manager.book, "key": key, "value": "homes"},
        headers={"X-Hustings-Token": "0" * 64},
    )
    assert forged.status_code == 403
    foreign = manager.client.post(
        "/room/manage/assign",
        data={"token": manager.token},
        headers={"Origin": "http://elsewhere.example"},
    )
    assert foreign.status_code == 403
    assert not manager.settled()
    shutil.copytree(coded, tmp_path / "team")
    with serve(tmp_path / "team", Door(mode="team"), office=office) as client:
        assert client.get("/room/manage/").status_code == 303
        assert client.get("/room/api/manage/cases").status_code == 401
        assert client.post("/room/manage/assign", data={}).status_code == 401


def test_what_is_not_there_is_said(manager: Manager) -> None:
    answer = manager.client.get("/room/manage/agreement", params={"variable": "x"})
    assert answer.status_code == 404
    assert "Variable" in answer.text
    case = {"book": manager.book, "key": "d9:0:4:topic"}
    answer = manager.client.get("/room/api/manage/case", params=case)
    assert (answer.status_code, "This case" in answer.text) == (404, True)


def test_a_process_that_dies_is_said_and_replaced(
    manager: Manager, office: Office
) -> None:
    assert manager.client.get("/room/manage/").status_code == 200
    worker = office.quick._worker  # noqa: SLF001  # to be killed
    assert worker is not None
    worker.end()
    tried = [manager.client.get("/room/manage/").status_code for _ in range(2)]
    assert tried in ([503, 200], [200, 200])
    assert worker._is_closed  # noqa: SLF001  # its pipes went with it


def test_a_decision_from_the_office_counts_when_the_room_closes(
    coded: Path, tmp_path: Path, office: Office
) -> None:
    shutil.copytree(coded, tmp_path / "p")
    with serve(tmp_path / "p", office=office) as client:
        manager = Manager(client=client, folder=tmp_path / "p")
        manager.enter("Zoë")
        for key, _ in manager.cases():
            manager.decide(key, "thrift")
    with Store.open(tmp_path / "p") as store:
        steps = [run.step for run in store.runs()]
    assert steps.count("adjudicate") == 1


def test_codings_come_to_count_in_a_process_of_its_own(
    coded: Path, tmp_path: Path, office: Office
) -> None:
    shutil.copytree(coded, tmp_path / "p")
    with Store.open(tmp_path / "p") as store:
        before = len(store.runs())
    assert office.publish(tmp_path / "p") == ""
    with Store.open(tmp_path / "p") as store:
        assert len(store.runs()) > before
    assert "is not a Hustings project" in office.publish(tmp_path / "elsewhere")


def test_an_office_that_is_closed_publishes_nothing(coded: Path) -> None:
    closed = Office()
    closed.close()
    assert closed.publish(coded) == "The server is being stopped."
