"""Printed numerals of many scripts: digits, Roman, Han, Hebrew, letters, ordinals."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """One reading of a stretch of text as a number.

    Attributes
    ----------
    system : str
        ``digits``, ``han``, ``roman``, ``hebrew``, ``letter`` or ``ordinal``.
    """

    start: int
    end: int
    value: int
    system: str


_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_HAN_DIGITS = {character: n for n, character in enumerate("〇一二三四五六七八九")}
_HAN_DIGITS |= {"零": 0, "两": 2, "兩": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HEBREW = {
    **{character: n for n, character in enumerate("אבגדהוזחט", 1)},
    **{character: 10 * n for n, character in enumerate("יכלמנסעפצ", 1)},
    **{character: 100 * n for n, character in enumerate("קרשת", 1)},
}
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "αβγδεζηθικλμνξοπρστυφχψω", "абвгдежзиклмн")
# Ordinal words are numerals too; a series finds the rest by their places.
_ORDINALS = (
    (
        "one first premier première primero primera primo prima primeiro primeira "
        "primer "
        "erste erster erstes eerste första første pierwszy pierwsza pierwsze první "
        "prvi "
        "prima întâi prvý πρώτο первая перша первый первое una uno eins unua lehen "
        "الأولى "
        "الاولى הראשון birinci első ensimmäinen esimene pirmas pirmais cyntaf"
    ),
    (
        "two second deuxième segundo segunda secondo seconda zweite zweiter zweites "
        "tweede "
        "andra andre drugi druga drugie druhý вторая друга второй второе dos due zwei "
        "الثانية השני ikinci második toinen teine"
    ),
    (
        "three third troisième tercero tercera terzo terza terceiro terceira dritte "
        "derde "
        "tredje trzeci trzecia третья третя третий tres tre drei الثالثة השלישי üçüncü "
        "harmadik kolmas"
    ),
    (
        "four fourth quatrième cuarto cuarta quarto quarta vierte vierter vierde "
        "fjärde "
        "fjerde czwarty czwarta четвёртая четверта quattro cuatro vier الرابعة הרביעי "
        "dördüncü negyedik neljäs"
    ),
    (
        "five fifth cinquième quinto quinta fünfte fünfter vijfde femte piąty piąta "
        "пятая "
        "cinco cinque fünf الخامسة החמישי beşinci ötödik viides"
    ),
    (
        "six sixth sixième sexto sexta sesto sesta sechste sechster zesde sjätte "
        "sjette "
        "шестая шоста seis sei sechs السادسة altıncı hatodik kuudes"
    ),
    (
        "seven seventh septième séptimo séptima settimo settima sétimo sétima siebte "
        "zevende sjunde седьмая siete sette sieben السابعة yedinci hetedik seitsemäs"
    ),
    (
        "eight eighth huitième octavo octava ottavo ottava oitavo oitava achte achtste "
        "åttonde восьмая ocho otto acht الثامنة sekizinci nyolcadik kahdeksas"
    ),
    (
        "nine ninth neuvième noveno novena nono nona neunte negende nionde девятая "
        "nueve "
        "nove neun التاسعة dokuzuncu kilencedik yhdeksäs"
    ),
    (
        "ten tenth dixième décimo décima decimo decima zehnte tiende tionde десятая "
        "diez "
        "dieci zehn العاشرة onuncu tizedik kymmenes"
    ),
    "eleven eleventh",
    "twelve twelfth",
    "thirteen thirteenth",
    "fourteen fourteenth",
    "fifteen fifteenth",
    "sixteen sixteenth",
    "seventeen seventeenth",
    "eighteen eighteenth",
    "nineteen nineteenth",
    "twenty twentieth",
)
_ORDINAL_VALUES = {
    word: n for n, words in enumerate(_ORDINALS, 1) for word in words.split()
}
_DIGITS = re.compile(r"\d{1,4}")
_HAN = re.compile("[〇零一二三四五六七八九十百千两兩]{1,7}")
_ETHIOPIC = re.compile("[፩-፻]{1,3}")
_SIGN = re.compile("[Ⅰ-Ⅻⅰ-ⅻ①-⑳⑴-⒇]")
_WORD = re.compile(r"[^\W\d_]+(?:['’\"״׳][^\W\d_]+)?")


def read_decimal(digits: str) -> int:
    """Read decimal digits of any script.

    Examples
    --------
    >>> read_decimal("१२"), read_decimal("٣"), read_decimal("１０")
    (12, 3, 10)
    """
    return int("".join(str(unicodedata.decimal(digit)) for digit in digits))


def read_roman(word: str) -> int | None:
    """Read an upper- or lower-case Roman numeral, None if it is none.

    Examples
    --------
    >>> read_roman("XIV"), read_roman("ix"), read_roman("Mix"), read_roman("IIX")
    (14, 9, None, None)
    """
    if not (word.isupper() or word.islower()) or not _ROMAN.fullmatch(word.upper()):
        return None
    values = [_ROMAN_VALUES[character] for character in word.upper()]
    following = [*values[1:], 0]
    return sum(-v if v < w else v for v, w in zip(values, following, strict=True))


def read_han(characters: str) -> int:
    """Read a Han numeral up to 9,999.

    Examples
    --------
    >>> read_han("二十一"), read_han("十"), read_han("一百零三")
    (21, 10, 103)
    """
    total, digit = 0, 0
    for character in characters:
        if character in _HAN_UNITS:
            total += max(digit, 1) * _HAN_UNITS[character]
            digit = 0
        else:
            digit = _HAN_DIGITS[character]
    return total + digit


def read_ethiopic(characters: str) -> int:
    """Read an Ethiopic numeral up to 199.

    Examples
    --------
    >>> read_ethiopic("፩"), read_ethiopic("፳፱"), read_ethiopic("፴")
    (1, 29, 30)
    """
    return sum(int(unicodedata.numeric(character)) for character in characters)


def read_hebrew(word: str) -> int | None:
    """Read Hebrew letters as a number, None where they are out of order.

    Examples
    --------
    >>> read_hebrew("כא"), read_hebrew("טו"), read_hebrew("אב")
    (21, 15, None)
    """
    values = [_HEBREW.get(letter, 0) for letter in word if letter not in "\"״׳'’"]
    in_order = all(a > b for a, b in pairwise(values))
    is_known = bool(values) and 0 not in values
    return sum(values) if is_known and in_order else None


def read_letter(word: str) -> int | None:
    """Give the place of a single letter in its alphabet, None if it has none."""
    if len(word) != 1:
        return None
    places = (alphabet.find(word.lower()) for alphabet in _ALPHABETS)
    return next((place + 1 for place in places if place >= 0), None)


_WORD_SYSTEMS: tuple[tuple[str, Callable[[str], int | None]], ...] = (
    ("roman", read_roman),
    ("hebrew", read_hebrew),
    ("letter", read_letter),
    ("ordinal", lambda word: _ORDINAL_VALUES.get(word.lower())),
)


@lru_cache(maxsize=4096)
def _read_word(word: str) -> tuple[tuple[str, int], ...]:
    """Give every (system, value) that a word can be read as."""
    found = ((system, read(word)) for system, read in _WORD_SYSTEMS)
    return tuple((system, value) for system, value in found if value)


def find_numerals(text: str) -> Iterator[Numeral]:
    """Yield every reading of every numeral in a short text, in order of place.

    Examples
    --------
    >>> [(n.value, n.system) for n in find_numerals("第二十条")]
    [(20, 'han')]
    >>> [(n.value, n.system) for n in find_numerals("Article IV")]
    [(4, 'roman')]
    """
    for match in _DIGITS.finditer(text):
        value = read_decimal(match.group())
        yield Numeral(
            start=match.start(), end=match.end(), value=value, system="digits"
        )
    for match in _HAN.finditer(text):
        value = read_han(match.group())
        yield Numeral(start=match.start(), end=match.end(), value=value, system="han")
    for match in _ETHIOPIC.finditer(text):
        start, end = match.span()
        value = read_ethiopic(match.group())
        yield Numeral(start=start, end=end, value=value, system="ethiopic")
    for match in _SIGN.finditer(text):
        start, end = match.span()
        value = int(unicodedata.numeric(match.group()))
        yield Numeral(start=start, end=end, value=value, system="sign")
    for match in _WORD.finditer(text):
        for system, value in _read_word(match.group()):
            start, end = match.span()
            yield Numeral(start=start, end=end, value=value, system=system)
