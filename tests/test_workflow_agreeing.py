"""The step `agree`: a project's coders, and tables with no project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coded_by_hand import QUAY, code, keep_book, make_project, settle
from hustings.errors import (
    InvalidOptionError,
    LoneCoderError,
    MissingColumnError,
    NobodyCodedError,
    TableFileError,
    UnknownCoderError,
    UnknownStatisticError,
    ValueLevelError,
)
from hustings.workflow.agreeing_tables import agree_table
from hustings.workflow.agreement_questions import question_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Unpack

    from hustings.workflow.agreement_questions import Asked
    from hustings.workflow.project import Project

SAID = {
    "Ana": {"ferry": "boats", "Rents": "homes", "quay": "000", "bridge": "thrift"},
    "Ben": {"ferry": "boats", "Rents": "homes", "quay": "boats", "bridge": "thrift"},
}
MARKS = """document,coder,start,end,value,length
Quay,ana,0,10,boats,60
Quay,ana,20,30,homes,60
Quay,bo,0,12,boats,60
Quay,bo,20,30,homes,60
Quay,carl,,,,60
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "town") as made:
        yield made


def code_all(project: Project, said: Mapping[str, Mapping[str, str]] = SAID) -> None:
    for coder, values in said.items():
        for words, value in values.items():
            code(project.store, words, value, coder=coder)


def find(
    rows: Sequence[Mapping[str, Any]], statistic: str = "krippendorff_alpha", **of: str
) -> Mapping[str, Any]:
    """Find the one row of a statistic, overall unless a code or a pair is named."""
    about: dict[str, str | None] = {"code": None, "coder_a": None, **of}
    (row,) = (
        row
        for row in rows
        if row["statistic"] == statistic
        and all(row[name] == value for name, value in about.items())
    )
    return row


def table(folder: Path, text: str) -> Path:
    path = folder / "codings.csv"
    path.write_text(text, encoding="utf-8")
    return path


def agree(path: Path, **asked: Unpack[Asked]) -> list[dict[str, Any]]:
    return agree_table(path, question_of(asked)[0]).to_rows()


# In a project


def test_persons_are_compared_at_the_level_of_the_codebook(project: Project) -> None:
    code_all(project)
    result = project.agree(by=["code", "pair"])
    row = find(result.to_rows(), "percent_agreement")
    assert row["value"] == 0.75
    assert (row["n_units"], row["n_coders"], row["variable"]) == (4, 2, "topic")
    # One of eight values would change; by hand: D_o = 2/8, D_e = 1 - 14/56.
    alpha = find(result.to_rows())["value"]
    assert alpha == pytest.approx(1 - (2 / 8) / ((64 - 9 - 4 - 4 - 1) / 56))
    assert find(result.to_rows(), coder_a="Ana")["value"] == alpha
    assert find(result.to_rows(), code="homes")["value"] == 1
    assert result.coders == ("Ana", "Ben")
    assert "Compared 2 coders on codebook town: Ana, Ben" in result.summary()
    assert result.to_polars().height == len(result.rows)


def test_the_run_is_recorded_and_can_be_made_again(project: Project) -> None:
    code_all(project)
    result = project.agree()
    run = project.store.run(result.run_id)
    assert run is not None
    assert run.step == "agree"
    assert run.parameters["variable"] == "topic"
    assert [one.table for one in run.outputs] == ["agreement", "problems"]
    assert project.agree().run_id == result.run_id
    for output in run.outputs:
        (project.store.folder / "derived" / output.path).unlink()
    assert project.check(rebuild=True).problems == ()
    assert project.agree().rows == result.rows


def test_gwets_categories_are_those_of_the_codebook(project: Project) -> None:
    code_all(project)
    rows = project.agree(statistics=["gwet_ac1"], interval="none").to_rows()
    pi = [1 / 8, 3 / 8, 2 / 8, 2 / 8]
    expected = sum(one * (1 - one) for one in pi) / 3
    assert find(rows, "gwet_ac1")["value"] == pytest.approx(
        (0.75 - expected) / (1 - expected)
    )


