"""A learned coder at work: codes, probabilities, evidence, and what it leaves out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from hustings.coding.coders import CODED, Coder, coded_batch
from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_training import train_coder
from hustings.errors import UnknownCodeError
from invented_speech import invented_rows, units_and_values

if TYPE_CHECKING:
    from hustings.coding.learned import LearnedCoder


@cache
def coder() -> LearnedCoder:
    options = LearningOptions(has_curve=False, name="town-topics")
    return train_coder(*units_and_values(invented_rows()), options=options).coder


def code(*texts: str, **columns: str | None) -> list[dict[str, object]]:
    rows = [{"unit": str(i), "text": t, **columns} for i, t in enumerate(texts)]
    coded: list[dict[str, object]] = (
        coder().code(pa.RecordBatch.from_pylist(rows)).to_pylist()
    )
    return coded


def test_it_is_a_coder() -> None:
    assert isinstance(coder(), Coder)
    assert (coder().name, coder().codes) == (
        "town-topics",
        ("gardens", "taxes", "trams"),
    )
    assert len(coder().version) == 16


def test_units_get_a_code_with_probabilities() -> None:
    (row,) = code("The rails and the carriages are old.")
    probabilities = row["probabilities"]

    assert row["value"] == "trams"
    assert isinstance(probabilities, list)
    assert sum(probabilities) == pytest.approx(1)
    assert row["probability"] == probabilities[2] == max(probabilities)


def test_evidence_is_the_words_that_spoke_for_the_code() -> None:
    text = "Think of hedges beside the water."
    (row,) = code(text)
    spans = row["evidence"]

    assert isinstance(spans, list)
    assert "hedges" in [text[span["start"] : span["end"]] for span in spans]
    assert all(0 <= span["start"] < span["end"] <= len(text) for span in spans)


def test_batches_have_the_common_schema() -> None:
    batch = pa.RecordBatch.from_pylist([{"unit": "1", "text": "Trams."}])

    assert coder().code(batch).schema.equals(CODED)
    empty = pa.RecordBatch.from_pylist(
        [], pa.schema([("unit", "string"), ("text", "string")])
    )
    assert coder().code(empty).num_rows == 0


@pytest.mark.parametrize("text", ["", "  ", "-- !", None])
def test_units_without_words_are_not_coded(text: str | None) -> None:
    rows = [{"unit": "1", "text": text}, {"unit": "2", "text": "More trams."}]
    batch = pa.RecordBatch.from_pylist(rows)
    first, second = coder().code(batch).to_pylist()

    assert (first["value"], first["probability"], first["probabilities"]) == (None,) * 3
    assert first["evidence"] == []
    assert second["value"] == "trams"
    (problem,) = coder().find_problems(batch)
    assert problem.kind == "empty unit"


def test_units_in_a_language_not_learned_are_not_coded() -> None:
    (row,) = code("Mehr Straßenbahnen.", language="de")
    batch = pa.RecordBatch.from_pylist(
        [{"unit": "1", "text": "Mehr.", "language": "de"}]
    )
    (problem,) = coder().find_problems(batch)

    assert row["value"] is None
    assert problem.kind == "unknown language"
    assert "'de'" in problem.message
    assert code("More trams.", language="en")[0]["value"] == "trams"


def test_neighbours_help_where_a_text_says_little() -> None:
    texts = ["New rails.", "New carriages.", "That is all.", "New rails.", "New trams."]
    alone = code("That is all.")[0]["probabilities"]
    amid = code(*texts, document="a")[2]["probabilities"]

    assert isinstance(alone, list)
    assert isinstance(amid, list)
    assert amid[2] > alone[2]


def test_order_of_documents_does_not_matter() -> None:
    rows = [
        {"unit": f"{d}{i}", "document": d, "text": text}
        for d in "ab"
        for i, text in enumerate([f"The {d} trams.", "It is so.", "Roses and taxes."])
    ]
    found = coder().code(pa.RecordBatch.from_pylist(rows)).to_pylist()
    turned = coder().code(pa.RecordBatch.from_pylist(rows[3:] + rows[:3])).to_pylist()

    by_unit = {row["unit"]: row for row in turned}
    for row in found:
        assert by_unit[row["unit"]]["value"] == row["value"]
        assert by_unit[row["unit"]]["probabilities"] == pytest.approx(
            row["probabilities"]
        )


def test_reasons_weigh_words_for_and_against() -> None:
    text = "Less tax, more trams."
    reasons = {one.word: one.weight for one in coder().explain(text, "trams")}

    assert reasons["trams"] > 0 > reasons["tax"]
    assert list(map(abs, reasons.values())) == sorted(
        map(abs, reasons.values()), reverse=True
    )
    assert len(coder().explain(text, "trams", n_words=1)) == 1


def test_reasons_for_an_unknown_code_are_refused() -> None:
    with pytest.raises(UnknownCodeError, match="hills"):
        coder().explain("Trams.", "hills")


def test_answers_are_put_into_a_batch() -> None:
    batch = coded_batch(
        ["1", "2"],
        ["tax", None],
        probability=[0.5, None],
        probabilities=[[0.5, 0.5], None],
        evidence=[[(0, 3)], []],
    )

    assert batch.column("value").to_pylist() == ["tax", None]
