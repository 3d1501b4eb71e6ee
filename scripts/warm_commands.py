"""A program ``hustings`` that is imported once and forked for every command.

The pages show some two hundred commands; importing what they lean on takes longer than
what they do. ``WarmCommands`` keeps one process that has imported all commands, and
gives a folder whose ``hustings`` hands a command line, a folder, an environment and
its standard streams over to a fork of that process. What runs is the command itself.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    from types import TracebackType

MOST_BYTES = 1 << 20
N_STREAMS = 3
ADDRESS = "commands"
"""Name of the socket in the folder."""

SLOW = (
    "hustings.workflow.project",
    "hustings.interface.pages.site",
    "duckdb",
    "openpyxl",
    "polars",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.sparse.linalg",
)
"""What commands import late because it is slow."""

_CLIENT = """#!{python} -IS
import json, os, socket, sys
where = socket.socket(socket.AF_UNIX)
where.connect({address!r})
asked = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(where, [len(asked).to_bytes(4, "big")], [0, 1, 2])
where.sendall(asked)
sys.exit(int(where.makefile().read() or 1))
"""


class WarmCommands:
    """One process with everything imported, for as long as the block lasts.

    Attributes
    ----------
    folder : Path
        What to put first into ``PATH``.
    """

    def __enter__(self) -> Self:
        self._temporary = tempfile.TemporaryDirectory(prefix="hustings-")
        self.folder = Path(self._temporary.name)
        address = self.folder / ADDRESS
        client = self.folder / "hustings"
        client.write_text(
            _CLIENT.format(python=sys.executable, address=str(address)),
            encoding="utf-8",
        )
        client.chmod(0o755)
        self._server = subprocess.Popen(  # noqa: S603  # this file
            [sys.executable, __file__, str(address)], stdout=subprocess.PIPE
        )
        cast("IO[bytes]", self._server.stdout).readline()  # it listens
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.kill()
        self._server.communicate()
        self._temporary.cleanup()


def listen(address: str) -> None:
    """Import every command, then fork for each that is asked for."""
    from hustings.interface.cli import COMMANDS  # noqa: PLC0415  # the server alone

    for name in (*SLOW, *(f"hustings.interface.commands.{name}" for name in COMMANDS)):
        import_module(name)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("listening", flush=True)
        while True:
            asking, _ = listener.accept()
            with asking:
                child = os.fork()
                if child == 0:
                    _answer(asking)
                os.waitpid(child, 0)


def _answer(asking: socket.socket) -> None:
    """Run one command with the asker's streams, in a process that ends with it."""
    if os.fork():  # the command belongs to nobody, so nobody has to wait for it
        os._exit(0)
    arguments, folder, environment = _take_over(asking)
    status = 1
    try:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        status = _run(arguments)
    finally:
        with contextlib.suppress(OSError):
            asking.sendall(str(status).encode())
        os._exit(0)


def _take_over(asking: socket.socket) -> tuple[list[str], str, dict[str, str]]:
    """Take the asker's streams for our own, and read what it asks for."""
    size, streams, _, _ = socket.recv_fds(asking, 4, N_STREAMS)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    with asking.makefile("rb") as reader:
        asked = json.loads(reader.read(int.from_bytes(size, "big")))
    for name, number in (("stdout", 1), ("stderr", 2)):
        opened = os.fdopen(number, "wb", closefd=False)
        written = TextIOWrapper(opened, "utf-8", line_buffering=os.isatty(number))
        setattr(sys, name, written)
    return asked[0], asked[1], asked[2]


def _run(arguments: list[str]) -> int:
    """Run a command as its own process would, and return how it ended."""
    from hustings.interface.cli import main  # noqa: PLC0415  # the server alone

    sys.argv = ["hustings", *arguments]
    try:
        main(arguments)
    except SystemExit as ended:
        return (
            ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        )
    finally:
        atexit._run_exitfuncs()  # noqa: SLF001  # we leave without Python's own end
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    return 0


if __name__ == "__main__":
    listen(sys.argv[1])
