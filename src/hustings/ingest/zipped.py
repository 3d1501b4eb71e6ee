"""Documents that are ZIP archives, opened with limits on all that they may cost."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import NoReturn

from hustings.errors import UnreadableFileError

LARGEST_UNPACKED = 400_000_000
"""Bytes that all parts of an archive may unpack to."""
LARGEST_RATIO = 200
"""Times its own size that an archive may unpack to, once that is over `_SMALL`."""
MOST_ENTRIES = 20_000
"""Parts that an archive may have."""

_SMALL = 20_000_000
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,  # an unknown compression, or a password
    NotImplementedError,  # a compression that zipfile does not know
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zipped:
    """An archive whose list of parts has been found bearable.

    Attributes
    ----------
    name, what : str
        The file and its format, for messages.
    sizes : dict of str to int
        Bytes of each part when unpacked, folders left out.
    """

    archive: zipfile.ZipFile
    name: str
    what: str
    sizes: dict[str, int]

    def read(self, part: str) -> bytes:
        """Unpack one part; it never gives more bytes than the list of parts says.

        Raises
        ------
        UnreadableFileError
            If the part is missing, damaged or locked with a password.
        """
        try:
            if self.archive.getinfo(part).flag_bits & _ENCRYPTED:
                _refuse(self.name, f"The {self.what} needs a password.", _UNLOCK)
            return self.archive.read(part)
        except _DAMAGES:
            raise damaged(self.name, self.what) from None

    def find(self, part: str) -> bytes | None:
        """Unpack a part if there is one of that name."""
        return self.read(part) if part in self.sizes else None


_UNLOCK = "Save a copy without a password and read that."


def open_zip(
    content: bytes, *, name: str, what: str, largest: int | None = None
) -> Zipped:
    """Open an archive from memory.

    Raises
    ------
    UnreadableFileError
        If it is damaged, or would unpack to more than this machine should bear.
    """
    if content.count(_ENTRY) > MOST_ENTRIES:
        reason = f"The {what} has more than {MOST_ENTRIES:,} parts."
        _refuse(name, reason, "Unpack it and read its files.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except _DAMAGES:
        raise damaged(name, what) from None
    sizes = {
        part.filename: part.file_size
        for part in parts
        if part.filename and not part.filename.endswith("/")
    }
    unpacked = sum(part.file_size for part in parts)
    _check_size(unpacked, len(content), largest or LARGEST_UNPACKED, name, what)
    return Zipped(archive=archive, name=name, what=what, sizes=sizes)


def _check_size(unpacked: int, packed: int, largest: int, name: str, what: str) -> None:
    """Refuse an archive that is made to fill memory."""
    limit = f"more than {largest // 1_000_000} MB"
    if unpacked <= largest:
        if unpacked <= max(_SMALL, LARGEST_RATIO * packed):
            return
        limit = f"more than {LARGEST_RATIO} times its size"
    _refuse(
        name,
        f"The {what} unpacks to {limit}.",
        "Save it without its pictures, or as plain text.",
    )


def damaged(name: str, what: str) -> UnreadableFileError:
    """Say that a document is broken, and what can be done."""
    return UnreadableFileError(
        name=name,
        reason=f"The {what} is damaged.",
        advice="Fetch it again, or open and save it in the program it was made with.",
    )


def _refuse(name: str, reason: str, advice: str) -> NoReturn:
    raise UnreadableFileError(name=name, reason=reason, advice=advice)
