"""Files that hold many documents: told by their content, and archives unpacked."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.errors import UnreadableFileError
from hustings.ingest.markup.zipped import open_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hustings.ingest.markup.zipped import Zipped

TEXT_COLUMN = "text"
"""The column of a table that holds the words of a document a row."""
LARGEST_ARCHIVE = 4_000_000_000
"""Bytes that the files of an archive may unpack to; they are unpacked one by one."""
LARGEST_MEMBER = 1_000_000_000
"""Bytes that one of them may have, for each is held in memory."""

_TABLE_ENDINGS = frozenset(["csv", "tsv", "jsonl", "ndjson", "parquet"])
_LONGEST_HEAD = 20_000
_LONGEST_NAME = 64
_SEPARATORS = (",", ";", "\t")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LITTER = re.compile(r"(^|/)(__MACOSX/|\.(?!\.)|Thumbs\.db$|desktop\.ini$)")
_CLIMBS = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)|\x00")


def holds_table(content: bytes, *, name: str) -> bool:
    r"""Say whether a file is a table with a document a row.

    Parquet is; so are JSONL and CSV with a column `text`; and CSV or JSONL by its
    name, so that a table without that column can be refused with the reason.

    Examples
    --------
    >>> holds_table(b"actor,text\nQuay List,We will act.", name="a.txt")
    True
    >>> holds_table(b"We will act, and the text says so.", name="a.txt")
    False
    """
    if content.startswith(b"PAR1"):
        return True
    head = content[:_LONGEST_HEAD].removeprefix(_BYTE_ORDER_MARK)
    first, _, rest = head.lstrip().partition(b"\n")
    line = first.decode("utf-8", "replace").strip()
    ending = name.rpartition(".")[2].lower()
    if line.startswith("{"):
        row = _as_object(line)
        return row is not None and (TEXT_COLUMN in row or ending in _TABLE_ENDINGS)
    names = _cells(line)
    if ending in _TABLE_ENDINGS:
        return len(names) > 1 or names == [TEXT_COLUMN]
    return len(names) > 1 and TEXT_COLUMN in names and bool(rest.strip())


def holds_row(content: bytes) -> bool:
    """Say whether a file is one row of a table with its words, as JSON."""
    if not content.lstrip().startswith(b"{"):
        return False
    row = _as_object(content.decode("utf-8", "replace"))
    return row is not None and isinstance(row.get(TEXT_COLUMN), str)


def _as_object(text: str) -> dict[str, object] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _cells(line: str) -> list[str]:
    """Cut the first line of a CSV into the names of columns; none if it is prose."""
    for separator in _SEPARATORS:
        if separator in line:
            try:
                cells = next(csv.reader([line], delimiter=separator))
            except csv.Error:
                return []
            names = [cell.strip().casefold() for cell in cells]
            return names if all(len(one) <= _LONGEST_NAME for one in names) else []
    return [line.casefold()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive.

    Attributes
    ----------
    name : str
        Its path in the archive.
    content : bytes or None
        None where it could not be taken out.
    refusal : str or None
        Why, in one line.
    """

    name: str
    content: bytes | None = None
    refusal: str | None = None


def holds_archive(content: bytes) -> bool:
    """Say whether a file begins as a ZIP does; documents may, too."""
    return content.startswith(_ZIP)


def unpack_archive(
    content: bytes, *, name: str, largest: int = LARGEST_MEMBER
) -> Iterator[Member]:
    """Take the files out of a ZIP, one by one, into memory only.

    What a system leaves behind (``__MACOSX``, hidden files) is passed over. Paths
    that climb out of the archive, links, archives in the archive, files of more than
    `largest` bytes and damaged files are refused, each by itself.

    Raises
    ------
    UnreadableFileError
        If the archive is damaged, empty, or would unpack to too much.
    """
    zipped = open_zip(content, name=name, what="ZIP", largest=LARGEST_ARCHIVE)
    parts = [part for part in zipped.sizes if not _LITTER.search(part)]
    if not parts:
        raise UnreadableFileError(
            name=name, reason="The ZIP holds no files.", advice="Fetch it again."
        )
    for part in parts:
        refusal = _refusal(zipped, part, largest)
        if refusal:
            yield Member(name=part, refusal=f"{name}: {part!r} {refusal}")
        else:
            yield _unpack(zipped.read, part, name)


def _refusal(zipped: Zipped, part: str, largest: int) -> str:
    """Say why a file is not even taken out; "" if it is."""
    if _CLIMBS.search(part.replace("\\", "/")):
        return "has a path that leads out of the archive. Leave it out."
    if part in zipped.links:
        return "is a link to another place. Put the file itself into the archive."
    if zipped.sizes[part] > largest:
        return f"is larger than {largest // 1_000_000:,} MB. Split it."
    return ""


def _unpack(read: Callable[[str], bytes], part: str, archive: str) -> Member:
    """Take out one file, or say why not."""
    where = f"{archive}: {part!r}"
    try:
        content = read(part)
    except UnreadableFileError as error:
        return Member(name=part, refusal=f"{where}: {error.reason} {error.advice}")
    if content.startswith(_ZIP) and part.lower().endswith(".zip"):
        refusal = f"{where} is an archive in an archive. Unpack it and read it."
        return Member(name=part, refusal=refusal)
    return Member(name=part, content=content)
