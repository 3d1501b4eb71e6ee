"""The type of a document: what its running text looks like, and what stands out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.ingest.layout.lines import Line

_LARGER = 1.1
_MAX_HEADING = 200
_MAX_LINES = 5
_MIN_USES = 3
_MANY = 20
_SENTENCE_END = re.compile(r"[.;,:][\"'”»)]*$")
_NUMBERED = re.compile(r"^(?:[\divxIVX]+\.?)+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyType:
    """How the running text is set.

    Attributes
    ----------
    size : float
        In points, to the half point.
    font : int
    bold : bool
    leadings : mapping of float to float
        Usual distance from baseline to baseline, by type size.
    """

    size: float
    font: int
    bold: bool
    leadings: Mapping[float, float]

    def leading(self, size: float) -> float:
        """Return the usual distance between two lines of this size."""
        return self.leadings.get(half_points(size), 1.25 * size)


def half_points(size: float) -> float:
    """Round a type size to half points, the steps in which type is chosen."""
    return round(size * 2) / 2


def find_body_type(lines: Sequence[Line]) -> BodyType:
    """Find the size and face that most characters are set in."""
    weights: Counter[tuple[float, int, bool]] = Counter()
    sizes: Counter[float] = Counter()
    for line in lines:
        weights[half_points(line.size), line.font, line.bold] += len(line.text)
        sizes[half_points(line.size)] += len(line.text)
    if not sizes:
        return BodyType(size=10.0, font=0, bold=False, leadings={})
    size = sizes.most_common(1)[0][0]
    (_, font, bold), _ = max(
        ((key, n) for key, n in weights.items() if key[0] == size),
        key=lambda pair: pair[1],
    )
    return BodyType(size=size, font=font, bold=bold, leadings=_leadings(lines, size))


def _leadings(lines: Sequence[Line], body_size: float) -> dict[float, float]:
    """Return the usual distances; headings below each other must not widen theirs."""
    distances: dict[float, list[float]] = defaultdict(list)
    for a, b in pairwise(lines):
        distance = b.baseline - a.baseline
        same = (a.page, a.column) == (b.page, b.column)
        same = same and half_points(a.size) == half_points(b.size)
        if same and 0.8 * b.size < distance < 2.2 * b.size:
            distances[half_points(b.size)].append(distance)
    return {
        size: median(found) if size == body_size else min(median(found), 1.5 * size)
        for size, found in distances.items()
        if len(found) > 3
    }


def stands_out(line: Line, body: BodyType) -> bool:
    """Say whether a line is larger than running text, or bold where that is not."""
    return line.size > _LARGER * body.size or (
        line.bold and not body.bold and line.size > 0.9 * body.size
    )


def is_heading(lines: Sequence[Line], body: BodyType) -> bool:
    """Say whether a group of lines is a heading: short, and set apart by its type."""
    text = " ".join(line.text for line in lines).strip()
    if len(text) > _MAX_HEADING or len(lines) > _MAX_LINES:
        return False
    if not any(c.isalpha() for c in text):
        return bool(_NUMBERED.match(text)) and lines[0].size > _LARGER * body.size
    if all(line.size > _LARGER * body.size for line in lines):
        return not (text.endswith(".") and len(text) > 90)
    if _SENTENCE_END.search(text) or lines[0].size < 0.9 * body.size:
        return False
    return _is_set_apart(lines, text, body)


def _is_set_apart(lines: Sequence[Line], text: str, body: BodyType) -> bool:
    if len(lines) > 3:
        return False
    if all(line.bold for line in lines) and not body.bold:
        return True
    if len(lines) > 2 or len(text) < 3:
        return False
    is_capitals = text.isupper() and sum(c.isalpha() for c in text) >= 4
    other_face = all(line.font != body.font for line in lines)
    is_short = lines[-1].right < lines[-1].edges[1] - 2 * lines[-1].size
    return is_capitals or (other_face and is_short and text[0].isupper())


def rank_styles(headings: Sequence[Sequence[Line]]) -> dict[tuple[float, bool], int]:
    """Give each heading style its level: larger before smaller, bold before light.

    In a document with many headings, styles used once or twice, as on a cover, take the
    level they fall on and open none.
    """
    uses = Counter(heading_style(lines) for lines in headings)
    ordered = sorted(uses, key=lambda style: (-style[0], not style[1]))
    needed = _MIN_USES if len(headings) > _MANY else 1
    levels, level = {}, 1
    for style in ordered:
        levels[style] = min(level, 6)
        level += uses[style] >= needed
    return levels


def heading_style(lines: Sequence[Line]) -> tuple[float, bool]:
    """Return the size in whole points and the weight of a heading."""
    return float(round(lines[0].size)), lines[0].bold
