"""Words and marks of sentences as arrays, each with the class that cutting looks at.

A class is what a word does in a sentence as far as its form tells: a conjunction, an
infinitive by its ending, a noun. It comes from short lists of words and endings that a
cutter carries with it (`ClauseWords`), so no other data decides a cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.ingest.units.sentences import Bounds

MARKS = (
    "none",
    "comma",
    "semicolon",
    "colon",
    "dash",
    "open",
    "close",
    "quote",
    "bullet",
    "stop",
    "mark",
    "number",
    "name",
    "word",
)
"""Classes without a list; `name` is a capitalised word, `none` the sentence's end."""

WORD_CLASSES = (
    "and",
    "or",
    "but",
    "so",
    "also",
    "including",
    "with",
    "while",
    "because",
    "which",
    "that",
    "to",
    "by",
    "of",
    "prep",
    "we",
    "they",
    "the",
    "will",
    "be",
    "verb",
    "ing",
    "ed",
    "ly",
    "noun",
    "adjective",
    "plural",
    "participle",
    "zu",
    "en",
    "t",
    "future",
    "ons",
    "infinitive",
)
"""Classes that lists of words and endings give."""

CLASSES = (*MARKS, *WORD_CLASSES)
CLASS = {name: i for i, name in enumerate(CLASSES)}

_WORDS = np.zeros(len(CLASSES), dtype=bool)
_WORDS[-len(WORD_CLASSES) :] = True
_WORDS[[CLASS["number"], CLASS["name"], CLASS["word"]]] = True

# "l’" of "l’emploi" is a word of its own; "’s" of "town’s" is not.
_TOKEN = re.compile(
    r"\b(?:[cdjlmnst]|qu)[’'](?=\w)|"
    r"\w+(?:[-‐]\w+)*(?:[’'](?:s|t|d|m|ll|re|ve)\b)?|[^\w\s]",
    re.IGNORECASE,
)
_MARK_CLASS = {
    **dict.fromkeys(",،，、", CLASS["comma"]),
    **dict.fromkeys(";；؛", CLASS["semicolon"]),
    **dict.fromkeys(":：", CLASS["colon"]),
    **dict.fromkeys("-–—―‐", CLASS["dash"]),
    **dict.fromkeys("([{", CLASS["open"]),
    **dict.fromkeys(")]}", CLASS["close"]),
    **dict.fromkeys("\"'“”„‘’‚«»‹›", CLASS["quote"]),
    **dict.fromkeys("•·▪●◦*‣", CLASS["bullet"]),
    **dict.fromkeys(".!?…", CLASS["stop"]),
}
_LONGEST_ENDING = 9
_SHORTEST_STEM = 2


@dataclass(frozen=True)
class ClauseWords:
    """Words and endings of one language by class.

    Attributes
    ----------
    words : mapping of str to int
        A word in lower case and its class, an index into `CLASSES`.
    endings : mapping of str to int
        Endings, tried from the longest to the shortest on words not listed.
    """

    words: Mapping[str, int]
    endings: Mapping[str, int]
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        longest = max(map(len, self.endings), default=0)
        object.__setattr__(self, "longest", min(longest, _LONGEST_ENDING))

    @classmethod
    def from_lists(cls, lists: Mapping[str, Sequence[str]]) -> ClauseWords:
        """Make it from lists by class; an ending stands behind a dash.

        Where a word is in two lists, its class is the first one's.

        Examples
        --------
        >>> words = ClauseWords.from_lists({"and": ["and"], "ing": ["-ing"]})
        >>> [CLASSES[words.class_of(word)] for word in ["And", "bringing", "Kay", "x"]]
        ['and', 'ing', 'name', 'word']
        """
        listed = [(name, word) for name in lists for word in lists[name]]
        pairs = [(word, CLASS[name]) for name, word in reversed(listed)]
        return cls(
            words={word: one for word, one in pairs if not word.startswith("-")},
            endings={word[1:]: one for word, one in pairs if word.startswith("-")},
        )

    def class_of(self, word: str) -> int:
        """Tell the class of a word or mark by its form alone."""
        first = word[0]
        if not (first.isalnum() or first == "_"):
            return self.words.get(word) or _MARK_CLASS.get(first, CLASS["mark"])
        if first.isdigit():
            return CLASS["number"]
        listed = self.words.get(word.lower().rstrip("’'"))
        if listed is not None:
            return listed
        return CLASS["name"] if first.isupper() else self._by_ending(word)

    def _by_ending(self, word: str) -> int:
        for length in range(min(self.longest, len(word) - _SHORTEST_STEM), 0, -1):
            found = self.endings.get(word[-length:])
            if found is not None:
                return found
        return CLASS["word"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Tokens:
    """The words and marks of sentences, one after the other.

    Attributes
    ----------
    forms : list of str
        In lower case.
    start, end : ndarray of int64, shape (n,)
        Spans in the text.
    kind : ndarray of int64, shape (n,)
        Classes, as indices into `CLASSES`.
    is_upper : ndarray of bool, shape (n,)
        Whether it begins with a capital.
    sentence : ndarray of int64, shape (n,)
        Which sentence it stands in, counted from 0.
    """

    forms: list[str]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    kind: NDArray[np.int64]
    is_upper: NDArray[np.bool_]
    sentence: NDArray[np.int64]


def is_word(kind: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell words and numbers from marks, by their classes."""
    found: NDArray[np.bool_] = _WORDS[kind]
    return found


class _Forms(dict[str, tuple[int, bool]]):
    """What is known of each distinct form, found out once."""

    def __init__(self, words: ClauseWords) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, form: str) -> tuple[int, bool]:
        known = self._words.class_of(form), form[0].isupper()
        self[form] = known
        return known


def find_tokens(text: str, sentences: Sequence[Bounds], words: ClauseWords) -> Tokens:
    """Cut sentences into words and marks, and give each its class.

    Examples
    --------
    >>> words = ClauseWords.from_lists({"and": ["and"]})
    >>> tokens = find_tokens("Trams, and boats.", [(0, 17)], words)
    >>> [CLASSES[kind] for kind in tokens.kind]
    ['name', 'comma', 'and', 'word', 'stop']
    """
    found = [
        (*match.span(), i)
        for i, (low, high) in enumerate(sentences)
        for match in _TOKEN.finditer(text, low, high)
    ]
    places = np.array(found, dtype=np.int64).reshape(-1, 3)
    forms = [text[start:end] for start, end, _ in found]
    table = _Forms(words)
    known = np.array([table[form] for form in forms], dtype=np.int64).reshape(-1, 2)
    return Tokens(
        forms=[form.lower() for form in forms],
        start=places[:, 0],
        end=places[:, 1],
        kind=known[:, 0],
        is_upper=known[:, 1].astype(bool),
        sentence=places[:, 2],
    )
