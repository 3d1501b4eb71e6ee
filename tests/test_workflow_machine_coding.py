from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

import hustings
from hustings.coding import CodingUnit, FunctionCoder
from hustings.errors import (
    AnswerShapeError,
    CoderCodebookError,
    InvalidOptionError,
    ModelFileError,
    NoAnswerFitsError,
    TableRowsError,
    UnknownCoderError,
    UnknownVariableError,
)
from hustings.interface.cli import main
from hustings.workflow.machine_runs import (
    codes_of_run,
    context_units,
    is_by_machine,
    is_kept,
    probabilities_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hustings.coding.answers import Answer

QUAY = """# Quay List

## Money

We will cut the levy on fish. The free market built this harbour.

## Order

Wardens must patrol the quay at night.
"""
REEDS = """Reed Party

We will protect the reed beds and build more homes.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    (files / "quay.md").write_text(QUAY, encoding="utf-8")
    (files / "reeds.txt").write_text(REEDS, encoding="utf-8")
    return files


@pytest.fixture
def project(tmp_path: Path, folder: Path) -> Iterator[hustings.Project]:
    with hustings.Project.create(tmp_path / "election") as made:
        made.read([folder / "quay.md", folder / "reeds.txt"], language="en")
        yield made


def by_words(units: Sequence[CodingUnit]) -> list[Answer]:
    """Code by a word or two, in every shape that an answer may have."""
    answers: list[Answer] = []
    for one in units:
        if "levy" in one.text:
            answers.append({"401": 0.75, "000": 0.25})
        elif "market" in one.text:
            answers.append(("401", 0.5))
        elif one.heading == "Order":
            answers.append("605")
        else:
            answers.append(None)
    return answers


def rows_of(
    project: hustings.Project, run_id: str, table: str
) -> list[dict[str, object]]:
    run = project.store.run(run_id)
    assert run is not None
    output = next(one for one in run.outputs if one.table == table)
    rows: list[dict[str, object]] = project.store.table(output).to_pylist()
    return rows


def test_units_stand_under_their_heading(project: hustings.Project) -> None:
    units = context_units(project.store)
    assert units["heading"].to_pylist()[:3] == ["Money", "Money", "Order"]
    assert units["before"].to_pylist()[0] is None


def test_a_function_codes_a_project(project: hustings.Project) -> None:
    result = project.code(coder=by_words)
    assert (result.coder, result.n_coded, result.n_units) == ("function:by_words", 3, 4)
    assert [(row["value"], row["n"]) for row in result.to_rows()] == [
        ("401", 2),
        ("605", 1),
    ]
    assert "nobody knows how often" in result.summary()
    (problem,) = result.problems
    assert problem.kind == "not coded"
    run = project.store.run(result.run_id)
    assert run is not None
    assert is_by_machine(run)
    assert is_kept(run)
    codes = codes_of_run(run, "topic")
    assert codes[0] == "000"
    shares = probabilities_of(project.store, run, "topic").to_pylist()
    assert shares[0]["probability"] == 0.75
    assert shares[0]["probabilities"][codes.index("401")] == 0.75
    assert shares[1]["probabilities"] is None
    assert codes_of_run(run, "direction") == ()


def test_what_a_function_said_is_made_again_without_it(
    project: hustings.Project,
) -> None:
    result = project.code(coder=by_words)
    shutil.rmtree(project.store.derived / result.run_id)
    checked = project.check(rebuild=True)
    assert checked.is_sound
    assert len(checked.notes) == 2
    assert all(note.endswith("byte for byte.") for note in checked.notes)
    again = project.code(coder=by_words)
    assert again.run_id == result.run_id


def test_a_coder_of_one_variable(project: hustings.Project) -> None:
    coder = FunctionCoder(
        lambda units: ["1" for _ in units], name="sides", codes=("-1", "1"), version="2"
    )
    result = project.code(coder=coder, codebook="economic-social", variable="social")
    run = project.store.run(result.run_id)
    assert run is not None
    assert run.parameters["coder_version"] == "2"
    assert run.parameters["codes"] == {"social": ["-1", "1"]}
    # the first variable that has all of its codes, where none is named
    first = project.code(coder=coder, codebook="economic-social")
    assert {row["variable"] for row in first.to_rows()} == {"economic"}


def test_coder_and_codebook_must_go_together(project: hustings.Project) -> None:
    boats = FunctionCoder(
        lambda units: ["boats"] * len(units), name="b", codes=("boats",)
    )
    with pytest.raises(
        CoderCodebookError, match="the code 'boats', which the variable"
    ):
        project.code(coder=boats)
    with pytest.raises(UnknownVariableError):
        project.code(coder=boats, variable="stance")
    with pytest.raises(InvalidOptionError, match="codes all variables"):
        project.code(variable="topic")


def test_wrong_answers_change_nothing(project: hustings.Project) -> None:
    n_runs = len(project.store.runs())
    with pytest.raises(AnswerShapeError, match="unit 'd"):
        project.code(coder=lambda units: ["nonsense"] * len(units))
    assert len(project.store.runs()) == n_runs
    assert project.store.litter() == []


def test_nobody_of_that_name(project: hustings.Project, tmp_path: Path) -> None:
    with pytest.raises(UnknownCoderError, match="Known coders: dictionary"):
        project.code(coder="nobody")
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"PK nonsense")
    with pytest.raises(ModelFileError, match=r"broken\.npz"):
        project.code(coder=str(broken))


def test_codings_from_a_file(project: hustings.Project, folder: Path) -> None:
    units = context_units(project.store).to_pylist()
    made = folder / "made.csv"
    made.write_text(
        "unit,text,value,p_401,p_000\n"
        f"{units[0]['unit']},,401,0.9,0.1\n"
        ",Wardens must patrol the quay at night.,000,,\n"
        ",Nobody wrote this.,000,,\n",
        encoding="utf-8",
    )
    result = project.code(coder=str(made))
    assert (result.coder, result.n_coded) == ("file:made", 1)
    assert [problem.kind for problem in result.problems] == ["row not matched"]
    rows = rows_of(project, result.run_id, "probabilities")
    assert rows[0]["probability"] == 0.9
    assert rows[1]["probabilities"] is None
    # machine codings are nobody's: people's codings stay as they are
    assert project.coders().to_rows() == []
    shutil.rmtree(project.store.derived / result.run_id)
    made.unlink()
    assert all("byte for byte" in note for note in project.check(rebuild=True).notes)


@pytest.mark.skipif(sys.platform == "win32", reason="names have no such characters")
def test_a_file_of_an_odd_name(project: hustings.Project, folder: Path) -> None:
    unit = context_units(project.store).to_pylist()[0]["unit"]
    made = folder / "a\nb\x1b.csv"
    made.write_text(f"unit,value\n{unit},401\n", encoding="utf-8")
    assert project.code(coder=str(made)).coder == "file:a_b_"


@pytest.mark.parametrize(
    ("lines", "error", "words"),
    [
        ("unit,value\nx,401\n", NoAnswerFitsError, "none of its 1 rows fits a unit"),
        ("unit,value\nU,999\n", TableRowsError, "No code of the variable 'topic'"),
        ("unit,value\nU,401\nU,504\n", TableRowsError, "say different things"),
        ("unit,value,p_401\nU,401,0.5\n", TableRowsError, "add up to 0.5"),
        ("unit,value,p_999\nU,401,1\n", TableRowsError, "probability of '999'"),
    ],
)
def test_files_that_cannot_be_used(
    project: hustings.Project,
    folder: Path,
    lines: str,
    error: type[Exception],
    words: str,
) -> None:
    unit = context_units(project.store)["unit"][0].as_py()
    made = folder / "made.csv"
    made.write_text(lines.replace("U", unit), encoding="utf-8")
    with pytest.raises(error, match=words) as caught:
        project.code(coder=str(made))
    assert "\n" not in str(caught.value)


def test_the_command_line(
    project: hustings.Project, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = context_units(project.store)["unit"][0].as_py()
    made = folder / "made.jsonl"
    made.write_text(json.dumps({"unit": unit, "value": "401"}), encoding="utf-8")
    where = ["--project", str(project.store.folder)]
    with pytest.raises(SystemExit) as left:
        main(["code", "--coder", str(made), "--json", *where])
    assert left.value.code == 0
    assert json.loads(capsys.readouterr().out)["rows"] == [
        {"variable": "topic", "value": "401", "n": 1}
    ]
    with pytest.raises(SystemExit) as left:
        main(["code", "--coder", "nobody", *where])
    assert left.value.code == 1
    assert "There is no coder 'nobody'" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        main(["code", "--estimate", *where])
    assert left.value.code == 2
