from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hustings.errors import TableFileError, TableRowsError
from hustings.exchange.doccano import is_doccano, read_doccano
from hustings.workflow.coding_readers import read_content
from hustings.workflow.coding_tables import TableReading

if TYPE_CHECKING:
    from hustings.exchange.table_codings import ReadCodings

TEXT = "Lower fares! We say so. 🚢 Mend the quay."


def read(*records: object) -> ReadCodings:
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    return read_doccano(lines.encode(), name="all.jsonl")


def test_texts_with_a_label() -> None:
    record = {"id": 3, "text": TEXT, "label": ["411"], "meta": {"unit": "u1"}}
    (coding,) = read(record).codings
    assert (coding.row, coding.unit, coding.words) == (1, "u1", TEXT)
    assert coding.value == "411"


def test_spans_are_read_in_order_and_without_white_space() -> None:
    start = TEXT.index(" Mend")
    labels = [[start, len(TEXT), "402"], [0, 12, "411"]]
    found = read({"text": TEXT, "label": labels, "document": "d1", "user": "ana"})
    assert [(one.words, one.value) for one in found.codings] == [
        ("Lower fares!", "411"),
        ("Mend the quay.", "402"),
    ]
    second = found.codings[1]
    assert (second.start, second.end) == (start + 1, len(TEXT))
    assert (second.document, second.coder) == ("d1", "ana")


def test_spans_as_objects() -> None:
    entity = {"id": 1, "label": "411", "start_offset": 0, "end_offset": 12}
    (coding,) = read({"text": TEXT, "entities": [entity], "relations": []}).codings
    assert (coding.words, coding.value) == ("Lower fares!", "411")


@pytest.mark.parametrize("label", [["411", "402"], [[0, 5, "411"], [0, 5, "402"]]])
def test_two_labels_on_one_text_are_named(label: list[object]) -> None:
    with pytest.raises(TableRowsError, match=r"row 1: .* labels: '411', '402'"):
        read({"text": TEXT, "label": label})


def test_a_label_given_twice_is_one_coding() -> None:
    found = read({"text": TEXT, "label": ["411", "411 "]})
    assert [one.value for one in found.codings] == ["411"]


def test_records_without_labels_are_told() -> None:
    (problem,) = read({"text": TEXT, "label": []}).problems
    assert problem.kind == "records without labels"


@pytest.mark.parametrize(
    "line", [b"[1]", b"{", b'{"label": []}', b'{"text": "x", "label": [[5, 2, "x"]]}']
)
def test_lines_that_are_none(line: bytes) -> None:
    with pytest.raises(TableFileError, match="line 2"):
        read_doccano(b'{"text": "x", "label": []}\n' + line, name="all.jsonl")


def test_it_is_known_by_its_content() -> None:
    assert is_doccano({"text": "x", "label": ["a"]})
    assert not is_doccano({"words": "x", "value": "a"})
    assert not is_doccano([1])
    content = b'{"id": 1, "text": "Lower fares!", "label": ["411"]}\n'
    found = read_content(content, name="a.jsonl", reading=TableReading())
    assert found.codings[0].value == "411"


def test_its_csv_is_a_table() -> None:
    reading = TableReading(form="doccano")
    found = read_content(
        b"id,text,label\n1,We act.,411\n", name="a.csv", reading=reading
    )
    assert (found.codings[0].words, found.codings[0].value) == ("We act.", "411")
    assert found.codings[0].unit is None
