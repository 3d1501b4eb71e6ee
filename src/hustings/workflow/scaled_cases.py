"""Positions of documents: what a run of the step `scale` keeps, and gives back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.errors import UnknownScaleError
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.tables import batch_from_rows
from hustings.model.document import Problem
from hustings.scaling.results import Position, row_of_position
from hustings.workflow.read_files import report_files
from hustings.workflow.scaling_corrections import correction_in, correction_of
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from hustings.estimates.resampling import FloatArray
    from hustings.model.codebook import Codebook, ScaleDefinition
    from hustings.model.run import Run
    from hustings.store.project import Store

SALIENCE = "salience"
"""The one scale that every codebook has."""

POSITIONS = pa.schema(
    [
        ("case", pa.string()),
        ("scale", pa.string()),
        ("code", pa.string()),
        ("position", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("confidence", pa.float64()),
        ("standard_error", pa.float64()),
        ("n_units", pa.int64()),
    ]
)
"""One row a case, and a code for saliences; the case is a document's id."""

OPTIONAL = ("raw", "axis_2", "axis_2_error")
"""Columns more where they say something: the score before it was rescaled; the place
on the second axis, and its standard error."""

PROBLEMS = pa.schema(
    [("kind", pa.string()), ("message", pa.string()), ("page", pa.int32())]
)

SOURCES = ("sampling", "coders", "unitising", "machine")
"""Where an interval's variance comes from; columns ``from_sampling`` and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledCases:
    """Positions of the project's documents on one scale.

    Attributes
    ----------
    positions : tuple of Position
        Empty for measures between documents, of elections or of words.
    names : mapping of str to str
        Actor and date (or file name) of each case, for people.
    coder : str
        Whose codings were counted; empty for scales from words and votes.
    rows : tuple of mappings
        What was measured where that is no position: of pairs, elections or words.
    report : mapping
        How the computation went, where the scale says.
    words : tuple of mappings
        For scales from words, what moves them: a row a word.
    bases : mapping of (case, code) to mapping
        What a position rests on, where several codings are put together.
    draws : mapping of str to array of shape (n_draws,)
        By case, where draws of one number belong together.
    parameters : mapping
        Of the run.
    """

    scale: str
    positions: tuple[Position, ...]
    names: Mapping[str, str]
    coder: str
    run_id: str
    problems: tuple[Problem, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    report: Mapping[str, object] = field(default_factory=dict)
    words: tuple[Mapping[str, Any], ...] = ()
    bases: Mapping[tuple[str, str | None], Mapping[str, Any]] = field(
        default_factory=dict
    )
    draws: Mapping[str, FloatArray] = field(default_factory=dict, compare=False)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a case (and code), with the case's name for people.

        ``correction`` says of scales from codes whether people's codings were counted
        or a machine's, corrected or not.
        """
        if self.rows:
            told = _told(correction_in(self.coder, self.report))
            return [{**self._with_names(row), **told} for row in self.rows]
        return [
            {
                **row_of_position(one),
                **self.bases.get((one.case, one.code), {}),
                **_told(self.correction_of(one)),
                "name": self.names.get(one.case, one.case),
            }
            for one in self.positions
        ]

    def correction_of(self, position: Position) -> str | None:
        """Say how a position came by its codings; see `correction_of` of the module."""
        basis = self.bases.get((position.case, position.code), {})
        return correction_of(self.coder, basis.get("method"))

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        by = f" by {self.coder}" if self.coder else ""
        if self.rows:
            return (
                f"{count(len(self.rows), 'row')} of {self.scale}{by} ({self.run_id})."
            )
        noun = "actor" if "pooled" in self.parameters else "document"
        n = count(len({position.case for position in self.positions}), noun)
        return f"Scaled {n} on {self.scale}{by} ({self.run_id})."

    def _with_names(self, row: Mapping[str, Any]) -> dict[str, object]:
        """Add the names of the cases of a row."""
        names = {
            column.replace("case", "name"): self.names[row[column]]
            for column in ("case", "case_a", "case_b")
            if row.get(column) in self.names
        }
        return {**names, **row} if "case_a" in row else {**row, **names}


def _told(correction: str | None) -> dict[str, object]:
    """Give the column `correction`, where there is something to say."""
    return {} if correction is None else {"correction": correction}


def batches_of(
    positions: Sequence[Position], problems: Iterable[Problem]
) -> dict[str, Iterable[pa.RecordBatch]]:
    """Make the tables `positions` and `problems` of a run."""
    rows = [_row_of(position) for position in positions]
    return {
        "positions": [batch_from_rows(rows, _schema_of(positions))],
        "problems": [batch_from_rows(map(asdict, problems), PROBLEMS)],
    }


def positions_of(store: Store, run: Run) -> tuple[Position, ...]:
    """Return the positions that a run of the step `scale` made."""
    return tuple(map(_position, table_of(store, run, "positions").to_pylist()))


def problems_of(store: Store, run: Run) -> Sequence[Problem]:
    """Return the cases that got no position, and why."""
    return [Problem(**row) for row in table_of(store, run, "problems").to_pylist()]


def table_of(store: Store, run: Run, name: str) -> pa.Table:
    """Read one of a run's tables by name."""
    return store.table(next(one for one in run.outputs if one.table == name))


def has_table(run: Run, name: str) -> bool:
    """Whether a run has a table of this name."""
    return any(one.table == name for one in run.outputs)


def case_names(store: Store) -> dict[str, str]:
    """Return what people call each document: its actor and date, or its file."""
    hashes = [one.sha256 for one in store.documents()]
    return {
        one.document: " ".join(part for part in (one.actor, one.date) if part)
        if one.actor
        else one.name
        for one in report_files(store, hashes, ())
    }


def find_definition(codebook: Codebook, scale: str) -> ScaleDefinition:
    """Return a codebook's scale by name.

    Raises
    ------
    UnknownScaleError
        If the codebook has no such scale.
    """
    named = {one.name: one for one in codebook.scales}
    if scale not in named:
        raise UnknownScaleError(scale=scale, known=(SALIENCE, *named))
    return named[scale]


def _schema_of(positions: Sequence[Position]) -> pa.Schema:
    """Give the columns of positions, the optional ones where they say something."""
    schema = POSITIONS
    for name in OPTIONAL:
        if any(getattr(one, name) is not None for one in positions):
            schema = schema.append(pa.field(name, pa.float64()))
    if any(one.sources is not None for one in positions):
        schema = with_sources(schema)
    return schema


def with_sources(schema: pa.Schema) -> pa.Schema:
    """Add a column for the share of the variance from each source."""
    for source in SOURCES:
        schema = schema.append(pa.field(f"from_{source}", pa.float64()))
    return schema


def _row_of(position: Position) -> dict[str, object]:
    """Give a position as a row, its sources in columns of their own."""
    row = asdict(position)
    sources = row.pop("sources") or {}
    return {**row, **{f"from_{name}": share for name, share in sources.items()}}


def _position(row: Mapping[str, Any]) -> Position:
    """Make a position of a row."""
    plain = {name: value for name, value in row.items() if name[:5] != "from_"}
    sources = {
        name: row[f"from_{name}"]
        for name in SOURCES
        if row.get(f"from_{name}") is not None
    }
    return Position(**plain, sources=sources or None)
