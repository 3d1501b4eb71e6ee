"""Scales of a project's documents: from words, from votes, among rivals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from command_line import run, run_json
from hustings import Project
from hustings.errors import (
    AmbiguousDocumentError,
    DirectionError,
    InvalidOptionError,
    MissingInputError,
    NoStemsError,
    NoStopListError,
    NoSuchDocumentError,
    UnscalableMatrixError,
    UnusableReferencesError,
    UselessInputError,
)
from hustings.workflow.current import scale_runs
from hustings.workflow.gathering import gather
from hustings.workflow.scaled_cases import batches_of, positions_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FERRY = """The Ferry Programme

We want a ferry every hour. The ferry needs a quay, and the quay needs light. We will
build a second ferry. Boats carry people to work. Boats are cheap.
"""
ROADS = """The Road Programme

We want a wider road. The road needs parking. We will pave the lane. Cars carry people
to work. Cars are quick. Parking is short.
"""
BOTH = """A Programme for All

We want a ferry and a road. Boats and cars carry people to work. The lane is narrow and
the quay is dark. Parking costs money.
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    texts = {"Ferry List": FERRY, "Road List": ROADS, "Both List": BOTH}
    with Project.create(tmp_path / "election") as made:
        for actor, text in texts.items():
            path = tmp_path / f"{actor.split()[0].lower()}.txt"
            path.write_text(text, encoding="utf-8")
            made.read([path], actor=actor, date="2031-10-07", language="en")
        path = tmp_path / "ferry-2027.txt"
        path.write_text(FERRY.replace("second", "first"), encoding="utf-8")
        made.read([path], actor="Ferry List", date="2027", language="en")
        yield made


SCORES = {"Ferry List 2031-10-07": -1.0, "road list 2031": 1.0}


def named(result: object) -> dict[str, float]:
    return {row["name"]: row["position"] for row in result.to_rows()}  # type: ignore[attr-defined]  # any result


def test_wordscores_by_actor_and_date(project: Project) -> None:
    result = project.scale("wordscores", references=SCORES)
    found = named(result)
    low, high = found["Ferry List 2031-10-07"], found["Road List 2031-10-07"]
    assert low < found["Both List 2031-10-07"] < high
    assert set(result.to_rows()[0]) >= {"raw", "standard_error", "name"}
    assert 0 < int(str(result.report["n_scored_words"])) < 99
    assert result.words[0]["word"] in {"ferry", "road", "parking", "boats", "cars"}
    assert "Scaled 4 documents on wordscores (scale-" in result.summary()


def test_references_may_be_named_in_many_ways(project: Project, tmp_path: Path) -> None:
    plain = project.scale("wordscores", references=SCORES).positions
    ids = {row["name"]: row["case"] for row in project.scale("ca").to_rows()}
    by_id = {str(ids["Ferry List 2031-10-07"]): -1, str(ids["Road List 2031-10-07"]): 1}
    assert project.scale("wordscores", references=by_id).positions == plain
    by_file = {"ferry.txt": -1, "road": 1}
    assert project.scale("wordscores", references=by_file).positions == plain
    table = tmp_path / "r.csv"
    table.write_text(
        "actor,date,score\nFerry List,2031-10,-1\nRoad List,,1\n", encoding="utf-8"
    )
    assert project.scale("wordscores", references=table).positions == plain
    with pytest.raises(AmbiguousDocumentError, match="is the name of 2 documents"):
        project.scale("wordscores", references={"Ferry List": -1, "road": 1})
    with pytest.raises(NoSuchDocumentError, match=r"Its documents: .*Road List 2031"):
        project.scale("wordscores", references={"Nobody": -1, "road": 1})


def test_headings_do_not_count(project: Project) -> None:
    words = {word["word"] for word in project.scale("ca").words}
    assert "ferry" in words
    assert "programme" not in words


def test_what_counts_as_a_word(project: Project) -> None:
    def words(**options: object) -> set[str]:
        found = project.scale("ca", **options)  # type: ignore[arg-type]  # of the loop
        return {str(word["word"]) for word in found.words}

    assert {"the", "boats"} <= words()
    assert "the" not in words(stop_words="language")
    assert "boats" not in words(stop_words=["boats"])
    assert "boat" in words(stems=True)
    assert "a ferry" in words(n_grams=(1, 2))
    assert "every" not in words(min_documents=3)
    assert "the" not in words(max_document_share=0.9)
    with pytest.raises(NoStemsError):
        project.scale("ca", stems=True, language="xx")
    with pytest.raises(NoStopListError, match="'xx'"):
        project.scale("ca", stop_words="language", language="xx")


def test_direction_by_name_and_mistakes_in_it(project: Project) -> None:
    low, high = "road", "Ferry List 2031"
    result = project.scale("wordfish", direction=(low, high))
    assert named(result)["Road List 2031-10-07"] < named(result)["Ferry List 2027"]
    assert "converged" in result.report
    with pytest.raises(DirectionError, match="'Road List 2031-10-07'"):
        project.scale("wordfish", direction=(low, "road.txt"))
    with pytest.raises(InvalidOptionError, match="interval is 'block'"):
        project.scale("wordfish", interval="block")


