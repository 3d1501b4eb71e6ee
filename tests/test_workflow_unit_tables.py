"""Units with all that is known of them: how probable a machine found every code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from hand_sample import TRUTH, assign, code_rightly, make_harbour, right_positions
from hustings.coding.coders import CODED
from hustings.estimates.resampling import Resampling
from hustings.estimates.sources import MachineError, Sources
from hustings.scaling.uncertainty import scale_with_uncertainty
from hustings.scaling.unit_tables import UnitTable
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.current import current_units
from hustings.workflow.machine_runs import MachineCoder, record_answers
from hustings.workflow.scaling_sources import units_of_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project

CODES = ("000", "boats", "roads")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_harbour(tmp_path) as made:
        yield made


def answer(project: Project, tmp_path: Path) -> None:
    """Let a function say .6 for what is right, .3 for roads and .1 for the rest."""
    rows = [
        {
            "unit": row["unit"],
            "value": TRUTH[row["text"].strip()],
            "probability": 0.6,
            "probabilities": chances(TRUTH[row["text"].strip()]),
            "evidence": [],
        }
        for row in current_units(project.store).to_pylist()
        if row["kind"] != "heading"
    ]
    machine = MachineCoder(
        coder_id="function:soft", version="1", codes={"topic": CODES}
    )
    loaded = load_codebook(str(tmp_path / "harbour.yaml"))
    table = pa.Table.from_pylist(rows, schema=CODED)
    record_answers(project.store, machine, loaded, {"topic": table})


def chances(right: str) -> list[float]:
    found = dict.fromkeys(CODES, 0.0)
    for code, share in ((right, 0.6), ("roads", 0.3), ("000", 0.1)):
        found[code] += share
    return list(found.values())


def test_probabilities_count_where_the_machine_gave_them(
    project: Project, tmp_path: Path
) -> None:
    answer(project, tmp_path)
    code_rightly(project, assign(project, sample="60"))
    scaled = project.scale("wheels", coder="function:soft")
    right = right_positions(project)
    run = project.store.run(scaled.run_id)
    assert run is not None
    book = load_codebook(str(tmp_path / "harbour.yaml")).codebook
    units = units_of_plan(project.store, run, book, sorted(right))
    assert units.machine is not None
    assert units.machine.sum(axis=1) == pytest.approx(1, abs=1e-6)
    assert set(np.unique(units.machine.round(4)).tolist()) <= {
        0,
        0.1,
        0.3,
        0.6,
        0.7,
        0.9,
    }
    for row in scaled.to_rows():
        case = str(row["case"])
        # the share of roads less that of boats, expected under the probabilities
        assert row["uncorrected"] == pytest.approx(0.6 * right[case] + 30, abs=1e-4)
        assert row["low"] <= right[case] <= row["high"]  # type: ignore[operator]
        assert row["correction"] == "corrected"


def soft_and_hard(seed: int, n: int = 600) -> tuple[UnitTable, UnitTable, float]:
    """One text, coded by a calibrated machine as probabilities and as likeliest."""
    generator = np.random.default_rng(seed)
    chance = generator.beta(0.7, 1.3, n)
    true = (generator.random(n) < chance).astype(np.int64)
    sample = generator.choice(n, 120, replace=False)
    probability = np.full(n, np.nan)
    probability[sample] = 120 / n
    soft = np.column_stack([1 - chance, chance])
    hard = np.eye(2)[(chance > 0.5).astype(np.int64)]
    tables = [
        UnitTable(
            cases=("Quay",),
            codes=("-1", "1"),
            case_of_unit=np.zeros(n, np.int64),
            unit_of_coding=sample,
            code_of_coding=true[sample],
            machine=machine,
            probability=probability,
        )
        for machine in (soft, hard)
    ]
    return tables[0], tables[1], float(2 * true.mean() - 1)


def test_soft_codings_narrow_the_interval_of_a_mean_and_leave_it_unbiased() -> None:
    sources = Sources(machine=MachineError())
    widths, errors = [], []
    for seed in range(30):
        soft, hard, truth = soft_and_hard(seed)
        found = [
            scale_with_uncertainty(
                table, "mean", sources=sources, resampling=Resampling(n_draws=300)
            ).result.positions[0]
            for table in (soft, hard)
        ]
        widths.append([one.standard_error or np.nan for one in found])
        errors.append(found[0].position - truth)
    by_soft, by_hard = np.mean(widths, axis=0)
    assert by_soft <= by_hard
    off = np.array(errors)
    assert abs(off.mean()) < 2.5 * off.std(ddof=1) / np.sqrt(len(off))
