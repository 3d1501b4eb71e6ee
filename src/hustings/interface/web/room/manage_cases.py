"""Adjudication as its page asks for it: cases in context, said as JSON."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.coding.free_numbers import read_number
from hustings.interface.pages.addresses import unit_address
from hustings.interface.pages.wording import say_count, say_number
from hustings.workflow.adjudicated_rows import PERSON
from hustings.workflow.room_context import context_after, context_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.model.adjudication import Adjudicated
    from hustings.model.codebook import Variable
    from hustings.model.document import Document
    from hustings.model.hand_coding import HandCoding
    from hustings.workflow.adjudicating import AdjudicateResult
    from hustings.workflow.room_context import ContextPiece
    from hustings.workflow.room_manage_cases import Case, Preview
    from hustings.workflow.room_manage_words import CodedBook

_LIKELIEST = re.compile(r"^.* is likeliest, with [0-9.]+")
SAMPLE = 8
"""Reasons that a preview shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcome:
    """What a rule would settle, or has settled, in sentences."""

    sentences: tuple[str, ...]
    reasons: tuple[tuple[str, int], ...] = ()
    mistake: str = ""
    is_written: bool = False


def say_states(cases: Iterable[Case]) -> list[list[str]]:
    """Say of every case its key and how far it is."""
    return [[one.key, one.state] for one in cases]


def say_case(
    case: Case, book: CodedBook, document: Document, *, is_blind: bool
) -> dict[str, Any]:
    """Say of a case all that is needed to settle it.

    Parameters
    ----------
    is_blind : bool
        Whether names are left out, and what was said stands in an order that does not
        tell who said it.
    """
    unit = case.unit
    span = unit.anchor.span
    variable = book.variable(unit.variable)
    return {
        "key": case.key,
        "state": case.state,
        "variable": _say_variable(variable),
        "document": unit.document,
        "language": document.language,
        "address": unit_address(*unit.place),
        "before": [_say_piece(one) for one in context_before(document, span)],
        "text": unit.anchor.words,
        "after": [_say_piece(one) for one in context_after(document, span)],
        "choices": _say_choices(unit.said, variable, is_blind=is_blind),
        "settled": _say_settled(case.standing, is_blind=is_blind),
        "note": case.note,
    }


def say_codes(book: CodedBook) -> dict[str, list[dict[str, str]]]:
    """Say the codes of every variable, for the picker."""
    return {
        one.name: [
            {"code": code.code, "title": code.title, "instruction": code.instruction}
            for code in one.codes
        ]
        for one in book.codebook.variables
    }


def say_titled(value: str, variable: Variable) -> str:
    """Return the title of a code; empty where there is none."""
    return next((one.title for one in variable.codes if one.code == value), "")


def _say_variable(one: Variable) -> dict[str, str]:
    return {"name": one.name, "title": one.title, "instruction": one.instruction}


def _say_piece(one: ContextPiece) -> dict[str, Any]:
    return {"text": one.text, "kind": one.kind, "joined": one.is_joined}


def _say_choices(
    said: Sequence[HandCoding], variable: Variable, *, is_blind: bool
) -> list[dict[str, Any]]:
    """Say each value with who gave it, the most frequent first."""
    order = {code.code: i for i, code in enumerate(variable.codes)}
    counts = Counter(str(one.value) for one in said)
    values = sorted(
        counts,
        key=lambda value: (
            -counts[value],
            order.get(value, len(order)),
            read_number(value) or 0,
            value,
        ),
    )
    return [
        {
            "value": value,
            "title": say_titled(value, variable),
            "n": counts[value],
            "words": _say_words(said, value, is_blind=is_blind),
        }
        for value in values
    ]


def _say_words(
    said: Sequence[HandCoding], value: str, *, is_blind: bool
) -> list[dict[str, Any]]:
    of_value = [one for one in said if one.value == value]
    if is_blind:
        # By what they noted: the alphabet of names must not show through.
        of_value.sort(key=lambda one: (one.note, one.coding_id))
    return [
        {
            "coder": None if is_blind else one.coder,
            "unsure": one.unsure,
            "note": one.note,
        }
        for one in of_value
    ]


def _say_settled(
    standing: Adjudicated | None, *, is_blind: bool
) -> dict[str, str] | None:
    if standing is None or standing.value is None:
        return None
    return {"value": standing.value, "rule": say_rule(standing.rule, is_blind=is_blind)}


def say_rule(rule: str, *, is_blind: bool = False) -> str:
    """Say by which rule something was settled.

    Examples
    --------
    >>> say_rule("person:Ana"), say_rule("majority"), say_rule("dawid-skene>=0.8")
    ('by Ana', 'by majority', 'by the model of Dawid and Skene, from 0.8')
    >>> say_rule("senior:Ben", is_blind=True)
    'by the senior coder'
    """
    kind, _, name = rule.partition(":")
    if kind == PERSON.rstrip(":"):
        return f"by {name}"
    if kind == "senior":
        return "by the senior coder" if is_blind else f"by the senior coder, {name}"
    if rule.startswith("dawid-skene"):
        return f"by the model of Dawid and Skene, from {rule.rpartition('=')[2]}"
    return f"by {kind}"


def say_preview(found: Preview) -> RuleOutcome:
    """Say what a rule would do."""
    return RuleOutcome(
        sentences=(
            *_about_preview(found),
            *(one.message for one in found.problems if one.kind != "one coder only"),
        ),
        reasons=_reasons(found.open_cases),
    )


def say_applied(found: AdjudicateResult) -> RuleOutcome:
    """Say what a rule has done."""
    settled = len(found.rows) - len(found.worklist)
    n_open = sum(len(row["settles"]) > 1 for row in found.worklist)
    told = f"Settled {say_count(settled, 'value')} by {say_rule(found.rule)[3:]}. "
    still = f"{_cases(n_open)} {'stays' if n_open == 1 else 'stay'} open for a person."
    problems = (one.message for one in found.problems if one.kind != "one coder only")
    return RuleOutcome(sentences=(told + still, *problems), is_written=True)


def _about_preview(found: Preview) -> Iterator[str]:
    """Say what a rule would settle, leave open, change, and leave alone."""
    differ = found.n_settled - found.n_agreed - found.n_alone
    alone = (
        f", {say_number(found.n_alone)} that one person alone gave"
        if found.n_alone
        else ""
    )
    yield (
        f"The rule would settle {say_count(found.n_settled, 'value')}: "
        f"{say_number(differ)} where people differ, {say_number(found.n_agreed)} where "
        f"they agree{alone}."
    )
    yield f"{_cases(found.n_open)} would stay open for a person."
    if found.n_single:
        units = say_count(found.n_single, "value")
        yield f"{units[0].upper()}{units[1:]} by too few people would not be settled."
    if found.n_changed:
        yield f"{say_count(found.n_changed, 'value')} settled before would change."
    if found.n_kept:
        verb = "is" if found.n_kept == 1 else "are"
        yield f"{say_count(found.n_kept, 'decision')} by persons {verb} left alone."


def _cases(n: int) -> str:
    text = say_count(n, "case")
    return text[0].upper() + text[1:]


def _reasons(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, int], ...]:
    """Count why cases stay open, most often ones first; numbers are left out."""
    told = (_LIKELIEST.sub("the likeliest value is", row["reason"]) for row in rows)
    return tuple(Counter(told).most_common(SAMPLE))
