from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest
from scipy import sparse

from hustings.errors import (
    DirectionError,
    InvalidCountsError,
    InvalidOptionError,
    UnscalableMatrixError,
)
from hustings.scaling.wordfish import wordfish
from hustings.scaling.wordfish_fitting import Optimum
from hustings.scaling.wordfish_model import draw_counts, standardised
from hustings.words.matrices import DocumentFeatureMatrix

if TYPE_CHECKING:
    from hustings.scaling.wordfish_results import WordfishResult

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "wordfish.json").read_text(encoding="utf-8")
)["lbg"]


def example() -> DocumentFeatureMatrix:
    """Build the six texts of Laver, Benoit and Garry (2003)."""
    offsets = REFERENCE["offsets"]
    counts = np.zeros((len(offsets), REFERENCE["n_words"]))
    for row, offset in zip(counts, offsets.values(), strict=True):
        row[offset : offset + len(REFERENCE["row"])] = REFERENCE["row"]
    return matrix_of(counts, cases=tuple(offsets))


def matrix_of(
    counts: np.ndarray, *, cases: tuple[str, ...] | None = None
) -> DocumentFeatureMatrix:
    return DocumentFeatureMatrix(
        cases=cases or tuple(f"case {i}" for i in range(len(counts))),
        features=tuple(f"word{j}" for j in range(counts.shape[1])),
        matrix=sparse.csr_array(counts.astype(np.float64)),
    )


def simulated(n_cases: int = 12, n_words: int = 300, seed: int = 1) -> np.ndarray:
    """Draw counts whose cases stand in the order of their rows."""
    generator = np.random.default_rng(seed)
    theta = standardised(np.linspace(-1.0, 1.0, n_cases))
    beta = generator.normal(scale=0.5, size=n_words)
    psi = generator.normal(loc=1.5, scale=0.7, size=n_words)
    alpha = generator.normal(scale=0.3, size=n_cases)
    log_mu = alpha[:, None] + psi + np.outer(theta, beta)
    counts: np.ndarray = generator.poisson(np.exp(log_mu)).astype(np.float64)
    counts[0] += counts.sum(axis=0) == 0
    return counts


def by_case(result: WordfishResult) -> dict[str, float]:
    return {one.case: one.position for one in result.positions}


def expectations(result: WordfishResult) -> np.ndarray:
    now = result.estimates
    mu: np.ndarray = np.exp(
        now.alpha[:, None] + now.psi + np.outer(now.theta, now.beta)
    )
    return mu


@pytest.fixture(scope="module")
def published() -> WordfishResult:
    return wordfish(example(), direction=("R1", "R5"))


def test_published_example(published: WordfishResult) -> None:
    found = published.estimates
    assert by_case(published) == pytest.approx(REFERENCE["theta"], abs=6e-9)
    errors = {one.case: one.standard_error for one in published.positions}
    assert errors == pytest.approx(REFERENCE["theta_error"], abs=6e-9)
    alpha = dict(zip(published.cases, found.alpha, strict=True))
    assert alpha == pytest.approx(REFERENCE["alpha"], abs=6e-7)
    assert found.beta == pytest.approx(REFERENCE["beta"], abs=1e-7)
    assert found.psi == pytest.approx(REFERENCE["psi"], abs=1e-7)


def test_published_example_report(published: WordfishResult) -> None:
    report = published.report
    assert report["converged"] is True
    assert report["iterations"] == REFERENCE["iterations"]
    assert report["log_posterior"] == pytest.approx(
        REFERENCE["log_posterior"], abs=1e-6
    )
    assert report["direction"] == ["R1", "R5"]
    assert report["stopped"] == "stopped as the log posterior fell"
    trace = report["trace"]
    assert isinstance(trace, list)
    assert trace[-1] == pytest.approx(report["log_posterior"], abs=1e-7)
    assert trace[-1] < trace[-2]


def test_published_stop_is_said_to_be_beside_the_mode(
    published: WordfishResult,
) -> None:
    mode = wordfish(example(), direction=("R1", "R5"), optimum="mode")
    distance = np.abs(published.estimates.theta - mode.estimates.theta).max()
    assert published.report["mode_distance"] == pytest.approx(distance, abs=1e-5)
    assert [problem.kind for problem in published.problems] == ["not the mode"]
    assert mode.problems == ()


