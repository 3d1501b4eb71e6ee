"""An index of a dictionary's terms, and what of them a text holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hustings.words.stems import MOST_REMEMBERED, lemma_of, plain_form
from hustings.words.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hustings.coding.dictionaries import Dictionary

Phrase: TypeAlias = tuple[str, ...]
"""Lemmas, beginnings (``econom*``) or forms (``=goods``) that follow each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term of the index: what it needs, and to what it gives its points."""

    variable: str
    code: str
    weight: float
    phrases: tuple[Phrase, ...]


class Hit(NamedTuple):
    """A phrase met in a text, from word `start` to before word `end`."""

    start: int
    end: int
    phrase: Phrase


class Begun(NamedTuple):
    """The phrases that a word may begin, by how their second word is given."""

    alone: tuple[Phrase, ...]
    by_lemma: Mapping[str, tuple[Phrase, ...]]
    by_form: tuple[Phrase, ...]


class Found(NamedTuple):
    """A term met in a text, and the places of its words."""

    entry: Entry
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermIndex:
    """All terms of one language, found by the first words of their phrases.

    Attributes
    ----------
    by_lemma, by_form, by_beginning : mapping of str to tuple of Phrase
        Phrases by their first word, whichever way that is given.
    plain : mapping of Phrase to tuple of Entry
        Terms of one phrase.
    composite : mapping of Phrase to tuple of Entry
        Terms of several, by their first phrase.
    """

    language: str
    by_lemma: Mapping[str, tuple[Phrase, ...]]
    by_form: Mapping[str, tuple[Phrase, ...]]
    by_beginning: Mapping[str, tuple[Phrase, ...]]
    plain: Mapping[Phrase, tuple[Entry, ...]]
    composite: Mapping[Phrase, tuple[Entry, ...]]
    _begun: dict[str, Begun] = field(default_factory=dict, repr=False, compare=False)

    def find(self, text: str) -> list[Found]:
        """Find the terms of a text, in the order of their words.

        A term inside a longer term of the same variable is not met: "union" is not
        in "European Union". Terms of several parts look at all phrases.
        """
        hits = self._hits(words_of(text))
        return [*_plain(hits, self.plain), *_composite(hits, self.composite)]

    def _hits(self, words: Sequence[str]) -> list[Hit]:
        hits: list[Hit] = []
        for i, word in enumerate(words):
            begun = self._begun.get(word) or self._remember(word)
            if begun.alone:
                hits.extend([Hit(i, i + 1, phrase) for phrase in begun.alone])
            if begun.by_lemma or begun.by_form:
                hits.extend(self._longer_hits(begun, words, i))
        return hits

    def _longer_hits(
        self, begun: Begun, words: Sequence[str], at: int
    ) -> Iterator[Hit]:
        """Give the phrases of several words that begin at word `at`."""
        if at + 1 < len(words):
            second = lemma_of(words[at + 1], self.language)
            for phrase in (*begun.by_lemma.get(second, ()), *begun.by_form):
                if self._goes_on(phrase, words, at):
                    yield Hit(at, at + len(phrase), phrase)

    def _remember(self, word: str) -> Begun:
        """Look a word up once; forget all where a text has words without end."""
        if len(self._begun) >= MOST_REMEMBERED:
            self._begun.clear()
        self._begun[word] = _begun(self._phrases_begun_by(word))
        return self._begun[word]

    def _phrases_begun_by(self, word: str) -> tuple[Phrase, ...]:
        """Give the phrases whose first word this may be, in a fixed order."""
        form = plain_form(word)
        phrases = {
            *self.by_lemma.get(lemma_of(word, self.language), ()),
            *self.by_form.get(form, ()),
        }
        for n in range(1, len(form) + 1):
            phrases.update(self.by_beginning.get(form[:n], ()))
        return tuple(sorted(phrases))

    def _goes_on(self, phrase: Phrase, words: Sequence[str], at: int) -> bool:
        """Tell whether the phrase's further words follow the word at `at`."""
        return at + len(phrase) <= len(words) and all(
            _fits(phrase[i], words[at + i], self.language)
            for i in range(1, len(phrase))
        )


class TermIndexes(Mapping[str, TermIndex]):
    """The indexes of several languages, each built when it is first asked for.

    A language's lemmas take a third of a second to load, and most projects are in one.

    Parameters
    ----------
    dictionaries : mapping of str to Dictionary
        By language, ISO 639-1.
    """

    def __init__(self, dictionaries: Mapping[str, Dictionary]) -> None:
        self._dictionaries = dict(sorted(dictionaries.items()))
        self._built: dict[str, TermIndex] = {}

    def __getitem__(self, language: str) -> TermIndex:
        if language not in self._built:
            self._built[language] = index_terms(self._dictionaries[language])
        return self._built[language]

    def __contains__(self, language: object) -> bool:
        return language in self._dictionaries

    def __iter__(self) -> Iterator[str]:
        return iter(self._dictionaries)

    def __len__(self) -> int:
        return len(self._dictionaries)