def test_errors_call_documents_by_name(project: Project) -> None:
    alone = {"ferry.txt": -1.0, "road": -1.0}
    with pytest.raises(UnusableReferencesError, match="same score"):
        project.scale("wordscores", references=alone)
    with pytest.raises(UnusableReferencesError, match="'Road List 2031-10-07' has no"):
        project.scale(
            "wordscores",
            references=SCORES,
            stop_words=ROADS.replace(".", "").split(),
        )
    with pytest.raises(UnscalableMatrixError):
        project.scale("wordfish", min_documents=9)
    with pytest.raises(MissingInputError, match="--references"):
        project.scale("affinity")
    with pytest.raises(UselessInputError, match="--seeds"):
        project.scale("ca", seeds={"boats": 1})


def test_a_document_left_without_words_is_named(project: Project) -> None:
    stop = ROADS.replace(".", "").split()
    result = project.scale("wordfish", stop_words=stop)
    assert len(result.positions) == 3
    assert "'Road List 2031-10-07' has none" in result.problems[0].message


def test_runs_are_kept_and_made_again_byte_for_byte(project: Project) -> None:
    classes = {"road": "z", "ferry": "a", "both": "m"}
    made = [
        project.scale("wordscores", references=SCORES, options={"rescale": "mv"}),
        project.scale("affinity", references=classes),
        project.scale("lss", seeds={"cars": -1, "boats": 1, "ferr*": 1}),
        project.scale("wordfish", interval="bootstrap", n_draws=5, seed=3),
        project.scale("keyness", target=["road"], n_grams=[1, 2]),
    ]
    for run_id in (one.run_id for one in made):
        stored = project.store.run(run_id)
        assert stored is not None
        for output in stored.outputs:
            (project.store.folder / "derived" / output.path).unlink()
    checked = project.check(rebuild=True)
    assert checked.is_sound, checked.problems
    assert len(checked.notes) == 18
    assert all("byte for byte" in note for note in checked.notes)
    again = project.scale("affinity", references=classes)
    assert again.run_id == made[1].run_id
    assert [row["code"] for row in again.to_rows()[:3]] == ["z", "a", "m"]


def test_other_findings_are_no_scales_of_the_pages(project: Project) -> None:
    project.scale("keyness", target=["road"])
    project.scale("ca")
    assert [one.parameters["scale"] for one in scale_runs(project.store)] == ["ca"]
    (scale,) = gather(project.store).scales
    assert (scale.formula, scale.coder, scale.method) == ("ca", "", "formula")
    assert len(scale.words) == len(project.scale("ca").words)


def test_raw_and_sources_come_back(project: Project) -> None:
    result = project.scale("wordscores", references=SCORES)
    stored = project.store.run(result.run_id)
    assert stored is not None
    assert "raw" in table_of(project.store, stored, "positions").column_names
    assert positions_of(project.store, stored) == result.positions
    shares = {"sampling": 0.75, "machine": 0.25}
    one = replace(result.positions[0], sources=shares)
    (batch,) = batches_of([one], ())["positions"]
    assert batch.to_pylist()[0]["from_machine"] == 0.25


def test_rivals_are_those_of_the_year_unless_named(project: Project) -> None:
    project.code()
    result = project.scale("meyer-miller-nicheness", interval="none")
    assert "rivals by year" in [problem.kind for problem in result.problems]
    votes = [
        {"case": "ferry.txt", "election": "autumn", "votes": 50},
        {"case": "road", "election": "autumn", "votes": 30},
        {"case": "both", "election": "autumn", "votes": 20},
    ]
    told = project.scale("meyer-miller-nicheness", votes=votes, interval="none")
    assert "rivals by year" not in [problem.kind for problem in told.problems]
    sizes = project.scale("relative-party-size", votes=votes)
    assert sum(named(sizes).values()) == pytest.approx(1)
    median = project.scale("median-voter", votes=votes, n_draws=20)
    assert [row["case"] for row in median.to_rows()] in (["autumn"], [])
    assert project.check().is_sound


def test_scales_from_codes_refuse_what_they_do_not_use(project: Project) -> None:
    project.code()
    with pytest.raises(UselessInputError, match="--votes"):
        project.scale("rile", votes=[{"case": "road", "votes": 1}])
    with pytest.raises(UselessInputError, match="about words"):
        project.scale("rile", stems=True)
    with pytest.raises(UselessInputError, match="handbook"):
        project.scale("rile", options={"handbook": "4"})
    assert project.scale("kim-fording", interval="none").run_id.startswith("scale-")
    with pytest.raises(MissingInputError, match="--weights"):
        project.scale("weighted")


def test_the_command_in_a_project(project: Project, tmp_path: Path) -> None:
    folder = project.store.folder
    table = tmp_path / "r.csv"
    table.write_text("case,score\nferry.txt,-1\nroad.txt,1\n", encoding="utf-8")
    here = ("--project", folder, "--references", table)
    found = run_json("scale", "wordscores", *here, "--rescale", "lbg")
    assert {row["name"] for row in found["rows"]} == {
        "Both List 2031-10-07",
        "Ferry List 2027",
    }
    assert found["run"].startswith("scale-")
    stop = tmp_path / "stop.txt"
    stop.write_text("boats # not these\n", encoding="utf-8")
    printed = run("scale", "ca", "--project", folder, "--stop-words", stop)
    assert printed.code == 0
    assert "Direction:" in printed.err
    assert "of the inertia" in printed.err
    pairs = (
        run("code", "--project", folder),
        run("scale", "distances", "--project", folder, "--interval", "none"),
    )
    assert pairs[1].out.startswith("name_a,name_b,case_a,case_b,statistic,value")
