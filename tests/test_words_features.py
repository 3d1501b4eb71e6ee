from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hustings.errors import InvalidCountsError, InvalidOptionError, NoStemsError
from hustings.outside.packaged import stop_list_languages, stop_list_text
from hustings.words.features import count_features, stem_languages
from hustings.words.stop_words import stop_words_from_text

if TYPE_CHECKING:
    from hustings.words.matrices import DocumentFeatureMatrix

HARBOUR = "Trams, not cars! The town's 20 trams run."
ORCHARD = "Cars and roads, cars and roads."


def counts(matrix: DocumentFeatureMatrix, case: str) -> dict[str, float]:
    row = matrix.matrix.toarray()[matrix.cases.index(case)]
    return {name: n for name, n in zip(matrix.features, row.tolist(), strict=True) if n}


def test_counts_by_hand() -> None:
    matrix = count_features([HARBOUR, ORCHARD], cases=["h", "o"])
    assert counts(matrix, "h") == {
        "trams": 2,
        "not": 1,
        "cars": 1,
        "the": 1,
        "town's": 1,
        "20": 1,
        "run": 1,
    }
    assert counts(matrix, "o") == {"cars": 2, "and": 2, "roads": 2}
    assert matrix.features == tuple(sorted(matrix.features))


def test_order_of_texts_moves_only_rows() -> None:
    one = count_features([HARBOUR, ORCHARD], cases=["h", "o"])
    other = count_features([ORCHARD, HARBOUR], cases=["o", "h"])
    assert one.features == other.features
    assert (one.matrix != other.matrix[[1, 0]]).nnz == 0


def test_stop_words_numbers_and_case() -> None:
    matrix = count_features(
        [HARBOUR], cases=["h"], stop_words={"The", "not", "town’s"}, numbers=False
    )
    assert counts(matrix, "h") == {"trams": 2, "cars": 1, "run": 1}
    cased = count_features([HARBOUR], cases=["h"], lower=False)
    assert {"Trams", "trams"} <= set(cased.features)


def test_stop_words_by_language_and_stems_by_language() -> None:
    matrix = count_features(
        ["the taxes die", "die Steuern the"],
        cases=["e", "d"],
        languages=["en", "de"],
        stems=True,
        stop_words={"en": {"the"}, "de": {"die"}},
    )
    assert counts(matrix, "e") == {"tax": 1, "die": 1}
    assert counts(matrix, "d") == {"steu": 1, "the": 1}


def test_n_grams_stop_at_left_out_words_and_at_texts() -> None:
    texts = ["we want more green trams", "want trams", "more"]
    matrix = count_features(
        texts, cases=["a", "b", "c"], n_grams=(2, 3), stop_words={"we"}
    )
    assert matrix.features == (
        *("green trams", "more green", "more green trams"),
        *("want more", "want more green", "want trams"),
    )
    gaps = count_features(
        texts, cases=["a", "b", "c"], n_grams=[2], stop_words={"more"}
    )
    assert gaps.features == ("green trams", "want trams", "we want")


def test_words_and_pairs_together() -> None:
    matrix = count_features(["trams trams trams"], cases=["a"], n_grams=(1, 2))
    assert counts(matrix, "a") == {"trams": 3, "trams trams": 2}


def test_punctuation_counts_if_wanted() -> None:
    matrix = count_features([ORCHARD], cases=["o"], punctuation=True)
    assert (counts(matrix, "o")[","], counts(matrix, "o")["."]) == (1, 1)


def test_texts_without_words() -> None:
    matrix = count_features(["", "..."], cases=["a", "b"], stems=True)
    assert (matrix.n_cases, matrix.n_features) == (2, 0)
    assert count_features([], cases=[]).n_cases == 0


def test_errors() -> None:
    with pytest.raises(InvalidCountsError, match="1 texts and 2 cases"):
        count_features(["a"], cases=["a", "b"])
    with pytest.raises(InvalidCountsError, match="1 texts and 2 languages"):
        count_features(["a"], cases=["a"], languages=["en", "de"])
    with pytest.raises(InvalidCountsError, match="stands twice"):
        count_features(["a", "b"], cases=["a", "a"])
    with pytest.raises(InvalidOptionError, match="from 1 to 5"):
        count_features(["a"], cases=["a"], n_grams=(0,))
    with pytest.raises(InvalidOptionError, match="n_grams"):
        count_features(["a"], cases=["a"], n_grams=())
    with pytest.raises(NoStemsError, match="no stems in the language 'xx'"):
        count_features(["a"], cases=["a"], languages="xx", stems=True)
    with pytest.raises(NoStemsError, match="a text has none"):
        count_features(["a"], cases=["a"], stems=True)


@pytest.mark.parametrize("language", stop_list_languages())
def test_lists_of_stop_words_hold_words_of_their_language(language: str) -> None:
    words = stop_words_from_text(stop_list_text(language))
    assert len(words) > 100
    assert all(word == word.lower() for word in words)
    assert language in stem_languages()
    both = count_features(
        [" ".join(words)], cases=["a"], languages=language, stop_words=words
    )
    assert both.n_features == 0
