from __future__ import annotations

import numpy as np
import pytest

from hustings.errors import InvalidOptionError
from hustings.estimates import resampling
from hustings.estimates.resampling import (
    IntervalMethod,
    Resampling,
    block_draws,
    multinomial_draws,
    random_stream,
)


def test_streams_depend_on_seed_and_name_only() -> None:
    def first(seed: int, name: str) -> float:
        return float(random_stream(seed=seed, name=name).random())

    assert first(1, "Harbour") == first(1, "Harbour")
    assert len({first(1, "Harbour"), first(2, "Harbour"), first(1, "Orchard")}) == 3


def test_global_random_state_is_left_alone() -> None:
    before = str(np.random.get_state())  # noqa: NPY002 -- that it is not used is the point
    generator = random_stream(seed=1, name="Harbour")
    multinomial_draws(np.array([3.0]), 9, n_draws=5, generator=generator)
    assert str(np.random.get_state()) == before  # noqa: NPY002 -- see above


def test_multinomial_draws_have_the_moments_of_the_multinomial() -> None:
    draws = multinomial_draws(
        np.array([30.0, 10.0]),
        100,
        n_draws=40_000,
        generator=random_stream(seed=1, name="Harbour"),
    )
    assert (draws[:, -1] == 100).all()
    assert draws[:, :2].mean(axis=0) == pytest.approx([30, 10], abs=0.1)
    assert draws[:, :2].var(axis=0) == pytest.approx([21, 9], rel=0.03)
    covariance = np.cov(draws[:, 0], draws[:, 1])[0, 1]
    assert covariance == pytest.approx(-3, abs=0.3)


def test_fractions_above_the_number_of_units_leave_no_rest() -> None:
    draws = multinomial_draws(
        np.array([50.4, 50.3]),
        100,
        n_draws=10,
        generator=random_stream(seed=1, name="Harbour"),
    )
    assert (draws[:, :2].sum(axis=1) == 100).all()


def test_block_draws_have_the_moments_of_the_block_bootstrap() -> None:
    blocks = np.array([[4.0], [0.0], [0.0], [2.0]])
    draws = block_draws(
        blocks, n_draws=40_000, generator=random_stream(seed=1, name="Harbour")
    )
    assert draws.mean() == pytest.approx(6, abs=0.05)
    assert draws.var() == pytest.approx(4 * blocks.var(), rel=0.03)


def test_the_order_of_blocks_does_not_matter() -> None:
    blocks = np.array([[4.0, 5.0], [0.0, 1.0], [2.0, 2.0]])
    first, second = (
        block_draws(some, n_draws=20, generator=random_stream(seed=1, name="Harbour"))
        for some in (blocks, blocks[::-1])
    )
    assert (first == second).all()


def test_draws_in_parts_are_as_many_and_add_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resampling, "_CELLS_AT_ONCE", 7)
    draws = block_draws(
        np.ones((3, 1)), n_draws=11, generator=random_stream(seed=1, name="Harbour")
    )
    assert draws.tolist() == [[3.0]] * 11


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.1])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(InvalidOptionError, match=r"confidence is .* such as 0\.95"):
        Resampling(confidence=confidence)


def test_other_options_have_their_range() -> None:
    with pytest.raises(InvalidOptionError, match="n_draws is 1"):
        Resampling(n_draws=1)
    with pytest.raises(InvalidOptionError, match="seed is -1"):
        Resampling(seed=-1)
    unknown: IntervalMethod = "jackknife"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(InvalidOptionError, match="multinomial, block or none"):
        Resampling(interval=unknown)


def test_blocks_add_up_alike_whether_or_not_they_fit_into_one_number() -> None:
    blocks = np.array([[4.0, 5.0, 0.0], [0.0, 1.0, 0.0], [2.0, 2.0, 0.0]])

    def drawn(some: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> list[object]:
        stream = random_stream(seed=1, name="Harbour")
        columns: list[object] = block_draws(some, n_draws=40, generator=stream)[
            :, :3
        ].tolist()
        return columns

    many = np.hstack([blocks] * 20)
    assert drawn(blocks) == drawn(many)
    halves = drawn(blocks / 2)
    assert (2 * np.array(halves) == np.array(drawn(blocks))).all()
