from __future__ import annotations

import numpy as np
import pytest

from hustings.errors import (
    InvalidConfusionError,
    UnknownEstimateError,
    UnknownScaleError,
    UnusableSourceError,
)
from hustings.estimates.misclassification import ConfusionMatrix
from hustings.estimates.resampling import Resampling
from hustings.estimates.results import UNCORRECTED
from hustings.estimates.sources import CoderError, MachineError, Sampling, Sources
from hustings.model.codebook import ScaleDefinition
from hustings.scaling.counts import BlockCounts, Counts
from hustings.scaling.from_codes import SCALES, logit_rile, rile
from hustings.scaling.recipes import recipe_of_means
from hustings.scaling.uncertainty import available_sources, scale_with_uncertainty
from hustings.scaling.unit_tables import UnitTable

COUNTS = Counts.from_rows(
    [
        {"case": "Harbour 2031", "401": 30, "202.1": 10, "000": 60},
        {"case": "Orchard 2031", "401": 4, "202.1": 12, "000": 24},
        {"case": "Empty 2031", "401": 0, "202.1": 0, "000": 3},
    ]
)
BLOCKS = BlockCounts(
    cases=("Harbour 2031",),
    codes=("401", "202"),
    matrix=np.array([[3.0, 0.0], [0.0, 2.0], [1.0, 1.0]]),
    n_units=np.array([4.0, 2.0, 2.0]),
    case_of_block=np.array([0, 0, 0]),
)
CODES = ("401", "202", "000")


