"""A room that is asked over HTTP without a network, with passwords that are quick."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from argon2 import PasswordHasher
from httpx import ASGITransport, AsyncClient, Response

from coding_room import assign, make_room
from hustings.interface.web.app import create_app
from hustings.interface.web.room.attempts import Attempts
from hustings.interface.web.room.room import Door, Room
from hustings.store.project import Store
from hustings.workflow.room_entry import invite_coder, set_password

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from hustings.workflow.gathered import Gathered

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "ferries at noon"  # noqa: S105  # of a test
SCRIPT = "</script><script>alert(1)</script>"
FIELD = re.compile(r'name="token" value="([0-9a-f]+)"')


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
        token = FIELD.search(page.text)
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


def build(folder: Path) -> Built:
    """Build the project once: every test gets a copy."""
    with make_room(folder) as project:
        assignment = assign(project.store, "Ana")
        for name in ("Ana", "Ben", "Zoë"):
            token = invite_coder(project.store, name).path.partition("#")[2]
            set_password(project.store, token, QUICK.hash(PASSWORD))
        return Built(folder, assignment, project.gather())


def play_in(folder: Path, built: Built) -> Play:
    """Return what plays a story in a copy of the project."""
    shutil.copytree(built.folder, folder)

    def play(story: Story, door: Door | None = None) -> None:
        async def run() -> None:
            async with opened(folder, built, door or Door(mode="team")) as place:
                await story(place)

        asyncio.run(run())

    return play


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
