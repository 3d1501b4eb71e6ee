"""Training on what people coded in a project, and keeping the coder there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hustings.coding.recoding import find_fates
from hustings.coding.stances import has_stances
from hustings.coding.units_in_context import UnitsInContext
from hustings.errors import ModelNameError, NoHandCodingsError, SeveralCodebooksError
from hustings.model.coder import ADJUDICATED, MACHINES
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.outside.packaged import coder_names
from hustings.store.sources import sha256_of, write_whole
from hustings.workflow.codebooks import codebook_of_run, find_codebook
from hustings.workflow.current import code_runs, split_runs
from hustings.workflow.hand_codings import is_by_hand, publish_codings
from hustings.workflow.kept_apart import kept_apart
from hustings.workflow.machine_runs import context_units
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.trained_tables import as_lines, compute_train
from hustings.workflow.training_coders import (
    TrainOptions,
    bytes_of,
    check_out,
    said_of,
    train_all,
    wanted_for,
)
from hustings.workflow.training_results import TrainedCoder
from hustings.workflow.training_tables import TrainingSet, language_of, leading
from hustings.workflow.training_targets import CodedTargets, find_targets
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from hustings.coding.learned_training import Training
    from hustings.coding.stance_learning import StanceTraining
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.sampling_frames import Place

_DECIMALS = 6
_NAME = re.compile(r"[\w][\w.-]{0,39}")


def train_in_project(
    store: Store, options: TrainOptions | None = None, *, out: Path | None = None
) -> TrainedCoder:
    """Train a coder on the project's codings by people, and keep it under a name.

    An adjudicated value stands for its unit; else the value that most people gave,
    where one leads. Units that an active queue keeps apart for evaluation are left out.

    Parameters
    ----------
    out : pathlib.Path, optional
        Where to write the coder's file as well.

    Raises
    ------
    NoHandCodingsError
        If nobody coded with the codebook.
    SeveralCodebooksError
        If people coded with several codebooks and none is named.
    TooFewCodesError
        If fewer than two codes are used.
    ModelNameError, OutputFileError
        If the coder cannot have its name, or its file be written.
    """
    chosen = options or TrainOptions()
    if out is not None:
        check_out(out)
    publish_codings(store)
    loaded = _codebook(store, chosen)
    name = _checked_name(chosen.name or _usual_name(loaded))
    lessons = _Lessons(
        store=store,
        loaded=loaded,
        wanted=chosen.variable,
        is_on_stances=chosen.purpose == "stance",
    )
    taught = lessons.taught()
    embedding = wanted_for(chosen, taught)
    trainings, problems = train_all(
        taught, chosen, name=name, loaded=loaded, embedding=embedding
    )
    content = bytes_of(trainings)
    with store.working():
        model = store.keep_source(content)
        learned = store.keep_source(as_lines(lessons.rows(trainings)))
        unseen = store.keep_source(as_lines(lessons.unseen(trainings)))
        plan = plan_run(
            "train",
            parameters={
                "name": name,
                "for": chosen.purpose,
                "model": model,
                **said_of(chosen, loaded, embedding, trainings),
                "advice": {
                    variable: one.validation.advice
                    for variable, one in trainings.items()
                },
            },
            inputs=[learned, model, unseen],
            parents=[
                *(run.run_id for run in lessons.runs),
                *filter(None, [lessons.targets.run_id]),
                *(split.run_id for split in split_runs(store)),
            ],
            packages=("scikit-learn", "numpy", "scipy"),
        )
        store.keep_codebook(loaded.stored, at=now())
        run = execute(store, plan, compute_train, Effort())
        store.record([run], at=now())
    if out is not None:
        write_whole(out, content)
    return TrainedCoder(
        name=name,
        trainings=trainings,
        sha256=sha256_of(content),
        run=run,
        problems=(*taught.problems, *problems),
        path=out,
        is_kept=True,
    )


def _codebook(store: Store, options: TrainOptions) -> LoadedCodebook:
    """Find the codebook that people coded with."""
    named = options.codebook
    if named is not None:
        return find_codebook(store, named)
    names = sorted(
        {str(run.parameters["codebook"]) for run in code_runs(store) if is_by_hand(run)}
    )
    if not names:
        raise NoHandCodingsError
    if len(names) > 1:
        raise SeveralCodebooksError(name="train", codebooks=names)
    return find_codebook(store, names[0])


def _usual_name(loaded: LoadedCodebook) -> str:
    """Name a coder after its codebook, and after no coder that comes with Hustings."""
    name = loaded.codebook.name
    return f"our-{name}" if name in coder_names() else name


def _checked_name(name: str) -> str:
    """Return the name of a coder, if it can have it."""
    taken = {"none", *MACHINES, ADJUDICATED, *coder_names()}
    if not _NAME.fullmatch(name) or name.casefold() in taken:
        raise ModelNameError(name=name)
    return name


@dataclass(slots=True, kw_only=True)
class _Lessons:
    """What people said of units, and what may be learned from it."""

    store: Store
    loaded: LoadedCodebook
    wanted: str | None
    is_on_stances: bool = False
    runs: list[Run] = field(default_factory=list)
    units: pa.Table = field(default_factory=lambda: pa.table({}))
    values: dict[str, list[str | None]] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    targets: CodedTargets = field(default_factory=CodedTargets)

    def taught(self) -> TrainingSet:
        """Give units in context with their values, by variable."""
        self.runs = [
            run
            for run in code_runs(self.store)
            if is_by_hand(run)
            and run.parameters["codebook"] == self.loaded.codebook.name
        ]
        votes = self._votes()
        if not votes:
            what = f" with codebook {self.loaded.codebook.name}"
            if self.wanted:
                what += f" of {self.wanted}"
            elif self.is_on_stances:
                what += " of for and against"
            raise NoHandCodingsError(what=what)
        self.units = self._documents(votes)
        names = self.units["unit"].to_pylist()
        apart = {name: self._apart(name) for name in votes}
        self.values = {
            variable: [
                self._value(votes[variable].get(unit), unit in apart[variable])
                for unit in names
            ]
            for variable in votes
        }
        columns = self.units.drop_columns(["start", "before", "after"])
        if self.is_on_stances:
            columns = self._with_targets(columns)
        rows: Any = columns.slice(0, 1000).to_pylist()
        return TrainingSet(
            units=UnitsInContext.from_batch(columns),
            values=self.values,
            language=language_of(rows) if self._is_one_language() else None,
            problems=(*self._problems(), *self.targets.problems),
        )

    def _with_targets(self, units: pa.Table) -> pa.Table:
        """Put the targets of coded units beside them, where claims tell them."""
        names = units["unit"].to_pylist()
        coded = {
            name
            for of_variable in self.values.values()
            for name, value in zip(names, of_variable, strict=True)
            if value is not None
        }
        self.targets = find_targets(self.store, coded)
        if not self.targets.by_unit:
            return units
        found = pa.array(map(self.targets.by_unit.get, names), pa.string())
        if "target" in units.column_names:
            units = units.drop_columns(["target"])
        return units.append_column("target", found)

    def rows(self, trained: Iterable[str]) -> list[dict[str, Any]]:
        """Give what was learned from: place, variable and value."""
        places = self._places()
        return [
            {**place, "variable": variable, "value": value}
            for variable in trained
            for place, value in zip(places, self.values[variable], strict=True)
            if value is not None
        ]

    def unseen(
        self, trainings: Mapping[str, Training | StanceTraining]
    ) -> list[dict[str, Any]]:
        """Give probabilities of what was learned from, by models that left it out."""
        places = self._places()
        return [
            {**places[row], "variable": variable, "probabilities": shares}
            for variable, one in trainings.items()
            for row, shares in zip(
                one.rows.tolist(),
                np.round(one.unseen, _DECIMALS).tolist(),
                strict=True,
            )
        ]

    def _places(self) -> list[dict[str, Any]]:
        """Say where each unit stands."""
        columns = ["document", "start", "text"]
        return [
            {
                "document": unit["document"],
                "start": unit["start"],
                "end": unit["start"] + len(unit["text"]),
            }
            for unit in self.units.select(columns).to_pylist()
        ]

    def _is_one_language(self) -> bool:
        return len(pc.unique(self.units["language"])) == 1

    def _votes(self) -> dict[str, dict[str, Counter[str]]]:
        """Count by variable and unit who says what; adjudicated values stand alone."""
        votes: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(
            lambda: defaultdict(Counter)
        )
        settled: dict[str, dict[str, Counter[str]]] = defaultdict(dict)
        for run in self.runs:
            for unit, variable, value in self._said(run):
                if run.parameters["coder"] == ADJUDICATED:
                    settled[variable][unit] = Counter([value])
                else:
                    votes[variable][unit][value] += 1
        order = [
            one.name
            for one in self.loaded.codebook.variables
            if one.codes and (self.wanted or not self.is_on_stances or has_stances(one))
        ]
        return {
            name: {**votes[name], **settled[name]}
            for name in order
            if (votes[name] or settled[name]) and self.wanted in {None, name}
        }

    def _said(self, run: Run) -> list[tuple[str, str, str]]:
        """Give what a run says, in the words of the codebook's version."""
        table = self.store.table(run.outputs[0], ["unit", "variable", "value"])
        said = list(
            zip(*(table[name].to_pylist() for name in table.column_names), strict=True)
        )
        if run.parameters["codebook_sha256"] == self.loaded.stored.sha256:
            return said
        fates = find_fates(
            codebook_of_run(self.store, run).codebook, self.loaded.codebook
        )
        found = [
            (unit, variable, fates.of(variable, value).becomes)
            for unit, variable, value in said
        ]
        version = str(run.parameters["codebook_version"])
        self.left[version] += sum(becomes is None for _, _, becomes in found)
        return [(unit, name, value) for unit, name, value in found if value is not None]

    def _documents(self, votes: Mapping[str, Mapping[str, object]]) -> pa.Table:
        """Give the units of all documents in which anybody coded, in context."""
        units = context_units(self.store)
        coded = {unit for of_variable in votes.values() for unit in of_variable}
        is_coded = pc.is_in(units["unit"], pa.array(sorted(coded), pa.string()))
        documents = pc.unique(units["document"].filter(is_coded))
        if isinstance(documents, pa.ChunkedArray):
            documents = documents.combine_chunks()
        return units.filter(pc.is_in(units["document"], documents))

    def _apart(self, variable: str) -> set[str]:
        """Name the units that are kept for evaluation."""
        sha256 = self.loaded.stored.sha256
        places: frozenset[Place] = kept_apart(self.store, sha256, variable)
        if not places:
            return set()
        rows = self.units.select(["document", "unit", "start", "text"]).to_pylist()
        return {
            row["unit"]
            for row in rows
            if (row["document"], row["start"], row["start"] + len(row["text"]))
            in places
        }

    def _value(self, votes: Counter[str] | None, is_apart: bool) -> str | None:  # noqa: FBT001  # a fact about the unit, not a mode
        """Settle what is learned of one unit."""
        if votes is None:
            return None
        if is_apart:
            self.left[_APART] += 1
            return None
        value = leading(votes)
        self.left[_TIE] += value is None
        return value

    def _problems(self) -> Iterator[Problem]:
        """Tell what was left out."""
        for key, n in self.left.items():
            if n:
                kind, reason = _REASONS.get(key) or self._of_version(key)
                yield Problem(
                    kind=kind, message=f"{count(n, 'coding')} left out{reason}"
                )

    def _of_version(self, version: str) -> tuple[str, str]:
        book = f"{self.loaded.codebook.name} {version}"
        reason = f": coded with {book}, and no rule says what the code has become."
        return "other codebook version", reason


_TIE, _APART = "tie", "apart"
_REASONS = {
    _TIE: (
        "values in a tie",
        ", where as many people say one thing as another. Adjudicate them first.",
    ),
    _APART: (
        "kept for evaluation",
        ": drawn at random to evaluate machines.",
    ),
}
