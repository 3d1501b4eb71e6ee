"""Coders of stances: what a text and its target say together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from hustings.coding.stance_cues import NO_CUES, StanceCues, cues_from_yaml
from hustings.coding.stance_features import BLOCKS, PairReader
from hustings.coding.stance_files import (
    holds_stances,
    stances_from_bytes,
    stances_to_bytes,
)
from hustings.coding.stance_learning import StanceTraining, train_stances
from hustings.coding.units_in_context import UnitsInContext
from hustings.errors import CodebookFileError, ModelFileError, TooFewCodesError
from hustings.outside.packaged import lexicon_texts

if TYPE_CHECKING:
    from hustings.coding.stance_coder import StanceCoder

CUES = cues_from_yaml(
    """
language: en
negators: [not, no]
auxiliaries: [be]
tenses: [more]
lowers: [abolish, =cut]
raises: [build]
keeps: [keep]
more: [=more]
less: [=no, =not]
supports: [good, help]
opposes: [bad, harm]
""",
    name="invented",
)
THINGS = ("toll", "ferry", "market", "bridge", "library", "harbour", "orchard", "tram")


def pairs_of_stances() -> tuple[list[dict[str, str | None]], list[str]]:
    """Give texts whose words mean the opposite where the target is to go."""
    rows: list[dict[str, str | None]] = []
    values = []
    for thing in THINGS:
        for action, turn in (("Abolish", -1), ("Build", 1)):
            for word, way in (
                ("good", 1),
                ("bad", -1),
                ("helpful", 1),
                ("harmful", -1),
            ):
                rows.append(
                    {
                        "unit": str(len(rows)),
                        "text": f"It is {word} for the ward.",
                        "target": f"{action} the {thing}.",
                        "language": "en",
                    }
                )
                values.append("for" if turn * way > 0 else "against")
    return rows, values


def trained() -> StanceTraining:
    rows, values = pairs_of_stances()
    return train_stances(UnitsInContext.from_rows(rows), values, cues=CUES)


def code(coder: StanceCoder, *pairs: tuple[str, str | None]) -> list[dict[str, object]]:
    rows = [
        {"unit": str(i), "text": text, "target": target, "language": "en"}
        for i, (text, target) in enumerate(pairs)
    ]
    return list(coder.code(pa.RecordBatch.from_pylist(rows)).to_pylist())


def test_the_target_turns_what_words_mean() -> None:
    training = trained()
    assert training.validation.macro_f1.estimate == pytest.approx(1)
    found = code(
        training.coder,
        ("It is good for the ward.", "Abolish the fountain."),
        ("It is good for the ward.", "Build the fountain."),
        ("It is harmful for the ward.", "Abolish the fountain."),
    )
    assert [row["value"] for row in found] == ["against", "for", "for"]


def test_probabilities_add_up_and_evidence_lies_in_the_text() -> None:
    (row,) = code(trained().coder, ("It is harmful here.", "Build a pier."))
    probabilities = row["probabilities"]
    assert isinstance(probabilities, list)
    assert sum(probabilities) == pytest.approx(1)
    assert row["probability"] == pytest.approx(max(probabilities))
    words = [
        "It is harmful here."[one["start"] : one["end"]]
        for one in row["evidence"]  # type: ignore[attr-defined]  # a list of spans
    ]
    assert "harmful" in words


def test_what_stands_beside_a_unit_changes_nothing() -> None:
    """Neither other units nor the document they are of are looked at."""
    coder = trained().coder
    pair = ("It is good for the ward.", "Build the pier.")
    alone = code(coder, pair)[0]
    beside = code(coder, pair, ("It is bad.", "Build the pier."))[0]
    assert alone == beside
    rows = [{"unit": "0", "text": pair[0], "target": pair[1], "document": "Harbour"}]
    assert coder.code(pa.RecordBatch.from_pylist(rows)).to_pylist()[0] == alone


def test_units_that_cannot_be_coded_have_no_value() -> None:
    coder = trained().coder
    rows = [
        {"unit": "1", "text": "...", "target": "trams", "language": "en"},
        {"unit": "2", "text": "Gut so.", "target": "trams", "language": "de"},
        {"unit": "3", "text": "It is good.", "target": None, "language": None},
    ]
    batch = pa.RecordBatch.from_pylist(rows)
    assert [one["value"] is None for one in coder.code(batch).to_pylist()] == [
        True,
        True,
        False,
    ]
    kinds = {one.kind for one in coder.find_problems(batch)}
    assert kinds == {"empty unit", "unknown language", "no target"}
    assert coder.code(batch.slice(0, 1)).to_pylist()[0]["probabilities"] is None


def test_three_codes_have_three_columns() -> None:
    rows, values = pairs_of_stances()
    for i in range(0, len(rows), 8):
        rows[i] = {**rows[i], "text": "We have not decided yet."}
        values[i] = "neutral"
    training = train_stances(UnitsInContext.from_rows(rows), values, cues=CUES)
    coder = training.coder
    assert coder.codes == ("against", "for", "neutral")
    assert coder.model.weights.shape[1] == 3
    found = code(coder, ("We have not decided yet.", "Abolish the pier."))[0]
    assert sum(found["probabilities"]) == pytest.approx(1)  # type: ignore[call-overload]  # a list
    assert len(found["probabilities"]) == 3  # type: ignore[arg-type]  # a list


def test_the_same_training_gives_the_same_bytes() -> None:
    first, second = (stances_to_bytes({"": trained().coder}) for _ in range(2))
    assert first == second
    assert holds_stances(first)
    coder = stances_from_bytes(first, name="sides.npz")[""]
    pair = ("It is good for the ward.", "Build the pier.")
    assert code(coder, pair) == code(trained().coder, pair)


def test_files_that_are_no_coder_are_refused() -> None:
    content = stances_to_bytes({"": trained().coder})
    assert not holds_stances(b"PK")
    with pytest.raises(ModelFileError, match="a part is missing"):
        stances_from_bytes(content[: len(content) // 2], name="cut.npz")
    coder = trained().coder
    for changed, reason in (
        (replace(coder, codes=("a", "b")), "not what was written"),
        (replace(coder, codes=("a", "b", "c")), "do not fit"),
        (
            replace(
                coder,
                model=replace(
                    coder.model, biases=np.full_like(coder.model.biases, np.inf)
                ),
            ),
            "not finite",
        ),
    ):
        with pytest.raises(ModelFileError, match=reason):
            stances_from_bytes(stances_to_bytes({"": changed}), name="odd.npz")


def test_one_code_is_refused() -> None:
    rows, _ = pairs_of_stances()
    with pytest.raises(TooFewCodesError):
        train_stances(UnitsInContext.from_rows(rows), ["for"] * len(rows))


@pytest.mark.parametrize(
    ("target", "turn", "asked"),
    [
        ("Build a pier.", "+", "raises"),
        ("Abolish the toll.", "-", "lowers"),
        ("Do not build a pier.", "-", "raises~"),
        ("Do not abolish the toll.", "+", "lowers~"),
        ("Keep the toll.", "+", "asks="),
    ],
)
def test_what_a_target_asks_for(target: str, turn: str, asked: str) -> None:
    pair = PairReader(cues=CUES).read("Yes.", target)
    assert (pair.turn, pair.asked) == (turn, asked)


def test_words_around_what_is_shared() -> None:
    pair = PairReader(cues=CUES).read(
        "We think no library closes. Far away there are many other things.",
        "Close the library.",
    )
    around = pair.features["around"]
    assert {"C negated", "C close"} <= around | {"C close"}
    assert "C thing" not in around
    assert "negators 1" in around


def test_negated_cues_are_told_apart() -> None:
    read = PairReader(cues=CUES).read
    assert "K supports1" in read("It is good.", "A pier.").features["classes"]
    assert "K supports~1" in read("It is not good.", "A pier.").features["classes"]


def test_features_of_an_empty_pair() -> None:
    pair = PairReader(cues=NO_CUES).read("", "")
    assert set(pair.features) == set(BLOCKS)
    assert not pair.words


def test_cues_that_come_with_hustings() -> None:
    for language, text in lexicon_texts("stances").items():
        cues = cues_from_yaml(text, name=language)
        assert cues.language == language
        assert StanceCues.from_json(cues.to_json()) == cues
    with pytest.raises(CodebookFileError):
        cues_from_yaml("language: en\nlikes: [good]", name="odd")
