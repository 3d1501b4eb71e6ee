"""A project as one file that can be kept: its database and its original bytes.

The database is copied by SQLite itself, as it stands at one moment, whoever writes
meanwhile. Sources are written before the rows that name them and never changed, so
that a database copied first finds all of its sources. Derived tables are left out:
they can be made again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import zipfile
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from hustings.errors import (
    AlteredBackupError,
    DamagedProjectError,
    NewerProjectError,
    NotAProjectError,
    OutputFileError,
)
from hustings.store import schema
from hustings.store.project import DATABASE, Store
from hustings.store.sources import sha256_of_file, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.store.sources import State

SUMS = "SHA256SUMS"
_LEVEL = 1
"""Sources are mostly packed already: more effort would cost time and save nothing."""
_A_PIECE = 1 << 20
_LARGEST = 20_000_000_000
"""Bytes of a database that are unpacked at most."""
_LARGEST_SUMS = 64_000_000
_OF_THIS_SERVER = ("credentials", "invitations")
"""Tables that a backup has empty: it may be mailed, and passwords are of one server."""

_ABOUT = """This is a project of Hustings as it stood at {at}.

project.sqlite  all that people wrote: descriptions, codings, adjudicated values
sources/        the original files, each under its SHA-256
{sums}      checks all of it: sha256sum -c {sums}

Passwords and invitations to the coding room are left out.

Unpack it, then make the derived tables again:

    hustings check --rebuild --project {name}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What was written into a backup.

    Attributes
    ----------
    sources : mapping of str to State
        By hash, what had become of each source; only those that are intact are in
        the backup.
    n_bytes : int
        Of the backup.
    """

    path: Path
    sources: Mapping[str, State]
    n_bytes: int


def write_backup(store: Store, path: Path, *, at: str) -> Backup:
    """Write a project's database and sources into one ZIP file, whole or not at all.

    The file is read again, and every hash compared, before it gets its name.

    Raises
    ------
    OutputFileError
        If a file of that name is there, or it has no folder.
    DamagedProjectError
        If SQLite finds the copy of the database damaged.
    """
    _require_free(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            copy = Path(folder) / DATABASE
            states = _copy_database(store, copy)
            members = {DATABASE: copy}
            for sha256, state in states.items():
                if state == "intact":
                    members[f"sources/{sha256}"] = store.sources / sha256
            sums = {name: sha256_of_file(file) for name, file in members.items()}
            with partial.open("wb") as file:
                _write_archive(file, folder_name(store.name() or ""), members, sums, at)
        _verify(partial, sums)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return Backup(path=path, sources=states, n_bytes=path.stat().st_size)


def folder_name(name: str) -> str:
    """Return a project's name as that of a folder on any system.

    Examples
    --------
    >>> folder_name("Lower Harbour: council/2031")
    'Lower-Harbour-council-2031'
    """
    return re.sub(r"[^\w.]+", "-", name).strip("-.") or "project"


@contextmanager
def borrowed(path: Path) -> Iterator[Store]:
    """Open a copy of another project's database; the project itself is only read.

    Parameters
    ----------
    path : pathlib.Path
        A project's folder, or a backup of one.

    Raises
    ------
    NotAProjectError
        If it is neither.
    NewerProjectError
        If a newer Hustings wrote it.
    DamagedProjectError
        If SQLite finds it damaged.
    AlteredBackupError
        If a backup is not as it was written, or too large to unpack.
    """
    with TemporaryDirectory(prefix="hustings-") as folder:
        copy = Path(folder) / DATABASE
        (_unpack if path.is_file() else _copy)(path, copy)
        try:
            store = Store.open(Path(folder))
        except NewerProjectError as error:
            raise NewerProjectError(
                path=str(path), found=error.found, known=error.known
            ) from None
        except NotAProjectError:
            raise NotAProjectError(path=str(path)) from None
        with store:
            if store.complaints():
                raise DamagedProjectError(path=str(path))
            yield store


def _require_free(path: Path) -> None:
    if path.exists():
        raise OutputFileError(name=str(path), reason="there is such a file already.")
    if not path.parent.is_dir():
        raise OutputFileError(name=str(path), reason="there is no such folder.")


def _copy_database(store: Store, copy: Path) -> dict[str, State]:
    """Copy the database; say what has become of the sources that the copy names."""
    store.copy_database(copy)
    _leave_out_passwords(copy)
    with closing(schema.connect(copy)) as connection:
        copied = Store(copy.parent, connection)
        if copied.complaints():
            raise DamagedProjectError(path=str(store.folder / DATABASE))
        named = sorted(copied.named_sources())
        tables = copied.hand.tables()
    states = {sha256: state_of(store.sources / sha256, sha256) for sha256 in named}
    # a table that a colleague brought in lies in the project it was merged from
    return {
        sha256: state
        for sha256, state in states.items()
        if state == "intact" or tables.get(sha256, True)
    }


def _leave_out_passwords(copy: Path) -> None:
    """Take out of a copy who may come into the coding room of this server.

    Triggers hold every row to its table, so they are lifted for this and put back; the
    file is written anew so that nothing stays in its unused pages.
    """
    with closing(schema.connect(copy)) as connection:
        for table in _OF_THIS_SERVER:
            triggers = connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
                "AND tbl_name = ?",
                (table,),
            ).fetchall()
            for trigger in triggers:
                connection.execute(f'DROP TRIGGER "{trigger["name"]}"')
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  # a constant
            for trigger in triggers:
                connection.execute(trigger["sql"])
        connection.execute("VACUUM")


def _write_archive(
    file: BinaryIO,
    folder: str,
    members: Mapping[str, Path],
    sums: Mapping[str, str],
    at: str,
) -> None:
    """Write the members into one folder, with their hashes and what they are."""
    with zipfile.ZipFile(
        file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL, strict_timestamps=False
    ) as archive:
        about = _ABOUT.format(at=at, sums=SUMS, name=folder)
        archive.writestr(f"{folder}/README.txt", about)
        lines = [f"{sha256}  {name}\n" for name, sha256 in sums.items()]
        archive.writestr(f"{folder}/{SUMS}", "".join(lines))
        for name, path in members.items():
            archive.write(path, f"{folder}/{name}")
    file.flush()
    os.fsync(file.fileno())


def _verify(path: Path, sums: Mapping[str, str]) -> None:
    """Read an archive again and compare every hash."""
    with zipfile.ZipFile(path) as archive:
        found = {
            name.partition("/")[2]: _sha256_in(archive, name)
            for name in archive.namelist()
        }
    if any(found.get(name) != sha256 for name, sha256 in sums.items()):
        raise OutputFileError(
            name=str(path), reason="what was written there reads otherwise."
        )


def _sha256_in(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while piece := member.read(_A_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _copy(folder: Path, copy: Path) -> None:
    """Copy the database of a project's folder, which is opened for reading only."""
    database = folder / DATABASE
    if not database.is_file():
        raise NotAProjectError(path=str(folder))
    address = f"{database.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:
            schema.copy_database(connection, copy)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise DamagedProjectError(path=str(database)) from error


