from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.coding.code_names import name_codes
from hustings.coding.coders import CODED, Coder
from hustings.coding.transformers import (
    Form,
    TransformerCoder,
    choose_window,
    guess_form,
)
from hustings.coding.units_in_context import OFFSETS

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class WordNetwork:
    """Answers with the share of words that are a class's name; a word is a piece."""

    name: str = "words"
    version: str = "1"
    classes: tuple[str, ...] = ("tram", "tax", "bread")
    longest: int = 12
    marks: int = 3
    packages: tuple[str, ...] = ()
    seen: list[tuple[str, str | None]] = field(default_factory=list)

    def lengths(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([len(text.split()) for text in texts], dtype=np.int64)

    def weigh(
        self, texts: Sequence[str], beside: Sequence[str] | None = None
    ) -> np.ndarray:
        others: Sequence[str | None] = beside or [None] * len(texts)
        self.seen.extend(zip(texts, others, strict=True))
        counts = [[text.split().count(name) for name in self.classes] for text in texts]
        shares = np.array(counts, dtype=float) + 0.5
        weighed: np.ndarray = shares / shares.sum(axis=1, keepdims=True)
        return weighed


def coder(form: Form = "sentence", **changes: object) -> TransformerCoder:
    network = replace(WordNetwork(), seen=[], **changes)  # type: ignore[arg-type]
    return TransformerCoder(
        network=network, classes=name_codes(network.classes), form=form
    )


def seen_by(one: TransformerCoder) -> list[tuple[str, str | None]]:
    assert isinstance(one.network, WordNetwork)
    return one.network.seen


def batch(*texts: str, **columns: list[str | None]) -> pa.RecordBatch:
    units = [str(number) for number in range(len(texts))]
    return pa.RecordBatch.from_pydict({"unit": units, "text": texts, **columns})


def test_the_likeliest_code_is_given_with_all_probabilities() -> None:
    found = coder().code(batch("tax", "bread bread"))
    assert found.schema == CODED
    first, second = found.to_pylist()
    # Half a word more each: 1.5 of 2.5 words, and 2.5 of 3.5.
    assert (first["unit"], first["value"]) == ("0", "tax")
    assert first["probabilities"] == pytest.approx([0.2, 0.6, 0.2])
    assert (second["value"], second["evidence"]) == ("bread", [])
    assert second["probability"] == pytest.approx(2.5 / 3.5)


def test_it_is_a_coder() -> None:
    one = coder()
    assert isinstance(one, Coder)
    assert (one.name, one.codes) == ("transformer:words", ("tram", "tax", "bread"))
    assert one.parameters == {"form": "sentence", "longest": 12}


def test_units_without_a_word_are_left_out() -> None:
    one = coder()
    found = one.code(batch("-- ", "tax", "")).to_pylist()
    assert [row["value"] for row in found] == [None, "tax", None]
    assert found[0]["probability"] is found[0]["probabilities"] is None
    assert seen_by(one) == [("tax", None)]
    assert coder().code(batch("", "...")).to_pylist()[1]["value"] is None


def test_no_units_give_no_rows() -> None:
    assert coder().code(batch()).num_rows == 0


def test_the_context_is_of_the_same_document_and_fits() -> None:
    one = coder("context")
    texts = ("a b", "c d", "e", "f g", "h")
    documents: list[str | None] = ["x", "x", "x", "x", "y"]
    one.code(batch(*texts, document=documents))
    # 12 pieces less 3 marks; the unit stands on both sides. For "e", 1 + 1 are its own,
    # and 7 are left: "c d", "f g", "a b".
    assert seen_by(one) == [
        ("a b", "a b c d e f g"),
        ("c d", "a b c d e f g"),
        ("e", "a b c d e f g"),
        ("f g", "a b c d e f g"),
        ("h", "h"),
    ]


def test_what_is_given_before_and_after_is_context_too() -> None:
    one = coder("context")
    one.code(batch("tax", before=["more"], after=[None]))
    assert seen_by(one) == [("tax", "more tax")]


def test_a_context_has_whole_units_only() -> None:
    one = coder("context", longest=9)
    one.code(batch("a b c", "d", "e f", document=["x"] * 3))
    # 6 pieces: "d" twice, and 4 are left: "a b c" fits, then "e f" does not.
    assert seen_by(one)[1] == ("d", "a b c d")


def test_what_was_not_read_is_said() -> None:
    found = coder().find_problems(batch("a " * 10, "b", "!"))
    assert [(one.kind, one.message[:2]) for one in found] == [
        ("empty unit", "1 "),
        ("long unit", "1 "),
    ]
    assert "9 pieces" in found[1].message
    assert coder().find_problems(batch("b")) == ()


def test_the_version_changes_when_an_answer_could() -> None:
    versions = {
        one.version
        for one in (
            coder(),
            coder("context"),
            coder(version="2"),
            coder(longest=20),
            coder(classes=("tram", "bread", "tax")),
        )
    }
    assert len(versions) == 5
    assert coder().version == coder().version


LENGTHS = st.lists(st.integers(1, 6), min_size=11, max_size=11)


@given(lengths=LENGTHS, room=st.integers(0, 40), there=st.integers(0, 1023))
def test_a_window_fits_and_is_one_stretch(
    lengths: list[int], room: int, there: int
) -> None:
    near = np.array([i if there >> i & 1 else -1 for i in range(len(OFFSETS))])
    chosen = choose_window(10, near, lengths=np.array(lengths), room=room)
    assert 10 in chosen
    assert len(chosen) == 1 or sum(lengths[i] for i in chosen) <= room
    offsets = [0 if i == 10 else OFFSETS[i] for i in chosen]
    assert offsets == list(range(offsets[0], offsets[-1] + 1))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("somebodys-topics-Context-2024", "context"),
        ("somebodys-topics-sentence-2024", "sentence"),
        ("ours", "sentence"),
    ],
)
def test_the_form_is_guessed_by_the_name(name: str, form: Form) -> None:
    assert guess_form(name) == form
