"""Scaling with sections as blocks: what stands under one heading is drawn together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from command_line import run, run_json
from hand_sample import ACTORS, BOOK, assign, code_rightly, make_harbour
from hustings.errors import InvalidOptionError, UselessInputError
from hustings.workflow.project import Project
from hustings.workflow.scaled_cases import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.scaled_cases import ScaledCases

# each section says one thing only, so that whole sections differ far more than
# single paragraphs do
ABOUT = (
    "The ferry sails every hour.\n\nA boat needs a quay.\n\nThe ferry is old.",
    "We want a wider road.\n\nThe lane is to be paved.\n\nThe road ends here.",
)
SECTIONS = "\n\n".join(
    f"## Part {number}\n\n{ABOUT[number % 2]}" for number in range(1, 7)
)
SHORT = f"## Only part\n\n{ABOUT[0]}\n\n{ABOUT[1]}"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    book = tmp_path / "harbour.yaml"
    book.write_text(BOOK, encoding="utf-8")
    with Project.create(tmp_path / "harbour") as made:
        for actor, text in zip(ACTORS, (SECTIONS, SHORT), strict=True):
            path = tmp_path / f"{actor.split()[0].lower()}.md"
            path.write_text(f"# {actor}\n\n{text}\n", encoding="utf-8")
            made.read([path], actor=actor, date="2031", language="en")
        for name in ("Ana", "Ben"):
            made.add_coder(name)
        made.add_codebook(str(book))
        made.code(codebook="harbour")
        yield made


def errors(scaled: ScaledCases) -> dict[str, float]:
    return {
        scaled.names.get(one.case, one.case): one.standard_error or 0.0
        for one in scaled.positions
    }


def few(scaled: ScaledCases) -> list[str]:
    return [one.message for one in scaled.problems if one.kind == "few sections"]


def test_whole_sections_are_drawn(project: Project) -> None:
    paragraphs = project.scale("wheels")
    sections = project.scale("wheels", blocks="sections")
    assert [one.position for one in paragraphs.positions] == [
        one.position for one in sections.positions
    ]
    before, after = errors(paragraphs), errors(sections)
    assert after["Quay List 2031"] > 1.3 * before["Quay List 2031"]
    assert after["Lane Party 2031"] == before["Lane Party 2031"]
    assert few(paragraphs) == []
    (message,) = few(sections)
    assert message.startswith("Case 'Lane Party 2031' has one section")
    made = project.store.run(sections.run_id)
    assert made is not None
    blocks = set(table_of(project.store, made, "counts")["block"].to_pylist())
    assert {one for one in blocks if one.startswith("section")} == {
        f"section {number}" for number in range(2, 8)
    }


def test_units_one_by_one_are_drawn_by_section_too(tmp_path: Path) -> None:
    with make_harbour(tmp_path) as project:
        code_rightly(project, assign(project, sample="60"))
        scaled = project.scale("wheels", blocks="sections")
        assert len(few(scaled)) == 2
        assert "sampling" in (scaled.positions[0].sources or {})


def test_the_engine_draws_sections_of_actors(project: Project) -> None:
    plain = errors(project.scale("wheels", uncertainty=["all"], by="actor"))
    wide = errors(
        project.scale("wheels", uncertainty=["all"], blocks="sections", by="actor")
    )
    assert wide["Quay List"] > 1.3 * plain["Quay List"]


def test_a_plain_run_is_what_it_was(project: Project) -> None:
    made = project.store.run(project.scale("wheels").run_id)
    assert made is not None
    assert "blocks" not in made.parameters
    asked = project.scale("wheels", blocks="paragraphs")
    assert asked.run_id == made.run_id


def test_mistakes_are_told(project: Project, tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match="paragraphs or sections"):
        project.scale("wheels", blocks="pages")
    with pytest.raises(InvalidOptionError, match="--interval block"):
        project.scale("wheels", blocks="sections", interval="multinomial")
    with pytest.raises(UselessInputError, match="--blocks"):
        project.scale("wordfish", blocks="sections")
    counts = tmp_path / "counts.csv"
    counts.write_text("case,401,202\nQuay,3,4\n", encoding="utf-8")
    wrong = run("scale", "rile", "--from", str(counts), "--blocks", "sections")
    assert wrong.code == 1
    assert "--blocks" in wrong.err


def test_the_command_takes_it(project: Project) -> None:
    folder = ("--project", str(project.store.folder))
    found = run_json("scale", "wheels", "--blocks", "sections", *folder)
    assert "few sections" in [one["kind"] for one in found["problems"]]
