"""Words and pieces of words, cut as BERT cuts them.

A vocabulary lists whole words and pieces; a piece inside a word begins with "##". A
word is cut into the longest piece that begins it, then the longest that goes on, and
so forth. Letters are lowered and lose their accents first. Nothing of it looks beyond
white space, so what stands between two spaces is cut once and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_REMEMBERED = 1 << 17
LONGEST_WORD = 100
INSIDE = "##"
_ODD_SPACE = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
"""Space to Python, but taken out by BERT, so that it divides nothing."""
_PLAIN = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")
"""Words and signs where there are letters of ASCII only: most stretches of English."""
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class Pieces(Protocol):
    """What cuts texts into the pieces of a vocabulary."""

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Piece to row."""
        ...

    def rows_of(self, text: str) -> list[int]:
        """Give the rows of a text's pieces, in their order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordPieces:
    """A vocabulary of words and pieces of words.

    Attributes
    ----------
    vocabulary : mapping of str to int
        Piece to row.
    unknown : int or None
        The row of words that cannot be cut; None leaves them out.

    Examples
    --------
    >>> pieces = WordPieces(vocabulary={"tax": 0, "##es": 1, "on": 2, ".": 3})
    >>> pieces.rows_of("Taxes on Täx.")
    [0, 1, 2, 0, 3]
    """

    vocabulary: Mapping[str, int]
    unknown: int | None = None
    _memory: _Memory = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_memory", _Memory(self.vocabulary, self.unknown))

    def rows_of(self, text: str) -> list[int]:
        """Give the rows of a text's pieces, in their order."""
        plain = _ODD_SPACE.sub("", text) if _ODD_SPACE.search(text) else text
        remembered = map(self._memory.__getitem__, plain.split())
        return list(chain.from_iterable(remembered))


class _Memory(dict[str, tuple[int, ...]]):
    """Rows by what stands between two spaces; full, it begins anew."""

    def __init__(self, vocabulary: Mapping[str, int], unknown: int | None) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.unknown = () if unknown is None else (unknown,)

    def __missing__(self, stretch: str) -> tuple[int, ...]:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        rows = tuple(chain.from_iterable(map(self._cut, words_of_stretch(stretch))))
        self[stretch] = rows
        return rows

    def _cut(self, word: str) -> tuple[int, ...]:
        rows = tuple(_longest_pieces(word, self.vocabulary))
        is_whole = len(word) <= LONGEST_WORD and -1 not in rows
        return rows if is_whole else self.unknown


def _longest_pieces(word: str, vocabulary: Mapping[str, int]) -> Iterator[int]:
    """Yield the rows of a word's pieces; -1 where no piece fits, and no more."""
    start = 0
    while start < min(len(word), LONGEST_WORD):
        mark = INSIDE if start else ""
        for end in range(len(word), start, -1):
            row = vocabulary.get(mark + word[start:end])
            if row is not None:
                yield row
                start = end
                break
        else:
            yield -1
            return


def words_of_stretch(stretch: str) -> list[str]:
    """Give the words and signs of a stretch without spaces, lowered, without accents.

    Examples
    --------
    >>> words_of_stretch("(Côte-d'Or)")
    ['(', 'cote', '-', 'd', "'", 'or', ')']
    """
    if stretch.isascii() and stretch.isprintable():
        return _PLAIN.findall(stretch.lower())
    kept = "".join(_spread(sign) for sign in stretch if not _is_dropped(sign))
    bare = (s for s in unicodedata.normalize("NFD", kept) if not _is_accent(s))
    lowered = "".join(sign.lower() for sign in bare)
    return "".join(f" {s} " if _is_punctuation(s) else s for s in lowered).split()


def _spread(sign: str) -> str:
    """Put spaces around an ideograph, which is a word of its own."""
    point = ord(sign)
    is_one = point >= 0x3400 and any(low <= point <= high for low, high in _IDEOGRAPHS)
    return f" {sign} " if is_one else sign


def _is_dropped(sign: str) -> bool:
    return sign == "\ufffd" or unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs"}


def _is_accent(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn"


def _is_punctuation(sign: str) -> bool:
    is_ascii_sign = sign.isascii() and sign.isprintable() and not sign.isalnum()
    return (is_ascii_sign and sign != " ") or unicodedata.category(sign)[0] == "P"
