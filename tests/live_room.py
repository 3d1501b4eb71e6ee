"""A coding room that is really served, for the tests that drive a browser."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from hustings.interface.web.app import create_app
from hustings.interface.web.room.room import Room
from hustings.model.assignment import AssignedUnit, Assignment
from hustings.model.citation import anchor_of
from hustings.model.document import Span
from hustings.model.identity import identify
from hustings.outside.clock import now, now_exactly
from hustings.store.project import Store
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.current import current_units
from hustings.workflow.project import Project
from hustings.workflow.renewals import find_document, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from selenium.webdriver import Chrome

    from hustings.model.assignment import Purpose
    from hustings.model.hand_coding import HandCoding

TOWN = """
name: town
title: Matters of the town
version: "1"
instruction: Give each unit the one code that it is about.
domains:
  - {domain: water, title: On the water}
  - {domain: land, title: On land}
variables:
  - name: topic
    title: Topic of the unit
    level: nominal
    uncoded: "000"
    codes:
      - {code: boats, title: Ferries and boats, domain: water, instruction: Whatever
         sails., examples: [A boat an hour.]}
      - {code: quays, title: Quays, domain: water}
      - {code: homes, title: Homes and rents, domain: land, instruction: Building and
         letting.}
      - {code: trees, title: Trees and parks, domain: land}
      - {code: "000", title: None of these}
  - name: stance
    title: Stance
    level: ordinal
    condition: {variable: topic, code: boats}
    codes:
      - {code: "-1", title: Against}
      - {code: "1", title: For}
"""
SCRIPT = "<script>document.title = 'broken'</script>"
ARABIC = (
    "\u064a\u062c\u0628 \u0623\u0646 \u062a\u0628\u062d\u0631 "
    "\u0627\u0644\u0639\u0628\u0627\u0631\u0629 \u0643\u0644 \u0633\u0627\u0639\u0629."
)
STRANGE = (
    f"Signs at the quay shall be plain \N{SHIP} and short, not like {SCRIPT} these.",
    ARABIC,
)
"""A unit with a script and a character beyond 16 bits, and one from right to left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRoom:
    """A room, where it answers, and its project."""

    address: str
    folder: Path

    def codings(self, coder: str = "Ana") -> list[HandCoding]:
        """Return every row that somebody wrote, oldest first."""
        with Store.open(self.folder) as store:
            return [one for one in store.hand.all() if one.coder == coder]

    def values(self, variable: str = "topic", coder: str = "Ana") -> list[str | None]:
        """Return what somebody says now, in reading order."""
        with Store.open(self.folder) as store:
            found = store.hand.current(coders=[coder], variable=variable)
        return [one.value for one in found]

    def assign(  # noqa: PLR0913  # what an assignment holds
        self,
        *,
        coder: str = "Ana",
        variables: Sequence[str] = ("topic",),
        first: int = 0,
        n: int = 50,
        purpose: Purpose = "coding",
        design: Mapping[str, object] | None = None,
        answers: Mapping[str, str] | None = None,
        codebook: str = "",
    ) -> str:
        """Give a person some units, in the order of the text; return the id."""
        with Store.open(self.folder) as store:
            rows = current_units(store).to_pylist()
            units = [one for one in rows if one["kind"] != "heading"][first : first + n]
            made = _assignment(store, units, answers or {})
            path = codebook or str(self.folder.parent / "town.yaml")
            book = load_codebook(path).stored
            store.keep_codebook(book, at=now())
            made = replace(
                made,
                coder=coder,
                codebook_sha256=book.sha256,
                variables=tuple(variables),
                purpose=purpose,
                design=design or {},
            )
            made = replace(made, assignment_id=identify(made, nonce=coder))
            store.assignments.add([made])
        return made.assignment_id


def _assignment(
    store: Store, rows: Sequence[Mapping[str, object]], answers: Mapping[str, str]
) -> Assignment:
    """Make an assignment of rows of units, nobody's as yet."""
    document = str(rows[0]["document"])
    text = text_of(store, find_document(store, document))
    return Assignment(
        assignment_id="",
        coder="",
        codebook_sha256="",
        variables=(),
        purpose="coding",
        design={},
        written=now_exactly(),
        units=tuple(
            AssignedUnit(
                position=i,
                document_id=document,
                unit_id=str(row["unit"]),
                anchor=anchor_of(
                    text, Span(int(str(row["start"])), int(str(row["end"])))
                ),
                inclusion_probability=1.0,
                answers=answers,
            )
            for i, row in enumerate(rows)
        ),
    )


def make_town(folder: Path, n: int) -> None:
    """Make a project with one document of n sentences and more, and two coders."""
    plain = [f"Ferry number {i} shall sail every hour." for i in range(1, n + 1)]
    sentences = [*plain[:4], *STRANGE, *plain[4:]]
    paragraphs = [" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]
    file = folder.parent / "ferry.txt"
    file.write_text("\n\n".join(["A harbour for all", *paragraphs]), encoding="utf-8")
    book = folder.parent / "town.yaml"
    book.write_text(TOWN, encoding="utf-8")
    with Project.create(folder, name="Pellwick") as project:
        project.read([file], actor="Ferry Party", date="2031-10-07")
        for name in ("Ana", "Ben"):
            project.add_coder(name)
        project.store.keep_codebook(load_codebook(str(book)).stored, at=now())


@contextmanager
def serve_room(folder: Path) -> Iterator[LiveRoom]:
    """Serve a project's room on a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))

    def gather() -> object:
        with Project.open(folder) as project:
            return project.gather()

    app = create_app(gather, room=Room(folder=folder))  # type: ignore[arg-type]
    config = uvicorn.Config(app, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        yield LiveRoom(address=address, folder=folder)
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()


def come_in(chrome: Chrome, room: LiveRoom, coder: str = "Ana") -> None:
    """Say who is coding, as a person would."""
    chrome.get(f"{room.address}/room/login")
    chrome.find_element(By.CSS_SELECTOR, f"button[value='{coder}']").click()
    WebDriverWait(chrome, 10).until(
        lambda one: one.find_element(By.CSS_SELECTOR, ".person").text.startswith(coder)
    )


def open_assignment(chrome: Chrome, room: LiveRoom, assignment: str) -> None:
    """Open an assignment and wait until its first unit is there."""
    chrome.get("about:blank")
    chrome.get(f"{room.address}/room/code/{assignment}")
    wait_until_ready(chrome)


def wait_until_ready(chrome: Chrome) -> None:
    """Wait until the page can be coded on."""
    WebDriverWait(chrome, 10, poll_frequency=0.02).until(
        lambda one: one.find_elements(By.CSS_SELECTOR, "main[data-ready]")
    )
