"""Finding claims: one unit in, its claims out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.claims import classes
from hustings.claims.confidence import confidence_of
from hustings.claims.evaluations import evaluation_drafts
from hustings.claims.final import scan_final
from hustings.claims.grammar import Scan, scan_verbs
from hustings.claims.headings import governed_drafts, lead_of
from hustings.claims.ideals import ideal_drafts
from hustings.claims.items import item_drafts
from hustings.claims.judgements import judgement_drafts
from hustings.claims.nominals import nominal_drafts
from hustings.claims.readings import read_words
from hustings.claims.voices import names_of
from hustings.errors.claims import NoClaimLexiconError
from hustings.model.claim import Claim
from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.claims.drafts import Draft
    from hustings.claims.headings import Lead
    from hustings.claims.readings import Reading
    from hustings.claims.vocabulary import Lexicon


def find_claims_in(  # noqa: PLR0913 (each says another thing of the one unit)
    text: str,
    *,
    language: str,
    lexicon: Lexicon,
    actor: str | None = None,
    heading: str | None = None,
    unit: str = "",
    start: int = 0,
) -> tuple[Claim, ...]:
    """Find the claims of one unit.

    Parameters
    ----------
    text : str
        The unit's.
    language : str
        Of the unit, ISO 639-1.
    lexicon : Lexicon
        Of that language, see `hustings.claims.lexicons.read_lexicon`.
    actor : str or None
        Whose document it is: a subject of this name speaks for the document.
    heading : str or None
        The heading or lead-in that governs the unit: "We reject:".
    unit : str
        Its id.
    start : int
        Where the unit begins in the text that spans shall index.

    Returns
    -------
    tuple of Claim
        In the order of their targets.

    Raises
    ------
    NoClaimLexiconError
        If the lexicon is of another language.
    """
    if language != lexicon.language:
        raise NoClaimLexiconError(language=language, known=[lexicon.language])
    names = names_of(actor)
    reading = read_words(text, lexicon)
    drafts = drafts_in(reading, names, lead_of(heading, lexicon, names))
    return _claims(reading, drafts, unit, start)


def drafts_in(
    reading: Reading, names: frozenset[str], lead: Lead | None
) -> list[Draft]:
    """Give the drafts of a reading, the surest construction first."""
    opening = None if lead is None else lead.frame.modality
    scan = Scan(reading=reading, names=names, opening=opening)
    (scan_final if reading.lexicon.verb_is_final else scan_verbs)(scan)
    governed = [] if lead is None or scan.drafts else governed_drafts(reading, lead)
    found = [
        *scan.drafts,
        *governed,
        *nominal_drafts(reading, names),
        *(
            draft
            for draft in (
                *evaluation_drafts(reading, names),
                *ideal_drafts(reading, names),
                *judgement_drafts(reading),
            )
            if scan.reported_from is None or draft.head < scan.reported_from
        ),
    ]
    if not found and lead is None:
        found = item_drafts(reading)
    return [
        draft
        for draft in found
        if not _is_asked(reading, draft) and _is_named(reading, draft)
    ]


def _is_named(reading: Reading, draft: Draft) -> bool:
    """Tell whether one word names the target: no wording such as "a licence for"."""
    word = reading.words[draft.head]
    return " " not in word.text and not word.bits & classes.CONJUNCTION


def _is_asked(reading: Reading, draft: Draft) -> bool:
    """Tell whether a claim stands in a question."""
    if not any(bits & classes.QUESTION for bits in reading.bits):
        return False
    ends = (bits for bits in reading.bits[draft.head :] if bits & classes.END)
    return bool(next(ends, 0) & classes.QUESTION)


def _claims(
    reading: Reading, drafts: Sequence[Draft], unit: str, offset: int
) -> tuple[Claim, ...]:
    """Cut drafts out of the text: one a head, the first that was found."""
    kept: dict[int, Draft] = {}
    for draft in drafts:
        kept.setdefault(draft.head, draft)
    ordered = sorted(kept.values(), key=lambda draft: (draft.start, draft.head))
    places = {id(draft): place for place, draft in enumerate(ordered)}
    return tuple(_claim(reading, draft, unit, offset, places) for draft in ordered)


def _claim(
    reading: Reading, draft: Draft, unit: str, offset: int, places: dict[int, int]
) -> Claim:
    start, end = _target(reading, draft)
    head = Span(reading.starts[draft.head] + draft.skip, reading.ends[draft.head])
    cue = None
    if draft.cue is not None:
        first, after = draft.cue
        cue = Span(offset + reading.starts[first], offset + reading.ends[after - 1])
    return Claim(
        unit=unit,
        actor=draft.actor,
        stance=draft.stance,
        target=reading.text[start:end],
        head=head.of(reading.text),
        span=Span(offset + start, offset + end),
        head_span=Span(offset + head.start, offset + head.end),
        modality=draft.modality,
        confidence=confidence_of(draft),
        cue=cue,
        link=places.get(id(draft.of)) if draft.of is not None else None,
    )


def _target(reading: Reading, draft: Draft) -> tuple[int, int]:
    start = reading.starts[draft.start] + draft.skip
    return start, reading.ends[draft.end - 1]
