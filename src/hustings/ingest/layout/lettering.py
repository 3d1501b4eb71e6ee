"""Letters set for show: initials over several lines, and letter-spaced words."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.drafts import Piece
from hustings.ingest.structure.marks import BULLETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.layout.fragments import Fragments
    from hustings.ingest.layout.lines import Line
    from hustings.ingest.readers.glyphs import Glyphs

_TALL = 1.7
"""An initial is this much larger than the text beside it."""
_SPACED = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_]){3,}(?!\S)")
_WORD_STEP = 1.6
"""In a spaced word, a gap this much over the usual one parts two words."""
_DISPLAY = 24.0
"""Type of so many points is set for show, letter by letter."""
_PLAIN_WORD = re.compile(r"[^\W\d_]{5,30}")
_LEAST_GAP = 0.08
_FAR_WIDER = 3.0
_FEWEST_LETTERS = 2
_WORDS_OF_ONE_LETTER = frozenset("AIOYÀÉEUWZ")


def find_initials(
    glyphs: Glyphs, fragments: Fragments, members: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the fragments of a column that are initials over several lines."""
    sizes = fragments.size[members]
    if not len(members) or sizes.max() < _TALL * np.median(sizes):
        return np.zeros(0, np.intp)
    tall = members[sizes > _TALL * np.median(sizes)]
    short = tall[fragments.last[tall] - fragments.first[tall] <= 1]
    found = [
        i
        for i in short.tolist()
        if _may_be_initial(chr(int(glyphs.codes[fragments.last[i]])))
        and _has_text_beside(fragments, members, i)
    ]
    return np.array(found, np.intp)


def _may_be_initial(character: str) -> bool:
    """Say whether a character may stand tall before a text: as letter or marker."""
    return character.isupper() or character.isdigit() or character in BULLETS


def _has_text_beside(fragments: Fragments, members: NDArray[np.intp], i: int) -> bool:
    """Say whether lines begin right of an initial, one of them near its top."""
    beside = members[members != i]
    size, gap = fragments.size[beside], fragments.left[beside] - fragments.right[i]
    up = fragments.baseline[i] - fragments.baseline[beside]
    near = (gap > -0.3 * size) & (gap < 1.2 * size) & (size < fragments.size[i] / _TALL)
    return bool((near & (up > 0.5 * size) & (up < fragments.size[i])).any())


def attach_initials(lines: Sequence[Line], initials: Iterable[Line]) -> list[Line]:
    """Put each initial before the line that it begins."""
    attached = list(lines)
    for initial in initials:
        beside = [
            i
            for i, line in enumerate(attached)
            if -0.3 * line.size < line.left - initial.right < 1.2 * line.size
            and -0.2 * line.size < initial.baseline - line.baseline < initial.size
        ]
        if not beside:
            attached.append(initial)
            continue
        attached[beside[0]] = _with_initial(attached[beside[0]], initial, lines)
        for i in beside[1:]:
            attached[i] = replace(attached[i], left=initial.left)
    return attached


def _with_initial(line: Line, initial: Line, lines: Sequence[Line]) -> Line:
    """Join an initial to its word, or set it before the next one: "A town"."""
    first = line.text.split(maxsplit=1)[0].casefold().rstrip(",.;:")
    letter = initial.text[-1]
    words = {word.casefold() for each in lines for word in each.text.split()}
    is_word = (
        letter in _WORDS_OF_ONE_LETTER
        and first in words - {line.text.split(maxsplit=1)[0].casefold()}
        and letter.casefold() + first not in words
    )
    is_apart = is_word or not letter.isalpha()
    pieces = (*initial.pieces, *([Piece(" ")] if is_apart else ()), *line.pieces)
    return replace(
        line,
        left=initial.left,
        pieces=pieces,
        text="".join(piece.text for piece in pieces),
        cells=(),
    )


def close_spaced(line: Line, glyphs: Glyphs) -> Line:
    """Take the spaces out of letter-spaced words: "T O W N" is "TOWN"."""
    if not _SPACED.search(line.text):
        return line
    pieces = _single_pieces(line.pieces)
    drop: set[int] = set()
    for found in _SPACED.finditer(line.text):
        letters = range(found.start(), found.end(), 2)
        gaps = {
            (a + b) // 2: _gap(glyphs, pieces[a], pieces[b])
            for a, b in pairwise(letters)
        }
        usual = median(gaps.values())
        drop |= {at for at, gap in gaps.items() if gap <= _WORD_STEP * usual}
    kept = [piece for i, piece in enumerate(pieces) if i not in drop]
    return replace(
        line, pieces=tuple(kept), text="".join(p.text for p in kept), cells=()
    )


def part_words(line: Line, glyphs: Glyphs) -> Line:
    """Put the space into display type that is parted by a gap alone: "NEVER BEFORE".

    A cover may set two words beside each other with no space between them in the file,
    the gap too narrow for one. In a line without spaces a gap far wider than all
    others parts words, if both have letters enough.
    """
    if line.size < _DISPLAY or not _PLAIN_WORD.fullmatch(line.text):
        return line
    pieces = _single_pieces(line.pieces)
    gaps = [_gap(glyphs, a, b) for a, b in pairwise(pieces)]
    widest, second, *_ = sorted(gaps, reverse=True)
    at = gaps.index(widest) + 1
    is_apart = widest > max(_LEAST_GAP * line.size, _FAR_WIDER * second)
    if not is_apart or min(at, len(pieces) - at) < _FEWEST_LETTERS:
        return line
    parted = (*pieces[:at], Piece(" "), *pieces[at:])
    return replace(line, pieces=parted, text="".join(p.text for p in parted), cells=())


def _single_pieces(pieces: Iterable[Piece]) -> list[Piece]:
    """Spell pieces out, a character each."""
    return [
        Piece(character, piece.page, piece.first + i)
        for piece in pieces
        for i, character in enumerate(piece.text)
    ]


def _gap(glyphs: Glyphs, a: Piece, b: Piece) -> float:
    return float(glyphs.boxes[b.first, 0] - glyphs.boxes[a.first, 2])
