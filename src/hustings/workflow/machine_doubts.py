"""The worklist of units on which people and a machine differ, likely errors first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hustings.coding.doubt_cuts import cut_doubts
from hustings.coding.doubts import find_doubts, probabilities_from_answers
from hustings.errors import NobodyCodedError
from hustings.model.document import Problem
from hustings.workflow.adjudicated_rows import who_said_what
from hustings.workflow.kept_apart import TRAINED_BY, UNSEEN, trained_places
from hustings.workflow.machine_checks import variables_of
from hustings.workflow.machine_runs import codes_of_run, probabilities_of
from hustings.workflow.open_cases import FOR_PEOPLE, require_new, write_cases
from hustings.workflow.sampled_codings import (
    hand_values,
    units_at,
    values_of_run,
)
from hustings.workflow.scaled_cases import case_names, has_table, table_of
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hustings.coding.doubt_cuts import Cut
    from hustings.coding.doubts import Doubt, DoubtResult
    from hustings.estimates.resampling import FloatArray
    from hustings.model.hand_coding import HandCoding
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.sampled_codings import Extent
    from hustings.workflow.sampling_frames import Place

COLUMNS = (
    "likely_error",
    "unit",
    "document",
    "name",
    "start",
    "end",
    "before",
    "words",
    "after",
    "codebook",
    "variable",
    "codings",
    "notes",
    "coded",
    "machine",
    "machine_value",
    "likely",
    "probability",
    "probability_of_coded",
    "margin",
    "value",
    "by",
    "note",
)
"""`likely_error` is ``coding``, ``unclear`` or ``machine``; `coded` is the coding in
doubt, `likely` the code that the machine finds likely; `margin` is below 0 where it
prefers that. `value`, `by` and `note` are for a person to fill in."""

_ALMOST = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistResult:
    """Units on which people and a machine differ.

    Attributes
    ----------
    rows : tuple of mapping
        As `COLUMNS` says, likely coding errors first.
    n_compared : int
        Units that people coded and the machine, too.
    """

    coder: str
    rows: tuple[Mapping[str, Any], ...]
    n_compared: int
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row a unit."""
        return [dict(row) for row in self.rows]

    def summary(self) -> str:
        """Return one line for a person to read."""
        n = sum(row["likely_error"] == "coding" for row in self.rows)
        return (
            f"Of {count(self.n_compared, 'unit')} coded by hand, {self._listed()}; "
            f"{n:,} are likely coding errors, and stand first."
        )

    def _listed(self) -> str:
        """Say how many rows there are; of a weak machine they are some alone."""
        n = len(self.rows)
        if any(one.kind == "weak machine" for one in self.problems):
            return f"{n:,} that {self.coder} clearly doubts are listed"
        return f"{self.coder} differs on {n:,}"


def list_doubts(
    store: Store,
    machine: Run,
    *,
    variables: Sequence[str] = (),
    extent: Extent | None = None,
) -> WorklistResult:
    """List the units on which people and a machine differ, likely errors first.

    All units that people coded are looked at, however they were chosen. Of a machine
    that is often wrong, only the clear doubts are listed; a problem says so.

    Parameters
    ----------
    extent : Extent, optional
        What of the database counts; all of it now otherwise. Settled values stand for
        what people said.

    Raises
    ------
    NobodyCodedError
        If there is no unit that people and the machine coded.
    """
    coder = str(machine.parameters["coder"])
    found = [
        _of_variable(store, machine, name, extent)
        for name in variables or variables_of(store, machine)
    ]
    if not any(one.n_compared for one in found):
        raise NobodyCodedError(wanted=f"a unit that {coder!r} coded")
    rows = [row for one in found for row in one.rows]
    order = {"coding": 0, "unclear": 1, "machine": 2}
    rows.sort(key=lambda row: (order[row["likely_error"]], row["margin"]))
    return WorklistResult(
        coder=coder,
        rows=tuple(rows),
        n_compared=sum(one.n_compared for one in found),
        problems=tuple(problem for one in found for problem in one.problems),
    )


