"""The Overview: what the project holds, what failed, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages import addresses
from hustings.interface.pages.wording import (
    join_words,
    say_coder,
    say_count,
    year_of,
)
from hustings.model.coder import ADJUDICATED
from hustings.workflow.actors import name_of, title_of
from hustings.workflow.lenses import counted_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.interface.pages.project_index import ProjectIndex
    from hustings.model.document import Problem
    from hustings.workflow.gathered import Failure, GatheredDocument
    from hustings.workflow.lenses import Lens


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One line of the table of documents.

    Attributes
    ----------
    n_coded : int
        Units that some coder gave a topic.
    guessed : frozenset of str
        Which of actor, title and date were guessed.
    """

    address: str
    actor: str
    mark: int
    title: str
    name: str
    date: str | None
    language: str | None
    n_pages: int
    n_units: int
    n_coded: int
    problems: tuple[Problem, ...]
    guessed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to do next: a command to type, or a page to open."""

    sentence: str
    command: str | None = None
    address: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that the Overview shows.

    Attributes
    ----------
    machines : tuple of str
        Coders that are programs.
    """

    sentence: str
    rows: tuple[DocumentRow, ...]
    failures: tuple[Failure, ...]
    next_step: NextStep
    has_guesses: bool
    machines: tuple[str, ...]


def build_overview(project: ProjectIndex) -> Overview:
    """Gather the Overview's rows and sentences."""
    lenses = project.lenses
    marks = project.marks
    rows = tuple(_build_row(one, lenses, marks) for one in project.gathered.documents)
    return Overview(
        sentence=describe_project(project),
        rows=rows,
        failures=project.gathered.failures,
        next_step=find_next_step(project),
        has_guesses=any(row.guessed for row in rows),
        machines=tuple(sorted({one.coder for one in lenses if one.is_machine})),
    )


def describe_project(project: ProjectIndex) -> str:
    """Say in one line what the project is."""
    if not project.gathered.documents:
        return "An empty project: no document has been read yet."
    actors = {name_of(one) for one in project.gathered.documents}
    n_units = sum(len(one.units) for one in project.gathered.documents)
    n_documents = say_count(len(project.gathered.documents), "document")
    by = f"by {say_count(len(actors), 'actor')}{_say_years(project)}"
    parts = [f"{n_documents} {by}", f"cut into {say_count(n_units, 'unit')}"]
    names = {lens.coder for lens in project.lenses}
    coders = sorted(map(say_coder, names - {ADJUDICATED}))
    if coders:
        settled = (
            ", and where people differed by adjudication"
            if ADJUDICATED in names
            else ""
        )
        parts.append(f"coded by {join_words(coders)}{settled}")
    return f"{', '.join(parts)}."


def find_next_step(project: ProjectIndex) -> NextStep:
    """Find the one thing to do next."""
    if not project.gathered.documents:
        return NextStep(
            sentence="Read the files that you want to compare.",
            command="hustings read ~/manifestos/*.pdf",
        )
    if not any(one.codings for one in project.gathered.documents):
        return NextStep(
            sentence="The documents have no codes yet. Let the dictionary code them.",
            command="hustings code --coder dictionary --codebook marpor-5",
        )
    if not project.gathered.scales:
        return NextStep(
            sentence="The units are coded. Compute positions from the codes.",
            command="hustings scale rile",
        )
    if project.gathered.claims is None:
        return NextStep(
            sentence="Positions are computed. Find who is for or against what.",
            command="hustings claim",
        )
    return NextStep(
        sentence="Everything is computed. Read what the actors say, in their words.",
        address=addresses.comparison_page(),
        words="Open side by side",
    )


def _say_years(project: ProjectIndex) -> str:
    """Say the first and last year, after a space; nothing where there is none."""
    years = sorted(
        filter(None, (year_of(d.document.date) for d in project.gathered.documents))
    )
    if not years:
        return ""
    if years[0] == years[-1]:
        return f" from {years[0]}"
    return f" from {years[0]} to {years[-1]}"


def _build_row(
    gathered: GatheredDocument, lenses: Sequence[Lens], marks: Mapping[str, int]
) -> DocumentRow:
    """One document's line."""
    document = gathered.document
    return DocumentRow(
        address=addresses.document_page(document.document_id),
        actor=name_of(gathered),
        mark=marks[name_of(gathered)],
        title=title_of(gathered),
        name=gathered.name,
        date=document.date,
        language=document.language,
        n_pages=len(document.pages),
        n_units=len(gathered.units),
        n_coded=_count_coded(gathered, lenses),
        problems=document.problems,
        guessed=find_guesses(gathered),
    )


def find_guesses(gathered: GatheredDocument) -> frozenset[str]:
    """Name the fields of a document that rest on a guess."""
    guessed = gathered.document.guessed
    spans = {"actor": guessed.actor, "title": guessed.title, "date": guessed.date}
    return frozenset(name for name, span in spans.items() if span is not None)


def _count_coded(gathered: GatheredDocument, lenses: Sequence[Lens]) -> int:
    """Units that some coder gave a topic."""
    uncoded = {(lens.variable.name, lens.variable.uncoded) for lens in lenses}
    return sum(
        any(
            (one.variable, one.value) not in uncoded
            for one in gathered.codings.get(unit.unit_id, ())
        )
        for unit in counted_units(gathered)
    )
