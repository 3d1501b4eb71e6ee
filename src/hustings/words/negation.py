"""Which words of a text stand under a negation: short lists, and a short reach."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hustings.words.stems import plain_form
from hustings.words.tokens import word_bounds

if TYPE_CHECKING:
    from collections.abc import Mapping

REACH = 3
"""Words behind a negator that it denies, unless a mark ends the clause before."""

_BORDERS = frozenset(',;:.!?()[]—–\n"„“”«»')


@dataclass(frozen=True, slots=True, kw_only=True)
class Negators:
    """The words of a language that deny what follows.

    Attributes
    ----------
    words : frozenset of str
        In small letters.
    unless : frozenset of str
        Words that take the denial back where they follow at once: "not only".
    """

    words: frozenset[str]
    unless: frozenset[str]


def _negators(words: str, unless: str) -> Negators:
    return Negators(words=frozenset(words.split()), unless=frozenset(unless.split()))


NEGATORS: Mapping[str, Negators] = {
    "de": _negators("nicht nie niemals kein keine keinen keinem keiner ohne", "nur"),
    "en": _negators(
        "not no never without neither nor cannot t",  # "don't" has the word "t"
        "only just merely",
    ),
    "es": _negators("no nunca jamás sin ni ningún ninguna", "solo sólo solamente"),
    "fr": _negators("ne pas jamais sans ni aucun aucune", "seulement"),
    "it": _negators("non mai senza né nessun nessuna nessuno", "solo soltanto"),
    "nl": _negators("niet nooit geen zonder noch", "alleen slechts"),
    "pt": _negators("não nunca jamais sem nem nenhum nenhuma", "só somente apenas"),
}
"""By language, ISO 639-1; in others nothing is taken for denied."""


@lru_cache(maxsize=1024)
def denied_words(text: str, language: str) -> frozenset[int]:
    """Give the places of the words that stand under a negation.

    Parameters
    ----------
    text : str
    language : str
        ISO 639-1; without a list for it, nothing is denied.

    Returns
    -------
    frozenset of int
        Indices into the words that `hustings.words.tokens.words_of` gives.

    Examples
    --------
    >>> sorted(denied_words("We will never sell the quay, but mend it.", "en"))
    [3, 4, 5]
    >>> sorted(denied_words("We want not only trams.", "en"))
    []
    """
    negators = NEGATORS.get(language)
    if negators is None:
        return frozenset()
    bounds = word_bounds(text)
    forms = [plain_form(text[start:end]) for start, end in bounds]
    denied: set[int] = set()
    for i, form in enumerate(forms):
        follows = forms[i + 1] if i + 1 < len(forms) else ""
        if form in negators.words and follows not in negators.unless:
            denied.update(_reached(text, bounds, i))
    return frozenset(denied)


def _reached(text: str, bounds: list[tuple[int, int]], at: int) -> list[int]:
    """Give the words behind a negator, up to a mark that ends the clause."""
    reached: list[int] = []
    for i in range(at + 1, min(at + 1 + REACH, len(bounds))):
        if _BORDERS & set(text[bounds[i - 1][1] : bounds[i][0]]):
            break
        reached.append(i)
    return reached
