"""Words broken at a line end: whether to join them, decided by the document itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.ingest.lines import Line

Join: TypeAlias = Literal["drop", "keep", "space"]
"""What becomes of a hyphen at a line end: it goes and the word is whole; it stays in
the word; it stays and a space follows."""

HYPHENS = "-\u2010\u00ad"
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_TAIL = re.compile(r"([\w-]*\w)[-\u2010\u00ad]$")
_HEAD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_CONJUNCTIONS = frozenset(
    [
        *("und", "oder", "bzw", "sowie", "wie", "als", "noch", "bis"),
        *("and", "or", "to", "nor", "en", "of", "et", "ou", "e", "o", "y", "och"),
    ]
)
"""Words after a hyphen that stands for a part left out ("child- and youth work")."""


def build_lexicon(lines: Iterable[Line]) -> Counter[str]:
    """Count the words that stand unbroken inside the document's lines."""
    lexicon: Counter[str] = Counter()
    for line in lines:
        words = _WORD.findall(line.text)
        if words and line.text[-1] in HYPHENS:
            words.pop()
        lexicon.update(words)
    return lexicon


def decide_join(before: str, after: str, lexicon: Counter[str]) -> Join:
    """Decide what becomes of the hyphen that ends one line before another.

    The joined form wins where the document has it elsewhere; the hyphenated form
    where it has that; otherwise the hyphen goes, unless it cannot be a mere break:
    before a capital, a figure, or after a word part left out.

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
    """
    tail, head = _TAIL.search(before), _HEAD.match(after)
    if before.endswith("\u00ad"):
        return "drop"
    if tail is None or head is None:
        return "space"
    first, second = tail[1], head[0]
    joined = lexicon[first + second] + lexicon[(first + second).lower()]
    hyphenated = lexicon[f"{first}-{second}"]
    if second.lower() in _CONJUNCTIONS and not joined:
        return "space"
    if joined or hyphenated:
        return "drop" if joined >= hyphenated else "keep"
    return "drop" if _is_mere_break(first, second) else "keep"


def _is_mere_break(first: str, second: str) -> bool:
    """Say whether two halves look like one word: letters, no capital in the middle."""
    if first.isupper() and len(first) > 1:
        return second.isupper()
    return first[-1].isalpha() and second[0].isalpha() and second[0].islower()
