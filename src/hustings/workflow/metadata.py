"""What the user says of documents: options for all, or a table with a row a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from hustings.errors import BadDateError, RepeatedFileError
from hustings.model.document import Problem
from hustings.outside.tables import read_table, require_columns
from hustings.store.records import Description

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

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
    for row in table.to_pylist():
        name = row["file"].strip()
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
    """
    said = {name: (value or "").strip() or None for name, value in values.items()}
    date = said.get("date")
    if date is not None and not _ISO_DATE.fullmatch(date):
        raise BadDateError(date=date, where=where)
    return Description(**said)


def description_of(path: Path, metadata: Metadata, for_all: Description) -> Description:
    """Find what is said of one file; its own row goes before what is said of all."""
    own = _find(path, metadata) or Description()
    said = {name: getattr(own, name) or getattr(for_all, name) for name in COLUMNS}
    return replace(own, **said)


def unmatched(metadata: Metadata, paths: Iterable[Path]) -> list[str]:
    """Return the names in the table that none of the files has."""
    known = {str(path) for path in paths} | {path.name for path in paths}
    return [
        name
        for name in metadata.by_name
        if name not in known and PurePath(name).name not in known
    ]


def _find(path: Path, metadata: Metadata) -> Description | None:
    """Match a file by its path as given, or by its last part."""
    for name in (str(path), path.name):
        if name in metadata.by_name:
            return metadata.by_name[name]
    by_last_part = {
        PurePath(name).name: description
        for name, description in metadata.by_name.items()
    }
    return by_last_part.get(path.name)


def _unused(columns: Iterable[str], path: Path) -> Iterable[Problem]:
    """Yield a problem for every column that means nothing here."""
    for column in columns:
        if column not in {"file", *COLUMNS}:
            yield Problem(
                kind="unused column",
                message=f"{path}: the column {column!r} is not used. Known columns: "
                f"file, {', '.join(COLUMNS)}.",
            )
