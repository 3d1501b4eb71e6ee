from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from claim_project import make_claims
from hustings.workflow.project import Project
from test_interface_cli import Done, run, run_json

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """document,unit,actor,text,language
d,u1,Ferry,We will abolish the toll on the bridge.,en
d,u2,Ferry,The toll is 40 pence.,en
d,u3,Ferry,We demand a night bus.,en
e,u4,Ledger,The sea is cold.,en
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_claims(tmp_path_factory.mktemp("claims"))
    made.close()
    return made.store.folder


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def ask(folder: Path, *arguments: str | Path) -> Done:
    return run(*arguments, "--project", folder)


def rows(folder: Path, *arguments: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run_json(*arguments, "--project", folder)["rows"]
    return found


def test_a_table_gives_a_row_a_claim(table: Path) -> None:
    found = run_json("claim", "--from", table)
    assert [(row["unit"], row["stance"], row["target"]) for row in found["rows"]] == [
        ("u1", -1, "the toll on the bridge"),
        ("u3", 1, "a night bus"),
    ]
    assert list(found["rows"][0]) == [
        "unit",
        "actor",
        "stance",
        "target",
        "head",
        "modality",
        "start",
        "end",
        "confidence",
    ]
    assert found["run"]["step"] == "claim"


def test_processes_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    lines = [f"u{place},We demand a night bus.,en\n" for place in range(2_500)]
    path.write_text(f"unit,text,language\n{''.join(lines)}", encoding="utf-8")
    one = run("claim", "--from", path, "--processes", "1").stdout
    assert one == run("claim", "--from", path, "--processes", "2").stdout
    assert len(one.splitlines()) == 2_501


def test_a_table_may_be_asked_about_a_target(table: Path) -> None:
    found = run_json("claim", "--from", table, "--on", "the toll")["rows"]
    told = [(row["document"], row["unit"], row["standing"]) for row in found]
    assert told == [
        ("d", "u1", "against"),
        ("d", "u2", "neither"),
        ("e", None, "silent"),
    ]
    assert found[0]["target"] == "the toll on the bridge"
    assert found[1]["stance"] == 0
    assert found[1]["words"] == "The toll is 40 pence."
    printed = run("claim", "--from", table, "--on", "the toll").stdout
    assert "silent" in printed


@pytest.mark.parametrize("target", ["", "  ", "?!"])
def test_an_empty_target_is_a_mistake(folder: Path, table: Path, target: str) -> None:
    for where in (("--from", table), ("--project", folder)):
        done = run("claim", "--on", target, *where)
        assert done.returncode == 1
        assert "The target is empty" in done.stderr


def test_a_project_is_asked_about_a_target(folder: Path) -> None:
    printed = ask(folder, "claim", "--on", "the toll").stdout
    assert "▼ against: “We oppose the toll.”" in printed
    assert "– Heron List: silent" in printed
    found = rows(folder, "claim", "--on", "the toll")
    assert [row["stance"] for row in found] == [-1, 1, None, 1]


def test_a_project_is_claimed_again(folder: Path) -> None:
    done = ask(folder, "claim")
    assert "4 documents" in done.stderr
    assert "no lexicon" in done.stderr.casefold()
    assert {row["stance"] for row in rows(folder, "claim")} == {1, -1}


def test_issues_show_their_members(folder: Path) -> None:
    found = {row["name"]: row for row in rows(folder, "claim", "--issues")}
    assert found["the toll"]["targets"] == [
        {"target": "the toll", "n_for": 2, "n_against": 1}
    ]
    printed = ask(folder, "claim", "--issues").stdout
    assert "  the toll: 2 for, 1 against" in printed
    assert "buses at night: 1 for" in printed


def test_issues_are_renamed_merged_and_split(tmp_path: Path) -> None:
    with make_claims(tmp_path) as made:
        folder = made.store.folder
        made.add_coder("Ana")
    (one,) = rows(
        folder, "claim", "--rename", "the toll", "--to", "Toll", "--by", "Ana"
    )
    assert (one["name"], one["is_named"]) == ("Toll", True)
    pier = ("--merge", "Toll", "--merge", "a pier at Reed Point")
    done = ask(folder, "claim", *pier, "--to", "Works")
    assert "Merged: “Works”" in done.stderr
    assert "a pier at Reed Point: 1 for" in done.stdout
    split = ("--split", "Works", "--target", "the toll", "--to", "Toll")
    assert len(rows(folder, "claim", *split)) == 1
    with Project.open(folder) as project:
        assert {"Works", "Toll"} <= {one.name for one in project.issues().issues}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--rename", "x"], "--to"),
        (["--to", "x"], "--rename"),
        (["--by", "Ana", "--issues"], "--rename"),
        (["--issues", "--on", "x"], "one of them"),
        (["--split", "x"], "--target"),
        (["--target", "x"], "--split"),
        (["--merge", "x", "--merge", "x"], "two or more"),
        (["--issues", "--from", "units.csv"], "of a project"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    folder: Path, arguments: list[str], told: str
) -> None:
    done = ask(folder, "claim", *arguments)
    assert done.returncode == 2
    assert told in done.stderr


def test_compare_shows_issues_where_only_claims_are(folder: Path) -> None:
    printed = ask(folder, "compare").stdout
    assert printed == ask(folder, "compare", "--by", "issues").stdout
    assert "  ▲ Ledger Party: for\n    ▲ “We support the toll.”" in printed
    assert "– silent: Heron List" in printed
    mixed = ask(folder, "compare", "--every-document").stdout
    both = "◆ Ferry Party: mixed\n    ▼ “We oppose the toll.”\n    ▲ “We welcome"
    assert both in mixed


def test_compare_prints_agreement_editions_and_demands(folder: Path) -> None:
    (pair,) = (row for row in rows(folder, "compare", "--agreement") if row["n_issues"])
    assert pair["agreement"] == 1
    changes = rows(folder, "compare", "--editions", "Ferry Party")
    assert changes[0]["change"] == "reversed"
    demands = ask(folder, "compare", "--demands", "Ferry Party").stdout
    assert "We will build a pier at Reed Point." in demands


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv"])
def test_networks_are_written(folder: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"network.{form}"
    asked = ("compare", "--network", "two-mode", "--out", path)
    done = ask(folder, *asked)
    assert done.returncode == 0, done.stderr
    content = path.read_bytes()
    assert b"Ledger Party" in content
    assert "is there already" in ask(folder, *asked).stderr
    assert ask(folder, *asked, "--replace").returncode == 0
    assert path.read_bytes() == content


def test_networks_between_actors_are_normalised(folder: Path) -> None:
    asked = ("--network", "congruence", "--normalise", "cosine", "--counted")
    (tie,) = rows(folder, "compare", *asked)
    assert 0 < tie["weight"] <= 1
    done = ask(folder, "compare", "--network", "two-mode", "--normalise", "cosine")
    assert done.returncode == 1
    assert "normalise" in done.stderr


def test_the_calendar_is_written(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "dates.ics"
    done = ask(folder, "compare", "--calendar", "--out", path, "--json")
    assert [row["first"] for row in json.loads(done.stdout)["rows"]] == [
        "2027-05-04",
        "2031-10-07",
        "--03-03",
    ]
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--agreement", "--calendar"], 2, "one of them"),
        (["--scale", "rile", "--agreement"], 2, "claims"),
        (["--by", "codes", "--agreement"], 2, "claims"),
        (["--out", "x.csv"], 2, "--network"),
        (["--calendar", "--out", "x.pdf"], 1, ".ics"),
        (["--network", "conflict", "--out", "x.ics"], 1, ".graphml"),
        (["--editions", "Reed"], 1, "Ferry Party"),
        (["--by", "codes"], 1, "no codings"),
    ],
)
def test_compare_refuses_what_it_cannot_do(
    folder: Path, arguments: list[str], code: int, told: str
) -> None:
    done = ask(folder, "compare", *arguments)
    assert done.returncode == code, done.stderr
    assert told in done.stderr


def test_claims_are_exported_with_their_issues(folder: Path, tmp_path: Path) -> None:
    done = ask(folder, "export", "claims", "--to", tmp_path / "claims.jsonl")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    told = {
        (row["actor"], row["stance"], row["target"], row["issue_name"])
        for row in map(json.loads, written)
    }
    assert ("Ferry Party", -1, "the toll", "the toll") in told
    assert any(actor == "Heron List" for actor, *_ in told)


def test_inspect_prints_claims(tmp_path: Path) -> None:
    path = tmp_path / "ferry.txt"
    path.write_text("The Ferry Party\n\nWe oppose the toll.\n", encoding="utf-8")
    found = run_json("inspect", path, "--language", "en")
    (claim,) = found["claims"]
    text = found["document"]["text"]
    assert text[claim["start"] : claim["end"]] == "the toll"
    assert (claim["actor"], claim["stance"]) == ("own", -1)
    assert claim["unit"] in {unit["id"] for unit in found["units"]}
    assert "1 claim" in run("inspect", path, "--language", "en").stdout


def test_inspect_says_where_it_has_no_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "ferry.txt"
    path.write_text("The Ferry Party\n\nWe oppose the toll.\n", encoding="utf-8")
    found = run_json("inspect", path, "--language", "xx")
    assert found["claims"] == []
    assert "no lexicon" in [one["kind"] for one in found["problems"]]
