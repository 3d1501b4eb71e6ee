"""The coding room over HTTP: what it answers, and what it refuses."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from asked_room import (
    Built,
    Place,
    Play,
    build,
    opened,
    play_in,
    sentence,
)
from coding_room import assign
from hustings.interface.web.room.room import Door
from hustings.store.project import DATABASE, Store
from hustings.workflow.current import code_runs, current_units
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.project import Project
from pdf_pages import PARAGRAPH, book_page, draw_pdf

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("built") / "harbour")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "harbour"


@pytest.fixture
def play(folder: Path, built: Built) -> Play:
    return play_in(folder, built)


# What is answered


def test_a_unit_is_coded_from_the_list_to_the_history(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        me = (await ana.get("/room/api/me")).json()
        assert (me["coder"], me["role"], me["mode"]) == ("Ana", "coder", "team")
        (listed,) = (await ana.get("/room/api/assignments")).json()
        assert listed == {
            "assignment": place.assignment,
            "codebook": "Matters of the harbour",
            "variables": ["Topic", "Stance"],
            "purpose": "coding",
            "blind": False,
            "unitising": False,
            "claims": False,
            "n_units": 4,
            "n_done": 0,
            "n_unsure": 0,
            "next": 0,
        }
        path = f"/room/api/assignments/{place.assignment}"
        one = (await ana.get(path)).json()
        assert (one["unitising"], one["n_units"]) == (False, 4)
        assert one["states"][0] == [0, False, False]
        topic, stance = one["codebook"]["variables"]
        assert {code["code"]: code["key"] for code in topic["codes"]} == {
            "000": "0",
            "boats": "1",
            "homes": "2",
        }
        assert stance["condition"] == {"variable": "topic", "code": "boats"}
        (unit,) = (await ana.get(f"{path}/units?from=1&n=1")).json()
        assert unit["text"] == "Rents in the harbour must fall."
        assert unit["document"]["actor"] == "Quay List"
        assert unit["before"][-1]["joined"]
        assert (unit["image"], unit["boxes"], unit["codings"]) == (None, [], {})
        saved = await ana.change(
            "codings",
            place.coding(1, evidence=[[unit["start"], unit["start"] + 5]], unsure=True),
        )
        assert saved.status_code == 200
        assert saved.json()["saved"][0]["client"] == "client-0001"
        (unit,) = (await ana.get(f"{path}/units?from=1&n=1")).json()
        assert unit["codings"]["topic"]["value"] == "boats"
        assert unit["codings"]["topic"]["unsure"]
        asked = (
            f"document={unit['document']['id']}&start={unit['start']}&end={unit['end']}"
        )
        (word,) = (await ana.get(f"/room/api/history?{asked}")).json()
        assert (word["coder"], word["value"]) == ("Ana", "boats")
        undone = await ana.change("undo", {"assignment": place.assignment})
        assert undone.json() == {
            "restored": {"position": 1, "codings": {}, "variables": ["topic"]}
        }
        again = await ana.change("redo", {"assignment": place.assignment})
        assert again.json()["restored"]["codings"]["topic"]["value"] == "boats"
        nothing = await ana.change("redo", {"assignment": place.assignment})
        assert nothing.json() == {"restored": None}

    play(story)


def test_training_answers_and_units_are_cut(play: Play) -> None:
    async def story(place: Place) -> None:
        with Store.open(place.folder) as store:
            training = assign(
                store,
                "Ana",
                words=["The quay"],
                purpose="training",
                answers={"topic": "homes"},
            )
            free = assign(store, "Ana", design={"unitising": True})
        ana = await place.ana()
        body = {**place.coding(), "assignment": training}
        told = (await ana.change("codings", body)).json()
        assert told["feedback"] == [
            {
                "position": 0,
                "variable": "topic",
                "value": "boats",
                "answer": "homes",
                "right": False,
            }
        ]
        path = f"/room/api/assignments/{free}/units?n=2"
        first, _ = (await ana.get(path)).json()
        body = {"assignment": free, "position": 0, "cut": first["start"] + 13}
        assert (await ana.change("units", body)).json() == {"position": 0}
        cut, rest = (await ana.get(path)).json()
        assert f"{cut['text']} {rest['text']}" == first["text"]
        stale = {
            **place.coding(unit=[first["start"], first["end"]]),
            "assignment": free,
        }
        refused = await ana.change("codings", stale)
        assert refused.status_code == 409
        assert "cut or joined" in sentence(refused)
        body = {"assignment": free, "position": 0, "join": "next"}
        assert (await ana.change("units", body)).status_code == 200
        assert (await ana.get(path)).json()[0]["text"] == first["text"]
        refused = await ana.change("units", {"assignment": free, "position": 0})
        assert refused.status_code == 400

    play(story)


def test_the_page_of_a_unit_is_shown_unless_coders_are_blind(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        path = f"/room/api/assignments/{place.assignment}"
        (unit,) = (await ana.get(f"{path}/units?n=1")).json()
        assert unit["page"] == 1
        assert unit["boxes"]
        assert all(0 <= edge <= 1 for box in unit["boxes"] for edge in box)
        picture = await ana.get(f"/{unit['image']}")
        assert picture.content.startswith(b"RIFF")
        assert picture.headers["content-type"] == "image/webp"
        assert (await ana.get(f"{path}/image?position=99999")).status_code == 404
        assert (await ana.get(f"{path}/image")).status_code == 400
        with Store.open(place.folder) as store:
            blind = assign(store, "Ana", words=[unit["text"]], design={"blind": True})
        (unit,) = (await ana.get(f"/room/api/assignments/{blind}/units")).json()
        assert (unit["image"], unit["boxes"]) == (None, [])
        assert unit["document"]["title"] is None
        hidden = await ana.get(f"/room/api/assignments/{blind}/image?position=0")
        assert hidden.status_code == 404

    folder = tmp_path / "paged"
    (tmp_path / "book.pdf").write_bytes(draw_pdf(book_page(1, PARAGRAPH)))
    with Project.create(folder) as project:
        project.read([tmp_path / "book.pdf"], language="en")
        project.add_coder("Ana")
        (words, *_) = current_units(project.store)["text"].to_pylist()
        assignment = assign(project.store, "Ana", words=[words])
        made = Built(folder, assignment, project.gather())

    async def run() -> None:
        async with opened(folder, made, Door()) as place:
            await story(place)

    asyncio.run(run())


def test_managers_see_progress_and_what_all_said(play: Play) -> None:
    async def story(place: Place) -> None:
        ana, zoe = await place.ana(), place.browser()
        await ana.change("codings", place.coding(value="homes"))
        await zoe.come_in("Zoë")
        (row,) = (await zoe.get("/room/api/progress")).json()
        assert (row["coder"], row["n_done"], row["n_left"]) == ("Ana", 1, 3)
        assert row["days"][0]["units"] == 1
        refused = await ana.get("/room/api/progress")
        assert refused.status_code == 403
        assert "managers only" in sentence(refused)
        assert (await zoe.get("/")).status_code == 200
        assert (await ana.get("/")).headers["location"] == "/room/"
        assert (await place.browser().get("/")).status_code == 303
        assert (await ana.get("/static/hustings.css")).status_code == 200

    play(story)


def test_what_was_coded_counts_downstream_when_the_server_stops(
    play: Play, folder: Path
) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        assert (await ana.change("codings", place.coding())).status_code == 200

    play(story)
    with Project.open(folder) as project:
        (run,) = [one for one in code_runs(project.store) if is_by_hand(one)]
        assert run.parameters["coder"] == "Ana"
        assert project.check().is_sound
    assert not (folder / f"{DATABASE}-wal").exists()
