"""What the coding room refuses over HTTP, and the headers of its answers."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from asked_room import (
    SCRIPT,
    Built,
    Place,
    Play,
    build,
    play_in,
    sentence,
)
from hustings.interface.web.room.room import Door
from hustings.store.project import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
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


# What is refused


def test_somebody_elses_assignment_is_refused(play: Play) -> None:
    async def story(place: Place) -> None:
        ben = place.browser()
        await ben.come_in("Ben")
        path = f"/room/api/assignments/{place.assignment}"
        answers = [
            await ben.get(path),
            await ben.get(f"{path}/units"),
            await ben.get(f"{path}/image?position=0"),
            await ben.change("codings", place.coding()),
            await ben.change("undo", {"assignment": place.assignment}),
            await ben.change(
                "units", {"assignment": place.assignment, "position": 0, "join": "next"}
            ),
        ]
        for answer in answers:
            assert answer.status_code == 403
            assert "somebody else's" in sentence(answer)
        page = await ben.get(f"/room/code/{place.assignment}")
        assert page.status_code == 403
        assert "somebody else" in page.text
        with Store.open(place.folder) as store:
            document = store.documents()[0].document_id
        asked = f"document={document}&start=11&end=47"
        assert (await ben.get(f"/room/api/history?{asked}")).status_code == 404
        assert (await ben.get("/room/api/assignments/none")).status_code == 404
        assert place.n_rows() == 0

    play(story)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"assignment": NaN}', "no JSON"),
        (b"[]", "no JSON object"),
        (b'{"assignment": "\\ud800"}', "half a character"),
        (b"{}", "“assignment” must be a text"),
        ({"codings": []}, "1 to 1,000 objects"),
        ({"codings": [1]}, "1 to 1,000 objects"),
        ({"codings": [{}] * 1001}, "1 to 1,000 objects"),
        ({"codings": [{}]}, "“client” must be a text"),
        ({"client": "x"}, "8 to 64"),
        ({"client": "../../etc/passwd"}, "8 to 64"),
        ({"position": "0"}, "“position” must be a whole number"),
        ({"position": True}, "“position” must be a whole number"),
        ({"position": 1e400}, "no JSON"),
        ({"value": 1}, "“value” must be a text"),
        ({"unsure": 1}, "“unsure” must be true or false"),
        ({"note": None}, "“note” must be a text"),
        ({"evidence": [[1]]}, "pairs of whole numbers"),
        ({"evidence": {}}, "“evidence” must be a list"),
        ({"unit": [1, "2"]}, "pairs of whole numbers"),
        ({"value": "trams"}, "is no code of the variable 'topic'"),
        ({"variable": "purse"}, "no variable of this assignment"),
        ({"note": "x" * 10_001}, "10,001 characters"),
        ({"evidence": [[0, 3]]}, "not inside its unit"),
    ],
)
def test_what_is_no_coding_is_refused(play: Play, body: object, said: str) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        sent: object = body
        if isinstance(body, dict):
            whole = place.coding(**({} if "codings" in body else body))
            sent = {**whole, **body} if "codings" in body else whole
        answer = await ana.change("codings", sent)
        assert answer.status_code == 400
        assert said in sentence(answer)
        assert place.n_rows() == 0

    play(story, Door())


def test_a_note_of_a_megabyte_is_refused(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        body = json.dumps(place.coding(note="x" * 1_000_000)).encode()
        answer = await ana.change("codings", body)
        assert answer.status_code == 413
        assert "1,000,000 bytes" in sentence(answer)

        async def pieces() -> AsyncIterator[bytes]:  # whose length nobody announced
            for _ in range(11):
                yield b" " * 100_000

        answer = await ana.client.post(
            "/room/api/codings",
            content=pieces(),
            headers={"X-Hustings-Token": ana.token},
        )
        assert answer.status_code == 413
        assert place.n_rows() == 0

    play(story, Door())


def test_the_same_request_twice_is_one_coding(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        answers = await asyncio.gather(
            *(ana.change("codings", place.coding()) for _ in range(20))
        )
        assert len({answer.text for answer in answers}) == 1
        assert place.n_rows() == 1
        other = await ana.change("codings", place.coding(value="homes"))
        assert other.status_code == 409
        elsewhere = await ana.change("codings", place.coding(1, client="client-0000"))
        assert elsewhere.status_code == 409
        assert place.n_rows() == 1

    play(story, Door())


def test_one_refusal_among_many_spoils_no_other(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        bodies = [
            place.coding(
                i % 4, client=f"many-{i:04}", value="trams" if i % 3 else "homes"
            )
            for i in range(60)
        ]
        answers = await asyncio.gather(*(ana.change("codings", b) for b in bodies))
        codes = [answer.status_code for answer in answers]
        assert codes == [200 if i % 3 == 0 else 400 for i in range(60)]
        assert place.n_rows() == 20

    play(story, Door())


def test_two_tabs_on_one_unit_are_both_kept_and_the_last_counts(
    play: Play,
) -> None:
    async def story(place: Place) -> None:
        one, other = await place.ana(), await place.ana()
        await one.change("codings", place.coding(client="tab-one-1", value="homes"))
        await other.change("codings", place.coding(client="tab-two-1"))
        path = f"/room/api/assignments/{place.assignment}/units?n=1"
        (unit,) = (await one.get(path)).json()
        assert unit["codings"]["topic"]["value"] == "boats"
        asked = (
            f"document={unit['document']['id']}&start={unit['start']}&end={unit['end']}"
        )
        words = (await one.get(f"/room/api/history?{asked}")).json()
        assert [word["value"] for word in words] == ["boats", "homes"]

    play(story)


def test_scripts_in_notes_are_text(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        body = place.coding(note=SCRIPT)
        assert (await ana.change("codings", body)).status_code == 200
        path = f"/room/api/assignments/{place.assignment}/units?n=1"
        answer = await ana.get(path)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.json()[0]["codings"]["topic"]["note"] == SCRIPT
        for page in ("/room/", f"/room/code/{place.assignment}"):
            assert "alert(1)" not in (await ana.get(page)).text
        wrong = await place.browser().come_in(f'"><script>{SCRIPT}')
        assert "<script>alert" not in wrong.text
        lost = await ana.get(f"/room/{SCRIPT}")
        assert "<script>alert" not in lost.text

    play(story)


@pytest.mark.parametrize(
    "path",
    [
        "/room/static/../../../../pyproject.toml",
        "/room/static/..%2f..%2fproject.sqlite",
        "/room/static/%2e%2e/%2e%2e/routes.py",
        "/room/static/",
        "/room/../project.sqlite",
        "/project.sqlite",
        "/sessions.sqlite",
        "/room/code/../../project.sqlite",
        "/room/api/assignments/..%2f..%2fproject.sqlite",
        "/room/nothing",
    ],
)
def test_no_path_leads_out(play: Play, path: str) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        answer = await ana.get(path)
        assert answer.status_code == 404
        assert b"SQLite" not in answer.content

    play(story, Door())


def test_every_answer_has_the_safe_headers(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        for path in ("/room/", "/room/login", "/room/api/me", "/room/x", "/room/api/x"):
            headers = (await ana.get(path)).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert headers["x-frame-options"] == "DENY"
            assert headers["cache-control"] == "no-store"
        assert (await ana.get("/room/api/codings")).status_code == 405
        assert (await ana.client.post("/room/api/me")).status_code == 405
        assert (await ana.get("/room")).status_code == 307
        assert sentence(await ana.get("/room/api/x")).startswith("The request cannot")

    play(story, Door())
