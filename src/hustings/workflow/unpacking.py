"""What a user names, as single documents: files, folders, archives, rows of tables."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from hustings.errors import BadDateError, HustingsError, UnreadableFileError
from hustings.ingest.containers import TEXT_COLUMN, holds_table, unpack_archive
from hustings.ingest.media import is_archive
from hustings.ingest.tables import SOURCES, batch_from_rows
from hustings.model.document import Problem
from hustings.outside.files import LARGEST, list_files, read_file
from hustings.outside.limits import Death
from hustings.outside.orders import Named
from hustings.outside.sandbox import run_confined
from hustings.store.records import Description, StoredFailure
from hustings.workflow.metadata import COLUMNS, describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from hustings.outside.limits import Limits

Unpacked: TypeAlias = "Parcel | Problem | StoredFailure"
"""A document to be, or what came of something that cannot be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """The bytes of one document to be.

    Attributes
    ----------
    name : str
        What to call it: the file, the file in its archive, or the row of its table.
    path : Path
        What a metadata table may name it by.
    said : Description
        What its own row says of it; nothing where it is no row of a table.
    """

    name: str
    path: Path
    content: bytes
    said: Description = Description()  # noqa: RUF009  # a frozen record


def readable_name(path: Path) -> str:
    """Return a file's name with what is no UTF-8 or no sign in it replaced."""
    return _readable(os.fsencode(path.name).decode("utf-8", "replace"))


def _readable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)


def list_all(paths: Iterable[Path]) -> tuple[list[Path], list[StoredFailure]]:
    """List the files that paths name, those of folders among them."""
    files: list[Path] = []
    failures: list[StoredFailure] = []
    for path in paths:
        try:
            files += list_files(path)
        except HustingsError as error:
            failures.append(_failure(readable_name(path), error))
    return list(dict.fromkeys(files)), failures


def unpack(path: Path, *, limits: Limits) -> Iterator[Unpacked]:
    """Open one file: one parcel, or one for each document that it holds."""
    try:
        content = read_file(path, largest=max(LARGEST, limits.largest_file))
        yield from _unpack(path, content, limits)
    except HustingsError as error:
        yield _failure(readable_name(path), error)


def _unpack(path: Path, content: bytes, limits: Limits) -> Iterator[Unpacked]:
    if holds_table(content, name=readable_name(path)):
        yield from _unpack_rows(path, content, limits)
    elif _is_archive(content, readable_name(path)):
        yield from _unpack_members(path, content, limits)
    elif len(content) > limits.largest_file:
        yield _too_large(readable_name(path), limits)
    else:
        yield Parcel(name=readable_name(path), path=path, content=content)


def _is_archive(content: bytes, name: str) -> bool:
    """Say whether a file is an archive of files; a damaged one is left to reading."""
    try:
        return is_archive(content, name=name)
    except HustingsError:
        return False


def _unpack_members(path: Path, content: bytes, limits: Limits) -> Iterator[Unpacked]:
    """Yield the files of an archive; tables among them give their rows."""
    members = unpack_archive(
        content, name=readable_name(path), largest=limits.largest_file
    )
    for member in members:
        name = f"{readable_name(path)}/{_readable(member.name)}"
        if member.content is None:
            yield StoredFailure(run_id="", name=name, message=member.refusal or name)
            continue
        inner = path / member.name
        if holds_table(member.content, name=member.name):
            try:
                yield from _unpack_rows(inner, member.content, limits)
            except HustingsError as error:
                yield _failure(name, error)
        else:
            yield Parcel(name=name, path=inner, content=member.content)


def _too_large(name: str, limits: Limits) -> StoredFailure:
    """Refuse a file that the memory for reading it would not hold."""
    message = (
        f"{name}: the file is larger than {limits.largest_file // 1_000_000:,} MB. "
        "Split it into its documents, or raise --max-megabytes."
    )
    return StoredFailure(run_id="", name=name, message=message)


def _unpack_rows(path: Path, content: bytes, limits: Limits) -> Iterator[Unpacked]:
    """Yield the rows of a table that have words; a row is kept as one line of JSON.

    The line holds what the row says of the document, too, so that the same words
    said by two actors are two documents.

    Raises
    ------
    WorkerFailedError, UnreadableFileError
        If the table cannot be read, or has no column `text`.
    BadDateError
        If a date is no ISO day, month or year; no row is taken then.
    """
    rows = list(_rows(_parse(readable_name(path), content, limits), path))
    n_empty = sum(not words for *_, words in rows)
    for name, said, words in rows:
        if words:
            yield Parcel(name=name, path=path, content=_line(said, words), said=said)
    if n_empty:
        message = (
            f"{readable_name(path)}: {n_empty} rows have no text and were left out."
        )
        yield Problem(kind="rows without text", message=message)


def _parse(name: str, content: bytes, limits: Limits) -> pa.RecordBatch:
    """Parse a table where it can do no harm."""
    kernel = Named(module="hustings.workflow.table_rows", function="rows_of_batch")
    source = batch_from_rows([{"name": name, "content": content}], SOURCES)
    found = run_confined(kernel, source, limits=limits)
    if isinstance(found, Death):
        raise UnreadableFileError(name=name, reason=found.reason, advice=found.advice)
    return found


def _rows(table: pa.RecordBatch, path: Path) -> Iterator[tuple[str, Description, str]]:
    """Yield name, description and words of each row."""
    for number, row in enumerate(table.to_pylist(), 1):
        name = f"{readable_name(path)} row {number}"
        values = {column: row.get(column) for column in COLUMNS}
        try:
            said = describe(values, where=name)
        except BadDateError as error:
            raise BadDateError(date=error.date, where=name) from None
        words = row[TEXT_COLUMN] or ""
        yield name, said, words if words.strip() else ""


def _line(said: Description, words: str) -> bytes:
    """Write a row as its document's source, in one way for the same row."""
    known = {column: value for column, value in asdict(said).items() if value}
    row = {**known, TEXT_COLUMN: words}
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")


def describe_parcel(parcel: Parcel, otherwise: Description) -> Description:
    """Put what a row says of itself before what is said of its table."""
    said = {
        column: getattr(parcel.said, column) or getattr(otherwise, column)
        for column in COLUMNS
    }
    return replace(otherwise, **said)


def _failure(name: str, error: HustingsError) -> StoredFailure:
    return StoredFailure(run_id="", name=name, message=str(error))
