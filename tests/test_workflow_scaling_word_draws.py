"""Sampling error of scales from words, in a project and from tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from command_line import run, run_json
from hustings import Project
from hustings.errors import InvalidOptionError, UselessInputError
from hustings.workflow.gathering import gather

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FERRY = "We want a ferry every hour. Boats are cheap."
ROADS = "We want a wider road. Cars are quick and cars are cheap."
BOTH = "We want a road and a ferry. Cars and boats carry people."
SCORES = {"Ferry List 2031-10-07": -1.0, "Road List 2031-10-07": 1.0}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("words")
    texts = {
        "Ferry List": [FERRY, BOTH, FERRY, "The quay needs light."],
        "Road List": [ROADS, BOTH, ROADS, "The lane needs light."],
        "Both List": [FERRY, ROADS, BOTH, FERRY, ROADS, BOTH],
    }
    with Project.create(folder / "election") as made:
        for actor, paragraphs in texts.items():
            path = folder / f"{actor.split()[0].lower()}.txt"
            path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
            made.read([path], actor=actor, date="2031-10-07", language="en")
        yield made


@pytest.fixture
def counts(tmp_path: Path) -> tuple[str, ...]:
    table, references = tmp_path / "counts.csv", tmp_path / "scores.csv"
    table.write_text("case,tram,car\nQuay,90,10\nPark,10,90\nLane,50,50\n")
    references.write_text("case,score\nQuay,-1\nPark,1\n")
    return ("--from", str(table), "--references", str(references))


ASKED: dict[str, dict[str, Any]] = {
    "wordscores": {"references": SCORES},
    "wordfish": {"options": {"optimum": "mode"}},
    "ca": {},
    "affinity": {"references": {"ferry.txt": "boats", "road.txt": "cars"}},
    "lss": {"seeds": {"boats": 1, "cars": -1}, "options": {"n_dimensions": 3}},
}


@pytest.mark.parametrize("scale", ASKED)
def test_every_scale_from_words_takes_sampling(project: Project, scale: str) -> None:
    found = project.scale(
        scale, uncertainty=["sampling"], n_draws=60, seed=2, **ASKED[scale]
    )
    plain = project.scale(scale, **ASKED[scale])
    assert found.parameters["interval"] == "block"
    assert found.parameters["sources"] == ["sampling"]
    assert found.report["held_fixed"] == "words"
    for one, was in zip(found.positions, plain.positions, strict=True):
        assert (one.position, one.n_units) == (was.position, was.n_units)
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.position <= one.high
        assert one.sources == {"sampling": 1.0}
    assert {len(draws) for draws in found.draws.values()} == {60}
    assert found.draws.keys() <= {one.case for one in found.positions}


def test_sections_are_drawn_together(project: Project) -> None:
    asked: dict[str, Any] = {
        "references": SCORES,
        "uncertainty": ["sampling"],
        "n_draws": 30,
    }
    found = project.scale("wordscores", blocks="sections", **asked)
    assert found.parameters["blocks"] == "sections"
    # No document has three sections: paragraphs are drawn, and three notes say so.
    assert [one.kind for one in found.problems] == ["few sections"] * 3
    plain = project.scale("wordscores", **asked)
    assert found.positions == plain.positions
    with pytest.raises(UselessInputError, match="--blocks"):
        project.scale("wordscores", references=SCORES, blocks="sections")


def test_single_words_unless_blocks_and_nothing(project: Project) -> None:
    asked: dict[str, Any] = {"references": SCORES, "uncertainty": ["all"]}
    by_block = project.scale("wordscores", **asked)
    by_word = project.scale("wordscores", interval="multinomial", **asked)
    assert (by_block.parameters["n_draws"], by_word.parameters["n_draws"]) == (
        1000,
    ) * 2
    formula = project.scale("wordscores", references=SCORES)
    for one, was in zip(by_word.positions, formula.positions, strict=True):
        assert one.standard_error == pytest.approx(was.standard_error, rel=0.2)
        assert one != was
    bare = project.scale("wordscores", references=SCORES, uncertainty=["none"])
    assert {(one.low, one.standard_error) for one in bare.positions} == {(None, None)}
    assert [one.position for one in bare.positions] == [
        one.position for one in formula.positions
    ]


def test_pages_pair_scales_of_the_same_draws(project: Project) -> None:
    drawn: dict[str, Any] = {"uncertainty": ["sampling"], "n_draws": 50, "seed": 9}
    runs = [
        project.scale("wordscores", references=SCORES, **drawn).run_id,
        project.scale("ca", **drawn).run_id,
    ]
    assert tuple(runs) in gather(project.store).pairs


@pytest.mark.parametrize("source", ["coders", "unitising", "machine"])
def test_errors_of_codings_are_refused(project: Project, source: str) -> None:
    with pytest.raises(UselessInputError, match=f"{source}: it counts words"):
        project.scale("wordscores", references=SCORES, uncertainty=["all", source])


def test_what_would_change_nothing_is_refused(project: Project) -> None:
    for given, said in (
        ({"n_draws": 50}, "--draws: its interval by formula draws nothing"),
        ({"seed": 3}, "--seed: its interval by formula draws nothing"),
        ({"uncertainty": ["none"], "confidence": 0.9}, "--confidence: there is no"),
        ({"uncertainty": ["none"], "n_draws": 9}, "--draws: there is no interval"),
        ({"uncertainty": ["sampling"], "interval": "formula"}, "--interval formula"),
        ({"correction": "tuned"}, "--correct"),
    ):
        with pytest.raises(UselessInputError, match=said):
            project.scale("wordscores", references=SCORES, **given)
    with pytest.raises(UselessInputError, match="it gives no positions"):
        project.scale("keyness", target=["ferry.txt"], uncertainty=["sampling"])
    with pytest.raises(UselessInputError, match="--confidence"):
        project.scale("keyness", target=["ferry.txt"], confidence=0.9)
    with pytest.raises(InvalidOptionError, match="sampling"):
        project.scale("ca", uncertainty=["luck"])
    with pytest.raises(InvalidOptionError, match="--uncertainty sampling"):
        project.scale("ca", interval="block")
    with pytest.raises(InvalidOptionError, match="n_draws is 1"):
        project.scale("ca", uncertainty=["sampling"], n_draws=1)


def test_tables_of_words(counts: tuple[str, ...]) -> None:
    given = ("scale", "wordscores", *counts, "--uncertainty", "sampling")
    found = run_json(*given, "--seed", "1")
    assert found == run_json(*given, "--seed", "1")
    assert found["rows"] != run_json(*given, "--seed", "2")["rows"]
    quay, _, lane = found["rows"]
    assert lane["sources"] == {"sampling": 1.0}
    # One word is 0.8 from the mean of a half: 0.8 / 10.
    assert lane["standard_error"] == pytest.approx(0.08, rel=0.05)
    assert found["run"]["held_fixed"] == "words"
    pair = run_json(*given, "--seed", "1", "--difference", "Quay", "Lane")
    row = pair["rows"][0]
    errors = quay["standard_error"] ** 2 + lane["standard_error"] ** 2
    assert row["standard_error"] == pytest.approx(errors**0.5, rel=0.1)
    wrong = run(*given, "--interval", "block")
    assert (wrong.code, "has no paragraphs" in wrong.err) == (1, True)
    idle = run("scale", "wordscores", *counts, "--draws", "20")
    assert (idle.code, "--draws: its interval by formula" in idle.err) == (1, True)
