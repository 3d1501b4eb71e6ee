"""A person's own codings beside what was settled on, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.workflow.adjudicated_rows import PERSON, place_of
from hustings.workflow.room_manage_cases import notes_of_decisions
from hustings.workflow.room_units import is_blind
from hustings.workflow.scaled_cases import case_names

if TYPE_CHECKING:
    from hustings.model.adjudication import Adjudicated
    from hustings.model.codebook import Variable
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.workflow.room_shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledWord:
    """One value of a person's own, and the one that was settled on.

    Attributes
    ----------
    document : str or None
        None where coders are not to know whose words they code.
    by_person : bool
        Whether a person decided; a rule did otherwise.
    note : str
        What that person noted.
    """

    own: HandCoding
    variable: Variable
    answer: str
    document: str | None
    by_person: bool
    note: str

    @property
    def is_same(self) -> bool:
        """Whether the two are the same."""
        return self.own.value == self.answer


def show_feedback(store: Store, shelf: Shelf, coder: str) -> list[SettledWord]:
    """Return a person's own codings of what was settled, in reading order.

    Units on which they differ are not told apart from others by where they stand: the
    order is that of the documents.
    """
    settled = {
        place_of(one): one
        for one in store.adjudications.current()
        if one.value is not None
    }
    if not settled:
        return []
    blind = any(map(is_blind, shelf.assignments_of(store, coder)))
    names = {} if blind else case_names(store)
    notes = notes_of_decisions(store)
    return [
        _beside(store, shelf, own, answer, names, notes.get(answer.adjudication_id, ""))
        for own in store.hand.current(coders=[coder])
        if (answer := settled.get(place_of(own))) is not None
    ]


def _beside(
    store: Store,
    shelf: Shelf,
    own: HandCoding,
    answer: Adjudicated,
    names: dict[str, str],
    note: str,
) -> SettledWord:
    codebook = shelf.codebook(store, own.codebook_sha256)
    variable = next(one for one in codebook.variables if one.name == own.variable)
    return SettledWord(
        own=own,
        variable=variable,
        answer=str(answer.value),
        document=names.get(own.document_id),
        by_person=answer.rule.startswith(PERSON),
        note=note,
    )