def test_mode_has_no_slope_left() -> None:
    counts = simulated()
    result = wordfish(matrix_of(counts), optimum="mode", tolerance=1e-9)
    now, rest = result.estimates, counts - expectations(result)
    n = len(now.theta)
    prior = now.beta @ now.beta / 9 / (n - 1)
    assert np.abs(rest.sum(axis=0)).max() < 1e-6
    assert np.abs(rest.sum(axis=1)).max() < 1e-5
    assert np.abs(now.theta @ rest - now.beta / 9).max() < 1e-6
    assert np.abs(rest @ now.beta - prior * now.theta).max() < 1e-5
    assert now.theta.mean() == pytest.approx(0, abs=1e-9)
    assert now.theta.std(ddof=1) == pytest.approx(1, abs=1e-9)
    assert now.beta.sum() == pytest.approx(0, abs=1e-4)


def test_mode_is_higher_than_any_published_sweep() -> None:
    matrix = matrix_of(simulated())
    mode = wordfish(matrix, optimum="mode").report["log_posterior"]
    published = wordfish(matrix).report
    assert isinstance(mode, float)
    assert published["mode_log_posterior"] == pytest.approx(mode, abs=1e-6)
    trace = published["trace"]
    assert isinstance(trace, list)
    assert max(trace) <= mode + 1e-6


@pytest.mark.parametrize("optimum", ["published", "mode"])
def test_finds_the_order_that_was_drawn(optimum: Optimum) -> None:
    result = wordfish(matrix_of(simulated()), optimum=optimum)
    assert (np.diff(result.estimates.theta) > 0).all()


def test_log_likelihood_is_poissons() -> None:
    counts = simulated(5, 20)
    result = wordfish(matrix_of(counts))
    mu = expectations(result)
    factorials = [np.log(np.arange(1, y + 1)).sum() for y in counts.ravel()]
    by_hand = (counts * np.log(mu) - mu).sum() - sum(factorials)
    assert result.report["log_likelihood"] == pytest.approx(by_hand)


def test_direction_turns_the_scale_and_nothing_else() -> None:
    matrix = matrix_of(simulated())
    up = wordfish(matrix, direction=("case 0", "case 11"))
    down = wordfish(matrix, direction=("case 11", "case 0"))
    assert up.estimates.theta == pytest.approx(-down.estimates.theta)
    assert up.estimates.beta == pytest.approx(-down.estimates.beta)
    assert up.estimates.alpha == pytest.approx(down.estimates.alpha)
    assert up.errors.theta == pytest.approx(down.errors.theta)
    assert "Direction: case 11 below case 0." in down.summary()


def test_order_of_cases_and_words_is_irrelevant() -> None:
    matrix = matrix_of(simulated())
    turned = matrix.keep(matrix.cases[::-1]).select(matrix.features[::-1])
    direction = ("case 0", "case 11")
    one = wordfish(matrix, direction=direction)
    other = wordfish(turned, direction=direction)
    assert by_case(one) == pytest.approx(by_case(other), abs=1e-6)


def test_rows_have_the_keys_of_the_contract(published: WordfishResult) -> None:
    row = published.to_rows()[0]
    assert row["case"] == "R1"
    assert row["scale"] == "wordfish"
    assert row["n_units"] == 1000
    assert row["low"] == pytest.approx(-1.29056981 - 1.959964 * 0.01448422)
    assert published.to_polars().height == 6


def test_words_that_drive_it_stand_first(published: WordfishResult) -> None:
    words = published.words
    pulls = [abs(float(str(row["pull"]))) for row in words]
    assert pulls == sorted(pulls, reverse=True)
    assert {"word", "score", "standard_error", "psi", "psi_error"} <= words[0].keys()
    assert sum(float(str(row["pull"])) for row in words) == pytest.approx(0, abs=1e-9)


