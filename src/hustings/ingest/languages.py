"""Which language a text is in, None where that is not sure."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SAMPLE = 8_000
_PLACES = 4
_FEWEST_LETTERS = 12
_SURE = 0.5
# Languages so rare in these documents, and so like a common one in a short text, that
# naming them is wrong more often than right; who has such texts says so.
_EXCLUDED = frozenset(
    [
        "la",
        "vo",
        "an",
        "wa",
        "ht",
        "qu",
        "jv",
        "lb",
        "se",
        "oc",
        "io",
        "ia",
        "ie",
        "bar",
        "als",
        "nds",
    ]
)


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model that comes inside the package, once a process."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = [label for label in identifier.labels if len(label) == 2]
    identifier.set_languages([label for label in known if label not in _EXCLUDED])
    return identifier


def guess_language(text: str) -> str | None:
    """Name the ISO 639-1 code of the language most of a text is in.

    Four stretches of it are looked at, so that a title page in another language does
    not decide. Returns None where fewer than twelve letters are given or the model is
    less than half sure.

    Examples
    --------
    >>> guess_language("Die Stadt baut neue Wohnungen und die Schulen werden saniert.")
    'de'
    >>> guess_language("12 %") is None
    True
    """
    sample = _sample(text)
    if sum(character.isalpha() for character in sample[:200]) < _FEWEST_LETTERS:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= _SURE else None


def choose_language(said: str | None, text: str) -> str | None:
    """Take the language that is said, of several the one most of the text is in.

    Examples
    --------
    >>> choose_language("fr+de", "Die Stadt baut neue Wohnungen und saniert Schulen.")
    'de'
    >>> choose_language("fr+de", "12 %"), choose_language("cy", "The bridge")
    ('fr', 'cy')
    """
    if said is not None and "+" not in said:
        return said
    guess = guess_language(text)
    if said is None:
        return guess
    codes = said.split("+")
    return guess if guess in codes else codes[0]


def _sample(text: str) -> str:
    """Take stretches from several places of a long text."""
    if len(text) <= _SAMPLE:
        return text
    length = _SAMPLE // _PLACES
    starts = (len(text) * place // _PLACES for place in range(_PLACES))
    return "\n".join(text[start : start + length] for start in starts)
