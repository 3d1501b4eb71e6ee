"""All words of many texts at once, as numbers.

Gives what `hustings.words.tokens.words_of` gives for each text, without a Python object
for every word: characters are classified in arrays, and the words are told apart by
Arrow's dictionary encoding, which compares their bytes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hustings.words.tokens import is_joining

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

IntArray = NDArray[np.int64]
_Flags = NDArray[np.bool_]
_Codes = NDArray[np.uint32]

_AT_ONCE = 1 << 20
"""Characters in memory at a time; arrays of this size stay near the processor."""

_PLANE = 1 << 16
_SPACE, _WORD, _JOINING, _MARK = range(4)
_APOSTROPHE, _CURLY_APOSTROPHE, _SMALL_S, _LOW_LINE = 0x27, 0x2019, 0x73, 0x5F
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordStream:
    """The words of texts in their order, each as the number of its form.

    Attributes
    ----------
    forms : tuple of str
        Each form once, in order of appearance.
    ids : array of int, shape (n_words,)
        Index into `forms` of every word, text after text.
    ends : array of int, shape (n_texts + 1,)
        Words of text ``i`` are ``ids[ends[i]:ends[i + 1]]``.
    """

    forms: tuple[str, ...]
    ids: IntArray
    ends: IntArray


def scan_words(
    texts: Sequence[str], *, lower: bool = True, marks: bool = False
) -> WordStream:
    """Find the words of texts: composed, without soft hyphens, apostrophes straight.

    Parameters
    ----------
    texts : sequence of str
    lower : bool, default=True
        Put the texts into lower case first.
    marks : bool, default=False
        Give every mark that stands in no word (a comma, a percent sign) as a word of
        its own.

    Returns
    -------
    WordStream

    Examples
    --------
    >>> stream = scan_words(["The town's plan!", "The plan: trams."])
    >>> stream.forms, stream.ids.tolist(), stream.ends.tolist()
    (('the', "town's", 'plan', 'trams'), [0, 1, 2, 0, 2, 3], [0, 3, 6])
    """
    parts, counts = [pa.array([], pa.string())], [np.zeros(1, np.int64)]
    for batch in _batches(texts):
        words, n_words = _scan([_prepared(text, lower=lower) for text in batch], marks)
        parts.append(words)
        counts.append(n_words)
    encoded = pa.chunked_array(parts).dictionary_encode().combine_chunks()
    return WordStream(
        forms=tuple(encoded.dictionary.to_pylist()),
        ids=encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64),
        ends=np.cumsum(np.concatenate(counts)),
    )


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut the texts into runs of about the same length."""
    first, n_characters = 0, 0
    for i, text in enumerate(texts):
        n_characters += len(text) + 1
        if n_characters >= _AT_ONCE:
            yield texts[first : i + 1]
            first, n_characters = i + 1, 0
    yield texts[first:]


def _prepared(text: str, *, lower: bool) -> str:
    """Make spellings of the same word the same."""
    text = text.replace(_SOFT_HYPHEN, "")
    text = text.lower() if lower else text
    # Twice as fast for the many texts in which nothing is to be composed.
    is_composed = unicodedata.is_normalized("NFC", text)
    return text if is_composed else unicodedata.normalize("NFC", text)


def _scan(texts: Sequence[str], marks: bool) -> tuple[pa.StringArray, IntArray]:  # noqa: FBT001  # private, and named by its one caller
    """Give the words of texts, and how many each text has."""
    # Two line feeds, so that two characters after any apostrophe can be looked at.
    joined = "\n".join((*texts, "\n"))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4").copy()
    kinds = _kinds_of(codes)
    inside = kinds == _WORD
    _keep_joining(inside, kinds)
    _keep_possessives(inside, codes, kinds)
    starts = inside.copy()
    starts[1:] &= ~inside[:-1]
    if marks:
        alone = kinds == _MARK
        starts |= alone & ~inside
        inside |= alone
    bounds = np.cumsum([0, *(len(text) + 1 for text in texts)])
    n_words = np.diff(np.searchsorted(np.flatnonzero(starts), bounds))
    return _strings(codes[inside], np.flatnonzero(starts[inside])), n_words


def _keep_joining(inside: _Flags, kinds: NDArray[np.uint8]) -> None:
    """Let combining accents belong to the word they follow."""
    for i in np.flatnonzero(kinds == _JOINING).tolist():
        inside[i] = i > 0 and inside[i - 1]


def _keep_possessives(inside: _Flags, codes: _Codes, kinds: NDArray[np.uint8]) -> None:
    """Let 's belong to the word it follows, with a straight apostrophe."""
    codes[codes == _CURLY_APOSTROPHE] = _APOSTROPHE
    found = np.flatnonzero(codes == _APOSTROPHE)
    found = found[(found > 0) & (found < len(codes) - 2)]
    follows = inside[found - 1] & (codes[found + 1] == _SMALL_S)
    ends = (kinds[found + 2] != _WORD) & (codes[found + 2] != _LOW_LINE)
    found = found[follows & ends]
    if (np.diff(found) == 2).any() or (kinds[found + 2] == _JOINING).any():
        _keep_in_turn(inside, kinds, found)
    else:
        inside[found] = True


def _keep_in_turn(inside: _Flags, kinds: NDArray[np.uint8], found: IntArray) -> None:
    """Let 's end its word where another 's ("s's's") or an accent follows it."""
    end = -1
    for i in found.tolist():
        if i == end or not inside[i - 1]:
            continue
        inside[i] = True
        end = i + 2
        for j in _accents_from(end, kinds):
            inside[j] = False


def _accents_from(first: int, kinds: NDArray[np.uint8]) -> Iterator[int]:
    """Yield the places of the accents that stand without a gap from `first` on."""
    while kinds[first] == _JOINING:
        yield first
        first += 1


def _strings(characters: _Codes, starts: IntArray) -> pa.StringArray:
    """Make strings of characters that stand without gaps, given where each starts."""
    encoded = characters.tobytes().decode("utf-32-le").encode()
    if len(encoded) != len(characters):
        as_bytes = np.frombuffer(encoded, np.uint8)
        starts = np.flatnonzero((as_bytes & 0xC0) != 0x80)[starts]
    offsets = np.append(starts, len(encoded)).astype(np.int32)
    return pa.StringArray.from_buffers(
        len(starts), pa.py_buffer(offsets), pa.py_buffer(encoded)
    )


def _kinds_of(codes: _Codes) -> NDArray[np.uint8]:
    """Tell what every character is."""
    beyond = np.flatnonzero(codes >= _PLANE)
    if not len(beyond):
        return _kinds_of_plane()[codes]
    # Emoji and rare scripts: few different ones, in tables far too large to make.
    kinds = _kinds_of_plane()[np.minimum(codes, _PLANE - 1)]
    found, which = np.unique(codes[beyond], return_inverse=True)
    kinds[beyond] = np.array([_kind(chr(code)) for code in found.tolist()])[which]
    return kinds


@cache
def _kinds_of_plane() -> NDArray[np.uint8]:
    """Give the kinds of all characters of the basic plane."""
    return np.fromiter((_kind(chr(code)) for code in range(_PLANE)), np.uint8, _PLANE)


def _kind(character: str) -> int:
    """Tell what a character is to the definition in `words_of`."""
    if character.isalnum():
        return _WORD
    if is_joining(character):
        return _JOINING
    is_mark = character.isprintable() and not character.isspace()
    return _MARK if is_mark else _SPACE
