from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.coding.further_draws import Draw, chances_left, sizes_left
from hustings.coding.sampling import (
    allocate,
    draw_documents,
    draw_units,
    size_from_text,
)
from hustings.errors import (
    InvalidOptionError,
    SampleSizeError,
    UnknownProbabilityError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.coding.sampling import Sample

STRATA = ["ferry"] * 12 + ["ledger"] * 5 + ["heron"] * 3
DOCUMENTS = ["a"] * 5 + ["b"] * 1 + ["c"] * 4 + ["d"] * 2 + ["e"] * 3
ACTORS = {"a": "ferry", "b": "ferry", "c": "ferry", "d": "heron", "e": "heron"}
N_SEEDS = 2000


def assert_drawn_as_said(draw: Callable[[int], Sample], n_units: int) -> None:
    """Inclusion frequencies over many seeds are the stated probabilities."""
    stated = draw(0).probabilities
    counts = np.zeros(n_units)
    for seed in range(N_SEEDS):
        sample = draw(seed)
        assert np.array_equal(sample.probabilities, stated)
        counts[sample.chosen] += 1
    deviation = np.sqrt(stated * (1 - stated) / N_SEEDS)
    assert np.all(np.abs(counts / N_SEEDS - stated) <= 4.5 * deviation + 1e-12)


def test_a_simple_sample_gives_each_unit_the_same_probability() -> None:
    assert draw_units([""] * 20, n=7).probabilities.tolist() == [7 / 20] * 20
    assert_drawn_as_said(lambda seed: draw_units([""] * 20, n=7, seed=seed), 20)


@pytest.mark.parametrize("allocation", ["proportional", "equal"])
def test_a_stratified_sample_is_drawn_with_its_probabilities(allocation: str) -> None:
    def draw(seed: int) -> Sample:
        return draw_units(STRATA, n=9, allocation=allocation, seed=seed)  # type: ignore[arg-type]  # parametrized

    assert_drawn_as_said(draw, len(STRATA))


def test_whole_documents_are_drawn_with_their_probabilities() -> None:
    def draw(seed: int) -> Sample:
        return draw_documents(DOCUMENTS, ACTORS, n=3, seed=seed)

    assert draw(0).probabilities.tolist() == [2 / 3] * 10 + [1 / 2] * 5
    chosen = {DOCUMENTS[i] for i in draw(5).chosen}
    assert len(chosen) == 3
    assert sum(document in chosen for document in DOCUMENTS) == len(draw(5).chosen)
    assert_drawn_as_said(draw, len(DOCUMENTS))


def test_pairs_of_units_are_drawn_as_in_a_simple_sample() -> None:
    # 4 of 8: a pair is in with probability 4/8 * 3/7.
    counts: Counter[bool] = Counter()
    for seed in range(N_SEEDS):
        counts[{0, 1} <= set(draw_units([""] * 8, n=4, seed=seed).chosen.tolist())] += 1
    expected = 4 / 8 * 3 / 7
    bound = 4.5 * math.sqrt(expected * (1 - expected) / N_SEEDS)
    assert abs(counts[True] / N_SEEDS - expected) <= bound


def test_the_horvitz_thompson_total_is_unbiased() -> None:
    values = np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4])
    totals = []
    for seed in range(N_SEEDS):
        sample = draw_units(STRATA, n=8, allocation="equal", seed=seed)
        totals.append((values / sample.probabilities)[sample.chosen].sum())
    error = np.std(totals) / math.sqrt(N_SEEDS)
    assert abs(np.mean(totals) - values.sum()) < 4.5 * error


def test_the_same_seed_draws_the_same_units() -> None:
    first, again = (draw_units(STRATA, n=9, seed=4) for _ in range(2))
    assert first.chosen.tolist() == again.chosen.tolist()
    other = draw_units(STRATA, n=9, seed=5)
    named = draw_units(STRATA, n=9, seed=4, name="units 1")
    assert first.chosen.tolist() != other.chosen.tolist()
    assert first.chosen.tolist() != named.chosen.tolist()


def test_a_stratum_is_drawn_whatever_the_others_hold() -> None:
    alone = draw_units(["ferry"] * 12, n=4, seed=1).chosen
    beside = draw_units(["ferry"] * 12 + ["heron"] * 3, n=5, seed=1)
    assert [i for i in beside.chosen if i < 12] == alone.tolist()


def test_a_sample_of_all_is_certain() -> None:
    sample = draw_units(STRATA, n=len(STRATA))
    assert sample.chosen.tolist() == list(range(len(STRATA)))
    assert set(sample.probabilities) == {1.0}


