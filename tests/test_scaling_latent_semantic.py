from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import svds

from hustings.errors import InvalidCountsError, InvalidOptionError, UnusableSeedsError
from hustings.scaling import polarities
from hustings.scaling.latent_semantic import latent_semantic, place_by_polarity
from hustings.scaling.polarities import seed_weights, word_polarities, word_vectors
from hustings.words.features import count_features
from hustings.words.matrices import DocumentFeatureMatrix

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "scales_from_words.json").read_text(
        encoding="utf-8"
    )
)
TOY, WEIGHTS = REFERENCE["polarities"], REFERENCE["seed_weights"]
SEEDS = {"good": 1.0, "bad": -1.0}
SENTENCES = [
    *("good trams", "good green trams", "good trams run", "green trams"),
    *("bad roads", "bad grey roads", "bad roads run", "grey roads"),
    *("trams run", "roads run", "parks run", "parks green"),
]


def sentences() -> DocumentFeatureMatrix:
    return count_features(SENTENCES, cases=[f"s{i}" for i in range(len(SENTENCES))])


def documents() -> DocumentFeatureMatrix:
    texts = ["trams trams good parks", "roads grey parks run", "ships", "trams roads"]
    return count_features(texts, cases=["Harbour", "Orchard", "Quay", "Hill"])


def test_toy_positions_as_published() -> None:
    texts = [text["text"] for text in TOY["texts"]]
    rows = [
        {"case": text, **{word: Counter(text.split())[word] for word in "abcde"}}
        for text in texts
    ]
    matrix = DocumentFeatureMatrix.from_rows(rows)
    result = place_by_polarity(matrix, TOY["polarities"])
    for position, text in zip(result.positions, TOY["texts"], strict=True):
        assert position.position == pytest.approx(text["position"])
        assert position.n_units == text["n"]
        error = text["standard_error"]
        expected = error if error is None else pytest.approx(error, abs=5e-8)
        assert position.standard_error == expected
    assert [problem.kind for problem in result.problems] == ["no interval"] * 2


def test_seed_weights_as_published() -> None:
    weights, problems = seed_weights(WEIGHTS["seeds"], list(WEIGHTS["weights"]))
    assert weights == pytest.approx(WEIGHTS["weights"], abs=5e-5)
    assert problems == ()


def test_seeds_of_a_side_add_up_whatever_they_weigh_and_miss() -> None:
    words = ["good", "goods", "fine", "bad"]
    weights, problems = seed_weights(
        {"GOOD*": 3, "fi?e": 1, "nothing": 5, "bad": -0.2}, words
    )
    assert weights == pytest.approx(
        {"good": 0.375, "goods": 0.375, "fine": 0.25, "bad": -1}
    )
    assert [problem.kind for problem in problems] == ["unknown seed"]


def test_near_words_take_the_sign_of_their_seed() -> None:
    result = latent_semantic(documents(), SEEDS, sentences=sentences(), n_dimensions=3)
    found = dict(zip(result.features, result.polarities.tolist(), strict=True))
    assert found["trams"] > 0.2
    assert found["roads"] < -0.2
    positions = {p.case: p.position for p in result.positions}
    assert positions["Harbour"] > positions["Hill"] > positions["Orchard"]
    assert "Quay" not in positions
    assert [problem.kind for problem in result.problems] == ["no position"]


def test_swapped_seeds_swap_the_sign() -> None:
    one = latent_semantic(documents(), SEEDS, sentences=sentences(), n_dimensions=3)
    other = latent_semantic(
        documents(), {"good": -1, "bad": 1}, sentences=sentences(), n_dimensions=3
    )
    assert one.polarities == pytest.approx(-other.polarities)


def test_repeating_all_sentences_changes_nothing() -> None:
    once = sentences()
    twice = count_features(SENTENCES * 2, cases=[str(i) for i in range(24)])
    one = latent_semantic(documents(), SEEDS, sentences=once, n_dimensions=3)
    other = latent_semantic(documents(), SEEDS, sentences=twice, n_dimensions=3)
    assert one.polarities == pytest.approx(other.polarities, abs=1e-9)


