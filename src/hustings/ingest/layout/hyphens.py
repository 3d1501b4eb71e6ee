"""Words broken at a line end: whether to join them, decided by the document itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

import simplemma

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.ingest.layout.lines import Line

Join: TypeAlias = Literal["drop", "keep", "space"]
"""What becomes of a hyphen at a line end: it goes and the word is whole; it stays in
the word; it stays and a space follows."""

HYPHENS = "-\u2010\u00ad"
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_TAIL = re.compile(r"([\w-]*\w)[-\u2010\u00ad]$")
_HEAD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_STRAY = re.compile(r"(?<!\w)([^\W\d_]{2,})( - )(?=([^\W\d_A-ZÀ-Þ][^\W\d_]+))")
_CONJUNCTIONS = frozenset(
    [
        *("und", "oder", "bzw", "sowie", "wie", "als", "noch", "bis"),
        *("and", "or", "to", "nor", "en", "of", "et", "ou", "e", "o", "y", "och"),
    ]
)
"""Words after a hyphen that stands for a part left out ("child- and youth work")."""


_TENS = frozenset(
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
)
_ONES = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
)
_ORDINALS = frozenset(
    [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
    ]
)
_ALWAYS_APART = frozenset(["self", "well", "non", "ex", "vice", "quasi"])
_AND = {"en": "and", "fr": "et", "es": "y", "it": "che", "pt": "uma"}
"""A frequent word of each language that does not write compounds in one."""
_AND_JOINED = ("und", "het", "och", "og", "ja")
"""Frequent words of languages that write compounds in one."""
_SHORTEST_PART = 3


def build_lexicon(lines: Iterable[Line]) -> Counter[str]:
    """Count the words that stand unbroken inside the lines, in lower case."""
    lexicon: Counter[str] = Counter()
    for line in lines:
        words = _WORD.findall(line.text.lower())
        if words and line.text[-1] in HYPHENS:
            words.pop()
        lexicon.update(words)
    return lexicon


def decide_join(before: str, after: str, lexicon: Counter[str]) -> Join:
    """Decide what becomes of the hyphen that ends one line before another.

    The joined form wins where the document has it elsewhere; the hyphenated form
    where it has that; otherwise the hyphen goes, unless it cannot be a mere break:
    before a capital, a figure, after a word part left out, or between two words that
    make no word together.

    Parameters
    ----------
    before, after : str
        The two lines.
    lexicon : Counter of str
        What `build_lexicon` counted.

    Examples
    --------
    >>> decide_join("for all citi-", "zens of the town", Counter())
    'drop'
    >>> decide_join("a well-", "known singer", Counter({"well-known": 2}))
    'keep'
    >>> decide_join("Kinder-", "und Jugendarbeit", Counter())
    'space'
    >>> decide_join("Corona-", "Krise", Counter())
    'keep'
    >>> decide_join("for twenty-", "six years", Counter())
    'keep'
    """
    tail, head = _TAIL.search(before), _HEAD.match(after)
    if before.endswith("\u00ad"):
        return "drop"
    if tail is None or head is None:
        return "space"
    first, second = tail[1], head[0]
    low, high = first.lower(), second.lower()
    joined, hyphenated = lexicon[low + high], lexicon[f"{low}-{high}"]
    if second.lower() in _CONJUNCTIONS and not joined:
        return "space"
    if joined or hyphenated:
        return "drop" if joined >= hyphenated else "keep"
    if not _is_mere_break(first, second) or _is_compound(low, high, lexicon):
        return "keep"
    return "drop"


def find_stray_breaks(text: str, lexicon: Counter[str]) -> list[tuple[int, int]]:
    """Find hyphens that an earlier line end left inside a line: "wel - come".

    Only where the document has the whole word elsewhere and one half stands nowhere
    else, so that no dash between two words is taken for one.

    Examples
    --------
    >>> find_stray_breaks("You are wel - come here", Counter(welcome=3, come=2, wel=1))
    [(11, 14)]
    """
    return [
        match.span(2)
        for match in _STRAY.finditer(text)
        if lexicon[(match[1] + match[3]).lower()]
        and min(lexicon[match[1].lower()], lexicon[match[3].lower()]) <= 1
    ]


def _is_mere_break(first: str, second: str) -> bool:
    """Say whether two halves look like one word: letters, no capital in the middle."""
    if first.isupper() and len(first) > 1:
        return second.isupper()
    return first[-1].isalpha() and second[0].isalpha() and second[0].islower()


def _is_compound(first: str, second: str, lexicon: Counter[str]) -> bool:
    """Say whether two halves are words that no dictionary joins into one."""
    if first in _TENS and second in _ONES | _ORDINALS:
        return True
    is_known = bool(lexicon[second]) and len(second) >= _SHORTEST_PART
    if first in _ALWAYS_APART:
        return is_known
    if not (is_known and lexicon[first] and len(first) >= _SHORTEST_PART):
        return False
    language = _language(lexicon)
    return language is not None and not simplemma.is_known(
        first + second, lang=language
    )


def _language(lexicon: Counter[str]) -> str | None:
    """Name the document's language, if it is one that writes words apart."""
    language = max(_AND, key=lambda name: lexicon[_AND[name]])
    most_joined = max(lexicon[word] for word in _AND_JOINED)
    return language if lexicon[_AND[language]] > most_joined else None
