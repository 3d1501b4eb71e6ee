"""A room with a manager at a browser; all texts are invented."""

from __future__ import annotations

import asyncio
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from httpx import ASGITransport, AsyncClient

from coded_by_hand import code, keep_book, make_project
from hustings.interface.web.app import create_app
from hustings.interface.web.room.room import Door, Room
from hustings.store.project import Store
from hustings.workflow.current import current_units
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx import Response

    from hustings.interface.web.room.office import Office

N = 24
LONG = "Quay List\n\n" + "\n\n".join(
    f"Ferry number {i} sails to the island every hour." for i in range(1, N + 1)
)


class Client:
    """Asks a room that runs, without a network, and keeps cookies."""

    def __init__(
        self, runner: asyncio.Runner, room: Room, office: Office | None = None
    ) -> None:
        def load() -> Any:  # noqa: ANN401  # what the pages are made of
            with Project.open(room.folder) as project:
                return project.gather()

        app = create_app(load, room=room, office=office)
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
        token = field_of(page.text, "token")
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
        return plain(answer.text)

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


def field_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def plain(page: str) -> str:
    """Return what a reader sees, more or less."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()


@contextmanager
def serve(
    folder: Path, door: Door | None = None, *, office: Office | None = None
) -> Iterator[Client]:
    """Open a room, and close it again: then all that was coded counts."""
    room = Room(folder=folder, door=door or Door())
    with asyncio.Runner() as runner:
        running = room.running()
        runner.run(running.__aenter__())
        client = Client(runner, room, office)
        try:
            yield client
        finally:
            runner.run(client.http.aclose())
            runner.run(running.__aexit__(None, None, None))


def make_all(folder: Path) -> Path:
    """Make each project once; tests work on copies."""
    make_empty(folder / "empty").close()
    make_coded(folder / "coded").close()
    make_grown(folder / "grown").close()
    return folder


def enter(made: Path, folder: Path, name: str) -> Iterator[Manager]:
    shutil.copytree(made, folder)
    with serve(folder) as client:
        found = Manager(client=client, folder=folder)
        found.enter(name)
        yield found


def make_empty(folder: Path) -> Project:
    project = make_project(folder)
    for name in ("Cem", "Zoë"):
        project.add_coder(name)
    return project


def make_coded(folder: Path) -> Project:
    project = make_empty(folder)
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


def make_grown(folder: Path) -> Project:
    project = make_project(folder, texts={"quay.txt": LONG})
    rows = current_units(project.store).to_pylist()
    texts = [row["text"] for row in rows if row["text"].startswith("Ferry")]
    for i, text in enumerate(texts):
        value = ("boats", "homes", "thrift")[i % 3]
        code(project.store, text, value, coder="Ana")
        code(project.store, text, value if i % 4 else "000", coder="Ben")
    return project
