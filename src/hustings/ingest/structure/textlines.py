"""Lines of a plain text, and which of them go together in one paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.drafts import Piece
from hustings.ingest.structure.imprints import is_imprint
from hustings.ingest.structure.line_series import find_line_breaks
from hustings.ingest.structure.marks import DASHES, match_marker
from hustings.ingest.structure.months import find_month
from hustings.ingest.structure.signatures import is_behalf, is_closing
from hustings.ingest.structure.slogans import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_LINE = re.compile(r"([^\r\n\f\v\u2028\u2029]*)(\r\n|[\r\n\f\v\u2028\u2029]|$)")
_WORDS = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \t]{2,}|\t|\u00ad|\ufeff")
_FINAL = re.compile(r"[.!?:;…。！？：；।؟۔][\"'»”’）)\]\d]*$")
# Scripts that put no space between words: their lines are joined without one.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_LONGEST_WRAP = 160  # no one sets lines longer than this by hand
_WINDOW = 15  # lines on either side that tell the width of a column
_FULL = 0.84  # how much of the width a line must fill to run on
_NARROW = 50  # in narrower columns a full line says little
_SHORTEST_BROKEN = 40
_FEWEST_WRAPPED = 20
_MOSTLY = 0.8
_LONGEST_ADDRESS = 60
_BEYOND = 1.3
_FEW_LONGER = 0.2
_COMMON = 0.6  # lines inside a paragraph are seldom shorter than this share of it
_DAY_END = re.compile(r"(?<!\d)\d{1,2}(?:\.|st|nd|rd|th|er|º)?(?: (?:of|de))?$")
_MONTH_END = re.compile(
    r"\d{1,2}(?:\.|st|nd|rd|th|er|º)?(?: (?:of|de))? ([^\W\d_]{3,})$"
)
_YEAR_START = re.compile(r"(?:de )?[12]\d{3}(?!\d)")
_MONTH_START = re.compile(r"[^\W\d_]{3,}")
_WIDEST_GAP = 3  # empty lines over which a sentence may go on
_FIRST_PART = re.compile(r"[^\s-]+-?|-+")  # wrapping may break a word at its hyphen


@dataclass(frozen=True)
class TextLine:
    """One line of the source without its end and its outer white space.

    Attributes
    ----------
    first : int
        Place of its first character in the decoded text.
    indent : int
        Columns of white space before it.
    goes_on : bool
        Whether it goes on with a sentence that a page broke off before it.
    """

    text: str
    first: int
    indent: int
    goes_on: bool = False

    @cached_property
    def is_final(self) -> bool:
        """Whether it ends as a sentence or clause ends."""
        return bool(_FINAL.search(self.text[-8:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines that belong together.

    Attributes
    ----------
    text : str
        The words, lines joined by spaces.
    apart_before, apart_after : bool
        Whether an empty line, or the edge of the text, is there.
    """

    lines: tuple[TextLine, ...]
    text: str
    apart_before: bool
    apart_after: bool


def split_lines(text: str) -> list[TextLine]:
    """Cut a text at its line ends of whatever sort; empty lines stay as empty."""
    lines = []
    for match in _LINE.finditer(text):
        raw = match.group(1)
        body = raw.strip()
        lead = raw[: len(raw) - len(raw.lstrip())]
        first = match.start() + len(lead)
        lines.append(TextLine(body, first, len(lead.expandtabs(4))))
    return lines


def group_lines(lines: Sequence[TextLine]) -> list[Paragraph]:
    """Join hard-wrapped lines into paragraphs.

    A line that fills its column goes on in the next one; a short line, a line before
    an empty one, and a line before a marker ends its paragraph. A text that is not
    wrapped has one paragraph a line.
    """
    exact = _exact_width(lines)
    breaks = find_line_breaks(lines)
    widths = [float(exact)] * len(lines) if exact else _column_widths(lines)
    paragraphs: list[Paragraph] = []
    current: list[TextLine] = []
    apart = True
    for i, line in enumerate(lines):
        if not line.text:
            continue
        current.append(line)
        after = lines[i + 1] if i + 1 < len(lines) else None
        is_apart = after is None or not after.text
        if after is not None and after.goes_on:
            continue
        goes_on = _fills(line, after, exact) if exact else True
        goes_on = goes_on and i + 1 not in breaks.begin and i not in breaks.alone
        if (goes_on and _runs_on(line, after, widths[i])) or _runs_over_gap(
            lines, i, widths[i]
        ):
            continue
        paragraphs.append(_paragraph(current, apart_before=apart, apart_after=is_apart))
        current, apart = [], is_apart
    return paragraphs


def _paragraph(
    lines: Sequence[TextLine], *, apart_before: bool, apart_after: bool
) -> Paragraph:
    return Paragraph(
        lines=tuple(lines),
        text=" ".join(line.text for line in lines),
        apart_before=apart_before,
        apart_after=apart_after,
    )