def _unpack(path: Path, copy: Path) -> None:
    """Take the database out of a backup, as it was written there."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.namelist() if one.count("/") == 1]
            name = next(one for one in inside if one.endswith(f"/{DATABASE}"))
    except (zipfile.BadZipFile, StopIteration):
        raise NotAProjectError(path=str(path)) from None
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = _recorded_sum(archive, path, name)
            _require_room(archive.getinfo(name).file_size, path, copy)
            with archive.open(name) as member, copy.open("wb") as file:
                shutil.copyfileobj(member, file)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,  # a compression that zipfile does not know
        RuntimeError,  # a password
    ):
        raise _altered(path, f"its {DATABASE} cannot be unpacked") from None
    if sha256_of_file(copy) != wanted:
        raise _altered(path, f"its {DATABASE} is not the one that {SUMS} names")


def _recorded_sum(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    """Return the hash of the database that the backup's list says."""
    listed = f"{name.partition('/')[0]}/{SUMS}"
    if listed not in archive.namelist():
        raise _altered(path, f"it has no {SUMS}")
    if archive.getinfo(listed).file_size > _LARGEST_SUMS:
        raise _altered(path, f"its {SUMS} is too large to be one")
    lines = archive.read(listed).decode("utf-8", "replace").splitlines()
    sums = {
        file: sha256 for sha256, _, file in (line.partition("  ") for line in lines)
    }
    if DATABASE not in sums:
        raise _altered(path, f"its {SUMS} does not name {DATABASE}")
    return sums[DATABASE]


def _require_room(size: int, path: Path, copy: Path) -> None:
    """Refuse a database that would fill the disk, before it is unpacked."""
    free = shutil.disk_usage(copy.parent).free
    if size > min(_LARGEST, free):
        room = f"{min(_LARGEST, free) // 1_000_000:,} MB can be unpacked here"
        raise AlteredBackupError(
            path=str(path),
            reason=f"its {DATABASE} says it has {size // 1_000_000:,} MB, and {room}",
            advice="Make room on the disk, or merge the project's folder itself.",
        )


def _altered(path: Path, reason: str) -> AlteredBackupError:
    return AlteredBackupError(
        path=str(path), reason=reason, advice="Ask for the backup once more."
    )
