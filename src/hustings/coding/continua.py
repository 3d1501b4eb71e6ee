"""Texts as continua: what several coders marked in them, and where nothing is marked.

A coder cuts a text into stretches with a value and leaves gaps between them. A coder
has gone through a document if there is at least one record of theirs in it; a record
without a value says so where nothing was found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hustings.errors import InvalidStretchError, OverlappingStretchesError
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

IntArray: TypeAlias = NDArray[np.int64]

_MOST_NAMED = 3

LONGEST_CONTINUUM = 10**9
"""No stretch ends after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedStretch:
    """A stretch of a document that one coder marked with one value.

    Attributes
    ----------
    start, end : int
        Half-open; in characters, words, seconds: whatever the continuum is counted in.
    value : str or None
        None or empty says that the coder went through the document; the stretch then
        marks nothing.
    """

    document: str
    coder: str
    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuum:
    """A document, or a stretch of it, with the marks of all who went through it.

    Attributes
    ----------
    n_coders : int
        Who went through it, those who marked nothing too; 2 or more.
    coder, start, end, code : array of shape (n_marks,)
        The marks, by coder and start. `code` is 1 for the first of the values; 0 is
        the gap, which has no marks.
    """

    document: str
    length: int
    n_coders: int
    coder: IntArray
    start: IntArray
    end: IntArray
    code: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Continua:
    """All documents that two or more coders went through.

    Attributes
    ----------
    parts : tuple of Continuum
        In the order of the documents' names.
    values : tuple of str
        In alphabetical order.
    n_marks : mapping of str to int
        Marks of each value.
    """

    parts: tuple[Continuum, ...]
    values: tuple[str, ...]
    n_marks: Mapping[str, int]
    n_coders: int
    problems: tuple[Problem, ...] = ()


def continua_from_stretches(
    stretches: Iterable[MarkedStretch],
    *,
    lengths: Mapping[str, int] | None = None,
    values_may_overlap: bool = False,
) -> Continua:
    """Put what coders marked together, document by document.

    Parameters
    ----------
    stretches : iterable of MarkedStretch
        In any order.
    lengths : mapping of str to int, optional
        How long each document is. Where it is not said, a document ends with its last
        mark, and a `Problem` tells of it.
    values_may_overlap : bool, default=False
        Whether a coder's stretches may overlap if their values differ.

    Raises
    ------
    InvalidStretchError
        If a stretch is empty or leaves its document.
    OverlappingStretchesError
        If two stretches of one coder overlap.
    """
    by_document = _by_document(stretches)
    known = lengths or {}
    long = {
        name: known.get(name, max(one.end for one in marks))
        for name, marks in by_document.items()
    }
    for name, marks in by_document.items():
        _check_bounds(marks, known.get(name))
        _check_overlaps(marks, apart=values_may_overlap)
    paired = {
        name: marks
        for name, marks in by_document.items()
        if len({one.coder for one in marks}) > 1
    }
    return _continua(
        paired,
        long,
        problems=(*_single(by_document, paired), *_unmeasured(paired, known)),
    )


def cut_at_shared_gaps(part: Continuum) -> list[Continuum]:
    """Cut a continuum wherever a mark begins that nobody's earlier mark reaches.

    No mark is cut. Every piece is one cluster of overlapping marks with the gap that
    follows it; a gap before the first goes with the first.
    """
    order = np.argsort(part.start, kind="stable")
    start, end = part.start[order], part.end[order]
    reach = np.maximum.accumulate(end)
    fresh = np.flatnonzero(start[1:] >= reach[:-1]) + 1
    cuts = np.concatenate([[0], start[fresh], [part.length]])
    piece_of = np.searchsorted(cuts, part.start, side="right") - 1
    return [
        _piece(part, piece_of == i, int(low), int(high))
        for i, (low, high) in enumerate(pairwise(cuts))
    ]


def _piece(
    part: Continuum, chosen: NDArray[np.bool_], low: int, high: int
) -> Continuum:
    return Continuum(
        document=part.document,
        length=high - low,
        n_coders=part.n_coders,
        coder=part.coder[chosen],
        start=part.start[chosen] - low,
        end=part.end[chosen] - low,
        code=part.code[chosen],
    )


