"""Plain text: encodings, hard line ends, headings and lists by their shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hustings.ingest.decoding import decode_text
from hustings.ingest.drafts import Draft, Extraction
from hustings.ingest.marks import match_marker
from hustings.ingest.media import TEXT
from hustings.ingest.readers.markdown import carries_markdown, read_markdown_text
from hustings.ingest.textlines import KnownWords, group_lines, join_lines, split_lines
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.ingest.textlines import Paragraph

_HASH = re.compile(r"(#{1,6})\s*(?=\w|[\"'‘“«(])")
_MARKS = frozenset("-*+")  # marks of plain text, not printed bullets
_RULE = re.compile(r"[\W_]*")
_OPEN_END = re.compile(r"[,;:.…。、！!،؛।]$")
_PAGE_NUMBER = re.compile(r"[-–—\s]*(\d{1,4}|\d{1,2}:\d{1,3}|[ivxlc]{1,6})[-–—\s]*")
_QUOTED = re.compile(r"[\"“„«‘‹「].*[.!?,…][\"”“»’›」]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_HEADING = 90
_LONGEST_UNPUNCTUATED = 24
_FEWEST_FINAL = 0.3  # share of long paragraphs that end in punctuation
_MOST_WORDS = 14
_FEWEST_NUMBERS = 5  # a lone number may mean something, a row of them are pages
_FEWEST_IN_LIST = 3


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
    drafts = draft_lines(decoded.text)
    kept = [draft for draft in drafts if not _PAGE_NUMBER.fullmatch(draft.text)]
    n_numbers = len(drafts) - len(kept)
    if n_numbers < _FEWEST_NUMBERS:
        kept, n_numbers = drafts, 0
    message = f"{n_numbers} lines with nothing but a page number were left out."
    problem = Problem(kind="page furniture removed", message=message)
    return Extraction(
        media_type=TEXT,
        drafts=tuple(kept),
        problems=(*decoded.problems, problem) if n_numbers else decoded.problems,
    )


def draft_lines(text: str) -> list[Draft]:
    """Turn the lines of a plain text into blocks."""
    paragraphs = [
        paragraph
        for paragraph in group_lines(split_lines(text))
        if not _RULE.fullmatch(paragraph.text)
    ]
    words = KnownWords(text)
    is_heading = _find_headings(paragraphs)
    in_list = _find_lists(paragraphs, is_heading)
    return [
        _draft(paragraph, words, is_heading=heading, is_item=item, is_first=i == 0)
        for i, (paragraph, heading, item) in enumerate(
            zip(paragraphs, is_heading, in_list, strict=True)
        )
    ]


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
    long = [p for p in paragraphs if len(p.text) > _LONGEST_HEADING]
    n_final = sum(paragraph.lines[-1].is_final for paragraph in long)
    is_punctuated = len(long) < 5 or n_final >= len(long) * _FEWEST_FINAL
    return _LONGEST_HEADING if is_punctuated else _LONGEST_UNPUNCTUATED


def _looks_like_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if _HASH.match(text):
        return True
    if _is_long(text) or text[0].islower():
        return False
    marker = match_marker(text)
    if marker and marker.style == "deep" and len(text) <= _LONGEST_UNPUNCTUATED * 3:
        return text[-1] != ":"
    if _OPEN_END.search(text) or _QUOTED.match(text):
        return False
    if marker and (marker.style == "bullet" or text[marker.end :][:1].islower()):
        return False
    return not _PAGE_NUMBER.fullmatch(text) and any(c.isalpha() for c in text)


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
    if match_marker(paragraph.text):
        return paragraph.apart_before and paragraph.apart_after
    if paragraph.apart_before and paragraph.apart_after:
        return True
    before = paragraphs[i - 1] if i else None
    ended = before is None or looks[i - 1] or before.lines[-1].is_final
    body = paragraphs[i + 1]
    return ended and len(body.lines) > 1 and not match_marker(body.text)


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
            if i + 1 - start >= _FEWEST_IN_LIST:
                found[start : i + 1] = [True] * (i + 1 - start)
            start = i + 1
    return found


def _is_list_line(paragraph: Paragraph) -> bool:
    text = paragraph.text
    is_single = len(paragraph.lines) == 1
    return is_single and not _is_long(text) and text[-1] not in ".,:!?…。"


def _draft(
    paragraph: Paragraph,
    words: KnownWords,
    *,
    is_heading: bool,
    is_item: bool,
    is_first: bool,
) -> Draft:
    """Make one block; marks of plain text ("#", "-", "*") stay out of its words."""
    text = paragraph.text
    marks = _HASH.match(text) if is_heading else None
    if marks:
        pieces = join_lines(paragraph.lines, words, skip=marks.end())
        return Draft(kind="heading", pieces=tuple(pieces), level=len(marks.group(1)))
    marker = match_marker(text)
    if marker and (marker.text in _MARKS or not text.startswith(marker.text)):
        pieces = join_lines(paragraph.lines, words, skip=marker.end)
        return Draft(kind="item", pieces=tuple(pieces), level=1, marker=marker.text)
    pieces = join_lines(paragraph.lines, words)
    if is_heading:
        level = 1 if is_first or text.isupper() else 2
        return Draft(kind="heading", pieces=tuple(pieces), level=level)
    is_item = is_item or bool(marker and marker.style == "bullet")
    return Draft(kind="item" if is_item else "paragraph", pieces=tuple(pieces))
