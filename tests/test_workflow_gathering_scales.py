"""What pages read of the runs of scales: words, reports, draws and pairs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from hustings import Project
from hustings.model.document import Problem
from hustings.scaling.results import Position
from hustings.scaling.wordscores import wordscores
from hustings.words.matrices import DocumentFeatureMatrix
from hustings.workflow.gathered import DrivingWord, GatheredScale
from hustings.workflow.gathering_scales import _by_class
from hustings.workflow.word_tables import (
    DRAWS,
    REPORT,
    WORDS,
    draws_batch,
    read_draws,
    read_report,
    read_words,
    report_batch,
    word_batch,
    word_counts,
)

if TYPE_CHECKING:
    from pathlib import Path

MATRIX = DocumentFeatureMatrix.from_rows(
    [
        {"case": "Harbour", "trams": 9, "roads": 1, "parks": 5},
        {"case": "Orchard", "trams": 1, "roads": 9, "parks": 5},
    ]
)
TEXT = """All aboard

We will build more homes for families. Taxes on business must fall.

Schools need more teachers. Lower taxes help trade.

The health service is for everyone. Free enterprise built this town.
"""


def table(batch: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches([batch])


def test_words_come_back_as_they_were() -> None:
    result = wordscores(MATRIX, {"Harbour": -1, "Orchard": 1})
    stored = table(word_batch(result.words, word_counts(MATRIX)))
    assert stored.schema == WORDS
    found = {one.word: one for one in read_words(stored)}
    assert found["trams"].score == pytest.approx(-0.8)
    assert found["trams"].weight == 10
    assert found["parks"].psi is None


def test_a_class_is_a_side_and_its_log_ratio_a_score() -> None:
    rows = [{"word": "trams", "code": "for", "log_ratio": 1.5, "pull": 0.2}]
    (word,) = read_words(table(word_batch(rows, {})))
    assert word == DrivingWord(word="trams", score=1.5, pull=0.2, side="for")


def test_reports_keep_their_kinds_of_values() -> None:
    report = {"converged": True, "iterations": 3, "direction": ["a", "b"], "none": None}
    stored = table(report_batch(report))
    assert stored.schema == REPORT
    assert read_report(stored) == report


def test_draws_come_back_by_case() -> None:
    draws = np.arange(6.0).reshape(3, 2)
    stored = table(draws_batch(["a", "b"], draws))
    assert stored.schema == DRAWS
    assert read_draws(stored)["b"].tolist() == [1.0, 3.0, 5.0]


def affinity_scale(*classes: str) -> GatheredScale:
    blank = Position(
        case="d",
        scale="affinity",
        position=0.5,
        low=None,
        high=None,
        confidence=None,
        n_units=9,
    )
    return GatheredScale(
        run_id="r",
        scale="affinity",
        title="Class affinity",
        formula="affinity",
        coder="",
        codebook="",
        variable="",
        low_pole="low",
        high_pole="high",
        method="formula",
        positions=tuple(replace(blank, code=one) for one in classes),
        words=tuple(DrivingWord(word="w", score=1.0, side=one) for one in classes),
    )


def test_affinity_becomes_a_scale_a_class() -> None:
    found = _by_class(affinity_scale("workers", "owners", "greens"))
    assert [one.scale for one in found] == [
        "affinity-workers",
        "affinity-owners",
        "affinity-greens",
    ]
    assert [(one.low_pole, one.high_pole) for one in found][2] == (
        "not greens",
        "greens",
    )
    assert all(len(one.positions) == len(one.words) == 1 for one in found)
    assert found[0].positions[0].code is None


def test_two_classes_are_the_two_poles_of_one_scale() -> None:
    (one,) = _by_class(affinity_scale("workers", "owners"))
    assert (one.low_pole, one.high_pole) == ("owners", "workers")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two scales from the same codings, and shares."""
    folder = tmp_path_factory.mktemp("pairs")
    (folder / "aboard.md").write_text(TEXT, encoding="utf-8")
    with Project.create(folder / "p", name="Pairs") as made:
        made.read([folder / "aboard.md"])
        made.code(codebook="marpor-5")
        for scale in ("rile", "logit", "salience"):
            made.scale(scale)
    return folder / "p"


def test_scales_of_the_same_blocks_are_paired(project: Path) -> None:
    with Project.open(project) as opened:
        gathered = opened.gather()
    rile, logit = gathered.scales[:2]
    spreads = gathered.pairs[rile.run_id, logit.run_id]
    (spread,) = spreads.values()
    assert spread.first_variance > 0
    assert spread.covariance**2 <= spread.first_variance * spread.second_variance
    (position,) = rile.positions
    assert position.standard_error is not None
    shown = position.standard_error**2
    assert spread.first_variance == pytest.approx(shown, rel=0.15)
    assert len(gathered.pairs) == 1


def test_scales_of_other_draws_are_not_paired(project: Path) -> None:
    with Project.open(project) as opened:
        opened.scale("logit", seed=5)
        gathered = opened.gather()
        opened.scale("logit")
    assert gathered.pairs == {}
    assert not any(isinstance(one, Problem) for one in gathered.scales)
