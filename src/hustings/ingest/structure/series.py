"""Series of numbered lines: "Article 1", "Artikel 2.", "第3条", in any language.

No list of words per language: lines are a series when they share a shape, the words
around one numeral, and their numerals count up. Within a series a line whose numeral
is misprinted, or is a word, is known by its place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from hustings.ingest.structure.months import find_month
from hustings.ingest.structure.numerals import find_numerals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hustings.ingest.drafts import Draft
    from hustings.ingest.structure.numerals import Numeral

LONGEST_BARE = 40
_LONGEST_TITLED = 120
_LONGEST_PREFIX = 24
_LONGEST_SUFFIX = 24
_OPEN_CHAINS = 8  # runs begun that may still go on
_LARGEST = 999  # larger numerals are years
_SHORTEST_SERIES = 3
_SHORTEST_WORDED = 5  # of lines that share a word and have no numeral that is known
SAME_SYSTEM = {"ordinal": "digits"}  # "Article premier", "Article 2"
_ALIKE = 66.0  # of 100: how like the shape of a series a misprinted line must be
# Written out, for "\W" also takes the vowel signs of Indic scripts.
_NOISE = re.compile(r"[\d\s_!-/:-@\[-`{-~–—…‐‑、。：；।॥（）«»„“”‘’ªº°]+")
_NUMERAL_END = ".)ªº° "
_CLOSING = re.compile(r"[.)\]ªº°]*")
_BREAK = re.compile(r"\s*[:–—-]\s*|[.)]\s+|\s{2,}")
# The word after a numeral that stands first: "3. artikla. – ", "第3条　", "3 § ".
_WORD_AFTER = re.compile(
    r"(?P<marker>[.ºª°)]?\s?(?:[^\W\d_]{3,14}[.)]?(?=\s*[:：–—]|\s-\s|(?<=[.)])\s)|"
    r"[条條章節节款項项조장절항§](?=[\s:：、.–—-])))"
)
_ABBREVIATED = re.compile(r"[^\W\d_]{1,6}\.\s?")  # "Art. 3"
_NO_PART = re.compile(  # what is counted in captions and page numbers, not in articles
    r"p|page|seite|s|página|pagina|sida|side|strona|str|стр|страница|сторінка|sayfa|"
    r"tab(?:le|elle|la|leau|el)?|fig(?:ure|ura|uur|ur)?|abb(?:ildung)?|gráfico|grafik|"
    r"graph|chart|box|map|karte|photo|foto|bild|image|note|day|tag|day|week|year|"
    r"figuur|tabel|rys|tabela|рис|таблица|図|表|图|圖|頁|页"
)
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)")
_PRINTED = frozenset({"digits", "han", "roman"})
_SIGNS = frozenset({"§", "¶"})
_SENTENCE = re.compile(r"[,;!?…。]|\.\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A draft that belongs to a series.

    Attributes
    ----------
    draft : int
        Its place among the drafts.
    marker : str
        The printed number with its word.
    is_bare : bool
        Whether it has no other words.
    """

    draft: int
    marker: str
    is_bare: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a draft, or a line, as word, numeral and rest.

    Attributes
    ----------
    place : int
        Its place among the drafts or lines.
    shape : str
        The words around the numeral, which stands as "#".
    end : int
        Where the printed number with its word ends.
    """

    place: int
    text: str
    numeral: Numeral
    shape: str
    is_bare: bool
    end: int


def find_series(drafts: Sequence[Draft]) -> list[Member]:
    """Find the drafts that count up in a shared shape, at least three of them."""
    readings: dict[tuple[str, str, bool], list[Reading]] = defaultdict(list)
    bare: list[tuple[int, str]] = []
    for i, draft in enumerate(drafts):
        text = _first_words(draft)
        if not text:
            continue
        if len(text) <= LONGEST_BARE and draft.kind in {
            "heading",
            "paragraph",
            "item",
        }:
            bare.append((i, text))
        for reading in read_members(i, text, is_heading=draft.kind == "heading"):
            system = SAME_SYSTEM.get(reading.numeral.system, reading.numeral.system)
            key = (reading.shape, system, reading.is_bare)
            readings[key].append(reading)
    groups = sorted(readings.values(), key=len, reverse=True)
    return _collect(groups, bare)


def _collect(
    groups: Iterable[list[Reading]], bare: Sequence[tuple[int, str]]
) -> list[Member]:
    """Take the longest series first; a draft belongs to one."""
    found: dict[int, Member] = {}
    for group in groups:
        free = [reading for reading in group if reading.place not in found]
        if len(free) < _SHORTEST_SERIES:
            for member in map(_member, free if _is_pair(free) else ()):
                found.setdefault(member.draft, member)
            continue
        for chain in _chains(free):
            for member in _members(chain, bare):
                found.setdefault(member.draft, member)
    for i, text in _worded(bare):
        if i not in found or not found[i].is_bare:
            found[i] = Member(draft=i, marker=text, is_bare=True)
    return [found[i] for i in sorted(found)]


def _is_pair(readings: Sequence[Reading]) -> bool:
    """Say whether the only two lines of a shape are the first and the second part."""
    values = [one.numeral.value for one in readings]
    if values != [1, 2] or not readings[0].is_bare:
        return False
    words = readings[0].shape.replace("#", " ").split()
    is_part = len(words) == 1 and not _NO_PART.fullmatch(words[0])
    is_small = readings[0].text[:1].islower()
    return is_part and not is_small and readings[1].place - readings[0].place > 1


def _worded(bare: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Find lines that share their first word, each with one or two others beside it.

    So "Article" reads with ordinal words of whatever language.
    """
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for i, text in bare:
        words = _letters(text).split()
        if len(words) in {2, 3}:
            groups[words[0]].append((i, text))
    longest = max(groups.values(), key=len, default=[])
    is_apart = all(b - a > 1 for (a, _), (b, _) in pairwise(longest))
    is_long = len(longest) >= max(_SHORTEST_WORDED, len(bare) // 2)
    is_varied = len({text for _, text in longest}) == len(longest)
    return longest if is_long and is_apart and is_varied else []


def _first_words(draft: Draft) -> str:
    """Give the beginning of a draft, nothing for kinds that are in no series."""
    if draft.kind not in {"heading", "paragraph", "item"} or draft.marker:
        return ""
    text = "".join(piece.text for piece in draft.pieces[:4])
    return text[: _LONGEST_TITLED + 1].strip()


def read_members(
    place: int, text: str, *, is_heading: bool = False
) -> Iterator[Reading]:
    """Yield the ways to read a draft or a line as a member of a series.

    Examples
    --------
    >>> text = "Article 2. – All may vote here."
    >>> [(one.shape, one.numeral.value) for one in read_members(0, text)]
    [('article #', 2)]
    >>> list(read_members(0, "Article 2 says that all may vote here."))
    []
    """
    for numeral in find_numerals(text[: _LONGEST_PREFIX + 8]):
        prefix, suffix = text[: numeral.start], text[numeral.end :]
        if numeral.value > _LARGEST or len(prefix) > _LONGEST_PREFIX:
            continue
        if _SENTENCE.search(prefix) and not _ABBREVIATED.fullmatch(prefix):
            continue
        reading = Reading(
            place=place, text=text, numeral=numeral, shape="", is_bare=True, end=0
        )
        if _is_bare(text, prefix, suffix):
            shape = f"{_letters(prefix)}#{_letters(suffix)}"
            yield replace(reading, shape=shape, end=len(text))
        word = None if is_heading else _WORD_AFTER.match(suffix)
        if word and len(prefix.strip()) <= 1:
            end = numeral.end + word.end("marker")
            shape = f"{prefix.strip()}#{_letters(word['marker'])}"
            yield replace(reading, shape=shape, is_bare=False, end=end)
        if _is_titled(numeral, prefix, suffix, is_heading=is_heading) or _is_led(
            numeral, prefix, suffix
        ):
            closing = _CLOSING.match(text, numeral.end)
            end = closing.end() if closing else numeral.end
            shape = f"{_letters(prefix)} #".lstrip()
            yield replace(reading, shape=shape, is_bare=False, end=end)


def _letters(text: str) -> str:
    """Keep the words of a stretch, without digits, punctuation and case."""
    return _NOISE.sub(" ", text).strip().casefold()


def _is_bare(text: str, prefix: str, suffix: str) -> bool:
    """Say whether a line is only a numeral and a word or two, and no sentence."""
    if len(text) > LONGEST_BARE or len(suffix) > _LONGEST_SUFFIX:
        return False
    words = len(_letters(prefix).split()) + len(_letters(suffix).split())
    has_shape = words or suffix.strip() in {".", ")"}
    return (
        bool(has_shape)
        and words <= 3
        and not _SENTENCE.search(suffix.lstrip(_NUMERAL_END))
    )


def _is_titled(numeral: Numeral, prefix: str, suffix: str, *, is_heading: bool) -> bool:
    """Say whether a word and a numeral are set off from the words that follow."""
    if not _letters(prefix) or len(_letters(prefix).split()) > 2:
        return False
    if _BREAK.match(suffix.lstrip("ªº°") or " "):
        return True
    is_apart = suffix[:1] == " " and not suffix.strip()[:1].islower()
    is_number = numeral.system in _PRINTED and not prefix.strip()[:1].islower()
    is_number = is_number or prefix.strip() in _SIGNS
    return is_apart and (is_heading or is_number) and not _is_day(suffix)


def _is_day(suffix: str) -> bool:
    """Say whether a month stands after a number: "On 3 May", "On 4 May"."""
    word = _FIRST_WORD.match(suffix)
    return word is not None and find_month(word.group(1)) is not None


def _is_led(numeral: Numeral, prefix: str, suffix: str) -> bool:
    """Say whether a line begins with an ordinal word and a colon or the like."""
    is_word = numeral.system == "ordinal" and not prefix.strip()
    return is_word and bool(_BREAK.match(suffix)) and suffix[:1] != "-"


def _chains(readings: Sequence[Reading]) -> list[list[Reading]]:
    """Sort readings in order of place into runs that count up, single gaps allowed."""
    chains: list[list[Reading]] = []
    for reading in readings:
        chain = next((c for c in reversed(chains) if _follows(c[-1], reading)), None)
        if chain is not None:
            chain.append(reading)
        else:
            chains.append([reading])
            old, recent = chains[:-_OPEN_CHAINS], chains[-_OPEN_CHAINS:]
            chains = [*filter(_is_long, old), *recent]
    return sorted(filter(_is_long, chains), key=len, reverse=True)


def _follows(before: Reading, reading: Reading) -> bool:
    step = reading.numeral.value - before.numeral.value
    return step in {1, 2} and reading.place > before.place


def _is_long(chain: Sequence[Reading]) -> bool:
    return len(chain) >= _SHORTEST_SERIES


def _members(
    chain: Sequence[Reading], bare: Sequence[tuple[int, str]]
) -> Iterator[Member]:
    """Yield the members of a chain and the lines that belong in its gaps."""
    for reading in chain:
        yield _member(reading)
    if not chain[0].is_bare:
        return
    taken = {reading.place for reading in chain}
    for low, high, is_missing in _gaps(chain):
        if not is_missing:
            continue
        likely = [
            (likeness, -i, text)
            for i, text in bare
            if low < i < high
            and i not in taken
            and (likeness := _likeness(text, chain[1])) >= _ALIKE
        ]
        if likely:
            _, place, text = max(likely)
            yield Member(draft=-place, marker=text, is_bare=True)


def _gaps(chain: Sequence[Reading]) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches of drafts where a number is missing, the ends included."""
    spread = max(b.place - a.place for a, b in pairwise(chain))
    first, last = chain[0], chain[-1]
    yield max(first.place - 3 * spread, -1), first.place, first.numeral.value == 2
    for a, b in pairwise(chain):
        yield a.place, b.place, b.numeral.value - a.numeral.value == 2
    yield last.place, last.place + 3 * spread, len(chain) > _SHORTEST_SERIES


def _likeness(text: str, model: Reading) -> float:
    """How like a member of the series a line is, numerals left out, of 100."""
    shared = model.shape.replace("#", " ").split()
    words = _letters(text).split()
    if not words or not shared or len(words) > len(shared) + 1:
        return 0.0
    best = min(max(ratio(word, other) for other in words) for word in shared)
    shapes = (reading.shape for reading in read_members(0, text))
    return max([best, *(ratio(shape, model.shape) for shape in shapes)])


def _member(reading: Reading) -> Member:
    marker = reading.text[: reading.end]
    return Member(draft=reading.place, marker=marker, is_bare=reading.is_bare)
