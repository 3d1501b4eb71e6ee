"""What pages say of a scale: its formula, its intervals, its zero, its errors."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from hustings.interface.pages.picture_files import Caption
from hustings.interface.pages.wording import join_words, say_coder
from hustings.workflow.lenses import is_uncorrected

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.scaling.results import Position
    from hustings.workflow.gathered import GatheredScale

FORMULAS = {
    "difference": "position = 100 × (R − L) ÷ N, where R and L are the units with "
    "codes of the high and the low pole and N is all counted units; it runs from "
    "−100 to 100.",
    "logit": "position = log((R + 0.5) ÷ (L + 0.5)), where R and L are the units with "
    "codes of the high and the low pole; each step outward costs as much as the last.",
    "mean": "position = the mean of the codes read as numbers.",
    "wordscores": "position = the mean score of the document’s words, rescaled if that "
    "was asked for; a word’s score is the mean of the reference documents’ scores, "
    "weighed by how likely the word makes each of them.",
    "wordfish": "position = the place on one dimension that best explains how often "
    "each word is used, beside how common the word is and how long the document is.",
    "ca": "position = the place on the first axis of a map in which documents that use "
    "the same words lie together.",
    "affinity": "position = the share of the document’s words that is best explained "
    "by the language of one class of reference documents.",
    "lss": "position = the mean polarity of the document’s words; a word’s polarity is "
    "how near it is used to the seed words of the high pole rather than the low.",
}
ZEROS = {
    "difference": "0: as many units on each side",
    "logit": "0: as many units on each side",
    "mean": "0: the middle of the scale",
    "wordscores": "0",
    "wordfish": "0: the mean of all documents",
    "ca": "0: the average document",
    "affinity": "",
    "lss": "0: neither pole is nearer",
}
BALANCED = frozenset({"difference", "logit"})
"""Scales on which zero means that both sides weigh the same."""

FROM_WORDS = frozenset({"wordscores", "wordfish", "ca", "affinity", "lss"})
SOURCES = ("sampling", "coders", "unitising", "machine")
RESAMPLED = frozenset({"multinomial", "block", "bootstrap"})
UNCORRECTED = "uncorrected machine coding"

_MOST_DIGITS = 6


def name_in(scales: Sequence[GatheredScale], scale: GatheredScale) -> str:
    """Name a scale among others: with its coder where several have its title."""
    same = [one for one in scales if one.title == scale.title]
    if len(same) == 1 or not scale.coder:
        return scale.title
    coders = {one.coder for one in same}
    who = say_coder(scale.coder) if len(coders) > 1 else scale.codebook
    return f"{scale.title}, {who}"


def formula_of(scale: GatheredScale) -> str:
    """Return the sentence that says how positions are computed."""
    return FORMULAS.get(scale.formula, scale.formula)


def digits_of(scale: GatheredScale) -> int:
    """Return how many digits of a position are shown: more where all lie close."""
    usual = 1 if scale.formula == "difference" else 2
    ends = [
        end
        for one in scale.positions
        for end in (one.position, one.low, one.high)
        if end is not None
    ]
    spread = max(ends, default=0.0) - min(ends, default=0.0)
    return min(max(usual, 1 - floor(log10(spread))), _MOST_DIGITS) if spread else usual


def is_from_words(scale: GatheredScale) -> bool:
    """Whether positions come from words, without any coding."""
    return scale.formula in FROM_WORDS


def noun_of(scale: GatheredScale) -> str:
    """Return what positions rest on."""
    return "word" if is_from_words(scale) else "unit"


def sources_of(positions: Iterable[Position]) -> tuple[str, ...]:
    """Return the sources of error that some interval holds, in the order shown."""
    found = {name for one in positions for name in one.sources or {}}
    return tuple(name for name in SOURCES if name in found)


def confidence_of(positions: Iterable[Position]) -> float | None:
    """Return the confidence of the first interval there is."""
    return next((one.confidence for one in positions if one.confidence), None)


def say_interval(scale: GatheredScale) -> str:
    """Say how intervals were made, such as "95 % intervals, block bootstrap"."""
    confidence = confidence_of(scale.positions)
    if confidence is None:
        return "without intervals"
    sources = sources_of(scale.positions)
    method = f"{scale.method} bootstrap" if scale.method in RESAMPLED else scale.method
    held = (
        f"holding {join_words(sources)}"
        if sources
        else method.replace("bootstrap bootstrap", "bootstrap")
    )
    return f"{100 * confidence:g}\N{NO-BREAK SPACE}% intervals, {held}"


def say_maker(scale: GatheredScale) -> str:
    """Say whose work the positions rest on."""
    if is_from_words(scale) or not scale.coder:
        return "computed from the words" if is_from_words(scale) else ""
    return f"coded by {say_coder(scale.coder)}"


def caution_of(*scales: GatheredScale) -> str:
    """Return what a picture must say of codings that nobody has corrected."""
    coders = [one.coder for one in scales if is_uncorrected(one)]
    if not coders:
        return ""
    who = join_words([say_coder(one) for one in dict.fromkeys(coders)])
    return f"Coded by {who}: {UNCORRECTED}."


def caption_of(scale: GatheredScale, title: str, more: Sequence[str] = ()) -> Caption:
    """Return what stands above a picture of one scale."""
    facts = [scale.title, say_interval(scale), say_maker(scale)]
    line = " · ".join(fact for fact in facts if fact)
    return Caption(title=title, lines=(line, *more), caution=caution_of(scale))


def say_bars(scale: GatheredScale) -> tuple[str, ...]:
    """Say what the bars of a picture are; nothing where there are none."""
    sources = sources_of(scale.positions)
    if len(sources) < 2:
        return ()
    parts = ", ".join(sources)
    return (f"Bars: where the variance comes from, from dark to light: {parts}.",)
