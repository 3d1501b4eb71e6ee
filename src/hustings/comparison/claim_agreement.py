r"""Agreement on claims: which there are, on which words, and on which side.

Three questions, each of units that both coders looked at:

* **Do they find the same claims?** A claim of the one matches a claim of the other
  where voice (own or another's), stance and head agree, one with one; see
  `hustings.claims.matching`. Then

  .. math:: F_1 = \frac{2 m}{n_a + n_b}, \quad P = \frac{m}{n_a}, \quad
      R = \frac{m}{n_b}

  with m matches and n claims of each coder. F1 is the same whoever goes first;
  precision and recall are those of a program a against a person b.
* **Do they mark the same words?** Krippendorff's alphas for unitising on the targets:
  `u_alpha_binary` of whether a character lies in a target, and `alpha_u` of the
  stretches for and against.
* **Are they on the same side?** Nominal alpha of the stance of claims that match in
  voice and head.

Chance corrects F1 by nothing: how many claims there might have been nobody can say.

**Intervals** of F1, precision and recall come from units drawn anew with replacement;
where all or nothing matches, their free end is that of an exact binomial interval over
the units with claims. With fewer than `FEWEST_DRAWN` units there is none.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from hustings.claims.matching import ReadClaim, pair_claims
from hustings.coding.agreement import agreement
from hustings.coding.agreement_intervals import FEWEST_DRAWN, AgreementOptions
from hustings.coding.coded_units import CodedUnits
from hustings.comparison.claimed_words import (
    TARGET,
    ClaimedUnit,
    agree_on_words,
    side_of,
)
from hustings.estimates.intervals import percentile_interval
from hustings.estimates.resampling import random_stream
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.estimates.resampling import FloatArray

CLAIMS, STANCE = "claims", "stance"
"""What is compared, as the column `variable` names it, beside `TARGET`."""
FEW_UNITS = 20
"""With fewer units intervals come out too short."""
STATISTICS = (
    "claim_f1",
    "claim_precision",
    "claim_recall",
    "u_alpha_binary",
    "alpha_u",
    "krippendorff_alpha",
    "percent_agreement",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAgreement:
    """Statistics of agreement on claims.

    Attributes
    ----------
    rows : tuple of mapping
        One a statistic, with the columns of the command `agree`; `variable` is
        ``claims``, ``target`` or ``stance``.
    problems : tuple of Problem
    """

    rows: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """One unit as two coders see it."""

    one: ClaimedUnit
    other: ClaimedUnit
    stances: tuple[tuple[int, int], ...] = field(default=())
    """Of claims that match in voice and head."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """Matches, claims of the one, and of the other."""
        n_same = sum(a == b for a, b in self.stances)
        return n_same, len(self.one.claims), len(self.other.claims)


def agree_on_claims(
    units: Iterable[ClaimedUnit], options: AgreementOptions | None = None
) -> ClaimAgreement:
    """Measure how far people agree on claims, overall and every two of them.

    Parameters
    ----------
    units : iterable of ClaimedUnit
        Of two coders or more; a unit counts where two of them looked at it.
    options : AgreementOptions, optional
        Confidence, draws and seed of the intervals.

    Returns
    -------
    ClaimAgreement
        An undefined statistic has the value None, and a problem says why.
    """
    how, by_coder = options or AgreementOptions(), _by_coder(units)
    pairs = {
        (a, b): _compare(by_coder[a], by_coder[b])
        for a, b in combinations(sorted(by_coder), 2)
    }
    shared = {pair: both for pair, both in pairs.items() if both}
    everything = [one for both in shared.values() for one in both]
    parts: list[tuple[dict[str, Any], Sequence[_Both]]] = [({}, everything)]
    if len(by_coder) > 2:
        parts += [
            ({"coder_a": a, "coder_b": b}, both) for (a, b), both in pairs.items()
        ]
    found = [
        _measure(both, of_pair, how, statistics=("claim_f1",))
        for of_pair, both in parts
        if both or not of_pair
    ]
    return ClaimAgreement(
        rows=tuple(row for rows, _ in found for row in rows),
        problems=tuple(one for _, problems in found[:1] for one in problems),
    )


def check_claims(
    program: Sequence[ClaimedUnit],
    people: Iterable[ClaimedUnit],
    options: AgreementOptions | None = None,
) -> ClaimAgreement:
    """Compare a program's claims with each person's: precision, recall and F1.

    Parameters
    ----------
    program : sequence of ClaimedUnit
        Of one coder, which is `coder_a` of every row.
    people : iterable of ClaimedUnit
    options : AgreementOptions, optional
    """
    how, by_coder = options or AgreementOptions(), _by_coder(people)
    found_by = {one.unit: one for one in program}
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for coder in sorted(by_coder):
        both = _compare(found_by, by_coder[coder])
        if both:
            names = {"coder_a": both[0].one.coder, "coder_b": coder}
            made, odd = _measure(both, names, how, statistics=STATISTICS[:3])
            rows += made
            problems += [
                Problem(kind=one.kind, message=f"{coder}: {one.message}") for one in odd
            ]
    return ClaimAgreement(rows=tuple(rows), problems=tuple(problems))


def _by_coder(units: Iterable[ClaimedUnit]) -> dict[str, dict[str, ClaimedUnit]]:
    found: dict[str, dict[str, ClaimedUnit]] = {}
    for one in units:
        found.setdefault(one.coder, {})[one.unit] = one
    return found


def _compare(
    ones: Mapping[str, ClaimedUnit], others: Mapping[str, ClaimedUnit]
) -> list[_Both]:
    """Put the units together that both looked at, in the order of their names."""
    return [
        _Both(
            one=ones[unit],
            other=others[unit],
            stances=tuple(_matched(ones[unit], others[unit])),
        )
        for unit in sorted(ones.keys() & others.keys())
    ]


def _matched(one: ClaimedUnit, other: ClaimedUnit) -> Iterator[tuple[int, int]]:
    """Yield the stances of claims that match in voice and head."""
    pairs = pair_claims(_read(one), _read(other), language=one.language)
    for pair in pairs:
        yield one.claims[pair.found].stance, other.claims[pair.coded].stance


def _read(unit: ClaimedUnit) -> list[ReadClaim]:
    return [
        ReadClaim(
            actor=one.actor,
            stance=one.stance,
            target=one.target.of(unit.words),
            head=one.head.of(unit.words),
            modality=one.modality.value,
        )
        for one in unit.claims
    ]


def _measure(
    both: Sequence[_Both],
    names: Mapping[str, str],
    how: AgreementOptions,
    *,
    statistics: Sequence[str],
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Answer the three questions for some units of two coders."""
    seen = [one for two in both for one in (two.one, two.other)]
    on_words, odd = agree_on_words(seen, how)
    on_side, strange = _on_side(both, how)
    rows = [
        *(_share(one, both, names, how) for one in statistics),
        *({**row, "variable": TARGET} for row in on_words),
        *({**row, "variable": STANCE} for row in on_side),
    ]
    columns = {"coder_a": None, "coder_b": None, **names}
    return [{**row, **columns} for row in rows], [*_nothing(both), *odd, *strange]


