"""Finding the words of a citation, coding or note again in another text.

Two ways. `reanchor` has both texts, the earlier and the new: it aligns them as wholes
and places every span by the words around it. `AnchorFinder` has only the cited words
and the few around them, as a citation carries them.

Either way a place counts only if no other fits about as well: an anchor is never put
where it may not belong, it is called ambiguous or lost.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.anchors.alignment import (
    align,
    share_of_wordings,
    squeeze,
    tokenise,
)
from hustings.ingest.anchors.fits import Fit, Wanted, find_fits, largest_cluster
from hustings.model.citation import Anchor, Place
from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hustings.ingest.anchors.alignment import Alignment, Tokens

LEAST_SHARED = 0.25
"""Share of wordings below which a text is no new version of another."""
LEAST_SIMILAR = 0.5
"""Similarity below which words in their old place are not the same words edited."""
ADDED_FOR_SHORT = 0.5
"""What is added for few words to both, divided by the square root of their number."""
LEAST_SIMILAR_ELSEWHERE = 0.7
"""The same for words in another place, with nothing around them as it was."""
LEAST_CONTEXT_ELSEWHERE = 0.5
"""Share of the tokens around words in another place that speaks for them."""
SURE_CONTEXT = 0.9
"""Share of the tokens around a place that halves what is added for few words."""
FEW_WORDS = 3
"""So few words are never placed by themselves alone."""
LEAST_CONTEXT = 0.3
"""Share of the tokens around a place that must be there as before."""
ALMOST_SAME = 0.999
"""The most that is said of words that differ in small and large letters only."""
UNDOUBTED = 1.3
"""Similarity, and half of the context, of words that are looked for nowhere else."""
CLEAR_LEAD = 0.15
"""How much better than the next one the best place must fit."""


def measure_shared(old: str, new: str) -> float:
    """Say how much of its wording a text shares with another, in [0, 1].

    The number of different stretches of three words that both have, divided by that
    of the text which has fewer. Below `LEAST_SHARED` they are two documents: two
    programmes of one party share about a tenth, while a text of which every fifth
    word was changed still shares six tenths with what it was.
    """
    return share_of_wordings(tokenise(old), tokenise(new))


def reanchor(old: str, new: str, spans: Sequence[Span]) -> tuple[Place, ...]:
    """Find the spans of one text in another reading or version of it.

    Parameters
    ----------
    old : str
        The text that the spans index.
    new : str
        The text in which they are looked for.
    spans : sequence of Span
        In any order; they may overlap.

    Returns
    -------
    tuple of Place
        One for each span, in the order given.

    Examples
    --------
    >>> old = "Free ferries. Lower the rents. A bridge for all."
    >>> new = "A foreword. Free ferries! Lower the high rents. A bridge for all."
    >>> for place in reanchor(old, new, [Span(14, 30), Span(31, 48)]):
    ...     print(place.fate, place.span.of(new))
    moved Lower the high rents.
    exact A bridge for all.
    """
    before, after = tokenise(old), tokenise(new)
    alignment = align(before, after)
    desk = _Desk(before, after, alignment, _owners(alignment, len(after.forms)))
    places = {span: desk.place(span) for span in dict.fromkeys(spans)}
    return tuple(places[span] for span in spans)


def find_words(words: str, text: str) -> tuple[Span, ...]:
    r"""Return all places where just these words stand, however they are set.

    White space, line ends, dashes, hyphens that divide a word, kinds of quotation mark,
    small and large letters make no difference.

    Examples
    --------
    >>> text = "Lower rents. We say: lower\nrents!"
    >>> [span.of(text) for span in find_words("lower rents", text)]
    ['Lower rents', 'lower\nrents']
    """
    wanted, there = tokenise(words).forms, tokenise(text)
    return tuple(
        Span(there.starts[i], there.ends[i + len(wanted) - 1])
        for i in there.find(wanted)
    )


def carry_inside(old: str, new: str, spans: Sequence[Span]) -> tuple[Span | None, ...]:
    """Find parts of a stretch of text in what it has become, where they are unchanged.

    Parameters
    ----------
    old, new : str
        The stretch itself, such as a unit's words, before and after.
    spans : sequence of Span
        In the characters of `old`.

    Examples
    --------
    >>> carry_inside("Lower rents now", "Lower all rents", [Span(6, 11), Span(12, 15)])
    (Span(start=10, end=15), None)
    """
    before, after = tokenise(old), tokenise(new)
    partners = align(before, after).partners
    return tuple(_carry(before, after, partners, span) for span in spans)


def _carry(
    before: Tokens, after: Tokens, partners: NDArray[np.int64], span: Span
) -> Span | None:
    """Find one part, if all its tokens follow each other as they did."""
    first, last = before.between(span.start, span.end)
    found = partners[first:last]
    if first == last or found[0] < 0 or (np.diff(found) != 1).any():
        return None
    return Span(after.starts[found[0]], after.ends[found[-1]])


class AnchorFinder:
    """Finds one citation after the other in a text.

    Examples
    --------
    >>> from hustings.model.citation import anchor_of
    >>> anchor = anchor_of("Rents are high. Lower them! Build.", Span(16, 27))
    >>> AnchorFinder("Prices and rents are high. Lower them! Build.").find(anchor).fate
    'exact'
    """

    def __init__(self, text: str) -> None:
        self._tokens = tokenise(text)

    def find(self, anchor: Anchor) -> Place:
        """Find cited words by themselves and the few words around them."""
        here = tokenise(anchor.before + anchor.words + anchor.after)
        start = len(anchor.before)
        span = Span(start, start + len(anchor.words))
        wanted = Wanted(here, *here.between(span.start, span.end))
        if wanted.first == wanted.last:
            return Place(fate="lost")
        fits = find_fits(wanted, self._tokens, lambda _: True)
        place = _choose(fits, span, wanted, self._tokens)
        return _as_exact(place) if fits and _is_in_place(fits[0], wanted) else place


def _as_exact(place: Place) -> Place:
    """Call a place exact whose words are the same and whose surroundings fit."""
    is_same = place.fate == "moved" and place.similarity == 1
    return replace(place, fate="exact") if is_same else place


def _owners(alignment: Alignment, n_new: int) -> NDArray[np.int64]:
    """Return the old token that each new one is; -1 for none."""
    owners = np.full(n_new, -1, np.int64)
    (known,) = np.nonzero(alignment.partners >= 0)
    owners[alignment.partners[known]] = known
    return owners


@dataclass(frozen=True)
class _Desk:
    """Two texts and what belongs together in them."""

    old: Tokens
    new: Tokens
    alignment: Alignment
    owners: NDArray[np.int64]

    def place(self, span: Span) -> Place:
        """Find one span of the old text in the new one."""
        wanted = Wanted(self.old, *self.old.between(span.start, span.end))
        if wanted.first == wanted.last:
            return Place(fate="lost")
        in_line = self._fit_in_line(wanted)
        if in_line is None:
            return _choose(self._free_fits(wanted), span, wanted, self.new)
        if not _is_in_place(in_line, wanted) and not self._is_only(wanted):
            place = _choose(self._free_fits(wanted), span, wanted, self.new)
            is_there = place.span == _span(in_line, span, wanted, self.new)
            return _as_exact(place) if is_there else place
        if in_line.score < UNDOUBTED:
            rivals = [fit for fit in self._free_fits(wanted) if not fit.meets(in_line)]
            if any(fit.score >= in_line.score for fit in rivals):
                fits = sorted([in_line, *rivals], key=lambda fit: -fit.score)
                return _choose(fits, span, wanted, self.new)
        return _place(in_line, span, wanted, self.new, is_in_line=True)

    def _is_only(self, wanted: Wanted) -> bool:
        """Say whether just these words stand once in either text."""
        return wanted.n_words > 1 and all(
            len(tokens.find(wanted.forms)) == 1 for tokens in (self.old, self.new)
        )

    def _free_fits(self, wanted: Wanted) -> list[Fit]:
        """Return where the words may stand that no other words have claimed."""
        return find_fits(
            wanted, self.new, lambda j: self._is_free(j, wanted.first, wanted.last)
        )

    def _fit_in_line(self, wanted: Wanted) -> Fit | None:
        """Return where the alignment puts the wanted tokens."""
        partners = self.alignment.partners[wanted.first : wanted.last]
        (known,) = np.nonzero(partners >= 0)
        if not len(known):
            return None
        pairs = [(wanted.first + int(i), int(partners[i])) for i in known]
        core = largest_cluster(pairs)
        start = self._extend(core[0], wanted.first, -1)
        end = self._extend(core[-1], wanted.last - 1, 1) + 1
        return wanted.fit(self.new, start, end)

    def _extend(self, pair: tuple[int, int], limit: int, step: int) -> int:
        """Go on from a pair over tokens that others stand in for."""
        i, j = pair
        while i != limit and self.alignment.stand_ins[i + step] == j + step:
            i, j = i + step, j + step
        return j

    def _is_free(self, j: int, first: int, last: int) -> bool:
        """Say whether a new token is not known to be one outside the span."""
        owner = self.owners[j]
        return bool(owner < 0 or first <= owner < last)


def _is_in_place(fit: Fit, wanted: Wanted) -> bool:
    """Say whether words in their old place are still the wanted ones."""
    added = ADDED_FOR_SHORT / math.sqrt(wanted.n_words)
    least = LEAST_SIMILAR + (added / 2 if fit.context >= SURE_CONTEXT else added)
    return fit.similarity >= least and fit.context >= LEAST_CONTEXT + added


def _choose(fits: Sequence[Fit], span: Span, wanted: Wanted, there: Tokens) -> Place:
    """Take the best of several places if it leads clearly."""
    good = [fit for fit in fits if _is_good(fit, wanted)]
    if not good:
        return Place(fate="lost", similarity=fits[0].similarity if fits else 0.0)
    best = good[0]
    rivals = [fit for fit in good if fit.score > best.score - CLEAR_LEAD]
    if len(rivals) > 1:
        return Place(
            fate="ambiguous",
            similarity=best.similarity,
            candidates=tuple(sorted(_span(one, span, wanted, there) for one in rivals)),
        )
    return _place(best, span, wanted, there, is_in_line=False)


def _is_good(fit: Fit, wanted: Wanted) -> bool:
    """Say whether words may be the wanted ones, wherever they stand."""
    if fit.context >= LEAST_CONTEXT_ELSEWHERE:
        return _is_in_place(fit, wanted)
    least = LEAST_SIMILAR_ELSEWHERE + ADDED_FOR_SHORT / math.sqrt(wanted.n_words)
    return fit.similarity >= least and wanted.n_words > FEW_WORDS


def _place(
    fit: Fit, span: Span, wanted: Wanted, there: Tokens, *, is_in_line: bool
) -> Place:
    """Say where the words stand, and whether they and their place are as they were."""
    found = _span(fit, span, wanted, there)
    is_same = squeeze(found.of(there.text)) == squeeze(span.of(wanted.tokens.text))
    if not is_same and wanted.n_words == 1:
        return Place(fate="lost", similarity=min(fit.similarity, ALMOST_SAME))
    return Place(
        fate="exact" if is_same and is_in_line else "moved",
        span=found,
        similarity=1.0 if is_same else min(fit.similarity, ALMOST_SAME),
    )


def _span(fit: Fit, span: Span, wanted: Wanted, there: Tokens) -> Span:
    """Return a place as characters, with the dashes that stood at its edges."""
    old = wanted.tokens
    lead = old.text[span.start : old.starts[wanted.first]]
    rest = old.text[old.ends[wanted.last - 1] : span.end]
    start, end = there.starts[fit.start], there.ends[fit.end - 1]
    if lead and there.text[max(start - len(lead), 0) : start] == lead:
        start -= len(lead)
    if rest and there.text[end : end + len(rest)] == rest:
        end += len(rest)
    return Span(start, end)
