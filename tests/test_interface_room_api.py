"""The coding room over HTTP: what it answers, and all that it refuses."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
import stat
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import pytest
from argon2 import PasswordHasher
from httpx import ASGITransport, AsyncClient, Response

from coding_room import assign, make_room
from hustings.interface.web.app import create_app
from hustings.interface.web.room.attempts import MOST, WINDOW, Attempts
from hustings.interface.web.room.room import Door, Room
from hustings.interface.web.room.sessions import FILE, LONGEST_SILENCE
from hustings.interface.web.room.writer import Writer
from hustings.store.project import DATABASE, Store
from hustings.workflow.checking import check_project
from hustings.workflow.current import code_runs, current_units
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.project import Project
from hustings.workflow.room_entry import invite_coder, set_password
from pdf_pages import PARAGRAPH, book_page, draw_pdf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from hustings.interface.web.room.sessions import Mode
    from hustings.workflow.gathered import Gathered

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "ferries at noon"  # noqa: S105  # of a test
SCRIPT = "</script><script>alert(1)</script>"
_FIELD = re.compile(r'name="token" value="([0-9a-f]+)"')


@dataclass
class Clock:
    """Time that tests turn."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Browser:
    """Somebody with cookies, as far from the server as a test may be."""

    client: AsyncClient
    token: str = ""

    async def get(self, path: str, **headers: str) -> Response:
        return await self.client.get(path, headers=headers)

    async def change(
        self, path: str, body: object, *, token: str | None = None, **headers: str
    ) -> Response:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = self.token if token is None else token
        return await self.client.post(
            f"/room/api/{path}",
            content=sent,
            headers={"X-Hustings-Token": given, **headers},
        )

    async def fill_in(
        self, path: str, fields: dict[str, str], **headers: str
    ) -> Response:
        """Open a form, and send it back filled in."""
        page = await self.client.get(path)
        token = _FIELD.search(page.text)
        data = {"token": token[1] if token else "", **fields}
        return await self.client.post(path, data=data, headers=headers)

    async def come_in(self, name: str, password: str = PASSWORD) -> Response:
        """Log in, and get the token that changes need."""
        answer = await self.fill_in("/room/login", {"name": name, "password": password})
        me = await self.get("/room/api/me")
        self.token = me.json().get("token", "")
        return answer


@dataclass
class Place:
    """A room that runs, and whoever comes."""

    folder: Path
    room: Room
    app: Any
    clock: Clock
    assignment: str
    base: str
    browsers: list[AsyncClient] = field(default_factory=list)

    def browser(self, base: str | None = None) -> Browser:
        transport = ASGITransport(app=self.app, raise_app_exceptions=False)
        client = AsyncClient(transport=transport, base_url=base or self.base)
        self.browsers.append(client)
        return Browser(client)

    async def ana(self) -> Browser:
        found = self.browser()
        await found.come_in("Ana")
        assert found.token
        return found

    def coding(self, position: int = 0, **changes: object) -> dict[str, object]:
        one = {
            "client": f"client-{position:04}",
            "position": position,
            "variable": "topic",
            "value": "boats",
        }
        return {"assignment": self.assignment, "codings": [{**one, **changes}]}

    def n_rows(self) -> int:
        with Store.open(self.folder) as store:
            return len(store.hand.all())


Story: TypeAlias = "Callable[[Place], Awaitable[None]]"


class Play(Protocol):
    """Plays a story in a room with passwords, or with another door."""

    def __call__(self, story: Story, door: Door | None = None) -> None: ...


@dataclass(frozen=True)
class Built:
    """A project with Ana, Ben and the manager Zoë, who have passwords."""

    folder: Path
    assignment: str
    gathered: Gathered


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the project once: every test gets a copy."""
    folder = tmp_path_factory.mktemp("built") / "harbour"
    with make_room(folder) as project:
        assignment = assign(project.store, "Ana")
        for name in ("Ana", "Ben", "Zoë"):
            token = invite_coder(project.store, name).path.partition("#")[2]
            set_password(project.store, token, QUICK.hash(PASSWORD))
        return Built(folder, assignment, project.gather())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the copy lies."""
    return tmp_path / "harbour"


@pytest.fixture
def play(folder: Path, built: Built) -> Play:
    """Play a story in a copy of the project."""
    shutil.copytree(built.folder, folder)

    def play_in(story: Story, door: Door | None = None) -> None:
        async def run() -> None:
            async with opened(folder, built, door or Door(mode="team")) as place:
                await story(place)

        asyncio.run(run())

    return play_in


