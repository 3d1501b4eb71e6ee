"""The sample project with people who code, served and opened in a headless Chromium.

For the scripts that measure the coding room's pages and take pictures of them.
"""

from __future__ import annotations

import csv
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from hustings.store.project import Store
from hustings.workflow.codebooks import stored_codebook
from hustings.workflow.demonstrating import build_demo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selenium.webdriver import Chrome


PROGRAM = "economic-social"


def build_room(
    folder: Path, coders: Sequence[str], *, codebook: str, n_units: int
) -> None:
    """Build the sample project and give every coder the same units."""
    build_demo(folder)
    for coder in coders:
        run("coder", "add", coder, "--project", str(folder))
    people = ("--by", "hand", "--coders", ",".join(coders), "--overlap", "1")
    drawn = ("--codebook", codebook, "--sample", str(n_units))
    run("code", *people, *drawn, "--project", str(folder))


def let_code(folder: Path, coders: Sequence[str], *, differ: int = 4) -> None:
    """Let people code all that they have; one unit of `differ` the last one differs."""
    with Store.open(folder) as store:
        mine = {coder: store.assignments.of(coder)[-1] for coder in coders}
        sha256 = mine[coders[0]].codebook_sha256
        book = stored_codebook(store, sha256).codebook
    variable = book.variables[0]
    codes = [one.code for one in variable.codes]
    table = folder.parent / "codings.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("unit", "coder", "variable", "value", "note"))
        for coder, assignment in mine.items():
            for i, unit in enumerate(sorted(one.unit_id for one in assignment.units)):
                is_odd = coder == coders[-1] and i % differ == 0
                value = codes[(i + is_odd) % len(codes)]
                note = "Hard to tell." if is_odd else ""
                writer.writerow((unit, coder, variable.name, value, note))
    words = ("--codebook", book.name, "--project", str(folder))
    run("code", "--from-table", str(table), *words)


def let_program_code(folder: Path) -> None:
    """Let the program that comes with Hustings code, with the codebook of its name."""
    run("code", "--coder", PROGRAM, "--project", str(folder))


def invite(folder: Path, coder: str) -> str:
    """Return the path of a new one-time link."""
    said = run("coder", "invite", coder, "--project", str(folder))
    return next(one for one in said.split() if one.startswith("/room/welcome#"))


def run(*words: str) -> str:
    """Run a command of Hustings and return what it said; end where it fails."""
    done = subprocess.run(  # noqa: S603
        (_program(), *words), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout + done.stderr


@contextmanager
def serve(folder: Path, *options: str) -> Iterator[str]:
    """Serve a project as a user would, in a process of its own; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    words = (_program(), "serve", "--port", str(port), "--project", str(folder))
    server = subprocess.Popen((*words, *options), stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def come_in(chrome: Chrome, address: str, coder: str) -> None:
    """Say who is coding."""
    chrome.get(f"{address}/room/login")
    chrome.find_element(By.CSS_SELECTOR, f"button[value='{coder}']").click()
    WebDriverWait(chrome, 10).until(
        lambda one: one.find_elements(By.CLASS_NAME, "person")
    )


def _wait_for(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(900):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    sys.exit("hustings serve did not answer.")


def _program() -> str:
    return str(Path(sys.executable).with_name("hustings"))
