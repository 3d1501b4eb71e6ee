"""Cuts: where a person lets units begin who divides a text as well as codes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """That a unit begins at a place of a text, or does not begin there any more.

    A later word on the same place supersedes an earlier one; nothing is overwritten.

    Attributes
    ----------
    place : int
        Where the unit begins, in code points of the document's text.
    is_cut : bool
        False where what stood on both sides was joined.
    origin : str
        ``"undo ID"`` or ``"redo ID"`` where a change was taken back or made again;
        beginning with ``"merge NAME"`` where it came from another project; empty
        otherwise.
    written : str
        ISO time with its zone, to the microsecond.
    """

    cut_id: str
    assignment_id: str
    document_id: str
    place: int
    is_cut: bool
    origin: str
    written: str