def units(
    n: int = 200,
    *,
    cases: tuple[str, ...] = ("Harbour", "Orchard"),
    share: float = 0.4,
    sample: float | None = 0.5,
) -> UnitTable:
    """Two coders who differ at times, and a machine that is mostly right."""
    generator = np.random.default_rng(1)
    rows: list[dict[str, object]] = []
    for c, case in enumerate(cases):
        for i in range(n):
            true = str(generator.choice(CODES, p=[share + c / 10, 0.2, 0.4 - c / 10]))
            about = {"case": case, "unit": str(i), "block": str(i // 5)}
            machine = (
                true if generator.random() < 0.85 else str(generator.choice(CODES))
            )
            rows.append({**about, "coder": "learned", "value": machine})
            if sample is not None and generator.random() >= sample:
                continue
            drawn = {} if sample is None else {"inclusion_probability": sample}
            for coder in ("ana", "bo"):
                value = (
                    true if generator.random() < 0.9 else str(generator.choice(CODES))
                )
                rows.append({**about, **drawn, "coder": coder, "value": value})
    return UnitTable.from_rows(rows, machine="learned")


@pytest.mark.parametrize("scale", ["rile", "salience", "mean"])
def test_sampling_alone_gives_what_the_scale_gives(scale: str) -> None:
    plain = SCALES[scale](COUNTS)
    found = scale_with_uncertainty(COUNTS, scale).result
    assert [one.case for one in found.positions] == [
        one.case for one in plain.positions
    ]
    for one, other in zip(found.positions, plain.positions, strict=True):
        assert one.position == pytest.approx(other.position)
        assert one.sources in (None, {"sampling": 1.0})
        if scale != "mean" and other.low is not None and one.low is not None:
            assert (one.low, one.high) == pytest.approx((other.low, other.high))
    assert [one.kind for one in found.problems][:1] == ["no position"]


def test_blocks_are_drawn_where_they_are_known() -> None:
    found = scale_with_uncertainty(BLOCKS, "rile")
    assert available_sources(BLOCKS) == Sources(sampling=Sampling(by="blocks"))
    assert found.result.positions[0].position == rile(BLOCKS).positions[0].position
    assert found.result.method == "sampling"


def test_every_source_reaches_the_interval() -> None:
    table = units()
    found = scale_with_uncertainty(table, "rile", resampling=Resampling(n_draws=500))
    assert available_sources(table).names == ("sampling", "coders", "machine")
    for position in found.result.positions:
        assert position.sources is not None
        assert set(position.sources) == {"sampling", "coders", "machine"}
        assert sum(position.sources.values()) == pytest.approx(1)
        assert position.low is not None and position.high is not None  # noqa: PT018 -- for the type checker
        assert position.low < position.position < position.high
    rows = found.to_rows()
    assert rows[0]["method"] == "tuned"
    assert [one["method"] for one in rows[0]["alternatives"]] == [  # type: ignore[attr-defined] # a list of mappings
        "hand alone",
        "difference",
        "tuned",
        UNCORRECTED,
    ]
    assert "from sampling" in found.summary()
    assert found.to_polars().height == 2
    assert found.is_corrected


def test_differences_come_with_their_own_interval() -> None:
    found = scale_with_uncertainty(units(), "rile")
    moved = found.difference("Harbour", "Orchard")
    first, second = found.result.positions
    assert moved.estimate == pytest.approx(second.position - first.position)
    assert found.change("Harbour", "Orchard") == moved
    with pytest.raises(UnknownEstimateError):
        found.difference("Harbour", "Quay")


def test_without_a_sample_it_is_marked() -> None:
    found = scale_with_uncertainty(units(sample=None), "rile")
    assert not found.is_corrected
    assert found.result.method == UNCORRECTED
    assert UNCORRECTED in found.summary()
    assert found.problems[0].kind == UNCORRECTED
    assert {row["method"] for row in found.to_rows()} == {UNCORRECTED}


def test_machine_alone_is_narrower_than_hand_alone() -> None:
    found = scale_with_uncertainty(
        units(400), "rile", sources=Sources(machine=MachineError())
    )
    for one in found.estimates.estimates:
        hand = one.alternative("hand alone")
        assert hand is not None
        assert hand.standard_error is not None
        assert one.standard_error is not None
        assert one.standard_error < hand.standard_error


def test_a_confusion_matrix_corrects_counts() -> None:
    confusion = ConfusionMatrix(
        codes=("202", "401"), probabilities=np.array([[0.9, 0.1], [0.1, 0.9]])
    )
    sources = Sources(sampling=Sampling(), coders=CoderError(confusion=confusion))
    found = scale_with_uncertainty(COUNTS, "rile", sources=sources)
    # 30 and 10 of 40 are 32.5 and 7.5 if a tenth is mistaken for the other
    assert found.result.positions[0].position == pytest.approx(25.0)
    strange = ConfusionMatrix(
        codes=("401", "999"), probabilities=np.array([[0.9, 0.1], [0.1, 0.9]])
    )
    with pytest.raises(InvalidConfusionError, match="'999'"):
        scale_with_uncertainty(
            COUNTS, "rile", sources=Sources(coders=CoderError(confusion=strange))
        )


def test_a_logit_scale_with_an_empty_side_has_its_formula() -> None:
    counts = Counts.from_rows([{"case": "Quay 2031", "401": 8, "202": 0, "000": 2}])
    found = scale_with_uncertainty(counts, "logit", resampling=Resampling(n_draws=4000))
    plain = logit_rile(counts).positions[0]
    one = found.result.positions[0]
    assert one.standard_error == pytest.approx(plain.standard_error, rel=0.05)
    assert "interval by formula" in [problem.kind for problem in found.problems]


def test_own_definitions_and_recipes_are_scales_too() -> None:
    wheels = ScaleDefinition(
        name="wheels",
        title="Trams or cars",
        variable="",
        formula="difference",
        left=("401",),
        right=("202.1",),
    )
    found = scale_with_uncertainty(COUNTS, wheels)
    assert found.result.positions[0].position == -20
    means = recipe_of_means("means", COUNTS.codes, {"000"})
    assert scale_with_uncertainty(COUNTS, means).result.scale == "means"


def test_what_cannot_be_done_is_said() -> None:
    with pytest.raises(UnknownScaleError, match="moon"):
        scale_with_uncertainty(COUNTS, "moon")
    with pytest.raises(UnusableSourceError, match="know their units"):
        scale_with_uncertainty(COUNTS, "rile", sources=Sources(machine=MachineError()))


def test_same_seed_same_rows() -> None:
    first, again = (
        scale_with_uncertainty(units(60), "salience", resampling=Resampling(seed=3))
        for _ in range(2)
    )
    assert first.to_rows() == again.to_rows()