def _exact_width(lines: Sequence[TextLine]) -> int:
    """Find the column at which a program has wrapped the lines; 0 if none did.

    Such a line always leaves too little room for the next word, so that any line that
    does not ends its paragraph, whatever letter the next begins with.
    """
    followed = [(a, b) for a, b in pairwise(lines) if a.text and b.text]
    if len(followed) < _FEWEST_WRAPPED:
        return 0
    lengths = sorted(line.indent + len(line.text) for line, _ in followed)
    width = lengths[int(len(lengths) * 0.998) - 1]
    long = [pair for pair in followed if len(pair[0].text) > 0.8 * width]
    n_filled = sum(_fills(line, after, width) for line, after in long)
    if _overflow(lines, width):
        return 0
    is_exact = width <= _LONGEST_WRAP and n_filled >= max(0.97 * len(long), 10)
    return width if is_exact and len(long) * 4 > len(followed) else 0


def _overflow(lines: Sequence[TextLine], width: float) -> bool:
    """Say whether many lines are longer than a width, which then was not kept to."""
    lengths = [line.indent + len(line.text) for line in lines if line.text]
    n_longer = sum(length > width * _BEYOND for length in lengths)
    return n_longer > _FEW_LONGER * len(lengths)


def _fills(line: TextLine, after: TextLine | None, width: int) -> bool:
    """Say whether a line leaves no room for the first word of the next."""
    if after is None or not after.text:
        return False
    word = _FIRST_PART.match(after.text)
    used = line.indent + len(line.text) + 1 + (len(word.group()) if word else 1)
    return used > width or line.text.endswith("-")


def _column_widths(lines: Sequence[TextLine]) -> list[float]:
    """Width of the column around each line; 0 where lines are not wrapped."""
    lengths = np.array([line.indent + len(line.text) for line in lines], dtype=float)
    has_words = np.array([bool(line.text) for line in lines], dtype=bool)
    followed = has_words & np.append(has_words[1:], [False])
    if followed.sum() < 3:
        return [float(_evident_width(lines))] * len(lines)
    width = float(np.percentile(lengths[followed], 90))
    local = _local_widths(np.where(followed, lengths, np.nan), width)
    is_open = np.array([not line.is_final for line in lines], dtype=bool)
    n_open = int(np.sum(is_open & followed))
    n_full = int(np.sum(lengths[followed] >= 0.75 * local[followed]))
    if _overflow(lines, width):
        return [0.0] * len(lines)
    if width > _LONGEST_WRAP or min(n_open, n_full) < followed.sum() * 0.4:
        return [float(_evident_width(lines))] * len(lines)
    return [float(value) for value in local]


def _evident_width(lines: Sequence[TextLine]) -> int:
    """Find the width of a short text by the sentences that its lines break; else 0.

    In a wrapped text nearly every line broken inside a sentence is full; in a list of
    short lines few are.
    """
    broken = [(a, b) for a, b in pairwise(lines) if _is_broken(a, b)]
    lengths = [line.indent + len(line.text) for line, _ in broken]
    width = max(lengths, default=0)
    if not _SHORTEST_BROKEN <= width <= _LONGEST_WRAP:
        return 0
    if _overflow(lines, width):
        return 0
    n_full = sum(_room_used(a, b) >= width * _FULL for a, b in broken)
    return width if n_full >= _MOSTLY * len(broken) else 0


def _is_broken(line: TextLine, after: TextLine) -> bool:
    """Say whether two lines seem to be one sentence, by the letter after the break."""
    if _breaks_date(line, after):
        return True
    if not line.text or not after.text or match_marker(after.text):
        return False
    if _hangs(line, after) or (line.is_final and not line.text.endswith(".")):
        return False
    first = after.text[0]
    is_open = first.isalpha() and not first.isupper()
    return is_open and (not line.is_final or first.islower())


def _hangs(line: TextLine, after: TextLine) -> bool:
    """Say whether a line is set in below an item and goes on with it."""
    is_set_in = after.indent > line.indent and after.text[:1].islower()
    is_item = bool(match_marker(line.text)) and not match_marker(after.text)
    return is_set_in and is_item and not line.is_final


def _breaks_date(line: TextLine, after: TextLine) -> bool:
    """Say whether a date goes on, as "bis zum 17." and "Juni", "Juni" and "2031"."""
    if len(line.text) < _SHORTEST_BROKEN:
        return False
    if _DAY_END.search(line.text):
        word = _MONTH_START.match(after.text)
        return word is not None and find_month(word.group()) is not None
    word = _MONTH_END.search(line.text) if _YEAR_START.match(after.text) else None
    return word is not None and find_month(word[1]) is not None


def _room_used(line: TextLine, after: TextLine) -> int:
    """Count the columns that a line would fill with the next word on it."""
    word = after.text.split(maxsplit=1)[0]
    return line.indent + len(line.text) + 1 + min(len(word), 20)


