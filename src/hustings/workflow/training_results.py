"""What came of training a coder."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from hustings.coding.stance_coder import StanceCoder
from hustings.estimates.frames import frame_from_rows
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from hustings.coding.learned import LearnedCoder
    from hustings.coding.learned_training import Training
    from hustings.coding.stance_learning import StanceTraining
    from hustings.coding.validation import Validation
    from hustings.coding.validation_measures import Measure
    from hustings.model.document import Problem
    from hustings.model.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedCoder:
    """A coder that has learned from codings, and how well it does.

    Attributes
    ----------
    name : str
        Codings are kept under ``learned:NAME``.
    trainings : mapping of str to Training
        By variable: the coder, and its validation on documents left out.
    sha256 : str
        Of the file.
    path : pathlib.Path or None
        Where it was written, if that was asked for.
    is_kept : bool
        Whether a project keeps it under its name.
    """

    name: str
    trainings: Mapping[str, Training | StanceTraining]
    sha256: str
    run: Run
    problems: tuple[Problem, ...]
    path: Path | None = None
    is_kept: bool = False

    @property
    def validation(self) -> Validation:
        """How the first variable's codes were found in documents left out."""
        return next(iter(self.trainings.values())).validation

    @property
    def coder(self) -> LearnedCoder | StanceCoder:
        """The coder of the first variable."""
        return next(iter(self.trainings.values())).coder

    def to_rows(self) -> list[dict[str, Any]]:
        """Return a row a code: code, precision, recall, f1, n, and their intervals.

        Of several variables, each row begins with its variable.
        """
        if len(self.trainings) == 1:
            return self.validation.to_rows()
        return [
            {"variable": name, **row}
            for name, one in self.trainings.items()
            for row in one.validation.to_rows()
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def curve_rows(self) -> list[dict[str, Any]]:
        """Return the learning curve of the first variable, a row a size."""
        return self.validation.curve_rows()

    def run_row(self) -> dict[str, object]:
        """Return the run as the contract's object, with all that was measured."""
        run = {
            name: value
            for name, value in asdict(self.run).items()
            if name not in {"parents", "outputs"}
        }
        reports = {name: _report(one) for name, one in self.trainings.items()}
        if len(reports) == 1:
            return {**run, "sha256": self.sha256, **next(iter(reports.values()))}
        return {**run, "sha256": self.sha256, "variables": reports}

    def summary(self) -> str:
        """Return, a line each, how well it does, what would help, and where it is."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for name, one in self.trainings.items():
            before = f"{name}: " if len(self.trainings) > 1 else ""
            yield before + one.validation.summary()
            yield from _curve(one.validation.curve_rows(), before)
            if one.validation.advice:
                yield before + one.validation.advice
        yield self._origin()
        yield self._place()

    def _origin(self) -> str:
        about = self.coder.trained_on
        book = (
            f" with codebook {about.codebook} {about.codebook_version}"
            if about.codebook
            else ""
        )
        return (
            f"Trained on {count(about.n_units, 'unit')} of "
            f"{count(about.n_documents, 'document')}{book} (SHA-256 "
            f"{about.sha256[:12]}), with seed {about.seed}."
        )

    def _place(self) -> str:
        places = [
            *([f"kept in the project as {self.name!r}"] if self.is_kept else []),
            *([f"written to {self.path}"] if self.path else []),
        ]
        said = " and ".join(places)
        return f"The coder is {said} (SHA-256 {self.sha256[:12]}; {self.run.run_id})."


def _curve(rows: Sequence[Mapping[str, Any]], before: str) -> Iterator[str]:
    """Write a learning curve as a small table."""
    if rows:
        yield f"{before}learning curve"
        yield f"{'units':>9}  {'macro-F1':>8}  {'accuracy':>8}"
    for row in rows:
        shown = (row["macro_f1"], row["accuracy"])
        cells = ("-" if one is None else f"{one:.3f}" for one in shown)
        yield f"{row['n_units']:>9,}  " + "  ".join(f"{one:>8}" for one in cells)


def _report(training: Training | StanceTraining) -> dict[str, Any]:
    """Give all that was measured of one variable."""
    validation, coder = training.validation, training.coder
    beside = (
        {"baseline": asdict(coder.baseline)} if isinstance(coder, StanceCoder) else {}
    )
    return {
        "accuracy": _measure(validation.accuracy),
        "macro_f1": _measure(validation.macro_f1),
        "calibration_error": validation.calibration.error,
        "calibration": validation.calibration.to_rows(),
        "learning_curve": validation.curve_rows(),
        "confusion": validation.confusion_rows(),
        "advice": validation.advice,
        "languages": [
            {
                "language": one.group,
                "n": one.n,
                "accuracy": _measure(one.accuracy),
                "macro_f1": _measure(one.macro_f1),
            }
            for one in validation.languages
        ],
        "n_units": validation.n_units,
        "n_documents": validation.n_documents,
        "n_folds": validation.n_folds,
        "trained_on": asdict(coder.trained_on),
        **beside,
    }


def _measure(measure: Measure) -> dict[str, float | None]:
    interval = measure.interval
    return {
        "value": measure.estimate,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
    }
