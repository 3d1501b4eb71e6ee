"""What a person changed in an assignment, and what can be taken back or made again.

A change is what came with one request: codings of one unit, or one cut. Codings that
came otherwise, from a table or another project, are no changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.model.cut import Cut
from hustings.store.cuts import cuts_of
from hustings.store.words import Word
from hustings.workflow.room_coding import CONDITION
from hustings.workflow.room_words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hustings.model.assignment import Assignment
    from hustings.model.document import Span
    from hustings.store.project import Store

Way: TypeAlias = Literal["undo", "redo"]
Place: TypeAlias = "tuple[str, Span, str]"
"""Document, stretch and variable."""

OPENING = "unit"
"""Origin of codings that were taken back because their unit was cut or joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The rows that came with one request, or that took a change back."""

    key: str
    kind: str
    words: tuple[Word, ...]
    cuts: tuple[Cut, ...]

    @property
    def places(self) -> list[Place]:
        """Stretches and variables whose words it changed, each once."""
        return list(dict.fromkeys(map(place_of, self.words)))

    @property
    def ids(self) -> set[str]:
        """Ids of its codings."""
        return {word.coding_id for word in self.words}


@dataclass(slots=True)
class Stacks:
    """What can be taken back and what can be made again, the latest last.

    Attributes
    ----------
    keys : dict of str to str
        By coding, the change that it is of.
    taken : dict of str to tuple of Word
        By change, the rows that took it back last.
    """

    done: list[Change] = field(default_factory=list)
    undone: list[Change] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    taken: dict[str, tuple[Word, ...]] = field(default_factory=dict)

    def play(self, change: Change) -> None:
        """Go on by one change."""
        if change.kind != "undo":
            self.keys.update(dict.fromkeys(change.ids, change.key))
        if change.kind == "undo":
            self.taken[change.key] = change.words
            found = _pop(self.done, change.key)
            if found is not None:
                self.undone.append(found)
        elif change.kind == "redo":
            if _pop(self.undone, change.key) is not None:
                self.done.append(change)
        elif change.kind == "made":
            self.undone.clear()
            self.done.append(change)

    def holding(self, history: Iterable[Word], assignment_id: str) -> list[Word]:
        """Leave out what was taken back here, and the rows that took it back.

        What was taken back and made again in another assignment is as if it had not
        been touched.
        """
        kept: list[Word] = []
        for word in history:
            way, _, key = word.origin.partition(" ")
            if way == "undo" and word.assignment_id == assignment_id:
                kept = [one for one in kept if self.keys.get(one.coding_id) != key]
            elif word.assignment_id != assignment_id and _makes_again(word, kept):
                kept.pop()
            else:
                kept.append(word)
        return kept


def _makes_again(word: Word, kept: Sequence[Word]) -> bool:
    """Say whether a word makes again what the one before it has taken back."""
    way, _, key = word.origin.partition(" ")
    if way != "redo" or len(kept) < 2:
        return False
    before, taking = kept[-2:]
    return taking.origin == f"undo {key}" and before.content == word.content


def stacks_of(store: Store, assignment: Assignment) -> Stacks:
    """Go through all that a person did in an assignment."""
    stacks = Stacks()
    for change in _changes(store, assignment):
        stacks.play(change)
    return stacks


def _changes(store: Store, assignment: Assignment) -> Iterator[Change]:
    """Yield changes, oldest first: the rows of one time and one unit, or one cut."""
    rows: list[Word | Cut] = [
        *cuts_of(store).of_assignment(assignment.assignment_id),
        *words_for(store, assignment).of_assignment(
            assignment.assignment_id, assignment.coder
        ),
    ]
    cut_times = {row.written for row in rows if isinstance(row, Cut)}
    groups: dict[tuple[object, ...], list[Word | Cut]] = {}
    if cut_times:
        rows.sort(key=lambda row: row.written)
    for row in rows:
        key: tuple[object, ...] = (row.written,)
        if isinstance(row, Word) and row.written not in cut_times:
            key = (row.written, row.document_id, row.span)
        groups.setdefault(key, []).append(row)
    for group in groups.values():
        yield _change(group)


def _change(rows: Sequence[Word | Cut]) -> Change:
    """Make a change of its rows; the first says what it is."""
    first = rows[0]
    name = first.cut_id if isinstance(first, Cut) else first.coding_id
    word, _, of = first.origin.partition(" ")
    kind, key = {"undo": ("undo", of), "redo": ("redo", of)}.get(word, ("else", name))
    if first.origin == "" or word in {CONDITION, OPENING}:
        kind = "made"
    return Change(
        key=key,
        kind=kind,
        words=tuple(row for row in rows if isinstance(row, Word)),
        cuts=tuple(row for row in rows if isinstance(row, Cut)),
    )


def _pop(changes: list[Change], key: str) -> Change | None:
    """Take the change of a key out, if it is there."""
    for i, change in enumerate(changes):
        if change.key == key:
            return changes.pop(i)
    return None


def place_of(word: Word) -> Place:
    """Return what a word is of."""
    return (word.document_id, word.span, word.variable)
