"""The codings that a scale rests on: one machine's, people's, or both together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from hustings.errors import (
    InvalidOptionError,
    UnusableSourceError,
    UselessInputError,
)
from hustings.estimates.sources import SOURCES
from hustings.model.coder import ADJUDICATED
from hustings.model.document import Problem
from hustings.workflow.current import code_runs
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.hand_samples import HandSample, find_sample, probabilities_of
from hustings.workflow.judged_units import judged_in, standing_places
from hustings.workflow.kept_apart import chosen_places, trained_places
from hustings.workflow.machine_runs import codes_of_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.sampling_frames import Place
    from hustings.workflow.scale_questions import ScaleQuestion
    from hustings.workflow.scaling_codes import ScalePlan

Correction: TypeAlias = Literal["tuned", "difference", "hand", "borrowed", "none"]
"""How machine codings are corrected by a random sample of hand codings."""

OfConfusion: TypeAlias = Literal["matrix", "simex", "none"]
"""How a coder's codings are corrected by that coder's known confusion matrix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The codings of a scale, told one by one.

    Attributes
    ----------
    machine : Run or None
        Whose codings are corrected by those of people.
    people : tuple of Run
        By the name of their coder.
    sample : HandSample or None
        None: all that was coded counts, as if it had been drawn at random.
    is_alone : bool
        Whether one coder's codings are counted as they are, with sampling error alone.
    is_soft : bool
        Whether that coder is a machine whose probabilities are counted.
    """

    machine: Run | None
    people: tuple[Run, ...]
    sample: HandSample | None
    is_alone: bool = False
    is_soft: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def base(self) -> Run:
        """The run that says which units there are."""
        return self.machine or self.people[-1]

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs of the step `code`."""
        return (*(() if self.machine is None else (self.machine,)), *self.people)

    @property
    def coder(self) -> str:
        """Whose work it is: the machine, or the people by name."""
        if self.machine is not None:
            return str(self.machine.parameters["coder"])
        return join_names([str(run.parameters["coder"]) for run in self.people])


def join_names(names: Sequence[str]) -> str:
    """Put names into one.

    Examples
    --------
    >>> join_names(["Ana"]), join_names(["Ana", "Bo", "Cai"])
    ('Ana', 'Ana, Bo and Cai')
    """
    return " and ".join([part for part in (", ".join(names[:-1]), names[-1]) if part])


def find_evidence(
    store: Store,
    found: ScalePlan,
    asked: ScaleQuestion,
    coder: str | None,
) -> Evidence:
    """Find the codings that a scale rests on.

    People's codings are taken together, unless one of them is asked for. A machine's
    are corrected where people coded units that were drawn at random.

    Raises
    ------
    InvalidOptionError
        If there is no such source or correction.
    UnusableSourceError
        If a source is asked for that these codings cannot show.
    """
    check_uncertainty(asked)
    sha256 = found.code_run.parameters["codebook_sha256"]
    same = [
        run for run in code_runs(store) if run.parameters["codebook_sha256"] == sha256
    ]
    people = _unsettled(store, _people(same, coder), found.variable)
    if asked.confusion is not None:
        return _of_matrix(store, found, asked, people, coder)
    joined = _corrected(store, found, asked, _machine(same, coder), people, coder)
    if joined is not None:
        return joined
    if asked.correction == "none" and (machine := _machine(same, coder)) is not None:
        return _alone(machine, asked, found.variable)
    if is_by_hand(found.code_run):
        return _by_hand(store, found, people, coder)
    _, told = _sample(store, found, people, coder, found.code_run)
    alone = _alone(found.code_run, asked, found.variable)
    return replace(alone, problems=told if people else ())


