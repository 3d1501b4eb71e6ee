"""Documents with one coder's codes, as files of the Manifesto Project."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from hustings.errors import NothingCodedError, UnclearColumnError, UnknownCoderError
from hustings.exchange.manifesto_table import (
    HEADING,
    MANIFESTO,
    write_manifesto_table,
)
from hustings.model.coder import ADJUDICATED
from hustings.workflow.codebooks import codebook_of_run
from hustings.workflow.current import code_runs
from hustings.workflow.renewals import find_document
from hustings.workflow.rows_of_texts import Exported

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.exchange.data_dictionary import TableDefinition
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestoFile:
    """One document, ready to be written.

    Attributes
    ----------
    stem : str
        The file's name without its ending.
    """

    stem: str
    content: bytes
    n_rows: int
    definition: TableDefinition = MANIFESTO


def manifesto_files(
    store: Store, *, coder: str | None = None, document: str | None = None
) -> list[ManifestoFile]:
    """Write documents with the codes of one coder.

    Raises
    ------
    NothingCodedError
        If nobody has coded yet.
    UnknownCoderError
        If there is no such coder.
    UnclearColumnError
        If several have coded and none is named: whose codes are meant is not guessed.
    """
    run = _choose(code_runs(store), coder)
    values = _values(store, run)
    exported = Exported(store)
    chosen = exported.stored if document is None else [find_document(store, document)]
    stems = _stems(chosen)
    return [_file(exported, one, stems[one.document_id], values) for one in chosen]


def _choose(runs: Sequence[Run], coder: str | None) -> Run:
    """Choose whose codes to write: those asked for, adjudicated ones, or the only."""
    if not runs:
        raise NothingCodedError(wanted="any codebook")
    coders = [str(run.parameters["coder"]) for run in runs]
    wanted = coder or (ADJUDICATED if ADJUDICATED in coders else None)
    if wanted is not None and wanted not in coders:
        raise UnknownCoderError(coder=wanted, known=coders)
    fitting = [run for run in runs if wanted in (None, run.parameters["coder"])]
    if len(fitting) > 1 and wanted is None:
        raise UnclearColumnError(
            name="cmp_code",
            reason=f"Several coders have coded: {', '.join(coders)}.",
            advice="Say whose codes are meant with --coder NAME.",
        )
    return fitting[-1]


def _values(store: Store, run: Run) -> dict[str, str]:
    """Return by unit the values of the codebook's first variable."""
    variable = codebook_of_run(store, run).codebook.variables[0].name
    columns = ["unit", "variable", "value"]
    return {
        row["unit"]: row["value"]
        for row in store.table(run.outputs[0], columns).to_pylist()
        if row["variable"] == variable
    }


def _stems(documents: Sequence[StoredDocument]) -> dict[str, str]:
    """Name a file after its document's file, and with the id where two are alike."""
    plain = {one.document_id: PurePath(one.name).stem or "_" for one in documents}
    alike = Counter(stem.casefold() for stem in plain.values())
    return {
        name: _safe(stem if alike[stem.casefold()] == 1 else f"{stem}.{name}")
        for name, stem in plain.items()
    }


def _safe(stem: str) -> str:
    """Keep what any disk takes for a name."""
    kept = "".join(sign if sign.isalnum() or sign in " ._-" else "_" for sign in stem)
    return kept.strip(" .") or "_"


def _file(
    exported: Exported,
    document: StoredDocument,
    stem: str,
    values: Mapping[str, str],
) -> ManifestoFile:
    rows = list(_rows(exported, document, values))
    return ManifestoFile(
        stem=stem, content=write_manifesto_table(rows), n_rows=len(rows)
    )


def _rows(
    exported: Exported, document: StoredDocument, values: Mapping[str, str]
) -> Iterator[dict[str, str | None]]:
    for unit in exported.units[document.document_id]:
        heading = HEADING if unit["kind"] == "heading" else None
        code = values.get(str(unit["unit"]), heading)
        yield {"text": str(unit["text"]), "cmp_code": code, "eu_code": None}
