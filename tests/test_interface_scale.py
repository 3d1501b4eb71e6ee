"""The command `scale` on tables: every scale's rows, published numbers, mistakes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from command_line import run, run_json
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.word_catalogue import WORD_SCALES

if TYPE_CHECKING:
    from collections.abc import Sequence

REFERENCE = json.loads(
    (Path(__file__).parent / "reference" / "scales_from_words.json").read_text(
        encoding="utf-8"
    )
)
EXAMPLE = REFERENCE["lbg_example"]
PUBLISHED = REFERENCE["wordscores"]
CONTRACT = {
    "case",
    "scale",
    "position",
    "low",
    "high",
    "confidence",
    "n_units",
    "standard_error",
}


def write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    """The example of Laver, Benoit and Garry, with words of letters."""
    words = [f"w{j:02d}" for j in range(EXAMPLE["n_features"])]
    rows: list[list[object]] = [["case", *words]]
    for case, first in EXAMPLE["column_offset"].items():
        row = [0] * len(words)
        row[first : first + len(EXAMPLE["row_pattern"])] = EXAMPLE["row_pattern"]
        rows.append([case, *row])
    return write(tmp_path / "counts.csv", rows)


@pytest.fixture
def references(tmp_path: Path) -> Path:
    scores = EXAMPLE["reference_scores"].items()
    return write(tmp_path / "refs.csv", [("case", "score"), *scores])


def positions(found: Any, column: str = "position") -> dict[str, float]:  # noqa: ANN401  # JSON
    return {row["case"]: row[column] for row in found["rows"]}


@pytest.mark.parametrize(
    ("rescale", "expected", "error"),
    [
        ("none", "raw", "raw_standard_error"),
        ("mv", "mv", "mv_standard_error"),
        ("lbg", "lbg_all_six", "lbg_all_six_standard_error"),
    ],
)
def test_wordscores_gives_the_published_numbers(
    counts: Path, references: Path, rescale: str, expected: str, error: str
) -> None:
    given = ("--from", counts, "--references", references, "--rescale", rescale)
    found = run_json("scale", "wordscores", *given)
    assert set(found["rows"][0]) == {*CONTRACT, "raw"}
    assert positions(found) == pytest.approx(PUBLISHED[expected], abs=5e-8)
    assert positions(found, "raw") == pytest.approx(PUBLISHED["raw"], abs=5e-8)
    assert positions(found, "standard_error") == pytest.approx(
        PUBLISHED[error], abs=5e-9
    )
    kinds = [problem["kind"] for problem in found["problems"]]
    assert kinds == (["spread of all texts"] if rescale == "lbg" else [])


def test_spread_is_that_of_the_texts_without_a_score(tmp_path: Path) -> None:
    counts = write(
        tmp_path / "counts.csv",
        [
            ("case", "up", "down"),
            ("low", 0, 8),
            ("high", 8, 0),
            ("a", 3, 5),
            ("b", 5, 3),
            ("c", 4, 4),
        ],
    )
    references = write(tmp_path / "r.csv", [("case", "score"), ("low", 0), ("high", 1)])
    found = run_json(
        *("scale", "wordscores", "--from", counts, "--references", references),
        *("--rescale", "lbg"),
    )
    assert set(positions(found)) == {"a", "b", "c"}
    assert positions(found)["c"] == pytest.approx(0.5)


def test_wordfish_reports_how_it_ended(counts: Path) -> None:
    given = ("--from", counts, "--direction", "R1", "R5")
    found = run_json("scale", "wordfish", *given)
    assert set(found["rows"][0]) == CONTRACT
    expected = [-1.29056981, -0.61643907, 0.03350982, 0.70961244, 1.52333687]
    assert [row["position"] for row in found["rows"]] == pytest.approx(
        [*expected, -0.35945025], abs=5e-8
    )
    assert found["run"]["converged"] is True
    assert found["run"]["iterations"] == 22
    assert found["run"]["log_posterior"] == pytest.approx(21170.46549, abs=1e-4)
    assert found["run"]["log_likelihood"] < 0
    turned = run_json("scale", "wordfish", "--from", counts, "--direction", "R5", "R1")
    assert turned["rows"][0]["position"] == pytest.approx(1.29056981, abs=5e-8)
    printed = run("scale", "wordfish", *given)
    assert "Direction: R1 stands below R5." in printed.err


def test_correspondence_analysis_is_exact(counts: Path) -> None:
    found = run_json("scale", "ca", "--from", counts)
    assert set(found["rows"][0]) == {*CONTRACT, "axis_2", "axis_2_error"}
    expected = {"R1": -1.19828, "R2": -0.76019, "R3": -0.10704, "R4": 0.93369}
    expected |= {"R5": 1.67553, "V1": -0.54370}
    assert positions(found) == pytest.approx(expected, abs=5e-6)
    report = found["run"]
    assert (report["converged"], report["log_likelihood"]) == (True, None)
    assert report["inertias"] == pytest.approx([0.889952, 0.672217], abs=5e-7)


def test_affinity_to_the_first_of_two_classes_is_one_row_a_case(
    counts: Path, tmp_path: Path
) -> None:
    classes = write(tmp_path / "c.csv", [("case", "class"), ("R1", "L"), ("R5", "R")])
    found = run_json("scale", "affinity", "--from", counts, "--references", classes)
    assert set(found["rows"][0]) == {*CONTRACT, "code"}
    assert {row["code"] for row in found["rows"]} == {"L"}
    expected = REFERENCE["affinity"]
    assert positions(found) == pytest.approx(expected["left"], abs=1e-9)
    write(classes, [("case", "class"), ("R5", "R"), ("R1", "L")])
    turned = run_json("scale", "affinity", "--from", counts, "--references", classes)
    assert {row["code"] for row in turned["rows"]} == {"R"}
    assert positions(turned)["R1"] == pytest.approx(1 - expected["left"]["R1"])
    write(classes, [("case", "class"), ("R1", "L"), ("R3", "C"), ("R5", "R")])
    three = run_json("scale", "affinity", "--from", counts, "--references", classes)
    assert len(three["rows"]) == 18
    assert [row["code"] for row in three["rows"][:3]] == ["L", "C", "R"]


def test_seeds_place_texts(tmp_path: Path) -> None:
    words = ["case", "good", "trams", "bad", "roads", "parks"]
    rows = [["Harbour", 2, 3, 0, 0, 1], ["Orchard", 0, 0, 2, 3, 1]]
    counts = write(tmp_path / "c.csv", [words, *rows, ["Quay", 0, 2, 0, 1, 1]])
    seeds = write(tmp_path / "s.csv", [("word", "weight"), ("good", 1), ("bad", -1)])
    given = ("--from", counts, "--seeds", seeds, "--set", "n_dimensions=2")
    found = run_json("scale", "lss", *given)
    assert set(found["rows"][0]) == CONTRACT
    assert positions(found)["Harbour"] > positions(found)["Quay"]
    assert positions(found)["Quay"] > positions(found)["Orchard"]
    standard = run_json("scale", "lss", *given, "--set", "standardise=yes")
    assert sum(positions(standard).values()) == pytest.approx(0)


def test_keyness_gives_words(counts: Path) -> None:
    given = ("--from", counts, "--target", "R1", "--target", "R2")
    found = run_json("scale", "keyness", *given)
    columns = ["word", "statistic", "p", "p_adjusted", "n_target", "n_reference"]
    assert list(found["rows"][0]) == [*columns, "expected"]
    against = run_json("scale", "keyness", *given, "--against", "R5")
    assert against["rows"][0]["n_reference"] < found["rows"][0]["n_reference"]


def test_a_word_may_have_the_name_of_the_first_column(tmp_path: Path) -> None:
    counts = write(
        tmp_path / "counts.csv",
        [
            ("case", "case", "tram", "tram"),
            ("A", 9, 1, 1),
            ("B", 1, 9, 9),
            ("C", 3, 3, 3),
        ],
    )
    found = run_json("scale", "wordfish", "--from", counts)
    assert [row["case"] for row in found["rows"]] == ["A", "B", "C"]
    assert "tram (2)" in found["problems"][-1]["message"]
    done = run("scale", "salience", "--from", counts)
    assert "Two columns are named 'tram'" in done.err


def test_words_that_drive_a_scale_go_into_a_file(counts: Path, tmp_path: Path) -> None:
    out = tmp_path / "words.csv"
    given = ("scale", "wordfish", "--from", counts, "--words", out)
    assert run(*given).code == 0
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 37
    assert {"word", "score", "psi", "pull"} <= set(rows[0])
    assert "is there already" in run(*given).err
    assert run(*given, "--replace").code == 0
    codes = run("scale", "rile", "--from", counts, "--words", tmp_path / "x.csv")
    assert "not made of words" in codes.err


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    rows = [
        ("case", "104", "105", "401", "403", "504", "505", "501", "000"),
        ("Harbour", 10, 2, 20, 4, 3, 9, 5, 20),
        ("Orchard", 2, 9, 4, 15, 20, 2, 9, 10),
        ("Quay", 5, 5, 9, 9, 12, 8, 20, 12),
        ("Reeds", 7, 3, 12, 6, 6, 9, 30, 8),
    ]
    return write(tmp_path / "codes.csv", rows)


@pytest.fixture
def votes(tmp_path: Path) -> Path:
    rows = [("case", "election", "votes"), ("Harbour", 2031, 40), ("Orchard", 2031, 30)]
    return write(
        tmp_path / "votes.csv", [*rows, ("Quay", 2031, 20), ("Reeds", 2031, 10)]
    )


@pytest.fixture
def inputs(tmp_path: Path, votes: Path) -> dict[str, tuple[object, ...]]:
    """What each input of the catalogue is on the command line."""
    codes = ["104", "105", "401", "403", "504", "505", "501"]
    weights = [(2031, code, 1 if i % 2 else -1) for i, code in enumerate(codes)]
    issues = write(tmp_path / "w.csv", [("election", "code", "weight"), *weights])
    areas = [("peace", "105"), ("peace", "104"), ("market", "401"), ("market", "403")]
    return {
        "counts": (),
        "sides": ("--left", "403,504", "--right", "401,505"),
        "rivals": ("--votes", votes),
        "votes": ("--votes", votes),
        "weights": ("--weights", issues),
        "weights by code": ("--weights", issues),
        "areas": ("--areas", write(tmp_path / "a.csv", [("area", "code"), *areas])),
    }


@pytest.mark.parametrize("scale", sorted(NAMED_SCALES.keys() - {"mean"}))
@pytest.mark.parametrize("has_all", [False, True])
def test_every_scale_from_codes_by_name(
    coded: Path,
    inputs: dict[str, tuple[object, ...]],
    scale: str,
    has_all: bool,  # noqa: FBT001  # parametrized
) -> None:
    named = NAMED_SCALES[scale]
    both = (*named.needs, *(named.takes if has_all else ()))
    options = {inputs[one]: None for one in both}
    given = [word for words in options for word in words]
    found = run_json("scale", scale, "--from", coded, *given, "--draws", "20")
    assert found["rows"]
    is_pairs = "case_a" in found["rows"][0]
    assert is_pairs or set(found["rows"][0]) >= CONTRACT
    assert found["run"]["parameters"]["scale"] == scale


def test_what_a_scale_needs_and_what_is_of_no_use(
    coded: Path, votes: Path, tmp_path: Path
) -> None:
    def said(*words: object) -> str:
        done = run("scale", *words, "--from", coded)
        assert done.code in (1, 2)
        assert done.err.count("\n") == 1
        return done.err

    assert "--votes FILE" in said("franzmann-kaiser")
    assert "--weights FILE" in said("franzmann-kaiser", "--votes", votes)
    assert "--left" in said("logit-of-sides")
    assert "--references FILE" in said("wordscores")
    assert "--seeds FILE" in said("lss")
    assert "--target CASE" in said("keyness")
    assert "no use for --votes" in said("rile", "--votes", votes)
    assert "no use for --votes" in said("wordfish", "--votes", votes)
    assert "counted already" in said("wordfish", "--stems")
    assert "about words" in said("rile", "--min-count", "2")
    assert "it takes handbook" in said("rile", "--set", "hand=4")
    assert "NAME=VALUE" in said("rile", "--set", "hand")
    assert "whole number" in said("wordfish", "--set", "max_iterations=few")
    assert "formula or quasi-poisson" in said("wordfish", "--interval", "block")
    assert "lengths with commas" in said("wordfish", "--n-grams", "two")
    assert "wordfish" in said("wordfsh")
    bad = write(tmp_path / "b.csv", [("code", "value"), ("401", 1)])
    assert "no column 'weight'" in said("weighted", "--weights", bad)


def test_options_of_scales_reach_them(coded: Path, votes: Path) -> None:
    folded = run_json("scale", "rile", "--from", coded, "--set", "handbook=4")
    assert folded["rows"][0]["position"] == pytest.approx(100 * (39 - 9) / 73)
    equal = ("--votes", votes, "--set", "weighting=equal", "--interval", "none")
    by_votes = run_json("scale", "meyer-miller-nicheness", "--from", coded, *equal[:2])
    alike = run_json("scale", "meyer-miller-nicheness", "--from", coded, *equal)
    assert positions(alike) != positions(by_votes)
    sizes = run_json("scale", "relative-party-size", "--from", votes)
    assert sum(positions(sizes).values()) == pytest.approx(1)


def test_bad_input_is_told_and_never_nan(tmp_path: Path) -> None:
    def said(scale: str, rows: Sequence[Sequence[object]], *words: object) -> str:
        table = write(tmp_path / "bad.csv", rows)
        done = run("scale", scale, "--from", table, *words)
        assert done.code == 1
        assert done.err.count("\n") == 1
        return done.err

    head = ("case", "tram", "car")
    three = [head, ("A", 4, 1), ("B", 1, 4), ("C", 2, 2)]
    for scale in ("wordfish", "ca"):
        assert "1 case" in said(scale, three[:2])
        same = [head, ("A", 4, 1), ("B", 8, 2), ("C", 4, 1)]
        assert "same words in the same shares" in said(scale, same)
        assert "'-1' is no count" in said(scale, [*three, ("D", -1, 2)])
        assert "'x' is no count" in said(scale, [*three, ("D", "x", 2)])
        assert "no row" in said(scale, [head])
    references = tmp_path / "r.csv"
    for rows, message in (
        ([("A", 1), ("B", "")], "'B' has nothing as its score"),
        ([("A", 1), ("B", "NA")], "has nothing as its score"),
        ([("A", 1), ("B", 1)], "the same score"),
        ([("A", 1)], "1 reference texts"),
        ([("A", 1), ("Z", 2)], "no case 'Z'"),
        ([("A", 1), ("A", 2)], "stands twice"),
    ):
        write(references, [("case", "score"), *rows])
        assert message in said("wordscores", three, "--references", references)
    assert "two different cases" in said("ca", three, "--direction", "A", "A")
    assert "'Z' is not in the counts" in said("ca", three, "--direction", "A", "Z")
    assert "-3" in said("rile", [("case", "401"), ("A", -3)])


def test_a_case_left_without_words_is_a_problem(tmp_path: Path) -> None:
    rows = [("case", "tram", "car", "once"), ("A", 9, 1, 0), ("B", 1, 9, 0)]
    counts = write(tmp_path / "c.csv", [*rows, ("C", 3, 4, 0), ("D", 0, 0, 7)])
    found = run_json("scale", "wordfish", "--from", counts, "--min-documents", "2")
    assert [row["case"] for row in found["rows"]] == ["A", "B", "C"]
    assert "'D' has none of the features" in found["problems"][0]["message"]
    uncoded = write(tmp_path / "u.csv", [("case", "401", "000"), ("A", 0, 9)])
    found = run_json("scale", "rile", "--from", uncoded)
    assert found["rows"] == []
    assert "none of them coded" in found["problems"][0]["message"]


def test_a_table_refuses_what_is_about_a_projects_documents(coded: Path) -> None:
    for option in (("--changes",), ("--coder", "ana")):
        done = run("scale", "rile", "--from", coded, *option)
        assert done.code == 1
        assert f"has no use for {option[0]} with a table" in done.err


def test_a_known_name_is_never_another_scale(coded: Path) -> None:
    sides = ("--left", "403,504", "--right", "401,505", "--from", coded)
    for name in ("rile", "salience", "wordscores"):
        done = run("scale", name, *sides)
        assert (done.code, "choose another name" in done.err) == (1, True)
    formula = run("scale", "laver-garry", *sides, "--formula", "logit")
    assert "no use for a formula of your own" in formula.err
    wrong = run("scale", "logit", *sides, "--formula", "difference")
    assert "choose another name" in wrong.err
    found = run_json("scale", "logit", *sides)["rows"]
    expected = run_json("scale", "logit-of-sides", *sides)["rows"]
    assert [row["position"] for row in found] == [row["position"] for row in expected]


def test_a_bootstrap_of_no_draws_is_refused(counts: Path) -> None:
    table = ("--from", counts, "--interval", "bootstrap")
    done = run("scale", "wordfish", *table, "--draws", "0")
    assert (done.code, "n_draws is 0" in done.err) == (1, True)


def test_the_list_names_every_scale() -> None:
    done = run("scale", "--list")
    assert done.code == 0
    rows = list(csv.DictReader(done.out.splitlines()))
    assert [row["scale"] for row in rows] == [*NAMED_SCALES, *WORD_SCALES]
    assert next(row for row in rows if row["scale"] == "lss")["needs"] == "seeds"


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_positions_are_drawn_into_a_file(
    counts: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"map.{form}"
    given = ("scale", "wordfish", "--from", counts, "--picture", out)
    assert run(*given).code == 0
    begins = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}
    assert out.read_bytes().startswith(begins[form])
    assert "is there already" in run(*given).err
    assert run(*given, "--replace").code == 0


def test_what_cannot_be_drawn_is_told(counts: Path, tmp_path: Path) -> None:
    given = ("scale", "keyness", "--from", counts, "--target", "R1", "--picture")
    assert "no positions to draw" in run(*given, tmp_path / "a.svg").err
    assert ".svg, .png or .pdf" in run(*given, tmp_path / "a.gif").err
    assert not list(tmp_path.glob("a.*"))


def test_the_zero_of_a_picture_says_something(coded: Path, tmp_path: Path) -> None:
    drawn = {}
    for scale in ("rile", "kim-fording", "issue-attention-diversity"):
        out = tmp_path / f"{scale}.svg"
        assert run("scale", scale, "--from", coded, "--picture", out).code == 0
        drawn[scale] = out.read_text(encoding="utf-8")
    assert "as many units on each side" in drawn["rile"]
    assert "as many units on each side" in drawn["kim-fording"]
    assert "on each side" not in drawn["issue-attention-diversity"]
    assert "Right-left (RILE)" in drawn["rile"]
