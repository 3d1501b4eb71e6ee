"""Measure the coding room: `measure_room.py [CODINGS] [CODERS] [KILLS]`.

A server of its own serves an invented project on loopback. 50 coders send 20,000
codings, one a request, each as soon as the one before is answered, which no person
could. Then at the pace of a quick person, one every half second; and so once more
while a manager looks at progress, agreement and cases without a pause. Nothing may be
lost, nothing doubled; the table says how long answers took. Last, the server is killed
(SIGKILL) in the middle of the same, ten times: each time `check` must find the project
sound, and every coding that was answered must be there, once.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from uuid import uuid4

from hustings.model.assignment import AssignedUnit, Assignment
from hustings.model.citation import anchor_of
from hustings.model.document import Span
from hustings.model.identity import identify
from hustings.outside.clock import now, now_exactly
from hustings.store.project import Store
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.current import current_units
from hustings.workflow.project import Project
from hustings.workflow.renewals import text_of

N_CODINGS: Final = 20_000
N_CODERS: Final = 50
N_KILLS: Final = 10
CALM_SECONDS: Final = 10
PAUSE: Final = 0.5
"""Seconds between two codings of a quick person."""
UNTIL_KILLED: Final = 1.5
MANAGED: Final = ("manage/", "manage/agreement", "manage/adjudication")
"""Pages that a manager looks at, one after the other."""
CODES: Final = ("201", "305", "411", "501", "504", "605")
_TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')


@dataclass(kw_only=True)
class Tally:
    """What came back.

    Attributes
    ----------
    answered : list of str
        Ids of the codings that were answered.
    milliseconds : list of float
        How long each answer took.
    """

    answered: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    managed: dict[str, list[float]] = field(default_factory=dict)

    def share(self, part: float) -> float:
        """Return the time that a share of the answers took at most."""
        times = sorted(self.milliseconds)
        return times[min(int(part * len(times)), len(times) - 1)]


@dataclass(kw_only=True)
class Server:
    """A server in a process of its own."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """Return how much computing it has done."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


