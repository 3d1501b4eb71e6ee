"""The vocabulary of claims: what is known of each word of one language."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from hustings.claims import classes
from hustings.claims.inflection import singulars
from hustings.words.stems import lemma_of

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from hustings.claims.entries import Noun, Verb

_AGREEING = classes.ADJECTIVE | classes.GOOD | classes.BAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a lexicon knows of one word.

    Attributes
    ----------
    bits : int
        Its classes, see `hustings.claims.classes`.
    verbs : tuple of Verb
        Verbs that it can be a form of, those with more words first.
    form : int
        Which forms of a verb it can be, as bits.
    nouns : tuple of Noun
        What it does to the phrase after it, by the preposition between.
    """

    text: str
    bits: int
    verbs: tuple[Verb, ...]
    form: int
    nouns: tuple[Noun, ...]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The words of one language that make claims.

    Attributes
    ----------
    language : str
        ISO 639-1 code.
    head_is_last : bool
        Whether a phrase is named by the last noun of its core, as in English, or by
        the first, as in French.
    verb_is_final : bool
        Whether objects stand before infinitives, as in German.
    has_capital_nouns : bool
    bits : mapping from words to their classes
    sequences : mapping from a first word to the words after it, with their classes
    verbs : mapping from lemmas to verbs
    nominals : mapping from lemmas to nouns that carry a stance
    prefixes : mapping from "anti" and the like to stances
    own_futures : tuple of str
        Endings by which any verb says what "we" will do: "-aremos".
    endings, irregular : forms of verbs by their ending, and one by one
    """

    language: str
    head_is_last: bool
    verb_is_final: bool
    has_capital_nouns: bool
    bits: Mapping[str, int]
    sequences: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]
    verbs: Mapping[str, tuple[Verb, ...]]
    nominals: Mapping[str, tuple[Noun, ...]]
    prefixes: Mapping[str, int]
    endings: tuple[tuple[str, int], ...]
    irregular: Mapping[str, int]
    patterns: tuple[tuple[re.Pattern[str], int], ...]
    adverb_endings: tuple[str, ...]
    adjective_endings: tuple[str, ...]
    infinitive_endings: tuple[str, ...]
    pattern: re.Pattern[str]
    conditional_endings: tuple[str, ...] = ()
    leads: Mapping[str, str] = field(default_factory=dict)
    conjugated: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    own_futures: tuple[str, ...] = ()
    has_agreement: bool = False
    known: dict[str, Word] = field(default_factory=dict, repr=False)

    @cached_property
    def has_ideals(self) -> bool:
        """Whether the lexicon says which nouns name an ideal: "our goal is"."""
        return any(bits & classes.IDEAL for bits in self.bits.values())

    def word(self, text: str) -> Word:
        """Look a word up, in small letters; what was looked up is remembered."""
        word = self.known.get(text)
        if word is None:
            if len(self.known) > 1 << 18:
                self.known.clear()
            word = self.known[text] = self._word(text)
        return word

    def _word(self, text: str) -> Word:
        lemma = lemma_of(text, self.language).replace("_", "")
        regular = self.conjugated.get(text, ())
        verbs = self.verbs.get(text, ())
        for other in dict.fromkeys([lemma, *(lemma for lemma, _ in regular)]):
            verbs += self.verbs.get(other, ()) if other != text else ()
        verbs = verbs or self._verbs_of_form(text)
        if text.endswith(self.conditional_endings):
            verbs = ()  # what would be is no stance
        form = self._form(text, lemma)
        for _, bit in regular:
            form |= bit
        return Word(
            text=text,
            bits=self._bits(text, lemma),
            verbs=verbs,
            form=form,
            nouns=self.nominals.get(text) or self.nominals.get(lemma, ()),
        )

    def _verbs_of_form(self, text: str) -> tuple[Verb, ...]:
        """Find "cut" for "cutting", which lemmas take for a noun."""
        for ending, _ in self.endings:
            stem = text.removesuffix(ending)
            if stem == text or len(stem) < 2:
                continue
            single = stem[:-1] if stem[-1] == stem[-2] else stem
            for base in (stem, f"{stem}e", single):
                if base in self.verbs:
                    return self.verbs[base]
        return ()

    def _bits(self, text: str, lemma: str) -> int:
        bits = self.bits.get(text)
        if bits is not None:
            return bits
        if self.has_agreement:
            for form in (lemma, *singulars(text)):
                if self.bits.get(form, 0) & _AGREEING:
                    return self.bits[form] & _AGREEING
        if text[0].isdigit() or text[0] in "£$€":
            return classes.NUMBER
        if text.endswith(self.adverb_endings) and len(text) > 4:
            return classes.ADVERB
        is_verb = text in self.verbs
        if text.endswith(self.adjective_endings) and len(text) > 5 and not is_verb:
            return classes.ADJECTIVE
        return 0

    def _form(self, text: str, lemma: str) -> int:
        form = self.irregular.get(text, 0)
        if text == lemma or text in self.verbs:
            form |= classes.BASE | classes.INFINITIVE
        elif not form:
            form = classes.FINITE
        for ending, bit in self.endings:
            if text.endswith(ending) and text not in self.verbs:
                form |= bit
        for pattern, bit in self.patterns:
            if text != lemma and pattern.search(text):
                form |= bit
        return form
