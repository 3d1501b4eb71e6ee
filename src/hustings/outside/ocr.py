"""The door to tesseract: a picture of a page in, its words with their boxes out."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from hustings.errors import MissingLanguageError, RecognitionError
from hustings.outside.ocr_languages import name_language

if TYPE_CHECKING:
    from collections.abc import Collection

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

PROGRAM = "tesseract"
RESOLUTION = 300
"""Dots per inch of the pictures that are handed over."""

_MOST_LANGUAGES = 6
_NOT_LANGUAGES = frozenset(["osd", "equ", "snum"])
_MEGABYTES = 2_000
"""Of memory for one page; the largest that is handed over takes a third of it."""
_PATIENCE = 4
_OUT_OF_TIME = (-9, -24)
"""How Linux ends a program that has computed for longer than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tesseract:
    """Recognises pages with Debian's tesseract, one process a page.

    Attributes
    ----------
    seconds : int
        Of computing after which a page is given up; on the clock, four times that.
    at_once : int
        Pages at a time in this process; threads that bring more of them wait.
    """

    seconds: int = 120
    at_once: int = 1

    def __call__(self, picture: bytes, language: str | None) -> bytes:
        """Recognise the words of one page.

        Parameters
        ----------
        picture : bytes
            A grey PNM or PNG at `RESOLUTION`.
        language : str or None
            ISO 639 code, or several joined by "+"; None tries all languages that are
            installed.

        Returns
        -------
        bytes
            hOCR: XHTML with the box of every word in pixels.

        Raises
        ------
        MissingLanguageError
            If the language is not installed, or is none.
        RecognitionError
            If the page takes too long, or tesseract fails.
        """
        command = [
            *(PROGRAM, "stdin", "stdout", "-l", _models(language)),
            *("--dpi", str(RESOLUTION), "--psm", "3", "hocr"),
        ]
        with _gate(self.at_once):
            code, hocr, words = _run(command, picture, self.seconds)
        if code:
            line = " ".join(words.decode("utf-8", "replace").split())[:200]
            raise RecognitionError(
                reason=f"tesseract failed ({line or code})",
                advice="Scan the page anew, or leave it out.",
            )
        return hocr


def _run(command: list[str], picture: bytes, seconds: int) -> tuple[int, bytes, bytes]:
    """Run a command on a picture within limits: its code, output and complaints."""
    with subprocess.Popen(  # noqa: S603  # no shell, and no word of a file
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # one thread is fastest, and pages are read side by side
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    ) as process:
        _limit(process.pid, seconds)
        try:
            output, words = process.communicate(picture, timeout=_PATIENCE * seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise _too_long(seconds) from None
        except BaseException:
            process.kill()
            raise
    if process.returncode in _OUT_OF_TIME:
        raise _too_long(seconds)
    return process.returncode, output, words


def _too_long(seconds: int) -> RecognitionError:
    return RecognitionError(
        reason=f"it took longer than {seconds} seconds",
        advice="Scan the page anew, or leave it out.",
    )


def _limit(pid: int, seconds: int) -> None:
    """Bound a process where the system can; it may also outlive the one that asked."""
    if not hasattr(resource, "prlimit"):
        return
    most = {
        resource.RLIMIT_AS: _MEGABYTES * 1_000_000,
        resource.RLIMIT_CPU: seconds,
    }
    for kind, limit in most.items():
        with suppress(ProcessLookupError):
            resource.prlimit(pid, kind, (limit, limit))


@cache
def _gate(at_once: int) -> BoundedSemaphore:
    """Let so many threads of this process through at a time."""
    return BoundedSemaphore(at_once)


def find_tesseract(*, processes: int = 1) -> Tesseract | None:
    """Return the way to recognise pages, or None where tesseract is missing.

    Parameters
    ----------
    processes : int
        Those that will use it side by side, and share the cores.
    """
    if not shutil.which(PROGRAM):
        return None
    return Tesseract(at_once=max(1, _count_cores() // max(1, processes)))


def _count_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def tesseract_versions() -> dict[str, str]:
    """Return tesseract's version and its languages, for a run's record.

    Nothing where it is missing: then no page is recognised.
    """
    if not shutil.which(PROGRAM):
        return {}
    languages = ", ".join(sorted(_installed()))
    return {"tesseract": tesseract_version(), "tesseract languages": languages}


@cache
def tesseract_version() -> str:
    """Return the version of the program that is installed, such as 5.3.0."""
    first, _, _ = _ask("--version").partition("\n")
    return first.removeprefix("tesseract").strip()


@cache
def _installed() -> tuple[str, ...]:
    """List the languages that are installed."""
    names = _ask("--list-langs").split("\n")[1:]
    return tuple(name for name in names if name and name not in _NOT_LANGUAGES)


def _ask(option: str) -> str:
    """Return what the program says of itself."""
    done = subprocess.run(  # noqa: S603  # a fixed command
        [PROGRAM, option], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout


def _models(language: str | None) -> str:
    """Name the models to use; of all installed, English first."""
    installed = _installed()
    if language is None:
        ordered = sorted(installed, key=lambda name: (name != "eng", name))
        return "+".join(ordered[:_MOST_LANGUAGES]) or "eng"
    names = [_model(code, installed) for code in language.split("+")]
    return "+".join(dict.fromkeys(names))


def _model(code: str, installed: Collection[str]) -> str:
    """Name the model of one language, which must be installed."""
    name = name_language(code)
    if name and name in installed:
        return name
    package = f"tesseract-ocr-{name.replace('_', '-')}" if name else ""
    raise MissingLanguageError(language=code, package=package)
