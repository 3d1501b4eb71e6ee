"""The sample project with people who code, served and opened in a headless Chromium.

For the scripts that measure the coding room's pages and take pictures of them.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from hustings.workflow.demonstrating import build_demo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selenium.webdriver import Chrome


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


def run(*words: str) -> None:
    """Run a command of Hustings; where it fails, say what it said."""
    done = subprocess.run(  # noqa: S603
        (_program(), *words), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a project as a user would, in a process of its own; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    words = (_program(), "serve", "--port", str(port), "--project", str(folder))
    server = subprocess.Popen(words, stderr=subprocess.DEVNULL)  # noqa: S603
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
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    sys.exit("hustings serve did not answer.")


def _program() -> str:
    return str(Path(sys.executable).with_name("hustings"))
