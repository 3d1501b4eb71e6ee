"""Phrases: how far a noun phrase reaches, and which word names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hustings.claims import capitals, classes
from hustings.claims.adjectives import joins_adjectives
from hustings.claims.verbs import is_infinitive, opens_sentence

if TYPE_CHECKING:
    from hustings.claims.readings import Reading
    from hustings.claims.vocabulary import Word

LONGEST: Final = 60
_ENDS_CORE: Final = (
    classes.COMMA
    | classes.STOP
    | classes.STARTER
    | classes.CONJUNCTION
    | classes.FINITE_AUXILIARY
    | classes.PREPOSITION
    | classes.TO
    | classes.NEGATOR
    | classes.PURPOSE
    | classes.MEANS
    | classes.INSTEAD
    | classes.EXAMPLE
    | classes.TIME
    | classes.WITHOUT
    | classes.NOW
)
_ENDS_PHRASE: Final = (
    classes.STOP
    | classes.FINITE_AUXILIARY
    | classes.STARTER
    | classes.COMMA
    | classes.CONJUNCTION
    | classes.PURPOSE
    | classes.MEANS
    | classes.INSTEAD
    | classes.EXAMPLE
    | classes.TO
    | classes.TIME
    | classes.NOW
    | classes.WITHOUT
    | classes.NEGATOR
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, as places of words.

    Attributes
    ----------
    start, end : int
        Half-open.
    head : int
        The word that names it.
    core : int
        Where what names it ends and what describes it further begins.
    """

    start: int
    end: int
    head: int
    core: int


def phrase_at(reading: Reading, i: int, limit: int) -> Phrase | None:
    """Read the noun phrase that begins at a word; None where there is none.

    Parameters
    ----------
    reading : Reading
    i : int
        Its first word.
    limit : int
        It ends before this word.
    """
    limit = min(limit, i + LONGEST)
    if i < limit and reading.bits[i] & classes.PRONOUN and not _opens(reading, i):
        return None
    if _is_clitic(reading, i, limit):
        return None
    core_start = _skip_openers(reading, i, limit)
    if reading.lexicon.has_capital_nouns:
        return _capital_phrase(reading, i, core_start, limit)
    core = core_end(reading, core_start, limit)
    head = head_of(reading, core_start, core)
    if head is None:
        return None
    end = phrase_end(reading, core, limit)
    return Phrase(i, end, _titled(reading, head, core, end), core)


