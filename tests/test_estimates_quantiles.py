from __future__ import annotations

from math import inf, nan

import pytest
from scipy.special import stdtrit

from hustings.errors import InvalidOptionError
from hustings.estimates.quantiles import student_t_quantile


@pytest.mark.parametrize(
    ("n_free", "printed"), [(1, 12.706), (4, 2.776), (10, 2.228), (60, 2.000)]
)
def test_the_printed_table(n_free: int, printed: float) -> None:
    assert student_t_quantile(0.975, n_free) == pytest.approx(printed, abs=5e-4)


@pytest.mark.parametrize("n_free", [1, 2, 3, 7, 29, 159, 160, 161, 999, 50_057, 10**6])
@pytest.mark.parametrize(
    "probability", [1e-6, 0.025, 0.3, 0.5, 0.6, 0.9, 0.975, 0.9995, 1 - 1e-8]
)
def test_as_another_program_computes_it(n_free: int, probability: float) -> None:
    expected = float(stdtrit(n_free, probability))
    found = student_t_quantile(probability, n_free)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("probability", [0.0, 1.0, -0.1, nan])
def test_what_is_no_probability(probability: float) -> None:
    with pytest.raises(InvalidOptionError, match="between 0 and 1"):
        student_t_quantile(probability, 3)


@pytest.mark.parametrize("n_free", [0.0, 0.5, inf, nan])
def test_what_are_no_degrees_of_freedom(n_free: float) -> None:
    with pytest.raises(InvalidOptionError, match="from 1 on"):
        student_t_quantile(0.975, n_free)
