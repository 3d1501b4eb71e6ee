"""A verb as it is said in its sentence, and the claims toward its object."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from hustings.claims import classes
from hustings.claims.asides import object_behind_aside
from hustings.claims.coordination import phrases_from
from hustings.claims.drafts import Draft
from hustings.claims.verbs import (
    is_clitic,
    is_infinitive,
    is_verb_here,
    looks_infinitive,
    particle_at,
)
from hustings.model.claim import Modality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.claims.entries import Verb
    from hustings.claims.frames import Frame
    from hustings.claims.phrases import Phrase
    from hustings.claims.readings import Reading


@dataclass(slots=True)
class Taken:
    """What a verb gives: claims, and the frames of verbs that it governs."""

    drafts: list[Draft] = field(default_factory=list)
    pending: dict[int, Frame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A verb in its sentence.

    Attributes
    ----------
    at, after : int
        Where the verb stands, and where what follows its words begins.
    entry : Verb or None
        None for a verb that the lexicon does not have.
    """

    reading: Reading
    at: int
    after: int
    entry: Verb | None
    frame: Frame

    @property
    def stance(self) -> int:
        """Stance toward the object, denial included."""
        stance = 1 if self.entry is None else self.entry.stance
        return stance * self.frame.sign

    @property
    def limit(self) -> int:
        """Where the object ends at the latest."""
        if self.entry is not None and self.entry.particle:
            at = particle_at(self.reading, self.after, len(self.reading), self.entry)
            return len(self.reading) if at is None else at
        return len(self.reading)

    @property
    def modality(self) -> Modality:
        """Modality of its claims."""
        entry = self.entry
        weak = self.frame.modality is Modality.POSITION
        if entry is not None and entry.modality is not None and weak:
            return entry.modality
        return self.frame.modality

    @property
    def construction(self) -> str:
        """How the claim is found."""
        kind = "unknown" if self.entry is None else self.entry.kind
        return f"{self.frame.mood} {kind}"


def object_start(said: Said) -> int:
    """Skip adverbs; a verb that the lexicon does not have may take a preposition."""
    bits = said.reading.bits
    at = said.after
    while at < said.limit and (
        bits[at] & (classes.ADVERB | classes.NEGATOR) or bits[at] == classes.MARK
    ):
        at += 1
    was_denied = at > said.after and bits[at - 1] & classes.NEGATOR
    if was_denied and at < said.limit and bits[at] & classes.OF:
        at += 1  # "nous ne voulons pas de X"
    if at < said.limit and said.frame.sign < 0 and bits[at] & classes.SLOGAN_AGAINST:
        at += 1  # "no queremos ninguna X"
    if not said.reading.lexicon.head_is_last and at < said.limit:
        at = object_behind_aside(said.reading, at, said.limit)
        return _behind_preposition(said, at)
    return at


def _behind_preposition(said: Said, at: int) -> int:
    """Find the object of "confier à l'école une mission", behind what stands first."""
    bits = said.reading.bits
    if bits[at] & classes.ACCUSATIVE:
        return at + 1  # "contratar a dos médicos"
    if not bits[at] & classes.PREPOSITION or bits[at] & classes.DETERMINER:
        return at
    if bits[at] & classes.OF and bits[at + 1 : at + 2] == [classes.DETERMINER]:
        return at + 1  # "créer de la valeur"
    opens = classes.DETERMINER | classes.NUMBER
    before = classes.PREPOSITION | classes.CONJUNCTION | classes.DETERMINER
    for i in range(at + 2, min(said.limit, at + _FARTHEST_OBJECT)):
        if bits[i] & (classes.STOP | classes.STARTER | classes.FINITE_AUXILIARY):
            break
        if bits[i] & opens and not (
            bits[i] & classes.PREPOSITION or bits[i - 1] & before
        ):
            return i
    return at


_FARTHEST_OBJECT: Final = 20


def add_phrase(said: Said, taken: Taken, phrase: Phrase) -> None:
    """Add the claim toward a phrase, and the one inside "a ban on X"."""
    if not said.stance or is_empty(said.reading, phrase):
        return
    if _governs_infinitive(said.reading, phrase):
        return
    outer = draft_of(said, phrase, said.stance)
    inner = inner_phrases(said.reading, phrase)
    if said.stance < 0:
        inner = None
    if inner is None:
        taken.drafts.append(outer)
        return
    noun = said.reading.noun_at(phrase.head)
    assert noun is not None  # noqa: S101 (an inner phrase has its noun)
    if noun.is_bare and noun.stance > 0:
        taken.drafts += [
            draft_of(said, one, said.stance * noun.stance) for one in inner
        ]
        return
    taken.drafts.append(outer)
    taken.drafts += [
        replace(
            draft_of(said, one, said.stance * noun.stance),
            of=outer,
            construction="inner",
        )
        for one in inner
    ]


