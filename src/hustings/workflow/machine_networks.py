"""Which names of coders stand for networks that others have trained."""

from __future__ import annotations

from pathlib import Path

_FILES = frozenset({".npz", ".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".json"})
"""Endings of files that are no networks, here or mistyped."""


def is_network(name: str) -> bool:
    """Say whether a name is a folder, or ``owner/model`` of what is no path.

    Examples
    --------
    >>> is_network("ferries/boats-base-v2"), is_network("ferries/boats.npz")
    (True, False)
    """
    path = Path(name)
    if path.is_dir():
        return True
    is_pair = len(path.parts) == 2 and not path.is_absolute()
    is_file = path.suffix.lower() in _FILES or path.exists()
    return is_pair and not is_file and not Path(path.parts[0]).exists()
