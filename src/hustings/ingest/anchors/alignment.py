"""Which words of one text are which words of another reading or version of it.

Words are compared in a normal form that does not depend on how a text was set: forms
are composed (NFKC), ligatures taken apart, small and large letters one, soft hyphens
and other invisible characters gone, quotation marks of one kind. Dashes are no tokens.
Every other sign is a token of its own, and so is every character of a script that puts
no space between words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_JOINED = "\u00ad\u200b-\u200d\u2060\u0300-\u036f"
_LETTER = rf"(?:(?![{_UNSPACED}])[^\W_])"
_TOKEN = re.compile(rf"{_LETTER}+(?:[{_JOINED}]+{_LETTER}+)*[{_JOINED}]*|\S")
_QUOTES = str.maketrans(dict.fromkeys("’‘‚‛`´′", "'") | dict.fromkeys("“”„‟«»″", '"'))
_DASHES = frozenset("-‐‑‒–—―−")
_SEED = 3
_LENGTHS = (8, 4, 2)
"""Words of the stretches that tie two texts together, the long ones first."""
_LARGEST_GAP = 4_000_000
"""Cells of the largest gap between ties that is compared word by word."""

Match: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Tokens:
    """A text as tokens in their normal form.

    Attributes
    ----------
    forms : tuple of str
    starts, ends : tuple of int
        Where each token stands in the text.
    """

    text: str
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    _places: dict[int, dict[tuple[str, ...], list[int]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Return the first token of a stretch of text, and the first behind it."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def find(self, forms: tuple[str, ...]) -> list[int]:
        """Return where all of some tokens stand in a row."""
        if not forms:
            return []
        starts = self.places(min(_SEED, len(forms))).get(forms[:_SEED], ())
        return [i for i in starts if self.forms[i : i + len(forms)] == forms]

    def places(self, length: int) -> dict[tuple[str, ...], list[int]]:
        """Return where every few tokens in a row stand; made once for each length."""
        if length not in self._places:
            found: dict[tuple[str, ...], list[int]] = {}
            for i in range(len(self.forms) - length + 1):
                found.setdefault(self.forms[i : i + length], []).append(i)
            self._places[length] = found
        return self._places[length]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alignment:
    """Which token of the new text each token of the old one is.

    Attributes
    ----------
    partners : array of int, shape (n_old,)
        The same token in the new text; -1 where there is none.
    stand_ins : array of int, shape (n_old,)
        The token that stands in its place, the same or another; -1 where none does.
    """

    partners: NDArray[np.int64]
    stand_ins: NDArray[np.int64]


def tokenise(text: str) -> Tokens:
    r"""Cut a text into tokens.

    Examples
    --------
    >>> tokenise("The ﬁrst co\u00adop – “yes”!").forms
    ('the', 'first', 'coop', '"', 'yes', '"', '!')
    """
    found = [
        (form, match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if (form := normal_form(match[0]))
    ]
    forms, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Tokens(text, forms, starts, ends)


@lru_cache(maxsize=100_000)
def normal_form(token: str) -> str:
    """Return what a token reads as; nothing for dashes and invisible characters."""
    return "" if token in _DASHES else squeeze(token).casefold()


def squeeze(text: str) -> str:
    r"""Keep what two settings of the same words have in common.

    White space, dashes and invisible characters go; letters are composed, ligatures
    taken apart, quotation marks of one kind. Small and large letters stay what they
    are.

    Examples
    --------
    >>> squeeze("a ‘co-\nopera\u00adtive’ ﬁrm") == squeeze("a 'cooperative' firm")
    True
    """
    composed = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    return "".join(
        character
        for character in composed
        if not character.isspace()
        and character not in _DASHES
        and unicodedata.category(character) not in {"Cf", "Cc"}
    )


def share_of_wordings(old: Tokens, new: Tokens) -> float:
    """Return how much two texts have in common, whatever its order.

    The number of different stretches of three tokens that both have, divided by that
    of the text which has fewer: in [0, 1], and 1 where one text is a part of the other.
    Texts of fewer than three tokens are compared as wholes.
    """
    first, second = set(old.places(3)), set(new.places(3))
    if not first or not second:
        return float(old.forms == new.forms)
    return len(first & second) / min(len(first), len(second))


def align(old: Tokens, new: Tokens) -> Alignment:
    """Find the tokens of one text in another, in their order.

    Stretches that occur once in both texts are matched first, the longest chain of
    them that runs forward in both; then the same between them with shorter stretches;
    what is left between is aligned with the fewest edits. Passages that were moved
    against the rest are left without partners.
    """
    numbers: dict[str, int] = {}
    before = [numbers.setdefault(form, len(numbers)) for form in old.forms]
    after = [numbers.setdefault(form, len(numbers)) for form in new.forms]
    partners = np.full(len(before), -1, np.int64)
    stand_ins = partners.copy()
    for i, j, is_same in _pair(before, after, _Gap(0, len(before), 0, len(after)), 0):
        stand_ins[i] = j
        if is_same:
            partners[i] = j
    return Alignment(partners=partners, stand_ins=stand_ins)


@dataclass(frozen=True, slots=True)
class _Gap:
    """A stretch of either text that lies between two ties."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def n_cells(self) -> int:
        return (self.old_end - self.old_start) * (self.new_end - self.new_start)


