"""Sessions, cookies and one-time links of the coding room."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from asked_room import (
    PASSWORD,
    Built,
    Place,
    Play,
    build,
    play_in,
    sentence,
)
from hustings.interface.web.room.room import Door
from hustings.interface.web.room.sessions import FILE, LONGEST_SILENCE
from hustings.store.project import Store
from hustings.workflow.room_entry import invite_coder

if TYPE_CHECKING:
    from pathlib import Path

    from httpx import Response


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("built") / "harbour")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "harbour"


@pytest.fixture
def play(folder: Path, built: Built) -> Play:
    return play_in(folder, built)


def test_a_session_ends_in_silence_and_by_logging_out(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        for _ in range(5):  # who goes on is not logged out
            place.clock.now += LONGEST_SILENCE * 0.9
            assert (await ana.get("/room/api/me")).status_code == 200
        place.clock.now += LONGEST_SILENCE + 1
        answer = await ana.change("codings", place.coding())
        assert answer.status_code == 401
        assert "Your session has ended" in sentence(answer)
        await ana.come_in("Ana")
        await ana.fill_in("/room/logout", {"token": "guess"})
        assert (await ana.get("/room/api/me")).status_code == 200
        cookies = dict(ana.client.cookies)
        assert (await ana.fill_in("/room/logout", {})).status_code == 303
        ana.client.cookies.update(cookies)  # a cookie that somebody has kept
        assert (await ana.get("/room/api/me")).status_code == 401
        assert place.n_rows() == 0

    play(story)


def test_sessions_outlive_the_server_and_hold_no_secret(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        path = place.folder / FILE
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        secrets = [value.encode() for value in dict(ana.client.cookies).values()]
        content = path.read_bytes()
        assert not any(secret in content for secret in secrets)
        assert ana.token.encode() not in content
        place.room.sessions.close()
        place.room.sessions = type(place.room.sessions)(
            place.folder, "team", clock=place.clock
        )
        assert (await ana.change("codings", place.coding())).status_code == 200
        place.room.sessions.close()
        path.write_bytes(b"no database, whatever it says" * 100)
        place.room.sessions = type(place.room.sessions)(
            place.folder, "team", clock=place.clock
        )
        assert (await ana.get("/room/api/me")).status_code == 401
        await ana.come_in("Ana")
        assert ana.token

    play(story)


def test_local_sessions_open_nothing_where_there_are_passwords(
    play: Play,
) -> None:
    async def story(place: Place) -> None:
        person = place.browser()
        await person.come_in("Ana")
        assert (await person.get("/room/api/me")).json()["role"] == "manager"
        place.room.sessions.close()
        place.room.sessions = type(place.room.sessions)(
            place.folder, "team", clock=place.clock
        )
        assert (await person.get("/room/api/me")).status_code == 401

    play(story, Door())


def test_cookies_are_kept_from_scripts_and_other_sites(play: Play) -> None:
    async def story(place: Place) -> None:
        answer = await place.browser().come_in("Ana")
        cookies = answer.headers.get_list("set-cookie")
        assert len(cookies) == 2
        for cookie in cookies:
            assert cookie.startswith("__Host-hustings-")
            assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(
                cookie.split("; ")
            )

    play(story, Door(mode="team", is_secure=True))


def test_a_form_of_no_page_just_opened_is_refused(play: Play) -> None:
    async def story(place: Place) -> None:
        stranger = place.browser()
        data = {"name": "Ana", "password": PASSWORD, "token": "0" * 64}
        for path in ("/room/login", "/room/welcome"):
            answer = await stranger.client.post(path, data=data)
            assert answer.status_code == 403
            assert "not from a page just opened" in answer.text

    play(story)


def test_a_one_time_link_works_once_and_not_for_ever(play: Play) -> None:
    async def story(place: Place) -> None:
        def invite() -> str:
            with Store.open(place.folder) as store:
                return f"https://x.example{invite_coder(store, 'Ana').path}"

        async def use(link: str, password: str, again: str | None = None) -> Response:
            form = {"link": link, "password": password, "again": again or password}
            return await place.browser().fill_in("/room/welcome", form)

        ana = await place.ana()
        first, second = invite(), invite()
        assert "newer link" in (await use(first, "another password")).text
        for password, again, said in (
            ("short", None, "at least 10 characters"),
            ("aaaaaaaaaaaa", None, "easily guessed"),
            ("another password", "another one here", "not the same"),
        ):
            refused = await use(second, password, again)
            assert refused.status_code == 400
            assert said in refused.text
        assert (await use(second, "another password")).status_code == 303
        used = await use(second, "a third password")
        assert used.status_code == 403
        assert "has been used" in used.text
        assert (await ana.get("/room/api/me")).status_code == 401
        assert (await ana.come_in("Ana")).status_code == 401
        assert (await ana.come_in("Ana", "another password")).status_code == 303
        assert (await use("guess", "another password")).status_code == 403

    play(story)


def test_names_are_not_told_by_the_door(play: Play) -> None:
    async def story(place: Place) -> None:
        page = await place.browser().get("/room/login")
        assert "Ben" not in page.text
        known = await place.browser().come_in("Ben", "wrong password")
        unknown = await place.browser().come_in("Bob", "wrong password")
        assert (
            known.text.replace("Ben", "Bob").split("<form")[0]
            == (unknown.text.split("<form")[0])
        )

    play(story)


def test_the_local_person_says_who_is_coding(play: Play) -> None:
    async def story(place: Place) -> None:
        person = place.browser()
        start = await person.get("/room/")
        assert start.headers["location"] == "/room/login?next=%2Froom%2F"
        refused = await person.get("/room/api/assignments")
        assert "Nobody has said who is coding" in sentence(refused)
        assert ">Ana</button>" in (await person.get("/room/login")).text
        assert (await person.come_in("ana", "")).headers["location"] == "/room/"
        assert (await person.get("/room/api/me")).json()["role"] == "manager"
        assert (await person.change("codings", place.coding())).status_code == 200
        answer = await person.fill_in("/room/login", {"new": "Cem"})
        assert answer.status_code == 303
        assert (await person.get("/room/api/me")).json()["coder"] == "Cem"
        answer = await person.fill_in("/room/login", {"new": "ANA"})
        assert answer.status_code == 400
        assert "There is a coder" in answer.text
        assert (await person.get("/")).status_code == 200

    play(story, Door())


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/room/code/abc", "/room/code/abc"),
        ("//evil.example", "/room/"),
        ("https://evil.example/room/", "/room/"),
        ("/room//evil.example", "/room/"),
        ("/room/\\evil", "/room/"),
        ("", "/room/"),
    ],
)
def test_the_door_leads_nowhere_else(play: Play, asked: str, goes: str) -> None:
    async def story(place: Place) -> None:
        form = {"name": "Ana", "next": asked}
        answer = await place.browser().fill_in("/room/login", form)
        assert answer.headers["location"] == goes

    play(story, Door())


def test_a_link_from_another_site_does_not_log_out(play: Play) -> None:
    async def story(place: Place) -> None:
        stranger = place.browser()
        headers = {"Sec-Fetch-Site": "cross-site"}
        answer = await stranger.get("/room/", **headers)
        assert answer.status_code == 200
        assert 'http-equiv="refresh"' in answer.text

    play(story)
