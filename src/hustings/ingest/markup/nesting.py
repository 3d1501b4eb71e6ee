"""How deep a page's elements stand in each other, limited before it is parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hustings.ingest.readers.html_tags import BLOCKS
from hustings.model.document import Problem

DEEPEST = 500
"""Levels; browsers stop at about as many."""

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})|<!--")
_STYLING = frozenset(
    [
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "q",
        "cite",
        "abbr",
        "label",
    ]
)
# Elements without content, and those whose end tag may be missing, which close
# each other: these do not nest by themselves.
_FLAT = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "html",
        "head",
        "body",
        "rt",
        "rp",
    ]
)
_RAW = {
    name: re.compile(rf"</{name}", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp")
}
_COMMENT_END = re.compile("-->")
_DRAWINGS = frozenset(["svg", "math"])  # in these alone "/>" ends an element


@dataclass(frozen=True, slots=True, kw_only=True)
class Flattened:
    """A page with no element deeper than `DEEPEST`, and what was done for that."""

    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Depth:
    """How many elements of one sort are open, and how many were left out."""

    n_open: int = 0
    n_left_out: int = 0

    def drops(self, *, closes: bool) -> bool:
        """Count a tag; say whether it stands too deep and is to be left out."""
        if not closes:
            is_too_deep = self.n_open >= DEEPEST
            self.n_left_out += is_too_deep
            self.n_open += not is_too_deep
            return is_too_deep
        if self.n_left_out:
            self.n_left_out -= 1
            return True
        self.n_open = max(self.n_open - 1, 0)
        return False


@dataclass(slots=True)
class _Scan:
    """One pass over the tags of a page."""

    text: str
    kept: list[str] = field(default_factory=list)
    position: int = 0
    n_dropped: int = 0
    in_drawing: bool = False
    blocks: _Depth = field(default_factory=_Depth)
    styling: _Depth = field(default_factory=_Depth)

    def run(self) -> str:
        match = _TAG.search(self.text)
        while match:
            match = _TAG.search(self.text, self.take(match))
        self.kept.append(self.text[self.position :])
        return "".join(self.kept)

    def take(self, match: re.Match[str]) -> int:
        """Keep or leave out one tag, and say where to look for the next."""
        closes, name = match.group(1) == "/", (match.group(2) or "").lower()
        ending = _RAW.get(name) if name else _COMMENT_END
        if ending is not None:
            return match.end() if closes else self.after(ending, match.end())
        self.note_drawing(name, closes=closes)
        if name in _FLAT:
            return match.end()
        end = self.text.find(">", match.end())
        if end < 0:
            return len(self.text)
        is_whole = self.in_drawing and self.text[end - 1] == "/"
        depth = self.styling if name in _STYLING else self.blocks
        if not is_whole and depth.drops(closes=closes):
            self.n_dropped += not closes
            self.kept.append(self.text[self.position : match.start()])
            self.position = end + 1
        return end + 1

    def note_drawing(self, name: str, *, closes: bool) -> None:
        """Take note where a drawing begins and ends; HTML's elements end it too."""
        if name in _DRAWINGS:
            self.in_drawing = not closes
        elif name in _FLAT or name in _STYLING or name in BLOCKS:
            self.in_drawing = False

    def after(self, ending: re.Pattern[str], start: int) -> int:
        """Skip to the end of what holds no tags."""
        found = ending.search(self.text, start)
        return found.end() if found else len(self.text)


def limit_nesting(text: str) -> Flattened:
    """Leave out the tags of HTML that stand deeper than `DEEPEST`; words stay.

    One pass over the text, whatever its tags. A parser would build the tree first,
    and all that walks the tree afterwards would pay for its depth.
    """
    scan = _Scan(text)
    flat = scan.run()
    if not scan.n_dropped:
        return Flattened(text=text)
    message = (
        f"Its elements are nested more than {DEEPEST} levels deep; "
        f"{scan.n_dropped} of them were read as if they were not there."
    )
    return Flattened(
        text=flat, problems=(Problem(kind="deep nesting", message=message),)
    )
