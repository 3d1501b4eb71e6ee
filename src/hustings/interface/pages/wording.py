"""How pages say dates, numbers, languages and sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hustings.exchange.citations import MONTHS
from hustings.model.coder import ADJUDICATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.document import Problem

MINUS = "\N{MINUS SIGN}"
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

LANGUAGES = {
    "af": "Afrikaans",
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "gl": "Galician",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "ko": "Korean",
    "lb": "Luxembourgish",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "mt": "Maltese",
    "nb": "Norwegian",
    "nl": "Dutch",
    "nn": "Norwegian (Nynorsk)",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def say_date(date: str | None) -> str:
    """Write an ISO date, month or year as a reader expects.

    Examples
    --------
    >>> say_date("2031-10-07"), say_date("2031-10"), say_date("2031"), say_date(None)
    ('7 October 2031', 'October 2031', '2031', 'no date')
    """
    if not date:
        return "no date"
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date)
    if not match:
        return date
    year, month, day = match.groups()
    parts = [str(int(day))] if day else []
    parts += [MONTHS[int(month) - 1]] if month and 1 <= int(month) <= 12 else []
    return " ".join([*parts, year])


def year_of(date: str | None) -> str | None:
    """Return the year of an ISO date, None where there is none."""
    match = re.match(r"\d{4}", date or "")
    return match.group() if match else None


def say_language(language: str | None) -> str:
    """Name a language by its ISO 639-1 code, or say that it is unknown."""
    return LANGUAGES.get(language, language) if language else "unknown"


def direction_of(language: str | None) -> str:
    """Return ``"rtl"`` for languages that run from right to left."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


_PROGRAMS = {
    "file": "file",
    "function": "function",
    "learned": "learned coder",
    "remote": "language model",
    "transformer": "network",
}


def say_coder(coder: str) -> str:
    """Name a coder in a sentence.

    Examples
    --------
    >>> say_coder("dictionary:marpor-5"), say_coder("Ada")
    ('the marpor-5 dictionary', 'Ada')
    >>> say_coder("learned:wards")
    'the learned coder “wards”'

    Settled values are nobody's own:

    >>> say_coder("adjudicated")
    'adjudication'
    """
    if coder == ADJUDICATED:
        return "adjudication"
    kind, _, name = coder.partition(":")
    if name and kind in _PROGRAMS:
        return f"the {_PROGRAMS[kind]} “{name}”"
    return f"the {name} {kind}" if name else coder


def say_number(number: float, *, digits: int = 0) -> str:
    """Write a number with thousands separated and a real minus sign.

    Examples
    --------
    >>> say_number(12398), say_number(-3.25, digits=1)
    ('12,398', '−3.2')
    """
    text = f"{number:,.{digits}f}"
    is_zero = not text.strip("-0.,")
    return text.lstrip("-") if is_zero else text.replace("-", MINUS)


def say_share(share: float) -> str:
    """Write a share as a percentage with one digit."""
    return f"{say_number(100 * share, digits=1)}\N{NO-BREAK SPACE}%"


def say_count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a count with its noun: "1 unit", "2 units", "no units"."""
    words = noun if number == 1 else (plural or f"{noun}s")
    return f"{say_number(number)} {words}" if number else f"no {words}"


def split_at_page(problem: Problem) -> tuple[str, str, str]:
    """Cut a problem's sentence at the words that name its page, put there if need be.

    Examples
    --------
    >>> from hustings.model.document import Problem
    >>> split_at_page(Problem(kind="scan", message="On page 2 a stain.", page=2))
    ('On ', 'page 2', ' a stain.')
    >>> split_at_page(Problem(kind="scan", message="A stain.", page=2))
    ('', 'Page 2', ': A stain.')
    >>> split_at_page(Problem(kind="scan", message="A stain."))
    ('A stain.', '', '')
    """
    message, page = problem.message, problem.page
    if page is None:
        return (message, "", "")
    named = re.search(rf"\bpages? {page}\b", message, re.IGNORECASE)
    if named is None:
        return ("", f"Page {page}", f": {message}")
    return (message[: named.start()], named.group(), message[named.end() :])


def join_words(words: Sequence[str]) -> str:
    """Join names into a phrase.

    Examples
    --------
    >>> join_words(["tea", "cake", "jam"])
    'tea, cake and jam'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
