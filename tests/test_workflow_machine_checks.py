"""Whether machine codings have been checked, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hand_sample import TRUTH, assign, code_rightly, make_harbour
from hustings.coding.tables import CODINGS
from hustings.ingest.tables import batch_from_rows
from hustings.workflow.check_words import NEVER_CHECKED
from hustings.workflow.current import code_runs, current_units
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.machine_checks import check_of
from hustings.workflow.runs import Effort, execute, plan_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_harbour(tmp_path, n=8) as made:
        yield made


def machine_run(project: Project) -> Run:
    return next(one for one in code_runs(project.store) if not is_by_hand(one))


def true_accuracy(project: Project) -> float:
    """Share of units that the dictionary gets right: all but the fifth sentence."""
    texts = [
        row["text"].strip()
        for row in current_units(project.store).to_pylist()
        if row["kind"] != "heading"
    ]
    wrong = [one for one in texts if one == "The ferry is not worth its wage."]
    return 1 - len(wrong) / len(texts)


def test_nothing_coded_by_hand_is_unvalidated(project: Project) -> None:
    found = check_of(project.store, machine_run(project))
    assert (found.is_validated, found.n_random, found.accuracy) == (False, 0, None)
    assert found.sentence == NEVER_CHECKED


def test_a_random_sample_validates(project: Project) -> None:
    code_rightly(project, assign(project, sample="60"))
    found = check_of(project.store, machine_run(project))
    assert found.is_validated
    assert found.n_random == 60
    assert found.accuracy is not None
    assert found.accuracy.low <= true_accuracy(project) <= found.accuracy.high
    assert found.accuracy.low < found.accuracy.value < found.accuracy.high
    assert found.sentence.startswith("Validated on 60 units drawn at random and coded")
    value = f"{100 * found.accuracy.value:.0f} % right (95 % interval "
    assert value in found.sentence


def test_adjudicated_values_come_first(project: Project) -> None:
    wrong = {"boats": "roads", "roads": "boats", "000": "boats"}
    drawn = assign(project, sample="40", overlap=1.0)
    code_rightly(
        project, drawn, said=lambda who, right: wrong[right] if who == "Ben" else right
    )
    before = check_of(project.store, machine_run(project)).accuracy
    project.adjudicate("majority")
    assert before is not None
    assert before.value == pytest.approx(0.5, abs=0.1)


def test_what_is_coded_of_a_sample_so_far_is_said(project: Project) -> None:
    drawn = assign(project, sample="60")
    code_rightly(project, drawn[:1])
    found = check_of(project.store, machine_run(project))
    assert found.n_random == 30
    assert "Validated on 30 of 60 units" in found.sentence


def test_a_sample_that_nobody_coded_yet(project: Project) -> None:
    assign(project, sample="60")
    found = check_of(project.store, machine_run(project))
    assert not found.is_validated
    assert "of the 60 units drawn at random none is coded" in found.sentence


def test_few_units_validate_nothing(project: Project) -> None:
    code_rightly(project, assign(project, sample="4"))
    found = check_of(project.store, machine_run(project))
    assert (found.is_validated, found.n_random) == (False, 4)
    assert "only 4 units drawn at random are coded by hand" in found.sentence


def test_everything_coded_by_hand_leaves_no_doubt(project: Project) -> None:
    code_rightly(project, assign(project))
    found = check_of(project.store, machine_run(project)).accuracy
    assert found is not None
    assert found.value == pytest.approx(true_accuracy(project))
    assert found.low == found.value == found.high


def test_whole_documents_are_drawn_as_wholes(project: Project) -> None:
    code_rightly(project, assign(project, sample="1", whole_documents=True))
    found = check_of(project.store, machine_run(project)).accuracy
    assert found is not None
    assert (found.low, found.high) == (0, 1)


def test_what_a_coder_was_trained_on_does_not_check_it(project: Project) -> None:
    code_rightly(project, assign(project, sample="60"))
    store = project.store
    run = _learn_from_all(store, machine_run(project))
    found = check_of(store, run)
    assert not found.is_validated
    assert "was trained on hand codings of its units" in found.sentence
    code_rightly(project, assign(project, sample="40", new_only=True, seed=3))
    found = check_of(store, run)
    assert (found.is_validated, found.n_random) == (True, 40)
    scaled = project.scale("wheels", coder=str(run.parameters["coder"]))
    assert "trained on the sample" in [one.kind for one in scaled.problems]
    assert "corrected by 40 units" in str(scaled.report["basis"])


def _learn_from_all(store: Store, machine: Run) -> Run:
    """Record a run by a coder that learned from all that people coded."""
    rows: list[dict[str, object]] = [
        {
            "document": one.document_id,
            "start": one.anchor.span.start,
            "end": one.anchor.span.end,
            "variable": one.variable,
            "value": one.value,
        }
        for one in store.hand.current()
    ]
    trained = _recorded(store, plan_run("train", parameters={}), "trained_on", rows)
    parameters = {**machine.parameters, "coder": "learned:own", "lexicons": {}}
    plan = plan_run(
        "code",
        parameters={**parameters, "trained_by": trained.run_id},
        parents=machine.parents,
    )
    texts = current_units(store).to_pylist()
    codings = [
        {
            "document": row["document"],
            "unit": row["unit"],
            "coder": "learned:own",
            "variable": "topic",
            "value": TRUTH[row["text"].strip()],
            "evidence": [],
        }
        for row in texts
        if row["kind"] != "heading"
    ]
    return _recorded(store, plan, "codings", codings)


def _recorded(
    store: Store, plan: Run, table: str, rows: list[dict[str, object]]
) -> Run:
    import pyarrow as pa  # noqa: PLC0415  # here alone

    def compute(*_: object) -> Mapping[str, list[pa.RecordBatch]]:
        if table == "codings":
            return {table: [batch_from_rows(rows, CODINGS)]}
        return {table: pa.Table.from_pylist(rows).to_batches()}

    run = execute(store, plan, compute, Effort())
    store.record([run], at="2031-10-07T12:00:00+00:00")
    return run
