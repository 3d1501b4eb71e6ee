from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from hustings.errors import (
    InvalidOptionError,
    MissingColumnError,
    NoAnswerFitsError,
    UnknownCoderError,
)
from hustings.interface.cli import main
from hustings.workflow.coded_tables import code_table
from hustings.workflow.coding_by_machine import CodeOptions
from hustings.workflow.runs import Effort
from hustings.workflow.training_coders import TrainOptions, train_from_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BOOK = """\
name: harbour
title: The harbour
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    codes: [{code: boats, title: Boats}, {code: roads, title: Roads}]
  - name: direction
    title: Direction
    level: ordinal
    condition: {variable: topic, code: boats}
    codes: [{code: -1, title: fewer}, {code: 1, title: more}]
dictionary:
  en:
    topic: {boats: [boat], roads: [road]}
    direction: {-1: [fewer], 1: [more]}
"""


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = tmp_path / "harbour.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return str(path)


def test_the_dictionary_codes_a_table(tmp_path: Path, book: str) -> None:
    rows = [
        {"unit": "1", "text": "More boats, we say, and soon.", "language": "en"},
        {"unit": "2", "text": "Never more boats.", "language": "en-GB"},
        {"unit": "3", "text": "More roads.", "language": "en"},
        {"unit": "4", "text": "Mehr Boote.", "language": "de"},
    ]
    units = write(tmp_path / "units.csv", rows)
    result = code_table(units, "dictionary", CodeOptions(codebook=book))
    found = {(row["variable"], row["unit"]): row["value"] for row in result.to_rows()}
    assert [found["topic", unit] for unit in "1234"] == [
        "boats",
        "boats",
        "roads",
        None,
    ]
    assert [found["direction", unit] for unit in "1234"] == ["1", "-1", None, None]
    assert {row["probability"] for row in result.to_rows()} == {None}
    assert [problem.kind for problem in result.problems] == ["no dictionary"]
    one = code_table(units, "dictionary", CodeOptions(codebook=book, variable="topic"))
    assert "variable" not in one.to_rows()[0]


def test_a_language_that_nobody_says_is_guessed_and_told(
    tmp_path: Path, book: str
) -> None:
    rows = [{"unit": "1", "text": "We would like to have more of the boats here."}]
    units = write(tmp_path / "units.csv", rows)
    options = CodeOptions(codebook=book, variable="topic")
    result = code_table(units, "dictionary", options)
    assert result.to_rows()[0]["value"] == "boats"
    assert [problem.kind for problem in result.problems] == ["language guessed"]
    said = code_table(units, "dictionary", options, language="en")
    assert said.problems == ()


def test_a_file_answers_by_id_or_words(tmp_path: Path) -> None:
    units = write(
        tmp_path / "units.csv",
        [{"unit": str(i), "text": f"Ward {i} wants a tram."} for i in range(3)],
    )
    made = tmp_path / "made.jsonl"
    lines = [
        {"unit": "2", "value": "a", "probabilities": {"a": 0.75, "b": 0.25}},
        {"text": "Ward 0 wants a tram.", "value": "b", "probability": 0.5},
    ]
    made.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    result = code_table(units, str(made))
    assert result.coder == "file:made"
    assert result.to_rows() == [
        {"unit": "0", "value": "b", "probability": 0.5, "probabilities": None},
        {"unit": "1", "value": None, "probability": None, "probabilities": None},
        {
            "unit": "2",
            "value": "a",
            "probability": 0.75,
            "probabilities": {"a": 0.75, "b": 0.25},
        },
    ]
    made.write_text('{"unit": "9", "value": "a"}', encoding="utf-8")
    with pytest.raises(NoAnswerFitsError):
        code_table(units, str(made))


