from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.coding.dealing import deal_units, shuffle_units
from hustings.errors import InvalidOptionError

CODERS = ("ana", "ben", "carla", "dan")


@given(st.integers(1, 60), st.integers(2, 4), st.floats(0, 1), st.integers(0, 5))
def test_every_unit_is_dealt_once_or_twice(
    n_units: int, n_coders: int, overlap: float, seed: int
) -> None:
    dealt = deal_units(n_units, CODERS[:n_coders], overlap=overlap, seed=seed)
    holders = Counter(int(unit) for hand in dealt.values() for unit in hand)
    twice = sum(n == 2 for n in holders.values())
    assert set(holders) == set(range(n_units))
    assert set(holders.values()) <= {1, 2}
    assert twice == min(max(round(overlap * n_units), 1 if overlap else 0), n_units)
    sizes = [len(hand) for hand in dealt.values()]
    assert max(sizes) - min(sizes) <= 1


def test_pairs_meet_about_equally_often() -> None:
    dealt = deal_units(120, CODERS, overlap=1.0, seed=2)
    hands = {coder: set(hand.tolist()) for coder, hand in dealt.items()}
    meetings = [len(hands[a] & hands[b]) for a, b in combinations(CODERS, 2)]
    assert sum(meetings) == 120
    assert max(meetings) - min(meetings) <= 2


def test_which_units_two_code_is_drawn_from_all() -> None:
    counts: Counter[int] = Counter()
    for seed in range(1000):
        dealt = deal_units(10, ("ana", "ben"), overlap=0.2, seed=seed)
        counts.update(set(dealt["ana"].tolist()) & set(dealt["ben"].tolist()))
    assert sum(counts.values()) == 2000
    assert all(143 <= counts[unit] <= 257 for unit in range(10))


def test_one_coder_gets_all() -> None:
    assert deal_units(4, ("ana",))["ana"].tolist() == [0, 1, 2, 3]


def test_overlap_that_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="Two coders are needed"):
        deal_units(10, ("ana",), overlap=0.2)
    with pytest.raises(InvalidOptionError, match="a share from 0 to 1"):
        deal_units(10, ("ana", "ben"), overlap=20)


def test_each_coder_has_an_order_of_their_own() -> None:
    units = deal_units(30, ("ana",))["ana"]
    ana = shuffle_units(units, coder="ana", seed=1)
    assert sorted(ana.tolist()) == units.tolist()
    assert ana.tolist() == shuffle_units(units, coder="ana", seed=1).tolist()
    assert ana.tolist() != shuffle_units(units, coder="ben", seed=1).tolist()
