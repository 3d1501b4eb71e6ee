"""What is drawn from: the units that count now, their strata, and how to know both.

The order of a frame depends on nothing but its units, so that the same seed draws the
same units in whatever order the documents were read.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from hustings.errors import (
    InvalidOptionError,
    NothingCodedError,
    NothingToAssignError,
    UnknownCoderError,
)
from hustings.model.document import Span
from hustings.workflow.current import code_runs, current_units
from hustings.workflow.likely_frames import (
    chances_of,
    find_likely_run,
    importance_by_likelihood,
    strata_by_likelihood,
)
from hustings.workflow.read_files import report_files
from hustings.workflow.renewals import find_document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.model.run import Run
    from hustings.store.project import Store

By: TypeAlias = Literal["none", "actor", "document", "code", "likelihood"]
"""What makes a stratum."""

Place: TypeAlias = "tuple[str, int, int]"
"""A document and where in it: what a unit is, whatever its id."""

UNKNOWN_ACTOR = "unknown actor"
NOT_CODED = "not coded"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameUnit:
    """One unit that can be drawn."""

    unit_id: str
    document_id: str
    span: Span

    @property
    def place(self) -> Place:
        """What tells it from every other unit."""
        return (self.document_id, self.span.start, self.span.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """All units that can be drawn, by document and place; headings are not among them.

    Attributes
    ----------
    documents : tuple of str
        Ids of the documents whose units these are.
    """

    units: tuple[FrameUnit, ...]
    documents: tuple[str, ...]

    @property
    def places(self) -> list[Place]:
        """The place of each unit."""
        return [unit.place for unit in self.units]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratification:
    """What makes a stratum; for codes, whose codings of which variable.

    Attributes
    ----------
    run_id : str
        The run of the step `code` that holds the codings; empty if not by code.
    codes : sequence of str
        By likelihood: of which codes.
    n_strata : int
        By likelihood: into how many strata.
    """

    by: By = "none"
    coder: str = ""
    variable: str = ""
    run_id: str = ""
    codes: Sequence[str] = ()
    n_strata: int = 0

    def as_design(self) -> dict[str, object]:
        """Give what a design keeps of it; `Stratification` takes it back."""
        kept: dict[str, object] = {
            "by": self.by,
            "coder": self.coder,
            "variable": self.variable,
            "run_id": self.run_id,
        }
        if self.by == "likelihood":
            kept |= {"codes": list(self.codes), "n_strata": self.n_strata}
        return kept


def load_frame(store: Store, documents: Sequence[str] = ()) -> Frame:
    """Load the units that can be drawn now.

    Parameters
    ----------
    documents : sequence of str
        Ids or file names; all documents otherwise.

    Raises
    ------
    NothingReadError, UnknownDocumentError, AmbiguousDocumentError
        If the project has no documents, or none of a name, or several.
    NothingToAssignError
        If there is no unit in them.
    """
    wanted = {find_document(store, name).document_id for name in documents}
    frame = frame_of_documents(store, wanted or None)
    if not frame.units:
        raise NothingToAssignError(
            reason="these documents have no units.", advice="Name others."
        )
    return frame


def frame_of_documents(store: Store, documents: set[str] | None) -> Frame:
    """Return the units of some documents, or of all; it may be empty."""
    columns = ["document", "unit", "kind", "start", "end"]
    rows = current_units(store, columns).to_pylist()
    units = [
        FrameUnit(
            unit_id=row["unit"],
            document_id=row["document"],
            span=Span(row["start"], row["end"]),
        )
        for row in rows
        if row["kind"] != "heading"
        and (documents is None or row["document"] in documents)
    ]
    units.sort(key=lambda unit: unit.place)
    there = tuple(sorted({unit.document_id for unit in units}))
    return Frame(units=tuple(units), documents=there)


def plan_strata(
    store: Store, by: By, *, coder: str | None, codebook: str, variable: str
) -> Stratification:
    """Say what makes a stratum, and find the codings that it rests on.

    Parameters
    ----------
    coder : str or None
        Whose codings, where strata are codes; None for whoever coded last.
    codebook, variable : str
        The codes are those of this codebook and variable.

    Raises
    ------
    NothingCodedError, UnknownCoderError
        If nobody, or not this coder, has coded with the codebook.
    """
    if by not in get_args(By) or by == "likelihood":
        raise InvalidOptionError(
            option="stratify", value=by, advice="Choose actor, document or code."
        )
    if by != "code":
        return Stratification(by=by)
    run = _codings_of(store, coder, codebook)
    return Stratification(
        by=by,
        coder=str(run.parameters["coder"]),
        variable=variable,
        run_id=run.run_id,
    )


def plan_likely_strata(
    store: Store,
    codes: Sequence[str],
    *,
    coder: str | None,
    codebook: str,
    variable: str,
    n_strata: int,
) -> Stratification:
    """Make strata of how likely a program finds it that a unit bears these codes.

    Raises
    ------
    NothingCodedError, UnknownCoderError, InvalidOptionError
        As `hustings.workflow.likely_frames.find_likely_run`.
    """
    run = find_likely_run(store, codes, coder=coder, codebook=codebook, name=variable)
    return Stratification(
        by="likelihood",
        coder=str(run.parameters["coder"]),
        variable=variable,
        run_id=run.run_id,
        codes=tuple(codes),
        n_strata=n_strata,
    )


def importance_of(
    store: Store, frame: Frame, stratification: Stratification
) -> Mapping[str, float] | None:
    """Say how much a unit of each stratum counts in allocation; None: all as much."""
    if stratification.by != "likelihood":
        return None
    strata = strata_of(store, frame, stratification)
    chances = _chances(store, frame, stratification)
    return importance_by_likelihood(strata, frame.places, chances)


def strata_of(
    store: Store, frame: Frame, stratification: Stratification
) -> dict[Place, str]:
    """Return the stratum of each unit."""
    return _STRATA[stratification.by](store, frame, stratification)


def hash_strata(strata: Mapping[Place, str]) -> str:
    """Hash units and strata, so that a frame is known again."""
    text = json.dumps([[*place, strata[place]] for place in sorted(strata)])
    return hashlib.sha256(text.encode()).hexdigest()


def _no_strata(_store: Store, frame: Frame, _by: Stratification) -> dict[Place, str]:
    return dict.fromkeys(frame.places, "")


def _by_document(_store: Store, frame: Frame, _by: Stratification) -> dict[Place, str]:
    return {unit.place: unit.document_id for unit in frame.units}


def _by_actor(store: Store, frame: Frame, _by: Stratification) -> dict[Place, str]:
    actors = actors_of(store)
    return {unit.place: actors[unit.document_id] for unit in frame.units}


def actors_of(store: Store) -> dict[str, str]:
    """Return the actor of each document."""
    hashes = [one.sha256 for one in store.documents()]
    return {
        one.document: one.actor or UNKNOWN_ACTOR
        for one in report_files(store, hashes, ())
    }


def _by_code(store: Store, frame: Frame, by: Stratification) -> dict[Place, str]:
    run = store.run(by.run_id)
    assert run is not None  # noqa: S101  # runs are never deleted
    columns = ["unit", "variable", "value"]
    values = {
        row["unit"]: row["value"]
        for row in store.table(run.outputs[0], columns).to_pylist()
        if row["variable"] == by.variable
    }
    return {unit.place: values.get(unit.unit_id, NOT_CODED) for unit in frame.units}


def _by_likelihood(store: Store, frame: Frame, by: Stratification) -> dict[Place, str]:
    chances = _chances(store, frame, by)
    return strata_by_likelihood(frame.places, chances, by.n_strata)


def _chances(store: Store, frame: Frame, by: Stratification) -> FloatArray:
    run = store.run(by.run_id)
    assert run is not None  # noqa: S101  # runs are never deleted
    units = [unit.unit_id for unit in frame.units]
    return chances_of(store, run, by.variable, by.codes, units)


_STRATA: Mapping[str, Callable[[Any, Frame, Stratification], dict[Place, str]]] = {
    "none": _no_strata,
    "document": _by_document,
    "actor": _by_actor,
    "code": _by_code,
    "likelihood": _by_likelihood,
}


def _codings_of(store: Store, coder: str | None, codebook: str) -> Run:
    """Return the latest codings with a codebook, those of one coder if asked."""
    runs = [run for run in code_runs(store) if run.parameters["codebook"] == codebook]
    if not runs:
        raise NothingCodedError(wanted=f"codebook {codebook}, to stratify by its codes")
    known = [str(run.parameters["coder"]) for run in runs]
    wanted = [run for run in runs if coder in (None, run.parameters["coder"])]
    if not wanted:
        raise UnknownCoderError(coder=str(coder), known=known)
    return wanted[-1]
