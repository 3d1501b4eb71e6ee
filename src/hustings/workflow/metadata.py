"""What the user says of documents: options for all, or a table with a row a file."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields, replace
from pathlib import PurePath, PureWindowsPath
from typing import TYPE_CHECKING

from hustings.errors import (
    AmbiguousFileError,
    BadDateError,
    BadLanguageError,
    RepeatedFileError,
    TableFileError,
)
from hustings.model.document import Problem
from hustings.outside.tables import read_table, require_columns
from hustings.store.records import Description

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:\+[a-z]{2,3}){0,2}")

COLUMNS = tuple(field.name for field in fields(Description))
"""The columns of a metadata table, beside `file`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Descriptions by file name, and what is wrong with the table.

    Attributes
    ----------
    by_name : mapping of str to Description
        Keys are names as the table has them: a path or its last part.
    """

    by_name: Mapping[str, Description]
    problems: tuple[Problem, ...] = ()


def read_metadata(path: Path) -> Metadata:
    """Read a metadata table with a column `file` and any of `COLUMNS`.

    Raises
    ------
    MissingColumnError
        If there is no column `file`.
    BadDateError
        If a date is no ISO day, month or year.
    RepeatedFileError
        If two rows name the same file.
    """
    table = read_table(path)
    require_columns(table, ["file"], path)
    by_name: dict[str, Description] = {}
    for number, row in enumerate(table.to_pylist(), 1):
        name = (row["file"] or "").strip()
        if not name:
            raise TableFileError(
                name=str(path),
                reason=f"row {number} names no file.",
                advice="Fill its column 'file', or take the row out.",
            )
        if name in by_name:
            raise RepeatedFileError(path=str(path), name=name)
        by_name[name] = describe(
            {column: row.get(column) for column in COLUMNS}, where=f"{path}: {name}"
        )
    return Metadata(by_name=by_name, problems=tuple(_unused(table.column_names, path)))


def describe(values: Mapping[str, str | None], *, where: str) -> Description:
    """Make a description of the values that are not empty.

    Raises
    ------
    BadDateError
        If the date is no ISO day, month or year.
    BadLanguageError
        If the language is no code of two or three small letters, nor up to three of
        them joined by "+".
    """
    said = {name: (value or "").strip() or None for name, value in values.items()}
    date = said.get("date")
    if date is not None and not _is_date(date):
        raise BadDateError(date=date, where=where)
    language = said.get("language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise BadLanguageError(language=language, where=where)
    return Description(**said)


def _is_date(text: str) -> bool:
    """Say whether this is an ISO day that exists, a month or a year."""
    if not _ISO_DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def description_of(path: Path, metadata: Metadata, for_all: Description) -> Description:
    """Find what is said of one file; its own row goes before what is said of all.

    Raises
    ------
    AmbiguousFileError
        If two rows fit the file equally well.
    """
    name = _row_for(path, metadata)
    own = metadata.by_name[name] if name is not None else Description()
    said = {name: getattr(own, name) or getattr(for_all, name) for name in COLUMNS}
    return replace(own, **said)


def unmatched(metadata: Metadata, paths: Iterable[Path]) -> list[str]:
    """Return the names in the table that none of the files has."""
    matched = {_row_for(path, metadata) for path in paths}
    return [name for name in metadata.by_name if name not in matched]


def _row_for(path: Path, metadata: Metadata) -> str | None:
    """Find the row whose name shares the longest ending with the file's path."""
    whole = path.absolute().parts
    fitting = {
        name: len(parts)
        for name in metadata.by_name
        if (parts := _parts(name)) and whole[-len(parts) :] == parts
    }
    if fitting:
        return max(fitting, key=lambda name: fitting[name])
    # Tables are often written on another machine, with that machine's folders.
    names = [name for name in metadata.by_name if _last(name) == path.name]
    if len(names) > 1:
        raise AmbiguousFileError(path=str(path), names=names)
    return names[0] if names else None


def _parts(name: str) -> tuple[str, ...]:
    """Cut a name into its folders and file, without a leading ``./``."""
    return tuple(part for part in PurePath(name).parts if part != ".")


def _last(name: str) -> str:
    """Return the last part of a name, whichever slashes it has."""
    return PureWindowsPath(name).name


def _unused(columns: Iterable[str], path: Path) -> Iterable[Problem]:
    """Yield a problem for every column that means nothing here."""
    for column in columns:
        if column not in {"file", *COLUMNS}:
            yield Problem(
                kind="unused column",
                message=f"{path}: the column {column!r} is not used. Known columns: "
                f"file, {', '.join(COLUMNS)}.",
            )
