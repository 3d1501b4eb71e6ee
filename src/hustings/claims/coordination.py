"""Coordination: "against A, B and all forms of C" has three objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.phrases import Phrase, phrase_at
from hustings.claims.verbs import is_infinitive, is_joined_verb

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

_NO_CONJUNCT: Final = (
    classes.STOP
    | classes.STARTER
    | classes.FINITE_AUXILIARY
    | classes.TO
    | classes.PURPOSE
    | classes.MEANS
    | classes.INSTEAD
    | classes.WITHOUT
    | classes.NEGATOR
    | classes.EXAMPLE
    | classes.SLOGAN_AGAINST
    | classes.SLOGAN_FOR
)


def phrases_from(
    reading: Reading, i: int, limit: int, *, lead: str = "", is_list: bool = False
) -> list[Phrase]:
    """Read one phrase or several joined by commas and "and".

    Parameters
    ----------
    reading : Reading
    i, limit : int
        Where the first begins, and where the last ends at the latest.
    lead : str
        The preposition that leads to them, which may be said again: "for A and for B".
    is_list : bool
        Whether semicolons and bullets join them, too, as after a colon.
    """
    found: list[Phrase] = []
    joints: list[int] = []
    joining = _JOINING | (classes.STOP if is_list else 0)
    at: int | None = _next_word(reading, i, limit, joining) if is_list else i
    joint = 0
    while at is not None and at < limit:
        phrase = phrase_at(reading, at, limit)
        if phrase is None or (found and _is_subject(reading, phrase, limit)):
            break
        if found and _is_modifier(reading, found[-1], phrase):
            found[-1] = Phrase(found[-1].start, phrase.end, phrase.head, phrase.core)
        elif len(found) == 1 and _attaches_low(reading, found[-1], phrase, joint):
            found[-1] = Phrase(
                found[-1].start, phrase.end, found[-1].head, found[-1].core
            )
        else:
            found.append(phrase)
            joints.append(joint)
        end = _skip_relative(reading, phrase, limit)
        if end == phrase.end and reading.lexicon.head_is_last:
            end = skip_aside(reading, end, limit, lead)
        at, joint = _next_conjunct(reading, end, limit, lead, joining)
    return _without_apposition(reading, found, joints)


def listed_from(reading: Reading, found: list[Phrase]) -> list[Phrase]:
    """Give the members of a list in place of "three things:" before it."""
    if not found:
        return found
    end = found[-1].end
    if end + 1 >= len(reading) or reading.words[end].text != ":":
        return found
    listed = phrases_from(reading, end + 1, len(reading), is_list=True)
    return listed or found


def _skip_relative(reading: Reading, phrase: Phrase, limit: int) -> int:
    """Skip "that stays open until midnight" where a list goes on after a comma."""
    i = phrase.end
    if i < limit and reading.bits[i] & classes.TO:
        return _skip_infinitive(reading, phrase, limit)
    if i >= limit or not reading.bits[i] & classes.RELATIVE:
        return i
    for at in range(i + 1, min(limit, i + 16)):
        if reading.bits[at] & classes.COMMA:
            return at
        if reading.bits[at] & classes.STOP:
            return at if reading.words[at].text == ";" else i
    return i


def skip_aside(reading: Reading, i: int, limit: int, lead: str) -> int:
    """Skip "by law", "run by the town", ", which is dear," where "and" goes on.

    Only a comma with "and" or with the preposition said again leads on.
    """
    if i + 1 >= limit or reading.lexicon.verb_is_final:
        return i
    has_comma = bool(reading.bits[i] & classes.COMMA)
    first = i + has_comma
    if not _opens_aside(reading, first, has_comma=has_comma):
        return i
    for at in range(first + 1, min(limit - 2, first + _LONGEST_ASIDE)):
        if reading.bits[at] & (classes.STOP | classes.MODAL):
            break
        if reading.bits[at] & classes.COMMA and _leads_on(reading, at + 1, lead):
            return at
    return i


def _opens_aside(reading: Reading, i: int, *, has_comma: bool) -> bool:
    """Tell whether words begin that a list goes on behind."""
    word = reading.words[i]
    if word.bits & (classes.RELATIVE if has_comma else _ASIDE):
        return not word.bits & classes.CONJUNCTION
    form = classes.PARTICIPLE | classes.GERUND
    return bool(word.form & form) and not word.bits & (classes.NOUN | classes.ADJECTIVE)


def _leads_on(reading: Reading, i: int, lead: str) -> bool:
    """Tell whether "and" with no verb, or the same preposition, stands at a word."""
    if lead and _has_lead(reading, i, lead):
        return True
    if not reading.bits[i] & classes.CONJUNCTION:
        return False
    after = reading.bits[i + 1]
    return bool(after & (classes.DETERMINER | classes.NUMBER | classes.ADJECTIVE)) or (
        bool(lead) and _has_lead(reading, i + 1, lead)
    )


_ASIDE: Final = (
    classes.RELATIVE | classes.MEANS | classes.TIME | classes.PREPOSITION
) | classes.ADJECTIVE
_LONGEST_ASIDE: Final = 18


def _skip_infinitive(reading: Reading, phrase: Phrase, limit: int) -> int:
    """Skip "to rest" in "a right to rest and a right to repair"."""
    opener = reading.words[phrase.start]
    if not opener.bits & classes.DETERMINER:
        return phrase.end
    for at in range(phrase.end + 2, min(limit - 1, phrase.end + 12)):
        if reading.bits[at] & classes.STOP:
            break
        if reading.bits[at] & _JOINING and reading.words[at + 1].text == opener.text:
            return at
    return phrase.end


def _is_modifier(reading: Reading, before: Phrase, phrase: Phrase) -> bool:
    """Tell whether "full, rigorous" before "and open reviews" is no thing by itself."""
    if not reading.lexicon.head_is_last or reading.lexicon.verb_is_final:
        return False
    head = reading.bits[before.head]
    is_led = reading.words[before.head].text.endswith(_DESCRIBING)
    is_likely = is_led and not head and phrase.start < phrase.head
    if not is_likely and (not head & classes.ADJECTIVE or head & classes.NOUN):
        return False
    if before.core < before.end and not reading.bits[before.core] & classes.COMMA:
        return False
    opening = reading.bits[phrase.start]
    last = reading.bits[phrase.head]
    return not opening & classes.DETERMINER and not last & classes.ADJECTIVE


_DESCRIBING: Final = ("al", "ar", "ary", "ed", "ent", "ant")
"""Endings of "occupational" in "occupational and personal pensions"."""


def _is_subject(reading: Reading, phrase: Phrase, limit: int) -> bool:
    """Tell whether a phrase begins a clause of its own: "..., and schools will"."""
    if phrase.end >= limit:
        return False
    bits = reading.bits[phrase.end]
    return bool(bits & classes.FINITE_AUXILIARY) and not bits & classes.MARK


def _next_conjunct(
    reading: Reading, i: int, limit: int, lead: str, joining: int
) -> tuple[int | None, int]:
    """Give where the next phrase of a list begins, and what joins it."""
    bits = reading.bits
    joint = 0
    while i < limit and bits[i] & joining and not bits[i] & classes.END:
        joint |= bits[i]
        i += 1
    if not joint:
        return None, 0
    while i < limit and bits[i] & classes.ADVERB and not bits[i] & classes.TIME:
        i += 1
    if i < limit and lead and _has_lead(reading, i, lead):
        return i + 1, joint | classes.STOP
    is_none = i >= limit or _is_other(reading, i, limit, joint)
    return (None, 0) if is_none else (i, joint)


def _is_other(reading: Reading, i: int, limit: int, joint: int) -> bool:
    """Tell whether no member of a list begins behind a joint: a verb, a clause."""
    bits = reading.bits[i]
    if bits & _NO_CONJUNCT or is_joined_verb(reading, i):
        return True
    if not reading.lexicon.head_is_last and (
        _is_superlative(reading, i)
        or (not joint & classes.CONJUNCTION and _opens_clause(reading, i, limit))
    ):
        return True
    if _leads_away(bits) or _is_bare_pronoun(bits) or _is_doing(reading, i, limit):
        return True
    if not joint & classes.CONJUNCTION and _is_relative(reading, i):
        return True
    return not bits and reading.words[i].text.endswith(_DOING)  # "remediating"


def _opens_clause(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether ", le gérant ou l'élu bénéficiera" begins the main clause."""
    phrase = phrase_at(reading, i, limit)
    while phrase is not None and phrase.end + 1 < limit:
        if not reading.bits[phrase.end] & classes.CONJUNCTION:
            word = reading.words[phrase.end]
            return bool(word.verbs and word.form & classes.FUTURE)
        phrase = phrase_at(reading, phrase.end + 1, limit)
    return False


