"""Sentences: sentencex, and what it is known to get wrong in these documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sentencex import get_sentence_boundaries

from hustings.ingest.structure.marks import BULLETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Bounds = tuple[int, int]

_LINE_ENDS = str.maketrans(dict.fromkeys("\r\n\f\v\u2028\u2029\t\xa0", " "))
# An abbreviation that goes on with a number: "Art. 5", "para. 2", "gem. Art. 23".
_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(’'])(?:Art|Artt|para|paras|No|Nos|Nr|Abs|Ziff|Ziffer|Kap|S|s|ss|p|pp|vol|sec|"
    r"cl|Sch|ch|Ch|fig|Fig|ca|c|Bd|art|al|núm|pág|cap|lett|approx|Jan|Feb|Aug|Sept|Oct|Nov|"
    r"Dec|Rn|Tz|Rs|blz|nr|lid)\.$"
)
# An abbreviation that never ends a sentence, whatever follows.
_NEVER_FINAL = re.compile(
    r"(?:^|[\s(„“\"'])(?:gem|vgl|bzw|inkl|insb|sog|z\. ?B|d\. ?h|u\. ?a|i\. ?d\. ?R|"
    r"o\. ?g|u\. ?U|v\. ?a|e\.g|i\.e|cf|viz|Mr|Mrs|Ms|Dr|Prof|St|Sir|Rt|Hon|Rev|bijv|"
    r"bv|m\.a\.w|o\.a|ehem|d\.w\.z|p\. ?ex|Mme|Mlle|M|Sr|Sra|p\. ?ej|ecc|es|On|"
    r"Mrd|Mio|Tsd)\.$"
)
_ONLY_NUMBER = re.compile(
    r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s*$"
)
_ORDINAL_DAY = re.compile(r"(?:^|\s)\d{1,2}\.$")
_ORDINAL_LANGUAGES = frozenset(
    {"de", "da", "no", "nb", "nn", "fi", "cs", "sk", "sl", "hr"}
)
_NUMBER_AHEAD = 4  # characters of the words after a number that tell it from others
_LONGEST = 20_000  # characters of a stretch in which sentences are looked for
_FAR_BACK = 2_000  # how far before that a sentence is hoped to end
_INITIAL = re.compile(r"(?:^|\s)[A-ZÀ-Þ]\.$")
_BEFORE_LETTERS = f"{BULLETS} .…"
# The words before a list and its first item may be one statement: "We want: • ..."
_INLINE_BULLET = re.compile(rf"(?<![:…])(?<!\.\.\.)\s(?=[{BULLETS}]\s?\S)")
# A sentence end that sentencex passes over, as it does inside marks left open.
_FULL_STOP = re.compile(
    r"(?:[^\W\d_]{2}|\d|[%)\]»«”“’'\"])[.!?…]+[\"”’»“)]*\s+"
    r"(?=[\"“„‘«»(]{0,2}[^\W\d_a-zß-öø-ÿ])"
)
# What all three rules of cutting need, found at once: most stretches have neither.
_MAY_CUT = re.compile(rf"[.!?…][\"”’»“)]*\s+\S|\s[{BULLETS}]")
# A new sentence that begins with a number, or with the printed number of an item:
# "... is done. 300 jobs remain", "... is done. 2. An able state".
_NUMBER_STARTS = re.compile(
    r"(?:[^\W\d_A-ZÀ-Þ]{3}|[%)\]»«”“’'])[.!?…][\"”’»“)]*\s+"
    r"(?=\d{1,2}\.\s+[^\W\d_a-zß-öø-ÿ]|\d{2,}(?:[.,]\d+)?\s+[^\W\d_]{2})"
)
# After these a single capital was no initial: "2 degrees C. The ..."
_OPENERS = frozenset(
    [
        *("The", "This", "These", "That", "A", "An", "In", "On", "At", "For", "To"),
        *("We", "Our", "It", "They", "There", "If", "When", "By", "With", "As"),
        *("And", "But"),
    ]
)
_STARTERS = frozenset(
    [
        "Wir",
        "Die",
        "Der",
        "Das",
        "Es",
        "Dies",
        "Diese",
        "Dieser",
        "Sie",
        "Ein",
        "Eine",
        "In",
        "Im",
        "Für",
        "Mit",
        "Damit",
        "Auch",
        "Bei",
        "Zu",
        "Um",
        "Und",
        "Aber",
        "Denn",
        "Deshalb",
        "Daher",
        "Dazu",
        "Dabei",
        "Nur",
        "Wer",
        "Was",
        "Wenn",
        "Als",
        "Auf",
        "Nach",
        "Von",
    ]
)


def find_sentences(text: str, language: str | None) -> list[Bounds]:
    """Cut a stretch of text into sentences, without white space at their ends.

    Examples
    --------
    >>> text = "Under Art. 5 para. 2 it is free. See gem. Art. 23 there."
    >>> [text[start:end] for start, end in find_sentences(text, "en")]
    ['Under Art. 5 para. 2 it is free.', 'See gem. Art. 23 there.']
    """
    flat = text.translate(_LINE_ENDS)
    found: list[Bounds] = []
    for start, end in _candidates(flat, language):
        if found and _goes_on(flat, found[-1], start, language):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _candidates(text: str, language: str | None) -> Iterator[Bounds]:
    """Yield the stretches between sentencex's boundaries and inline bullets."""
    for start, end in _boundaries(text, language):
        cuts = _cuts(text, start, end) if _MAY_CUT.search(text, start, end) else []
        for low, high in zip([start, *cuts], [*cuts, end], strict=True):
            stretch = text[low:high]
            lead = len(stretch) - len(stretch.lstrip())
            bounds = low + lead, low + len(stretch.rstrip())
            if bounds[0] < bounds[1]:
                yield bounds


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Return where a stretch is to be cut further."""
    found = {
        match.end()
        for rule in (_INLINE_BULLET, _FULL_STOP)
        for match in rule.finditer(text, start, end)
    }
    # sentencex ends a sentence after the number of an item, so look a little further
    for match in _NUMBER_STARTS.finditer(text, start, end + _NUMBER_AHEAD):
        before = text[max(match.start() - 5, 0) : match.end()].rstrip()
        if match.end() < end and not _BEFORE_NUMBER.search(before):
            found.add(match.end())
    return sorted(found)


def _boundaries(text: str, language: str | None) -> Iterator[Bounds]:
    """Yield what sentencex calls sentences.

    Its time grows with the square of the marks left open, so that a text of many
    pages in one block is given to it by stretches.
    """
    position = 0
    while position < len(text):
        high = _stretch_end(text, position)
        stretch = text[position:high]
        for sentence in get_sentence_boundaries(language or "en", stretch):
            start, end = sentence["start_index"], sentence["end_index"]
            yield position + start, position + end
        position = high


def _stretch_end(text: str, position: int) -> int:
    """Find where a stretch ends: with a sentence, or at least with a word."""
    end = position + _LONGEST
    if end >= len(text):
        return len(text)
    last = max(position, end - _FAR_BACK)
    ends = [match.end() for match in _FULL_STOP.finditer(text, last, end)]
    return ends[-1] if ends else text.rfind(" ", position, end) + 1 or end


def _goes_on(text: str, before: Bounds, start: int, language: str | None) -> bool:
    """Say whether a sentence goes on after what looked like its end."""
    ending = text[max(before[1] - 16, before[0]) : before[1]]
    if _is_marker(text, before):
        return True
    following = text[start : start + 12]
    if ending.endswith(("…", "...")):
        return following.lstrip(_BEFORE_LETTERS)[:1].islower()
    if ending.endswith(":"):
        return following[0] in BULLETS
    if not ending.endswith("."):
        return False
    return bool(_NEVER_FINAL.search(ending)) or _is_abbreviated(
        ending, following, language
    )


def _is_abbreviated(ending: str, following: str, language: str | None) -> bool:
    """Say whether the full stop belongs to an abbreviation, by what follows it."""
    if following[:1].isdigit() or following.startswith("§"):
        return bool(_BEFORE_NUMBER.search(ending))
    if _BEFORE_NUMBER.search(ending) and following[:1] in "IVX(":
        return True
    if _INITIAL.search(ending) and following[:1].isupper():
        return following.partition(" ")[0] not in _OPENERS
    if _ORDINAL_DAY.search(ending) and language in _ORDINAL_LANGUAGES:
        return following.partition(" ")[0] not in _STARTERS
    is_short = len(ending.rpartition(" ")[2]) <= 5
    return is_short and following[:1].islower()


def _is_marker(text: str, bounds: Bounds) -> bool:
    """Say whether a "sentence" is only the number of an item."""
    start, end = bounds
    return end - start <= 10 and bool(_ONLY_NUMBER.fullmatch(text[start:end]))