def _share(
    statistic: str,
    both: Sequence[_Both],
    names: Mapping[str, str],
    how: AgreementOptions,
) -> dict[str, Any]:
    """Compute F1, precision or recall with its interval."""
    counts = _counts(both)
    part, whole = _parts(statistic, counts)
    value = float(part.sum() / whole.sum()) if whole.sum() else None
    low, high = _ends(part, whole, f"{statistic}\x1f{sorted(names.items())}", how)
    people = {one.coder for two in both for one in (two.one, two.other)}
    return {
        "statistic": statistic,
        "code": None,
        "value": value,
        "low": low,
        "high": high,
        "confidence": None if low is None else how.confidence,
        "level": "nominal",
        "n_units": len(counts),
        "n_values": int(counts[:, 1:].sum()),
        "n_coders": len(people),
        "variable": CLAIMS,
    }


def _counts(both: Sequence[_Both]) -> FloatArray:
    """Add up matches and claims by unit: a unit is drawn with all who looked at it."""
    found: dict[str, FloatArray] = {}
    for one in both:
        before = found.get(one.one.unit, np.zeros(3))
        found[one.one.unit] = before + np.array(one.counts, float)
    return np.array(list(found.values())).reshape(-1, 3)


def _parts(statistic: str, counts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what is divided by what, unit by unit."""
    same, ones, others = counts.T
    if statistic == "claim_precision":
        return same, ones
    if statistic == "claim_recall":
        return same, others
    return 2 * same, ones + others


def _ends(
    part: FloatArray, whole: FloatArray, name: str, how: AgreementOptions
) -> tuple[float | None, float | None]:
    """Return the ends of an interval, by drawing units anew."""
    n_with = int(np.count_nonzero(whole))
    if how.interval == "none" or len(part) < FEWEST_DRAWN or not n_with:
        return None, None
    free = ((1 - how.confidence) / 2) ** (1 / n_with)
    if part.sum() == whole.sum():
        return free, 1.0
    if not part.sum():
        return 0.0, 1 - free
    generator = random_stream(seed=how.seed, name=name)
    n = len(part)
    times = generator.multinomial(n, np.full(n, 1 / n), size=how.n_draws)
    wholes = times @ whole
    draws = (times @ part)[wholes > 0] / wholes[wholes > 0]
    low, high = percentile_interval(draws, confidence=how.confidence)
    return float(low), float(high)


def _on_side(
    both: Sequence[_Both], how: AgreementOptions
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Measure whether matched claims are on the same side; units are drawn whole."""
    rows = [
        {
            "unit": f"{i} {place}",
            "block": two.one.unit,
            "document": two.one.document,
            "coder": coder,
            "value": side_of(stance),
        }
        for i, two in enumerate(both)
        for place, stances in enumerate(two.stances)
        for coder, stance in zip((two.one.coder, two.other.coder), stances, strict=True)
    ]
    if not rows:
        return [], []
    found = agreement(
        CodedUnits.from_rows(rows),
        statistics=("krippendorff_alpha", "percent_agreement"),
        options=AgreementOptions(
            interval="none" if how.interval == "none" else "bootstrap",
            resample="blocks",
            n_draws=how.n_draws,
            confidence=how.confidence,
            seed=how.seed,
        ),
    )
    odd = [one for one in found.problems if one.kind == "undefined agreement"]
    return found.to_rows(), odd


def _nothing(both: Sequence[_Both]) -> Iterator[Problem]:
    """Say why nothing can be measured."""
    n = Counter[str]()
    for one in both:
        n["one"] += len(one.one.claims)
        n["other"] += len(one.other.claims)
    if not both:
        yield Problem(
            kind="no unit with two coders",
            message="No two coders said what the same unit claims.",
        )
    elif not n.total():
        yield Problem(
            kind="no claims",
            message="Nobody found a claim in the units that two coders looked at.",
        )
    else:
        yield from _few(len({one.one.unit for one in both}))


def _few(n_units: int) -> Iterator[Problem]:
    """Tell that there is little to draw anew."""
    if n_units < FEWEST_DRAWN:
        yield Problem(
            kind="no interval",
            message=f"Two looked at {n_units:,} of the units: intervals need "
            f"{FEWEST_DRAWN}.",
        )
    elif n_units < FEW_UNITS:
        yield Problem(
            kind="short interval",
            message=f"Intervals rest on {n_units:,} units and are likely too short.",
        )