def _is_superlative(reading: Reading, i: int) -> bool:
    """Tell whether "les plus pauvres" describes what stands before."""
    is_led = reading.bits[i] & classes.DETERMINER and i + 1 < len(reading)
    return bool(is_led) and reading.words[i + 1].text in _MOST


_MOST: Final = frozenset({"plus", "moins", "mieux", "más", "menos"})


def _is_relative(reading: Reading, i: int) -> bool:
    """Tell whether "die" behind a comma is no article: "die ihre Zahlen hüten"."""
    if not reading.lexicon.has_capital_nouns or i + 1 >= len(reading):
        return False
    is_article = reading.bits[i] & classes.DETERMINER
    after = reading.bits[i + 1]
    opens = classes.PRONOUN | classes.DETERMINER | classes.NEGATOR
    if _ends_clause(reading, i + 1):
        return bool(is_article)  # "..., die fahren"
    is_opener = bool(
        after & opens or (after & _LEADS and not after & classes.ADJECTIVE)
    )
    return bool(is_article) and reading.words[i].text in _RELATIVES and is_opener


def _ends_clause(reading: Reading, i: int) -> bool:
    """Tell whether a verb stands at a word, and a mark behind it."""
    ends = i + 1 >= len(reading) or reading.bits[i + 1] & (classes.STOP | classes.COMMA)
    return bool(ends and reading.words[i].verbs) and not reading.is_capital(i)


