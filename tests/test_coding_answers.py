from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.coding.answer_files import answers_from_bytes, answers_to_bytes
from hustings.coding.answers import (
    NO_ANSWER,
    CheckedAnswer,
    answers_batch,
    check_answer,
)
from hustings.errors import AnswersFileError, AnswerShapeError

CODES = ("504", "401", "000")


def check(answer: object) -> CheckedAnswer:
    return check_answer(answer, codes=CODES, coder="c", unit="u7")


@pytest.mark.parametrize(
    ("answer", "value", "probability"),
    [
        ("504", "504", None),
        (504, "504", None),
        (("401", 0.5), "401", 0.5),
        (["401", 1], "401", 1.0),
        ({"401": 0.75, "000": 0.25}, "401", 0.75),
        ({504: 0.5, 401: 0.5}, "504", 0.5),
        (None, None, None),
        ((None, 0.5), None, None),
    ],
)
def test_answers_of_all_shapes(
    answer: object, value: str | None, probability: float | None
) -> None:
    found = check(answer)
    assert (found.value, found.probability) == (value, probability)


def test_probabilities_are_in_the_order_of_the_codes_and_add_up() -> None:
    found = check({"401": 0.752, "000": 0.25})
    assert found.probabilities is not None
    assert found.probabilities[0] == 0
    assert sum(found.probabilities) == pytest.approx(1)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("999", "'999' is none of its codes. They are: 504, 401, 000."),
        (0.5, "it answered with a value of the type float"),
        (True, "of the type bool"),
        (("401", 1.5), "the probability is 1.5"),
        (("401", "high"), "the probability is 'high'"),
        (("401", 0.5, 1), "it answered with 3 things"),
        ({"401": 0.5}, "its probabilities add up to 0.5, not to 1"),
        ({}, "add up to 0"),
        ({"401": float("nan")}, "the probability of '401' is nan"),
        ({"999": 1.0}, "'999' is none of its codes"),
        (object(), "of the type object"),
    ],
)
def test_other_answers_are_refused_and_name_the_unit(
    answer: object, words: str
) -> None:
    with pytest.raises(AnswerShapeError) as caught:
        check(answer)
    message = str(caught.value)
    assert "unit 'u7'" in message
    assert words in message
    assert "\n" not in message


ANSWERS = st.one_of(
    st.just(NO_ANSWER),
    st.builds(
        lambda p: CheckedAnswer(
            value="a", probability=p, probabilities=(p, 1 - p), evidence=((0, 2),)
        ),
        st.floats(0, 1),
    ),
    st.just(CheckedAnswer(value="b")),
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), ANSWERS))
def test_answers_come_back_from_their_bytes(answers: dict[str, CheckedAnswer]) -> None:
    table = pa.table(answers_batch(list(answers), list(answers.values())))
    content = answers_to_bytes({"topic": table})
    found = answers_from_bytes(content)
    assert answers_to_bytes(found) == content
    if answers:
        assert found["topic"].column("unit").to_pylist() == list(answers)
        assert found["topic"].column("value").to_pylist() == [
            one.value for one in answers.values()
        ]
    else:
        assert found == {}


@pytest.mark.parametrize("content", [b"nonsense", b'{"unit": 5}\n', b'{"unit"'])
def test_broken_answers_are_refused(content: bytes) -> None:
    with pytest.raises(AnswersFileError):
        answers_from_bytes(content)
