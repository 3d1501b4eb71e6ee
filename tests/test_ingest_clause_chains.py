from __future__ import annotations

import numpy as np

from hustings.ingest.units.clause_chains import count_joints, measure_distances
from hustings.ingest.units.clause_features import find_candidates
from hustings.ingest.units.clause_tokens import CLASS, ClauseWords, find_tokens

LISTS = {"and": ["and"], "ing": ["-ing"], "the": ["the"]}


def _columns(text: str, *names: str) -> list[tuple[int, ...]]:
    tokens = find_tokens(text, [(0, len(text))], ClauseWords.from_lists(LISTS))
    columns = find_candidates(tokens).columns
    return list(zip(*(columns[name].tolist() for name in names), strict=True))


def test_joints_of_a_chain() -> None:
    text = "By raising fees, closing schools, selling baths and cutting grass."
    # closing, selling, and cutting: three joints that open with one class
    assert _columns(text, "joints_left", "joints_right") == [(0, 2), (1, 1), (2, 0)]


def test_joints_of_two_sentences_are_apart() -> None:
    ing, comma = CLASS["ing"], CLASS["comma"]
    before, after = count_joints(
        sentence=np.array([0, 0, 9]),
        key=np.array([ing, ing, ing]),
        mark=np.array([comma, comma, comma]),
        join=np.array([0, 0, 0]),
    )
    assert before.tolist() == [0, 1, 0]
    assert after.tolist() == [1, 0, 0]


def test_distance_to_a_word_of_the_same_class() -> None:
    text = "By raising the old fees, closing schools and the mill."
    # raising -> closing: 5 tokens; the (old fees) -> and the: 6 tokens
    assert _columns(text, "distance") == [(5,), (6,)]


def test_no_distance_without_such_a_word_before() -> None:
    kind = np.array([CLASS["word"], CLASS["ing"], CLASS["word"], CLASS["ing"]])
    found = measure_distances(
        kind,
        at=np.array([1, 3, 3]),
        low=np.array([0, 0, 2]),  # for the third, "ing" stands in the sentence before
        key=np.array([CLASS["ing"], CLASS["ing"], CLASS["ing"]]),
    )
    assert found.tolist() == [0, 2, 0]


def test_words_of_the_sentence_and_its_shorter_side() -> None:
    assert _columns("The old mill, and the harbour.", "length", "shorter") == [(0, 1)]
    long = "The old mill of the upper town has been sold again, closing."
    assert _columns(long, "length", "shorter") == [(2, 0)]  # 12 words, 11 and 1