def index_terms(dictionary: Dictionary) -> TermIndex:
    """Build the index of a dictionary's terms."""
    entries = _without_doubles(_entries(dictionary))
    phrases = list(dict.fromkeys(p for entry in entries for p in entry.phrases))
    return TermIndex(
        language=dictionary.language,
        by_lemma=_by_first(p for p in phrases if _is_lemma(p[0])),
        by_form=_by_first(p for p in phrases if p[0][0] == "="),
        by_beginning=_by_first(p for p in phrases if p[0][-1] == "*"),
        plain=_by_phrase(entry for entry in entries if len(entry.phrases) == 1),
        composite=_by_phrase(entry for entry in entries if len(entry.phrases) > 1),
    )


def _begun(phrases: Sequence[Phrase]) -> Begun:
    """Sort phrases with the same first word by their second."""
    longer = [phrase for phrase in phrases if len(phrase) > 1]
    by_lemma: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in longer:
        if _is_lemma(phrase[1]):
            by_lemma[phrase[1]].append(phrase)
    return Begun(
        alone=tuple(phrase for phrase in phrases if len(phrase) == 1),
        by_lemma={second: tuple(found) for second, found in by_lemma.items()},
        by_form=tuple(phrase for phrase in longer if not _is_lemma(phrase[1])),
    )


def _entries(dictionary: Dictionary) -> Iterator[Entry]:
    for variable, codes in dictionary.terms.items():
        for code, terms in codes.items():
            for term in terms:
                yield Entry(
                    variable=variable,
                    code=code,
                    weight=term.weight,
                    phrases=tuple(
                        tuple(_element(word, dictionary.language) for word in part)
                        for part in term.parts
                    ),
                )


def _without_doubles(entries: Iterable[Entry]) -> list[Entry]:
    """Keep the weightiest of a code's terms whose words have the same lemmas."""
    kept: dict[tuple[str, str, frozenset[Phrase]], Entry] = {}
    for entry in entries:
        key = (entry.variable, entry.code, frozenset(entry.phrases))
        if key not in kept or kept[key].weight < entry.weight:
            kept[key] = entry
    return list(kept.values())


def _element(word: str, language: str) -> str:
    """Turn a word of a term into what texts are compared with."""
    if word.startswith("=") or word.endswith("*"):
        return word.lower()
    return lemma_of(word, language)


def _is_lemma(element: str) -> bool:
    return element[0] != "=" and element[-1] != "*"


def _by_first(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        index[phrase[0].strip("=*")].append(phrase)
    return {first: tuple(found) for first, found in index.items()}


def _by_phrase(entries: Iterable[Entry]) -> dict[Phrase, tuple[Entry, ...]]:
    index: dict[Phrase, list[Entry]] = defaultdict(list)
    for entry in entries:
        index[entry.phrases[0]].append(entry)
    return {phrase: tuple(found) for phrase, found in index.items()}


def _fits(element: str, word: str, language: str) -> bool:
    if element.startswith("="):
        return plain_form(word) == element[1:]
    if element.endswith("*"):
        return plain_form(word).startswith(element[:-1])
    return lemma_of(word, language) == element


def _plain(
    hits: Sequence[Hit], entries: Mapping[Phrase, tuple[Entry, ...]]
) -> Iterator[Found]:
    """Give the terms of one phrase that no longer one of their variable holds."""
    alone = [(hit, entry) for hit in hits for entry in entries.get(hit.phrase, ())]
    longer = [(hit, entry) for hit, entry in alone if len(hit.phrase) > 1]
    for hit, entry in alone:
        if not any(
            _holds(other, hit) and rival.variable == entry.variable
            for other, rival in longer
        ):
            yield Found(entry, tuple(range(hit.start, hit.end)))


def _holds(longer: Hit, shorter: Hit) -> bool:
    return (
        longer.start <= shorter.start
        and shorter.end <= longer.end
        and len(longer.phrase) > len(shorter.phrase)
    )


def _composite(
    hits: Sequence[Hit], entries: Mapping[Phrase, tuple[Entry, ...]]
) -> Iterator[Found]:
    """Give the terms of several parts that are all there, each once."""
    present = dict.fromkeys(hit.phrase for hit in hits)
    for phrase in present:
        for entry in entries.get(phrase, ()):
            if all(part in present for part in entry.phrases):
                yield Found(entry, _words_of_parts(entry, hits))


def _words_of_parts(entry: Entry, hits: Sequence[Hit]) -> tuple[int, ...]:
    places = (range(hit.start, hit.end) for hit in hits if hit.phrase in entry.phrases)
    return tuple(sorted({place for words in places for place in words}))