def _pair(
    old: Sequence[int], new: Sequence[int], gap: _Gap, depth: int
) -> Iterator[tuple[int, int, bool]]:
    """Yield tokens of a gap that belong together, and whether they are the same."""
    if not gap.n_cells:
        return
    if depth == len(_LENGTHS):
        if gap.n_cells <= _LARGEST_GAP:
            yield from _fewest_edits(old, new, gap)
        return
    ties = _ties(old, new, gap, _LENGTHS[depth])
    at_old, at_new = gap.old_start, gap.new_start
    for i, j in ties:
        yield from _pair(old, new, _Gap(at_old, i, at_new, j), depth + 1)
        yield i, j, True
        at_old, at_new = i + 1, j + 1
    rest = _Gap(at_old, gap.old_end, at_new, gap.new_end)
    yield from _pair(old, new, rest, depth + 1)


def _ties(
    old: Sequence[int], new: Sequence[int], gap: _Gap, length: int
) -> list[Match]:
    """Return pairs of tokens in stretches that occur once on either side, in order."""
    there = _single(new, gap.new_start, gap.new_end, length)
    here = _single(old, gap.old_start, gap.old_end, length)
    pairs = [(i, there[key]) for key, i in here.items() if key in there]
    chain = _longest_chain(sorted(pairs))
    ties: list[Match] = []
    for i, j in chain:
        for k in range(length):
            if not ties or (i + k > ties[-1][0] and j + k > ties[-1][1]):
                ties.append((i + k, j + k))
    return ties


def _single(
    tokens: Sequence[int], start: int, end: int, length: int
) -> dict[tuple[int, ...], int]:
    """Return where the stretches stand that occur just once."""
    first: dict[tuple[int, ...], int] = {}
    repeated: set[tuple[int, ...]] = set()
    part = tuple(tokens[start:end])
    for i in range(len(part) - length + 1):
        key = part[i : i + length]
        if first.setdefault(key, start + i) != start + i:
            repeated.add(key)
    return {key: i for key, i in first.items() if key not in repeated}


def _longest_chain(pairs: Sequence[Match]) -> list[Match]:
    """Return the longest run of pairs that goes forward on both sides."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for k, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        previous.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [k]
    chain: list[Match] = []
    k = ends[-1] if ends else -1
    while k >= 0:
        chain.append(pairs[k])
        k = previous[k]
    return chain[::-1]


def _fewest_edits(
    old: Sequence[int], new: Sequence[int], gap: _Gap
) -> Iterator[tuple[int, int, bool]]:
    """Yield pairs of the alignment with the fewest edits."""
    before = old[gap.old_start : gap.old_end]
    after = new[gap.new_start : gap.new_end]
    for edit in Levenshtein.opcodes(before, after):
        if edit.tag in {"equal", "replace"}:
            for k in range(edit.src_end - edit.src_start):
                i = gap.old_start + edit.src_start + k
                yield i, gap.new_start + edit.dest_start + k, edit.tag == "equal"