def test_polarities_agree_with_scipys_singular_vectors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = np.random.default_rng(1).poisson(0.7, size=(30, 14)).astype(float)
    for dense in counts, counts.T:
        names = tuple(f"w{j}" for j in range(dense.shape[1]))
        cases = tuple(f"s{i}" for i in range(dense.shape[0]))
        matrix = DocumentFeatureMatrix(
            cases=cases, features=names, matrix=sparse.csr_array(dense)
        )
        weights = {"w0": 1.0, "w1": -1.0}
        _, _, rows = svds(sparse.csr_array(dense), k=5)
        units = rows.T / np.linalg.norm(rows.T, axis=1)[:, None]
        expected = units @ (units[0] - units[1])
        for side in (3000, 2):
            monkeypatch.setattr(polarities, "_DENSE_SIDE", side)
            vectors, problems = word_vectors(matrix, 5)
            found = word_polarities(vectors, names, weights)
            assert list(found.values()) == pytest.approx(expected, abs=1e-8)
            assert problems == ()


def test_standardised_positions() -> None:
    plain = latent_semantic(documents(), SEEDS, sentences=sentences(), n_dimensions=3)
    standard = latent_semantic(
        documents(), SEEDS, sentences=sentences(), n_dimensions=3, standardise=True
    )
    positions = np.array([p.position for p in standard.positions])
    assert positions.mean() == pytest.approx(0)
    assert positions.std(ddof=1) == pytest.approx(1)
    raw = [p.raw for p in standard.positions]
    assert raw == pytest.approx([p.position for p in plain.positions])
    assert plain.positions[0].raw is None
    first, other = plain.positions[0], standard.positions[0]
    assert (other.standard_error or 0) * standard.stretch == pytest.approx(
        first.standard_error
    )


def test_one_text_cannot_be_standardised() -> None:
    one = documents().keep(["Harbour"])
    result = latent_semantic(
        one, SEEDS, sentences=sentences(), n_dimensions=3, standardise=True
    )
    assert [problem.kind for problem in result.problems] == ["not standardised"]


def test_texts_can_stand_for_sentences_with_fewer_dimensions() -> None:
    result = latent_semantic(sentences(), SEEDS)
    assert result.report["n_dimensions"] == 4
    assert [problem.kind for problem in result.problems] == ["fewer dimensions"]
    assert result.positions[0].position > 0 > result.positions[4].position


def test_new_texts_are_placed_alike() -> None:
    result = latent_semantic(
        documents(), SEEDS, sentences=sentences(), n_dimensions=3, standardise=True
    )
    again = result.place(documents().keep(["Orchard"]))
    assert again.positions[0].position == pytest.approx(result.positions[1].position)


def test_rows_words_and_summary() -> None:
    result = latent_semantic(documents(), SEEDS, sentences=sentences(), n_dimensions=3)
    assert result.to_polars().height == 3
    assert {"word", "score", "pull", "is_seed"} == set(result.words[0])
    assert {row["word"] for row in result.words if row["is_seed"]} == {"good", "bad"}
    assert result.summary().startswith("Harbour: lss 0.")
    # Words that no text has pull nothing.
    empty = latent_semantic(
        documents().keep(["Quay"]), SEEDS, sentences=sentences(), n_dimensions=3
    )
    assert not empty.pulls.any()
    assert empty.summary() == ""


@pytest.mark.parametrize(
    ("seeds", "reason"),
    [
        ({}, "No seed matches a word"),
        ({"ship*": 1.0}, "No seed matches a word: ship"),
        ({"good": 0.0}, "has the weight 0"),
        ({"good": float("nan")}, "has the weight nan"),
    ],
)
def test_seeds_that_carry_no_scale(seeds: dict[str, float], reason: str) -> None:
    with pytest.raises(UnusableSeedsError, match=reason):
        latent_semantic(documents(), seeds, sentences=sentences())


def test_one_dimension_tells_no_poles_apart() -> None:
    with pytest.raises(UnusableSeedsError, match="equally near"):
        latent_semantic(documents(), SEEDS, sentences=sentences(), n_dimensions=1)


def test_other_errors() -> None:
    with pytest.raises(InvalidOptionError, match="n_dimensions"):
        latent_semantic(documents(), SEEDS, n_dimensions=0)
    empty = DocumentFeatureMatrix.from_rows([{"case": "a", "good": 0}])
    with pytest.raises(InvalidCountsError, match="hold no word"):
        latent_semantic(empty, SEEDS)


def test_a_side_without_any_seed_found_is_named() -> None:
    _, (problem,) = seed_weights({"wharf": 1, "tax": -1}, ["tax", "road"])
    assert "no other of its side does" in problem.message