def _is_doing(reading: Reading, i: int, limit: int) -> bool:
    """Tell whether "reducing" has an object: "eliminating slums, reducing noise"."""
    word = reading.words[i]
    if not reading.lexicon.head_is_last or reading.lexicon.verb_is_final:
        return False
    if not (word.verbs and word.form & classes.GERUND) or i + 1 >= limit:
        return False
    after = reading.bits[i + 1]
    ends = classes.COMMA | classes.STOP | classes.CONJUNCTION | classes.PREPOSITION
    return not word.bits & (classes.NOUN | classes.ADJECTIVE) and not after & ends


_DOING: Final = ("ating", "ifying", "ising", "izing")
_LEADS: Final = classes.PREPOSITION | classes.ADVERB
_RELATIVES: Final = frozenset({"der", "die", "das", "den", "dem", "deren", "dessen"})


def _next_word(reading: Reading, i: int, limit: int, joining: int) -> int:
    while i < limit and reading.bits[i] & (joining | classes.NUMBER):
        i += 1
    return i


_JOINING: Final = classes.COMMA | classes.CONJUNCTION


def _has_lead(reading: Reading, i: int, lead: str) -> bool:
    """Tell whether a preposition is said again: "au pont et à la gare"."""
    leads = reading.lexicon.leads
    text = reading.words[i].text
    return leads.get(text, text) == leads.get(lead, lead)


def _leads_away(bits: int) -> bool:
    """Tell whether a preposition is no article, as "des" may be."""
    return bool(bits & classes.PREPOSITION) and not bits & classes.DETERMINER


