"""What a learned coder of stances says beside the grammar."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from claim_project import make_claims
from hustings.coding.stance_baselines import KIND, Baseline
from hustings.comparison.second_opinions import (
    Accordance,
    count_accord,
    standing_of,
)
from hustings.errors import InvalidOptionError, UnknownCoderError
from hustings.workflow.claiming import claim_documents, result_of
from hustings.workflow.claiming_on import claim_on
from hustings.workflow.second_opinions import find_second_coder
from hustings.workflow.training_coders import TrainOptions, train_from_table
from test_interface_cli import run, run_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project


def write_coder(folder: Path, *, opposite: str = "oppose") -> Path:
    """Train a coder: who wants or supports it is for it."""
    lines = ["unit,document,text,target,value,language"]
    for i in range(48):
        verb = ("want", opposite, "support", "reject")[i % 4]
        value = "for" if i % 2 == 0 else "against"
        thing = ("the toll", "trams")[i % 3 == 0]
        lines.append(f"u{i},d{i % 6},We {verb} it here.,{thing},{value},en")
    table = folder / "stances.csv"
    table.write_text("\n".join(lines), encoding="utf-8")
    out = folder / "sides.npz"
    train_from_table(table, out, TrainOptions(purpose="stance", name="sides"))
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("second")


@pytest.fixture(scope="module")
def coder(folder: Path) -> str:
    return str(write_coder(folder))


@pytest.fixture(scope="module")
def project(folder: Path) -> Iterator[Project]:
    with make_claims(folder) as made:
        yield made


@pytest.mark.parametrize(
    ("stances", "standing"),
    [
        ((1, 0), "for"),
        ((-1, -1), "against"),
        ((1, 0, -1), "mixed"),
        ((0, 0), "neutral"),
        ((), "silent"),
    ],
)
def test_a_document_stands_somewhere(stances: tuple[int, ...], standing: str) -> None:
    assert standing_of(stances) == standing


def test_who_never_speaks_together_has_no_share() -> None:
    assert count_accord([(None, 1)]).share is None
    assert Accordance(n=4, n_same=1).share == 0.25


def test_both_answers_stand_side_by_side(project: Project, coder: str) -> None:
    result = claim_on(project.store, "the toll", coder=coder)
    rows = result.to_rows()
    told = [(row["voice"], row["standing"], row["second_standing"]) for row in rows]
    assert told == [
        ("Ferry Party", "against", "against"),
        ("Ferry Party", "for", rows[1]["second_standing"]),
        ("Heron List", "silent", None),
        ("Ledger Party", "for", "for"),
    ]
    assert rows[1]["agrees"] == (rows[1]["second_standing"] == "for")
    assert [row["document_standing"] for row in rows] == [
        "against",
        "for",
        "silent",
        "for",
    ]
    silent = rows[2]
    assert silent["second_document_standing"] == "silent"
    assert silent["document_agrees"]
    said = result.run_row()
    assert isinstance(said, dict)
    parameters = said["parameters"]
    assert isinstance(parameters, dict)
    assert parameters["coder"]["name"] == "sides"
    assert set(parameters["coder"]) >= {"version", "sha256"}
    assert said["parents"] == (result.run_id,)


def test_without_a_coder_rows_have_no_second_opinion(project: Project) -> None:
    result = claim_on(project.store, "the toll")
    assert "second_standing" not in result.to_rows()[0]
    assert result.run_row() == result.run_id


def test_found_claims_keep_a_second_opinion(tmp_path: Path, coder: str) -> None:
    with make_claims(tmp_path) as made:
        plain = result_of(made.store)
        result = claim_documents(made.store, coder=coder)
        assert result.claims == plain.claims
        rows = result.to_rows()
        (toll,) = (
            row for row in rows if (row["target"], row["stance"]) == ("the toll", -1)
        )
        assert (toll["second_stance"], toll["agrees"]) == (-1, True)
        (reported,) = (row for row in rows if row["actor"] != "own")
        assert (reported["second_stance"], reported["agrees"]) == (None, None)
        run_ = made.store.run(result.run_id)
        assert run_ is not None
        assert [one.table for one in run_.outputs] == ["claims", "second_stances"]
        tables = [made.store.derived / one.path for one in run_.outputs]
        before = [one.read_bytes() for one in tables]
        for one in tables:
            one.unlink()
        made.check(rebuild=True)
        assert [one.read_bytes() for one in tables] == before
        assert {one.actor for one in made.claims()} >= {"Ferry Party"}


def test_a_table_has_both_answers(tmp_path: Path, coder: str) -> None:
    table = tmp_path / "units.csv"
    table.write_text(
        "unit,text,language\nu1,We support the toll.,en\nu2,The toll is 4 pence.,en\n",
        encoding="utf-8",
    )
    found = run_json("claim", "--from", table, "--on", "the toll", "--coder", coder)
    assert [row["standing"] for row in found["rows"]] == ["for", "neither"]
    assert found["rows"][0]["second_standing"] == "for"
    assert found["rows"][1]["agrees"] is False  # it knows no neutral
    assert {"no neutral", "second opinion differs"} <= kinds(found)
    assert found["run"]["parameters"]["coder"]["name"] == "sides"
    (claim,) = run_json("claim", "--from", table, "--coder", coder)["rows"]
    assert (claim["stance"], claim["second_stance"], claim["agrees"]) == (1, 1, True)


def kinds(found: dict[str, Any]) -> set[str]:
    return {one["kind"] for one in found["problems"]}


def test_the_command_marks_where_both_differ(project: Project, tmp_path: Path) -> None:
    turned = tmp_path / "turned"
    turned.mkdir()
    lines = ["unit,document,text,target,value,language"]
    for i in range(48):
        verb, value = (("oppose", "for"), ("support", "against"))[i % 2]
        lines.append(f"u{i},d{i % 6},We {verb} the toll.,the toll,{value},en")
    (turned / "s.csv").write_text("\n".join(lines), encoding="utf-8")
    model = turned / "turned.npz"
    train_from_table(turned / "s.csv", model, TrainOptions(purpose="stance"))
    place = ("--project", project.store.folder)
    done = run("claim", "--on", "the toll", "--coder", model, *place)
    assert done.returncode == 0, done.stderr
    assert "▼ Ferry Party, 2027-05-01: against [second opinion: for ≠]" in done.stdout
    assert "≠]: “We oppose the toll.”" in done.stdout
    assert "turned and the grammar differ in" in done.stderr
    assert "– Heron List: silent" in done.stdout
    for asked in (("--issues", "--coder", model), ("--on", "x", "--parser", "en")):
        assert run("claim", *asked, *place).returncode == 2


def test_a_coder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match="tells no stances"):
        find_second_coder(None, "dictionary")
    with pytest.raises(UnknownCoderError):
        find_second_coder(None, "nobody")
    lines = ["unit,document,text,value"]
    for i in range(24):
        word, value = (("tram", "a"), ("toll", "b"))[i % 2]
        lines.append(f"u{i},d{i % 4},The {word} is here.,{value}")
    (tmp_path / "c.csv").write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "codes.npz"
    train_from_table(tmp_path / "c.csv", out, TrainOptions(embedding="none"))
    with pytest.raises(InvalidOptionError, match="tells no stances"):
        find_second_coder(None, str(out))


def test_a_coder_no_better_than_a_guess_says_so(tmp_path: Path) -> None:
    """Stances that no word tells: in training, in the file, and when it is used."""
    lines = ["unit,document,text,target,value,language"]
    for i in range(60):
        value = "for" if (i * 7) % 10 < 7 else "against"
        lines.append(f"u{i},d{i % 6},The river is wide.,thing {i % 9},{value},en")
    table, out = tmp_path / "s.csv", tmp_path / "s.npz"
    table.write_text("\n".join(lines), encoding="utf-8")
    asked = ("train", "--for", "stance", "--from", table, "--out", out)
    found = run_json(*asked)
    (told,) = (one for one in found["problems"] if one["kind"] == KIND)
    assert "always saying 'for' would be right in 0.700" in told["message"]
    assert json.dumps(found["run"]["baseline"]["share"]) == "0.7"
    second = find_second_coder(None, str(out))
    assert second.coder.baseline.share == pytest.approx(0.7)
    assert KIND in {one.kind for one in second.find_problems([])}
    units = tmp_path / "u.csv"
    units.write_text("unit,text,language\nu,We like the toll.,en", encoding="utf-8")
    used = run_json("claim", "--from", units, "--on", "the toll", "--coder", out)
    assert KIND in kinds(used)


def test_a_coder_that_beats_the_most_frequent_stance_is_not_blamed() -> None:
    good = Baseline(code="for", share=0.6, accuracy=0.8, low=0.7)
    assert not list(good.find_problems())
    unsure = Baseline(code="for", share=0.6, accuracy=0.65, low=0.55)
    (problem,) = unsure.find_problems()
    assert "by more than chance explains" in problem.message
