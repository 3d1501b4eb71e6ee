"""One machine run, one number: probabilities count before and after a hand sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conditional_sample import assign, code_by_hand, code_by_machine, make_quay
from hustings.estimates.results import UNCORRECTED
from hustings.model.codebook import ScaleDefinition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project
    from hustings.workflow.scaled_cases import ScaledCases

QUAY = ScaleDefinition(
    name="quay-or-none",
    title="The quay or nothing",
    variable="topic",
    formula="difference",
    left=("none",),
    right=("quay",),
)
HARD = 100 * (26 - 14) / 40
SOFT = 0.6 * HARD


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_quay(tmp_path) as made:
        yield made


def scaled(project: Project, **asked: Any) -> ScaledCases:  # noqa: ANN401  # options
    return project.scale("quay-or-none", own=QUAY, codebook="quay", **asked)


def test_the_number_of_a_machine_alone_is_the_uncorrected_one_of_a_sample(
    project: Project, tmp_path: Path
) -> None:
    code_by_machine(project, tmp_path, probable=True)
    before = scaled(project)
    (alone,) = before.to_rows()
    assert alone["position"] == pytest.approx(SOFT)
    assert alone["correction"] == UNCORRECTED
    assert alone["low"] < SOFT < alone["high"]  # type: ignore[operator]
    assert before.report["sources"] == ["sampling"]
    assert "by the probabilities of its codes" in str(before.report["basis"])
    assert [one.kind for one in before.problems].count(UNCORRECTED) == 1
    code_by_hand(project, assign(project, sample="20"))
    (after,) = scaled(project).to_rows()
    assert after["uncorrected"] == pytest.approx(alone["position"])
    (plain,) = scaled(project, correction="none").to_rows()
    assert plain["position"] == pytest.approx(alone["position"])


def test_a_machine_without_probabilities_counts_its_codes(
    project: Project, tmp_path: Path
) -> None:
    code_by_machine(project, tmp_path)
    found = scaled(project)
    (alone,) = found.to_rows()
    assert alone["position"] == pytest.approx(HARD)
    assert "probabilities" not in str(found.report.get("basis", ""))
    assert scaled(project, interval="none").to_rows()[0]["low"] is None
