from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.errors import InvalidOptionError
from hustings.estimates.ellipses import ellipse_outline
from hustings.model.codebook import ScaleDefinition
from hustings.scaling.counts import BlockCounts
from hustings.scaling.from_codes import scale_by_definition
from hustings.scaling.paired_draws import (
    covariance_of,
    covariances_of_draws,
    paired_covariances,
)

if TYPE_CHECKING:
    from hustings.model.codebook import Formula

RNG = np.random.default_rng(7)
CODES = ("trams", "cars", "parks", "000")
MATRIX = RNG.integers(0, 4, size=(60, 4)).astype(float)
COUNTS = BlockCounts(
    cases=("Harbour", "Orchard", "Nowhere"),
    codes=CODES,
    matrix=MATRIX,
    n_units=MATRIX.sum(axis=1),
    case_of_block=np.repeat([0, 1], 30),
)


def scale(
    name: str, left: str, right: str, formula: Formula = "difference"
) -> ScaleDefinition:
    return ScaleDefinition(
        name=name,
        title=name,
        variable="topic",
        formula=formula,
        left=(left,),
        right=(right,),
    )


WHEELS = scale("wheels", "trams", "cars")


def test_a_scale_varies_with_itself_and_against_its_mirror() -> None:
    mirror = scale("mirror", "cars", "trams")
    found = paired_covariances(COUNTS, [WHEELS, WHEELS, mirror])
    assert set(found) == {"Harbour", "Orchard"}
    for one in found.values():
        assert one[0, 1] == pytest.approx(one[0, 0])
        assert one[0, 2] == pytest.approx(-one[0, 0])
        assert one == pytest.approx(one.T)


def test_variance_is_that_of_the_intervals_shown() -> None:
    result = scale_by_definition(COUNTS, WHEELS, interval="block", n_draws=4000, seed=1)
    found = paired_covariances(COUNTS, [WHEELS], n_draws=4000, seed=1)
    for position in result.positions:
        error = np.sqrt(found[position.case][0, 0])
        assert error == pytest.approx(position.standard_error, rel=0.05)


def test_scales_that_share_a_code_vary_together() -> None:
    logit = scale("logit", "trams", "cars", "logit")
    found = paired_covariances(COUNTS, [WHEELS, logit], n_draws=2000)["Harbour"]
    correlation = found[0, 1] / np.sqrt(found[0, 0] * found[1, 1])
    assert 0.9 < correlation <= 1


def test_same_seed_same_covariance() -> None:
    park = scale("park", "cars", "parks")
    one, two = (paired_covariances(COUNTS, [WHEELS, park], seed=3) for _ in range(2))
    assert all(np.array_equal(one[case], two[case]) for case in one)


def test_covariance_by_hand() -> None:
    first, second = np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 5.0])
    assert covariance_of(first, second) == pytest.approx(1.5)
    assert np.isnan(covariance_of(first[:1], second[:1]))


def test_draws_of_other_numbers_do_not_pair() -> None:
    found = covariances_of_draws(
        {"a": np.arange(3.0), "b": np.arange(3.0), "c": np.arange(3.0)},
        {"a": np.arange(3.0), "b": np.arange(4.0)},
    )
    assert list(found) == ["a"]


def test_ellipse_holds_the_share_it_says() -> None:
    covariance = np.array([[4.0, 1.5], [1.5, 1.0]])
    outline = np.array(
        ellipse_outline(
            (1.0, -2.0),
            first_variance=4.0,
            second_variance=1.0,
            covariance=1.5,
            confidence=0.9,
        )
    )
    apart = outline - [1.0, -2.0]
    distance = np.einsum("ni,ij,nj->n", apart, np.linalg.inv(covariance), apart)
    assert distance == pytest.approx(-2 * np.log(0.1))
    drawn = RNG.multivariate_normal([0, 0], covariance, size=20_000)
    inside = np.einsum("ni,ij,nj->n", drawn, np.linalg.inv(covariance), drawn)
    assert (inside <= distance[0]).mean() == pytest.approx(0.9, abs=0.01)


def test_ellipse_of_two_that_are_one_is_a_line() -> None:
    outline = ellipse_outline(
        (0, 0), first_variance=1, second_variance=1, covariance=1 + 1e-12
    )
    assert all(x == pytest.approx(y) for x, y in outline)


@pytest.mark.parametrize(
    ("variance", "confidence", "said"),
    [(0.0, 0.95, "first_variance"), (1.0, 1.0, "confidence")],
)
def test_no_ellipse_without_spread(
    variance: float, confidence: float, said: str
) -> None:
    with pytest.raises(InvalidOptionError, match=said):
        ellipse_outline(
            (0, 0),
            first_variance=variance,
            second_variance=1,
            covariance=0,
            confidence=confidence,
        )
