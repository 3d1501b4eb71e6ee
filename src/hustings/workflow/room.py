"""What a person sees in the coding room: their assignments, and units in context."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.errors import UnknownPlaceError
from hustings.model.citation import pages_of
from hustings.workflow.room_claims import shown_claims
from hustings.workflow.room_context import context_after, context_before
from hustings.workflow.room_shelf import find_boxes
from hustings.workflow.room_standing import next_position, unit_states, variables_of
from hustings.workflow.room_units import (
    is_blind,
    is_claiming,
    is_unitising,
    unit_at,
    units_now,
)
from hustings.workflow.room_words import history_of, words_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.model.claim_sheet import SheetClaim
    from hustings.model.codebook import Codebook, Variable
    from hustings.model.document import Document, Page, Span
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.store.words import Word
    from hustings.workflow.facsimiles import Facsimile
    from hustings.workflow.room_context import ContextPiece
    from hustings.workflow.room_shelf import Shelf, ShelvedDocument
    from hustings.workflow.room_standing import UnitState

_LENGTH = 12
MOST_UNITS = 100
"""Units that are shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAssignment:
    """An assignment with its codebook and how far it is.

    Attributes
    ----------
    variables : tuple of Variable
        Those that are to be coded.
    next_position : int or None
        The first unit that is not done; None where all are.
    """

    assignment: Assignment
    codebook: Codebook
    variables: tuple[Variable, ...]
    is_blind: bool
    is_unitising: bool
    is_claiming: bool
    states: tuple[UnitState, ...]
    next_position: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The document of a unit, as much of it as the coder may know.

    Attributes
    ----------
    name : str
        The document's id; where coders are blind to the source, another name.
    """

    name: str
    actor: str | None = None
    title: str | None = None
    date: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInContext:
    """One unit as its coder sees it.

    Attributes
    ----------
    page : Page or None
        The page it begins on; None for formats without pages.
    has_image : bool
        Whether that page can be shown.
    boxes : tuple of (x0, y0, x1, y1)
        Where it stands on that page, as shares of the page's width and height.
    words : mapping of str to Word
        By variable, what the person said last of it.
    answers : mapping of str to str or None
        In training, those of variables that the person has coded; None otherwise.
    found : tuple of SheetClaim or None
        Where claims are asked for, those that the program found; None where the person
        is not shown them, or nobody has looked for claims.
    """

    unit: AssignedUnit
    source: Source
    before: tuple[ContextPiece, ...]
    after: tuple[ContextPiece, ...]
    page: Page | None
    has_image: bool
    boxes: tuple[tuple[float, ...], ...]
    words: Mapping[str, Word]
    answers: Mapping[str, str] | None
    found: tuple[SheetClaim, ...] | None = None


def list_assignments(store: Store, shelf: Shelf, coder: str) -> list[OpenAssignment]:
    """Return a person's assignments, the one written first before the others."""
    return [_open(store, shelf, one) for one in shelf.assignments_of(store, coder)]


def open_assignment(
    store: Store, shelf: Shelf, *, assignment_id: str, coder: str
) -> OpenAssignment:
    """Return one assignment of a person's own.

    Raises
    ------
    UnknownAssignmentError, ForeignAssignmentError
        If it is not.
    """
    return _open(store, shelf, shelf.assignment(store, assignment_id, coder=coder))


def show_units(
    store: Store,
    shelf: Shelf,
    *,
    assignment_id: str,
    coder: str,
    first: int = 0,
    n: int = MOST_UNITS,
) -> list[UnitInContext]:
    """Return units of an assignment in context, from a position on."""
    assignment = shelf.assignment(store, assignment_id, coder=coder)
    units = units_now(store, shelf, assignment)
    first = max(first, 0)
    shown = units[first : first + min(n, MOST_UNITS)]
    if not is_blind(assignment):
        for document_id in dict.fromkeys(one.document_id for one in shown):
            # Those that come next, too: a document's characters are read at once.
            soon = units[first : first + 2 * MOST_UNITS]
            find_boxes(
                shelf.document(store, document_id),
                [one for one in soon if one.document_id == document_id],
            )
    return [_show(store, shelf, assignment, one) for one in shown]


def pages_of_units(
    store: Store, shelf: Shelf, units: Sequence[UnitInContext]
) -> list[tuple[Facsimile, int]]:
    """Return the pages on which units begin, as far as they can be shown: each once."""
    found: dict[tuple[str, int], tuple[Facsimile, int]] = {}
    for one in units:
        facsimile = shelf.document(store, one.unit.document_id).facsimile
        if one.has_image and one.page is not None and facsimile is not None:
            key = (one.unit.document_id, one.page.number)
            found.setdefault(key, (facsimile, one.page.number))
    return list(found.values())


def own_words(
    store: Store, assignment: Assignment, unit: AssignedUnit
) -> dict[str, Word]:
    """Return by variable what a person said last of a unit.

    What was taken back is left out, unless its note is still there.
    """
    return {
        name: word
        for name, word in _latest(_said(store, assignment, unit)).items()
        if word.value is not None or word.note or word.unsure
    }