def _corrected(
    store: Store,
    found: ScalePlan,
    asked: ScaleQuestion,
    machine: Run | None,
    people: tuple[Run, ...],
    coder: str | None,
) -> Evidence | None:
    """Let people's codings of a random sample correct the machine's, if they can."""
    if machine is None or not people or asked.correction == "none":
        return None
    sample, problems = _sample(store, found, people, coder, machine)
    if sample is None:
        return None
    drawn = probabilities_of(store, sample)
    coded = _coded_places(store, people, found.variable)
    if not coded & drawn.keys() or _is_census(store, machine, coded, drawn):
        return None
    return Evidence(machine=machine, people=people, sample=sample, problems=problems)


def _by_hand(
    store: Store, found: ScalePlan, people: tuple[Run, ...], coder: str | None
) -> Evidence:
    """Take people's codings, by their design if all of them lie in its sample.

    What a queue chose for what it teaches is in no sample, and does not count.
    """
    sample, problems = _sample(store, found, people, coder, None)
    sha256 = str(found.code_run.parameters["codebook_sha256"])
    coded = _coded_places(store, people, found.variable)
    chosen = coded & chosen_places(store, sha256, found.variable)
    if sample is not None:
        drawn = probabilities_of(store, sample).keys()
        if coded & drawn and coded - chosen <= drawn:
            return Evidence(
                machine=None, people=people, sample=sample, problems=problems
            )
    told = (_chosen(len(chosen)),) if chosen else ()
    return Evidence(machine=None, people=people, sample=None, problems=told)


def _of_matrix(
    store: Store,
    found: ScalePlan,
    asked: ScaleQuestion,
    people: tuple[Run, ...],
    coder: str | None,
) -> Evidence:
    """Take the codings by hand of the one person whom a confusion matrix is about.

    Raises
    ------
    InvalidOptionError
        If nobody or more than one coded, or another coder is meant.
    """
    names = [str(run.parameters["coder"]) for run in people]
    if len(names) != 1 or coder not in {None, *names}:
        coded = f"Coded by hand: {join_names(names)}." if names else "Nobody coded yet."
        raise InvalidOptionError(
            option="confusion",
            value=str(asked.confusion and asked.confusion.name),
            advice="A matrix is about one person's codings: name that person with "
            f"--coder. {coded}",
        )
    return _by_hand(store, found, people, coder)


def _sample(
    store: Store,
    found: ScalePlan,
    people: tuple[Run, ...],
    coder: str | None,
    machine: Run | None,
) -> tuple[HandSample | None, tuple[Problem, ...]]:
    """Find the random sample; of one person who is asked for, that person's part.

    A machine is corrected by draws that its coder has not learned from.
    """
    names = [run.parameters["coder"] for run in people]
    person = coder if names == [coder] and coder != ADJUDICATED else None
    sha256 = str(found.code_run.parameters["codebook_sha256"])
    return find_sample(
        store,
        sha256,
        found.variable,
        person=person,
        trained_on=trained_places(store, machine),
    )


def _chosen(n_units: int) -> Problem:
    """Say that people coded units which chance has not chosen."""
    return Problem(
        kind="chosen units",
        message=f"{n_units:,} of the units that people coded were chosen by an active "
        "queue for what they teach, and not drawn at random: shares and positions are "
        "those of the units coded, not of the documents.",
    )


def check_uncertainty(asked: ScaleQuestion) -> None:
    """Raise `InvalidOptionError` for sources and corrections that do not exist."""
    has_matrix = asked.confusion is not None
    known: Sequence[str] = get_args(OfConfusion if has_matrix else Correction)
    if asked.correction not in (None, *known):
        raise InvalidOptionError(
            option="correct",
            value=asked.correction,
            advice=f"Choose {', '.join(known)}."
            + ("" if has_matrix else " The others go with --confusion."),
        )
    for name in asked.uncertainty:
        if name not in {"all", "none", *SOURCES}:
            raise InvalidOptionError(
                option="uncertainty",
                value=name,
                advice=f"Choose all, none, or any of {', '.join(SOURCES)}.",
            )
    left_off = asked.uncertainty and not {"all", "machine"} & set(asked.uncertainty)
    if left_off and asked.correction in {"difference", "hand", "borrowed"}:
        raise InvalidOptionError(
            option="correct",
            value=asked.correction,
            advice="It goes with the source of error 'machine': turn that on, too.",
        )