def test_errors_invert_the_information_of_each_case_and_word() -> None:
    counts = simulated(6, 40)
    result = wordfish(matrix_of(counts))
    mu, now = expectations(result), result.estimates
    case = np.array(
        [
            [mu[2].sum(), mu[2] @ now.beta],
            [mu[2] @ now.beta, mu[2] @ now.beta**2 + 1],
        ]
    )
    inverse = np.linalg.inv(case)
    assert result.errors.alpha[2] == pytest.approx(np.sqrt(inverse[0, 0]))
    assert result.errors.theta[2] == pytest.approx(np.sqrt(inverse[1, 1]))
    word = np.array(
        [
            [mu[:, 7].sum(), mu[:, 7] @ now.theta],
            [mu[:, 7] @ now.theta, mu[:, 7] @ now.theta**2 + 1 / 9],
        ]
    )
    inverse = np.linalg.inv(word)
    assert result.errors.psi[7] == pytest.approx(np.sqrt(inverse[0, 0]))
    assert result.errors.beta[7] == pytest.approx(np.sqrt(inverse[1, 1]))


def test_quasi_poisson_widens_by_pearsons_dispersion() -> None:
    counts = simulated() * 3
    matrix = matrix_of(counts)
    poisson, quasi = (
        wordfish(matrix, errors=errors) for errors in ("poisson", "quasi-poisson")
    )
    mu = expectations(poisson)
    by_hand = ((counts - mu) ** 2 / mu).sum() / (10 * 298)
    assert quasi.report["dispersion"] == pytest.approx(by_hand)
    assert by_hand > 2
    wider = poisson.errors.theta * np.sqrt(by_hand)
    assert quasi.errors.theta == pytest.approx(wider)


def test_quasi_poisson_never_narrows(published: WordfishResult) -> None:
    quasi = wordfish(example(), direction=("R1", "R5"), errors="quasi-poisson")
    assert float(str(quasi.report["dispersion"])) < 1
    assert quasi.errors.theta == pytest.approx(published.errors.theta)


@pytest.mark.parametrize("optimum", ["published", "mode"])
def test_bootstrap_is_seeded_and_near_the_formula(optimum: Optimum) -> None:
    matrix = matrix_of(simulated(8, 60))
    one, again, other = (
        wordfish(matrix, optimum=optimum, errors="bootstrap", n_draws=12, seed=seed)
        for seed in (4, 4, 5)
    )
    poisson = wordfish(matrix, optimum=optimum)
    assert one.errors.theta.tolist() == again.errors.theta.tolist()
    assert one.errors.theta.tolist() != other.errors.theta.tolist()
    ratio = one.errors.theta.mean() / poisson.errors.theta.mean()
    assert 0.6 < ratio < 2.5
    assert one.report["draws"] == 12
    assert one.report["draws_not_converged"] == 0


@pytest.mark.parametrize("optimum", ["published", "mode"])
def test_draws_that_leave_nothing_to_compare_are_counted(optimum: Optimum) -> None:
    counts = np.array([[1.0, 0, 0], [0, 1, 0], [1, 0, 1]])
    result = wordfish(
        matrix_of(counts), optimum=optimum, errors="bootstrap", n_draws=40
    )
    n_missing = result.report["draws_without_fit"]
    assert isinstance(n_missing, int)
    assert 0 < n_missing < 40
    assert np.isfinite(result.errors.theta).all()


def test_draws_have_the_means_of_the_model() -> None:
    result = wordfish(matrix_of(simulated(4, 30)))
    generator = np.random.default_rng(2)
    draws = [draw_counts(result.estimates, generator).toarray() for _ in range(400)]
    mu = expectations(result)
    z = (np.mean(draws, axis=0) - mu) / np.sqrt(mu / 400)
    assert np.abs(z).max() < 4.5
    assert z.std() == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize("optimum", ["published", "mode"])
def test_texts_that_took_part_are_placed_where_they_are(optimum: Optimum) -> None:
    matrix = matrix_of(simulated())
    for direction in (("case 0", "case 11"), ("case 11", "case 0")):
        result = wordfish(matrix, direction=direction, optimum=optimum)
        placed = result.place(matrix.keep(["case 3", "case 8"]))
        for one in placed.positions:
            assert one.position == pytest.approx(by_case(result)[one.case], abs=1e-5)
        assert placed.positions[0].standard_error == pytest.approx(
            result.errors.theta[3], rel=1e-5
        )


