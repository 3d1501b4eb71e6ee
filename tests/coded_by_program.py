"""A program that finds boats everywhere, in a project that people have coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coded_by_hand import keep_book
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hustings.coding import CodingUnit

MACHINE = "function:boats"


def let_program_code(folder: Path) -> None:
    """Let it code every unit with the codebook that people used."""

    def boats(units: Sequence[CodingUnit]) -> list[str]:
        return ["boats" for _ in units]

    with Project.open(folder) as project:
        book = project.store.codebook(keep_book(project.store))
        assert book is not None
        path = folder.parent / "same-town.yaml"
        path.write_text(book.text, encoding="utf-8")
        project.code(coder=boats, codebook=str(path), variable="topic")
