"""Arcs: what a parser says of a unit sharpens where a target ends and what names it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.claim import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """One word of a unit and the word it depends on.

    Attributes
    ----------
    start, end : int
        Of the word, in the unit's text.
    head : int
        Index of the word it depends on; its own index at the root.
    dependency, lemma, pos : str
        As the parser names them; Universal Dependencies are understood.
    """

    start: int
    end: int
    head: int
    dependency: str
    lemma: str
    pos: str


_NAMING: Final = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "X"})
_OTHER_CLAIM: Final = frozenset(
    {"conj", "cc", "punct", "appos", "parataxis", "acl:relcl"}
)
_MOST_STEPS: Final = 64


def sharpen_claims(
    claims: Sequence[Claim], text: str, arcs: Sequence[Arc], *, start: int = 0
) -> tuple[Claim, ...]:
    """Correct head and end of each target by the arcs of the unit.

    The head becomes the one word of the target that depends on a word outside it; the
    target becomes that word with all that depends on it, without what is joined by
    "and" and without relative clauses. Where arcs do not cover a target, or name no
    word that could be a head, the claim stays as it is.

    Parameters
    ----------
    claims : sequence of Claim
        Of one unit.
    text : str
        The unit's.
    arcs : sequence of Arc
        Of the unit, in the order of the text.
    start : int
        Where the unit begins in the text that the claims' spans index.
    """
    return tuple(_sharpened(claim, text, arcs, start) for claim in claims)


def _sharpened(claim: Claim, text: str, arcs: Sequence[Arc], offset: int) -> Claim:
    root = _root(claim, arcs, offset)
    if root is None:
        return claim
    members = [i for i in range(len(arcs)) if _belongs(arcs, i, root)]
    start, end = arcs[members[0]].start, arcs[members[-1]].end
    head = arcs[root]
    return replace(
        claim,
        target=text[start:end],
        head=text[head.start : head.end],
        span=Span(offset + start, offset + end),
        head_span=Span(offset + head.start, offset + head.end),
    )


def _root(claim: Claim, arcs: Sequence[Arc], offset: int) -> int | None:
    """Find the word of a target that depends on a word outside it."""
    start, end = claim.span.start - offset, claim.span.end - offset
    inside = [i for i, arc in enumerate(arcs) if start <= arc.start < end]
    outward = [i for i in inside if arcs[i].head not in inside or arcs[i].head == i]
    naming = [i for i in outward if arcs[i].pos in _NAMING]
    return naming[0] if naming else None


def _belongs(arcs: Sequence[Arc], i: int, root: int) -> bool:
    """Tell whether a word depends on the root, with no "and" on the way."""
    for _ in range(_MOST_STEPS):
        if i == root:
            return True
        if arcs[i].head == i:
            return False
        if arcs[i].head == root and _leaves(arcs[i], arcs[root]):
            return False
        i = arcs[i].head
    return False


def _leaves(arc: Arc, root: Arc) -> bool:
    """Tell whether a word beside the root is no part of the target."""
    is_function = arc.dependency in {"case", "mark"} and arc.start < root.start
    return is_function or arc.dependency in _OTHER_CLAIM
