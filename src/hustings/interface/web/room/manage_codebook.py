"""Editing a codebook in the browser: its text, its mistakes by line, what changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.errors import CodebookFileError
from hustings.interface.pages.wording import say_count, say_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.errors import HustingsError
    from hustings.workflow.carried_over import LookAgain
    from hustings.workflow.codebook_versions import AddResult
    from hustings.workflow.room_manage_codebooks import ListedVersion

_AROUND = 2
MOST_AGAIN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Why a text cannot be added.

    Attributes
    ----------
    line : int or None
        The line that is meant, from 1.
    lines : tuple of (int, str)
        It and those around it.
    """

    message: str
    line: int | None = None
    lines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What adding a text changes or has changed, in sentences."""

    headline: str
    sentences: tuple[str, ...]
    changes: tuple[str, ...]
    again: tuple[LookAgain, ...]
    n_again: int
    is_written: bool
    codebook: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookPage:
    """What the page shows."""

    versions: tuple[ListedVersion, ...]
    name: str
    version: str
    sha256: str
    text: str
    mistake: Mistake | None = None
    outcome: Outcome | None = None
    worklist: str = ""


def explain_mistake(error: HustingsError, text: str) -> Mistake:
    """Show a mistake with the lines of the text that it is about."""
    line = error.line if isinstance(error, CodebookFileError) else None
    if not line:
        return Mistake(message=str(error))
    lines = text.split("\n")
    first = max(line - _AROUND, 1)
    return Mistake(
        message=str(error),
        line=line,
        lines=tuple(
            (number, lines[number - 1])
            for number in range(first, min(line + _AROUND, len(lines)) + 1)
        ),
    )


def say_outcome(found: AddResult, *, is_written: bool) -> Outcome:
    """Say what a new version changes."""
    return Outcome(
        headline=_headline(found, is_written=is_written),
        sentences=tuple(_sentences(found, is_written=is_written)),
        changes=tuple(one.in_words() for one in found.changes),
        again=found.again[:MOST_AGAIN],
        n_again=len(found.again),
        is_written=is_written,
        codebook=found.codebook,
        version=found.version,
    )


def _headline(found: AddResult, *, is_written: bool) -> str:
    name = f"Version {found.version} of {found.codebook}"
    if not found.is_new:
        return f"{name} is in the project already"
    if is_written:
        return f"{name} is in the project now"
    if found.replaces is None:
        return f"{name} would be the first in this project"
    n = say_count(len(found.changes), "difference")
    return f"{name} would take the place of {found.replaces}, with {n}"


def _sentences(found: AddResult, *, is_written: bool) -> Sequence[str]:
    """Say what becomes of codings."""
    if found.replaces is None:
        return ()
    touched = found.n_kept + found.n_recoded + found.n_dropped + len(found.again)
    problems = [one.message for one in found.problems]
    if not touched:
        return [f"Nobody has coded with version {found.replaces}.", *problems]
    return [_carried(found, is_written=is_written), *problems]


def _carried(found: AddResult, *, is_written: bool) -> str:
    """Say how many hand codings are carried over, recoded, or to be looked at again."""
    would = "" if is_written else "would be "
    told = [f"{say_count(found.n_kept, 'hand coding')} {would}carried over as they are"]
    if found.n_recoded:
        told.append(f"{say_number(found.n_recoded)} {would}recoded by the rules")
    if found.again:
        verb = "are" if is_written else "would be"
        told.append(
            f"{say_number(len(found.again))} {verb} for their coders to look at again"
        )
    return f"{'; '.join(told)}."