def test_a_later_word_supersedes_an_earlier_one(project: Project) -> None:
    code_all(project)
    code(project.store, "quay", "000", coder="Ben")
    rows = project.agree().to_rows()
    assert find(rows, "percent_agreement")["value"] == 1
    assert find(rows, "percent_agreement")["n_values"] == 8


def test_coders_can_be_named_and_programs_and_adjudicated_values(
    project: Project,
) -> None:
    project.add_coder("Cy")
    code_all(project)
    code(project.store, "ferry", "thrift", coder="Cy")
    settle(project.store, "quay", "boats")
    assert len(project.agree().coders) == 3
    named = project.agree(coders=["ana", "Ben"])
    assert find(named.to_rows(), "percent_agreement")["value"] == 0.75
    settled = project.agree(coders=["Ben", "adjudicated"])
    assert find(settled.to_rows(), "percent_agreement")["n_units"] == 1
    with pytest.raises(UnknownCoderError, match="Dora"):
        project.agree(coders=["Dora"])


def test_kinds_of_block_can_be_chosen(project: Project) -> None:
    code_all(project)
    code(project.store, "Quay List", "boats", coder="Ana")
    code(project.store, "Quay List", "homes", coder="Ben")
    assert find(project.agree().to_rows())["n_units"] == 5
    assert find(project.agree(kinds=["paragraph"]).to_rows())["n_units"] == 4


def test_blocks_can_be_resampled(project: Project) -> None:
    code_all(project)
    result = project.agree(resample="blocks", statistics=["krippendorff_alpha"])
    assert find(result.to_rows())["low"] is None
    assert "fewer than 5 blocks" in result.problems[0].message


def test_codings_on_units_that_are_gone_are_told(project: Project) -> None:
    code_all(project)
    project.split(into="paragraph")
    result = project.agree()
    assert find(result.to_rows())["value"] is None
    kinds = [one.kind for one in result.problems]
    assert "codings without a unit" in kinds


def test_mistakes_in_a_project(project: Project) -> None:
    with pytest.raises(NobodyCodedError, match="Nobody has coded anything"):
        project.agree()
    code_all(project)
    with pytest.raises(NobodyCodedError, match="'marpor-5'"):
        project.agree(codebook="marpor-5")
    with pytest.raises(InvalidOptionError, match="Codebook 'town' has topic"):
        project.agree(variables=["stance"])


def test_ordinal_codes_are_ranked_and_what_has_no_rank_is_left_out(
    tmp_path: Path,
) -> None:
    book = """
name: heat
title: Heat
version: "1"
variables:
  - name: topic
    title: How urgent
    level: ordinal
    uncoded: "?"
    codes:
      - {code: "0", title: Low}
      - {code: "1", title: Middle}
      - {code: "10", title: High}
      - {code: "?", title: Does not say}
"""
    with make_project(tmp_path / "town", texts={"quay.txt": QUAY}) as project:
        sha256 = keep_book(project.store, book)
        for coder, values in {
            "Ana": ("0", "1", "10", "0", "?"),
            "Ben": ("0", "10", "10", "0", "10"),
        }.items():
            for words, value in zip((*SAID["Ana"], "Quay"), values, strict=True):
                code(project.store, words, value, coder=coder, book=sha256)
        result = project.agree(statistics=["krippendorff_alpha"])
        rows = result.to_rows()
        assert "1 coding with '?'" in result.problems[-1].message
        assert find(rows)["level"] == "ordinal"
        assert len(rows) == 1
        # Mean ranks: 2, 4.5 and 6.5, of 4, 1 and 3 values.
        between = 4 * 2.5**2 + 12 * 4.5**2 + 3 * 2**2
        assert find(rows)["value"] == pytest.approx(
            1 - (2 * 2**2 / 8) / (2 * between / 56)
        )


