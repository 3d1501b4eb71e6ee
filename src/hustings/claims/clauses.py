"""Clauses where the verb stands last: where they begin and end, what fills them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.claims import classes

if TYPE_CHECKING:
    from hustings.claims.readings import Reading

FARTHEST: Final = 45


CLAUSE_BORDER: Final = classes.STOP | classes.STARTER | classes.PURPOSE


def governor(reading: Reading, i: int, bits: int) -> int | None:
    """Find the auxiliary that governs a verb at the end of its clause."""
    both = i + 1 < len(reading) and reading.bits[i + 1] & classes.BE
    if both and (before := _modal_before(reading, i, bits & classes.MODAL)) is not None:
        return before  # "muss ... abgeschafft werden"
    if i + 1 < len(reading) and reading.bits[i + 1] & bits:
        return i + 1
    for at in range(i - 1, max(-1, i - FARTHEST), -1):
        if reading.bits[at] & bits and not reading.bits[at] & classes.MARK:
            return at
        if reading.bits[at] & CLAUSE_BORDER:
            return None
    return None


def _modal_before(reading: Reading, i: int, bits: int) -> int | None:
    """Find "muss" before "abgeschafft werden"; "werden" itself is none."""
    for at in range(i - 1, max(-1, i - FARTHEST), -1):
        found = reading.bits[at]
        if found & bits and not found & (classes.BE | classes.MARK):
            return at
        if found & CLAUSE_BORDER:
            return None
    return None


def skip_subject(reading: Reading, start: int, end: int) -> int:
    """Skip "wir", "uns", adverbs and what leads in to an object."""
    light = classes.ADVERB | classes.CONJUNCTION | classes.COMMA
    while start < end:
        bits = reading.bits[start]
        is_pronoun = bits & classes.PRONOUN and not bits & classes.DETERMINER
        if not (bits & light or bits == classes.MARK or is_pronoun):
            break
        start += 1
    return start


def clause_begin(reading: Reading, i: int) -> int:
    """Find where the clause of a word begins."""
    at = i
    while at > 0 and i - at < FARTHEST:
        bits = reading.bits[at - 1]
        if bits & CLAUSE_BORDER:
            break
        at -= 1
    return at


def clause_end(reading: Reading, i: int) -> int:
    """Find the comma or mark that ends the clause from a word on."""
    while i < len(reading) and not reading.bits[i] & (classes.STOP | classes.COMMA):
        i += 1
    return i


def opens_clause(reading: Reading, start: int) -> bool:
    """Tell whether nothing but a mark stands before a word."""
    return start == 0 or bool(reading.bits[start - 1] & classes.STOP)


def sentence_end(reading: Reading, i: int, *, lists: bool = False) -> int:
    """Find the mark that ends a part of a sentence; a colon may lead to a list."""
    end = len(reading) if lists else min(len(reading), i + FARTHEST)
    for at in range(i, end):
        bits = reading.bits[at]
        if bits & classes.STOP and not (lists and bits & classes.COLON):
            return at
    return end


def find(reading: Reading, words: tuple[str, ...], start: int, end: int) -> int | None:
    """Find words that follow each other between two places."""
    n = len(words)
    for at in range(start, end - n + 1):
        if all(reading.words[at + k].text == words[k] for k in range(n)):
            return at
    return None


_MOST_BETWEEN: Final = 12


def left_of(reading: Reading, i: int) -> tuple[int, bool]:
    """Give the next word to the left that is no adverb, and whether "not" was met."""
    denied = False
    at = i - 1
    while at >= 0 and i - at < _MOST_BETWEEN:
        bits = reading.bits[at]
        if bits & classes.NEGATOR:
            denied = True
        elif not (bits & classes.ADVERB or _is_light_mark(reading, at)):
            break
        at -= 1
    return at, denied


def _is_light_mark(reading: Reading, at: int) -> bool:
    """Tell whether a mark may stand inside "we will: raise"; a quotation mark may."""
    bits = reading.bits[at]
    if bits == classes.MARK:
        return True
    if not bits & classes.COLON or at == 0:
        return False
    return bool(reading.bits[at - 1] & (classes.MODAL | classes.COLON))