def _is_clitic(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether "la" is an object: "la compléter", and no article."""
    if i + 1 >= limit or reading.words[i].text not in _CLITICS:
        return False
    return is_infinitive(reading, i + 1)


_CLITICS: Final = frozenset({"le", "la", "les", "l'"})


def _titled(reading: Reading, head: int, core: int, end: int) -> int:
    """Give the last word of "Prevention of Accidents Act", else the head."""
    if core >= end or not (
        reading.bits[core] & classes.OF and reading.is_capital(head)
    ):
        return head
    for at in range(core + 1, end):
        if not reading.is_capital(at):
            return head
        if reading.bits[at] & classes.TITLE:
            return at
    return head


def _capital_phrase(
    reading: Reading, start: int, core_start: int, limit: int
) -> Phrase | None:
    """Read a noun phrase where nouns have capitals."""
    core = capitals.core_end(reading, core_start, limit)
    head = head_of(reading, core_start, core)
    if head is None:
        return None
    return Phrase(start, capitals.phrase_end(reading, core, limit), head, core)


def _opens(reading: Reading, i: int) -> bool:
    """Tell whether a pronoun is a determiner here: "this ban", "our schools"."""
    bits = reading.bits
    return bool(bits[i] & classes.DETERMINER) or _is_one(reading, i)


def _is_one(reading: Reading, i: int) -> bool:
    """Tell whether "one" counts what follows: "one good school", not "one of"."""
    if reading.words[i].text != "one" or i + 1 >= len(reading):
        return False
    return not reading.bits[i + 1] & (_ENDS_CORE | classes.PRONOUN | classes.ADVERB)


def _skip_openers(reading: Reading, i: int, limit: int) -> int:
    """Skip "all of the", "each of our": what stands before the core."""
    bits = reading.bits
    while i < limit and (bits[i] & _OPENERS or _is_one(reading, i)):
        of_follows = i + 1 < limit and bits[i + 1] & classes.OF
        i += 2 if of_follows and bits[i] & _QUANTIFIERS else 1
    return i


_QUANTIFIERS: Final = classes.DETERMINER | classes.NUMBER
_OPENERS: Final = classes.DETERMINER | classes.NUMBER


def core_end(reading: Reading, start: int, limit: int) -> int:
    """Find where the core of a phrase ends: before "of", "living in", "again"."""
    bits = reading.bits
    seen = False
    i = start
    while i < limit:
        if bits[i] & _ENDS_CORE and not (
            joins_adjectives(reading, start, i, limit)
            or _is_rate(reading, start, i, limit)
        ):
            break
        if seen and (_breaks_core(reading, i, limit) or _is_free_of(reading, i)):
            break
        seen = seen or not bits[i] & (classes.MARK | classes.ADVERB)
        i += 1
    return i


def _is_free_of(reading: Reading, i: int) -> bool:
    """Tell whether "free from" describes the noun before it."""
    is_against = reading.bits[i] & classes.SLOGAN_AGAINST
    return bool(is_against) and " " in reading.words[i].text


def _is_rate(reading: Reading, start: int, i: int, limit: int) -> bool:
    """Tell whether "a year" stands inside "a £3 billion a year cut"."""
    bits = reading.bits
    if not bits[i] & classes.TIME or i == start or i + 1 >= limit:
        return False
    return bool(bits[i - 1] & classes.NUMBER) and not bits[i + 1] & _ENDS_CORE


def _breaks_core(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether a word after the core's first cannot belong to it."""
    bits = reading.bits[i]
    if reading.lexicon.head_is_last and reading.words[i - 1].text.endswith("'s"):
        return False
    if _is_finite_here(reading, i, limit) or _is_doing(reading, i, limit):
        return True
    if bits & classes.ADVERB and _describes_before(reading, i, limit):
        return False
    if bits & (classes.PRONOUN | classes.DETERMINER | classes.ADVERB):
        return not _is_last_name(reading, i)
    if bits & (classes.NOUN | classes.ADJECTIVE | classes.NUMBER):
        return False
    return _is_postmodifier(reading, i, limit)


def _describes_before(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether "plus" leads to an adjective: "des loyers plus bas"."""
    if reading.lexicon.head_is_last or i + 1 >= limit:
        return False
    after = reading.words[i + 1]
    return bool(after.bits & classes.ADJECTIVE) or (after.bits == 0 and not after.verbs)


def _is_finite_here(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether a word is a verb that ends its subject: "the plan needs a"."""
    word = reading.words[i]
    if not reading.lexicon.head_is_last and _is_own_verb(word):
        return True
    if not word.verbs or word.form != classes.FINITE or word.bits & classes.NOUN:
        return False
    if reading.is_capital(i) or i + 1 >= limit:
        return False
    after = reading.bits[i + 1]
    return bool(after & (classes.DETERMINER | classes.OWN_VOICE))


def _is_doing(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether a gerund describes those before it: "people living in"."""
    form = reading.words[i].form
    if reading.is_capital(i) or not form & (classes.GERUND | classes.PARTICIPLE):
        return False
    before = reading.words[i - 1]
    if form & classes.PARTICIPLE and reading.bits[i] & classes.GOOD:
        return _leads_on(reading, i, limit)
    return (
        bool(form & classes.GERUND)
        and _leads_on(reading, i, limit)
        and (bool(before.bits & classes.PEOPLE) or _is_plural(before.text))
    )


def _is_own_verb(word: Word) -> bool:
    """Tell whether a word is a verb by its ending: "contrataremos"."""
    own = classes.OWN_FORM | classes.FUTURE
    return bool(word.verbs and word.form & own) and not word.bits & classes.NOUN


def _is_last_name(reading: Reading, i: int) -> bool:
    """Tell whether a function word is part of a name: "Every Child Matters"."""
    return reading.is_capital(i) and reading.is_capital(i - 1) and i > 1


def _is_postmodifier(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether a participle describes the noun before it: "jobs lost in"."""
    form = reading.words[i].form
    if not reading.lexicon.head_is_last:
        return False
    before = reading.words[i - 1]
    if before.bits & (classes.ADJECTIVE | classes.ADVERB) or reading.is_capital(i):
        return False
    if form & classes.GERUND and not reading.is_capital(i):
        is_noun = bool(before.bits & classes.NOUN) or _is_form_of(reading, i)
        return _is_plural(before.text) or (is_noun and _leads_on(reading, i, limit))
    if form & classes.PARTICIPLE:
        return not _continues(reading, i, limit) or _leads_on(reading, i, limit)
    return False


def _is_form_of(reading: Reading, i: int) -> bool:
    """Tell whether "consisting of" stands at a word that is no noun itself."""
    return reading.words[i].text in {"consisting", "containing", "comprising"}


def _leads_on(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether a preposition or determiner follows: "a tax falling on"."""
    after = _ENDS_CORE & (classes.PREPOSITION | classes.TO) | classes.DETERMINER
    return i + 1 < limit and bool(reading.bits[i + 1] & after)


def _continues(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether a further word of a core follows."""
    return i + 1 < limit and not reading.bits[i + 1] & (
        _ENDS_CORE & ~(classes.PREPOSITION | classes.TO) | classes.MARK
    )


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def head_of(reading: Reading, start: int, end: int) -> int | None:
    """Give the word that names a core, or None where it has none."""
    bits = reading.bits
    not_a_name = classes.MARK | classes.PRONOUN | classes.ADVERB | classes.DETERMINER
    places = [
        i
        for i in range(start, end)
        if not bits[i] & not_a_name and reading.words[i].text[0].isalpha()
    ]
    if not places:
        return None
    if reading.lexicon.has_capital_nouns:
        return capitals.head_in(reading, places)
    if reading.lexicon.head_is_last:
        return places[-1]
    named = [i for i in places if not bits[i] & classes.ADJECTIVE]
    return named[0] if named else places[0]


def phrase_end(reading: Reading, core: int, limit: int) -> int:
    """Find where the words that describe the core further end."""
    bits = reading.bits
    if core < limit and not (bits[core] & _DESCRIBES or _leads(reading, core, limit)):
        return core
    i = core
    while i < limit:
        ends = bits[i] & _ENDS_PHRASE
        if ends and not (
            _repeats(reading, core, i, limit)
            or _leads(reading, i, limit)
            or _is_inner_time(reading, i, limit)
        ):
            break
        if not reading.lexicon.head_is_last and _is_own_verb(reading.words[i]):
            break
        i += 1
    return i


def _is_inner_time(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether a time describes a noun: "the overnight train"."""
    if not reading.bits[i] & classes.TIME or i + 1 >= limit:
        return False
    before = classes.DETERMINER | classes.ADJECTIVE | classes.PREPOSITION
    return bool(reading.bits[i - 1] & before) and not reading.bits[i + 1] & _ENDS_CORE


_DESCRIBES: Final = classes.PREPOSITION | classes.GENITIVE


def _leads(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether "to" leads to a noun: "an end to evictions"."""
    if not reading.bits[i] & classes.TO or i + 1 >= limit:
        return False
    after = reading.words[i + 1]
    if after.bits & (_ENDS_CORE | classes.ADVERB | classes.PRONOUN):
        return False
    if after.bits & (classes.DETERMINER | classes.ADJECTIVE | classes.NUMBER):
        return True
    return not after.form & classes.BASE or _is_noun_after_to(reading, i, limit)


def _is_noun_after_to(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether the word after "to" is a noun: "an end to poverty"."""
    after = reading.words[i + 1]
    if opens_sentence(reading, i + 1):
        return False
    if reading.noun_at(i - 1) is not None:
        return not after.verbs or i + 2 >= limit or bool(after.bits & classes.NOUN)
    if after.verbs or i + 2 >= limit:
        return bool(after.bits & classes.NOUN)
    return bool(reading.bits[i + 2] & classes.PREPOSITION)


def _repeats(reading: Reading, core: int, i: int, limit: int) -> bool:
    """Tell whether "and of" goes on with "of women and of men"."""
    if not reading.bits[i] & classes.CONJUNCTION or i + 1 >= limit:
        return False
    after = reading.words[i + 1]
    return bool(after.bits & classes.OF) and bool(reading.bits[core] & classes.OF)
