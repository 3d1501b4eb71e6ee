"""Verbs in a reading: whether a word is one here, and which entry it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.entries import ATTITUDE, BENEFIT, CAUSE, CONTROL
from hustings.claims.valency import wanted_by_object

if TYPE_CHECKING:
    from hustings.claims.entries import Verb
    from hustings.claims.readings import Reading

_FARTHEST_PARTICLE: Final = 14
_OPENS_OBJECT: Final = (
    classes.DETERMINER | classes.NUMBER | classes.ADJECTIVE | classes.PRONOUN
)
_AFTER_VERB: Final = classes.DETERMINER | classes.PRONOUN
_NO_OBJECT: Final = (
    classes.COMMA
    | classes.STOP
    | classes.CONJUNCTION
    | classes.OF
    | classes.FINITE_AUXILIARY
    | classes.MARK
)


def is_infinitive(reading: Reading, i: int) -> bool:
    """Tell whether the ending of a word makes it an infinitive: "créer"."""
    word = reading.words[i]
    endings = reading.lexicon.infinitive_endings
    return bool(
        endings
        and word.verbs
        and word.form & classes.BASE
        and word.text.endswith(endings)
        and not word.bits & classes.NOUN
    )


def opens_item(reading: Reading, i: int) -> bool:
    """Tell whether a verb that is not listed begins an item: "Majorer les pensions"."""
    endings = reading.lexicon.infinitive_endings
    word = reading.words[i]
    if not endings or word.bits or not word.text.endswith(endings):
        return False
    begins = all(bits & (classes.MARK | classes.NUMBER) for bits in reading.bits[:i])
    after = reading.bits[i + 1] if i + 1 < len(reading) else 0
    return begins and len(word.text) > _SHORTEST and bool(after & classes.DETERMINER)


def says_we_will(reading: Reading, i: int, at: int) -> bool:
    """Tell whether the ending of a verb that is not listed says "we will".

    A short ending ("-rons") does so only where "we" stands before it, at `at`.
    """
    word = reading.words[i]
    if word.verbs or word.bits or not word.text.endswith(reading.lexicon.own_futures):
        return False
    if not reading.lexicon.own_futures or (reading.is_capital(i) and i):
        return False
    is_told = at >= 0 and bool(reading.bits[at] & classes.OWN_VOICE)
    return is_told or word.text.endswith("emos")


_SHORTEST: Final = 4


def looks_infinitive(reading: Reading, i: int) -> bool:
    """Tell whether a word is an infinitive by its ending alone: "pratiquer"."""
    word = reading.words[i]
    if is_infinitive(reading, i):
        return True
    endings = reading.lexicon.infinitive_endings
    is_base = word.form & classes.BASE and word.text.endswith(endings)
    if not endings or not is_base or reading.is_capital(i) or word.bits & ~_AS_VERB:
        return False
    return not word.text.endswith("re") or word.text.endswith(_SURE)


_CLITICS: Final = frozenset(
    [
        *("nous", "vous", "lui", "leur", "y", "en", "le", "la", "les", "l'"),
        *("se", "s'", "lo", "los", "nos", "gli", "ci", "vi", "o", "os"),
    ]
)
"""Pronouns that stand right before an infinitive: "leur donner", "y créer"."""
_AS_VERB: Final = classes.HAVE | classes.BE
_SURE: Final = ("ttre", "ndre", "uire", "ître", "ire", "vre")


def is_clitic(reading: Reading, i: int) -> bool:
    """Tell whether a word may be a pronoun before an infinitive: "leur donner"."""
    is_conjunction = reading.bits[i] & classes.CONJUNCTION
    return reading.words[i].text in _CLITICS and not is_conjunction


def is_verb_here(reading: Reading, i: int) -> bool:
    """Tell whether a word that nothing on its left decides is a verb.

    "raise" in "..., raise the wage" is; "support" in "..., support and advice" is not.
    """
    word = reading.words[i]
    after = i + 1
    is_verb = word.verbs and word.form & (classes.BASE | classes.FINITE)
    if not is_verb or after >= len(reading):
        return False
    is_sure = is_infinitive(reading, i) or bool(rest_of(reading, i))
    is_sure = is_sure or (i > 0 and bool(reading.bits[i - 1] & classes.REFLEXIVE))
    if is_sure or _governs_gerund(reading, i):
        return True
    bits = reading.bits[after]
    if word.bits & classes.ADJECTIVE and not bits & _AFTER_VERB:
        return False
    if bits & _OPENS_OBJECT:
        return True
    if word.bits & classes.NOUN or bits & (_NO_OBJECT | classes.PREPOSITION):
        return False
    return not word.form & classes.FINITE or not reading.lexicon.head_is_last


def _governs_gerund(reading: Reading, i: int) -> bool:
    """Tell whether "support" in "support raising the wage" is a verb."""
    after = reading.words[i + 1]
    if not after.form & classes.GERUND or not after.verbs or after.bits & classes.NOUN:
        return False
    return any(verb.kind == ATTITUDE for verb in reading.words[i].verbs)


def opens_sentence(reading: Reading, i: int) -> bool:
    """Tell whether a word that may be noun or verb is an imperative: "End poverty"."""
    if is_verb_here(reading, i):
        return True
    word = reading.words[i]
    after = i + 1
    if not word.verbs or after >= len(reading):
        return False
    bits = reading.bits[after]
    if bits & classes.TO and any(verb.kind == CONTROL for verb in word.verbs):
        return True
    follower = reading.words[after]
    is_finite = bool(follower.verbs) and follower.form == classes.FINITE
    is_free = word.bits & classes.ADJECTIVE and not bits & _AFTER_VERB  # "free trade"
    if is_free or not word.bits & classes.IMPERATIVE:
        return False
    if is_finite and not bits & classes.NOUN:
        return False
    return not bits & (_NO_OBJECT | classes.PREPOSITION | classes.TO | classes.STARTER)


def is_noun_here(reading: Reading, i: int) -> bool:
    """Tell whether an article makes a word a noun: "les pensions", not "we pensioned".

    Only where heads stand first; elsewhere adjectives stand between.
    """
    if reading.lexicon.head_is_last or i == 0 or not reading.bits[i] & classes.NOUN:
        return False
    return bool(reading.bits[i - 1] & classes.DETERMINER)


def is_joined_verb(reading: Reading, i: int) -> bool:
    """Tell whether a word after "and" is a verb: "cut" is, "support staff" is not."""
    if reading.bits[i] & classes.IMPERATIVE and not reading.bits[i] & classes.COMPOUND:
        return opens_sentence(reading, i)
    return is_verb_here(reading, i)


def entry_at(reading: Reading, i: int, limit: int) -> tuple[Verb | None, int]:
    """Give the entry of the verb at a word, and where what follows it begins."""
    best: tuple[Verb | None, int] = (None, i + 1)
    for verb in _likely(reading, i):
        after = _after_rest(reading, i + 1, verb.rest)
        if after is None:
            continue
        if verb.particle and particle_at(reading, after, limit, verb) is None:
            continue
        wanted = _wanted(reading, i, after, verb.rest)
        if wanted in {"", verb.kind}:
            return verb, after
        if best[0] is None:
            best = verb, after
        elif len(verb.rest) < len(best[0].rest):
            break
    return best


def _likely(reading: Reading, i: int) -> tuple[Verb, ...]:
    """Give the entries of a word, behind "are" those of states first: "determined"."""
    verbs = reading.words[i].verbs
    if not any(verb.is_state for verb in verbs):
        return verbs
    before = i - 1
    while before > 0 and reading.bits[before] & (classes.ADVERB | classes.NEGATOR):
        before -= 1
    if before < 0 or not reading.bits[before] & classes.BE:
        return verbs
    states = tuple(verb for verb in verbs if verb.is_state)
    return states + tuple(verb for verb in verbs if not verb.is_state)


def _wanted(reading: Reading, i: int, after: int, rest: tuple[str, ...]) -> str:
    """Give the kind of verb that the words behind it ask for; "" where any is right."""
    bits = reading.bits[after] if after < len(reading) else 0
    if bits & classes.TO and not bits & classes.PREPOSITION:
        return CONTROL
    if bits & classes.THAT:
        return CAUSE
    kinds = {verb.kind for verb in reading.words[i].verbs if verb.rest == rest}
    return wanted_by_object(reading, after, kinds) if len(kinds) > 1 else ""


def rest_of(reading: Reading, i: int) -> tuple[str, ...]:
    """Give the further words of the longest entry that fits here."""
    for verb in reading.words[i].verbs:
        if _after_rest(reading, i + 1, verb.rest) is not None:
            return verb.rest
    return ()


def particle_at(reading: Reading, i: int, limit: int, verb: Verb) -> int | None:
    """Find the words that belong to a verb behind its object."""
    n = len(verb.particle)
    for at in range(i, min(limit, i + _FARTHEST_PARTICLE) - n + 1):
        if reading.bits[at] & classes.STOP:
            return None
        if all(reading.words[at + k].text == verb.particle[k] for k in range(n)):
            return at
    return None


def _after_rest(reading: Reading, i: int, rest: tuple[str, ...]) -> int | None:
    """Find where the words of an entry end; adverbs may stand before them."""
    while (
        rest
        and i < len(reading)
        and reading.bits[i] & classes.ADVERB
        and reading.words[i].text != rest[0]
    ):
        i += 1
    done = 0
    while done < len(rest):
        if i >= len(reading):
            return None
        text = reading.words[i].text  # "out of" may be one word of the reading
        n = text.count(" ") + 1
        if text != (rest[done] if n == 1 else " ".join(rest[done : done + n])):
            return None
        done += n
        i += 1
    return i


def does_all(reading: Reading, i: int) -> bool:
    """Tell whether "do" is no auxiliary: "do all we can", "do everything possible"."""
    is_have = reading.bits[i] & classes.HAVE and not reading.lexicon.head_is_last
    if not (reading.bits[i] & classes.DO or is_have):
        return False
    entry, _ = entry_at(reading, i, len(reading))
    return entry is not None and bool(entry.rest)


def has_noun(reading: Reading, i: int) -> bool:
    """Tell whether "have" has an object: "every child should have a place"."""
    if not reading.bits[i] & classes.HAVE or i + 1 >= len(reading):
        return False
    after = reading.words[i + 1]
    if after.bits & (classes.DETERMINER | classes.NUMBER | classes.ADJECTIVE):
        return True
    return not after.bits & NO_INFINITIVE and not after.form & classes.PARTICIPLE


NO_INFINITIVE: Final = (
    classes.FINITE_AUXILIARY
    | classes.TO
    | classes.DETERMINER
    | classes.PREPOSITION
    | classes.STOP
    | classes.PRONOUN
    | classes.COMMA
    | classes.NEGATOR
    | classes.ADVERB
    | classes.CONJUNCTION
    | classes.STARTER
    | classes.MARK
)


def is_third(reading: Reading, i: int) -> bool:
    """Tell whether a verb goes with "it" alone: "plans"."""
    word = reading.words[i]
    has_nouns = bool(word.bits & classes.NOUN)
    return has_nouns and word.form == classes.FINITE and word.text.endswith("s")


def next_verb(reading: Reading, at: int) -> Verb | None:
    """Give the entry of the verb after "cannot (ever)"."""
    at += 1
    passed = classes.ADVERB | classes.NEGATOR
    while at < len(reading) and reading.bits[at] & passed:
        at += 1
    return entry_at(reading, at, len(reading))[0] if at < len(reading) else None


def benefits(reading: Reading, i: int) -> bool:
    """Tell whether a verb praises its subject: "the ferry brings people together"."""
    word = reading.words[i]
    if word.form & (classes.PARTICIPLE | classes.GERUND | classes.FUTURE):
        return False
    after = reading.bits[i + 1] if i + 1 < len(reading) else classes.STOP
    ends = classes.STOP | classes.COMMA | classes.PREPOSITION | classes.CONJUNCTION
    if word.bits & classes.NOUN and after & ends:
        return False  # "insurance benefits."
    return any(
        verb.kind == BENEFIT and _after_rest(reading, i + 1, verb.rest) is not None
        for verb in word.verbs
    )
