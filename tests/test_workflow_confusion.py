"""Positions by one coder whose errors are known: in a table, and in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from command_line import run, run_json
from hand_sample import assign, code_rightly, make_harbour
from hustings.errors import InvalidConfusionError, InvalidOptionError, UnknownCodeError
from hustings.workflow.confusion_files import ConfusionFile, read_confusion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project

# Of 100 units 70 are coded for and 30 against. With the matrix below the true counts
# are t with 0.8 t + 0.1 (100 - t) = 70, so t = 600 / 7.
MATRIX = "true,401,202\n401,0.8,0.2\n202,0.1,0.9\n"
TRUE_RILE = 2 * 600 / 7 - 100


def codings(folder: Path, n_right: int = 70, n_left: int = 30) -> Path:
    path = folder / "codings.csv"
    values = ["401"] * n_right + ["202"] * n_left
    rows = [f"Quay,{i},Ana,{value}" for i, value in enumerate(values)]
    path.write_text("\n".join(["case,unit,coder,value", *rows]), encoding="utf-8")
    return path


def matrix(folder: Path, text: str = MATRIX) -> Path:
    path = folder / "confusion.csv"
    path.write_text(text, encoding="utf-8")
    return path


def scaled(folder: Path, *more: str, text: str = MATRIX) -> Any:  # noqa: ANN401  # JSON
    table = ("--from", str(codings(folder)), "--codings")
    known = ("--confusion", str(matrix(folder, text)))
    return run_json("scale", "rile", *table, *known, *more)


def kinds(found: Any) -> list[str]:  # noqa: ANN401  # JSON
    return [one["kind"] for one in found["problems"]]


def test_known_errors_are_taken_out_in_both_ways(tmp_path: Path) -> None:
    found = scaled(tmp_path)
    (row,) = found["rows"]
    assert row["position"] == pytest.approx(TRUE_RILE)
    assert row["corrected_matrix"] == pytest.approx(TRUE_RILE)
    assert row["corrected_simex"] == pytest.approx(TRUE_RILE, abs=8)
    assert row["corrected_simex"] > row["uncorrected"]
    assert row["uncorrected"] == pytest.approx(40)
    assert row["method"] == "matrix"
    assert set(row["sources"]) == {"sampling", "coders"}
    assert row["sources"]["coders"] > 0
    assert row["low"] < TRUE_RILE < row["high"]
    assert row["correction"] == "hand"


def test_the_point_is_chosen_and_both_corrections_stay(tmp_path: Path) -> None:
    usual = scaled(tmp_path)["rows"][0]
    for name, column in (("simex", "corrected_simex"), ("none", "uncorrected")):
        (row,) = scaled(tmp_path, "--correct", name)["rows"]
        assert row["position"] == pytest.approx(usual[column])
        assert row["corrected_matrix"] == pytest.approx(usual["corrected_matrix"])
        assert row["corrected_simex"] == pytest.approx(usual["corrected_simex"])
        assert row["method"] == name


def test_only_its_own_source_is_drawn_where_that_is_asked(tmp_path: Path) -> None:
    (row,) = scaled(tmp_path, "--uncertainty", "coders")["rows"]
    assert row["sources"] == {"coders": 1.0}
    both = scaled(tmp_path)["rows"][0]
    assert row["standard_error"] < both["standard_error"]


def test_counts_are_divided_and_add_their_own_doubt(tmp_path: Path) -> None:
    known = scaled(tmp_path)
    found = scaled(tmp_path, text="true,401,202\n401,16,4\n202,1,9\n")
    (row,) = found["rows"]
    assert row["position"] == pytest.approx(TRUE_RILE)
    assert row["high"] - row["low"] > known["rows"][0]["high"] - known["rows"][0]["low"]
    assert kinds(known) == kinds(found)[1:]
    assert "divided by its sum" in found["problems"][0]["message"]
    assert "30 units" in found["problems"][0]["message"]


def test_codes_without_a_row_are_taken_as_right(tmp_path: Path) -> None:
    path = codings(tmp_path)
    text = path.read_text(encoding="utf-8") + "\nQuay,x,Ana,504"
    path.write_text(text, encoding="utf-8")
    known = ("--confusion", str(matrix(tmp_path)))
    found = run_json("scale", "rile", "--from", str(path), "--codings", *known)
    messages = [one["message"] for one in found["problems"]]
    assert any(
        "no row for 504: taken as coded without error" in one for one in messages
    )
    table = matrix(tmp_path, "true,401,202,504\n401,.8,.2,0\n202,.1,.9,0\n")
    read = read_confusion(ConfusionFile(name="m.csv", content=table.read_bytes()))
    assert read.matrix.probabilities[2].tolist() == [0, 0, 1]
    assert [one.kind for one in read.problems] == ["codes without confusion"]


def test_codes_that_no_coding_has_are_told(tmp_path: Path) -> None:
    text = "true,401,202,999\n401,.8,.2,0\n202,.1,.9,0\n999,0,0,1\n"
    assert "codes without codings" in kinds(scaled(tmp_path, text=text))


def test_sub_codes_are_folded_with_their_units(tmp_path: Path) -> None:
    path = tmp_path / "codings.csv"
    values = ["202.1"] * 20 + ["202.4"] * 10 + ["401"] * 70
    rows = [f"Quay,{i},Ana,{value}" for i, value in enumerate(values)]
    path.write_text("\n".join(["case,unit,coder,value", *rows]), encoding="utf-8")
    fine = "true,401,202.1,202.4\n401,80,10,10\n202.1,5,40,5\n202.4,5,5,40\n"
    known = ("--confusion", str(matrix(tmp_path, fine)))
    table = ("--from", str(path), "--codings")
    found = run_json("scale", "rile", *table, *known)
    assert found["rows"][0]["position"] == pytest.approx(TRUE_RILE)
    shares = "true,401,202.1,202.4\n401,.8,.1,.1\n202.1,.1,.8,.1\n202.4,.1,.1,.8\n"
    known = ("--confusion", str(matrix(tmp_path, shares)))
    wrong = run("scale", "rile", *table, *known)
    assert wrong.code == 1
    assert "Give counts, or a matrix of main codes" in wrong.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("true,401,202\n401,0.8,0.1\n202,0.1,0.9\n", "'401' adds up to 0.9"),
        ("true,401,202\n401,1.2,-0.2\n202,0.1,0.9\n", "'-0.2' is no probability"),
        ("true,401,202\n401,often,0\n202,0.1,0.9\n", "'often' is no probability"),
        ("true,401,202\n401,4,1\n401,0,9\n", "'401' has two rows"),
        ("true,401\n401,1\n202,1\n", "'202' has a row and no column"),
        ("true,401,202\n401,1,1\n202,0,0\n", "'202' adds up to 0"),
        ("true,401,202\n401,5,5\n202,5,5\n", "given alike"),
        ("true,401,H\n401,5,5\n", "headings"),
        ("true,401,202\n", "no row"),
        ("true,1,2\n1,5,1\n2,1,5\n", "no coding has one of its codes"),
    ],
)
def test_what_is_no_matrix_is_refused(tmp_path: Path, text: str, message: str) -> None:
    table = ("--from", str(codings(tmp_path)), "--codings")
    known = ("--confusion", str(matrix(tmp_path, text)))
    wrong = run("scale", "rile", *table, *known)
    assert wrong.code == 1
    assert message in wrong.err


def test_a_matrix_is_about_one_coder_by_hand(tmp_path: Path) -> None:
    path = codings(tmp_path)
    text = path.read_text(encoding="utf-8") + "\nQuay,1,Ben,401"
    path.write_text(text, encoding="utf-8")
    known = ("--confusion", str(matrix(tmp_path)))
    wrong = run("scale", "rile", "--from", str(path), "--codings", *known)
    assert "about one coder" in wrong.err
    plain = run("scale", "rile", "--from", str(path), *known)
    assert "--confusion, which is about codings of units" in plain.err
    found = run("scale", "rile", "--from", str(path), "--codings", "--correct", "simex")
    assert found.code == 1
    assert "--confusion" in found.err


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_harbour(tmp_path) as made:
        yield made


HARBOUR = "true,boats,roads,000\nboats,80,15,5\nroads,5,90,5\n000,10,10,80\n"


def test_a_projects_run_keeps_the_matrix(project: Project, tmp_path: Path) -> None:
    code_rightly(project, assign(project, sample="60"))
    path = matrix(tmp_path, HARBOUR)
    plain = {one.case: one for one in project.scale("wheels", coder="Ana").positions}
    found = project.scale("wheels", coder="Ana", confusion=path)
    row = found.to_rows()[0]
    assert row["uncorrected"] == pytest.approx(plain[str(row["case"])].position)
    assert row["corrected_matrix"] == pytest.approx(row["position"])
    assert row["corrected_simex"] != row["uncorrected"]
    assert "coders" in (found.positions[0].sources or {})
    assert "by the matrix method" in str(found.report["basis"])
    assert "counts of a confusion matrix" in [one.kind for one in found.problems]
    path.unlink()
    made = project.store.run(found.run_id)
    assert made is not None
    (kept,) = made.inputs
    assert project.store.source(kept).decode() == HARBOUR
    for output in made.outputs:
        (project.store.derived / output.path).unlink()
    assert project.check(rebuild=True).is_sound
    assert project.store.litter() == []
    (project.store.sources / kept).unlink()
    told = project.check().problems
    assert any("a confusion matrix" in one.message for one in told)


def test_mistakes_in_a_project_are_told(project: Project, tmp_path: Path) -> None:
    path = matrix(tmp_path, HARBOUR)
    with pytest.raises(InvalidOptionError, match="Nobody coded yet"):
        project.scale("wheels", confusion=path)
    code_rightly(project, assign(project, sample="60"))
    with pytest.raises(InvalidOptionError, match="Ana and Ben"):
        project.scale("wheels", confusion=path)
    with pytest.raises(InvalidOptionError, match="matrix, simex, none"):
        project.scale("wheels", coder="Ana", confusion=path, correction="tuned")
    strange = matrix(tmp_path, "true,boats,ships\nboats,9,1\nships,1,9\n")
    with pytest.raises(UnknownCodeError, match="ships"):
        project.scale("wheels", coder="Ana", confusion=strange)
    wrong = matrix(tmp_path, "true,boats,roads\nboats,9,1.5\nroads,1,9\n")
    with pytest.raises(InvalidConfusionError):
        project.scale("wheels", coder="Ana", confusion=wrong)
    assert project.check().is_sound