@pytest.mark.parametrize(
    ("sizes", "n", "proportional", "equal"),
    [
        ({"a": 50, "b": 30, "c": 20}, 10, (5, 3, 2), (4, 3, 3)),
        ({"a": 1, "b": 1, "c": 98}, 10, (1, 1, 8), (1, 1, 8)),
        ({"a": 2, "b": 2, "c": 2}, 4, (2, 1, 1), (2, 1, 1)),
        ({"a": 5, "b": 1}, 6, (5, 1), (5, 1)),
    ],
)
def test_allocation_by_hand(
    sizes: dict[str, int],
    n: int,
    proportional: tuple[int, ...],
    equal: tuple[int, ...],
) -> None:
    assert tuple(allocate(sizes, n).values()) == proportional
    assert tuple(allocate(sizes, n, allocation="equal").values()) == equal


@given(
    st.dictionaries(st.text(min_size=1, max_size=2), st.integers(1, 40), min_size=1),
    st.data(),
    st.sampled_from(["proportional", "equal"]),
)
def test_allocation_takes_n_and_some_of_each(
    sizes: dict[str, int], data: st.DataObject, allocation: str
) -> None:
    n = data.draw(st.integers(len(sizes), sum(sizes.values())))
    shares = allocate(sizes, n, allocation=allocation)  # type: ignore[arg-type]  # sampled
    assert sum(shares.values()) == n
    assert all(1 <= shares[name] <= sizes[name] for name in sizes)


def test_sizes_that_cannot_be_are_refused() -> None:
    with pytest.raises(SampleSizeError, match="there are 20 to draw from"):
        draw_units(STRATA, n=21)
    with pytest.raises(SampleSizeError, match="Ask for 1 to 20"):
        draw_units(STRATA, n=0)
    with pytest.raises(SampleSizeError, match="there are 3 strata"):
        draw_units(STRATA, n=2)
    with pytest.raises(InvalidOptionError, match="proportional or equal"):
        allocate({"a": 3}, 2, allocation="fair")  # type: ignore[arg-type]  # a mistake


@pytest.mark.parametrize("text", ["", "many", "0", "1.5", "-3", "0%", "101%", "nan"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(SampleSizeError):
        draw_units([""] * 10, n=size_from_text(text, there=10))


def test_a_tiny_share_is_one_unit() -> None:
    assert size_from_text("0.01", there=10) == 1


# Further draws


def frame(strata: str) -> dict[int, str]:
    return dict(enumerate(strata))


def test_two_simple_draws_are_a_larger_one() -> None:
    one = Draw(strata=frame("xxxxxxxxxx"), n_drawn={"x": 3})
    two = Draw(strata=frame("xxxxxxxxxx"), n_drawn={"x": 4})
    left = chances_left([one, two])
    assert left == pytest.approx(dict.fromkeys(range(10), 0.3))
    assert sizes_left(frame("xxxxxxxxxx"), [one, two]) == {"x": 3}


def test_the_probability_of_a_further_draw_is_as_stated() -> None:
    """By simulation: three of five and one of five, then four of the rest."""
    strata = frame("aaaaabbbbb")
    first = Draw(strata=strata, n_drawn={"a": 3, "b": 1})
    left = chances_left([first])
    stated = {unit: left[unit] * 4 / 6 for unit in strata}
    counts: Counter[int] = Counter()
    for seed in range(N_SEEDS):
        drawn = np.concatenate(
            [
                draw_units(["a"] * 5, n=3, seed=seed).chosen,
                draw_units(["b"] * 5, n=1, seed=seed).chosen + 5,
            ]
        )
        free = [unit for unit in strata if unit not in drawn]
        more = draw_units([""] * len(free), n=4, seed=seed, name="units 1")
        counts.update(free[i] for i in more.chosen)
    for unit, chance in stated.items():
        bound = 4.5 * math.sqrt(chance * (1 - chance) / N_SEEDS)
        assert abs(counts[unit] / N_SEEDS - chance) <= bound


def test_new_documents_may_have_come_since() -> None:
    earlier = Draw(strata=frame("xxxx"), n_drawn={"x": 2})
    now = frame("xxxxxx")
    assert sizes_left(now, [earlier]) == {"x": 4}
    assert chances_left([earlier]).get(5, 1.0) == 1.0


def test_what_lies_outside_of_the_frame_does_not_matter() -> None:
    earlier = Draw(
        strata={9: "far", 8: "far", 0: "near", 1: "near"}, n_drawn={"far": 1}
    )
    assert sizes_left({0: "", 1: ""}, [earlier]) == {"": 2}


def test_chance_in_what_is_left_is_refused() -> None:
    simple = Draw(strata=frame("xxxx"), n_drawn={"x": 2})
    with pytest.raises(UnknownProbabilityError, match="spread over several strata"):
        sizes_left(frame("aabb"), [simple])
    with pytest.raises(UnknownProbabilityError, match="partly outside"):
        sizes_left({0: "", 1: ""}, [simple])


def test_a_stratum_that_was_taken_whole_leaves_no_doubt() -> None:
    whole = Draw(strata=frame("xxxx"), n_drawn={"x": 4})
    assert sizes_left({**frame("aabb"), 4: "a"}, [whole]) == {"a": 1, "b": 0}
