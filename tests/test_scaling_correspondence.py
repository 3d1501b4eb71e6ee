from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import sparse

from hustings.errors import DirectionError, InvalidOptionError, UnscalableMatrixError
from hustings.scaling.correspondence import correspondence
from hustings.words.matrices import DocumentFeatureMatrix

if TYPE_CHECKING:
    from hustings.scaling.correspondence_results import CorrespondenceResult

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "wordfish.json").read_text(encoding="utf-8")
)["lbg"]


def matrix_of(
    counts: np.ndarray, *, cases: tuple[str, ...] | None = None
) -> DocumentFeatureMatrix:
    return DocumentFeatureMatrix(
        cases=cases or tuple(f"case {i}" for i in range(len(counts))),
        features=tuple(f"word{j}" for j in range(counts.shape[1])),
        matrix=sparse.csr_array(counts.astype(np.float64)),
    )


def example() -> DocumentFeatureMatrix:
    """Build the six texts of Laver, Benoit and Garry (2003)."""
    offsets = REFERENCE["offsets"]
    counts = np.zeros((len(offsets), REFERENCE["n_words"]))
    for row, offset in zip(counts, offsets.values(), strict=True):
        row[offset : offset + len(REFERENCE["row"])] = REFERENCE["row"]
    return matrix_of(counts, cases=tuple(offsets))


def drawn(n_cases: int, n_words: int, seed: int = 1) -> np.ndarray:
    """Draw counts with one strong axis."""
    generator = np.random.default_rng(seed)
    beta = generator.normal(size=n_words)
    theta = np.linspace(-1, 1, n_cases)
    shares = np.exp(np.outer(theta, beta))
    shares /= shares.sum(axis=1, keepdims=True)
    counts: np.ndarray = generator.poisson(20 * n_words * shares).astype(np.float64)
    return counts


@pytest.fixture(scope="module")
def published() -> CorrespondenceResult:
    return correspondence(example(), direction=("R1", "R5"), n_axes=9)


def test_published_example(published: CorrespondenceResult) -> None:
    assert published.inertias == pytest.approx(REFERENCE["inertias"], abs=6e-10)
    assert published.axes.total_inertia == pytest.approx(REFERENCE["total_inertia"])
    found = {one.case: one.position for one in published.positions}
    assert found == pytest.approx(REFERENCE["row_standard"], abs=6e-9)
    assert published.report["total_inertia"] == pytest.approx(published.inertias.sum())


def test_two_by_two_by_hand() -> None:
    matrix = matrix_of(np.array([[3.0, 1.0], [1.0, 3.0]]))
    result = correspondence(matrix)
    assert result.inertias == pytest.approx([0.25])
    assert result.row_standard[:, 0] == pytest.approx([-1, 1])
    assert result.row_principal[:, 0] == pytest.approx([-0.5, 0.5])
    assert result.column_standard[:, 0] == pytest.approx([-1, 1])
    assert result.row_contributions[:, 0] == pytest.approx([0.5, 0.5])
    assert result.positions[0].standard_error == pytest.approx(
        np.sqrt((1 - 0.25) / 4) / 0.5
    )


def test_coordinates_rebuild_the_table(published: CorrespondenceResult) -> None:
    counts = example().matrix.toarray()
    axes = published.axes
    rebuilt = np.outer(axes.row_masses, axes.column_masses) * (
        1 + published.row_principal @ published.column_standard.T
    )
    assert rebuilt * counts.sum() == pytest.approx(counts, abs=1e-7)


def test_contributions_add_up_to_one(published: CorrespondenceResult) -> None:
    assert published.row_contributions.sum(axis=0) == pytest.approx(1)
    assert published.column_contributions.sum(axis=0) == pytest.approx(1)
    shares = [float(str(row["contribution"])) for row in published.words]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)


