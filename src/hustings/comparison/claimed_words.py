"""Whether people mark the same words as the targets of claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.coding.continua import MarkedStretch
from hustings.coding.unitising import unitising_agreement
from hustings.model.claim import FOR
from hustings.model.document import Problem, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hustings.coding.agreement_intervals import AgreementOptions
    from hustings.model.claim_sheet import SheetClaim

TARGET = "target"
SIDES = ("for", "against")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedUnit:
    """What one coder says one unit claims.

    Attributes
    ----------
    unit, document : str
    words : str
        The unit's, which all spans index.
    claims : tuple of SheetClaim
        Empty where the coder found none.
    language : str
        For lemmas.
    """

    unit: str
    document: str
    coder: str
    words: str
    claims: tuple[SheetClaim, ...]
    language: str


def agree_on_words(
    units: Iterable[ClaimedUnit], how: AgreementOptions
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Measure whether the same words are marked as targets.

    Returns
    -------
    list of dict
        One row a coefficient, with the columns of the command `agree` but `variable`;
        none where nobody marked anything.
    list of Problem
    """
    seen = {(one.unit, one.coder): one for one in units}
    if not any(one.claims for one in seen.values()):
        return [], []
    lengths = {one.unit: len(one.words) for one in seen.values()}
    rows: list[dict[str, Any]] = []
    odd: list[Problem] = []
    for statistic, tells_sides in (("u_alpha_binary", False), ("alpha_u", True)):
        marks = [
            mark
            for one in seen.values()
            for mark in _marks(one, tells_sides=tells_sides)
        ]
        found = unitising_agreement(
            marks,
            statistics=(statistic,),  # type: ignore[arg-type]  # both are among them
            lengths=lengths,
            confidence=how.confidence,
            n_draws=0 if how.interval == "none" else how.n_draws,
            seed=how.seed,
        )
        rows += [
            {name: value for name, value in row.items() if name != "coverage"}
            for row in found.to_rows()
            if row["code"] is None
        ]
        odd += [one for one in found.problems if one.kind == "undefined"]
    return rows, [one for one in odd if not _is_of_side(one)]


def _is_of_side(problem: Problem) -> bool:
    """Say whether a problem is about one side, of which there is no row."""
    return any(f" of {side!r} " in problem.message for side in (*SIDES, TARGET))


def _marks(unit: ClaimedUnit, *, tells_sides: bool) -> Iterator[MarkedStretch]:
    """Yield a coder's targets; those of one side that overlap are one stretch."""
    name = unit.unit
    yield MarkedStretch(document=name, coder=unit.coder, start=0, end=0, value=None)
    sides: dict[str, list[Span]] = {}
    for one in unit.claims:
        side = side_of(one.stance) if tells_sides else TARGET
        sides.setdefault(side, []).append(one.target)
    for side, spans in sides.items():
        for span in _united(spans):
            yield MarkedStretch(
                document=name,
                coder=unit.coder,
                start=span.start,
                end=span.end,
                value=side,
            )


def side_of(stance: int) -> str:
    """Name the side of a stance.

    Examples
    --------
    >>> side_of(-1)
    'against'
    """
    return SIDES[0] if stance == FOR else SIDES[1]


def _united(spans: Iterable[Span]) -> list[Span]:
    """Make one stretch of spans that overlap."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
