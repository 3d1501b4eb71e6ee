from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claim_project import make_claims
from hustings.errors.claims import NoClaimsRunError
from hustings.model.claim import OWN
from hustings.outside.clock import now
from hustings.workflow.claiming import claim_documents, result_of
from hustings.workflow.current import current_units
from hustings.workflow.project import Project
from hustings.workflow.runs import Effort, plan_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with make_claims(tmp_path_factory.mktemp("claims")) as made:
        yield made


def test_claims_stand_in_the_text_of_their_unit(project: Project) -> None:
    result = result_of(project.store)
    texts = {
        row["unit"]: (row["start"], row["text"])
        for row in current_units(project.store).to_pylist()
    }
    for row in result.to_rows():
        start, text = texts[row["unit"]]
        assert text[row["start"] - start : row["end"] - start] == row["target"]
    assert {(row["target"], row["stance"]) for row in result.to_rows()} >= {
        ("a night bus", 1),
        ("the toll", -1),
        ("buses at night", 1),
    }


def test_who_is_reported_is_named(project: Project) -> None:
    rows = result_of(project.store).to_rows()
    (reported,) = (row for row in rows if row["actor"] != OWN)
    assert reported["actor"] == "The Heron List"
    (held,) = (one for one in project.claims() if one.is_reported)
    assert (held.actor, held.target) == ("Heron List", "the windmill")


def test_claims_are_held_by_the_actor_of_their_document(project: Project) -> None:
    held = [one for one in project.claims() if one.target == "buses at night"]
    assert [(one.actor, one.date, one.words, one.page) for one in held] == [
        ("Ledger Party", "2031-06", "We call for buses at night.", None)
    ]


def test_a_document_without_lexicon_or_claims_is_named(project: Project) -> None:
    result = result_of(project.store)
    assert [one.kind for one in result.problems] == ["no lexicon"]
    assert "xx" in result.problems[0].message
    counts = {row["document"]: row for row in result.count_by_document()}
    assert len(counts) == 4
    assert "claims in" in result.summary()


def test_the_same_claims_come_from_two_processes(project: Project) -> None:
    again = claim_documents(project.store, effort=Effort(processes=2))
    assert again.run_id == result_of(project.store).run_id
    assert project.check().is_sound


def test_the_table_is_made_again_byte_for_byte(project: Project) -> None:
    run = result_of(project.store).run_id
    (path,) = (project.store.derived / run).iterdir()
    path.unlink()
    assert not project.check().is_sound
    notes = project.check(rebuild=True).notes
    assert any("byte for byte" in note for note in notes)


def test_where_nobody_looked_there_are_no_claims(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p") as empty:
        with pytest.raises(NoClaimsRunError, match="hustings claim"):
            result_of(empty.store)
        with pytest.raises(NoClaimsRunError):
            empty.claims()


def test_documents_that_came_later_are_told(tmp_path: Path) -> None:
    with make_claims(tmp_path) as made:
        path = tmp_path / "late.txt"
        path.write_text("The Reed Party\n\nThe reeds are tall.\n", encoding="utf-8")
        made.read([path], actor="Reed", language="en")
        kinds = [one.kind for one in result_of(made.store).problems]
        assert "claims are not up to date" in kinds
        made.claim()
        told = {one.kind: one.message for one in result_of(made.store).problems}
        assert "claims are not up to date" not in told
        assert "has no claim" in told["no claims"]


def test_a_wrong_span_is_found(tmp_path: Path) -> None:
    with make_claims(tmp_path) as made:
        store = made.store
        found = next(run for run in store.runs() if run.step == "claim")
        table = store.table(found.outputs[0])
        place = table.column_names.index("start")
        moved = table.set_column(place, "start", table["end"])
        plan = plan_run("claim", parameters=found.parameters, parents=found.parents)
        outputs = store.write_tables(plan.run_id, {"claims": moved.to_batches()})
        store.record([replace(plan, outputs=outputs)], at=now())
        problems = made.check().problems
    assert {one.kind for one in problems} == {"stray span"}
    assert len(problems) == len(set(table["unit"].to_pylist()))
