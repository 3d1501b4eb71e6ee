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
_NEVER_NAMING: Final = frozenset(
    {"det", "case", "mark", "cc", "cd", "punct", "prep", "neg", "ng", "aux", "advmod"}
)
"""Where a parser names no kinds of words."""
_OTHER_CLAIM: Final = frozenset(
    {
        *("conj", "cc", "punct", "appos", "parataxis", "acl:relcl"),
        *("relcl", "preconj", "dep"),  # as ClearNLP names them
        *("cj", "cd", "rc", "app", "par"),  # as the TIGER corpus does, for German
    }
)
_JOINS: Final = frozenset({"conj", "cj"})
_BEFORE: Final = frozenset({"case", "mark", "cp", "ac", "neg", "ng", "aux", "sb"})
"""What stands before a target and is no part of it."""
_MOST_STEPS: Final = 64


def sharpen_claims(
    claims: Sequence[Claim], text: str, arcs: Sequence[Arc], *, start: int = 0
) -> tuple[Claim, ...]:
    """Correct head and end of each target by the arcs of the unit.

    The head becomes the one word of the target that depends on a word outside it; the
    target becomes the stretch around that word of all that depends on it, without what
    is joined by "and" and without relative clauses; what was joined inside the target
    becomes a claim of its own, at the end. Where arcs do not cover a target,
    name no word that could be a head, or would run into another claim's target, the
    claim stays as it is.

    Parameters
    ----------
    claims : sequence of Claim
        Of one unit.
    text : str
        The unit's.
    arcs : sequence of Arc
        Of the unit, in the order of the text. Dependencies are those of Universal
        Dependencies, of ClearNLP (English pipelines of spaCy) or of the TIGER corpus
        (German ones).
    start : int
        Where the unit begins in the text that the claims' spans index.
    """
    found: list[Claim] = []
    joined: list[Claim] = []
    for claim in claims:
        root = _root(claim, arcs, start)
        new = claim if root is None else _moved(claim, text, arcs, root, start)
        if root is None or _runs_into(new, claim, claims):
            found.append(claim)
            continue
        found.append(new)
        joined += [
            _moved(claim, text, arcs, other, start)
            for other in _joined(claim, arcs, root, start)
        ]
    return (*found, *(replace(one, link=None) for one in _apart(joined, found)))


def _joined(claim: Claim, arcs: Sequence[Arc], root: int, offset: int) -> list[int]:
    """Find what is joined to the head by "and" and stands in the same target."""
    start, end = claim.span.start - offset, claim.span.end - offset
    chain = [root]
    for i, arc in enumerate(arcs):
        is_link = arc.dependency.casefold() in {*_JOINS, "cd"}
        if i > root and is_link and arc.head in chain and start <= arc.start < end:
            chain.append(i)
    named = (i for i in chain[1:] if arcs[i].dependency.casefold() in _JOINS)
    return [i for i in named if _names(arcs[i])]


def _apart(joined: Sequence[Claim], found: Sequence[Claim]) -> list[Claim]:
    """Leave out what another claim has as its target already."""
    taken = {(one.stance, place) for one in found for place in _places(one)}
    return [
        one
        for one in joined
        if not any((one.stance, place) in taken for place in _places(one))
    ]


def _places(claim: Claim) -> range:
    return range(claim.span.start, claim.span.end)


def _runs_into(new: Claim, old: Claim, claims: Sequence[Claim]) -> bool:
    """Tell whether a target has grown over another claim's that it did not hold."""
    return any(
        one.span.start < new.span.end
        and new.span.start < one.span.end
        and not (one.span.start < old.span.end and old.span.start < one.span.end)
        for one in claims
    )


def _moved(
    claim: Claim, text: str, arcs: Sequence[Arc], root: int, offset: int
) -> Claim:
    """Give a claim the target that a word names."""
    first, last = _stretch(text, arcs, root)
    start, end = arcs[first].start, arcs[last].end
    head = arcs[root]
    return replace(
        claim,
        target=text[start:end],
        head=text[head.start : head.end],
        span=Span(offset + start, offset + end),
        head_span=Span(offset + head.start, offset + head.end),
    )


def _stretch(text: str, arcs: Sequence[Arc], root: int) -> tuple[int, int]:
    """Give the first and the last word of the stretch that depends on a word."""
    first = last = root
    while first and _goes_on(text, arcs, first - 1, root):
        first -= 1
    while last + 1 < len(arcs) and _goes_on(text, arcs, last + 1, root):
        last += 1
    while last > root and not text[arcs[last].start : arcs[last].end].strip():
        last -= 1
    return first, last


def _goes_on(text: str, arcs: Sequence[Arc], i: int, root: int) -> bool:
    """Tell whether a word is part of the target: also the hyphen inside a word."""
    if _belongs(arcs, i, root):
        return True
    before = text[: arcs[i].start][-1:].strip()
    after = text[arcs[i].end :][:1].strip()
    word = text[arcs[i].start : arcs[i].end].strip()
    return bool(before and after) and not word.isalnum()


def _root(claim: Claim, arcs: Sequence[Arc], offset: int) -> int | None:
    """Find the word of a target that depends on a word outside it."""
    start, end = claim.span.start - offset, claim.span.end - offset
    inside = [i for i, arc in enumerate(arcs) if start <= arc.start < end]
    outward = [i for i in inside if arcs[i].head not in inside or arcs[i].head == i]
    naming = [i for i in outward if _names(arcs[i])]
    head = claim.head_span.start - offset
    named = [i for i in naming if arcs[i].start <= head < arcs[i].end]
    return next(iter((*named, *naming)), None)


def _names(arc: Arc) -> bool:
    """Tell whether a word may name a target."""
    if arc.pos:
        return arc.pos in _NAMING
    return arc.dependency.casefold() not in _NEVER_NAMING


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
    dependency = arc.dependency.casefold()
    is_function = dependency in _BEFORE and arc.start < root.start
    return is_function or dependency in _OTHER_CLAIM
