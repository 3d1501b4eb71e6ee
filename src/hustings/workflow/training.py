"""The command `train`: from units that people cut to a cutter that cuts like them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hustings.errors import (
    HustingsError,
    NothingToTrainError,
    OutputFileError,
    UnguessedLanguageError,
    UnitSpanError,
)
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.languages import guess_language
from hustings.ingest.units.cutter_cases import Example
from hustings.ingest.units.cutter_files import cutter_to_json
from hustings.ingest.units.cutter_training import train_cutter
from hustings.outside.files import read_file
from hustings.outside.saving import check_place
from hustings.outside.tables import read_table, require_columns
from hustings.store.sources import sha256_of, write_whole
from hustings.workflow.cutters import load_cutter
from hustings.workflow.runs import plan_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from hustings.ingest.units.cutter_training import Validation
    from hustings.model.document import Problem
    from hustings.model.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainResult:
    """What came of training.

    Attributes
    ----------
    validation : tuple of Validation
        How boundaries of documents left out were found.
    path : pathlib.Path
        Where the model was written.
    sha256 : str
        Of the model's file; a split that uses it records the same.
    """

    validation: tuple[Validation, ...]
    path: Path
    sha256: str
    problems: tuple[Problem, ...]
    run: Run

    def to_rows(self) -> list[dict[str, Any]]:
        """Return a row a kind of boundary: code, precision, recall, f1, n."""
        return [asdict(one) for one in self.validation]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def run_row(self) -> dict[str, object]:
        """Return the run as the contract's object."""
        hidden = {"parents", "outputs"}
        return {
            name: value
            for name, value in asdict(self.run).items()
            if name not in hidden
        }

    def summary(self) -> str:
        """Return one line for a person to read."""
        return f"Wrote {self.path} (SHA-256 {self.sha256[:12]}; {self.run.run_id})."


def train_units(table: Path, out: Path, *, language: str | None = None) -> TrainResult:
    """Train a cutter on units that people cut, and write it as JSON.

    It starts from the cutter that comes with Hustings, and keeps that one's languages
    where the table has no units in them.

    Parameters
    ----------
    table : pathlib.Path
        Columns document and text, and, if wished, language: a row a unit, in reading
        order. Leave out headings and what nobody cut. Columns start and end, as the
        table of a project's units has them, are checked.
    out : pathlib.Path
        The file to write. An earlier model there is replaced, no other file.
    language : str, optional
        Of documents whose rows do not say it; detected otherwise.

    Raises
    ------
    MissingColumnError
        If there is no column document or text.
    NothingToTrainError, TooFewUnitsError, UnguessedLanguageError
        If the table holds too little.
    UnitSpanError
        If the spans of two units overlap, or one is no span of a text.
    OutputFileError
        If the file to be written is something else already.
    """
    _check_out(out)
    rows = read_table(table)
    require_columns(rows, ["document", "text"], table)
    read = rows.to_pylist()
    check_spans(read, name=table.name)
    examples = examples_from_rows(read, name=table.name, language=language)
    shipped = load_cutter().cutter
    trained = train_cutter(examples, start=shipped, name=out.stem)
    content = cutter_to_json(trained.cutter).encode()
    write_whole(out, content)
    return TrainResult(
        validation=trained.validation,
        path=out,
        sha256=sha256_of(content),
        problems=trained.problems,
        run=plan_run(
            "train",
            parameters={"from": table.name, "for": "units", "start": shipped.sha256},
            inputs=[sha256_of(read_file(table))],
            packages=("scikit-learn", "sentencex"),
        ),
    )


def check_spans(rows: Sequence[Mapping[str, str | None]], *, name: str) -> None:
    """Check the spans of units, where a table has both columns start and end.

    Raises
    ------
    UnitSpanError
        If one is no span of a text, or overlaps that of another unit of its document.
    """
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for row, unit in enumerate(rows, start=1):
        low, high = unit.get("start"), unit.get("end")
        if not low or not high:
            continue
        document = unit["document"] or ""
        if not (low.isdecimal() and high.isdecimal() and int(low) < int(high)):
            reason = f"{low} to {high} is no span of a text."
            raise UnitSpanError(name=name, row=row, document=document, reason=reason)
        spans.setdefault(document, []).append((int(low), int(high), row))
    for document, found in spans.items():
        _check_overlaps(sorted(found), name=name, document=document)


def _check_overlaps(
    spans: Sequence[tuple[int, int, int]], *, name: str, document: str
) -> None:
    """Check that each span begins where the one before has ended, or later."""
    for (_, before, other), (low, _, row) in pairwise(spans):
        if low < before:
            reason = f"the unit begins at {low}, before that of row {other} ends."
            raise UnitSpanError(name=name, row=row, document=document, reason=reason)


def examples_from_rows(
    rows: Sequence[Mapping[str, str | None]], *, name: str, language: str | None
) -> list[Example]:
    """Gather the rows of each document; documents in the order they come in.

    Raises
    ------
    NothingToTrainError
        If no row has a text.
    UnguessedLanguageError
        If a document's language is neither said nor to be detected.
    """
    units: dict[str, list[str]] = {}
    said: dict[str, Counter[str]] = {}
    for row in rows:
        document, text = row["document"] or "", row["text"] or ""
        if any(map(str.isalnum, text)):
            units.setdefault(document, []).append(text)
            known = said.setdefault(document, Counter())
            known.update(filter(None, [row.get("language")]))
    if not units:
        raise NothingToTrainError(name=name)
    return [
        Example(
            document=document,
            language=_language(document, texts, said[document], language),
            units=tuple(texts),
        )
        for document, texts in units.items()
    ]


def _language(
    document: str, texts: Sequence[str], said: Counter[str], default: str | None
) -> str:
    """Tell a document's language: as most rows say, as the user says, as it looks."""
    found = said.most_common(1)[0][0] if said else default
    found = found or guess_language("\n".join(texts))
    if found is None:
        raise UnguessedLanguageError(document=document)
    return found.partition("-")[0].lower()


def _check_out(path: Path) -> None:
    """Refuse to write over anything but an earlier model."""
    check_place(path)
    if not path.parent.is_dir():
        raise OutputFileError(name=str(path), reason="its folder does not exist.")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OutputFileError(name=str(path), reason="it is no plain file.")
    if not path.exists():
        return
    try:
        load_cutter(path)
    except HustingsError:
        raise OutputFileError(
            name=str(path), reason="a file of another kind is there."
        ) from None