def add_phrases(said: Said, taken: Taken, found: Sequence[Phrase]) -> None:
    """Add the claims toward joined phrases; "la lutte contre A, B" is against both."""
    noun = said.reading.noun_at(found[0].head) if found else None
    spreads = noun is not None and noun.is_bare and noun.stance < 0
    spreads = spreads and not said.reading.lexicon.head_is_last and said.stance > 0
    for place, phrase in enumerate(found):
        spreads = spreads and (place == 0 or not said.reading.words[phrase.head].nouns)
        if spreads and place:
            taken.drafts.append(draft_of(said, phrase, -said.stance))
        else:
            add_phrase(said, taken, phrase)


def _governs_infinitive(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether "la nécessité de réduire X" says no more than its infinitive."""
    noun = reading.noun_at(phrase.head)
    after = reading.complement_of(phrase.head)
    is_bare = noun is not None and noun.is_bare and noun.stance > 0
    return is_bare and after < len(reading) and is_infinitive(reading, after)


def is_empty(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a phrase is a pronoun or a mere amount."""
    bits = reading.bits[phrase.head]
    if bits & classes.ADJECTIVE and phrase.head == phrase.start:
        return not bits & classes.NOUN
    return bool(bits & classes.PRONOUN) and phrase.head == phrase.start


def inner_phrases(reading: Reading, phrase: Phrase) -> list[Phrase] | None:
    """Give the phrases behind a noun that turns the stance: "abolition of X"."""
    noun = reading.noun_at(phrase.head)
    at = reading.link_of(phrase.head)
    if noun is None or (noun.stance > 0 and not noun.is_bare) or at >= phrase.end:
        return None
    inner = phrases_from(
        reading,
        reading.complement_of(phrase.head),
        phrase.end,
        lead=reading.words[at].text,
    )
    return inner or None


def draft_of(said: Said, phrase: Phrase, stance: int) -> Draft:
    """Make the claim of a verb toward a phrase."""
    return Draft(
        start=phrase.start,
        end=phrase.end,
        head=phrase.head,
        stance=stance,
        actor=said.frame.actor,
        modality=said.modality,
        construction=said.construction,
        cue=(said.at, said.after),
    )


def infinitive_after(said: Said, at: int) -> int | None:
    """Find the verb of "(to) not only raise" at a place."""
    bits = said.reading.bits
    while at < said.limit and bits[at] & (classes.ADVERB | classes.NEGATOR):
        at += 1
    if at < said.limit and looks_infinitive(said.reading, at):
        return at
    led = at
    while led < said.limit and (bits[led] & classes.OF or is_clitic(said.reading, led)):
        led += 1
    if at < led < said.limit and looks_infinitive(said.reading, led):
        return led
    if at >= said.limit or not bits[at] & classes.TO:
        return None
    at += 1
    while at < said.limit and bits[at] & (classes.ADVERB | classes.NEGATOR):
        at += 1
    return at if at < said.limit and not bits[at] & NO_VERB else None


NO_VERB: Final = classes.DETERMINER | classes.MARK | classes.BE | classes.HAVE


def gerund_at(said: Said, at: int) -> int | None:
    """Find the verb of "(only) raising" at a place."""
    bits = said.reading.bits
    while at < said.limit and bits[at] & classes.ADVERB:
        at += 1
    if at < said.limit and said.reading.words[at].form & classes.GERUND:
        word = said.reading.words[at]
        return at if word.verbs and not word.bits & classes.NOUN else None
    return None


def clause_verb(reading: Reading, at: int, limit: int) -> int | None:
    """Find the verb of the clause that begins at a word; None in a mere phrase."""
    bits = reading.bits
    for i in range(at + 1, min(limit, at + 25)):
        if bits[i] & (classes.STOP | classes.STARTER | classes.TO | classes.PURPOSE):
            return None
        if bits[i] & classes.MODAL:
            following = i + 1
            while following < limit and bits[following] & classes.ADVERB:
                following += 1
            return following if following < limit else None
        if bits[i] & (classes.BE | classes.HAVE):
            return i
        if _may_be_finite(reading, i) and is_verb_here(reading, i):
            return i
    return None


def _may_be_finite(reading: Reading, i: int) -> bool:
    word = reading.words[i]
    if not word.verbs or word.bits & classes.PREPOSITION:
        return False
    return bool(word.form & _FINITE) and not reading.bits[i - 1] & _BEFORE_NOUN


_FINITE: Final = classes.FINITE | classes.BASE


_BEFORE_NOUN: Final = (
    classes.DETERMINER | classes.PREPOSITION | classes.ADJECTIVE | classes.CONJUNCTION
)
