"""Serving a project's pages on 127.0.0.1, and opening a browser where there is one."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

from hustings.errors import PortTakenError
from hustings.interface.output import say
from hustings.interface.web.app import create_app
from hustings.store.project import DATABASE
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hustings.workflow.gathered import Gathered

HOST = "127.0.0.1"
PORT = 8765


def serve_project(folder: Path, *, port: int = PORT) -> None:
    """Serve a project's pages until the user stops it.

    Raises
    ------
    NotAProjectError
        If the folder holds no project.
    PortTakenError
        If another program answers on the port.
    """
    load = gather_when_changed(folder)
    load()
    with _listen(port) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        say(f"Hustings shows {folder.resolve().name} at {address}  (stop: Ctrl+C)")
        if _has_desktop():
            threading.Timer(0.5, webbrowser.open, [address]).start()
        config = uvicorn.Config(create_app(load), log_level="warning")
        # Ctrl+C is how one stops it, so it is no mistake.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def gather_when_changed(folder: Path) -> Callable[[], Gathered]:
    """Give a function that gathers the project anew only after it has changed."""
    lock = threading.Lock()
    remembered: dict[tuple[int, int], Gathered] = {}

    def load() -> Gathered:
        with lock:
            status = (folder / DATABASE).stat() if _is_there(folder) else None
            key = (status.st_mtime_ns, status.st_size) if status else (0, 0)
            if key not in remembered:
                with Project.open(folder) as project:
                    gathered = project.gather()
                remembered.clear()
                remembered[key] = gathered
            return remembered[key]

    return load


def _is_there(folder: Path) -> bool:
    return (folder / DATABASE).is_file()


def _listen(port: int) -> socket.socket:
    """Take the port on this machine's own address."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise PortTakenError(port=port) from error
    return listener


def _has_desktop() -> bool:
    """Say whether a browser could be opened for the user."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