class Line:
    """One connection that speaks HTTP, kept open as browsers keep it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""

    async def open(self) -> None:
        """Connect."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/json"
    ) -> tuple[int, bytes]:
        """Send a request and return the status and the body of the answer."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {cookies}\r\nX-Hustings-Token: {self.token}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"content-length: (\d+)", answer)
        for cookie in re.findall(r"set-cookie: ([^\r]+)", answer):
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
        content = await self.reader.readexactly(int(length[1]) if length else 0)
        return int(answer.split()[1]), content

    async def come_in(self, coder: str, assignment: str) -> None:
        """Say who is coding, and open their assignment, as its page does."""
        _, page = await self.ask("GET", "/room/login")
        token = _TOKEN.search(page.decode())
        form = urlencode({"token": token[1] if token else "", "name": coder}).encode()
        await self.ask("POST", "/room/login", form, "application/x-www-form-urlencoded")
        _, me = await self.ask("GET", "/room/api/me")
        self.token = json.loads(me)["token"]
        path = f"/room/api/assignments/{assignment}"
        for asked in (path, f"{path}/units?from=0&n=10"):
            status, _ = await self.ask("GET", asked)
            assert status == 200, status  # noqa: S101  # else nothing is measured

    def close(self) -> None:
        """Hang up."""
        self.writer.close()


def main(
    n_codings: int = N_CODINGS, n_coders: int = N_CODERS, n_kills: int = N_KILLS
) -> None:
    """Print a table of answers, and one of kills."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "town"
        assignments = make_project(folder, n_coders, -(-n_codings // n_coders))
        measure_answers(folder, assignments, n_codings)
        measure_kills(folder, assignments, n_kills)


def make_project(folder: Path, n_coders: int, n_units: int) -> dict[str, str]:
    """Make a project of invented sentences; return an assignment for each coder."""
    path = folder.parent / "long.txt"
    sentences = [f"The quay needs a bench number {i}.\n" for i in range(n_units)]
    path.write_text("\n".join(sentences), encoding="utf-8")
    with Project.create(folder, name="town") as project:
        project.read([path], actor="Quay List", date="2031", into="sentence")
        stored = load_codebook("marpor-5").stored
        project.store.keep_codebook(stored, at=now())
        for i in range(n_coders):
            project.add_coder(f"Coder {i}")
        return assign_all(project.store, stored.sha256)


def assign_all(store: Store, sha256: str) -> dict[str, str]:
    """Give every coder all units."""
    text = text_of(store, store.documents()[0])
    units = tuple(
        AssignedUnit(
            position=i,
            document_id=row["document"],
            unit_id=row["unit"],
            anchor=anchor_of(text, Span(row["start"], row["end"])),
            inclusion_probability=1.0,
        )
        for i, row in enumerate(current_units(store).to_pylist())
    )
    made = {}
    for coder in store.coders.all():
        plain = Assignment(
            assignment_id="",
            coder=coder.coder_id,
            codebook_sha256=sha256,
            variables=("topic",),
            purpose="coding",
            design={},
            written=now_exactly(),
            units=units,
        )
        one = replace(plain, assignment_id=identify(plain, nonce=coder.coder_id))
        store.assignments.add([one])
        made[coder.coder_id] = one.assignment_id
    return made


def start_server(folder: Path) -> Server:
    """Start a server and wait until it answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("hustings")),
        "serve",
        "--project",
        str(folder),
        "--port",
        str(port),
    ]
    process = subprocess.Popen(  # noqa: S603  # our own server
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DISPLAY": "", "WAYLAND_DISPLAY": ""},
    )
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return Server(process=process, port=port)
    message = "The server does not answer."
    raise RuntimeError(message)


def measure_answers(folder: Path, assignments: dict[str, str], n: int) -> None:
    """Print how long answers took, without a pause and at the pace of people."""
    print(
        "| coders | pause | manager | codings | lost | doubled | codings a second "
        "| median | 95 % | 99 % | slowest | CPU of the server | CPU a coding | check |"
    )
    print(
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: "
        "| ---: | ---: | --- |"
    )
    managed: dict[str, list[float]] = {}
    calm = int(CALM_SECONDS / PAUSE) * len(assignments)
    for pause, n_sent, looks in (
        (0.0, n, False),
        (PAUSE, calm, False),
        (PAUSE, 3 * calm, True),
    ):
        before = kept_ids(folder)
        server = start_server(folder)
        coding = code_all(server, assignments, n_sent, pause, looks=looks)
        tally, seconds, used = asyncio.run(coding)
        managed |= tally.managed
        stop(server, signal.SIGINT)
        after = kept_ids(folder) - before
        there = Counter({one: n for one, n in after.items() if n})
        lost = sum(one not in there for one in tally.answered)
        doubled = sum(there.values()) - len(tally.answered)
        print(
            f"| {len(assignments)} | {pause:g} s | {'looks on' if looks else '–'} "
            f"| {n_sent:,} | {lost} | {doubled} "
            f"| {len(tally.answered) / seconds:,.0f} | {tally.share(0.5):.0f} ms "
            f"| {tally.share(0.95):.0f} ms | {tally.share(0.99):.0f} ms "
            f"| {max(tally.milliseconds):.0f} ms | {used / seconds:.0%} "
            f"| {1000 * used / n_sent:.2f} ms | {checked(folder)} |"
        )
    print("\n| page of the manager | times | longest |\n| --- | ---: | ---: |")
    for page, times in managed.items():
        print(f"| {page} | {len(times)} | {max(times):.1f} s |")
    print()


def measure_kills(folder: Path, assignments: dict[str, str], n_kills: int) -> None:
    """Kill the server again and again, and look what is there."""
    print("| kill | codings answered | lost | doubled | check |")
    print("| ---: | ---: | ---: | ---: | --- |")
    for i in range(n_kills):
        before = kept_ids(folder)
        server = start_server(folder)
        tally = asyncio.run(code_until_killed(server, assignments))
        after = kept_ids(folder)
        new = after - before
        lost = sum(one not in after for one in tally.answered)
        doubled = sum(n - 1 for n in new.values() if n > 1)
        print(
            f"| {i + 1} | {len(tally.answered):,} | {lost} | {doubled} "
            f"| {checked(folder)} |"
        )


async def look(
    line: Line, coder: str, assignment: str, managed: dict[str, list[float]]
) -> None:
    """Look at the manager's pages, one after the other, for ever."""
    await line.open()
    await line.come_in(coder, assignment)
    while True:
        for page in MANAGED:
            start = time.perf_counter()
            status, _ = await line.ask("GET", f"/room/{page}")
            assert status == 200, status  # noqa: S101  # else nothing is measured
            managed.setdefault(page, []).append(time.perf_counter() - start)


async def code_all(
    server: Server,
    assignments: dict[str, str],
    n: int,
    pause: float,
    *,
    looks: bool,
) -> tuple[Tally, float, float]:
    """Let everybody code at once; return how long that took, and how much computing.

    Parameters
    ----------
    looks : bool
        Whether a manager looks on meanwhile.
    """
    tally = Tally()
    lines = [Line(server.port) for _ in assignments]
    for line, (coder, assignment) in zip(lines, assignments.items(), strict=True):
        await line.open()
        await line.come_in(coder, assignment)
    each = n // len(lines)
    who = next(iter(assignments.items()))
    watching = look(Line(server.port), *who, tally.managed) if looks else None
    manager = asyncio.create_task(watching) if watching is not None else None
    used, start = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(
        *(
            code(line, assignment, each, tally, pause)
            for line, assignment in zip(lines, assignments.values(), strict=True)
        )
    )
    seconds = time.perf_counter() - start
    if manager is not None:
        manager.cancel()
    for line in lines:
        line.close()
    return tally, seconds, server.cpu_seconds() - used


async def code_until_killed(server: Server, assignments: dict[str, str]) -> Tally:
    """Let everybody code until the server is killed."""
    tally = Tally()
    lines = [Line(server.port) for _ in assignments]
    for line, (coder, assignment) in zip(lines, assignments.items(), strict=True):
        await line.open()
        await line.come_in(coder, assignment)
    tasks = [
        asyncio.create_task(code(line, assignment, 1_000_000, tally, 0.0))
        for line, assignment in zip(lines, assignments.values(), strict=True)
    ]
    await asyncio.sleep(UNTIL_KILLED)
    stop(server, signal.SIGKILL)
    await asyncio.gather(*tasks, return_exceptions=True)
    for line in lines:
        line.close()
    return tally


async def code(line: Line, assignment: str, n: int, tally: Tally, pause: float) -> None:
    """Send codings one after the other, each after the answer to the one before."""
    if pause:
        await asyncio.sleep(pause * (hash(assignment) % 100) / 100)
    for i in range(n):
        body = json.dumps(
            {
                "assignment": assignment,
                "codings": [
                    {
                        "client": str(uuid4()),
                        "position": i % 400,
                        "variable": "topic",
                        "value": CODES[i % len(CODES)],
                        "unsure": False,
                        "note": "",
                        "evidence": [],
                    }
                ],
            }
        ).encode()
        start = time.perf_counter()
        status, answer = await line.ask("POST", "/room/api/codings", body)
        if status == 200:
            tally.milliseconds.append(1000 * (time.perf_counter() - start))
            tally.answered.append(json.loads(answer)["saved"][0]["coding"])
        else:
            tally.refused[status] += 1
        if pause:
            await asyncio.sleep(pause)


def stop(server: Server, how: signal.Signals) -> None:
    """End a server, and wait until it has."""
    server.process.send_signal(how)
    server.process.wait()


def kept_ids(folder: Path) -> Counter[str]:
    """Return the ids of all codings that are there, each as often as it is."""
    with Store.open(folder) as store:
        return Counter(one.coding_id for one in store.hand.all())


def checked(folder: Path) -> str:
    """Return whether the project is sound."""
    with Project.open(folder) as project:
        return "sound" if project.check().is_sound else "**not sound**"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
