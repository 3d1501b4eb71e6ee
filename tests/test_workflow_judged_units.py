"""Variables with a condition: what people judged, and left without a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conditional_sample import (
    ODD,
    SHORTER,
    TRUTH,
    assign,
    code_by_hand,
    code_by_machine,
    make_quay,
)
from hustings.coding.adjudication_results import AdjudicationRule
from hustings.coding.conditions import NOT_ASKED
from hustings.model.codebook import ScaleDefinition
from hustings.scaling.unit_rows import NOT_ASKED as NO_CODE
from hustings.workflow.agreeing_with_machines import agree_with_machine
from hustings.workflow.codebooks import stored_codebook
from hustings.workflow.current import code_runs
from hustings.workflow.judged_units import judged_by_hand
from hustings.workflow.machine_checks import check_of
from hustings.workflow.sampled_codings import sampled_codings
from hustings.workflow.scaling_sources import units_of_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.scaling.unit_tables import UnitTable
    from hustings.workflow.project import Project
    from hustings.workflow.scaled_cases import ScaledCases

OF_ALL = ScaleDefinition(
    name="of-all",
    title="Longer less shorter",
    variable="side",
    formula="difference",
    left=("-1",),
    right=("1",),
)
TRUE_MEAN = (6 - 12) / 18
MACHINE_MEAN = (6 + 8 - 12) / 26


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_quay(tmp_path) as made:
        yield made


def units_of(project: Project, run_id: str) -> UnitTable:
    run = project.store.run(run_id)
    assert run is not None
    sha256 = str(run.parameters["codebook_sha256"])
    book = stored_codebook(project.store, sha256).codebook
    documents = [one.document_id for one in project.store.documents()]
    return units_of_plan(project.store, run, book, documents)


def only(found: ScaledCases) -> dict[str, Any]:
    (row,) = found.to_rows()
    return dict(row)


def test_a_sample_of_all_units_gives_the_true_mean_and_not_the_machines(
    project: Project, tmp_path: Path
) -> None:
    code_by_machine(project, tmp_path)
    code_by_hand(project, assign(project, sample="39"))
    found = project.scale("length", correction="difference")
    row = only(found)
    assert row["uncorrected"] == pytest.approx(MACHINE_MEAN)
    assert row["position"] == pytest.approx(TRUE_MEAN, abs=0.06)
    assert row["n_coded"] == 39
    assert not [one for one in found.problems if "chance" in one.message]
    units = units_of(project, found.run_id)
    assert (units.code_of_coding == NO_CODE).sum() in {21, 22}
    assert "in 2" in str(found.report["basis"])


def test_hand_codings_alone_count_judged_units(project: Project) -> None:
    code_by_hand(project, assign(project, sample="100%"))
    found = project.scale("length")
    assert only(found)["position"] == pytest.approx(TRUE_MEAN)
    assert not [one for one in found.problems if one.kind == "partly coded"]
    of_all = only(project.scale("of-all", own=OF_ALL, codebook="quay"))
    assert of_all["position"] == pytest.approx(100 * (6 - 12) / 40)
    assert of_all["n_units"] == 40


def test_what_was_settled_of_the_condition_stands(project: Project) -> None:
    assignments = assign(project, coders=("Ana", "Ben"), sample="100%", overlap=1.0)

    def said(coder: str, text: str) -> dict[str, str]:
        if (coder, text) == ("Ana", ODD):
            return {"topic": "quay", "side": "1"}
        if (coder, text) == ("Ben", SHORTER):
            return {"topic": "none"}
        return dict(TRUTH[text])

    code_by_hand(project, assignments, said=said)
    halves = (6 + 8 / 2 - 12 / 2) / (6 + 8 / 2 + 12 / 2)
    assert only(project.scale("length"))["position"] == pytest.approx(halves)
    # each variable by itself, a rule takes the sides that one person gave: the other
    # saw nothing to code, and while nobody settles that, both count
    project.adjudicate("majority", variable="side")
    assert only(project.scale("length"))["position"] == pytest.approx(halves)
    # Ben's word on the topic stands, and leaves no code to Ana's sides on herons
    project.adjudicate(AdjudicationRule(rule="senior", senior="Ben"), variable="topic")
    assert only(project.scale("length"))["position"] == pytest.approx(1)
    # Ana's stands: Ben has not seen what there was to code, and has said nothing of it
    rule = AdjudicationRule(rule="senior", senior="Ana")
    project.adjudicate(rule, variable="topic", again=True)
    assert only(project.scale("length"))["position"] == pytest.approx((14 - 12) / 26)


def test_two_coders_who_judge_the_condition_differently(project: Project) -> None:
    assignments = assign(project, coders=("Ana", "Ben"), sample="100%", overlap=1.0)

    def said(coder: str, text: str) -> dict[str, str]:
        if coder == "Ben" and text == ODD:
            return {"topic": "quay", "side": "1"}
        return dict(TRUTH[text])

    code_by_hand(project, assignments, said=said)
    # eight units count in halves
    assert only(project.scale("length"))["position"] == pytest.approx(
        (6 + 8 / 2 - 12) / (18 + 8 / 2)
    )


def test_who_was_not_handed_the_variable_has_not_judged_it(project: Project) -> None:
    code_by_hand(project, assign(project, sample="20", variables=("topic",)))
    sha256 = project.store.assignments.all()[0].codebook_sha256
    assert not judged_by_hand(project.store, sha256, "side").said
    code_by_hand(project, assign(project, sample="10", new_only=True))
    judged = judged_by_hand(project.store, sha256, "side")
    assert len(judged.said) == 10
    assert NOT_ASKED in judged.said.values()


def test_a_machine_that_codes_where_nothing_is_asked_is_wrong(
    project: Project, tmp_path: Path
) -> None:
    code_by_machine(project, tmp_path)
    code_by_hand(project, assign(project, sample="39"))
    run = code_runs(project.store)[0]
    found = sampled_codings(project.store, run, "side")
    assert len(found.units) == 39
    assert NOT_ASKED in found.given
    check = check_of(project.store, run, variable="side")
    assert check.accuracy is not None
    # right in the 18 units on the quay, wrong in the 8 on herons
    assert check.accuracy.value == pytest.approx(18 / 26, abs=0.02)
    assert "with something to code" in check.sentence
    rows = {
        (row["statistic"], row["code"]): row["value"]
        for row in agree_with_machine(project.store, variables=("side",)).to_rows()
    }
    assert rows["precision", "1"] == pytest.approx(6 / 14, abs=0.05)
    assert rows["recall", "1"] == pytest.approx(1)
    assert rows["accuracy", None] == pytest.approx(check.accuracy.value)


def test_a_machine_of_the_one_variable_says_so_by_no_code(
    project: Project, tmp_path: Path
) -> None:
    code_by_machine(project, tmp_path, says=TRUTH, variables=("side",))
    code_by_hand(project, assign(project, sample="39"))
    check = check_of(project.store, code_runs(project.store)[0], variable="side")
    assert check.accuracy is not None
    assert check.accuracy.value == pytest.approx(1)
