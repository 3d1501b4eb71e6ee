"""The words around a unit, cut where a word ends."""

from __future__ import annotations

_LONGEST = 90


def words_before(text: str) -> str:
    """Return the last words before a unit.

    Examples
    --------
    >>> words_before("ld the ferry. Rents must fall. ")
    '… the ferry. Rents must fall. '
    >>> words_before("")
    ''
    """
    shown = text[-_LONGEST:]
    head, gap, tail = shown.partition(" ")
    return f"… {tail}" if gap and tail.strip() else head


def words_after(text: str) -> str:
    """Return the first words after a unit.

    Examples
    --------
    >>> words_after(" Rents must fall. The qua")
    ' Rents must fall. The …'
    """
    shown = text[:_LONGEST]
    head, gap, tail = shown.rpartition(" ")
    return f"{head} …" if gap and head.strip() else tail
