"""Run the commands that the pages show, and put what they print into the pages.

A test compares what it would write with what is there. On a page,

* a block ``console`` holds commands, a line ``$ COMMAND`` each, with what they print
  below; ``console exit=1`` means that the last one fails;
* a line ``...`` stands for output that is left out;
* a block ``pycon`` is Python, run in this process where the commands have gone;
* a block such as ``csv file=counts.csv`` is a file that the commands below it use.

Commands run on a terminal of their own, in a folder with the project ``pellwick`` and
the sample files in ``samples``. ``hustings serve`` is stopped as soon as it answers.
"""

from __future__ import annotations

import contextlib
import doctest
import fcntl
import io
import os
import pty
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from warm_commands import WarmCommands

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "src" / "hustings" / "samples"
PROJECT = "pellwick"
BUILDS_ITS_OWN = frozenset({"tutorial"})
"""Pages that begin without the sample project."""

COLUMNS = 120
SERVING = "(stop: Ctrl+C)"
STOPPED = 130
"""Exit code of what was stopped with Ctrl+C, as we stop servers."""

LEFT_OUT = "..."

_BLOCK = re.compile(r"^```(\S+)(?: (\w+)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RUN_ID = re.compile(
    r"\b(read|split|code|train|agree|adjudicate|scale|compare|export|merge)-[0-9a-f]{12}\b"
)
_DOCUMENT_ID = re.compile(r"\bd[0-9a-f]{12}\b")
_SERVER = re.compile(r"hustings (serve|demo)\b(?!.*--no-serve)")
_PORT = re.compile(r"(127\.0\.0\.1:|--port )\d+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
_INVITATION = re.compile(r"(?<=/room/welcome#)[\w-]{43}")
_DAY = re.compile(r"(?<=once, until )\d{4}-\d\d-\d\d")
_DECIMALS = re.compile(r"-?\d+\.\d{6,}")
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class ExampleError(Exception):
    """A command on a page does not end as the page says."""


@dataclass(kw_only=True)
class Place:
    """Where a page's commands run, and which folder they have gone into.

    Attributes
    ----------
    programs : Path or None
        A folder whose ``hustings`` is quicker to start (``warm_commands.py``).
    """

    folder: Path
    programs: Path | None = None
    names: dict[str, object] = field(default_factory=dict)
    here: Path = field(init=False)

    def __post_init__(self) -> None:
        self.here = self.folder


def pages() -> list[Path]:
    """List the pages with commands."""
    return [
        ROOT / "docs" / "tutorial.md",
        *sorted((ROOT / "docs" / "how-to").glob("*.md")),
    ]


def make_place(
    folder: Path, *, project: Path | None, programs: Path | None = None
) -> Place:
    """Put the sample files, and a copy of the sample project, into a new folder."""
    folder.mkdir(parents=True)
    shutil.copytree(
        SAMPLES, folder / "samples", ignore=shutil.ignore_patterns("masters", "*.md~")
    )
    if project is not None:
        shutil.copytree(project, folder / PROJECT)
    return Place(folder=folder, programs=programs)


def build_project(folder: Path) -> Path:
    """Build the sample project once for all pages."""
    folder.mkdir(parents=True)
    status, printed = run_command(
        f"hustings demo {PROJECT} --no-serve", Place(folder=folder)
    )
    if status:
        raise ExampleError(printed)
    return folder / PROJECT


def run_page(text: str, place: Place) -> str:
    """Run a page's commands and return the page with what they print now."""
    return _BLOCK.sub(lambda block: _run_block(block, place), text)


def _run_block(block: re.Match[str], place: Place) -> str:
    """Run one block of a page, or write the file that it shows."""
    language, option, value, body = block.groups()
    if option == "file":
        (place.here / value).write_text(body, encoding="utf-8")
    if language == "pycon":
        return f"```pycon\n{_run_python(body, place)}```"
    if language != "console":
        return block[0]
    examples = list(_examples(body))
    wanted = [0] * (len(examples) - 1) + [int(value or 0)]
    parts = [
        _run_example(command, shown, place, status)
        for (command, shown), status in zip(examples, wanted, strict=True)
    ]
    fence = f"```console {option}={value}" if option else "```console"
    return f"{fence}\n{''.join(parts)}```"


def _examples(body: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block with the output below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        while command.endswith("\\"):
            more, _, shown = shown.partition("\n")
            command = f"{command}\n{more}"
        yield command, shown


def _run_example(command: str, shown: str, place: Place, wanted: int) -> str:
    """Run a command and return it with its output as a page shows it."""
    status, printed = run_command(command, place)
    if status != wanted:
        message = f"$ {command}\nended with {status}, not {wanted}:\n{printed}"
        raise ExampleError(message)
    if not is_same(shown, printed):
        shown = _shorten(_with_port(printed, command), like=shown)
    return f"$ {command}\n{shown}"


def _run_python(body: str, place: Place) -> str:
    """Run the examples of a block, and return it with what they print."""
    parts = []
    for part in doctest.DocTestParser().parse(body):
        if isinstance(part, str):
            parts.append(part)
            continue
        shown = _prompted(part.source)
        printed = _evaluate(part.source, place)
        parts.append(shown + (part.want if is_same(part.want, printed) else printed))
    return "".join(parts)


def _prompted(source: str) -> str:
    """Put the prompts before the lines of an example."""
    first, *more = source.splitlines()
    return "".join(
        f"{line}\n" for line in [f">>> {first}", *(f"... {m}" for m in more)]
    )


def _evaluate(source: str, place: Place) -> str:
    """Run an example as the interpreter would."""
    printed = io.StringIO()
    with contextlib.chdir(place.here), contextlib.redirect_stdout(printed):
        exec(compile(source, "<page>", "single"), place.names)  # noqa: S102  # our page
    return printed.getvalue()


def run_command(command: str, place: Place) -> tuple[int, str]:
    """Run a command on a terminal of its own; return its status and what it printed."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as went:
        process = subprocess.Popen(  # noqa: S603  # our own pages
            ["bash", "--norc", "-c", _script(command, went.name)],  # noqa: S607  # bash
            stdin=subprocess.DEVNULL,
            stdout=follower,
            stderr=follower,
            cwd=place.here,
            env=_environment(place, command),
            start_new_session=True,
        )
        os.close(follower)
        printed = _listen(leader, process)
        status = process.wait()
        place.here = Path(went.read().strip() or place.here)
    shown = _clean(printed).replace(str(place.folder.resolve()), "~")
    return (0 if status == STOPPED else status), shown


def _script(command: str, went: str) -> str:
    """Run the command, then note where it left us; serve on any free port."""
    if _SERVER.match(command):
        return f"exec {_PORT.sub('', command)} --port {_free_port()}"
    return f"{command}\nstatus=$?; pwd > {went}; exit $status"


def _free_port() -> int:
    """Find a port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _environment(place: Place, command: str) -> dict[str, str]:
    """Give a plain terminal, our own programs first, and no desktop."""
    kept = {
        key: os.environ[key]
        for key in ("SYSTEMROOT", "TMPDIR", "PYTHONPATH")
        if key in os.environ
    }
    programs = [str(Path(sys.executable).parent)]
    if place.programs and not _SERVER.match(command):  # servers are stopped by a signal
        programs.insert(0, str(place.programs))
    return {
        **kept,
        "HOME": str(place.folder),
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join([*programs, os.environ["PATH"]]),
        "TERM": "dumb",
        "COLUMNS": str(COLUMNS),
        "LINES": "50",
    }


def _listen(leader: int, process: subprocess.Popen[bytes]) -> str:
    """Read all that is printed; stop a server once it says that it serves."""
    printed = b""
    try:
        while read := os.read(leader, 65536):
            printed += read
            if SERVING.encode() in printed and process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                break
    except OSError:  # the other end is closed
        pass
    finally:
        process.wait(timeout=30)
        os.close(leader)
    return printed.decode("utf-8", "replace")


def _clean(printed: str) -> str:
    """Take away what only a terminal sees."""
    plain = _ESCAPES.sub("", printed).replace("\r\n", "\n")
    lines = [line.rstrip() for line in plain.strip("\n").split("\n")]
    return "".join(f"{line}\n" for line in lines) if plain.strip() else ""


def is_same(shown: str, printed: str) -> bool:
    """Say whether a page shows what was printed, but for what differs by machine."""
    pattern = re.escape(_masked(shown)).replace(re.escape(f"{LEFT_OUT}\n"), "(?:.*\n)*")
    return re.fullmatch(pattern, _masked(printed)) is not None


def _masked(text: str) -> str:
    """Hide ids, ports, moments, links, and decimals beyond the fifth."""
    text = _RUN_ID.sub(r"\1-ID", text)
    text = _DOCUMENT_ID.sub("DOCUMENT", text)
    text = _PORT.sub(r"\g<1>PORT", text)
    text = _MOMENT.sub("MOMENT", text)
    text = _INVITATION.sub("TOKEN", _DAY.sub("DAY", text))
    return _DECIMALS.sub(lambda number: f"{float(number[0]):.5f}", text)


def _with_port(printed: str, command: str) -> str:
    """Show the port that the command would have had."""
    named = re.search(r"--port (\d+)", command)
    return re.sub(
        r"127\.0\.0\.1:\d+", f"127.0.0.1:{named[1] if named else 8765}", printed
    )


def _shorten(printed: str, *, like: str) -> str:
    """Leave out as much as the page leaves out."""
    before, dots, after = like.partition(f"{LEFT_OUT}\n")
    lines = printed.splitlines(keepends=True)
    if not dots or len(lines) <= before.count("\n") + after.count("\n"):
        return printed
    tail = lines[len(lines) - after.count("\n") :]
    return "".join([*lines[: before.count("\n")], dots, *tail])


def main() -> None:
    """Write the pages anew."""
    named = [Path(name).resolve() for name in sys.argv[1:]] or pages()
    with tempfile.TemporaryDirectory() as name, WarmCommands() as warm:
        folder = Path(name)
        project = build_project(folder / "project")
        for page in named:
            text = page.read_text(encoding="utf-8")
            own = None if page.stem in BUILDS_ITS_OWN else project
            place = make_place(folder / page.stem, project=own, programs=warm.folder)
            new = run_page(text, place)
            if new != text:
                page.write_text(new, encoding="utf-8")
            print(f"{page.relative_to(ROOT)}{'' if new == text else ' (changed)'}")


if __name__ == "__main__":
    sys.exit(main())