# Tables


def test_a_table_of_codings(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "unit,coder,value\n1,ana,a\n1,bo,a\n2,ana,a\n2,bo,b\n3,ana,b\n3,bo,b\n",
    )
    result = agree_table(path)
    assert find(result.to_rows())["value"] == pytest.approx(1 - (2 / 6) / (18 / 30))
    assert find(result.to_rows(), code="a")["level"] == "nominal"
    assert result.run.step == "agree"
    assert result.run.parameters["level"] == "nominal"


def test_variables_are_measured_each_by_itself(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "unit,coder,value,variable\n1,ana,a,topic\n1,bo,a,topic\n2,ana,b,topic\n"
        "2,bo,b,topic\n1,ana,1,stance\n1,bo,1,stance\n",
    )
    result = agree_table(path)
    alphas = [row for row in result.to_rows() if row["code"] is None]
    found = {
        row["variable"]: row["value"]
        for row in alphas
        if row["statistic"] == "krippendorff_alpha"
    }
    assert found == {"topic": 1, "stance": None}
    assert any(one.message.startswith("stance: Undefined") for one in result.problems)
    only = agree_table(path, variable="topic").to_rows()
    assert {row["variable"] for row in only} == {"topic"}
    with pytest.raises(InvalidOptionError, match="topic, stance"):
        agree_table(path, variable="mood")


def test_tables_of_stretches_are_known_by_their_columns(tmp_path: Path) -> None:
    rows = agree(table(tmp_path, MARKS), by=["pair"], interval="none")
    assert {row["statistic"] for row in rows} == {
        "alpha_u",
        "u_alpha",
        "u_alpha_binary",
        "cu_alpha",
        "ku_alpha",
    }
    pairs = {
        (row["coder_a"], row["coder_b"]): row["value"]
        for row in rows
        if row["statistic"] == "u_alpha" and row["coder_a"]
    }
    assert set(pairs) == {("ana", "bo"), ("ana", "carl"), ("bo", "carl")}
    assert pairs["ana", "bo"] > 0.8
    assert pairs["ana", "carl"] < 0


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"statistics": ["cohen_kappa"]}, UnknownStatisticError),
        ({"level": "interval"}, InvalidOptionError),
        ({"resample": "documents"}, InvalidOptionError),
        ({"interval": "analytic"}, InvalidOptionError),
    ],
)
def test_options_that_do_not_fit_stretches_are_refused(
    tmp_path: Path, asked: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        agree(table(tmp_path, MARKS), **asked)


def test_mistakes_in_tables_name_their_place(tmp_path: Path) -> None:
    with pytest.raises(MissingColumnError, match="'coder'"):
        agree(table(tmp_path, "unit,value\n1,a\n"))
    with pytest.raises(ValueLevelError, match="Row 2, unit '1'"):
        agree(
            table(tmp_path, "unit,coder,value\n1,ana,1\n1,bo,two\n"), level="interval"
        )
    marks = MARKS.replace("ana,20,", "ana,here,")
    with pytest.raises(TableFileError, match="Row 2, column 'start': 'here'"):
        agree(table(tmp_path, marks))
    with pytest.raises(MissingColumnError, match="'variable'"):
        agree_table(table(tmp_path, MARKS), variable="topic")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("D,bo,0,99999999999999999999,a,", "column 'end': '99999999999999999999' is"),
        ("D,bo,0,1000000001,a,", "column 'end': '1000000001' is more than"),
        ("D,bo,,4,a,", "Row 2, column 'start': is empty"),
        ("D,bo,1_0,14,a,", "column 'start': '1_0' is no whole number"),
        ("D,bo,0,4,,", "Row 2: a stretch without a value"),
        ("D,bo,0,4,a,90", "Document 'D' has two lengths, 80 in row 1 and 90 in row 2"),
    ],
)
def test_stretches_that_cannot_be_read_name_their_row(
    tmp_path: Path, row: str, told: str
) -> None:
    text = f"document,coder,start,end,value,length\nD,ana,0,4,a,80\n{row}\n"
    with pytest.raises(TableFileError, match=told):
        agree(table(tmp_path, text))


