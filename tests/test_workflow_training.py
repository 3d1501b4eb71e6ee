from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

import hustings
from hustings.errors import (
    CutterFileError,
    MissingColumnError,
    NothingToTrainError,
    OutputFileError,
    UnguessedLanguageError,
    UnitSpanError,
)
from hustings.interface.cli import main
from hustings.workflow.cutters import load_cutter
from hustings.workflow.splitting_tables import split_table
from hustings.workflow.training import train_units

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "We will mend the wall and the quay, and paint a boat."


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _units(folder: Path, **more: str) -> Path:
    """Two documents of a coder who never cuts at a comma but before 'or'."""
    texts = [
        text
        for i in range(20)
        for text in (
            f"The county, the ports and ferry {i} will be run with care",
            "or the council will be asked to explain itself.",
        )
    ]
    rows = [{"document": name, "text": t, **more} for name in "ab" for t in texts]
    return _write(folder / "units.csv", rows)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    out = tmp_path / "ours.json"
    train_units(_units(tmp_path), out)
    return out


def test_train_writes_a_model_that_split_uses(tmp_path: Path, model: Path) -> None:
    result = train_units(_units(tmp_path), model)  # an earlier model is replaced
    assert [row["code"] for row in result.to_rows()] == ["boundary", "inside sentence"]
    assert set(result.to_rows()[0]) == {"code", "precision", "recall", "f1", "n"}
    assert result.to_polars().height == 2
    assert "ours.json" in result.summary()
    text = "The pier, the wall and tram 7 will be run with care or the council will go."
    documents = _write(tmp_path / "documents.csv", [{"document": "d", "text": text}])
    table = split_table(documents, cutter=model)
    assert [text[row["start"] : row["end"]] for row in table.rows] == [
        "The pier, the wall and tram 7 will be run with care",
        "or the council will go.",
    ]
    assert table.run.parameters["cutter_sha256"] == result.sha256


def test_a_projects_run_keeps_the_cutter(tmp_path: Path, model: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(f"{SENTENCE} It is time.", encoding="utf-8")
    sha256 = load_cutter(model).cutter.sha256
    with hustings.Project.create(tmp_path / "p") as project:
        project.read([source], language="en")
        shipped = project.store.runs()[-1]
        assert shipped.parameters["cutter"] == "hustings-units"
        result = project.split(cutter=model)
        run = project.store.run(result.run_id)
        assert run is not None
        assert run.inputs == (sha256,)
        assert run.parameters["cutter_sha256"] == sha256
        model.unlink()
        for output in run.outputs:
            (project.store.derived / output.path).unlink()
        project.check(rebuild=True)
        assert project.store.is_intact(run)  # made again from the cutter it kept
        other = tmp_path / "b.txt"
        other.write_text("The tide is high, and the pier is closed.", encoding="utf-8")
        project.read([other], language="en")
        assert project.store.runs()[-1].inputs == (sha256,)


def test_units_carry_probabilities(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(
        "We will dredge the harbour; nobody else has tried it.", encoding="utf-8"
    )
    with hustings.Project.create(tmp_path / "p") as project:
        project.read([source], language="en")
        run = project.store.runs()[-1]
        rows = project.store.table(run.outputs[0]).to_pylist()
    assert rows[0]["probability"] is None
    assert 0.5 <= rows[1]["probability"] <= 1.0
    assert rows[0]["uncut"] == []


def test_other_languages_are_split_into_sentences_and_told_of(tmp_path: Path) -> None:
    rows = [
        {"document": "d", "text": "Wij bouwen; wij varen. Nu.", "language": "nl"},
        {"document": "e", "text": "Wij varen.", "language": "nl"},
    ]
    result = split_table(_write(tmp_path / "documents.csv", rows))
    assert len(result.rows) == 3
    (problem,) = result.problems
    assert problem.kind == "no cutter"
    assert "'nl'" in problem.message


def test_a_language_is_detected(tmp_path: Path) -> None:
    text = "Wir bauen eine neue Schule für alle Kinder; wir senken auch die Gebühren."
    documents = _write(tmp_path / "documents.csv", [{"document": "d", "text": text}])
    assert len(split_table(documents).rows) == 2


def test_what_cannot_be_trained(tmp_path: Path) -> None:
    out = tmp_path / "m.json"
    with pytest.raises(MissingColumnError, match="document"):
        train_units(_write(tmp_path / "x.csv", [{"text": "a"}]), out)
    empty = _write(tmp_path / "y.csv", [{"document": "d", "text": "..."}])
    with pytest.raises(NothingToTrainError, match="no row has a text"):
        train_units(empty, out)
    short = _write(tmp_path / "z.csv", [{"document": "d", "text": "a"}])
    with pytest.raises(UnguessedLanguageError, match="--language"):
        train_units(short, out)
    assert not out.exists()


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([("0", "9"), ("8", "20")], "row 2.*before that of row 1 ends"),
        ([("9", "9"), ("9", "20")], "row 1.*9 to 9 is no span"),
        ([("-1", "9"), ("9", "20")], "row 1.*-1 to 9 is no span"),
    ],
)
def test_spans_of_units_are_checked(
    tmp_path: Path, spans: list[tuple[str, str]], said: str
) -> None:
    rows = [
        {"document": "d", "text": SENTENCE, "start": start, "end": end}
        for start, end in spans
    ]
    with pytest.raises(UnitSpanError, match=said):
        train_units(_write(tmp_path / "u.csv", rows), tmp_path / "m.json")


def test_where_no_model_is_written(tmp_path: Path) -> None:
    table = _units(tmp_path)
    with pytest.raises(OutputFileError, match="another kind"):
        train_units(table, table)
    with pytest.raises(OutputFileError, match="folder does not exist"):
        train_units(table, tmp_path / "none" / "m.json")
    with pytest.raises(OutputFileError, match="no plain file"):
        train_units(table, tmp_path)
    with pytest.raises(CutterFileError, match="Train it again"):
        load_cutter(table)


def test_the_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    table, out = _units(tmp_path, language="en"), tmp_path / "m.json"
    with pytest.raises(SystemExit) as done:
        main(
            [
                "train",
                "--for",
                "units",
                "--from",
                str(table),
                "--out",
                str(out),
                "--json",
            ]
        )
    assert done.value.code == 0
    answer = json.loads(capfd.readouterr().out)
    assert {"rows", "problems", "run"} == set(answer)
    assert answer["run"]["step"] == "train"
    with pytest.raises(SystemExit) as refused:
        main(["train", "--for", "codes", "--from", str(table), "--out", str(out)])
    assert refused.value.code == 1  # a cutter is no coder
    assert "another kind" in capfd.readouterr().err
