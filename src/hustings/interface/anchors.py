"""Printing what became of codings: both texts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.interface.output import print_table, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.workflow.reanchoring import ReanchorResult

_LONGEST = 60


def print_anchors(result: ReanchorResult, *, only_open: bool = False) -> None:
    """Print the codings that are not exactly where they were, then how many are.

    Parameters
    ----------
    only_open : bool, default=False
        Leave out those that moved and were found.
    """
    rows = result.worklist if only_open else result.rows
    print_table([_row(row) for row in rows if row["fate"] != "exact"])
    if result.rows:
        say(result.summary())
    if result.worklist and not only_open:
        say("'hustings cite --worklist' lists those that are ambiguous or lost.")


def _row(row: Mapping[str, Any]) -> dict[str, object]:
    """Put what was coded beside what stands there now."""
    return {
        "fate": row["fate"],
        "coder": row["coder"],
        "value": row["value"],
        "was": _short(row["words"]),
        "is": _now(row),
    }


def _now(row: Mapping[str, Any]) -> str | None:
    """Return the new words, or the places that fit equally well."""
    if row["fate"] == "ambiguous":
        places = (f"{one['start']}-{one['end']}" for one in row["candidates"])
        return f"one of {row['document']}: {', '.join(places)}"
    return None if row["new_words"] is None else _short(row["new_words"])


def _short(words: str) -> str:
    """Return words on one line, cut where they are long."""
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"
