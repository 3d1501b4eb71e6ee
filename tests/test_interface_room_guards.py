"""Who may come into the coding room: tokens, hosts, passwords, their number."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from asked_room import (
    FIELD,
    PASSWORD,
    Built,
    Place,
    Play,
    build,
    play_in,
    sentence,
)
from hustings.interface.web.room.attempts import MOST, WINDOW
from hustings.interface.web.room.guards import host_name, network_of
from hustings.interface.web.room.room import Door
from hustings.interface.web.room.sessions import FILE, REMEMBERED
from hustings.store.project import Store
from hustings.workflow.room_entry import invite_coder

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.interface.web.room.sessions import Mode


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("built") / "harbour")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "harbour"


@pytest.fixture
def play(folder: Path, built: Built) -> Play:
    return play_in(folder, built)


# Who may come in


CHANGES = ("codings", "undo", "redo", "units")


def test_nothing_changes_without_session_and_token(play: Play) -> None:
    async def story(place: Place) -> None:
        ana, stranger = await place.ana(), place.browser()
        for path in CHANGES:
            body = {**place.coding(), "position": 0, "join": "next"}
            answer = await stranger.change(path, body, token=ana.token)
            assert answer.status_code == 401
            assert "Log in first" in sentence(answer)
            for token in ("", "guess", ana.token[:-1]):
                answer = await ana.change(path, body, token=token)
                assert answer.status_code == 403
                assert "token" in sentence(answer)
        for path in (
            "me",
            "assignments",
            f"assignments/{place.assignment}",
            f"assignments/{place.assignment}/units",
            f"assignments/{place.assignment}/image?position=0",
            "history",
            "progress",
        ):
            assert (await stranger.get(f"/room/api/{path}")).status_code == 401, path
        assert place.n_rows() == 0

    play(story)


def test_a_change_from_another_site_is_refused(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        forged: list[dict[str, str]] = [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://127.0.0.1:9999"},
            {"Origin": "https://127.0.0.1:8765"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ]
        for headers in forged:
            answer = await ana.change("codings", place.coding(), **headers)
            assert answer.status_code == 403, headers
            assert "another page" in sentence(answer)
            form = await place.browser().fill_in(
                "/room/login", {"name": "Ana", "password": PASSWORD}, **headers
            )
            assert form.status_code == 403
            assert "set-cookie" not in form.headers
        own = {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "same-origin"}
        answer = await ana.change("codings", place.coding(), **own)
        assert answer.status_code == 200
        assert place.n_rows() == 1

    play(story)


@pytest.mark.parametrize("mode", ["local", "team"])
def test_foreign_hosts_are_refused(play: Play, mode: Mode) -> None:
    async def story(place: Place) -> None:
        for name in ("evil.example", "127.0.0.1.evil.example", "10.1.2.3"):
            stranger = place.browser(f"http://{name}")
            answer = await stranger.get("/room/api/me")
            assert answer.status_code == 400
            assert name in sentence(answer)
            assert (await stranger.get("/room/login")).status_code == 400
            assert (await stranger.get("/")).status_code == 400

    play(story, Door(mode=mode))


def test_wrong_passwords_slow_the_eleventh(play: Play) -> None:
    async def story(place: Place) -> None:
        stranger = place.browser()
        for name in ["Ana"] * (MOST - 1) + ["Nobody"]:
            answer = await stranger.come_in(name, "wrong password")
            assert answer.status_code == 401
            assert "Name or password is wrong." in answer.text
        for name in ("Ana", "Ben"):  # the address has to wait, whoever it names
            slow = await stranger.come_in(name)
            assert slow.status_code == 429
            assert slow.headers.get("retry-after") is None or int(
                slow.headers["retry-after"]
            )
            assert "Wait 5 seconds" in slow.text
        place.clock.now += 6
        assert (await stranger.come_in("Ben")).status_code == 303
        await stranger.come_in("Ana", "wrong password")
        assert "Wait 10 seconds" in (await stranger.come_in("Ana")).text
        place.clock.now += WINDOW + 1
        assert (await stranger.come_in("Ana")).status_code == 303

    play(story)


def test_a_hundred_attempts_at_once_are_a_hundred(play: Play) -> None:
    async def story(place: Place) -> None:
        browsers = [place.browser() for _ in range(30)]
        answers = await asyncio.gather(
            *(one.come_in("Ana", "wrong password") for one in browsers)
        )
        codes = [answer.status_code for answer in answers]
        assert (codes.count(401), codes.count(429)) == (MOST, 30 - MOST)

    play(story)


def test_a_proxy_says_whose_attempts_these_are(play: Play) -> None:
    async def story(place: Place) -> None:
        stranger = place.browser()
        page = await stranger.get("/room/login")
        token = FIELD.search(page.text)
        assert token is not None
        data = {"token": token[1], "name": "Ana", "password": "no"}

        async def attempt(address: str, name: str) -> int:
            answer = await stranger.client.post(
                "/room/login",
                data={**data, "name": name},
                headers={"X-Forwarded-For": f"10.0.0.{len(name)}, {address}"},
            )
            return answer.status_code

        names = [f"N{'o' * i}body" for i in range(MOST + 1)]
        assert [await attempt("192.0.2.1", name) for name in names] == [401] * MOST + [
            429
        ]
        assert await attempt("192.0.2.2", "Other") == 401

    play(story, Door(mode="team", is_secure=True, is_behind_proxy=True))


def test_strangers_cannot_lock_a_person_out(play: Play) -> None:
    async def story(place: Place) -> None:
        ana, elsewhere = await place.ana(), place.browser()
        for _ in range(MOST):
            await place.browser().come_in("Ana", "wrong password")
        assert (await elsewhere.come_in("Ana")).status_code == 429
        assert (await ana.come_in("ana ")).status_code == 303  # known in this browser
        assert (await ana.come_in("Ben")).status_code == 429  # as any, for others
        for _ in range(MOST):
            assert (await ana.come_in("Ana", "wrong password")).status_code == 401
        assert (await ana.come_in("Ana")).status_code == 429

    play(story)


def test_a_browser_is_remembered_by_a_hash_and_not_for_ever(play: Play) -> None:
    async def story(place: Place) -> None:
        await place.ana()
        sessions = place.room.sessions
        first = sessions.remember("ana", before="")
        assert sessions.browser(first, "ana")
        assert not sessions.browser(first, "ben")
        assert first.encode() not in (place.folder / FILE).read_bytes()
        second = sessions.remember("ana", before=first)
        assert not sessions.browser(first, "ana")
        place.clock.now += REMEMBERED + 1
        assert not sessions.browser(second, "ana")

    play(story)


@pytest.mark.parametrize(
    ("sent", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:4711", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::9", "2001:db8:0:1::/64"),
        ("[2001:db8:0:1:ffff::]:443", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_one_sender_counts_as_one(sent: str, network: str) -> None:
    assert network_of(sent) == network


def test_a_password_is_the_same_however_its_accents_are_written(play: Play) -> None:
    async def story(place: Place) -> None:
        with Store.open(place.folder) as store:
            link = invite_coder(store, "Ben").path
        composed, apart = "Gr\u00fc\u00dfe vom Kai", "Gru\u0308\u00dfe vom Kai"
        form = {"link": link, "password": composed, "again": composed}
        ben = place.browser()
        assert (await ben.fill_in("/room/welcome", form)).status_code == 303
        for password in (composed, apart):
            assert (await ben.come_in("Ben", password)).status_code == 303

    play(story)


@pytest.mark.parametrize(
    "host",
    ["a@127.0.0.1", "127.0.0.1/x", "127.0.0.1?x", "127.0.0.1#@b", "127.0.0.1:x", ""],
)
def test_a_host_is_a_name_and_a_port(host: str) -> None:
    assert host_name(host) == ""


def test_a_session_that_ends_while_it_is_looked_up_does_not_come_back(
    play: Play,
) -> None:
    async def story(place: Place) -> None:
        await place.ana()
        sessions = place.room.sessions
        with Store.open(place.folder) as store:
            (ana,) = [one for one in store.coders.all() if one.coder_id == "Ana"]

        def look(secret: str) -> None:
            for _ in range(200):
                sessions.find(secret)

        for _ in range(10):
            secret = sessions.begin(ana)
            looking = asyncio.create_task(asyncio.to_thread(look, secret))
            await asyncio.sleep(0)
            sessions.end_all("Ana")
            await looking
            assert sessions.find(secret) is None

    play(story)


def test_a_full_disk_keeps_nobody_from_reading(play: Play, folder: Path) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        place.clock.now += 3600  # late enough for the session to be noted
        with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert (await ana.get("/room/api/me")).status_code == 200

    play(story)
