"""Bad tables on every scale: one clear line or a problem, and never a silent NaN."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from command_line import run
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.word_catalogue import WORD_SCALES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIDES = ("--left", "202", "--right", "401")
VOTES = ("--votes", "votes.csv")
FROM_CODES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(NAMED_SCALES, ()),
    "services": SIDES,
    "laver-garry": SIDES,
    "right-over-left": SIDES,
    "logit-of-sides": SIDES,
    "weighted": ("--weights", "weights.csv"),
    "franzmann-kaiser": (*VOTES, "--weights", "weights.csv"),
    "meyer-miller-nicheness": VOTES,
    "bischof-nicheness": VOTES,
    "relative-party-size": VOTES,
    "median-voter": VOTES,
}
FROM_WORDS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(WORD_SCALES, ()),
    "wordscores": ("--references", "scores.csv", "--rescale", "lbg"),
    "affinity": ("--references", "classes.csv"),
    "lss": ("--seeds", "seeds.csv"),
    "keyness": ("--target", "Harbour"),
}
WITHOUT_COUNTS = frozenset({"relative-party-size"})
"""Scales that look at votes alone."""

ALIKE_IS_FINE = frozenset(
    {*FROM_CODES} - {"vanilla", "franzmann-kaiser", "bischof-nicheness"}
)
"""Each case has its position, whatever the others say."""

TABLES = {
    "votes.csv": (
        "case,election,votes\nHarbour,2031,40\nOrchard,2031,35\nQuay,2031,15\n"
    ),
    "weights.csv": "code,weight,election\n401,1,2031\n202,-1,2031\n",
    "scores.csv": "case,score\nHarbour,-1\nOrchard,1\n",
    "classes.csv": "case,class\nHarbour,shared\nOrchard,private\n",
    "seeds.csv": "word,weight\ntrams,1\ncars,-1\n",
}
CODES = ("case", "401", "202", "000")
WORDS = ("case", "trams", "cars", "parks", "ships")
TALK = {"Harbour": (9, 1, 5, 2), "Orchard": (1, 8, 5, 2), "Quay": (6, 2, 2, 1)}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a command said: rows and problems, or one line."""

    rows: list[dict[str, Any]]
    problems: str
    refusal: str

    @property
    def said(self) -> str:
        return self.problems + self.refusal


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in TABLES.items():
        Path(name).write_text(text, encoding="utf-8")