def test_workers_and_this_process_say_the_same(tmp_path: Path) -> None:
    rows = [
        {
            "unit": f"{name}{i}",
            "document": name,
            "text": f"We want {'trams' if i % 3 else 'roads'} in ward {i}.",
            "value": "trams" if i % 3 else "roads",
        }
        for name in "abc"
        for i in range(20)
    ]
    model = tmp_path / "ours.npz"
    table = write(tmp_path / "codings.csv", rows)
    train_from_table(table, model, TrainOptions(embedding="none"))
    many = [
        {"unit": str(i), "document": str(i // 4100), "text": f"Ward {i}: trams."}
        for i in range(16_500)
    ]
    units = write(tmp_path / "units.csv", many)
    alone = code_table(units, str(model))
    shared = code_table(units, str(model), effort=Effort(processes=2))
    assert alone.answers[""].equals(shared.answers[""])
    assert alone.n_units == len(many)


def test_what_is_no_table_of_units(tmp_path: Path) -> None:
    units = write(tmp_path / "units.csv", [{"unit": "1", "words": "Trams."}])
    with pytest.raises(MissingColumnError, match="'text'"):
        code_table(units, "dictionary")
    units = write(tmp_path / "units.csv", [{"unit": "1", "text": "Trams."}])
    with pytest.raises(UnknownCoderError, match="path of a model, or of a table"):
        code_table(units, "nobody")
    units.write_text("unit,text\n", encoding="utf-8")
    assert [one.kind for one in code_table(units, "dictionary").problems] == ["no rows"]


def test_json_of_several_variables(
    tmp_path: Path, book: str, capsys: pytest.CaptureFixture[str]
) -> None:
    units = write(
        tmp_path / "units.csv",
        [{"unit": "1", "text": 'More "boats",\nmore.', "language": "en"}],
    )
    with pytest.raises(SystemExit) as left:
        main(["code", "--from", str(units), "--codebook", book, "--json"])
    assert left.value.code == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["rows", "problems", "run"]
    assert [list(row) for row in found["rows"]] == [
        ["unit", "variable", "value", "probability", "probabilities"]
    ] * 2
    assert found["run"]["parameters"]["coder"] == "dictionary:harbour"


def test_coders_of_a_bundle_stand_in_the_order_of_the_codebook(
    tmp_path: Path,
) -> None:
    units = write(tmp_path / "u.csv", [{"unit": "1", "text": "Cut the levy."}])
    coded = code_table(units, "economic-social", language="en")
    assert list(coded.answers) == ["topic", "economic", "social"]
    assert [row["variable"] for row in coded.to_rows()] == list(coded.answers)
    assert coded.codes["topic"] == ("economic", "social", "neither")
    topic = coded.answers["topic"].to_pylist()[0]
    assert topic["value"] in coded.codes["topic"]
    assert "nobody knows how often it is right" in coded.summary()


@pytest.mark.parametrize("coder", ["dictionary", "economic-social", "made.csv"])
def test_only_networks_have_a_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    units = write(tmp_path / "made.csv", [{"unit": "1", "text": "Boats.", "value": ""}])
    with pytest.raises(InvalidOptionError, match="what a network reads"):
        code_table(units, coder, CodeOptions(form="context"))


GERMAN = (
    "Wir wollen mehr Boote auf dem Fluss und weniger Autos in der Stadt.",
    "Die Brücke gehört den Bürgerinnen und Bürgern und muss frei sein.",
)


def test_a_language_that_a_coder_never_saw_is_told(tmp_path: Path) -> None:
    rows = [{"unit": f"u{i}", "text": text} for i, text in enumerate(GERMAN)]
    table = write(tmp_path / "german.csv", rows)
    guessed = code_table(table, "economic-social")
    assert "unknown language" in {one.kind for one in guessed.problems}
    said = code_table(table, "economic-social", language="de")
    assert {row["value"] for row in said.to_rows()} == {None}


def test_ids_of_several_rows_are_told(tmp_path: Path, book: str) -> None:
    rows = [{"unit": "u", "text": "A boat."}, {"unit": "u", "text": "A road."}]
    table = write(tmp_path / "twice.csv", rows)
    for coder in ("dictionary", "economic-social"):
        chosen = CodeOptions(codebook=book if coder == "dictionary" else None)
        found = code_table(table, coder, chosen, language="en")
        assert [one.kind for one in found.problems].count("repeated unit") == 1
        assert found.n_units == 2


def test_a_coder_knows_the_language_it_learned_from(tmp_path: Path) -> None:
    rows = [
        {
            "unit": f"u{i}",
            "text": f"The {word} near the old harbour number {i} are what we look at.",
            "value": value,
        }
        for i, (word, value) in enumerate([("boats", "boats"), ("roads", "roads")] * 15)
    ]
    table = write(tmp_path / "codings.csv", rows)
    model = tmp_path / "model.npz"
    train_from_table(table, model, TrainOptions())
    units = write(
        tmp_path / "units.csv",
        [{"unit": f"u{i}", "text": text} for i, text in enumerate(GERMAN)],
    )
    said = code_table(units, str(model), language="de")
    assert {row["value"] for row in said.to_rows()} == {None}
