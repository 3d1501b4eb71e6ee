"""Plain text: encodings, hard line ends, headings and lists by their shape."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.ingest.characters.decoding import decode_text
from hustings.ingest.drafts import Draft, Extraction
from hustings.ingest.media import TEXT
from hustings.ingest.readers.markdown import carries_markdown, read_markdown_text
from hustings.ingest.structure.marks import match_marker
from hustings.ingest.structure.pagebreaks import clear_pages
from hustings.ingest.structure.sections import opens_text
from hustings.ingest.structure.textlines import (
    KnownWords,
    group_lines,
    join_lines,
    split_lines,
)
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.structure.textlines import Paragraph, TextLine

_HASH = re.compile(r"(#{1,6})\s*(?=\w|[\"'‘“«(])")
_HASHTAGS = re.compile(r"#[\w·]*[^\W\d_][a-zß-ÿ]+[A-ZÀ-Þ]\w*|(?:#\w{3,}[\s,;|–-]*){2,}")
_GOES_ON = re.compile(r"[,;]\s[^\W\d_]{1,4}$")
_FEWEST_CAPITALS = 5
_MARKS = frozenset("-*+")  # marks of plain text, not printed bullets
_RULE = re.compile(r"[\W_]*")
_OPEN_END = re.compile(r"[,;:.…。、！!،؛।]$")
_PAGE_NUMBER = re.compile(r"[-–—\s]*(\d{1,4}|\d{1,2}:\d{1,3}|[ivxlc]{1,6})[-–—\s]*")
_QUOTED = re.compile(r"[\"“„«‘‹「].*[.!?,…][\"”“»’›」]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Thai, Lao, Burmese, Khmer, which put no full stop.
_STOPLESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_FEW = 50
_LONGEST_HEADING = 90
_LONGEST_UNPUNCTUATED = 24
_FEWEST_FINAL = 0.3  # share of long paragraphs that end in punctuation
_MOST_WORDS = 14
_FEWEST_NUMBERS = 5  # a lone number may mean something, a row of them are pages
_FEWEST_IN_LIST = 3
_DEEPER = 2  # columns by which a nested list is set in


def read_text(content: bytes, *, name: str) -> Extraction:
    """Read a plain text; one that carries Markdown marks is read as Markdown.

    Raises
    ------
    UnreadableFileError
        If the content is empty, binary or too long.
    """
    decoded = decode_text(content, name=name)
    if carries_markdown(decoded.text):
        return read_markdown_text(decoded)
    cleared = clear_pages(decoded.text, split_lines(decoded.text))
    drafts = _draft_paragraphs(decoded.text, cleared.lines)
    kept = [draft for draft in drafts if not _PAGE_NUMBER.fullmatch(draft.text)]
    n_numbers = len(drafts) - len(kept)
    if n_numbers < _FEWEST_NUMBERS:
        kept, n_numbers = drafts, 0
    message = f"{n_numbers} lines with nothing but a page number were left out."
    problem = Problem(kind="page furniture removed", message=message)
    return Extraction(
        media_type=TEXT,
        drafts=tuple(kept),
        problems=(
            *decoded.problems,
            *cleared.problems,
            *([problem] if n_numbers else []),
        ),
    )


def draft_lines(text: str) -> list[Draft]:
    """Turn the lines of a plain text into blocks."""
    return _draft_paragraphs(text, split_lines(text))


def _draft_paragraphs(text: str, lines: Sequence[TextLine]) -> list[Draft]:
    paragraphs = [
        paragraph
        for paragraph in group_lines(lines)
        if not _RULE.fullmatch(paragraph.text)
    ]
    words = KnownWords(text)
    is_heading = _find_headings(paragraphs)
    levels = _find_levels(paragraphs, is_heading)
    in_list = _find_lists(paragraphs, is_heading)
    drafts = [
        _draft(paragraph, words, level=level, is_item=item)
        for paragraph, level, item in zip(paragraphs, levels, in_list, strict=True)
    ]
    depths = _find_depths(paragraphs)
    return [
        draft if draft.kind == "heading" else replace(draft, level=depth)
        for draft, depth in zip(drafts, depths, strict=True)
    ]


def _find_depths(paragraphs: Sequence[Paragraph]) -> list[int | None]:
    """Tell how deep the items of nested lists stand, by their indents."""
    depths: list[int | None] = []
    indents: list[int] = []
    for paragraph in paragraphs:
        if not match_marker(paragraph.text):
            indents = []
            depths.append(None)
            continue
        indent = paragraph.lines[0].indent
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indent >= indents[-1] + _DEEPER:
            indents.append(indent)
        depths.append(len(indents))
    return depths


def _find_headings(paragraphs: Sequence[Paragraph]) -> list[bool]:
    """Tell headings: short, unpunctuated, alone, with words that are not after them."""
    longest = _longest_heading(paragraphs)
    looks = [
        len(paragraph.text) <= longest and _looks_like_heading(paragraph)
        for paragraph in paragraphs
    ]
    found = []
    for i, look in enumerate(looks):
        has_body = i + 1 < len(paragraphs)
        found.append(look and has_body and _stands_alone(paragraphs, looks, i))
    if paragraphs and len(paragraphs) > 1:
        found[0] = found[0] or _looks_like_title(paragraphs[0])
    return found


def _longest_heading(paragraphs: Sequence[Paragraph]) -> int:
    """Without full stops, as in Thai, only very short lines tell themselves apart."""
    letters = "".join(p.text for p in paragraphs[:_FEW])
    if len(_STOPLESS.findall(letters)) > len(letters) / 2:
        return _LONGEST_UNPUNCTUATED
    long = [p for p in paragraphs if len(p.text) > _LONGEST_HEADING]
    n_final = sum(paragraph.lines[-1].is_final for paragraph in long)
    is_punctuated = len(long) < 5 or n_final >= len(long) * _FEWEST_FINAL
    return _LONGEST_HEADING if is_punctuated else _LONGEST_UNPUNCTUATED


def _looks_like_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if _HASH.match(text):
        return not _HASHTAGS.fullmatch(text)
    if _is_long(text) or text[0].islower() or _GOES_ON.search(text):
        return False
    marker = match_marker(text)
    if marker and marker.style == "deep" and len(text) <= _LONGEST_UNPUNCTUATED * 3:
        return text[-1] != ":"
    if marker and (marker.style == "bullet" or text[marker.end :][:1].islower()):
        return False
    return _ends_like_heading(text) and any(c.isalpha() for c in text)


def _ends_like_heading(text: str) -> bool:
    """Ask for no punctuation at the end, but a colon after a line of capitals."""
    if text.isupper() and text[-1] == ":":
        return True
    is_open = _OPEN_END.search(text) or _QUOTED.match(text)
    return not is_open and not _PAGE_NUMBER.fullmatch(text)


def _is_long(text: str) -> bool:
    wide = 2 * len(_WIDE.findall(text))
    return len(text) + wide > _LONGEST_HEADING or text.count(" ") >= _MOST_WORDS


def _looks_like_title(paragraph: Paragraph) -> bool:
    """Allow a first line that stands apart to be a title with a full stop."""
    text = paragraph.text
    is_short = not _is_long(text) and text.count(". ") < 3
    return paragraph.apart_after and is_short and text[-1] not in ":,;"


def _stands_alone(
    paragraphs: Sequence[Paragraph], looks: Sequence[bool], i: int
) -> bool:
    """Ask for empty lines around a heading, or for a body in a wrapped column."""
    paragraph = paragraphs[i]
    if _HASH.match(paragraph.text):
        return True
    before = paragraphs[i - 1] if i else None
    ended = before is None or looks[i - 1] or before.lines[-1].is_final
    body = paragraphs[i + 1]
    is_free = paragraph.apart_before or before is None or before.lines[-1].is_final
    if _is_capitals(paragraph) and not _is_capitals(body) and is_free:
        return paragraph.apart_after or not body.text[0].islower()
    if match_marker(paragraph.text):
        return paragraph.apart_before and paragraph.apart_after
    if paragraph.apart_before and paragraph.apart_after:
        return True
    return ended and len(body.lines) > 1 and not match_marker(body.text)


def _is_capitals(paragraph: Paragraph) -> bool:
    """Say whether a line is set in capitals, and is more than an abbreviation."""
    text = paragraph.text
    is_set = text.isupper() and not match_marker(text)
    return is_set and len(text) >= _FEWEST_CAPITALS


def _find_levels(
    paragraphs: Sequence[Paragraph], is_heading: Sequence[bool]
) -> list[int | None]:
    """Put headings in capitals above others, and the title above both."""
    capitals = [paragraph.text.isupper() for paragraph in paragraphs]
    has_title = any(is_heading[:1]) and not _is_first_section(paragraphs, is_heading)
    has_chapters = any(
        heading and capital
        for heading, capital in zip(
            is_heading[has_title:], capitals[has_title:], strict=True
        )
    )
    levels: list[int | None] = [
        (has_title + 1 if capital else has_title * has_chapters + 2)
        if heading
        else None
        for heading, capital in zip(is_heading, capitals, strict=True)
    ]
    return [1, *levels[1:]] if has_title else levels


def _is_first_section(
    paragraphs: Sequence[Paragraph], is_heading: Sequence[bool]
) -> bool:
    """Say whether the first heading opens the text, or is numbered like others."""
    others = [p for p, found in zip(paragraphs, is_heading, strict=True) if found][1:]
    if opens_text(paragraphs[0].text):
        return bool(others)
    marker = match_marker(paragraphs[0].text)
    marks = [match_marker(other.text) for other in others]
    return marker is not None and any(m and m.style == marker.style for m in marks)


def _find_lists(
    paragraphs: Sequence[Paragraph], is_heading: Sequence[bool]
) -> list[bool]:
    """Tell items without a mark: short lines, one below the other."""
    found = [False] * len(paragraphs)
    start = 0
    for i, paragraph in enumerate(paragraphs):
        if is_heading[i] or not _is_list_line(paragraph):
            start = i + 1
        elif paragraph.apart_after or i + 1 == len(paragraphs):
            start += _is_lead(paragraphs[start : i + 1])
            if i + 1 - start >= _FEWEST_IN_LIST:
                found[start : i + 1] = [True] * (i + 1 - start)
            start = i + 1
    return found


def _is_lead(paragraphs: Sequence[Paragraph]) -> bool:
    """Say whether the first of some lines leads to the others, which have marks."""
    marked = [match_marker(paragraph.text) is not None for paragraph in paragraphs[:2]]
    return marked == [False, True]


def _is_list_line(paragraph: Paragraph) -> bool:
    text = paragraph.text
    is_single = len(paragraph.lines) == 1
    return is_single and not _is_long(text) and text[-1] not in ".,:!?…。"


def _draft(
    paragraph: Paragraph,
    words: KnownWords,
    *,
    level: int | None,
    is_item: bool,
) -> Draft:
    """Make one block; marks of plain text ("#", "-", "*") stay out of its words.

    `level` is that of a heading, None for all else.
    """
    text = paragraph.text
    marks = _HASH.match(text) if level else None
    if marks:
        pieces = join_lines(paragraph.lines, words, skip=marks.end())
        return Draft(kind="heading", pieces=tuple(pieces), level=len(marks.group(1)))
    marker = match_marker(text)
    if marker and (marker.text in _MARKS or not text.startswith(marker.text)):
        pieces = join_lines(paragraph.lines, words, skip=marker.end)
        return Draft(kind="item", pieces=tuple(pieces), level=1, marker=marker.text)
    pieces = join_lines(paragraph.lines, words)
    if level:
        return Draft(kind="heading", pieces=tuple(pieces), level=level)
    is_item = is_item or bool(marker and marker.style == "bullet")
    return Draft(kind="item" if is_item else "paragraph", pieces=tuple(pieces))
