from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.doubt_cuts import LIKELIER, WEAK, cut_doubts
from hustings.coding.doubts import find_doubts

CODES = ("boats", "homes", "thrift")


def drawn(sureness: float, *, n: int = 2_000, wrong: float = 0.05) -> tuple[float, ...]:
    """Plant coding errors beside a calibrated machine that is more or less sure.

    Returns its accuracy; how many codings it calls errors, and how many are kept; and
    the share of real errors in both.
    """
    chance = np.random.default_rng(7)
    shares = chance.dirichlet([1 / sureness] * 3, n)
    truth = (shares.cumsum(axis=1) < chance.random((n, 1))).sum(axis=1).clip(max=2)
    is_wrong = chance.random(n) < wrong
    given = np.where(is_wrong, (truth + 1) % 3, truth)
    found = find_doubts(given, shares, CODES)
    cut = cut_doubts(found, n)
    called = [one for one in found.doubts if one.likely_error == "coding"]
    return (
        cut.accuracy,
        len(called),
        len(cut.doubts),
        float(np.mean([is_wrong[one.unit] for one in called])),
        float(np.mean([is_wrong[one.unit] for one in cut.doubts])),
    )


def test_a_good_machine_lists_all_it_doubts() -> None:
    accuracy, n_called, n_kept, *_ = drawn(10)
    assert accuracy > WEAK
    assert n_kept > n_called


@pytest.mark.parametrize("sureness", [0.2, 0.5])
def test_a_weak_machine_lists_fewer_and_they_are_errors_more_often(
    sureness: float,
) -> None:
    agreed, n_called, n_kept, precision, kept_precision = drawn(sureness)
    assert agreed < WEAK
    assert 0 < n_kept < n_called
    assert kept_precision > precision


def test_what_is_kept_is_likelier_than_all_else_together() -> None:
    given = np.array([0, 0, 1, 1, 2, 2])
    probabilities = np.array(
        [
            [0.3, 0.4, 0.3],
            [0.1, 0.8, 0.1],
            [0.4, 0.3, 0.3],
            [0.35, 0.33, 0.32],
            [0.2, 0.2, 0.6],
            [0.3, 0.4, 0.3],
        ]
    )
    cut = cut_doubts(find_doubts(given, probabilities, CODES), 6)
    # right on one of six
    assert cut.accuracy == pytest.approx(1 / 6)
    assert [one.unit for one in cut.doubts] == [1]
    assert all(one.probability >= LIKELIER for one in cut.doubts)
    assert cut.n_left_out == 4
