"""Sheets of claims: what a person says one unit claims, all of it at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hustings.model.claim import AGAINST, FOR, OWN, Claim, Modality
from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.citation import Anchor

CLAIMS: Final = "claims"
"""What a sheet is called where other answers are named by their variable."""

MOST_CLAIMS: Final = 200
"""On one sheet: a list of demands may stand in one unit."""
LONGEST_ACTOR: Final = 300

_ENTRIES = frozenset({"actor", "stance", "target", "head", "modality"})
_LINK = "link"
"""An entry that only claims with a link have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetClaim:
    """One claim on a sheet; spans are of the unit's own words.

    Attributes
    ----------
    actor : str
        `hustings.model.claim.OWN`, or the name as it stands in the unit.
    stance : int
        1 or -1.
    target, head : Span
        In code points from the unit's first; the head lies in the target.
    modality : Modality
    link : int or None
        Place on the sheet, from 0, of the claim that this one goes with: "for the
        prohibition of X" and "against X". It is how two claims were found and no
        claim itself: sheets that differ in links alone say the same.
    """

    actor: str
    stance: int
    target: Span
    head: Span
    modality: Modality
    link: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether the document itself takes the stance."""
        return self.actor == OWN

    def as_claim(self, unit: str, words: str, start: int) -> Claim:
        """Return it as a claim of a unit.

        Parameters
        ----------
        words : str
            The unit's words.
        start : int
            Where they begin, in the text that the claim's spans are to index.
        """
        return Claim(
            unit=unit,
            actor=self.actor,
            stance=self.stance,
            target=self.target.of(words),
            head=self.head.of(words),
            span=_moved(self.target, start),
            head_span=_moved(self.head, start),
            modality=self.modality,
            confidence=1.0,
            link=self.link,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSheet:
    """What a person says one unit claims; a later sheet supersedes an earlier one.

    Attributes
    ----------
    sheet_id : str
        The same wherever the project is copied or merged.
    unit_id : str
        The unit as it was called then. What holds is document and span.
    anchor : Anchor
        The unit's span, words, and those around it.
    claims : tuple of SheetClaim, or None
        Empty where the unit claims nothing; None takes an earlier sheet back.
    written : str
        ISO time with its zone, to the microsecond.
    origin : str
        Where it was brought in from, or what it takes back; empty otherwise.
    assignment_id : str or None
        The assignment it was made for, which may be in another project.
    run_id : str or None
        The run whose claims the person was shown; None where none were.
    """

    sheet_id: str
    document_id: str
    unit_id: str
    anchor: Anchor
    coder: str
    claims: tuple[SheetClaim, ...] | None
    written: str
    note: str = ""
    unsure: bool = False
    origin: str = ""
    assignment_id: str | None = None
    run_id: str | None = field(default=None)

    def as_claims(self) -> tuple[Claim, ...]:
        """Return its claims with spans in the document's text."""
        anchor = self.anchor
        return tuple(
            one.as_claim(self.unit_id, anchor.words, anchor.span.start)
            for one in self.claims or ()
        )


def sheet_to_text(claims: Sequence[SheetClaim]) -> str:
    """Write claims as JSON, in the one form in which they are kept.

    Examples
    --------
    >>> sheet_to_text([])
    '[]'
    """
    rows = [
        {
            "actor": one.actor,
            "stance": one.stance,
            "target": [one.target.start, one.target.end],
            "head": [one.head.start, one.head.end],
            "modality": one.modality.value,
            **({} if one.link is None else {_LINK: one.link}),
        }
        for one in claims
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def sheet_of_text(text: str) -> tuple[SheetClaim, ...]:
    """Read claims that were written as JSON.

    Raises
    ------
    ValueError
        If the text is no sheet of claims; the message says why.

    Examples
    --------
    >>> sheet_of_text("[]")
    ()
    """
    try:
        rows = json.loads(text)
    except RecursionError:
        rows = None
    if not isinstance(rows, list):
        message = "it is no list of claims"
        raise ValueError(message)  # noqa: TRY004  # of what a text says
    return tuple(_claim(row) for row in rows)


def fault_of_sheet(claims: Sequence[SheetClaim], words: str) -> str | None:
    """Say why claims cannot be those of a unit; None where they can.

    Parameters
    ----------
    words : str
        The unit's words.
    """
    if len(claims) > MOST_CLAIMS:
        return f"There are {len(claims):,} claims; {MOST_CLAIMS} can be kept."
    for place, one in enumerate(claims, start=1):
        fault = _fault(one, words) or _fault_of_link(one.link, place - 1, len(claims))
        if fault is not None:
            return f"Claim {place}: {fault}."
    if len({(one.is_own, one.actor, one.stance, one.target) for one in claims}) < len(
        claims
    ):
        return "A claim stands there twice."
    return None


def _fault(one: SheetClaim, words: str) -> str | None:
    """Say what is wrong with one claim."""
    target, head = one.target, one.head
    if not 0 <= target.start < target.end <= len(words):
        return "its target is not inside the unit"
    if target.of(words) != target.of(words).strip():
        return "its target begins or ends with a space"
    if not target.start <= head.start < head.end <= target.end:
        return "its head is not inside the target"
    if not head.of(words).strip():
        return "its head is no word"
    if not one.actor.strip() or len(one.actor) > LONGEST_ACTOR or "\x00" in one.actor:
        return f"its actor is no name of 1 to {LONGEST_ACTOR} characters"
    return None


def _fault_of_link(link: int | None, place: int, n: int) -> str | None:
    """Say what is wrong with a link."""
    if link is None or (0 <= link < n and link != place):
        return None
    return "it goes with no other claim of the sheet"


def _claim(row: object) -> SheetClaim:
    """Read one claim.

    Raises
    ------
    ValueError
        If it is none.
    """
    if not isinstance(row, dict) or row.keys() - {_LINK} != _ENTRIES:
        message = f"a claim has the entries {', '.join(sorted(_ENTRIES))}"
        raise ValueError(message)
    if row["stance"] not in {FOR, AGAINST} or isinstance(row["stance"], bool):
        message = "a stance is 1 or -1"
        raise ValueError(message)
    if not isinstance(row["actor"], str):
        message = "an actor is a text"
        raise ValueError(message)  # noqa: TRY004  # of what a text says
    if not isinstance(row["modality"], str):
        message = "a modality is a text"
        raise ValueError(message)  # noqa: TRY004  # of what a text says
    return SheetClaim(
        actor=row["actor"],
        stance=int(row["stance"]),
        target=_span(row["target"]),
        head=_span(row["head"]),
        modality=Modality(row["modality"]),
        link=_place(row[_LINK]) if _LINK in row else None,
    )


def _place(found: object) -> int:
    """Read the place of a claim."""
    if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
        return found
    message = "a link is the place of a claim, from 0"
    raise ValueError(message)


def _span(found: Any) -> Span:  # noqa: ANN401  # whatever JSON holds
    """Read a pair of places."""
    match found:
        case [int(start), int(end)] if 0 <= start < end and not isinstance(start, bool):
            return Span(start, end)
    message = "a target and a head are each a begin and an end after it"
    raise ValueError(message)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
