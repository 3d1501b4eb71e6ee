"""Inflection: the forms that a lexicon's words take, spelt out once when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hustings.claims import classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMS = {
    "finite": classes.FINITE,
    "gerund": classes.GERUND,
    "participle": classes.PARTICIPLE,
    "own": classes.OWN_FORM,
    "infinitive": classes.INFINITIVE,
    "future": classes.FUTURE,
    "own future": classes.OWN_FORM | classes.FUTURE,
}
"""The names of forms in a lexicon, and the bits that each of them gives."""

Contractions: TypeAlias = "Mapping[str, Sequence[str]]"
Conjugation: TypeAlias = "Mapping[str, Mapping[str, Sequence[str]]]"


def contracted(text: str, contractions: Contractions) -> tuple[str, ...]:
    """Give a text and what becomes of it where its last word melts with an article.

    Examples
    --------
    >>> contracted("non à", {"à": ["au", "aux"]})
    ('non à', 'non au', 'non aux')
    """
    before, space, last = text.rpartition(" ")
    others = contractions.get(last, ())
    return (text, *(f"{before}{space}{other}" for other in others))


def leads_of(contractions: Contractions) -> dict[str, str]:
    """Give the preposition that is inside each contraction: "au" has "à"."""
    return {
        form: preposition
        for preposition, forms in contractions.items()
        for form in forms
    }


def conjugated(
    lemmas: Iterable[str], conjugation: Conjugation
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Give the regular forms of verbs, each with its lemmas and bits.

    Parameters
    ----------
    lemmas : iterable of str
        Infinitives.
    conjugation : mapping
        From the ending of infinitives to names of forms to their endings.

    Examples
    --------
    >>> conjugated(["crear"], {"ar": {"own": ["amos"]}})
    {'creamos': (('crear', 16),)}
    """
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for lemma in sorted(set(lemmas)):
        for form, bit in _forms_of(lemma, conjugation):
            found[form] = (*found.get(form, ()), (lemma, bit))
    return found


def _forms_of(lemma: str, conjugation: Conjugation) -> Iterator[tuple[str, int]]:
    """Give the forms of one verb, by every ending that fits."""
    for ending, table in conjugation.items():
        if not lemma.endswith(ending):
            continue
        stem = lemma[: len(lemma) - len(ending)]
        for name, forms in table.items():
            for form in forms:
                yield f"{stem}{form}", FORMS[name]


def own_futures(conjugation: Conjugation) -> tuple[str, ...]:
    """Give the endings by which a verb says what "we" will do.

    Examples
    --------
    >>> own_futures({"ar": {"own future": ["aremos"]}, "er": {"own": ["emos"]}})
    ('aremos',)
    """
    found = {
        ending
        for table in conjugation.values()
        for ending in table.get("own future", ())
    }
    return tuple(sorted(found))


def singulars(text: str) -> tuple[str, ...]:
    """Give what a word may be without the endings of adjectives.

    Examples
    --------
    >>> singulars("gratuites")
    ('gratuite', 'gratuit')
    """
    endings = ("s", "es", "e")
    return tuple(text[: -len(end)] for end in endings if text.endswith(end))
