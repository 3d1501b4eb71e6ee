"""A language model's answer, read and checked: what is accepted, and why not.

An answer counts only if it is JSON in the form that was asked for, names a value of the
codebook, and rests on quotes that stand verbatim in the unit. Only white space may
differ: a line end in the unit is sent, and comes back, as a space.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.coding.free_numbers import known_value
from hustings.coding.remote_schemas import answer_schema, find_fault

if TYPE_CHECKING:
    from hustings.model.codebook import Variable

_NEEDED: Final = ("quotes", "value")
"""Without a confidence an answer still counts: small models forget it."""
_FENCED = re.compile(r"```[A-Za-z]*[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL)
_THOUGHT = re.compile(r"\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An answer that counts.

    Attributes
    ----------
    value : str or None
        None where the variable does not apply to the unit.
    evidence : tuple of (int, int)
        Spans of the unit's own text.
    confidence : float or None
        What the model says of itself. It is calibrated by nothing.
    """

    value: str | None
    evidence: tuple[tuple[int, int], ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An answer that does not count.

    Attributes
    ----------
    kind : str
        A few words that many answers share, for counting.
    reason : str
        The same with what is wrong in this one.
    """

    kind: str
    reason: str


def check_answer(reply: str, text: str, variable: Variable) -> Accepted | Rejected:
    r"""Read a model's reply on one unit and check all of it.

    Parameters
    ----------
    reply : str
        JSON, alone or in one fenced block; thoughts in ``<think>`` before it are
        passed over.
    text : str
        The unit's own words.
    variable : Variable

    Examples
    --------
    >>> from hustings.model.codebook import Code
    >>> from hustings.model.codebook import Variable
    >>> codes = (Code(code="tax", title="Taxes"),)
    >>> topic = Variable(name="topic", title="Topic", level="nominal", codes=codes)
    >>> reply = '{"quotes": ["lower rates"], "value": "tax", "confidence": 0.9}'
    >>> check_answer(reply, "We want lower\nrates.", topic)
    Accepted(value='tax', evidence=((8, 19),), confidence=0.9)
    >>> check_answer(reply, "We want higher rates.", topic).reason
    'the quote “lower rates” does not stand in the unit'
    """
    answer = _read_json(reply)
    if isinstance(answer, Rejected):
        return answer
    fault = find_fault(answer, {**answer_schema(variable), "required": _NEEDED})
    if fault:
        kind = "no code of the codebook" if "none of the codes" in fault else "form"
        return Rejected(kind=_KINDS.get(kind, kind), reason=fault)
    return _check_value(answer, text, variable)


_KINDS = {"form": "not in the form asked for"}


def _check_value(
    answer: dict[str, Any], text: str, variable: Variable
) -> Accepted | Rejected:
    """Check what the schema cannot: the value as it is kept, and the quotes."""
    said = answer["value"]
    value = None if said is None else known_value(_text_of(said), variable)
    if said is not None and value is None:
        reason = f"the value {_short(_text_of(said))} is none of the codebook's"
        return Rejected(kind="no code of the codebook", reason=reason)
    evidence = _find_quotes(answer["quotes"], text)
    if isinstance(evidence, Rejected):
        return evidence
    if not evidence and value is not None and value != variable.uncoded:
        return Rejected(kind="no quote", reason="it names no words of the unit")
    return Accepted(value=value, evidence=evidence, confidence=answer.get("confidence"))


def _text_of(said: object) -> str:
    """Write a JSON value as the text that values are kept as."""
    if isinstance(said, float) and said.is_integer():
        return str(int(said))
    return said if isinstance(said, str) else f"{said}"


def _find_quotes(
    quotes: list[str], text: str
) -> tuple[tuple[int, int], ...] | Rejected:
    """Find each quote in the unit; one that is not there spoils the answer."""
    found: set[tuple[int, int]] = set()
    for quote in quotes:
        words = quote.split()
        if not words:
            return Rejected(kind="empty quote", reason="one of its quotes is empty")
        span = find_quote(quote, text)
        if span is None:
            reason = f"the quote {_short(quote)} does not stand in the unit"
            return Rejected(kind="quote that is not in the unit", reason=reason)
        found.add(span)
    return tuple(sorted(found))


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    r"""Return where a quote first stands in a text; white space may differ.

    Examples
    --------
    >>> find_quote("free ferry", "A free\n ferry.")
    (2, 13)
    >>> find_quote("a free ferry", "A free ferry.") is None
    True
    """
    pattern = r"\s+".join(map(re.escape, quote.split()))
    found = re.search(pattern, text) if pattern else None
    return None if found is None else found.span()


def _read_json(reply: str) -> dict[str, Any] | Rejected:
    """Take the JSON object out of a reply."""
    bare = _THOUGHT.sub("", reply, count=1).strip()
    if not bare:
        return Rejected(kind="empty answer", reason="it is empty")
    fenced = _FENCED.fullmatch(bare)
    try:
        found = json.loads(
            fenced[1] if fenced else bare,
            object_pairs_hook=_without_repeats,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError):
        return Rejected(kind="no JSON", reason=f"it is no JSON: {_short(bare)}")
    return (
        found
        if isinstance(found, dict)
        else Rejected(kind="not in the form asked for", reason="it is no JSON object")
    )


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says one thing twice: which is meant, nobody knows."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _refuse_constant(name: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return f"“{shown if len(shown) <= 60 else f'{shown[:59]}…'}”"
