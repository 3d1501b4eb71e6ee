"""Quasi-sentences: where one sentence holds two arguments, by rule.

A cut is made at a semicolon, and at a conjunction that opens a clause with a subject
and a verb of its own. The rules know English, German, French, Spanish, Italian,
Portuguese and Dutch; other languages are cut at semicolons only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.ingest.sentences import Bounds

_SHORTEST = 24  # characters that each side of a cut must have
_SEMICOLON = re.compile(r"[;；؛]\s+(?=\S)")
_INDEPENDENT = {
    "en": re.compile(
        r"(?:,|\s[–—-])?\s(?=(?:and|but|so|yet)\s"
        r"(?:(?:we|I|they|it|he|she|this|there)\s|"
        r"(?:the|our|their|these|those|a|an|every|all)\s(?:[\w’'-]+\s){1,4}?)"
        r"(?:will|would|shall|must|should|can|cannot|may|are|is|have|has|want|believe|"
        r"support|need|know|propose|pledge|intend|oppose|reject)\b)"
    ),
    "de": re.compile(
        r",?\s(?=(?:und|aber|doch|denn|sondern)\s(?:wir|sie|es|er|ich|das|die|der)\s"
        r"(?:[\w-]+\s){0,3}?(?:wollen|werden|müssen|sollen|können|sind|ist|haben|hat|wird|"
        r"soll|muss|kann|brauchen|fordern|setzen|lehnen|treten|stehen)\b)"
    ),
    "fr": re.compile(
        r",?\s(?=(?:et|mais)\s(?:nous|il|elle|ils|elles|on|la|le|les)\s(?:[\w’'-]+\s){0,3}?"
        r"(?:\w+(?:rons|ront|ra)|voulons|devons|sommes|avons|doit|doivent|est|sont)\b)"
    ),
    "es": re.compile(
        r",?\s(?=(?:y|pero)\s(?:(?:se|nos|los?|las?|el)\s)?(?:[\w-]+\s){0,2}?"
        r"(?:\w+(?:remos|rán)|queremos|debemos|debe|deben)\b)"
    ),
    "it": re.compile(
        r",?\s(?=(?:e|ma)\s(?:[\w-]+\s){0,2}?"
        r"(?:\w+(?:remo|ranno)|vogliamo|dobbiamo|deve|devono)\b)"
    ),
    "pt": re.compile(
        r",?\s(?=(?:e|mas)\s(?:[\w-]+\s){0,2}?"
        r"(?:\w+(?:remos|rão)|queremos|devemos|deve|devem)\b)"
    ),
    "nl": re.compile(
        r",?\s(?=(?:en|maar|want)\s(?:we|wij|het|er|ze|zij|de|dat|dit)\s(?:[\w-]+\s){0,3}?"
        r"(?:willen|zullen|moeten|moet|zijn|is|hebben|heeft|worden|wordt|gaan|kunnen)\b)"
    ),
}


def cut_clauses(text: str, bounds: Bounds, language: str | None) -> list[Bounds]:
    """Cut one sentence where a second argument begins.

    Examples
    --------
    >>> text = "We will cut fares on every line, and we will run trams all night."
    >>> [text[a:b] for a, b in cut_clauses(text, (0, len(text)), "en")]
    ['We will cut fares on every line,', 'and we will run trams all night.']
    """
    start, end = bounds
    if end - start < 2 * _SHORTEST:
        return [bounds]
    cuts = {match.end() for match in _SEMICOLON.finditer(text, start, end)}
    rule = _INDEPENDENT.get(language or "")
    if rule:
        cuts.update(match.end() for match in rule.finditer(text, start, end))
    return _apply(text, bounds, sorted(cuts))


def _apply(text: str, bounds: Bounds, cuts: list[int]) -> list[Bounds]:
    """Make the cuts that leave enough on both sides and are not in brackets."""
    start, end = bounds
    pieces: list[Bounds] = []
    for cut in cuts:
        if (
            cut - start < _SHORTEST
            or end - cut < _SHORTEST
            or _in_brackets(text, start, cut)
        ):
            continue
        pieces.append((start, start + len(text[start:cut].rstrip())))
        start = cut
    return [*pieces, (start, end)]


def _in_brackets(text: str, start: int, cut: int) -> bool:
    before = text[start:cut]
    return before.count("(") > before.count(")")
