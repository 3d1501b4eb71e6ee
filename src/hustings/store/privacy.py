"""Who may read a project's database once it holds what lets people in.

One-time links and passwords are kept as hashes only, but a hash of a password can be
guessed at in peace by whoever has it. So from the first of them on, the database and
what lies beside it are their owner's alone.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OWNER = 0o600
"""Read and written by the owner. SQLite makes its log with the database's own mode."""


def keep_to_owner(database: Path) -> None:
    """Let nobody but the owner read a database, its log, and copies of earlier ones.

    Parameters
    ----------
    database : pathlib.Path
        Of the project; what begins with its name and lies beside it is meant, too.

    Where another person owns the files, or the disk knows no such rights, they stay as
    they are.
    """
    beside = database.parent
    logs = beside.glob(f"{database.name}-*")
    earlier = beside.glob(f"{database.name}.before-version-*")
    for path in (database, *logs, *earlier):
        _keep(path)


def _keep(path: Path) -> None:
    with suppress(OSError):  # the log may have been put away just now
        if path.stat().st_mode & 0o077:
            path.chmod(_OWNER)