def _local_widths(lengths: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Take the width that lines close by keep to, at most the text's own."""
    padded = np.pad(lengths, _WINDOW, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _WINDOW + 1)
    ordered = np.sort(windows, axis=1)
    n_known = np.sum(~np.isnan(ordered), axis=1)
    at = np.clip((n_known * 0.85).astype(int), 0, np.maximum(n_known - 1, 0))
    local = ordered[np.arange(len(ordered)), at]
    local = np.where(n_known >= 6, local, width)
    return np.minimum(local, width)


def _runs_on(line: TextLine, after: TextLine | None, width: float) -> bool:
    """Say whether a paragraph goes on from one line to the next."""
    if after is not None and (_breaks_date(line, after) or _hangs(line, after)):
        return True
    if not width or after is None or not after.text:
        return False
    if _is_marked(line, after, width) or _ends_alone(line, after):
        return False
    if line.text.isupper() != after.text.isupper() and len(line.text) > 3:
        return False
    if line.is_final and after.indent > line.indent + 1:
        return False
    full = width * (1.0 if line.is_final else _FULL)
    return _breaks_phrase(line, after, width) or _room_used(line, after) >= full


def _ends_alone(line: TextLine, after: TextLine) -> bool:
    """Say whether a line is one by itself whatever its length, as "Dear friends,"."""
    if after.text.startswith("#"):
        return True
    if is_imprint(line.text) and is_imprint(after.text):
        return True
    is_short = len(line.text) <= _LONGEST_ADDRESS
    return is_short and any(
        tell(line.text) for tell in (is_closing, is_address, is_behalf)
    )


def _is_marked(line: TextLine, after: TextLine, width: float) -> bool:
    """Say whether a line begins with a marker, not with a dash inside a sentence."""
    marker = match_marker(after.text)
    if marker is None or marker.text not in DASHES:
        return marker is not None
    is_listed = line.is_final or line.text.startswith(marker.text)
    return is_listed or width < _NARROW or not _fills(line, after, int(width))


def _breaks_phrase(line: TextLine, after: TextLine, width: float) -> bool:
    """Say whether a line ends in the middle of a phrase."""
    is_long = len(line.text) >= _COMMON * width
    if after.text[0].islower() or line.text.endswith(("-", ",")):
        return True
    last_word = line.text.rpartition(" ")[2]
    is_small = len(last_word) <= 4 and last_word.isalpha() and last_word.islower()
    goes_on = is_small or after.text[0].isdigit()
    return goes_on and not line.is_final and is_long


def _runs_over_gap(lines: Sequence[TextLine], i: int, width: float) -> bool:
    """Say whether a sentence broken off before empty lines goes on after them."""
    line, *gap = lines[i : i + 2 + _WIDEST_GAP]
    if line.is_final or not gap or gap[0].text:
        return False
    after = next((one.text for one in gap if one.text), "")
    if not after[:1].islower() or match_marker(after) or match_marker(line.text):
        return False
    last_word = line.text.rpartition(" ")[2]
    is_full = len(line.text) >= max(width * 0.75, _SHORTEST_BROKEN)
    return is_full and last_word.isalpha() and last_word.islower()


def join_lines(
    lines: Sequence[TextLine], known_words: KnownWords, skip: int = 0
) -> list[Piece]:
    """Turn lines into traced pieces; `skip` characters of the first are left out."""
    first = lines[0]
    pieces = list(trace_piece(first.text[skip:], first.first + skip))
    for before, line in pairwise(lines):
        pieces = _join(pieces, before, line, known_words)
    return pieces


def _join(
    pieces: list[Piece], before: TextLine, line: TextLine, known_words: KnownWords
) -> list[Piece]:
    """Add a line, with a space, or with the hyphen at the line end resolved."""
    if before.text[-1] in "-‐\u00ad" and line.text[0].islower():
        if not known_words.keeps_hyphen(before.text, line.text):
            last = pieces.pop()
            pieces.append(Piece(last.text.rstrip("-‐\u00ad"), last.page, last.first))
    elif not (_UNSPACED.match(before.text[-1]) and _UNSPACED.match(line.text[0])):
        pieces.append(Piece(" "))
    pieces.extend(trace_piece(line.text, line.first))
    return pieces


def trace_piece(text: str, first: int) -> Iterator[Piece]:
    """Yield the traced pieces of a line, runs of white space as one space."""
    position = 0
    for gap in _GAP.finditer(text):
        yield Piece(text[position : gap.start()], 1, first + position)
        if gap.group() not in "\u00ad\ufeff":
            yield Piece(" ")
        position = gap.end()
    yield Piece(text[position:], 1, first + position)


class KnownWords:
    """The words of a text, consulted about hyphens at line ends."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(word.lower() for word in _WORDS.findall(self._text))

    @cached_property
    def _compounds(self) -> str:
        """The words with a hyphen inside, each once: far less than the text."""
        words = dict.fromkeys(self._text.split())
        return " ".join(word for word in words if "-" in word[1:-1])

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Say whether the hyphen between two lines belongs to the word."""
        left = before.rpartition(" ")[2].rstrip("-‐\u00ad")
        right = after.partition(" ")[0].rstrip(".,;:!?)")
        if before.endswith("\u00ad") or (left + right).lower() in self._known:
            return False
        if f"{left}-{right}" in self._compounds:
            return True
        halves = {left.lower(), right.lower()}
        return halves <= self._known and len(right) > 3
