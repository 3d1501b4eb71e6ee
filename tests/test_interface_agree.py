"""The command `agree`: its rows, its words, its pictures."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from coded_by_hand import code, make_project
from hustings.errors import ExportTargetError, OutputFileError, UnknownStatisticError
from hustings.interface import cli
from hustings.interface.pages.agreement_charts import draw_agreement, write_picture
from hustings.interface.pages.agreement_words import words_of_rows
from hustings.workflow.agreeing_tables import agree_table
from hustings.workflow.agreement_questions import AgreementQuestion

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

CONTRACT = (
    "statistic",
    "code",
    "coder_a",
    "coder_b",
    "value",
    "low",
    "high",
    "confidence",
    "level",
    "n_units",
    "n_values",
    "n_coders",
)


@pytest.fixture
def codings(tmp_path: Path) -> Path:
    rows = ["unit,coder,value,document"]
    for i in range(30):
        for coder, value in (("ana", i % 3), ("bo", i % 3), ("cy", (i + i // 25) % 3)):
            rows.append(f"u{i},{coder},{value},d{i % 6}")
    path = tmp_path / "codings.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    app = cli.build_app("agree")
    return CliRunner().invoke(app, ["agree", *map(str, arguments)])


def test_json_is_the_contract(codings: Path) -> None:
    done = run("--from", codings, "--by", "pair", "--json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert set(found) == {"rows", "problems", "run"}
    assert tuple(found["rows"][0])[: len(CONTRACT)] == CONTRACT
    pairs = {(row["coder_a"], row["coder_b"]) for row in found["rows"]}
    assert pairs == {(None, None), ("ana", "bo"), ("ana", "cy"), ("bo", "cy")}
    assert found["run"]["step"] == "agree"


def test_codes_are_told_apart_unless_only_the_whole_is_asked_for(codings: Path) -> None:
    by_code = json.loads(run("--from", codings, "--json").stdout)["rows"]
    assert {row["code"] for row in by_code} == {None, "0", "1", "2"}
    whole = run("--from", codings, "--by", "overall", "--json").stdout
    assert {row["code"] for row in json.loads(whole)["rows"]} == {None}


def test_words_say_what_was_found(codings: Path) -> None:
    done = run("--from", codings, "--statistic", "krippendorff_alpha")
    assert done.stdout.startswith("statistic,code,")
    assert (
        "30 units coded twice or more by 3 coders. Krippendorff's alpha .8"
        in done.stderr
    )
    assert "(2004, p. 241)" in done.stderr


def test_options_reach_the_method(codings: Path) -> None:
    done = run(
        *("--from", codings, "--level", "ordinal", "--order", "2,1,0", "--json"),
        *("--statistic", "gwet_ac2", "--weights", "linear", "--draws", "50"),
        *("--resample", "documents", "--confidence", "0.9", "--seed", "7"),
    )
    (row,) = json.loads(done.stdout)["rows"]
    assert (row["level"], row["confidence"]) == ("ordinal", 0.9)
    parameters = json.loads(done.stdout)["run"]["parameters"]
    assert parameters["order"] == ["2", "1", "0"]
    assert parameters["options"]["resample"] == "documents"
    with pytest.raises(UnknownStatisticError):
        raise run("--from", codings, "--statistic", "kappa").exception or AssertionError


def test_one_variable_of_a_table_or_all(codings: Path) -> None:
    done = run("--from", codings, "--variable", "a", "--variable", "b")
    assert done.exit_code == 2


@pytest.mark.parametrize("option", ["--codebook", "--coders", "--kind"])
def test_options_of_a_project_are_no_options_of_a_table(
    codings: Path, option: str
) -> None:
    assert run("--from", codings, option, "ana").exit_code == 2


def test_a_project(tmp_path: Path) -> None:
    with make_project(tmp_path / "town") as project:
        for coder in ("Ana", "Ben"):
            code(project.store, "ferry", "boats", coder=coder)
            code(project.store, "Rents", "homes", coder=coder)
    done = run("--project", tmp_path / "town")
    assert done.exit_code == 0
    assert "Compared 2 coders on codebook town: Ana, Ben (agree-" in done.stderr
    assert "krippendorff_alpha,,,,1.0," in done.stdout
    as_json = run("--project", tmp_path / "town", "--coders", "Ana,Ben", "--json")
    assert json.loads(as_json.stdout)["run"].startswith("agree-")


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.svg", b"<svg"), ("a.PNG", b"\x89PNG"), ("a.html", b"<!doctype html>")],
)
def test_pictures_are_what_their_name_says(
    codings: Path, tmp_path: Path, name: str, start: bytes
) -> None:
    done = run("--from", codings, "--picture", tmp_path / name)
    assert done.exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_picture_shows_codes_and_coders(codings: Path, tmp_path: Path) -> None:
    run("--from", codings, "--picture", tmp_path / "a.svg")
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    told = re.findall(r"<text[^>]*>([^<]+)<", drawn)
    assert "Krippendorff's alpha is 0.8" in drawn.replace("&#39;", "'")
    for words in ("all codes", "ana and bo", "1.00 · 30 units", "coder by coder"):
        assert words in told


def test_pictures_draw_the_lowest_of_many_and_name_variables(tmp_path: Path) -> None:
    rows = ["unit,coder,value,variable"]
    for variable in ("topic", "stance"):
        for i in range(12):
            rows += [f"u{i},c{j},{(i + j // 10) % 2},{variable}" for j in range(12)]
    path = tmp_path / "codings.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    question = AgreementQuestion(by=("pair",), statistics=("krippendorff_alpha",))
    drawn = json.dumps(draw_agreement(agree_table(path, question).to_rows()))
    assert "topic: coder by coder (the lowest 60; 6 more are in the table)" in drawn
    assert "stance: code by code" in drawn


def test_stretches_have_their_words_and_their_picture(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(
        "document,coder,start,end,value\nd,ana,0,10,x\nd,bo,0,12,x\nd,ana,20,25,y\n"
        "d,bo,20,25,y\n",
        encoding="utf-8",
    )
    done = run("--from", path, "--picture", tmp_path / "a.svg")
    assert done.exit_code == 0
    assert "u_alpha is Krippendorff's u-alpha (2016, 2019)" in done.stderr
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "u-alpha (2016, 2019)" in drawn


def test_undefined_values_are_drawn_as_such_and_have_no_words(tmp_path: Path) -> None:
    path = tmp_path / "codings.csv"
    path.write_text("unit,coder,value\n1,ana,a\n1,bo,a\n", encoding="utf-8")
    rows = agree_table(path).to_rows()
    assert not list(words_of_rows(rows))
    drawn = json.dumps(draw_agreement(rows), ensure_ascii=False)
    assert "undefined · 1 units" in drawn


def test_pictures_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match=r"\.svg, \.png or \.html"):
        write_picture([], tmp_path / "picture.gif")
    with pytest.raises(OutputFileError, match="folder does not exist"):
        write_picture([], tmp_path / "nowhere" / "picture.svg")


@pytest.mark.parametrize(
    "options",
    [
        ["--order", "0,1,2"],
        ["--level", "interval", "--order", "0,1,2"],
        ["--weights", "linear"],
        ["--level", "nominal", "--weights", "linear"],
    ],
)
def test_options_without_effect_are_refused(codings: Path, options: list[str]) -> None:
    assert run("--from", codings, *options).exit_code == 2


def test_a_picture_is_not_drawn_over_what_is_there(
    codings: Path, tmp_path: Path
) -> None:
    path = tmp_path / "thesis.svg"
    path.write_text("mine", encoding="utf-8")
    told = run("--from", codings, "--interval", "none", "--picture", path)
    assert isinstance(told.exception, ExportTargetError)
    assert "--replace" in str(told.exception)
    assert path.read_text(encoding="utf-8") == "mine"
    again = ("--interval", "none", "--picture", path, "--replace")
    assert run("--from", codings, *again).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("<svg")


def test_weights_go_with_statistics_that_weigh(codings: Path) -> None:
    ask = ("--from", codings, "--level", "ordinal", "--interval", "none")
    weigh = (*ask, "--weights", "linear", "--statistic")
    told = run(*weigh, "krippendorff_alpha")
    assert told.exit_code == 2
    assert "weighted_kappa" in told.output
    assert run(*weigh, "gwet_ac2").exit_code == 0