@asynccontextmanager
async def opened(folder: Path, built: Built, door: Door) -> AsyncIterator[Place]:
    """Open the room of a project."""
    clock = Clock()
    room = Room(
        folder=folder,
        door=door,
        hasher=QUICK,
        attempts=Attempts(clock=clock),
        clock=clock,
    )
    app = create_app(lambda: built.gathered, room=room)
    base = f"http{'s' if door.is_secure else ''}://127.0.0.1:8765"
    place = Place(folder, room, app, clock, built.assignment, base)
    async with room.running():
        try:
            yield place
        finally:
            for client in place.browsers:
                await client.aclose()


def sentence(answer: Response) -> str:
    """Return the sentence of a refusal."""
    said = answer.json()
    assert set(said) == {"error"}
    return str(said["error"])


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
        token = _FIELD.search(page.text)
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
        (cookie,) = answer.headers.get_list("set-cookie")
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
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["x-frame-options"] == "DENY"
            assert headers["cache-control"] == "no-store"
        assert (await ana.get("/room/api/codings")).status_code == 405
        assert (await ana.client.post("/room/api/me")).status_code == 405
        assert (await ana.get("/room")).status_code == 307
        assert sentence(await ana.get("/room/api/x")).startswith("The request cannot")

    play(story, Door())


# When the disk or the database does not


def test_a_locked_database_is_waited_for_and_then_said(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hustings.interface.web.room.writer.PATIENCE", 200)

    async def story(place: Place) -> None:
        ana = await place.ana()
        await ana.change("codings", place.coding(3))
        other = sqlite3.connect(place.folder / DATABASE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            began = time.monotonic()
            answer = await ana.change("codings", place.coding())
            assert time.monotonic() - began >= 0.2
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "1"
            assert "Somebody else has been writing" in sentence(answer)
            assert (await ana.get("/room/api/assignments")).status_code == 200
        finally:
            other.execute("ROLLBACK")
            other.close()
        assert place.n_rows() == 1
        assert (await ana.change("codings", place.coding())).status_code == 200
        assert place.n_rows() == 2

    play(story, Door())


def test_a_full_disk_is_said_and_nothing_is_half_written(play: Play) -> None:
    async def story(place: Place) -> None:
        ana = await place.ana()
        await ana.change("codings", place.coding(3))

        def pages(n: int | None) -> Callable[[Store], None]:
            def limit(store: Store) -> None:
                connection = store.coders.database.connection
                now = connection.execute("PRAGMA page_count").fetchone()[0]
                most = now if n is None else n
                connection.execute(f"PRAGMA max_page_count = {most}")

            return limit

        await place.room.write(pages(None))
        notes = [
            place.coding(i % 4, client=f"full-{i:04}", note="x" * 9000)
            for i in range(9)
        ]
        answers = [await ana.change("codings", body) for body in notes]
        full = [answer for answer in answers if answer.status_code == 503]
        assert full
        assert "The disk is full" in sentence(full[0])
        n_saved = sum(answer.status_code == 200 for answer in answers)
        assert place.n_rows() == 1 + n_saved
        await place.room.write(pages(1_000_000))
        answers = [await ana.change("codings", body) for body in notes]
        assert {answer.status_code for answer in answers} == {200}
        assert place.n_rows() == 10
        with Store.open(place.folder) as store:
            assert check_project(store).is_sound

    play(story, Door())


def test_a_project_that_is_gone_is_said(tmp_path: Path) -> None:
    async def run() -> None:
        writer = Writer(tmp_path / "nowhere")
        writer.start()
        for _ in range(2):
            with pytest.raises(OSError, match="cannot be opened"):
                await writer.write(lambda _: None)
        writer.stop()

    asyncio.run(run())


def test_a_job_that_fails_half_way_leaves_nothing(play: Play) -> None:
    async def story(place: Place) -> None:
        def half(store: Store) -> None:
            invite_coder(store, "Ben")
            message = "half way"
            raise ValueError(message)

        done = await asyncio.gather(
            place.room.write(half),
            place.room.write(lambda store: invite_coder(store, "Ana").coder.coder_id),
            return_exceptions=True,
        )
        assert isinstance(done[0], ValueError)
        assert done[1] == "Ana"
        with Store.open(place.folder) as store:
            connection = store.coders.database.connection
            rows = connection.execute("SELECT coder FROM invitations").fetchall()
        assert [row[0] for row in rows] == ["Ana", "Ben", "Zoë", "Ana"]

    play(story, Door())
