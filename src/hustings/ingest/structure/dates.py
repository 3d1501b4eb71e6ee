"""Dates and date ranges named in a text, in words of many languages and in figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as calendar_date
from typing import TYPE_CHECKING

from hustings.ingest.structure.han_dates import find_han_dates
from hustings.ingest.structure.months import LONGEST, find_month, stands_before_day
from hustings.ingest.structure.numerals import read_decimal
from hustings.ingest.structure.solar_dates import find_solar_dates
from hustings.model.document import DateMention, Problem, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_AND = (
    r"(?:\s?(?:[-–—−~〜,&]|t/m)\s?|\s(?:to|until|till|through|and|or|bis(?: zum)?|und|"
    r"au|jusqu['’]au|et|tot(?: en met)?|en|al|y|e|ed|i|a|à|ao|até|hasta(?: el)?|"
    r"fino al|do|oraz|až|og|och|til|ja|ve|ile|și|până la|και|έως|ως|по|до|и|та|і|"
    r"إلى|الى|حتى|و|עד|से|और|तक|û|heta)\s)"
)
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|"
    r"donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|"
    r"vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|"
    r"woensdag|donderdag|vrijdag|zaterdag|zondag)"
)
_ARTICLE = (
    rf"(?i:(?:(?:the|den|dem|el|le|il|o|am|vom|zum|del?)\s)?(?:{_WEEKDAY},?\s)?"
    r"(?:(?:the|den|dem|zum)\s)?)"
)
_ORDINAL = r"(?:\s?[.ºª°]|[-'’:]?[^\W\d_]{1,3}(?![^\W\d_]))?"
_DAYS = re.compile(
    rf"(?P<day>\d{{1,2}})(?!\d){_ORDINAL}"
    rf"(?:{_AND}{_ARTICLE}(?P<until>\d{{1,2}})(?!\d){_ORDINAL}){{0,6}}"
)
_OF = re.compile(
    r"\s?(?:(?:(?:day )?of|de|del|ta['’]|من|d['’])(?:\s|(?<=['’])))?", re.IGNORECASE
)
_WORD = rf"[^\s\d.,;:!?()\[\]/–—\"“”„«»|]{{2,{LONGEST + 4}}}"
_TWO_WORDS = re.compile(rf"{_WORD} {_WORD}")
_ONE_WORD = re.compile(_WORD)
_NAME_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?P<name>(?:{_WORD} )?(?P<last>{_WORD}))[.,]?[^\S\n]"
    r"(?:de |del |do |of |the )?$"
)
_YEAR = re.compile(
    r"[.,]?[^\S\n](?:de |del |do |of |in |năm )?(?P<year>\d{4})(?![\d%]|[.,]\d)"
)
_YEAR_BEFORE = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?:\.?\s?(?:m|gada)\.?|e?ko|\.)?,?\s$"
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-./])(?P<two>\d\d)(?P=mark)(?P<one>\d\d)(?![\d-])"
)
_FIGURES = re.compile(
    r"(?:(?P<from>\d{1,2})\.?\s?(?:[-–]|und|bis|and)\s?)?"
    r"(?P<one>\d{1,2})(?P<mark>[./-])\s?(?P<two>\d{1,2})(?P=mark)\s?"
    r"(?P<year>\d{4}|\d\d)(?![\d%]|[.,/-]\d)"
)
_DAY_MONTH = re.compile(
    r"(?:(?P<from>\d{1,2})\.?\s?(?:[-–]|und|bis)\s?)?"
    r"(?P<one>\d{1,2})\.\s?(?P<two>\d{1,2})\.(?!\s?\d)"
)
_CUE = re.compile(  # words after which "7.10." is a day and a month
    rf"(?:\b(?:am|vom|bis|zum|ab|seit|den|dem|und|kello|od|do|{_WEEKDAY}|"
    r"Mo|Di|Mi|Do|Fr|Sa|So)[.,]?(?:\s(?:den|dem|zum))?\s|[-–]\s?)$",
    re.IGNORECASE,
)
_HAN = re.compile(
    r"(?:(?P<year>\d{4})\s?[年년]\s?)?(?P<two>\d{1,2})\s?[月월]"
    r"(?:\s?(?P<one>\d{1,2})\s?[日号號일])?"
    r"(?:\s?[-–—~〜至到から부터]{1,2}\s?(?P<until>\d{1,2})\s?[日号號일])?"
)
_THANG = re.compile(
    r"(?P<one>\d{1,2})\stháng\s(?P<two>\d{1,2})(?:,?\s(?:năm\s)?(?P<year>\d{4}))?"
)
_PLACE = (
    r"(?:(?<![\w.,/-])|(?<=[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
    r"|(?<=[בלמה]-))"
)
_ONLY_YEAR = re.compile(r"(?P<year>\d{4})(?![\d%]|[.,]\d)")
_DIGITS = re.compile(rf"{_PLACE}\d{{1,4}}")
_JOINT = re.compile(rf"{_AND}{_ARTICLE}(?:στις |em |på )?")
_LONGEST_BEFORE = 2 * LONGEST
_LONGEST_YEAR = 14
_LONGEST_CUE = 24
_LISTED = re.compile(r"\s?[,&]|\s(?:and|und|et|y|e|en|i|och|og|ve|και|и|і|و)\s")
_FIRST_YEAR, _LAST_YEAR = 1600, 2199
_BUDDHIST = 543  # from the era that Thai texts count by, to ours
_BARE = re.compile(
    r"\b(?P<lead>the|der|dem|den|am|vom|zum|le|du|el|del|il|dal|op|de|dia|día)\s"
    rf"(?P<day>\d{{1,2}})(?P<mark>st|nd|rd|th|\.|er|e)?(?!\d)"
    rf"(?:{_AND}(?:(?:the|le|el|il|den|am|zum)\s)?"
    r"(?P<until>\d{1,2})(?P<mark_until>st|nd|rd|th|\.|er|e)?(?![\d.]?\d))?",
    re.IGNORECASE,
)
_REACH = 600  # characters that a day may stand after the date whose month it takes
_STOPS = re.compile(r"\s*(?:[,;:.!?)]|$)")
_GOES_ON = re.compile(  # words after "on the 12th" that are not what is counted
    r"\s(?:and|we|with|at|in|there|to|for|from|is|are|will|the|until|till|it|they|all|"
    r"our|or|as|when|where|you|come|join|wir|gibt|ist|sind|wird|findet|treffen|gehen|"
    r"um|ab|in|auf|marchamos|habrá|en|nous|il|aura|à|sur|is|gaan|zijn|ci|alle|a)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One date or range as the text gives it."""

    start: int
    end: int
    year: int | None
    month: int
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A number of a text that may be part of a date, and what is known around it."""

    text: str
    place: int
    done: int
    language: str | None
    month_first: bool


def find_dates(text: str, *, language: str | None = None) -> tuple[DateMention, ...]:
    """Find the dates named in a text.

    A year that the text leaves open stays open; a day without a month takes the month
    of the date before it. `language` decides between months of the same name.

    Examples
    --------
    >>> [(d.first, d.last) for d in find_dates("from 7th of October until 21 October")]
    [('--10-07', '--10-21')]
    >>> [d.first for d in find_dates("seit dem 1. Mai 2031; in March 2032")]
    ['2031-05-01', '2032-03']
    """
    month_first = any(int(m["two"]) > 12 for m in _slashed(text))
    found = [*_find(text, language, month_first=month_first), *_in_han(text)]
    found.sort(key=lambda one: one.start)
    pairs = list(_join_ranges(text, found))
    pairs += [(one, one) for one in _bare_days(text, pairs)]
    mentions = (
        DateMention(
            span=Span(first.start, last.end),
            text=text[first.start : last.end],
            first=_iso(first, first.first),
            last=_iso(last, last.last),
        )
        for first, last in pairs
    )
    return tuple(sorted((*mentions, *find_solar_dates(text)), key=lambda one: one.span))


def question_dates(text: str, *, language: str | None = None) -> tuple[Problem, ...]:
    """Say where English figures may mean two days, as 01/05/2031 does."""
    slashed = _slashed(text) if language == "en" else []
    if any(int(m["one"]) > 12 or int(m["two"]) > 12 for m in slashed):
        return ()
    doubtful = [m.group() for m in slashed if int(m["one"]) != int(m["two"])]
    if not doubtful:
        return ()
    message = (
        f"“{doubtful[0]}” may be read day first or month first; "
        f"day first was taken ({len(doubtful)} dates)."
    )
    return (Problem(kind="ambiguous date", message=message),)


def _slashed(text: str) -> list[re.Match[str]]:
    """Find dates in figures with slashes, which have two orders."""
    found = (_FIGURES.match(text, m.start()) for m in _DIGITS.finditer(text))
    return [m for m in found if m and m["mark"] == "/" and int(m["one"]) <= 31]


def _find(text: str, language: str | None, *, month_first: bool) -> Iterator[_Found]:
    """Look around every number: a date without a number names no day or year."""
    done = 0
    for digits in _DIGITS.finditer(text):
        if digits.start() < done:
            continue
        look = _Look(
            text=text,
            place=digits.start(),
            done=done,
            language=language,
            month_first=month_first,
        )
        found = next(filter(_is_date, (form(look) for form in _FORMS)), None)
        if found:
            done = found.end
            yield found


def _in_han(text: str) -> Iterator[_Found]:
    """Read dates that have no digits."""
    for one in find_han_dates(text):
        found = _Found(
            start=one.start,
            end=one.end,
            year=one.year,
            month=one.month,
            first=one.day,
            last=one.day,
        )
        if _is_date(found):
            yield found


def _is_date(found: _Found | None) -> bool:
    """Say whether a month has the days that were read, in order."""
    if found is None or found.year not in {None, *range(_FIRST_YEAR, _LAST_YEAR)}:
        return False
    return all(_is_day(found, day) for day in (found.first, found.last))


def _is_day(found: _Found, day: int | None) -> bool:
    try:
        calendar_date(found.year or 2000, found.month, 1 if day is None else day)
    except ValueError:
        return False
    return True


def _month_before(look: _Look) -> _Found | None:
    """Read "October 7–9, 2031", "október 7", "March 2031"."""
    low = max(look.place - _LONGEST_BEFORE, look.done)
    before = _NAME_BEFORE.search(look.text[low : look.place])
    if not before:
        return None
    part = "name" if find_month(before["name"], language=look.language) else "last"
    month = find_month(before[part], language=look.language)
    if not month:
        return None
    start = low + before.start(part)
    year = _ONLY_YEAR.match(look.text, look.place)
    if year:
        return _Found(start=start, end=year.end(), year=_year(year), month=month)
    days = _DAYS.match(look.text, look.place)
    if not days or not stands_before_day(before[part]):
        return None
    return _dated(look, days, Span(start, days.end()), month)


def _day_first(look: _Look) -> _Found | None:
    """Read "7th of October", "vom 7. bis 9. Oktober 2031", "7 жовтня"."""
    days = _DAYS.match(look.text, look.place)
    if not days:
        return None
    of = _OF.match(look.text, days.end())
    at = of.end() if of else days.end()
    for form in (_TWO_WORDS, _ONE_WORD):
        name = form.match(look.text, at)
        month = find_month(name.group(), language=look.language) if name else None
        if name and month:
            return _dated(look, days, Span(look.place, name.end()), month)
    return None


def _dated(look: _Look, days: re.Match[str], span: Span, month: int) -> _Found:
    """Add the year, which stands after the date or before it."""
    first, last = read_decimal(days["day"]), read_decimal(days["until"] or days["day"])
    start, end = span.start, span.end
    if first > last:  # no range: the first number is something else
        start, first = max(start, days.start("until")), last
    found = _Found(start=start, end=end, year=None, month=month, first=first, last=last)
    after = _YEAR.match(look.text, end)
    if after and _FIRST_YEAR <= (_year(after) or 0) <= _LAST_YEAR:
        return replace(found, end=after.end(), year=_year(after))
    low = max(start - _LONGEST_YEAR, look.done)
    before = _YEAR_BEFORE.search(look.text[low:start])
    if before:
        return replace(found, start=low + before.start(), year=_year(before))
    return found


def _year(match: re.Match[str]) -> int | None:
    """Read a year; Thai texts count from the death of the Buddha."""
    year = read_decimal(match["year"])
    if len(match["year"]) == 2:
        return year + (2000 if year < 50 else 1900)
    return year - _BUDDHIST if year > _LAST_YEAR else year


def _in_figures(look: _Look) -> _Found | None:
    """Read "2031-05-12", "3.–5.6.2031", "12/5/31", "2031年5月12日"."""
    for form in (_ISO, _FIGURES, _HAN, _THANG, _DAY_MONTH):
        match = form.match(look.text, look.place)
        if not match or (form is _DAY_MONTH and not _has_cue(look)):
            continue
        found = _from_figures(match)
        if form is _FIGURES and match["mark"] == "/" and look.month_first:
            found = _swapped(found)
        if _is_date(found):
            return found
    return None


def _has_cue(look: _Look) -> bool:
    """Say whether a word stands before "7.10." that makes it a day and a month."""
    low = max(look.place - _LONGEST_CUE, 0)
    return bool(_CUE.search(look.text[low : look.place]))


def _from_figures(match: re.Match[str]) -> _Found:
    parts = match.groupdict()
    day = read_decimal(parts["one"]) if parts["one"] else None
    first = read_decimal(parts["from"]) if parts.get("from") else day
    last = read_decimal(parts["until"]) if parts.get("until") else day
    is_range = first is None or last is None or first <= last
    return _Found(
        start=match.start() if is_range else match.start("one"),
        end=match.end(),
        year=_year(match) if parts.get("year") else None,
        month=read_decimal(parts["two"]),
        first=first if is_range else day,
        last=last,
    )


def _swapped(found: _Found) -> _Found:
    """Take the month for the day, as American figures print them."""
    day = found.month
    return replace(found, month=found.last or 0, first=day, last=day)


_FORMS: tuple[Callable[[_Look], _Found | None], ...] = (
    _month_before,
    _in_figures,
    _day_first,
)


def _join_ranges(text: str, found: list[_Found]) -> Iterator[tuple[_Found, _Found]]:
    """Pair the two dates of a range; a year given once holds for both."""
    i = 0
    while i < len(found):
        first, after = found[i], found[i + 1] if i + 1 < len(found) else None
        if after and _is_range(text, first, after):
            yield replace(first, year=first.year or after.year), after
            i += 2
        else:
            yield first, first
            i += 1


def _is_range(text: str, first: _Found, after: _Found) -> bool:
    """Say whether one date goes on to the next; "and", "," join two dates."""
    joint = text[first.end : after.start]
    if not _JOINT.fullmatch(joint) or _LISTED.match(joint):
        return False
    years = (first.year or after.year or 0, after.year or 0)
    return (years[0], first.month, first.first or 0) < (
        years[1],
        after.month,
        after.first or 32,
    )


def _bare_days(text: str, pairs: Sequence[tuple[_Found, _Found]]) -> Iterator[_Found]:
    """Read days without a month: "on the 12th and 13th", after a date that has one."""
    ends = [last.end for _, last in pairs]
    for i, (_, last) in enumerate(pairs):
        limit = pairs[i + 1][0].start if i + 1 < len(pairs) else len(text)
        for match in _BARE.finditer(text, ends[i], min(limit, ends[i] + _REACH)):
            found = _bare_day(text, match, last)
            if found:
                yield found


def _bare_day(text: str, match: re.Match[str], before: _Found) -> _Found | None:
    """Take the month and year of the date before; None for what is no day."""
    day = int(match["day"])
    until = int(match["until"] or day)
    rest = text[match.end() : match.end() + 30]
    is_stop, goes_on = _STOPS.match(rest), _GOES_ON.match(rest)
    is_marked = bool(match["mark"] or match["mark_until"] or match["until"])
    is_day = (is_stop or goes_on) if is_marked else is_stop
    found = replace(
        before, start=match.start("day"), end=match.end(), first=day, last=until
    )
    is_sound = before.first is not None and day <= until and _is_date(found)
    return found if is_day and is_sound else None


def _iso(found: _Found, day: int | None) -> str:
    year = "-" if found.year is None else f"{found.year:04d}"
    month = f"{year}-{found.month:02d}"
    return month if day is None else f"{month}-{day:02d}"
