"""Documents that are ZIP archives, opened with limits on all that they may cost."""

from __future__ import annotations

import io
import stat
import struct
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
_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 65_535
_SIZE_IN_END = 12
_LARGE = 0xFFFF_FFFF
_METHODS = frozenset([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
"""Others cannot be unpacked piece by piece, and word processors use none of them."""
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
    links : frozenset of str
        Parts that are no files but stand for another place.
    """

    archive: zipfile.ZipFile
    name: str
    what: str
    sizes: dict[str, int]
    links: frozenset[str]

    def read(self, part: str) -> bytes:
        """Unpack one part; it never gives more bytes than the list of parts says.

        Raises
        ------
        UnreadableFileError
            If the part is missing, damaged or locked with a password.
        """
        try:
            info = self.archive.getinfo(part)
            if info.flag_bits & _ENCRYPTED:
                _refuse(self.name, f"The {self.what} needs a password.", _UNLOCK)
            if info.compress_type not in _METHODS:
                _refuse(self.name, f"The {self.what} is packed unusually.", _REPACK)
            with self.archive.open(info) as stream:
                # `archive.read` unpacks all there is, and only then looks at the size
                return stream.read(info.file_size + 1)
        except _DAMAGES:
            raise damaged(self.name, self.what) from None

    def find(self, part: str) -> bytes | None:
        """Unpack a part if there is one of that name."""
        return self.read(part) if part in self.sizes else None


_UNLOCK = "Save a copy without a password and read that."
_REPACK = "Unpack it and read its files."


def open_zip(
    content: bytes, *, name: str, what: str, largest: int | None = None
) -> Zipped:
    """Open an archive from memory.

    Raises
    ------
    UnreadableFileError
        If it is damaged, or would unpack to more than this machine should bear.
    """
    if _count_entries(content) > MOST_ENTRIES:
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
    links = frozenset(
        part.filename for part in parts if stat.S_ISLNK(part.external_attr >> 16)
    )
    return Zipped(archive=archive, name=name, what=what, sizes=sizes, links=links)


def _count_entries(content: bytes) -> int:
    """Count the entries of the list of parts before anything is made of them.

    Archives in the archive have lists of their own, so only the last one counts.
    """
    last = content.rfind(_END, max(0, len(content) - _END_LENGTH - _LONGEST_COMMENT))
    ends = {len(content) - _END_LENGTH, last}
    return max(_count_before(content, end) for end in ends)


def _count_before(content: bytes, end: int) -> int:
    is_end = content[end : end + 4] == _END and end + _END_LENGTH <= len(content)
    if end < 0 or not is_end:
        return 0
    (length,) = struct.unpack_from("<I", content, end + _SIZE_IN_END)
    start = 0 if length == _LARGE else max(0, end - length)
    return content.count(_ENTRY, start, end)


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
