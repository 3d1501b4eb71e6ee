"""Verbs that no lexicon lists, where a modal and their place make them verbs.

"Wir werden Fördergelder bereithalten", "die Kompetenzen müssen erlernt werden": what
will or must be done is claimed, whatever the verb is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes, entries, frames
from hustings.claims.clauses import governor
from hustings.claims.entries import Verb
from hustings.claims.fields import field_between
from hustings.claims.phrases import Phrase
from hustings.claims.regions import is_final, is_noun, region_of
from hustings.claims.said import Said, Taken, add_phrase, draft_of

if TYPE_CHECKING:
    from hustings.claims.drafts import Draft
    from hustings.claims.grammar import Scan
    from hustings.claims.readings import Reading
    from hustings.claims.regions import Region

_GOVERNS: Final = classes.WILL | classes.MUST
_ENDINGS: Final = ("en", "ern", "eln")
_SHORTEST: Final = 5
_LIGHT: Final = frozenset({"haben", "bleiben"})


def is_unlisted(reading: Reading, i: int) -> bool:
    """Tell whether a word is a verb by its place alone: at the end, under a modal."""
    word = reading.words[i]
    if not reading.lexicon.has_capital_nouns or is_noun(reading, i):
        return False
    if word.text in _LIGHT:
        return is_final(reading, i) and _is_governed(reading, i)
    if (
        word.verbs
        or word.bits
        or len(word.text) < _SHORTEST
        or not is_final(reading, i)
    ):
        return False
    is_infinitive = word.text.endswith(_ENDINGS) and word.form & classes.INFINITIVE
    if not (is_infinitive or _is_passive(reading, i)):
        return False
    return _is_governed(reading, i)


def _is_passive(reading: Reading, i: int) -> bool:
    """Tell whether "werden" follows a participle."""
    has_be = i + 1 < len(reading) and bool(reading.bits[i + 1] & classes.BE)
    word = reading.words[i]
    return has_be and (
        bool(word.form & classes.PARTICIPLE)
        or any(pattern.search(word.text) for pattern, _ in reading.lexicon.patterns)
    )


def _is_governed(reading: Reading, i: int) -> bool:
    modal = governor(reading, i, _GOVERNS)
    if modal is None or (modal == i + 1 and reading.bits[modal] & classes.BE):
        return False
    return not _is_apart(reading, modal, i)


def _is_apart(reading: Reading, modal: int, i: int) -> bool:
    """Tell whether a relative clause stands between: "müssen die, die X haben, ..."."""
    for at in range(i - 1, modal, -1):
        if reading.bits[at] & classes.COMMA:
            opens = classes.RELATIVE | classes.STARTER
            text = reading.words[at + 1].text
            return bool(reading.bits[at + 1] & opens) or text in {"die", "der", "das"}
    return False


def unlisted_drafts(scan: Scan, i: int) -> list[Draft]:
    """Make the claims of a verb that is not listed."""
    reading = scan.reading
    region = region_of(scan, i)
    if region is None or not region.frame.actor:
        return []
    inside = field_between(reading, region.start, region.end)
    front = field_between(reading, *region.front) if region.front else None
    denied = inside.denied or bool(front and front.denied)
    said = Said(reading, i, i + 1, UNLISTED, region.frame.denied(if_=denied))
    taken = Taken()
    is_kept = reading.words[i].text == "bleiben"
    if front and front.groups and is_kept:
        _take_front(said, taken, region, front.groups[0])
    elif inside.groups:
        chosen = inside.groups[0] if region.is_first else inside.groups[-1]
        for phrase in chosen:
            add_phrase(said, taken, phrase)
    elif front and front.groups:
        _take_front(said, taken, region, front.groups[0])
    scan.last, scan.last_end = region.frame, i + 1
    return taken.drafts


def _take_front(said: Said, taken: Taken, region: Region, group: list[Phrase]) -> None:
    """Take what stands before the modal: an object, a subject, or a whole clause."""
    is_done = region.is_first or _is_passive(said.reading, said.at)
    is_kept = said.reading.words[said.at].text == "bleiben"
    is_subject = region.frame.mood == frames.MUST and not (is_done or is_kept)
    if not is_subject:
        for phrase in group:
            add_phrase(said, taken, phrase)
        return
    whole = Phrase(group[0].start, said.at + 1, said.at, said.at + 1)
    taken.drafts.append(draft_of(said, whole, said.stance))


UNLISTED: Final = Verb(lemma="", kind=entries.CHANGE, stance=1)
