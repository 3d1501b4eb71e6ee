from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hustings.errors import TableFileError
from hustings.exchange.label_studio import read_label_studio
from hustings.workflow.coding_readers import read_content
from hustings.workflow.coding_tables import TableReading

if TYPE_CHECKING:
    from hustings.exchange.table_codings import ReadCodings


def read(value: object, variables: tuple[str, ...] = ()) -> ReadCodings:
    content = json.dumps(value).encode()
    return read_label_studio(content, name="export.json", variables=variables)


def task(*results: object, by: object = 1, **more: object) -> dict[str, object]:
    annotation = {"completed_by": by, "result": list(results), **more}
    return {
        "id": 7,
        "data": {"text": "Lower fares! We say so.", "document": "d1"},
        "annotations": [annotation],
        "predictions": [],
    }


def choice(*codes: str, control: str = "topic") -> dict[str, object]:
    return {"from_name": control, "type": "choices", "value": {"choices": list(codes)}}


def test_choices() -> None:
    (coding,) = read([task(choice("411"))], ("topic",)).codings
    assert (coding.row, coding.document, coding.coder) == (1, "d1", "1")
    assert (coding.words, coding.variable) == ("Lower fares! We say so.", "topic")
    assert coding.value == "411"


def test_a_control_that_is_no_variable_says_nothing_of_it() -> None:
    (coding,) = read([task(choice("411", control="c1"))], ("topic",)).codings
    assert coding.variable is None


def test_labelled_spans_in_reading_order() -> None:
    results = [
        {"type": "labels", "value": {"start": 13, "end": 23, "labels": ["b"]}},
        {
            "type": "labels",
            "value": {"start": 0, "end": 12, "text": "Lower fares!", "labels": ["a"]},
        },
    ]
    found = read([task(*results)])
    assert [(one.words, one.start, one.value) for one in found.codings] == [
        ("Lower fares!", 0, "a"),
        ("We say so.", 13, "b"),
    ]


def test_ratings_and_numbers() -> None:
    results = [
        {"from_name": "direction", "type": "rating", "value": {"rating": 4}},
        {"from_name": "share", "type": "number", "value": {"number": 2.0}},
    ]
    found = read([task(*results)], ("direction", "share"))
    assert [(one.variable, one.value) for one in found.codings] == [
        ("direction", "4"),
        ("share", "2"),
    ]


def test_coders_with_an_address_are_called_by_it() -> None:
    found = read([task(choice("4"), by={"id": 1, "email": "ana@example.org"})])
    assert found.codings[0].coder == "ana@example.org"


def test_what_is_passed_over_is_told() -> None:
    skipped = task(choice("4"), was_cancelled=True)
    area = task({"type": "textarea", "value": {"text": ["hm"]}})
    guessed = {**task(), "predictions": [{"result": []}]}
    found = read([skipped, area, guessed])
    assert found.codings == ()
    kinds = {one.kind for one in found.problems}
    assert kinds == {"predictions", "skipped tasks", "other controls"}


def test_the_short_form() -> None:
    row = {"id": 1, "text": "We act.", "topic": "411", "annotator": 2, "lead_time": 3.5}
    (coding,) = read([row], ("topic",)).codings
    assert (coding.variable, coding.value, coding.coder) == ("topic", "411", "2")
    row = {
        "text": "We act. So there.",
        "topic": [{"start": 0, "end": 7, "text": "We act.", "labels": ["411"]}],
    }
    (coding,) = read([row], ("topic",)).codings
    assert (coding.words, coding.value) == ("We act.", "411")


def test_its_csv() -> None:
    content = (
        b"annotation_id,annotator,id,text,topic\n"
        b'3,1,7,We act.,411\n4,2,7,We act.,"{""choices"": [""402""]}"\n'
    )
    reading = TableReading(variables=("topic",))
    found = read_content(content, name="export.csv", reading=reading)
    assert [(one.row, one.coder, one.value) for one in found.codings] == [
        (2, "1", "411"),
        (3, "2", "402"),
    ]
    assert {one.unit for one in found.codings} == {None}


@pytest.mark.parametrize("content", [b"[", b'["x"]', b"7", b"[[[["])
def test_what_is_no_export(content: bytes) -> None:
    with pytest.raises(TableFileError, match="no list of tasks"):
        read_label_studio(content, name="export.json")


def test_it_is_known_by_its_content() -> None:
    content = json.dumps([task(choice("411"))], indent=2).encode()
    found = read_content(content, name="e.json", reading=TableReading())
    assert found.codings[0].value == "411"
    one = json.dumps(task(choice("411"))).encode()
    assert read_content(one, name="e.json", reading=TableReading()).codings


@pytest.mark.parametrize(
    "broken",
    [
        {"annotations": "abc"},
        {"annotations": ["abc"]},
        {"annotations": [{"result": 7}]},
        {"annotations": [], "predictions": 7},
        {"annotations": [], "data": "abc"},
    ],
)
def test_parts_of_another_kind_are_named(broken: dict[str, object]) -> None:
    with pytest.raises(TableFileError, match="Task 1: '"):
        read([broken])