def scale(
    name: str,
    options: Sequence[str],
    head: Sequence[str],
    cases: Mapping[str, Sequence[object]],
) -> Outcome:
    """Scale a table; whatever comes of it is rows with numbers, or one line."""
    with Path("counts.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [(case, *counts) for case, counts in cases.items()]
        csv.writer(file).writerows([head, *rows])
    done = run("scale", name, "--from", "counts.csv", *options, "--json")
    if done.code:
        assert done.code == 1
        assert done.err.startswith("hustings: ")
        assert done.err.count("\n") == 1
        return Outcome(rows=[], problems="", refusal=done.err)
    found = json.loads(done.out, parse_constant=refuse)
    messages = [problem["message"] for problem in found["problems"]]
    assert all(message.endswith((".", "?", '"mode".')) for message in messages)
    return Outcome(rows=found["rows"], problems="\n".join(messages), refusal="")


def refuse(constant: str) -> None:
    """NaN and Infinity are no JSON."""
    pytest.fail(f"{constant} in the result")


def positions(outcome: Outcome) -> dict[str, float]:
    return {row["case"]: row["position"] for row in outcome.rows if "position" in row}


# One document


@pytest.mark.parametrize("name", FROM_CODES)
def test_one_document_and_codes(name: str) -> None:
    found = scale(name, FROM_CODES[name], CODES, {"Harbour": (30, 10, 60)})
    assert found.rows or found.said


@pytest.mark.parametrize("name", FROM_WORDS)
def test_one_document_and_words(name: str) -> None:
    found = scale(name, FROM_WORDS[name], WORDS, {"Harbour": TALK["Harbour"]})
    assert found.refusal


# Identical documents


@pytest.mark.parametrize("name", FROM_CODES)
def test_identical_documents_and_codes(name: str) -> None:
    alike = dict.fromkeys(TALK, (30, 10, 60))
    found = scale(name, FROM_CODES[name], CODES, alike)
    assert found.rows if name in ALIKE_IS_FINE else found.said
    if name not in WITHOUT_COUNTS:
        assert len({round(value, 9) for value in positions(found).values()}) <= 1


@pytest.mark.parametrize("name", FROM_WORDS)
def test_identical_documents_and_words(name: str) -> None:
    alike = dict.fromkeys(TALK, TALK["Harbour"])
    found = scale(name, FROM_WORDS[name], WORDS, alike)
    assert found.said or name == "keyness"
    assert all(row.get("low") is None for row in found.rows)
    if name == "keyness":
        assert {round(row["statistic"], 9) for row in found.rows} == {0}


# Empty documents


@pytest.mark.parametrize("name", FROM_WORDS)
def test_an_empty_document_has_no_position_and_is_told(name: str) -> None:
    found = scale(name, FROM_WORDS[name], WORDS, {**TALK, "Marsh": (0, 0, 0, 0)})
    assert "Marsh" not in positions(found)
    assert "Marsh" in found.problems or name == "keyness"
    assert found.rows


@pytest.mark.parametrize("name", FROM_WORDS)
def test_nothing_left_after_trimming(name: str) -> None:
    options = (*FROM_WORDS[name], "--min-count", "99")
    assert scale(name, options, WORDS, TALK).refusal


@pytest.mark.parametrize("name", FROM_CODES)
def test_a_case_without_a_coded_unit_has_no_position_and_is_told(name: str) -> None:
    cases = {"Harbour": (30, 10, 60), "Orchard": (0, 0, 50), "Quay": (0, 0, 0)}
    found = scale(name, FROM_CODES[name], CODES, cases)
    if name in WITHOUT_COUNTS:
        return
    assert not {"Orchard", "Quay"} & positions(found).keys()
    assert found.refusal or {"'Orchard'", "'Quay'"} <= set(found.problems.split())


# References


@pytest.mark.parametrize("rescale", ["none", "lbg", "mv"])
@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ("Harbour,\nOrchard,1\n", "'Harbour' has nothing as its score"),
        ("Harbour,nan\nOrchard,1\n", "'Harbour'"),
        ("Harbour,inf\nOrchard,1\n", "'Harbour'"),
        ("Harbour,left\nOrchard,1\n", "'Harbour'"),
        ("Harbour,1\nOrchard,1\n", "All reference texts have the same score"),
        ("Harbour,1\n", "Name at least two texts with different scores"),
        ("Marsh,1\nOrchard,2\n", "There is no case 'Marsh'"),
    ],
)
def test_scores_that_say_nothing(scores: str, said: str, rescale: str) -> None:
    Path("scores.csv").write_text(f"case,score\n{scores}", encoding="utf-8")
    options = ("--references", "scores.csv", "--rescale", rescale)
    assert said in scale("wordscores", options, WORDS, TALK).refusal


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        ("Harbour,\nOrchard,private\n", "'Harbour' has no class"),
        ("Harbour,shared\nOrchard,shared\n", "at least two classes"),
        ("Marsh,shared\nOrchard,private\n", "There is no case 'Marsh'"),
    ],
)
def test_classes_that_say_nothing(classes: str, said: str) -> None:
    Path("classes.csv").write_text(f"case,class\n{classes}", encoding="utf-8")
    found = scale("affinity", FROM_WORDS["affinity"], WORDS, TALK)
    assert said in found.refusal


def test_seeds_that_no_word_matches() -> None:
    Path("seeds.csv").write_text("word,weight\nboat,1\nplane,-1\n", encoding="utf-8")
    found = scale("lss", FROM_WORDS["lss"], WORDS, TALK)
    assert "No seed matches a word: boat, plane." in found.refusal


# Codes that are not there


@pytest.mark.parametrize(
    "name", [one for one in FROM_CODES if FROM_CODES[one] == SIDES]
)
def test_unknown_codes_in_lists_are_named(name: str) -> None:
    cases = {"Harbour": (30, 10, 60), "Orchard": (4, 12, 24)}
    options = ("--left", "998,202", "--right", "999,401")
    found = scale(name, options, CODES, cases)
    assert "No column is named 998, 999" in found.problems
    assert positions(found).keys() == cases.keys()


def test_unknown_codes_in_weights_are_named() -> None:
    Path("weights.csv").write_text("code,weight\n999,1\n401,1\n", encoding="utf-8")
    cases = {"Harbour": (30, 10, 60), "Orchard": (4, 12, 24)}
    found = scale("weighted", FROM_CODES["weighted"], CODES, cases)
    assert "No column is named 999" in found.problems


# Counts below zero


@pytest.mark.parametrize(
    "name", [one for one in FROM_CODES if one not in WITHOUT_COUNTS]
)
def test_counts_of_codes_below_zero(name: str) -> None:
    found = scale(name, FROM_CODES[name], CODES, {"Harbour": (30, -1, 60)})
    assert "Case 'Harbour', column '202': '-1' is no number of 0" in found.refusal


@pytest.mark.parametrize("name", FROM_WORDS)
def test_counts_of_words_below_zero(name: str) -> None:
    cases = {**TALK, "Orchard": (1, -8, 5, 2)}
    found = scale(name, FROM_WORDS[name], WORDS, cases)
    assert "Case 'Orchard', column 'cars': '-8' is no count" in found.refusal


@pytest.mark.parametrize("count", ["", "nan", "inf", "many"])
@pytest.mark.parametrize("name", ["rile", "wordfish"])
def test_counts_that_are_no_numbers(name: str, count: str) -> None:
    found = scale(name, (), WORDS, {**TALK, "Orchard": (1, count, 5, 2)})
    assert "'Orchard'" in found.said or not count
