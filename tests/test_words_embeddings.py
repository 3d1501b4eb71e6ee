from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import EmbeddingShapeError
from hustings.words import embeddings
from hustings.words.embeddings import Embedding, StaticEmbedding
from hustings.words.wordpieces import WordPieces

ROWS = {"tram": 0, "##s": 1, "tax": 2, "and": 3}
WORDS = st.lists(st.sampled_from(["trams", "Tax", "and", "zebra"]), max_size=8)


def small(**changes: object) -> StaticEmbedding:
    given: dict[str, object] = {
        "name": "small",
        "version": "1",
        "language": "en",
        "pieces": WordPieces(vocabulary=ROWS),
        "vectors": np.array([[100, 0], [20, 0], [0, 60], [5, 5]], dtype=np.int8),
        "scales": np.array([0.5, 0.5, 1, 0], dtype=np.float32),
    }
    return StaticEmbedding(**{**given, **changes})  # type: ignore[arg-type]


def test_a_text_is_the_scaled_sum_of_its_pieces() -> None:
    # 0.5 * (100, 0) + 0.5 * (20, 0) + 1 * (0, 60) = (60, 60)
    assert small().embed(["Trams and tax"]) == pytest.approx(
        np.full((1, 2), np.sqrt(0.5)), abs=1e-6
    )


def test_a_text_without_known_words_is_zero() -> None:
    assert small().embed(["", "zebra", "and"]).tolist() == [[0, 0]] * 3


def test_no_texts_give_no_rows() -> None:
    assert small().embed([]).shape == (0, 2)


def test_it_is_an_embedding_of_single_precision() -> None:
    embedding = small()
    assert isinstance(embedding, Embedding)
    assert embedding.embed(["tax"]).dtype == np.float32
    assert embedding.width == 2


def test_batches_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["trams", "tax", "trams tax", "", "tax tax trams"]
    whole = small().embed(texts)
    monkeypatch.setattr(embeddings, "_AT_ONCE", 2)
    assert np.array_equal(small().embed(texts), whole)


@given(st.lists(WORDS.map(" ".join), max_size=6))
def test_rows_have_length_one_or_none(texts: list[str]) -> None:
    lengths = np.linalg.norm(small().embed(texts), axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-6) | (lengths == 0))


@given(WORDS)
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    there, back = small().embed([" ".join(words), " ".join(reversed(words))])
    assert there == pytest.approx(back, abs=1e-6)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"scales": np.ones(3, np.float32)}, "4 vectors have 3 scales"),
        ({"vectors": np.ones(4, np.int8)}, "no table of vectors"),
        ({"vectors": np.ones((0, 2), np.int8)}, "no table of vectors"),
        ({"pieces": WordPieces(vocabulary={"tax": 4})}, "names row 4"),
        ({"pieces": WordPieces(vocabulary={"tax": -1})}, "names row -1"),
        ({"scales": np.array([1, 1, 1, np.nan], np.float32)}, "not finite"),
        ({"vectors": np.full((4, 2), np.inf, np.float32)}, "not finite"),
    ],
)
def test_parts_that_do_not_fit_are_refused(
    changes: dict[str, object], message: str
) -> None:
    with pytest.raises(EmbeddingShapeError, match=message):
        small(**changes)
