"""Agreement of people who cut the text themselves, from what they coded in a project.

The continuum is the text that two or more of them divided and coded, measured in
characters that are not white space: units touch, and what stands between them is
nobody's. Each stretch of text that the same people went through is a continuum of its
own, so that what one of them was never given is no disagreement.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pyarrow as pa

from hustings.coding.continua import MarkedStretch
from hustings.coding.unitising import unitising_agreement
from hustings.coding.unitising_results import UnitisingStatistic
from hustings.workflow.own_units import (
    latest_of_overlapping,
    place_of,
    table_of,
    unitising_of,
)
from hustings.workflow.renewals import find_document, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.coding.unitising_results import UnitisingResult
    from hustings.model.document import Problem
    from hustings.model.hand_coding import HandCoding
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.agreement_questions import AgreementQuestion

STATISTICS: tuple[UnitisingStatistic, ...] = get_args(UnitisingStatistic)

UNITISING = pa.schema(
    [
        ("statistic", pa.string()),
        ("code", pa.string()),
        ("coder_a", pa.string()),
        ("coder_b", pa.string()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("confidence", pa.float64()),
        ("level", pa.string()),
        ("n_units", pa.int64()),
        ("n_values", pa.int64()),
        ("n_coders", pa.int64()),
        ("coverage", pa.float64()),
        ("variable", pa.string()),
    ]
)
"""One row a coefficient: over all values, of each, and of two coders."""


NONE = ("none",)
"""Statistics on given units, where none of them is asked for."""


def without_unitising(statistics: Sequence[str]) -> tuple[str, ...]:
    """Leave the statistics of this module out; `NONE` where no other is asked for."""
    others = tuple(one for one in statistics if one not in STATISTICS)
    return NONE if statistics and not others else others


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUnit:
    """A unit that one person cut and coded, in characters without white space.

    Attributes
    ----------
    values : mapping of str to str
        By variable; a unit may have none of a variable that is not asked there.
    """

    document: str
    coder: str
    start: int
    end: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuum:
    """A stretch of a document that the same people went through."""

    document: str
    start: int
    end: int
    coders: frozenset[str]


def own_units(store: Store, runs: Sequence[Run]) -> list[OwnUnit]:
    """Return what coders of some runs cut and coded."""
    texts: dict[str, np.ndarray[Any, np.dtype[np.int64]]] = {}
    found = []
    for run in runs:
        said = _said(store, run)
        for row in table_of(store, run).to_pylist():
            name = row["document"]
            if name not in texts:
                texts[name] = _without_space(text_of(store, find_document(store, name)))
            found.append(
                OwnUnit(
                    document=name,
                    coder=str(run.parameters["coder"]),
                    start=int(texts[name][row["start"]]),
                    end=int(texts[name][row["end"]]),
                    values=said.get(row["unit"], {}),
                )
            )
    return found


def own_units_now(store: Store, sha256: str) -> list[OwnUnit]:
    """Return what people cut and coded with one codebook, as it stands now."""
    names = {one.document_id for one in store.documents()}
    texts: dict[str, np.ndarray[Any, np.dtype[np.int64]]] = {}
    said: dict[tuple[str, str, int, int], dict[str, str]] = {}
    for one in _said_now(store, sha256):
        document, start, end = place_of(one)
        if document in names:
            unit = said.setdefault((one.coder, document, start, end), {})
            unit[one.variable] = str(one.value)
    for name in dict.fromkeys(document for _, document, _, _ in said):
        texts[name] = _without_space(text_of(store, find_document(store, name)))
    return [
        OwnUnit(
            document=name,
            coder=coder,
            start=int(texts[name][start]),
            end=int(texts[name][end]),
            values=values,
        )
        for (coder, name, start, end), values in said.items()
    ]


def _said_now(store: Store, sha256: str) -> Iterator[HandCoding]:
    """Yield codings in assignments whose units are their person's to cut."""
    current = store.hand.current(codebook=sha256)
    for coder in sorted({one.coder for one in current}):
        unitising = unitising_of(store, coder)
        if unitising:
            mine = [one for one in current if one.coder == coder]
            latest = latest_of_overlapping(mine)
            yield from (one for one in latest if one.assignment_id in unitising)