def test_overlapping_codes_of_one_coder_leave_alpha_u(tmp_path: Path) -> None:
    # Krippendorff (2004), Content Analysis, 2nd ed., p. 254.
    text = (
        "document,coder,start,end,value,length\n"
        "D,i,225,295,c,450\nD,i,370,400,c,450\nD,i,180,240,k,450\nD,i,300,350,k,450\n"
        "D,j,220,300,c,450\nD,j,355,375,c,450\nD,j,400,420,c,450\nD,j,180,240,k,450\n"
        "D,j,300,350,k,450\n"
    )
    result = agree_table(table(tmp_path, text))
    values = {row["statistic"]: row["value"] for row in result.to_rows()}
    assert values["alpha_u"] is not None
    assert values["u_alpha"] is None
    assert [one.kind for one in result.problems].count("undefined") == 1


@pytest.mark.parametrize("value", ["1e308", "-1e308", "1e-320", "1e999", "1e-999"])
def test_numbers_too_large_or_small_are_refused(tmp_path: Path, value: str) -> None:
    text = f"unit,coder,value\n1,ana,1\n1,bo,{value}\n2,ana,2\n2,bo,2\n"
    with pytest.raises(ValueLevelError, match="no number of such a size"):
        agree(table(tmp_path, text), level="interval")


@pytest.mark.parametrize("value", ["1_0", "\u0661", "nan", "inf", "1."])
def test_only_plain_numbers_are_numbers(tmp_path: Path, value: str) -> None:
    text = f"unit,coder,value\n1,ana,1\n1,bo,{value}\n"
    with pytest.raises(ValueLevelError, match="is no number, which"):
        agree(table(tmp_path, text), level="interval")


def test_numbers_at_the_edges_are_computed(tmp_path: Path) -> None:
    for large in ("1e100", "1e-100"):
        text = f"unit,coder,value\n1,ana,0.0\n1,bo,0e0\n2,ana,{large}\n2,bo,{large}\n"
        rows = agree(table(tmp_path, text), level="interval")
        assert find(rows)["value"] == pytest.approx(1)


def test_long_values_are_cut_in_messages(tmp_path: Path) -> None:
    text = f"unit,coder,value\n1,ana,1\n1,bo,{'x' * 500}\n"
    with pytest.raises(ValueLevelError) as caught:
        agree(table(tmp_path, text), level="interval")
    assert len(str(caught.value)) < 300


def test_an_order_names_every_value_once(tmp_path: Path) -> None:
    text = "unit,coder,value\n1,ana,low\n1,bo,high\n"
    with pytest.raises(InvalidOptionError, match="Name every value once"):
        agree(table(tmp_path, text), level="ordinal", order=["low", "high", "low"])


def agree_runs(project: Project) -> list[str]:
    return [run.run_id for run in project.store.runs() if run.step == "agree"]


def test_one_coder_alone_is_refused_and_not_recorded(project: Project) -> None:
    code_all(project)
    with pytest.raises(LoneCoderError, match="There are also codings by Ben"):
        project.agree(coders=["ana", "ANA"])
    assert agree_runs(project) == []


def test_nobody_else_has_coded(project: Project) -> None:
    code_all(project, {"Ana": SAID["Ana"]})
    with pytest.raises(LoneCoderError, match="Let a second person code"):
        project.agree()
    assert agree_runs(project) == []


def test_kinds_that_no_block_has_are_refused(project: Project) -> None:
    code_all(project)
    with pytest.raises(InvalidOptionError, match=r"kind is 'chapter'\. Choose heading"):
        project.agree(kinds=["paragraph", "chapter"])
    assert agree_runs(project) == []