def _by_document(
    stretches: Iterable[MarkedStretch],
) -> dict[str, list[MarkedStretch]]:
    """Group by document, each by coder and start."""
    ordered = sorted(
        stretches, key=lambda one: (one.document, one.coder, one.start, one.end)
    )
    groups = groupby(ordered, key=attrgetter("document"))
    return {name: list(marks) for name, marks in groups}


def _check_bounds(marks: Sequence[MarkedStretch], length: int | None) -> None:
    """Raise for a stretch that is empty or leaves its document."""
    for one in marks:
        is_inside = one.end <= (LONGEST_CONTINUUM if length is None else length)
        if one.value and not (0 <= one.start < one.end and is_inside):
            raise InvalidStretchError(
                document=one.document,
                coder=one.coder,
                start=one.start,
                end=one.end,
                length=length,
            )


def _check_overlaps(marks: Sequence[MarkedStretch], *, apart: bool) -> None:
    """Raise if stretches of one coder overlap, or (`apart`) of one coder and value."""
    lines: dict[tuple[str, str | None], MarkedStretch] = {}
    for one in marks:
        if not one.value:
            continue
        line = (one.coder, one.value if apart else None)
        before = lines.get(line)
        if before is not None and one.start < before.end:
            raise OverlappingStretchesError(
                document=one.document,
                coder=one.coder,
                first=(before.start, before.end),
                second=(one.start, one.end),
            )
        lines[line] = one


def _continua(
    paired: Mapping[str, Sequence[MarkedStretch]],
    lengths: Mapping[str, int],
    problems: tuple[Problem, ...],
) -> Continua:
    marked = [one.value for marks in paired.values() for one in marks if one.value]
    values = sorted(set(marked))
    codes = {value: i + 1 for i, value in enumerate(values)}
    return Continua(
        parts=tuple(
            _continuum(name, marks, lengths[name], codes)
            for name, marks in paired.items()
        ),
        values=tuple(values),
        n_marks=Counter(marked),
        n_coders=len({one.coder for marks in paired.values() for one in marks}),
        problems=problems,
    )


def _continuum(
    name: str,
    marks: Sequence[MarkedStretch],
    length: int,
    codes: Mapping[str, int],
) -> Continuum:
    """Put one document's marks into arrays."""
    coders = {coder: i for i, coder in enumerate(sorted({one.coder for one in marks}))}
    rows = [
        (coders[one.coder], one.start, one.end, codes[one.value])
        for one in marks
        if one.value
    ]
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    return Continuum(
        document=name,
        length=length,
        n_coders=len(coders),
        coder=columns[0],
        start=columns[1],
        end=columns[2],
        code=columns[3],
    )


def _single(
    by_document: Mapping[str, object], paired: Mapping[str, object]
) -> Iterable[Problem]:
    """Tell of documents that one coder went through alone."""
    single = [name for name in by_document if name not in paired]
    if single:
        yield Problem(
            kind="one coder only",
            message=f"Only one coder went through {_name(single)}, which says nothing "
            "of agreement and was left out. A coder who found nothing needs a row "
            "without a value.",
        )


def _unmeasured(
    paired: Mapping[str, object], known: Mapping[str, int]
) -> Iterable[Problem]:
    """Tell of documents whose length nobody gave."""
    unknown = [name for name in paired if name not in known]
    if unknown:
        yield Problem(
            kind="unknown length",
            message=f"The length of {_name(unknown)} is not given, so it ends with "
            "its last mark. What follows unmarked counts as agreement once the length "
            "is known.",
        )


def _name(documents: Sequence[str]) -> str:
    """Name a few documents."""
    named = ", ".join(repr(one) for one in documents[:_MOST_NAMED])
    more = len(documents) - _MOST_NAMED
    kind = "document" if len(documents) == 1 else "documents"
    return f"{kind} {named}" + (f" and {more} more" if more > 0 else "")
