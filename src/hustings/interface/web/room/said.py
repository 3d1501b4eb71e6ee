"""What the room answers, as JSON: records turned into plain objects."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

from hustings.coding.free_numbers import asked_in_words
from hustings.model.claim_sheet import sheet_to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hustings.model.codebook import Code, Codebook, FreeNumber, Variable
    from hustings.model.hand_coding import HandCoding
    from hustings.store.words import Word
    from hustings.workflow.room import OpenAssignment, UnitInContext
    from hustings.workflow.room_coding import AcceptedCodings
    from hustings.workflow.room_context import ContextPiece
    from hustings.workflow.room_progress import AssignmentProgress

COMMAND_KEYS = frozenset("ujkneihxg")
"""Letters that the coding page has another use for."""
KEYS = (
    *"123456789",
    *(one for one in string.ascii_lowercase if one not in COMMAND_KEYS),
)
UNCODED_KEY = "0"


def say_listed(one: OpenAssignment) -> dict[str, Any]:
    """Say of an assignment what a list of them shows."""
    return {
        "assignment": one.assignment.assignment_id,
        "codebook": one.codebook.title,
        "variables": [variable.title for variable in one.variables],
        "purpose": one.assignment.purpose,
        "blind": one.is_blind,
        "unitising": one.is_unitising,
        "claims": one.is_claiming,
        "n_units": len(one.states),
        "n_done": sum(state.is_done for state in one.states),
        "n_unsure": sum(state.is_unsure for state in one.states),
        "next": one.next_position,
    }


def say_assignment(one: OpenAssignment) -> dict[str, Any]:
    """Say of an assignment all that its page needs."""
    return {
        "assignment": one.assignment.assignment_id,
        "purpose": one.assignment.purpose,
        "unitising": one.is_unitising,
        "claims": one.is_claiming,
        "n_units": len(one.states),
        "next": one.next_position,
        "states": [
            [state.position, state.is_done, state.is_unsure] for state in one.states
        ],
        "codebook": say_codebook(one.codebook, one.variables),
    }


def say_codebook(book: Codebook, variables: Iterable[Variable]) -> dict[str, Any]:
    """Say what a codebook asks for, with a key for every code."""
    return {
        "name": book.name,
        "version": book.version,
        "title": book.title,
        "instruction": book.instruction,
        "variables": [_say_variable(one) for one in variables],
        "domains": [{"domain": one.domain, "title": one.title} for one in book.domains],
    }


def say_unit(one: UnitInContext) -> dict[str, Any]:
    """Say of a unit what its coder sees."""
    unit, source = one.unit, one.source
    span = unit.anchor.span
    return {
        "position": unit.position,
        "unit": f"{source.name}/{span.start}-{span.end}",
        "document": {
            "id": source.name,
            "actor": source.actor,
            "title": source.title,
            "date": source.date,
            "language": source.language,
        },
        "before": [_say_piece(piece) for piece in one.before],
        "text": unit.anchor.words,
        "after": [_say_piece(piece) for piece in one.after],
        "page": None if one.page is None else one.page.number,
        "boxes": one.boxes,
        "start": span.start,
        "end": span.end,
        "codings": say_words(one.words),
        "answers": one.answers,
        "found": None if one.found is None else sheet_to_text(one.found),
    }


def say_words(words: Mapping[str, Word]) -> dict[str, Any]:
    """Say what a person said last, by variable."""
    return {
        name: {
            "value": word.value,
            "unsure": word.unsure,
            "note": word.note,
            "evidence": [[span.start, span.end] for span in word.evidence],
            "written": word.written,
        }
        for name, word in words.items()
    }


def say_accepted(one: AcceptedCodings) -> dict[str, Any]:
    """Say which codings are safe now."""
    said: dict[str, Any] = {
        "saved": [
            {"client": saved.client, "coding": saved.coding, "written": saved.written}
            for saved in one.saved
        ]
    }
    if one.taken_back:
        said["taken_back"] = [
            {"position": position, "variable": variable}
            for position, variable in one.taken_back
        ]
    if one.feedback is not None:
        said["feedback"] = [
            {
                "position": told.position,
                "variable": told.variable,
                "value": told.value,
                "answer": told.answer,
                "right": told.is_right,
            }
            for told in one.feedback
        ]
    return said


def say_history(codings: Iterable[HandCoding]) -> list[dict[str, Any]]:
    """Say all that was said of a unit."""
    return [
        {
            "coder": one.coder,
            "variable": one.variable,
            "value": one.value,
            "unsure": one.unsure,
            "note": one.note,
            "evidence": [[span.start, span.end] for span in one.evidence],
            "written": one.written,
            "origin": one.origin,
            "assignment": one.assignment_id,
        }
        for one in codings
    ]


def say_progress(one: AssignmentProgress) -> dict[str, Any]:
    """Say how far an assignment is."""
    return {
        **one.to_row(),
        "days": [{"day": day, "units": n} for day, n in one.days],
    }


def keys_of(variable: Variable) -> dict[str, str]:
    """Give codes keys: the digits that they are, or 1 to 9 and then letters.

    ``0`` is the key of the code for "none of these". Where there are more codes than
    keys none gets one: people type the codes that they know.

    Examples
    --------
    >>> from hustings.model.codebook import Code, Variable
    >>> codes = tuple(Code(code=one, title=one) for one in ("none", "boats", "homes"))
    >>> keys_of(
    ...     Variable(name="t", title="T", level="nominal", codes=codes, uncoded="none")
    ... )
    {'none': '0', 'boats': '1', 'homes': '2'}
    """
    codes = [one.code for one in variable.codes]
    if all(len(code) == 1 and code in string.digits for code in codes):
        return {code: code for code in codes}
    others = [code for code in codes if code != variable.uncoded]
    if len(others) > len(KEYS):
        return {}
    keys = dict(zip(others, KEYS, strict=False))
    if variable.uncoded is not None:
        keys = {variable.uncoded: UNCODED_KEY, **keys}
    return keys


def _say_variable(one: Variable) -> dict[str, Any]:
    keys = keys_of(one)
    condition = one.condition
    return {
        "name": one.name,
        "title": one.title,
        "level": one.level,
        "instruction": one.instruction,
        "condition": None
        if condition is None
        else {"variable": condition.variable, "code": condition.code},
        "uncoded": one.uncoded,
        "number": _say_number(one.number),
        "codes": [_say_code(code, keys.get(code.code)) for code in one.codes],
    }


def _say_number(one: FreeNumber | None) -> dict[str, Any] | None:
    """Say which numbers a variable takes; nothing of one that has codes."""
    if one is None:
        return None
    bounds = {"minimum": one.minimum, "maximum": one.maximum}
    return {
        **{k: None if b is None else float(b) for k, b in bounds.items()},
        "whole": one.is_whole,
        "words": asked_in_words(one),
    }


def _say_code(one: Code, key: str | None) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "domain": one.domain,
        "instruction": one.instruction,
        "examples": list(one.examples),
        "key": key,
    }


def _say_piece(one: ContextPiece) -> dict[str, Any]:
    return {"text": one.text, "kind": one.kind, "joined": one.is_joined}