def show_history(
    store: Store,
    shelf: Shelf,
    *,
    coder: str,
    is_manager: bool,
    document: str,
    span: Span,
) -> list[HandCoding]:
    """Return all that was said of a stretch, newest first: by oneself, or by all.

    Raises
    ------
    UnknownPlaceError
        If the document is in none of the person's assignments.
    """
    found = _find_document(store, shelf, coder, document)
    if found is None:
        known = {one.document_id for one in store.all_documents()}
        if not (is_manager and document in known):
            raise UnknownPlaceError(what=f"Document {document!r}")
        found = document
    said = history_of(store, found, span)
    return [one for one in reversed(said) if is_manager or one.coder == coder]


def show_page(
    store: Store,
    shelf: Shelf,
    *,
    assignment_id: str,
    coder: str,
    position: int,
) -> tuple[ShelvedDocument, int]:
    """Return the document of a unit and the page it begins on, to be drawn.

    Raises
    ------
    UnknownPlaceError
        If there is no such unit, or its page cannot be drawn or may not be seen.
    """
    assignment = shelf.assignment(store, assignment_id, coder=coder)
    unit = unit_at(units_now(store, shelf, assignment), position)
    shelved = shelf.document(store, unit.document_id)
    page = _page(shelved.document, unit.anchor.span)
    if is_blind(assignment) or page is None or shelved.facsimile is None:
        raise UnknownPlaceError(what=f"A page of unit {position + 1}")
    return shelved, page.number


def _open(store: Store, shelf: Shelf, assignment: Assignment) -> OpenAssignment:
    units = units_now(store, shelf, assignment)
    states = unit_states(store, shelf, assignment, units)
    return OpenAssignment(
        assignment=assignment,
        codebook=shelf.codebook(store, assignment.codebook_sha256),
        variables=variables_of(store, shelf, assignment),
        is_blind=is_blind(assignment),
        is_unitising=is_unitising(assignment),
        is_claiming=is_claiming(assignment),
        states=tuple(states),
        next_position=next_position(states),
    )


def _show(
    store: Store, shelf: Shelf, assignment: Assignment, unit: AssignedUnit
) -> UnitInContext:
    shelved = shelf.document(store, unit.document_id)
    span = unit.anchor.span
    page = _page(shelved.document, span)
    said = _said(store, assignment, unit)
    may_see = not is_blind(assignment)
    return UnitInContext(
        unit=unit,
        source=_source(assignment, shelved.document),
        before=context_before(shelved.document, span),
        after=context_after(shelved.document, span),
        page=page,
        has_image=may_see and page is not None and shelved.facsimile is not None,
        boxes=_boxes(shelved, span, page) if may_see else (),
        words=own_words(store, assignment, unit),
        answers=_answers(assignment, unit, said),
        found=shown_claims(store, shelf, assignment, unit),
    )


def _source(assignment: Assignment, document: Document) -> Source:
    """Return what the coder may know of a document."""
    if is_blind(assignment):
        name = _blind_name(assignment, document.document_id)
        return Source(name=name, language=document.language)
    return Source(
        name=document.document_id,
        actor=document.actor,
        title=document.title,
        date=document.date,
        language=document.language,
    )


def _blind_name(assignment: Assignment, document_id: str) -> str:
    """Return a name that says nothing, and is the same for all units of a document."""
    text = f"{assignment.assignment_id} {document_id}"
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _page(document: Document, span: Span) -> Page | None:
    """Return the page that a unit begins on."""
    numbers = pages_of(document, span)
    if numbers is None:
        return None
    return next(page for page in document.pages if page.number == numbers[0])


def _boxes(
    shelved: ShelvedDocument, span: Span, page: Page | None
) -> tuple[tuple[float, ...], ...]:
    """Return where a unit stands on a page, as shares of its width and height."""
    if page is None or not page.width or not page.height:
        return ()
    width, height = page.width, page.height
    return tuple(
        (x0 / width, y0 / height, x1 / width, y1 / height)
        for number, x0, y0, x1, y1 in shelved.boxes.get(span, ())
        if number == page.number
    )


def _said(store: Store, assignment: Assignment, unit: AssignedUnit) -> list[Word]:
    return words_for(store, assignment).at(
        unit.document_id,
        unit.anchor.span,
        coder=assignment.coder,
        codebook=assignment.codebook_sha256,
    )


def _latest(said: Sequence[Word]) -> dict[str, Word]:
    return {word.variable: word for word in said}


def _answers(
    assignment: Assignment, unit: AssignedUnit, said: Sequence[Word]
) -> dict[str, str] | None:
    """Return the answers of variables that were coded, whatever became of that."""
    if assignment.purpose != "training":
        return None
    coded = {word.variable for word in said if word.value is not None}
    return {name: value for name, value in unit.answers.items() if name in coded}


def _find_document(store: Store, shelf: Shelf, coder: str, document: str) -> str | None:
    """Return the id of a document of a person's assignments, by either name."""
    for assignment in shelf.assignments_of(store, coder):
        for one in dict.fromkeys(unit.document_id for unit in assignment.units):
            name = _blind_name(assignment, one) if is_blind(assignment) else one
            if document == name:
                return one
    return None
