"""A head start for commands that read files.

What reads a file is a process of its own, and importing what it leans on takes as long
as importing the command. Both go on side by side.
"""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

KERNELS = "hustings.ingest.kernels"
"""What a reader leans on."""

_READING = frozenset({"read", "inspect"})
_ASKED_FOR_HELP = frozenset({"-h", "--help"})


def start_readers(called: str | None, arguments: Sequence[str]) -> None:
    """Start the readers that a command will need, before it is imported itself."""
    n_readers = count_readers(called, arguments, n_processors=os.cpu_count() or 1)
    if n_readers:
        from hustings.outside.sandbox import start_ahead  # noqa: PLC0415  # slow

        start_ahead(KERNELS, n_workers=n_readers)


def count_readers(
    called: str | None, arguments: Sequence[str], *, n_processors: int
) -> int:
    """Say how many readers a command line is sure to use; two at most.

    Examples
    --------
    >>> count_readers("read", ["read", "a.pdf", "b.pdf"], n_processors=4)
    2
    >>> asked = ["read", "a.pdf", "b.pdf", "--processes", "1"]
    >>> count_readers("read", asked, n_processors=4)
    1
    >>> count_readers("inspect", ["inspect", "a.pdf"], n_processors=4)
    1
    >>> count_readers("scale", ["scale", "rile"], n_processors=4)
    0
    """
    files = [word for word in arguments if not word.startswith("-") and word != called]
    if called not in _READING or not files or _ASKED_FOR_HELP & {*arguments}:
        return 0
    if called == "inspect" or len(files) == 1:
        return 1
    return min(2, _asked_for(arguments) or n_processors)


def _asked_for(arguments: Sequence[str]) -> int | None:
    """Return the number of processes that a command line asks for, if it does."""
    for option, value in pairwise(arguments):
        if option == "--processes" and value.isdecimal():
            return max(int(value), 1)
    return None