def test_a_new_text_without_known_words_has_no_position(
    published: WordfishResult,
) -> None:
    rows = [
        {"case": "New", "word3": 5, "word20": 15, "elsewhere": 9},
        {"case": "Strange", "word3": 0, "word20": 0, "elsewhere": 9},
    ]
    placed = published.place(DocumentFeatureMatrix.from_rows(rows))
    assert [one.case for one in placed.positions] == ["New"]
    assert placed.positions[0].n_units == 20
    assert [problem.kind for problem in placed.problems] == ["no position"]


def test_a_fit_that_is_cut_short_says_so() -> None:
    for optimum in get_args(Optimum):
        result = wordfish(example(), max_iterations=3, optimum=optimum)
        assert result.report["converged"] is False
        assert result.report["iterations"] == 3
        assert "not converged" in [problem.kind for problem in result.problems]
        assert "stopped unfinished" in result.summary()


def test_empty_cases_and_unused_words_are_left_out_and_named() -> None:
    counts = simulated(6, 40)
    counts[2] = 0
    counts[:, 5] = 0
    result = wordfish(matrix_of(counts))
    assert "case 2" not in result.cases
    assert "word5" not in result.features
    assert [problem.kind for problem in result.problems[:2]] == [
        "empty case",
        "unused word",
    ]
    assert "'word5'" in result.problems[1].message


def test_two_cases_have_an_order_only() -> None:
    result = wordfish(matrix_of(simulated(2, 40)))
    assert result.problems[0].kind == "two cases"
    assert sorted(result.estimates.theta) == pytest.approx([-(0.5**0.5), 0.5**0.5])


def test_two_cases_alike_do_not_decide_a_direction() -> None:
    counts = simulated(6, 40)
    counts[1] = counts[0]
    result = wordfish(matrix_of(counts))
    assert "undecided direction" in [problem.kind for problem in result.problems]
    assert by_case(result)["case 0"] == pytest.approx(by_case(result)["case 1"])


def test_nothing_to_compare() -> None:
    counts = simulated(3, 10)
    with pytest.raises(UnscalableMatrixError, match="1 case with 10 words"):
        wordfish(matrix_of(counts[:1] + 1))
    with pytest.raises(UnscalableMatrixError, match="3 cases with 1 word "):
        wordfish(matrix_of(counts[:, :1] + 1))
    with pytest.raises(UnscalableMatrixError, match="same words in the same shares"):
        wordfish(matrix_of(np.outer([1.0, 2.0, 5.0], [3.0, 1.0, 4.0, 1.0])))
    with pytest.raises(UnscalableMatrixError, match="0 cases"):
        wordfish(matrix_of(np.zeros((3, 4))))


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        (("R1", "R9"), "'R9' is not in the counts"),
        (("R1", "R1"), "two different cases"),
        (("R1",), "two different cases"),
    ],
)
def test_direction_must_be_two_cases(direction: tuple[str, str], said: str) -> None:
    with pytest.raises(DirectionError, match=said):
        wordfish(example(), direction=direction)


def test_direction_by_an_empty_case() -> None:
    counts = simulated(5, 30)
    counts[4] = 0
    with pytest.raises(DirectionError, match="'case 4' has no word that counts"):
        wordfish(matrix_of(counts), direction=("case 0", "case 4"))


@pytest.mark.parametrize(
    "options",
    [
        {"optimum": "best"},
        {"errors": "none"},
        {"confidence": 1.0},
        {"tolerance": 0.0},
        {"max_iterations": 0},
        {"beta_spread": -1.0},
        {"n_draws": 1},
        {"seed": -1},
    ],
)
def test_options_out_of_range(options: dict[str, object]) -> None:
    (name,) = options
    with pytest.raises(InvalidOptionError, match=name):
        wordfish(example(), **options)  # type: ignore[arg-type]  # wrong on purpose


def test_negative_counts_are_refused() -> None:
    with pytest.raises(InvalidCountsError, match="negative"):
        matrix_of(np.array([[1.0, -1.0], [2.0, 3.0]]))


def test_many_cases_take_the_sparse_way() -> None:
    counts = simulated(450, 80)
    result = wordfish(matrix_of(counts), direction=("case 0", "case 449"))
    truth = np.arange(450)
    assert np.corrcoef(result.estimates.theta, truth)[0, 1] > 0.97
    assert result.report["converged"] is True
