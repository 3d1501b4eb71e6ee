from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.dawid_skene import DawidSkeneResult, dawid_skene
from hustings.errors import InvalidOptionError

# Three coders, six units; carl says y to everything.
SAID = {"ana": "xxxyyy", "bo": "xxxyyx", "carl": "yyyyyy"}


def fit(said: dict[str, str] | None = None, **options: float) -> DawidSkeneResult:
    rows = [
        (f"u{i}", coder, value)
        for coder, values in (said or SAID).items()
        for i, value in enumerate(values)
        if value != "."
    ]
    units, coders, values = zip(*rows, strict=True)
    return dawid_skene(units, coders, values, **options)  # type: ignore[arg-type]  # numbers of both kinds


def one_step(said: dict[str, str], smoothing: float) -> tuple[float, float]:
    """Take one M-step and one E-step by plain loops: T of u0 for x, log-likelihood."""
    coders, n = list(said), len(next(iter(said.values())))
    kinds = "xy"
    truth = [
        {k: sum(said[c][i] == k for c in coders) / len(coders) for k in kinds}
        for i in range(n)
    ]
    whole = n + 2 * smoothing
    shares = {k: (sum(t[k] for t in truth) + smoothing) / whole for k in kinds}
    confusion = {}
    for coder in coders:
        for k in kinds:
            cells = {
                v: sum(t[k] for i, t in enumerate(truth) if said[coder][i] == v)
                + smoothing
                for v in kinds
            }
            for v in kinds:
                confusion[coder, k, v] = cells[v] / sum(cells.values())
    joint = [
        {
            k: shares[k] * np.prod([confusion[c, k, said[c][i]] for c in coders])
            for k in kinds
        }
        for i in range(n)
    ]
    likelihood = sum(np.log(sum(one.values())) for one in joint)
    return float(joint[0]["x"] / sum(joint[0].values())), float(likelihood)


@pytest.mark.parametrize("smoothing", [0.1, 1.0])
def test_one_step_is_that_of_plain_loops(smoothing: float) -> None:
    result = fit(smoothing=smoothing, most_iterations=1)
    share, likelihood = one_step(SAID, smoothing)
    assert result.probabilities[0, 0] == pytest.approx(share)
    assert result.log_likelihood == pytest.approx(likelihood)


def test_a_coder_who_says_one_thing_has_no_weight() -> None:
    result = fit()
    best = {unit: value for unit, (value, _) in result.most_probable().items()}
    assert [best[f"u{i}"] for i in range(5)] == list("xxxyy")
    accuracy = {one.coder: one.accuracy for one in result.accuracies()}
    assert accuracy["carl"] < accuracy["bo"] < accuracy["ana"] + 0.2
    assert result.converged
    assert result.values == ("x", "y")


def invented(seed: int = 1) -> tuple[list[str], list[str], list[str], list[str]]:
    """Draw codings of 600 units by good and bad coders, with the truth."""
    generator = np.random.default_rng(seed)
    truth = generator.choice(["x", "y", "z"], p=[0.5, 0.3, 0.2], size=600)
    skill = {"ana": 0.95, "bo": 0.9, "carl": 0.4, "dora": 0.35, "eve": 0.35}
    units, coders, values = [], [], []
    for i, true in enumerate(truth):
        for coder, right in skill.items():
            said = true if generator.random() < right else generator.choice(list("xyz"))
            units.append(str(i))
            coders.append(coder)
            values.append(str(said))
    return units, coders, values, [str(one) for one in truth]


def test_it_beats_the_majority_where_coders_differ_in_skill() -> None:
    units, coders, values, truth = invented()
    result = dawid_skene(units, coders, values)
    best = result.most_probable()
    right = np.mean([best[str(i)][0] == one for i, one in enumerate(truth)])
    votes: dict[str, list[str]] = {}
    for unit, value in zip(units, values, strict=True):
        votes.setdefault(unit, []).append(value)
    majority = np.mean(
        [
            max("xyz", key=votes[str(i)].count) == one  # the first leads in a tie
            for i, one in enumerate(truth)
        ]
    )
    assert right > majority + 0.02
    accuracy = {one.coder: one.accuracy for one in result.accuracies()}
    assert accuracy["ana"] == pytest.approx(0.95 + 0.05 / 3, abs=0.03)
    assert accuracy["dora"] == pytest.approx(0.35 + 0.65 / 3, abs=0.06)
    assert result.shares == pytest.approx([0.5, 0.3, 0.2], abs=0.06)


def test_probabilities_shares_and_confusion_add_up() -> None:
    result = dawid_skene(*invented()[:3])
    assert np.allclose(result.probabilities.sum(axis=1), 1)
    assert result.shares.sum() == pytest.approx(1)
    assert np.allclose(result.confusion.sum(axis=2), 1)
    assert result.confusion.shape == (5, 3, 3)


def test_the_order_of_codings_makes_no_difference() -> None:
    units, coders, values, _ = invented()
    first = dawid_skene(units, coders, values).most_probable()
    turned = dawid_skene(units[::-1], coders[::-1], values[::-1]).most_probable()
    assert {unit: value for unit, (value, _) in first.items()} == {
        unit: value for unit, (value, _) in turned.items()
    }


def test_more_steps_never_lower_the_likelihood_without_smoothing() -> None:
    likelihoods = [
        fit(smoothing=0, most_iterations=n).log_likelihood for n in range(1, 8)
    ]
    assert likelihoods == sorted(likelihoods)


def test_a_coder_may_code_a_unit_twice() -> None:
    result = dawid_skene(["u", "u", "v"], ["ana", "ana", "ana"], ["x", "x", "y"])
    assert result.n_codings.tolist() == [3]
    assert result.most_probable()["u"][0] == "x"


# What it does not bear


def test_it_says_that_it_did_not_converge() -> None:
    units, coders, values, _ = invented()
    result = dawid_skene(units, coders, values, most_iterations=2)
    assert not result.converged
    assert result.n_iterations == 2
    assert "not converged" in [one.kind for one in result.problems]


def test_few_codings_are_told() -> None:
    (problem,) = fit().problems
    assert problem.kind == "few codings"
    assert problem.message.startswith("ana, bo, carl gave fewer than 30")


def test_one_value_and_no_unit_coded_twice_are_told() -> None:
    result = dawid_skene(["u", "v"], ["ana", "bo"], ["x", "x"])
    kinds = [one.kind for one in result.problems]
    assert kinds == ["one value", "no unit coded twice", "few codings"]


@pytest.mark.parametrize(
    ("columns", "options"),
    [
        (((), (), ()), {}),
        ((("u",), ("ana", "bo"), ("x",)), {}),
        ((("u",), ("ana",), ("x",)), {"smoothing": -1}),
        ((("u",), ("ana",), ("x",)), {"most_iterations": 0}),
    ],
)
def test_what_no_model_can_be_made_of(
    columns: tuple[tuple[str, ...], ...], options: dict[str, float]
) -> None:
    with pytest.raises(InvalidOptionError):
        dawid_skene(*columns, **options)  # type: ignore[arg-type]  # as a user might


def test_what_people_see() -> None:
    result = fit()
    assert result.to_rows()[0] == {
        "unit": "u0",
        "value": "x",
        "probability": float(result.probabilities[0, 0]),
    }
    assert result.to_polars().height == 12
    head, *coders = result.summary().splitlines()
    assert head.startswith("6 units by 3 coders: converged after ")
    assert coders[2].endswith("(6 codings, too few to tell)")
