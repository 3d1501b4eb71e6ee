"""The door to tesseract: a picture of a page in, its words with their boxes out."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from hustings.errors import RecognitionError

PROGRAM = "tesseract"
INSTALL = "apt-get install tesseract-ocr"
RESOLUTION = 300
"""Dots per inch of the pictures that are handed over."""

_MOST_LANGUAGES = 6
_NOT_LANGUAGES = frozenset(["osd", "equ", "snum"])
_CODES = {
    "ar": "ara",
    "bg": "bul",
    "ca": "cat",
    "cs": "ces",
    "cy": "cym",
    "da": "dan",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "et": "est",
    "eu": "eus",
    "fa": "fas",
    "fi": "fin",
    "fr": "fra",
    "ga": "gle",
    "gl": "glg",
    "he": "heb",
    "hi": "hin",
    "hr": "hrv",
    "hu": "hun",
    "is": "isl",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "lt": "lit",
    "lv": "lav",
    "mt": "mlt",
    "nl": "nld",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "sk": "slk",
    "sl": "slv",
    "sq": "sqi",
    "sr": "srp",
    "sv": "swe",
    "th": "tha",
    "tr": "tur",
    "uk": "ukr",
    "vi": "vie",
    "zh": "chi_sim",
}
"""ISO 639-1 to the names of tesseract's languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tesseract:
    """Recognises pages with Debian's tesseract, one process a page.

    Attributes
    ----------
    seconds : int
        After which a page is given up.
    """

    seconds: int = 120

    def __call__(self, picture: bytes, language: str | None) -> bytes:
        """Recognise the words of one page.

        Parameters
        ----------
        picture : bytes
            A grey PNM or PNG at `RESOLUTION`.
        language : str or None
            ISO 639-1 code; None tries all languages that are installed.

        Returns
        -------
        bytes
            hOCR: XHTML with the box of every word in pixels.

        Raises
        ------
        RecognitionError
            If the language is not installed, or the page takes too long.
        """
        command = [
            *(PROGRAM, "stdin", "stdout", "-l", _models(language)),
            *("--dpi", str(RESOLUTION), "--psm", "3", "hocr"),
        ]
        try:
            done = subprocess.run(  # noqa: S603  # no shell, and no word of a file
                command,
                input=picture,
                capture_output=True,
                timeout=self.seconds,
                check=False,
                # one thread is fastest, and pages are read side by side
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except subprocess.TimeoutExpired:
            raise RecognitionError(
                reason=f"it took longer than {self.seconds} seconds",
                advice="Scan the page anew, or leave it out.",
            ) from None
        if done.returncode:
            words = " ".join(done.stderr.decode("utf-8", "replace").split())[:200]
            raise RecognitionError(
                reason=f"tesseract failed ({words})",
                advice="Scan the page anew, or leave it out.",
            )
        return done.stdout


def find_tesseract() -> Tesseract | None:
    """Return the way to recognise pages, or None where tesseract is missing."""
    return Tesseract() if shutil.which(PROGRAM) else None


@cache
def _installed() -> tuple[str, ...]:
    """List the languages that are installed."""
    done = subprocess.run(  # noqa: S603  # a fixed command
        [PROGRAM, "--list-langs"], capture_output=True, text=True, check=False
    )
    names = done.stdout.split("\n")[1:]
    return tuple(name for name in names if name and name not in _NOT_LANGUAGES)


def _models(language: str | None) -> str:
    """Name the models to use; of all installed, English first."""
    installed = _installed()
    if language is None:
        ordered = sorted(installed, key=lambda name: (name != "eng", name))
        return "+".join(ordered[:_MOST_LANGUAGES]) or "eng"
    code = _CODES.get(language.lower()[:2], language)
    if code in installed:
        return code
    package = f"tesseract-ocr-{code.replace('_', '-')}"
    raise RecognitionError(
        reason=f"tesseract lacks the language {language!r}",
        advice=f"Install it: apt-get install {package}.",
    )
