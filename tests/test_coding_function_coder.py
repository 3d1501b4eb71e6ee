from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from hustings.coding import Coder, CodingUnit, FunctionCoder
from hustings.errors import AnswerShapeError, MisplacedAnswerError

if TYPE_CHECKING:
    from collections.abc import Sequence

BATCH = pa.RecordBatch.from_pydict(
    {
        "unit": ["u1", "u2", "u3"],
        "text": ["More trams.", " -- ", "Less tax."],
        "before": [None, "More trams.", " -- "],
        "heading": ["Moving", "Moving", None],
        "language": ["en", "en", None],
        "document": ["d", "d", "d"],
    }
)


def coder_of(answers: object) -> FunctionCoder:
    return FunctionCoder(lambda _: answers, name="mine", codes=("tax", "trams"))  # type: ignore[arg-type,return-value]  # wrong answers on purpose


def test_the_function_sees_units_in_context() -> None:
    seen: list[CodingUnit] = []

    def code(units: Sequence[CodingUnit]) -> list[str | None]:
        seen.extend(units)
        return ["trams", None]

    coder = FunctionCoder(code, name="mine", codes=("tax", "trams"))
    assert isinstance(coder, Coder)
    assert coder.code(BATCH)["value"].to_pylist() == ["trams", None, None]
    assert seen == [
        CodingUnit(
            unit="u1",
            text="More trams.",
            heading="Moving",
            language="en",
            document="d",
        ),
        CodingUnit(unit="u3", text="Less tax.", before=" -- ", document="d"),
    ]


def test_units_without_words_are_not_asked_and_told() -> None:
    coder = coder_of(["trams", "tax"])
    assert coder.code(BATCH)["value"].to_pylist() == ["trams", None, "tax"]
    (problem,) = coder.find_problems(BATCH)
    assert problem.kind == "empty unit"
    assert coder.code(BATCH.slice(1, 1))["value"].to_pylist() == [None]


@pytest.mark.parametrize("answers", ["trams", {"u1": "tax"}, 5, None])
def test_one_answer_for_all_is_refused(answers: object) -> None:
    with pytest.raises(AnswerShapeError, match="unit 'u1': the function gave one"):
        coder_of(answers).code(BATCH)


def test_too_few_answers_are_refused() -> None:
    with pytest.raises(MisplacedAnswerError, match="got 2 units and gave 1 answers"):
        coder_of(["tax"]).code(BATCH)


def test_a_wrong_answer_names_its_unit() -> None:
    with pytest.raises(AnswerShapeError, match="unit 'u3': 'boats' is none of"):
        coder_of(["tax", "boats"]).code(BATCH)
