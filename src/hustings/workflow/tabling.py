"""Methods on a table with no project: what the option `--from` does."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import UnknownScaleError
from hustings.estimates.frames import frame_from_rows
from hustings.estimates.resampling import Resampling
from hustings.ingest.languages import guess_language
from hustings.ingest.units.cutting import no_cutter
from hustings.ingest.units.splitting import knows_language, split_text
from hustings.model.document import Problem
from hustings.outside.files import read_file
from hustings.outside.tables import read_table, require_columns
from hustings.scaling.counts import Counts
from hustings.scaling.from_codes import SCALES, salience, scale_by_definition
from hustings.scaling.marpor import RILE, UNCODED
from hustings.store.sources import sha256_of
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.cutters import load_cutter
from hustings.workflow.runs import plan_run
from hustings.workflow.scaling import SALIENCE, find_definition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import polars as pl

    from hustings.ingest.units.cutting import Cutter
    from hustings.model.codebook import Codebook, ScaleDefinition
    from hustings.model.document import UnitKind
    from hustings.model.run import Run
    from hustings.scaling.results import ScaleResult


@dataclass(frozen=True, slots=True, kw_only=True)
class TableResult:
    """What a method made of a table.

    Attributes
    ----------
    rows : tuple of mappings
        The columns that the command's documentation names.
    run : Run
        Step, parameters, the table's hash and versions; recorded nowhere.
    """

    rows: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]
    run: Run

    def to_rows(self) -> list[dict[str, Any]]:
        """Return the rows."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        return f"{len(self.rows)} rows by {self.run.step} ({self.run.run_id})."

    def run_row(self) -> dict[str, object]:
        """Return the run as the contract's object."""
        return {
            name: value
            for name, value in asdict(self.run).items()
            if name not in {"parents", "outputs"}
        }


def split_table(
    path: Path, *, into: UnitKind = "quasi-sentence", cutter: Path | None = None
) -> TableResult:
    """Split every text of a table; spans index each text exactly as it stands there.

    Parameters
    ----------
    path : pathlib.Path
        Columns document, text and, if wished, language. Without a language it is
        detected.
    cutter : pathlib.Path, optional
        A cutter that `train` wrote, in place of the one that comes with Hustings.

    Raises
    ------
    MissingColumnError
        If there is no column document or text.
    UnreadableFileError, CutterFileError
        If the cutter cannot be used.
    """
    table = read_table(path)
    require_columns(table, ["document", "text"], path)
    loaded = load_cutter(cutter)
    documents = [_with_language(row) for row in table.to_pylist()]
    rows = [row for one in documents for row in _unit_rows(one, into, loaded.cutter)]
    used = loaded.parameters() if into == "quasi-sentence" else {}
    return TableResult(
        rows=tuple(rows),
        problems=(*_table_problems(documents), *_uncut(documents, into, loaded.cutter)),
        run=_run(path, "split", {"into": into, **used}),
    )


def _with_language(row: Mapping[str, str | None]) -> dict[str, str | None]:
    """Detect the language of a text whose row does not say it."""
    language = row.get("language") or guess_language(row["text"] or "")
    return {**row, "language": language}


def _uncut(
    rows: Iterable[Mapping[str, str | None]], into: UnitKind, cutter: Cutter
) -> Iterable[Problem]:
    """Tell of languages whose quasi-sentences are whole sentences, each once."""
    if into != "quasi-sentence":
        return
    for language in sorted({row["language"] or "" for row in rows if row["text"]}):
        if not knows_language(cutter, language):
            yield no_cutter(language)


