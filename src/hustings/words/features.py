"""From texts to counts of features: words, stems and n-grams.

A word is what `hustings.words.tokens.words_of` says, here as everywhere in Hustings; it
is looked for in the lower-cased text, so that TOWN'S is the word town's, too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypedDict, Unpack

import numpy as np
import Stemmer
from scipy import sparse

from hustings.errors import InvalidCountsError, InvalidOptionError, NoStemsError
from hustings.words.matrices import DocumentFeatureMatrix
from hustings.words.scanning import scan_words
from hustings.words.tokens import words_of

if TYPE_CHECKING:
    from hustings.words.scanning import IntArray, WordStream

Languages: TypeAlias = str | Sequence[str | None] | None
"""One language for all texts, or one a text; ISO 639-1."""

StopWords: TypeAlias = Collection[str] | Mapping[str, Collection[str]]
"""Words for all texts, or words by language."""

_Grams: TypeAlias = "tuple[list[str], IntArray, IntArray]"
"""Names of n-grams; and of every n-gram in the texts its name and its text."""

LONGEST_N_GRAM = 5

_STEMMERS: Mapping[str, str] = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Snowball's stemmers by language."""


class FeatureOptions(TypedDict, total=False):
    """The options of `count_features`; see `FeatureRules` for their meaning."""

    stems: bool
    n_grams: Sequence[int]
    stop_words: StopWords
    lower: bool
    numbers: bool
    punctuation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRules:
    """What becomes a feature.

    Attributes
    ----------
    stems : bool
        Count stems (Snowball) in place of words. Needs languages.
    n_grams : sequence of int
        Lengths of the features in words, such as ``(1, 2)``: words and pairs.
    stop_words : collection of str, or mapping from language to one
        Words that are no feature. They are compared before stems are made.
    lower : bool
        Put texts into lower case first.
    numbers : bool
        Count words that are all digits.
    punctuation : bool
        Count every mark outside words as a feature, too.

    Raises
    ------
    InvalidOptionError
        If a length of n-grams is outside its range.
    """

    stems: bool = False
    n_grams: Sequence[int] = (1,)
    stop_words: StopWords = frozenset()
    lower: bool = True
    numbers: bool = True
    punctuation: bool = False

    def __post_init__(self) -> None:
        if not self.n_grams or not all(1 <= n <= LONGEST_N_GRAM for n in self.n_grams):
            raise InvalidOptionError(
                option="n_grams",
                value=tuple(self.n_grams),
                advice=f"Give lengths from 1 to {LONGEST_N_GRAM}, such as (1, 2).",
            )


def count_features(
    texts: Sequence[str],
    *,
    cases: Sequence[str],
    languages: Languages = None,
    **options: Unpack[FeatureOptions],
) -> DocumentFeatureMatrix:
    """Count the features of texts.

    Parameters
    ----------
    texts : sequence of str
    cases : sequence of str
        A name for each text, each once.
    languages : str, sequence of str or None, optional
        Needed for stems, and for stop words that are given by language.
    **options
        stems, n_grams, stop_words, lower, numbers, punctuation: see `FeatureRules`.

    Returns
    -------
    DocumentFeatureMatrix
        Features in the order of their code points. An n-gram joins its words with a
        space; its words stand side by side in the text, with at most punctuation
        between them: it reaches neither across a word that is left out nor across
        texts.

    Raises
    ------
    InvalidCountsError
        If there are not as many cases and languages as texts, or a case stands twice.
    InvalidOptionError
        If an option is outside its range.
    NoStemsError
        If stems are asked for in a language that has none.

    Notes
    -----
    Published results differ in the second decimal by what a word was: whether
    "long-term" is one word or two, whether numbers count. Say which rules you used.

    References
    ----------
    Porter, M. F. (2001). Snowball: a language for stemming algorithms.
    https://snowballstem.org/texts/introduction.html

    Examples
    --------
    >>> counted = count_features(
    ...     ["Trams, not cars!", "Cars and roads and cars."],
    ...     cases=["Harbour", "Orchard"],
    ...     stop_words={"and", "not"},
    ... )
    >>> counted.features, counted.matrix.toarray().tolist()
    (('cars', 'roads', 'trams'), [[1.0, 0.0, 1.0], [2.0, 1.0, 0.0]])
    """
    rules = FeatureRules(**options)
    _check_number(len(cases), len(texts), what="cases")
    spoken = _language_of_each(languages, len(texts))
    stream = scan_words(texts, lower=rules.lower, marks=rules.punctuation)
    words, ids = _features(stream, rules, spoken)
    rows = np.repeat(np.arange(len(texts)), np.diff(stream.ends))
    parts = [_grams(words, ids, rows, n) for n in sorted(set(rules.n_grams))]
    features, matrix = _counted(parts, len(texts))
    return DocumentFeatureMatrix(cases=tuple(cases), features=features, matrix=matrix)