def _is_bare_pronoun(bits: int) -> bool:
    return bool(bits & classes.PRONOUN) and not bits & classes.DETERMINER


def _attaches_low(reading: Reading, before: Phrase, phrase: Phrase, joint: int) -> bool:
    """Tell whether "and B" belongs to the words after the core: "sale of A and B"."""
    is_apart = joint & classes.COMMA and not (
        _is_bare_list(reading, before, phrase) or _has_infinitive(reading, before)
    )
    if is_apart or joint & classes.STOP or before.end <= before.core:
        return False
    is_bare = phrase.start == phrase.head and reading.lexicon.has_capital_nouns
    links = classes.PREPOSITION | classes.TO | (classes.GENITIVE if is_bare else 0)
    if not reading.bits[before.core] & links:
        return False
    if reading.words[before.head].text == reading.words[phrase.head].text:
        return False  # "the right to A and the right to B"
    low = _attaches_to_last(reading, before, phrase)
    if low is not None:
        return low
    inner = before.core + 1
    has_determiner = bool(reading.bits[phrase.start] & classes.DETERMINER)
    inner_has = bool(reading.bits[inner] & classes.DETERMINER)
    if has_determiner and not inner_has:
        return False
    own_of = phrase.end > phrase.core and bool(reading.bits[phrase.core] & classes.OF)
    return not own_of


def _is_bare_list(reading: Reading, before: Phrase, phrase: Phrase) -> bool:
    """Tell whether a comma goes on inside "rights of children, tenants and nurses"."""
    if not reading.lexicon.head_is_last or reading.lexicon.verb_is_final:
        return False
    is_bare = phrase.start == phrase.head and phrase.end == phrase.core
    inner = before.end - before.core
    last = reading.words[before.end - 1].text
    both = last.endswith("s") == reading.words[phrase.head].text.endswith("s")
    return is_bare and inner <= _LONGEST_INNER and both


_LONGEST_INNER: Final = 3


def _has_infinitive(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a phrase ends in an infinitive, whose objects go on."""
    if reading.lexicon.head_is_last:
        return False
    return any(
        reading.bits[i] & classes.PREPOSITION and is_infinitive(reading, i + 1)
        for i in range(phrase.core, phrase.end - 2)
    )


def _attaches_to_last(reading: Reading, before: Phrase, phrase: Phrase) -> bool | None:
    """Tell by the last "dans les" of a phrase whether "et les" goes on with it.

    "Les jeux d'argent dans les gares et les cafés" is one; "un médecin dans chaque
    école et des repas" is two. None where its words do not say so.
    """
    bits = reading.bits
    if reading.lexicon.head_is_last:
        return None
    if _has_infinitive(reading, before):
        return True
    last = next(
        (
            i
            for i in range(before.end - 2, before.core - 1, -1)
            if bits[i] & classes.PREPOSITION and not bits[i] & classes.OF
        ),
        None,
    )
    if last is None:
        return None
    opening, inner = reading.words[phrase.start].text, reading.words[last + 1].text
    has_own = phrase.end > phrase.core and bits[phrase.core] & classes.PREPOSITION
    if opening == inner and bits[phrase.start] & classes.DETERMINER and not has_own:
        return True
    if opening in _INDEFINITE and inner not in _INDEFINITE:
        return False
    return None


_INDEFINITE: Final = frozenset(
    ["un", "une", "des", "una", "unos", "unas", "uno", "uma", "uns", "umas"]
)


def _without_apposition(
    reading: Reading, found: list[Phrase], joints: list[int]
) -> list[Phrase]:
    """Keep a list without "and" only where it is long: "X, the oldest in town"."""
    strong = classes.CONJUNCTION | classes.STOP
    if any(joint & strong for joint in joints) or len(found) > 2:
        return found
    if not reading.lexicon.head_is_last and len(found) > 1:
        is_noun = reading.noun_at(found[1].head) is not None
        return found if is_noun else found[:1]  # "création de A, suppression de B"
    return found[:1]