def scale_table(
    path: Path,
    scale: str,
    *,
    codebook: str | None = None,
    own: ScaleDefinition | None = None,
    resampling: Resampling | None = None,
) -> TableResult:
    """Place the cases of a table of counts on a scale.

    Parameters
    ----------
    path : pathlib.Path
        The first column is the case, whatever its name; every other column is a code
        with its count.
    scale : str
        One of `hustings.scaling.from_codes.SCALES`, or a scale of `codebook`.
    codebook : str, optional
        Name or file of the codebook whose scale it is.
    own : ScaleDefinition, optional
        The user's own lists of codes, in place of a named scale.

    Raises
    ------
    InvalidCountError, InvalidCountsError
        If the table holds no counts.
    UnknownScaleError
        If there is no such scale.
    """
    options = asdict(resampling or Resampling())
    counts = Counts.from_rows(read_table(path).to_pylist())
    book = None if codebook is None else load_codebook(codebook).codebook
    definition = own or _named_definition(scale, book)
    result = _scale_counts(counts, scale, definition, book, options)
    defined = {} if definition is None else {"definition": asdict(definition)}
    return TableResult(
        rows=tuple(result.to_rows()),
        problems=(*result.problems, *_unmet(counts, definition, scale)),
        run=_run(path, "scale", {"scale": scale, **defined, **options}),
    )


def _scale_counts(
    counts: Counts,
    scale: str,
    definition: ScaleDefinition | None,
    codebook: Codebook | None,
    options: Mapping[str, Any],
) -> ScaleResult:
    """Apply a scale by its definition or its name."""
    if definition is not None:
        checked = codebook if definition.variable else None
        return scale_by_definition(counts, definition, codebook=checked, **options)
    uncoded = codebook.variables[0].uncoded if codebook else None
    if scale == SALIENCE and uncoded is not None:
        return salience(counts, uncoded=UNCODED | {uncoded}, **options)
    return SCALES[scale](counts, **options)


def _unmet(
    counts: Counts, definition: ScaleDefinition | None, scale: str
) -> Iterable[Problem]:
    """Tell of codes that a scale counts and no column has."""
    if definition is None:
        sides = {*RILE.left, *RILE.right} if scale in {"rile", "logit"} else set()
        missing = sides if not sides & set(counts.in_main_codes().codes) else set()
    else:
        missing = {*definition.left, *definition.right} - set(
            counts.in_main_codes().codes
        )
    padded = [repr(code) for code in counts.codes if code != code.strip()]
    if padded:
        yield Problem(
            kind="padded columns",
            message=f"Columns with spaces at their ends are taken as they are: "
            f"{', '.join(padded)}. Take the spaces out if codes are meant.",
        )
    if missing:
        yield Problem(
            kind="missing columns",
            message=f"No column is named {', '.join(sorted(missing))}; the scale "
            f"{scale!r} counts them as 0. Columns: {', '.join(counts.codes)}.",
        )


def _named_definition(scale: str, codebook: Codebook | None) -> ScaleDefinition | None:
    """Find a scale in the codebook given; None for those that need no codebook."""
    if codebook is not None and scale != SALIENCE:
        return find_definition(codebook, scale)
    if scale not in SCALES:
        raise UnknownScaleError(scale=scale, known=tuple(SCALES))
    return None


def _run(path: Path, step: str, parameters: Mapping[str, object]) -> Run:
    """Describe the execution, with the table's hash as its input."""
    return plan_run(
        step,
        parameters={"from": path.name, **parameters},
        inputs=[sha256_of(read_file(path))],
    )


def _unit_rows(
    row: Mapping[str, str | None], into: UnitKind, cutter: Cutter
) -> Iterable[dict[str, object]]:
    """Yield the units of one text."""
    text = row["text"] or ""
    for span in split_text(text, row["language"], into, cutter=cutter):
        yield {
            "document": row["document"],
            "unit": f"{row['document']}/{span.start}-{span.end}",
            "start": span.start,
            "end": span.end,
        }


def _table_problems(rows: list[dict[str, str | None]]) -> Iterable[Problem]:
    """Yield what is odd about the documents of a table."""
    for name, n in Counter(row["document"] for row in rows).items():
        if n > 1:
            yield Problem(
                kind="repeated document",
                message=f"Document {name!r} has {n} rows; each is split on its own.",
            )
    for row in rows:
        if not (row["text"] or "").strip():
            yield Problem(
                kind="empty text",
                message=f"Document {row['document']!r} has no text and no units.",
            )