def refuse_sources(scale: str, asked: ScaleQuestion) -> None:
    """Raise `UselessInputError` where there are no codings unit by unit."""
    options = {
        "--uncertainty": asked.uncertainty,
        "--correct": asked.correction,
        "--machine": asked.machine,
        "--codings": asked.codings,
        "--confusion": asked.confusion,
    }
    for option, value in options.items():
        if value:
            what = f"{option}, which is about codings of units"
            raise UselessInputError(scale=scale, what=what, known=("--interval",))


def _people(runs: Iterable[Run], coder: str | None) -> tuple[Run, ...]:
    """Choose whose codings by hand count; a machine's are corrected by everybody's."""
    by_hand = [run for run in runs if is_by_hand(run)]
    named = [run for run in by_hand if run.parameters["coder"] == coder]
    chosen = named or by_hand
    return tuple(sorted(chosen, key=lambda run: str(run.parameters["coder"])))


def _unsettled(store: Store, people: tuple[Run, ...], variable: str) -> tuple[Run, ...]:
    """Leave out people all of whose units have adjudicated values."""
    judged = {run.run_id: judged_in(store, run, variable) for run in people}
    over = [run for run in people if run.parameters["coder"] == ADJUDICATED]
    others = [judged[run.run_id] for run in people if run not in over]
    settled: set[Place] = set()
    for run in over:
        settled |= standing_places(others, judged[run.run_id])
    return tuple(
        run for run in people if run in over or not judged[run.run_id].places <= settled
    )


def _machine(runs: Iterable[Run], coder: str | None) -> Run | None:
    """Choose the machine whose codings are corrected: the latest, or that asked for."""
    machines = [
        run
        for run in runs
        if not is_by_hand(run) and coder in (None, run.parameters["coder"])
    ]
    return machines[-1] if machines else None


def _coded_places(
    store: Store, people: Iterable[Run], variable: str
) -> set[tuple[str, int, int]]:
    """Return where people judged a unit, to a code or to none that was to be given."""
    judged = (judged_in(store, run, variable).places for run in people)
    return set().union(*judged)


def _is_census(
    store: Store,
    machine: Run,
    coded: set[tuple[str, int, int]],
    drawn: Mapping[tuple[str, int, int], float],
) -> bool:
    """Say whether people coded every unit, so that a machine adds nothing."""
    if any(chance < 1 for chance in drawn.values()):
        return False
    columns = ["document", "kind", "start", "end"]
    return all(
        (row["document"], row["start"], row["end"]) in coded
        for run in map(store.run, machine.parents)
        if run is not None and run.step == "split"
        for row in store.table(run.outputs[0], columns).to_pylist()
        if row["kind"] != "heading"
    )


def _alone(run: Run, asked: ScaleQuestion, variable: str) -> Evidence:
    """Take one machine's codings, by their blocks alone unless more is asked for."""
    reason = "nobody coded a random sample of these units by hand."
    advice = "Draw one with 'hustings code --by hand', code it, and scale again."
    _refuse(asked, {"coders", "machine"}, reason, advice)
    machine, people = (None, (run,)) if is_by_hand(run) else (run, ())
    return Evidence(
        machine=machine,
        people=people,
        sample=None,
        is_alone=not {"all", "unitising"} & set(asked.uncertainty),
        is_soft=bool(codes_of_run(run, variable)),
    )


def _refuse(asked: ScaleQuestion, refused: set[str], reason: str, advice: str) -> None:
    """Raise `UnusableSourceError` for the first source that cannot be shown."""
    for source in sorted(refused & set(asked.uncertainty)):
        raise UnusableSourceError(source=source, reason=reason, advice=advice)
