"""Serving a project's pages and its coding room, on this machine or to a team."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

from hustings.errors import OpenDoorError, PortTakenError
from hustings.interface.output import say
from hustings.interface.web.app import create_app
from hustings.interface.web.connections import PatientToAPoint, allow_many_files
from hustings.interface.web.openings import PORT, Opening
from hustings.interface.web.room.office import Office
from hustings.interface.web.room.room import Room
from hustings.store.privacy import keep_to_owner
from hustings.store.project import DATABASE
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.applications import Starlette

    from hustings.workflow.gathered import Gathered

_SWITCHING = 0.0005
"""Seconds that a thread keeps the others waiting: the writer must not starve."""
_BETWEEN_UNITS = 120
"""Seconds that a connection is kept open: people think between two codings."""
_LAST_WORDS = 5
"""Seconds that requests have to end when the server is stopped."""


def serve_project(
    folder: Path, *, port: int = PORT, opening: Opening | None = None
) -> None:
    """Serve a project's pages and its coding room until the user stops it.

    Raises
    ------
    NotAProjectError
        If the folder holds no project.
    PortTakenError
        If another program answers on the port.
    OpenDoorError, CertificateError
        If a team would be served in a way that anybody could listen to.
    """
    opening = opening or Opening()
    opening.check()
    load = gather_when_changed(folder)
    load()
    if opening.is_team:
        keep_to_owner(folder / DATABASE)
    office = Office()
    room = Room(folder=folder, door=opening.door, publish=office.publish)
    with _listen(opening.host, port) as listener:
        port = listener.getsockname()[1]
        address = opening.address(port)
        say(opening.announce(folder.resolve().name, port))
        if _has_desktop():
            threading.Timer(0.5, webbrowser.open, [address]).start()
        app = create_app(
            load,
            hosts=opening.hosts,
            takes_own_address=opening.is_far_reaching,
            room=room,
            office=office,
        )
        sys.setswitchinterval(_SWITCHING)
        allow_many_files()
        # Ctrl+C is how one stops it, so it is no mistake.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(_configure(app, opening)).run(sockets=[listener])


def _configure(app: Starlette, opening: Opening) -> uvicorn.Config:
    """Say how to serve; who a proxy speaks for is the room's to judge."""
    return uvicorn.Config(
        app,
        http=PatientToAPoint,
        ws="none",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="on",
        timeout_keep_alive=_BETWEEN_UNITS,
        timeout_graceful_shutdown=_LAST_WORDS,
        ssl_certfile=opening.certificate,
        ssl_keyfile=opening.key,
    )


def gather_when_changed(folder: Path) -> Callable[[], Gathered]:
    """Give a function that gathers the project anew only after it has changed."""
    lock = threading.Lock()
    remembered: dict[tuple[tuple[int, int], ...], Gathered] = {}

    def load() -> Gathered:
        with lock:
            # What was written last may be in the log beside the database only.
            key = tuple(_state(folder / name) for name in (DATABASE, f"{DATABASE}-wal"))
            if key not in remembered:
                with Project.open(folder) as project:
                    gathered = project.gather()
                remembered.clear()
                remembered[key] = gathered
            return remembered[key]

    return load


def _state(path: Path) -> tuple[int, int]:
    """Return what tells whether a file has changed."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def _listen(host: str, port: int) -> socket.socket:
    """Take the port on an address of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, or asyncio would leave Nagle's delay on: 40 ms for every answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except socket.gaierror:
        listener.close()
        raise OpenDoorError(
            reason=f"This machine has no address {host!r}.",
            advice="Give one of its own with --host, such as 0.0.0.0 for all of them.",
        ) from None
    except OSError as error:
        listener.close()
        raise PortTakenError(port=port) from error
    return listener


def _has_desktop() -> bool:
    """Say whether a browser could be opened for the user."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
