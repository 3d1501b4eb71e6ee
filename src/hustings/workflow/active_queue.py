"""An active queue: a random share first, then the units that teach a machine most.

The random share is drawn from all units with known probabilities, and kept apart: no
coder is trained on it, so that it can check every coder and carry estimates. What the
queue chooses beside it is in no random sample.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hustings.coding.active import ActiveOptions, choose_batch
from hustings.coding.active_vectors import text_vectors
from hustings.coding.sampling import canonical_size, size_from_text
from hustings.errors import (
    InvalidOptionError,
    NoDoubtError,
    NothingToAssignError,
    SampleSizeError,
)
from hustings.estimates.resampling import random_stream
from hustings.model.assignment import ACTIVE
from hustings.outside.models import LANGUAGES, packaged_embedding
from hustings.workflow.assigning import (
    AssignResult,
    assign_units,
    deal,
    keep_assignments,
    make_assignments,
    require_coders,
    require_variables,
)
from hustings.workflow.codebooks import find_codebook
from hustings.workflow.current import code_runs, current_units
from hustings.workflow.drawing import (
    Drawn,
    allowances_of,
    draw_from_project,
    order_of,
)
from hustings.workflow.learning_advice import advice_of
from hustings.workflow.machine_runs import codes_of_run, probabilities_of
from hustings.workflow.sampling_frames import load_frame
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.model.assignment import Assignment
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.drawing import Request
    from hustings.workflow.sampling_frames import Frame, FrameUnit, Place


_MOST_FREE = 4_000
"""Units that a choice looks at, where there are more: at least so many,"""
_LOOKED_AT = 8
"""and so many for each that is to be chosen."""
_MOST_CODED = 2_000
"""The same of units that people were given before."""


def hand_out_units(store: Store, request: Request) -> AssignResult:
    """Draw units at random, or by an active queue, and deal them out.

    Raises
    ------
    HustingsError
        As `hustings.workflow.assigning.assign_units` and `assign_active`.
    """
    if request.queue == ACTIVE and not request.claims:
        return assign_active(store, request)
    return assign_units(store, request)


def assign_active(store: Store, request: Request) -> AssignResult:
    """Draw a random share, choose the rest by a machine's doubts, and deal both out.

    Raises
    ------
    NoDoubtError
        If no machine run has probabilities.
    SampleSizeError
        If no size was given, or there are not so many units left.
    InvalidOptionError
        If the random share lies outside [0, 1], or whole documents are asked for.
    HustingsError
        As `hustings.workflow.assigning.assign_units`.
    """
    _check(request)
    coders = require_coders(store, request.coders)
    loaded = find_codebook(store, request.codebook)
    variables = require_variables(loaded.codebook, request.variables)
    machine, variable = _find_machine(store, loaded, variables)
    frame = load_frame(store, request.documents)
    n_random, n_active = _parts(request, len(frame.units))
    drawn: list[tuple[Drawn, str]] = []
    if n_random:
        drawn.append((_draw_apart(store, request, loaded, n_random), variable))
    taken = {one.place for share, _ in drawn for one in share.units}
    if n_active:
        free = _free(store, frame, loaded.stored.sha256, taken)
        queue = _Queue(store=store, machine=machine, variable=variable, request=request)
        drawn.append((queue.choose(frame, free, n_active), variable))
    assignments = [
        one
        for part, _ in drawn
        for one in make_assignments(
            store,
            deal(request, part, coders),
            part,
            sha256=loaded.stored.sha256,
            variables=variables,
            purpose="coding",
        )
    ]
    words = " ".join(part.words for part, _ in drawn)
    advice = advice_of(store, machine, variable)
    told = f"{words} {advice}" if advice else words
    return keep_assignments(store, assignments, told, loaded)


def _check(request: Request) -> None:
    """Raise where options do not go together."""
    if not 0 <= request.random_share <= 1:
        raise InvalidOptionError(
            option="random_share",
            value=request.random_share,
            advice="It is a share of the sample, such as 0.2.",
        )
    if request.whole_documents:
        raise InvalidOptionError(
            option="whole_documents",
            value=True,
            advice="An active queue chooses single units.",
        )
    if request.sample is None:
        raise SampleSizeError(
            asked="an active queue of all units",
            reason="it is there to choose among them.",
            advice="Give a size, such as --sample 200.",
        )


def _parts(request: Request, n_frame: int) -> tuple[int, int]:
    """Say how many units are drawn at random, and how many are chosen."""
    n = size_from_text(str(request.sample), there=n_frame)
    n_random = round(n * request.random_share)
    if request.random_share and not n_random:
        n_random = 1
    return n_random, n - n_random


def _find_machine(
    store: Store, loaded: LoadedCodebook, variables: Sequence[str]
) -> tuple[Run, str]:
    """Find the latest machine codings with probabilities of a variable."""
    runs = [
        run
        for run in reversed(code_runs(store))
        if run.parameters["codebook_sha256"] == loaded.stored.sha256
    ]
    for run in runs:
        for name in variables:
            if codes_of_run(run, name):
                return run, name
    raise NoDoubtError(codebook=loaded.codebook.name, variable=variables[0])


def _draw_apart(
    store: Store, request: Request, loaded: LoadedCodebook, n: int
) -> Drawn:
    """Draw the random share from all units that no random draw has taken before."""
    asked = replace(request, sample=str(n), new_only=True, order=_order(request))
    drawn = draw_from_project(store, asked, loaded, _variable(request, loaded))
    words = drawn.words.removesuffix(".")
    return replace(
        drawn,
        design={**drawn.design, "kept_apart": True},
        words=f"{words}, and kept apart to check coders with.",
    )


def _variable(request: Request, loaded: LoadedCodebook) -> str:
    return require_variables(loaded.codebook, request.variables)[0]


def _order(request: Request) -> Any:  # noqa: ANN401  # as the request has it
    return order_of(replace(request, sample="1"))


def _free(
    store: Store, frame: Frame, sha256: str, taken: Collection[Place]
) -> list[FrameUnit]:
    """Return the units that nobody was given or has coded with this codebook."""
    gone = set(taken)
    for one in store.assignments.all():
        if one.codebook_sha256 == sha256:
            gone |= _places(one)
    for coding in store.hand.current(codebook=sha256, with_training=True):
        span = coding.anchor.span
        gone.add((coding.document_id, span.start, span.end))
    return [unit for unit in frame.units if unit.place not in gone]


def _places(one: Assignment) -> set[Place]:
    return {
        (unit.document_id, unit.anchor.span.start, unit.anchor.span.end)
        for unit in one.units
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Queue:
    """Units chosen by one machine's doubts about one variable."""

    store: Store
    machine: Run
    variable: str
    request: Request

    def choose(self, frame: Frame, free: Sequence[FrameUnit], n: int) -> Drawn:
        """Choose units that teach most.

        Raises
        ------
        NothingToAssignError, SampleSizeError
            If there are no units left, or too few.
        """
        known = self._probabilities(frame)
        places = {unit.place for unit in free}
        able = [unit for unit in free if unit.unit_id in known]
        _require(len(able), n)
        options = ActiveOptions(seed=self.request.seed)
        coded = [
            unit
            for unit in frame.units
            if unit.unit_id in known and unit.place not in places
        ]
        seen = self._some(able, max(_MOST_FREE, _LOOKED_AT * n))
        n_free = len(seen)
        seen = [*seen, *self._some(coded, _MOST_CODED)]
        is_free = np.arange(len(seen)) < n_free
        names = {name: i for i, name in enumerate(frame.documents)}
        chosen = choose_batch(
            np.array([known[unit.unit_id] for unit in seen], float),
            self._vectors(seen),
            np.array([names[unit.document_id] for unit in seen], np.int64),
            n,
            is_free=is_free,
            is_coded=~is_free,
            options=options,
        )
        units = sorted((seen[i] for i in chosen.tolist()), key=lambda u: u.place)
        return Drawn(
            units=tuple(units),
            probabilities=(1.0,) * len(units),
            n_frame=len(frame.units),
            design=self._design(frame, options, n),
            words=f"{count(n, 'unit')} chosen because {self._coder} is least sure of "
            "them; no estimate rests on these.",
        )

    @property
    def _coder(self) -> str:
        return str(self.machine.parameters["coder"])

    def _some(self, units: Sequence[FrameUnit], most: int) -> list[FrameUnit]:
        """Take all units or, of very many, some at random; in their order."""
        if len(units) <= most:
            return list(units)
        luck = random_stream(seed=self.request.seed, name="looked at")
        drawn = luck.choice(len(units), size=most, replace=False)
        return [units[i] for i in sorted(drawn.tolist())]

    def _probabilities(self, frame: Frame) -> dict[str, Sequence[float]]:
        """Give the probabilities of each unit, where the machine said any."""
        table = probabilities_of(self.store, self.machine, self.variable)
        wanted = {unit.unit_id for unit in frame.units}
        pairs = zip(
            table["unit"].to_pylist(), table["probabilities"].to_pylist(), strict=True
        )
        return {unit: row for unit, row in pairs if row and unit in wanted}

    def _vectors(self, units: Sequence[FrameUnit]) -> FloatArray:
        """Give each unit a vector of what it says."""
        wanted = {unit.unit_id for unit in units}
        rows = current_units(self.store, ["unit", "text", "language"]).to_pylist()
        found = {row["unit"]: row for row in rows if row["unit"] in wanted}
        texts = [found[unit.unit_id]["text"] for unit in units]
        languages = {row["language"] for row in found.values()}
        if len(languages) == 1 and (language := languages.pop()) in LANGUAGES:
            return np.asarray(packaged_embedding(language).embed(texts), float)
        return text_vectors(texts, seed=self.request.seed)

    def _design(
        self, frame: Frame, options: ActiveOptions, n: int
    ) -> dict[str, object]:
        """Say all that decided the choice."""
        request = self.request
        return {
            "queue": ACTIVE,
            "sample": request.sample and canonical_size(request.sample),
            "random_share": request.random_share,
            "n": n,
            "documents": list(frame.documents),
            "n_frame": len(frame.units),
            "machine": self._coder,
            "machine_run": self.machine.run_id,
            "variable": self.variable,
            "measure": options.measure,
            "diversity": options.diversity,
            "spread": options.spread,
            "by_design": options.by_design,
            "seed": request.seed,
            "coders": list(request.coders),
            "overlap": request.overlap,
            "order": _order(request),
            **allowances_of(request),
        }


def _require(n_left: int, n: int) -> None:
    """Raise unless there are as many units left as are to be chosen."""
    if not n_left:
        raise NothingToAssignError(
            reason="all units that the machine coded have been assigned already.",
            advice="Read more documents, or let the machine code again.",
        )
    if n > n_left:
        raise SampleSizeError(
            asked=f"{n:,} chosen units",
            reason=f"there are {n_left:,} that are not assigned yet.",
            advice=f"Ask for {n_left:,} or fewer.",
        )
