"""Scales from words on tables of texts, with blocks, and of counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import run, run_json

TEXTS = """case,block,section,text
Quay,1,a,We want a ferry every hour. Boats are cheap.
Quay,2,a,We want a road and a ferry. Cars and boats carry people.
Quay,3,b,The quay needs light.
Park,1,a,We want a wider road. Cars are quick and cars are cheap.
Park,2,b,The lane needs light.
Park,3,b,A road for cars.
Lane,1,a,We want a road and a ferry.
Lane,2,b,Boats and cars carry people.
Lane,3,c,Cars are quick.
"""
SAMPLING = ("--uncertainty", "sampling", "--seed", "1")
REFIT = ("--set", "refit=yes")


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, ...]:
    table, references = tmp_path / "units.csv", tmp_path / "scores.csv"
    table.write_text(TEXTS, encoding="utf-8")
    references.write_text("case,score\nQuay,-1\nPark,1\n", encoding="utf-8")
    return ("wordscores", "--from", str(table), "--references", str(references))


def changed(texts: tuple[str, ...], content: str) -> tuple[str, ...]:
    """Write another table in the place of the texts."""

    Path(texts[2]).write_text(content, encoding="utf-8")
    return texts


def test_words_of_texts_are_counted(texts: tuple[str, ...]) -> None:
    found = run_json("scale", *texts)
    assert [row["n_units"] for row in found["rows"]] == [25, 20, 15]
    trimmed = run_json("scale", *texts, "--min-documents", "2")
    assert [row["n_units"] for row in trimmed["rows"]] == [22, 17, 15]
    own = run_json("scale", *texts, "--stop-words", "language", "--language", "en")
    assert own["run"]["parameters"]["stop_words"] == "language"
    assert [row["n_units"] for row in own["rows"]] == [16, 12, 9]


def test_blocks_are_drawn_where_the_table_names_them(texts: tuple[str, ...]) -> None:
    found = run_json("scale", *texts, *SAMPLING)
    assert found["run"]["parameters"]["interval"] == "block"
    assert (found["run"]["refit"], found["run"]["held_fixed"]) == (False, "words")
    assert found["run"]["degrees_of_freedom"] == {"Quay": 2, "Park": 2, "Lane": 2}
    words = run_json("scale", *texts, *SAMPLING, "--interval", "multinomial")
    sections = run_json("scale", *texts, *SAMPLING, "--blocks", "sections")
    errors = {
        tuple(round(row["standard_error"], 6) for row in one["rows"])
        for one in (found, words, sections)
    }
    assert len(errors) == 3
    assert sections["run"]["parameters"]["blocks"] == "sections"
    assert found == run_json("scale", *texts, *SAMPLING)


def test_words_learned_again(texts: tuple[str, ...]) -> None:
    fixed = run_json("scale", *texts, *SAMPLING, "--draws", "100")
    found = run_json("scale", *texts, *SAMPLING, *REFIT, "--draws", "100")
    assert found["run"]["parameters"]["refit"] is True
    assert (found["run"]["refit"], "held_fixed" in found["run"]) == (True, False)
    for one, was in zip(found["rows"], fixed["rows"], strict=True):
        assert one["position"] == was["position"]
        assert one["standard_error"] > was["standard_error"]
    usual = run_json("scale", *texts, *SAMPLING, *REFIT)
    assert usual["run"]["parameters"]["n_draws"] == 200


def test_differences_take_draws_in_pairs(texts: tuple[str, ...]) -> None:
    pair = ("--difference", "Quay", "Park")
    both = run_json("scale", *texts, *SAMPLING, *REFIT)["rows"]
    (row,) = run_json("scale", *texts, *SAMPLING, *REFIT, *pair)["rows"]
    # The scores of the words move both ends in every draw, and apart.
    independent = sum(one["standard_error"] ** 2 for one in both[:2]) ** 0.5
    assert row["standard_error"] != pytest.approx(independent, rel=0.05)
    assert row["difference"] == pytest.approx(both[1]["position"] - both[0]["position"])


def test_headings_do_not_count_and_texts_without_block_stand_alone(
    texts: tuple[str, ...],
) -> None:
    plain = run_json("scale", *texts)
    lines = [
        f"{line},{'kind' if i == 0 else ''}" for i, line in enumerate(TEXTS.split("\n"))
    ]
    headed = "\n".join([*lines[:-1], "Quay,,,Boats Boats Boats,heading", ""])
    found = run_json("scale", *changed(texts, headed))
    assert found["rows"] == plain["rows"]
    unnamed = TEXTS + "Lane,,,A ferry.\nLane,,,Cars.\n"
    told = run_json("scale", *changed(texts, unnamed), *SAMPLING)
    assert told["run"]["degrees_of_freedom"]["Lane"] == 4
    assert [one["kind"] for one in told["problems"]] == ["no block"]


def test_a_table_without_blocks(texts: tuple[str, ...]) -> None:
    bare = "document,text\nQuay,A ferry and a boat.\nPark,A road and a car.\n"
    given = changed(texts, bare + "Lane,A ferry and a car.\n")
    found = run_json("scale", *given, *SAMPLING)
    assert found["run"]["parameters"]["interval"] == "multinomial"
    for option, column in (
        (("--interval", "block"), "'block'"),
        (("--blocks", "sections"), "'section'"),
    ):
        wrong = run("scale", *given, *SAMPLING, *option)
        assert (wrong.code, f"no column {column}" in wrong.err) == (1, True)


def test_texts_of_nobody_are_refused(texts: tuple[str, ...]) -> None:
    wrong = run("scale", *changed(texts, "who,text\nQuay,A ferry.\n"))
    assert (wrong.code, "has no column 'case'" in wrong.err) == (1, True)
    wrong = run("scale", *changed(texts, "case,text\nQuay,A ferry.\n,A car.\n"))
    assert (wrong.code, "The text has no case" in wrong.err) == (1, True)
    assert "line 3" in wrong.err
    idle = run("scale", *changed(texts, TEXTS), *REFIT)
    assert (idle.code, "refit=yes: its interval by formula" in idle.err) == (1, True)


def test_a_word_may_be_called_text(texts: tuple[str, ...]) -> None:
    counts = "case,text,block\nQuay,9,1\nPark,1,9\nLane,5,5\n"
    found = run_json("scale", *changed(texts, counts), *SAMPLING)
    assert [row["n_units"] for row in found["rows"]] == [10, 10, 10]
    wrong = run("scale", *texts, "--stems")
    assert (wrong.code, "counted already" in wrong.err) == (1, True)


def test_seeds_learn_from_texts_as_from_sentences(
    texts: tuple[str, ...], tmp_path: Path
) -> None:
    seeds = tmp_path / "seeds.csv"
    seeds.write_text("word,weight\nboats,1\ncars,-1\n", encoding="utf-8")
    given = ("lss", *texts[1:3], "--seeds", str(seeds), "--set", "n_dimensions=4")
    found = run_json("scale", *given, *SAMPLING, "--draws", "50")
    assert [row["case"] for row in found["rows"]] == ["Quay", "Park", "Lane"]
    wrong = run("scale", *given, *SAMPLING, *REFIT)
    assert (wrong.code, "the option 'refit'" in wrong.err) == (1, True)
