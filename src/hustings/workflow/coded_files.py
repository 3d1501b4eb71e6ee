"""Codings that a program made elsewhere, taken over for the units of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from hustings.coding.coders import CODED
from hustings.exchange.unit_index import KnownUnit
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.machine_files import answers_on_units, open_file_codings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hustings.model.document import Problem
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.coding_by_machine import CodeOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeAnswers:
    """What one kind of coder makes of units."""

    coder: str
    answers: Mapping[str, pa.Table]
    codes: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, object]
    problems: tuple[Problem, ...]


def said_of(loaded: LoadedCodebook, variables: list[str]) -> dict[str, object]:
    """Say which codebook was used, for the record of a run."""
    return {
        "codebook": loaded.codebook.name,
        "codebook_version": loaded.codebook.version,
        "codebook_sha256": loaded.stored.sha256,
        "variables": variables,
    }


def answers_of_file(units: pa.Table, path: Path, options: CodeOptions) -> MadeAnswers:
    """Take over codings that a program made elsewhere, by the units' ids or words."""
    loaded = None if options.codebook is None else load_codebook(options.codebook)
    codebook = None if loaded is None else loaded.codebook
    names = tuple(one.name for one in codebook.variables) if codebook else ()
    codings = open_file_codings(path, variables=names)
    known = _known(units)
    documents = {one.document: one.document for one in known}
    found = answers_on_units(
        codings, known, documents, codebook=codebook, variable=options.variable
    )
    answers = {name: _on_all(units, one) for name, one in found.answers.items()}
    return MadeAnswers(
        coder=codings.coder_id,
        answers=answers,
        codes=found.codes,
        parameters={
            "coder_version": codings.version,
            "file_sha256": codings.sha256,
            **({} if loaded is None else said_of(loaded, list(answers))),
        },
        problems=found.problems,
    )


def _known(units: pa.Table) -> list[KnownUnit]:
    """Describe the units of a table as those of a project; they have no spans."""
    columns = {name: units[name].to_pylist() for name in units.column_names}
    documents = columns.get("document") or [""] * units.num_rows
    return [
        KnownUnit(
            document=documents[i] or "",
            unit=columns["unit"][i] or "",
            start=-1 - i,
            end=-i,
            words=columns["text"][i] or "",
        )
        for i in range(units.num_rows)
    ]


def _on_all(units: pa.Table, answers: pa.Table) -> pa.Table:
    """Give an answer a unit; null where the file has none."""
    names = units["unit"].cast(pa.string())
    places = pc.index_in(names, value_set=answers["unit"].combine_chunks())
    found = answers.take(places)
    return found.set_column(0, CODED.field("unit"), names)