def write_worklist(found: WorklistResult, path: Path) -> None:
    """Write a worklist as CSV, as `hustings.workflow.open_cases` writes open cases.

    Raises
    ------
    RepeatedWorklistError
        If the file is there: it may hold decisions.
    OutputFileError
        If its folder is not there.
    """
    require_new(path)
    write_cases(path, found.rows, COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """Codings by people beside a machine's, one entry a coding.

    Attributes
    ----------
    answers : list of str or None
        What the machine says.
    """

    places: list[Place]
    units: list[str]
    values: list[str]
    answers: list[str | None]

    def differs(self, doubt: Doubt) -> bool:
        """Say whether the machine's answer is another than what was coded."""
        return self.answers[doubt.unit] != doubt.code


def _of_variable(
    store: Store, machine: Run, variable: str, extent: Extent | None
) -> WorklistResult:
    """List the doubts of one variable."""
    sha256 = str(machine.parameters["codebook_sha256"])
    said = hand_values(store, sha256, variable, extent)
    units = units_at(store, machine, said)
    rows = _Rows(store=store, machine=machine, variable=variable)
    unseen = rows.unseen()
    learned = trained_places(store, machine) - unseen.keys()
    kept = [
        place for place in sorted(said.keys() & units.keys()) if place not in learned
    ]
    compared = rows.compare(kept, said, units)
    codes = rows.codes(compared)
    problems = _left_out(len(said.keys() & units.keys() & learned))
    if len(codes) < 2:
        n = len(kept)
        return WorklistResult(coder="", rows=(), n_compared=n, problems=problems)
    cut = cut_doubts(rows.doubts(compared, codes, unseen), len(compared.values))
    return WorklistResult(
        coder="",
        rows=tuple(rows.told(cut.doubts, compared)),
        n_compared=len(kept),
        problems=(*_weak(machine, variable, cut), *problems),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The rows of one variable as they are made."""

    store: Store
    machine: Run
    variable: str

    def compare(
        self,
        places: Sequence[Place],
        said: Mapping[Place, Mapping[str, str]],
        units: Mapping[Place, str],
    ) -> _Compared:
        """Put each coding beside the machine's."""
        answers = values_of_run(self.store, self.machine, self.variable)
        pairs = [(place, value) for place in places for value in said[place].values()]
        return _Compared(
            places=[place for place, _ in pairs],
            units=[units[place] for place, _ in pairs],
            values=[value for _, value in pairs],
            answers=[answers.get(units[place]) for place, _ in pairs],
        )

    def codes(self, compared: _Compared) -> tuple[str, ...]:
        """List all that either says: the codes of the machine's probabilities first."""
        known = codes_of_run(self.machine, self.variable)
        given = [one for one in compared.answers if one is not None]
        return tuple(dict.fromkeys([*known, *compared.values, *given]))

    def unseen(self) -> dict[Place, list[float]]:
        """Return probabilities of trained units by models that have not seen them."""
        name = self.machine.parameters.get(TRAINED_BY)
        trained = None if name is None else self.store.run(str(name))
        if trained is None or not has_table(trained, UNSEEN):
            return {}
        return {
            (row["document"], row["start"], row["end"]): row["probabilities"]
            for row in table_of(self.store, trained, UNSEEN).to_pylist()
            if row["variable"] == self.variable
        }

    def doubts(
        self,
        compared: _Compared,
        codes: tuple[str, ...],
        unseen: Mapping[Place, list[float]],
    ) -> DoubtResult:
        """Find the codings in doubt."""
        place = {code: i for i, code in enumerate(codes)}
        given = np.array([place[one] for one in compared.values], int)
        if codes_of_run(self.machine, self.variable):
            return find_doubts(
                given, self._probabilities(compared, place, unseen), codes
            )
        answers = np.array(
            [-1 if one is None else place[one] for one in compared.answers], int
        )
        found = probabilities_from_answers(given, answers, len(codes))
        doubts = find_doubts(given, found, codes)
        # Who is asked for answers alone doubts no coding that is its own answer.
        kept = tuple(one for one in doubts.doubts if compared.differs(one))
        return replace(doubts, doubts=kept)

    def _probabilities(
        self,
        compared: _Compared,
        place: Mapping[str, int],
        unseen: Mapping[Place, list[float]],
    ) -> FloatArray:
        """(n_codings, n_codes): the machine's; where it gave none, its answer alone."""
        table = probabilities_of(self.store, self.machine, self.variable)
        known = dict(
            zip(
                table["unit"].to_pylist(),
                table["probabilities"].to_pylist(),
                strict=True,
            )
        )
        found = np.zeros((len(compared.places), len(place)))
        for i, (where, unit) in enumerate(
            zip(compared.places, compared.units, strict=True)
        ):
            row = unseen.get(where) or known.get(unit)
            answer = compared.answers[i]
            if row:
                found[i, : len(row)] = row
            else:
                found[i] = (1 - _ALMOST) / len(place)
                if answer is not None:
                    found[i, place[answer]] += _ALMOST
        return np.asarray(found / found.sum(axis=1, keepdims=True))

    def told(
        self, doubts: Sequence[Doubt], compared: _Compared
    ) -> Iterator[dict[str, Any]]:
        """Yield a row a unit: of several codings in doubt, the first."""
        names = case_names(self.store)
        said = self._said()
        seen: set[Place] = set()
        for doubt in doubts:
            place = compared.places[doubt.unit]
            if place in said and place not in seen:
                seen.add(place)
                yield {
                    **self._place(said[place], names),
                    **self._doubt(doubt, compared),
                    **FOR_PEOPLE,
                }

    def _said(self) -> dict[Place, list[HandCoding]]:
        """Return what people coded at each place."""
        said: dict[Place, list[HandCoding]] = {}
        sha256 = str(self.machine.parameters["codebook_sha256"])
        for one in self.store.hand.current(codebook=sha256, variable=self.variable):
            span = one.anchor.span
            said.setdefault((one.document_id, span.start, span.end), []).append(one)
        return said

    def _place(
        self, said: Sequence[HandCoding], names: Mapping[str, str]
    ) -> dict[str, object]:
        one = said[0]
        return {
            "unit": one.unit_id,
            "document": one.document_id,
            "name": names.get(one.document_id, one.document_id),
            "start": one.anchor.span.start,
            "end": one.anchor.span.end,
            "before": one.anchor.before,
            "words": one.anchor.words,
            "after": one.anchor.after,
            "codebook": self.machine.parameters["codebook"],
            "variable": self.variable,
            "codings": who_said_what(said),
            "notes": "; ".join(
                f"{each.coder}: {each.note}" for each in said if each.note
            ),
        }

    def _doubt(self, doubt: Doubt, compared: _Compared) -> dict[str, object]:
        return {
            "likely_error": doubt.likely_error,
            "coded": doubt.code,
            "machine": self.machine.parameters["coder"],
            "machine_value": compared.answers[doubt.unit],
            "likely": doubt.likely,
            "probability": round(doubt.probability, 4),
            "probability_of_coded": round(doubt.probability_of_code, 4),
            "margin": round(doubt.margin, 4),
        }


def _weak(machine: Run, variable: str, cut: Cut) -> tuple[Problem, ...]:
    """Say that a machine is often wrong, so that only clear doubts are listed."""
    if not cut.is_weak:
        return ()
    return (
        Problem(
            kind="weak machine",
            message=f"{machine.parameters['coder']} agrees with {cut.accuracy:.0%} of "
            f"what people coded on {variable!r}: too few for all its doubts to be "
            "worth a look. Only codings that it clearly holds for another code are "
            f"listed; {count(cut.n_left_out, 'other')} left out.",
        ),
    )


def _left_out(n_units: int) -> tuple[Problem, ...]:
    """Say that a machine has learned from codings, and so cannot doubt them."""
    if not n_units:
        return ()
    return (
        Problem(
            kind="trained on these",
            message=f"{count(n_units, 'unit')} that the machine was trained on "
            f"{'is' if n_units == 1 else 'are'} left out: it has learned what was "
            "coded there, errors among it.",
        ),
    )