def stem_languages() -> tuple[str, ...]:
    """Give the languages that have stems.

    Examples
    --------
    >>> "nl" in stem_languages(), "xx" in stem_languages()
    (True, False)
    """
    return tuple(_STEMMERS)


def _language_of_each(languages: Languages, n_texts: int) -> list[str | None]:
    """Give every text its language."""
    if languages is None or isinstance(languages, str):
        return [languages] * n_texts
    _check_number(len(languages), n_texts, what="languages")
    return list(languages)


def _check_number(n: int, n_texts: int, *, what: str) -> None:
    """Raise unless there is one a text."""
    if n != n_texts:
        raise InvalidCountsError(
            reason=f"There are {n_texts} texts and {n} {what}.",
            advice="Give one a text.",
        )


def _features(
    stream: WordStream, rules: FeatureRules, spoken: Sequence[str | None]
) -> tuple[list[str], IntArray]:
    """Turn words into features: their names, and each word's feature or -1 for none."""
    names: dict[str, int] = {}
    kept = np.empty_like(stream.ids)
    languages = np.repeat(_codes(spoken), np.diff(stream.ends))
    for i, language in enumerate(dict.fromkeys(spoken)):
        here = languages == i
        counts = np.bincount(stream.ids[here], minlength=len(stream.forms))
        used = np.flatnonzero(counts)
        table = np.full(len(stream.forms), -1, np.int64)
        forms = [stream.forms[j] for j in used.tolist()]
        table[used] = [
            -1 if name is None else names.setdefault(name, len(names))
            for name in _names(forms, rules, language)
        ]
        kept[here] = table[stream.ids[here]]
    return list(names), kept


def _codes(values: Sequence[str | None]) -> IntArray:
    """Give each value its number, in order of appearance."""
    index = {value: i for i, value in enumerate(dict.fromkeys(values))}
    return np.array([index[value] for value in values], np.int64)


def _names(
    forms: list[str], rules: FeatureRules, language: str | None
) -> list[str | None]:
    """Name the feature that each form counts for; None for a form that is left out."""
    stop_words = _stop_words(rules, language)
    stems = _stems(forms, language) if rules.stems else forms
    return [
        None if form in stop_words or not (rules.numbers or not form.isnumeric()) else s
        for form, s in zip(forms, stems, strict=True)
    ]


def _stop_words(rules: FeatureRules, language: str | None) -> frozenset[str]:
    """Give the stop words of a language, cut into words as texts are."""
    given = rules.stop_words
    words = given.get(language or "", ()) if isinstance(given, Mapping) else given
    cut = {form for word in words for form in words_of(word.replace("’", "'"))}
    return frozenset({word.lower() for word in cut} if rules.lower else cut)


def _stems(forms: list[str], language: str | None) -> list[str]:
    """Stem forms as Snowball does."""
    # An empty list of forms needs no stemmer: the text of no language had no word.
    if not forms:
        return []
    if language is None or language not in _STEMMERS:
        raise NoStemsError(language=language, known=stem_languages())
    return list(Stemmer.Stemmer(_STEMMERS[language]).stemWords(forms))


def _grams(names: Sequence[str], ids: IntArray, rows: IntArray, length: int) -> _Grams:
    """Find all n-grams of a length."""
    grams, kept = list(names), ids
    for n in range(1, length):
        follow = ids[n:]
        heads = kept[: len(follow)]
        beside = (heads >= 0) & (follow >= 0) & (rows[n:] == rows[: len(follow)])
        pairs = heads[beside] * len(names) + follow[beside]
        found, inverse = np.unique(pairs, return_inverse=True)
        grams = [
            f"{grams[pair // len(names)]} {names[pair % len(names)]}"
            for pair in found.tolist()
        ]
        kept = np.full(len(follow), -1, np.int64)
        kept[beside] = inverse
    present = kept >= 0
    return grams, kept[present], rows[: len(kept)][present]


def _counted(
    parts: Sequence[_Grams], n_rows: int
) -> tuple[tuple[str, ...], sparse.csr_array]:
    """Count the names of all parts by row, with the names in order."""
    names = [name for part, _, _ in parts for name in part]
    shifts = np.cumsum([0, *(len(part) for part, _, _ in parts)]).tolist()
    columns = np.concatenate([c + shifts[i] for i, (_, c, _) in enumerate(parts)])
    rows = np.concatenate([rows for _, _, rows in parts])
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.int64)
    rank[order] = np.arange(len(names))
    entries = (np.ones(len(columns)), (rows, rank[columns]))
    # The way through columns sorts in linear time.
    matrix = sparse.coo_array(entries, shape=(n_rows, len(names))).tocsc().tocsr()
    return tuple(names[i] for i in order), matrix
