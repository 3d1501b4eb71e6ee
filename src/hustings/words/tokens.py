"""Words of a text and where they stand."""

from __future__ import annotations

import re
from itertools import islice

# Combining accents and soft hyphens do not end a word; a hyphen does, so that
# "long-term" and "long term" are the same two words. An English 's stays with its word.
_JOINED = "\u00ad\u0300-\u036f"
_WORD = re.compile(rf"[^\W_]+(?:[{_JOINED}]+[^\W_]+)*[{_JOINED}]*(?:['’]s\b)?")


def is_joining(character: str) -> bool:
    """Tell whether a character stays with the word before it: an accent, a soft hyphen.

    Examples
    --------
    >>> is_joining("\u0301"), is_joining("-")
    (True, False)
    """
    return character == "\u00ad" or "\u0300" <= character <= "\u036f"


def words_of(text: str) -> list[str]:
    """Give the words of a text as they are written, in their order.

    Examples
    --------
    >>> words_of("The town's long-term plan: 50 homes!")
    ['The', "town's", 'long', 'term', 'plan', '50', 'homes']
    """
    return _WORD.findall(text)


def word_bounds(text: str, *, n_most: int | None = None) -> list[tuple[int, int]]:
    """Give start and end of the words that `words_of` gives; at most the first few.

    Examples
    --------
    >>> word_bounds("Yes, please."), word_bounds("Yes, please.", n_most=1)
    ([(0, 3), (5, 11)], [(0, 3)])
    """
    return [match.span() for match in islice(_WORD.finditer(text), n_most)]