def test_texts_that_took_part_are_placed_where_they_are(
    published: CorrespondenceResult,
) -> None:
    places, errors = published.project(example())
    assert places == pytest.approx(published.row_standard, abs=1e-6)
    assert errors[:, 0] == pytest.approx(published.standard_errors[:, 0])
    placed = published.place(example().keep(["V1"]))
    assert placed.positions[0].position == pytest.approx(-0.54369805, abs=1e-8)


def test_a_new_text_without_known_words_has_no_position(
    published: CorrespondenceResult,
) -> None:
    rows = [{"case": "New", "word3": 5, "word20": 15}, {"case": "Strange", "x": 3}]
    for row, problems in zip(rows, (0, 1), strict=True):
        placed = published.place(DocumentFeatureMatrix.from_rows([row]))
        assert len(placed.problems) == problems


def test_many_cases_take_the_sparse_way() -> None:
    counts = drawn(500, 40)
    result = correspondence(matrix_of(counts), n_axes=3)
    share = counts / counts.sum()
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    expected = np.outer(rows, columns)
    values = np.linalg.svd((share - expected) / np.sqrt(expected), compute_uv=False)
    assert result.inertias == pytest.approx(values[:3] ** 2, rel=1e-8)
    assert result.axes.total_inertia == pytest.approx((values**2).sum())
    again = correspondence(matrix_of(counts), n_axes=3)
    assert result.row_standard.tolist() == again.row_standard.tolist()


def test_direction_turns_the_first_axis() -> None:
    matrix = matrix_of(drawn(6, 30))
    up = correspondence(matrix, direction=("case 0", "case 5"))
    down = correspondence(matrix, direction=("case 5", "case 0"))
    assert up.row_standard[:, 0] == pytest.approx(-down.row_standard[:, 0])
    assert up.row_standard[:, 1] == pytest.approx(down.row_standard[:, 1])
    assert up.positions[0].position < up.positions[5].position
    assert "Direction: case 5 below case 0." in down.summary()


def test_bootstrap_of_axes_is_wider_and_seeded() -> None:
    matrix = matrix_of(drawn(8, 60))
    fixed = correspondence(matrix)
    one, again, other = (
        correspondence(matrix, interval="multinomial", n_draws=60, seed=seed)
        for seed in (3, 3, 4)
    )
    assert one.standard_errors.tolist() == again.standard_errors.tolist()
    assert one.standard_errors.tolist() != other.standard_errors.tolist()
    ratio = one.standard_errors[:, 0] / fixed.standard_errors[:, 0]
    assert 0.9 < ratio.mean() < 2
    assert one.positions[2].position == fixed.positions[2].position


def test_axes_of_the_same_inertia_are_named() -> None:
    counts = np.array([[9.0, 1, 5, 5], [1, 9, 5, 5], [5, 5, 9, 1], [5, 5, 1, 9]])
    result = correspondence(matrix_of(counts))
    assert "close axes" in [problem.kind for problem in result.problems]


def test_axes_that_are_not_there_are_left_out() -> None:
    counts = np.array([[9.0, 1, 10], [1, 9, 10], [5, 5, 10], [3, 7, 10]])
    result = correspondence(matrix_of(counts), n_axes=2)
    assert len(result.inertias) == 1


def test_nothing_to_compare() -> None:
    with pytest.raises(UnscalableMatrixError, match="1 case"):
        correspondence(matrix_of(np.array([[1.0, 2.0]])))
    with pytest.raises(UnscalableMatrixError, match="same shares"):
        correspondence(matrix_of(np.outer([1.0, 2, 5], [3.0, 1, 4])))
    with pytest.raises(DirectionError):
        correspondence(example(), direction=("R1", "R9"))


@pytest.mark.parametrize(
    "options",
    [
        {"n_axes": 0},
        {"interval": "block"},
        {"confidence": 0.0},
        {"n_draws": 1},
        {"seed": -1},
    ],
)
def test_options_out_of_range(options: dict[str, object]) -> None:
    (name,) = options
    with pytest.raises(InvalidOptionError, match=name):
        correspondence(example(), **options)  # type: ignore[arg-type]  # wrong on purpose
