"""How often a coder is right, by a random sample: by hand, by code and by group."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.checked_coders import check_coder
from hustings.coding.checked_units import CheckedUnits
from hustings.errors import InvalidObservationsError

HAND = ["tax"] * 6 + ["trams"] * 3 + ["parks"]
GIVEN = ["tax"] * 4 + ["trams"] * 2 + ["trams"] * 3 + [None]


def checked(**options: object) -> CheckedUnits:
    return CheckedUnits.from_values(
        [[one] for one in HAND],
        GIVEN,
        [0.1] * 10,
        **options,  # type: ignore[arg-type]  # as the function says
    )


def values(units: CheckedUnits) -> dict[tuple[str, str | None], float | None]:
    return {
        (one.statistic, one.code or one.group): one.value
        for one in check_coder(units).estimates
    }


def test_by_hand() -> None:
    found = values(checked())
    assert found["accuracy", None] == pytest.approx(0.7)
    assert found["precision", "tax"] == 1
    assert found["recall", "tax"] == pytest.approx(4 / 6)
    assert found["f1", "tax"] == pytest.approx(0.8)
    assert found["precision", "trams"] == pytest.approx(3 / 5)
    assert found["recall", "trams"] == 1
    assert found["recall", "parks"] == 0
    assert found["precision", "parks"] is None
    assert found["macro_f1", None] == pytest.approx((0.8 + 0.75 + 0) / 3)


def test_groups_have_accuracies_of_their_own() -> None:
    units = checked(groups={"actor": ["Quay"] * 5 + ["Lane"] * 5})
    found = values(units)
    assert found["accuracy", "Quay"] == pytest.approx(4 / 5)
    assert found["accuracy", "Lane"] == pytest.approx(3 / 5)


def test_every_number_has_an_interval_that_holds_it() -> None:
    for one in check_coder(checked()).estimates:
        if one.value is not None:
            assert one.low is not None
            assert one.high is not None
            assert 0 <= one.low <= one.value <= one.high <= 1
            assert one.high - one.low > 0.2


def test_few_units_and_none_are_problems() -> None:
    kinds = {one.kind: one.message for one in check_coder(checked()).problems}
    assert "accuracy (10)" in kinds["few units"]
    assert "precision of parks" in kinds["undefined"]


def test_several_people_count_for_their_part() -> None:
    units = CheckedUnits.from_values(
        [["tax", "tax"], ["tax", "trams"]], ["tax", "tax"], [1, 1]
    )
    assert check_coder(units).accuracy.value == pytest.approx(0.75)


def test_confusion_adds_up_to_one() -> None:
    found = check_coder(checked())
    assert found.confusion.shape == (3, 4)
    assert found.confusion.sum() == pytest.approx(1)
    assert found.confusion[0].tolist() == pytest.approx([0.4, 0.2, 0, 0])
    assert found.confusion[2, 3] == pytest.approx(0.1)


def test_the_order_of_units_makes_no_difference() -> None:
    back = CheckedUnits.from_values(
        [[one] for one in HAND[::-1]],
        GIVEN[::-1],
        [0.1] * 10,
        codes=["tax", "trams", "parks"],
    )
    assert values(back) == pytest.approx(values(checked()), nan_ok=True)


def test_the_same_seed_gives_the_same_interval() -> None:
    first, again = (check_coder(checked(), seed=4).to_rows() for _ in range(2))
    assert first == again


def test_macro_f1_covers() -> None:
    """Of 3,000 units with two codes, samples of 150."""
    generator = np.random.default_rng(5)
    hand = generator.random(3_000) < 0.3
    given = np.where(generator.random(3_000) < 0.8, hand, ~hand)
    names = np.array(["no", "yes"])
    whole = CheckedUnits.from_values(
        [[one] for one in names[hand.astype(int)]],
        list(names[given.astype(int)]),
        [1.0] * 3_000,
    )
    truth = check_coder(whole).estimates[1].value
    held = 0
    for i in range(60):
        chosen = generator.choice(3_000, 150, replace=False)
        units = CheckedUnits.from_values(
            [[one] for one in names[hand[chosen].astype(int)]],
            list(names[given[chosen].astype(int)]),
            [0.05] * 150,
        )
        one = check_coder(units, seed=i).estimates[1]
        held += one.low <= truth <= one.high  # type: ignore[operator]
    assert held >= 54


def test_summary_and_rows() -> None:
    found = check_coder(checked())
    assert found.summary().startswith("Accuracy 0.70 [")
    assert "nothing of the kind was drawn" in found.summary()
    assert found.to_polars().height == len(found.to_rows()) == 2 + 9


def test_mistakes() -> None:
    with pytest.raises(InvalidObservationsError, match="No unit"):
        CheckedUnits.from_values([], [], [])
    with pytest.raises(InvalidObservationsError, match="different lengths"):
        CheckedUnits.from_values([["a"]], ["a"], [1.0], groups={"actor": []})
