"""Where people and programs differ, as its page asks for it: said as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.interface.web.room.manage_cases import say_case, say_titled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.model.codebook import Variable
    from hustings.model.document import Document, Span
    from hustings.workflow.room_manage_doubts import DoubtedCase, DoubtState
    from hustings.workflow.room_manage_words import CodedBook

_LEAST = 0.01
LIKELY = {
    "coding": "The coding is likely wrong.",
    "unclear": "Unclear which of the two is wrong.",
    "machine": "The program is likely wrong.",
}


def say_doubt(
    doubt: DoubtedCase, book: CodedBook, document: Document, *, is_blind: bool
) -> dict[str, Any]:
    """Say of a case what people said, and what the machine says, with its probability.

    Parameters
    ----------
    is_blind : bool
        Whether nothing tells who said what: neither names nor numbers, nor which value
        is the machine's, nor what it relied on. Values stand as in the codebook.
    """
    said = say_case(doubt.case, book, document, is_blind=is_blind)
    variable = book.variable(doubt.case.unit.variable)
    choices = _choices(said["choices"], doubt.row, variable)
    evidence = () if is_blind else doubt.evidence
    return {
        **said,
        "state": doubt.state,
        "choices": _in_order(choices, variable) if is_blind else choices,
        "pieces": list(_pieces(doubt, evidence)),
        "machine": None
        if is_blind
        else _say_machine(doubt.row, has_evidence=bool(evidence)),
    }


def say_doubt_states(states: Mapping[str, DoubtState]) -> list[list[str]]:
    """Say of every case its key and how far it is."""
    return [[key, state] for key, state in states.items()]


def _say_machine(row: Mapping[str, Any], *, has_evidence: bool) -> dict[str, Any]:
    """Say what the machine says, and which of the two is likely wrong."""
    relied = " Underlined is what the program relied on." if has_evidence else ""
    return {
        "value": row["machine_value"],
        "coded": row["coded"],
        "words": f"{LIKELY[row['likely_error']]}{relied}",
    }


def _choices(
    said: Sequence[Mapping[str, Any]], row: Mapping[str, Any], variable: Variable
) -> list[dict[str, Any]]:
    """Put the machine's values after those of people, or beside the same."""
    own = [row["machine_value"], row["likely"]]
    values = [one["value"] for one in said]
    others = [value for value in dict.fromkeys(own) if value and value not in values]
    added = [
        {"value": value, "title": say_titled(value, variable), "n": 0, "words": []}
        for value in others
    ]
    return [{**one, "machine": _words(one["value"], row)} for one in (*said, *added)]


def _words(value: str, row: Mapping[str, Any]) -> str:
    """Say how probable the machine finds a value; empty where it says nothing of it.

    Examples
    --------
    >>> row = {
    ...     "machine": "learned:wards",
    ...     "machine_value": "boats",
    ...     "likely": "boats",
    ...     "coded": "homes",
    ...     "probability": 0.91,
    ...     "probability_of_coded": 0.04,
    ... }
    >>> _words("boats", row)
    'the program, probability 0.91'
    >>> _words("homes", row), _words("quays", row)
    ('the program: probability 0.04', '')
    """
    known = {
        row["coded"]: row["probability_of_coded"],
        row["likely"]: row["probability"],
    }
    probability = _say_probability(known[value]) if value in known else ""
    if value == row["machine_value"]:
        return f"the program, {probability}" if probability else "the program"
    return f"the program: {probability}" if probability else ""


def _say_probability(probability: float) -> str:
    """Write a probability so that it is never 0 or 1 by rounding alone.

    Examples
    --------
    >>> _say_probability(0.913), _say_probability(0.0042), _say_probability(0.998)
    ('probability 0.91', 'probability below 0.01', 'probability above 0.99')
    """
    if probability < _LEAST:
        return f"probability below {_LEAST}"
    if probability > 1 - _LEAST:
        return f"probability above {1 - _LEAST}"
    return f"probability {probability:.2f}"


def _in_order(
    choices: Sequence[Mapping[str, Any]], variable: Variable
) -> list[dict[str, Any]]:
    """Leave out who said what, in the order of the codebook."""
    order = {code.code: i for i, code in enumerate(variable.codes)}
    return [
        {**one, "n": 0, "words": [], "machine": ""}
        for one in sorted(
            choices, key=lambda one: (order.get(one["value"], len(order)), one["value"])
        )
    ]


def _pieces(doubt: DoubtedCase, evidence: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Cut the unit's words at the machine's evidence."""
    anchor = doubt.case.unit.anchor
    start, words = anchor.span.start, anchor.words
    done = 0
    for one in sorted(evidence, key=lambda one: one.start):
        low, high = max(one.start - start, done), min(one.end - start, len(words))
        if low < high:
            if done < low:
                yield words[done:low], False
            yield words[low:high], True
            done = high
    if done < len(words):
        yield words[done:], False
