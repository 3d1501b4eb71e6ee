"""Sections as blocks: what stands under one heading is drawn anew together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.errors import InvalidOptionError, UselessInputError
from hustings.model.document import KINDS_WITHOUT_UNITS, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.scale_questions import ScaleQuestion

SECTIONS = "sections"
PARAGRAPHS = "paragraphs"

_FEWEST = 3
"""Sections from which a document can be drawn anew; of fewer, paragraphs are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """Which section each block stands in.

    Attributes
    ----------
    of_block : mapping of (document, block) to str
        Empty where paragraphs are drawn; documents with few sections are left out.
    problems : tuple of Problem
        Of the documents with few sections.
    """

    of_block: Mapping[tuple[str, str], str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def name_of(self, document: str, block: str) -> str:
        """Name what a unit of a block is drawn with."""
        return self.of_block.get((document, block), block)

    def put_into(self, units: pa.Table) -> pa.Table:
        """Write sections in the place of the blocks of a table of units."""
        if not self.of_block:
            return units
        documents, blocks = units["document"].to_pylist(), units["block"].to_pylist()
        names = map(self.name_of, documents, blocks)
        column = pa.array(list(names), units["block"].type)
        return units.set_column(units.column_names.index("block"), "block", column)


def check_blocks(question: ScaleQuestion) -> None:
    """Raise `InvalidOptionError` unless blocks are paragraphs or sections, drawn anew.

    Raises
    ------
    InvalidOptionError
    """
    if question.blocks not in {PARAGRAPHS, SECTIONS}:
        advice = f"Choose {PARAGRAPHS} or {SECTIONS}."
    elif question.blocks == SECTIONS and question.interval not in {None, "block"}:
        advice = "Sections are drawn with --interval block."
    else:
        return
    raise InvalidOptionError(option="blocks", value=question.blocks, advice=advice)


def refuse_blocks(scale: str, question: ScaleQuestion) -> None:
    """Raise `UselessInputError` where nothing is drawn by the blocks of a document."""
    check_blocks(question)
    if question.blocks != PARAGRAPHS:
        what = "--blocks, which is about the codes of a project's documents"
        raise UselessInputError(scale=scale, what=what, known=())


def blocks_in(question: ScaleQuestion) -> dict[str, Any]:
    """Say in a run's parameters what is drawn anew; nothing for paragraphs."""
    check_blocks(question)
    return {} if question.blocks == PARAGRAPHS else {"blocks": question.blocks}


def sections_of(store: Store, plan: Run, documents: Iterable[str]) -> Sections:
    """Find the sections that a plan draws anew; none where it draws paragraphs.

    A section is a heading of any level and all that stands under it up to the next
    one; what stands before the first heading is a section, too.
    """
    if plan.parameters.get("blocks") != SECTIONS:
        return Sections()
    found: dict[tuple[str, str], str] = {}
    problems = []
    for name, blocks in _blocks_of(store, documents):
        sections = _sections(blocks)
        n = len({section for _, section, has_units in sections if has_units})
        if n < _FEWEST:
            problems.append(_few(name, n))
            continue
        found |= {(name, block): section for block, section, _ in sections}
    return Sections(of_block=found, problems=tuple(problems))


def _blocks_of(
    store: Store, documents: Iterable[str]
) -> Iterable[tuple[str, Sequence[Mapping[str, Any]]]]:
    """Give the blocks of each document, in reading order."""
    wanted = set(documents)
    read_by = {
        one.document_id: one.run_id
        for one in store.all_documents()
        if one.document_id in wanted
    }
    for run_id in dict.fromkeys(read_by.values()):
        run = store.run(run_id)
        assert run is not None  # noqa: S101  # a document names the run that read it
        output = next(one for one in run.outputs if one.table == "documents")
        for row in store.table(output, ["document", "blocks"]).to_pylist():
            if read_by.get(row["document"]) == run_id:
                yield row["document"], row["blocks"]


def _sections(blocks: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, bool]]:
    """Give each block its section, and say whether units may stand in it."""
    number = 0
    found = []
    for block in blocks:
        is_heading = block["kind"] == "heading"
        number += is_heading
        has_units = not is_heading and block["kind"] not in KINDS_WITHOUT_UNITS
        found.append((block["block"], f"section {number}", has_units))
    return found


def _few(name: str, n_sections: int) -> Problem:
    """Say that a document's paragraphs are drawn."""
    said = {0: "no section", 1: "one section"}.get(n_sections, f"{n_sections} sections")
    return Problem(
        kind="few sections",
        message=f"Case {name!r} has {said}, too few to be drawn anew: its paragraphs "
        "are drawn instead.",
    )
