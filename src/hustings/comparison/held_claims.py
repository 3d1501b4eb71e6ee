"""Claims with who holds them, and the issues that they are gathered into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.model.claim import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldClaim:
    """A claim, who holds it and when, and the words that it was found in.

    Attributes
    ----------
    claim : Claim
        With the spans of its target in the document's text.
    document_id : str
    date : str or None
        Of the document, as far as it is known: ``2031``, ``2031-05`` or ``2031-05-07``.
    actor : str
        The document's actor for its own voice, else the name that it reports.
    words : str
        The text of the unit that is the claim's evidence.
    page : int or None
        Where its words stand; None where the document has no pages.
    is_reported : bool
        Whether the document reports another's stance.
    code : str or None
        The unit's code, where one codebook is asked for and the unit has one.
    language : str or None
        Of the document.
    checked_by : str or None
        The person on whose word it stands; None where a program alone found it.
    """

    claim: Claim
    document_id: str
    actor: str
    words: str
    date: str | None = None
    page: int | None = None
    is_reported: bool = False
    code: str | None = None
    language: str | None = None
    checked_by: str | None = None

    @property
    def stance(self) -> int:
        """1 for, -1 against."""
        return self.claim.stance

    @property
    def target(self) -> str:
        """The phrase that the stance is held toward."""
        return self.claim.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Targets that mean the same, under one name.

    Attributes
    ----------
    issue_id : str
        Stays the same for the same targets.
    name : str
        The target said most often, or what a person named it.
    claims : tuple of int
        Indices into the claims that were gathered, in ascending order.
    code : str or None
        Of a codebook, where most of the members' units have it.
    is_named : bool
        Whether a person gave the name.
    is_general : bool
        Whether all targets are of general words alone ("the measures"), so that nobody
        can say whether they mean the same.
    specificity : float
        In (0, 1]: how far the words of the usual target stand in this issue alone.
    """

    issue_id: str
    name: str
    claims: tuple[int, ...]
    code: str | None = None
    is_named: bool = False
    is_general: bool = False
    specificity: float = 1.0


def actors_of(claims: Iterable[HeldClaim]) -> tuple[str, ...]:
    """Return everybody who holds a claim, each once, in the order of the claims."""
    return tuple(dict.fromkeys(one.actor for one in claims))