def shared_continua(units: Sequence[OwnUnit]) -> list[Continuum]:
    """Return the stretches that two or more people went through, in reading order."""
    found = []
    for name in dict.fromkeys(one.document for one in units):
        areas = list(_areas([one for one in units if one.document == name]))
        edges = sorted({edge for _, start, end in areas for edge in (start, end)})
        for start, end in pairwise(edges):
            coders = frozenset(
                who for who, low, high in areas if low <= start and end <= high
            )
            if len(coders) > 1:
                found.append(
                    Continuum(document=name, start=start, end=end, coders=coders)
                )
    return found


def unitising_rows(
    units: Sequence[OwnUnit], variable: str, asked: AgreementQuestion
) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
    """Measure how far people agree on units and values of one variable.

    Returns
    -------
    rows : list of dict
        As `UNITISING` says; nothing where no two people cut the same text.
    problems : tuple of Problem
    """
    continua = shared_continua(units)
    chosen = [one for one in asked.statistics if one in STATISTICS]
    if not continua or (asked.statistics and not chosen):
        return [], ()
    whole = _measure(units, continua, variable, chosen, asked)
    rows = [{**row, "variable": variable} for row in whole.to_rows()]
    people = sorted({coder for one in continua for coder in one.coders})
    if "pair" in (asked.by or ()):
        for a, b in combinations(people, 2):
            some = [one for one in units if one.coder in {a, b}]
            of_two = shared_continua(some)
            result = _measure(some, of_two, variable, chosen, asked)
            told = {"coder_a": a, "coder_b": b, "variable": variable}
            rows += [{**row, **told} for row in result.to_rows() if of_two]
    return rows, whole.problems


def _measure(
    units: Sequence[OwnUnit],
    continua: Sequence[Continuum],
    variable: str,
    chosen: Sequence[Any],
    asked: AgreementQuestion,
) -> UnitisingResult:
    how = asked.options
    return unitising_agreement(
        [mark for one in continua for mark in _marks(one, units, variable)],
        statistics=chosen or STATISTICS,
        lengths={_name(one): one.end - one.start for one in continua},
        confidence=how.confidence,
        n_draws=0 if how.interval == "none" else how.n_draws,
        seed=how.seed,
    )


def _marks(
    one: Continuum, units: Sequence[OwnUnit], variable: str
) -> Iterator[MarkedStretch]:
    """Yield what people marked in a continuum, and that they went through it."""
    for coder in sorted(one.coders):
        yield MarkedStretch(
            document=_name(one), coder=coder, start=0, end=0, value=None
        )
    for unit in units:
        value = unit.values.get(variable)
        start, end = max(unit.start, one.start), min(unit.end, one.end)
        is_inside = unit.document == one.document and start < end
        if value is not None and is_inside and unit.coder in one.coders:
            yield MarkedStretch(
                document=_name(one),
                coder=unit.coder,
                start=start - one.start,
                end=end - one.start,
                value=value,
            )


def _areas(units: Sequence[OwnUnit]) -> Iterator[tuple[str, int, int]]:
    """Yield coder, start and end of the text that each went through without a gap."""
    ordered = sorted(units, key=lambda one: (one.coder, one.start))
    area: tuple[str, int, int] | None = None
    for one in ordered:
        if area is not None and area[0] == one.coder and one.start <= area[2]:
            area = (one.coder, area[1], max(area[2], one.end))
            continue
        if area is not None:
            yield area
        area = (one.coder, one.start, one.end)
    if area is not None:
        yield area


def _name(one: Continuum) -> str:
    return f"{one.document} {one.start:09}-{one.end:09}"


def _said(store: Store, run: Run) -> dict[str, dict[str, str]]:
    """Return by unit and variable what a run's coder said."""
    columns = ["unit", "variable", "value"]
    found: dict[str, dict[str, str]] = {}
    for row in store.table(run.outputs[0], columns).to_pylist():
        found.setdefault(row["unit"], {})[row["variable"]] = row["value"]
    return found


def _without_space(text: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return for every place of a text how many characters of words lie before it."""
    is_word = np.fromiter((not sign.isspace() for sign in text), np.int64, len(text))
    return np.concatenate([[0], np.cumsum(is_word)])
