"""Active queues in a project: a random share kept apart, the rest by doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from command_line import run, run_json
from hand_sample import TRUTH, code_rightly, make_harbour
from hustings.coding.coders import coded_batch
from hustings.errors import (
    InvalidOptionError,
    NoDoubtError,
    NothingToAssignError,
    SampleSizeError,
)
from hustings.workflow.codebooks import find_codebook
from hustings.workflow.current import code_runs, current_units
from hustings.workflow.drawing import Request
from hustings.workflow.kept_apart import chosen_places, kept_apart
from hustings.workflow.machine_checks import check_of
from hustings.workflow.machine_runs import MachineCoder, record_answers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.model.assignment import Assignment
    from hustings.model.run import Run
    from hustings.workflow.project import Project

CODES = ("000", "boats", "roads")
HARD = "The ferry is not worth its wage."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_harbour(tmp_path, n=6) as made:
        yield made


def code_with_doubts(project: Project) -> Run:
    """Let a machine code that is unsure of one kind of sentence alone."""
    loaded = find_codebook(project.store, "harbour")
    units = [
        row
        for row in current_units(project.store).to_pylist()
        if row["kind"] != "heading"
    ]
    rows = []
    for row in units:
        sure = np.full(3, 0.02)
        sure[CODES.index(TRUTH[row["text"].strip()])] = 0.96
        is_hard = row["text"].strip() == HARD
        rows.append([0.1, 0.46, 0.44] if is_hard else sure.tolist())
    batch = coded_batch(
        [row["unit"] for row in units],
        [CODES[int(np.argmax(one))] for one in rows],
        probability=[max(one) for one in rows],
        probabilities=rows,
        evidence=[[] for _ in rows],
    )
    machine = MachineCoder(
        coder_id="function:doubtful", version="1", codes={"topic": CODES}
    )
    answers = {"topic": pa.Table.from_batches([batch])}
    return record_answers(project.store, machine, loaded, answers)


def queue(project: Project, **asked: object) -> tuple[Assignment, ...]:
    options: dict[str, object] = {
        "codebook": "harbour",
        "coders": ("Ana",),
        "sample": "40",
        "queue": "active",
        "random_share": 0.25,
        **asked,
    }
    return project.assign(Request(**options)).assignments  # type: ignore[arg-type]  # as the fields say


def words(project: Project, assignment: Assignment) -> list[str]:
    texts = {
        row["unit"]: row["text"].strip()
        for row in current_units(project.store).to_pylist()
    }
    return [texts[unit.unit_id] for unit in assignment.units]


def sha256(project: Project) -> str:
    return find_codebook(project.store, "harbour").stored.sha256


def test_a_random_share_and_units_in_doubt(project: Project) -> None:
    code_with_doubts(project)
    share, chosen = queue(project)
    assert (len(share.units), len(chosen.units)) == (10, 30)
    assert share.is_kept_apart
    assert not chosen.is_random
    n_frame = share.design["n_frame"]
    assert {one.inclusion_probability for one in share.units} == {10 / n_frame}  # type: ignore[operator]
    n_hard = sum(one == HARD for one in words(project, chosen))
    there = sum(
        row["text"].strip() == HARD for row in current_units(project.store).to_pylist()
    )
    drawn = sum(one == HARD for one in words(project, share))
    assert n_hard >= 0.6 * min(there - drawn, 30)
    assert not {u.unit_id for u in share.units} & {u.unit_id for u in chosen.units}
    assert kept_apart(project.store, sha256(project), "topic")
    assert len(chosen_places(project.store, sha256(project), "topic")) == 30


def test_only_the_random_share_checks_a_machine(project: Project) -> None:
    run = code_with_doubts(project)
    code_rightly(project, queue(project, sample="60", random_share=0.5))
    found = check_of(project.store, run)
    assert found.n_random == 30
    assert found.accuracy is not None


def test_only_the_random_share_corrects_a_scale(project: Project) -> None:
    code_with_doubts(project)
    code_rightly(project, queue(project, sample="60", random_share=0.5))
    scaled = project.scale("wheels")
    assert "corrected by 30 units that Ana coded at random" in str(
        scaled.report["basis"]
    )
    by_hand = project.scale("wheels", coder="Ana")
    assert {one.n_units for one in by_hand.positions} != {60}
    assert "chosen units" not in [one.kind for one in by_hand.problems]


def test_chosen_units_alone_are_no_sample(project: Project) -> None:
    run = code_with_doubts(project)
    (chosen,) = queue(project, random_share=0.0)
    code_rightly(project, (chosen,))
    assert not check_of(project.store, run).is_validated
    scaled = project.scale("wheels", coder="Ana")
    assert "chosen units" in [one.kind for one in scaled.problems]


def test_the_queue_goes_on(project: Project) -> None:
    code_with_doubts(project)
    first = queue(project)
    second = queue(project, sample="30", seed=5)
    before = {unit.unit_id for one in first for unit in one.units}
    share, chosen = second
    assert not before & {unit.unit_id for unit in chosen.units}
    random_before = {unit.unit_id for unit in first[0].units}
    assert not random_before & {unit.unit_id for unit in share.units}
    code_rightly(project, (first[0], share))
    machine = code_runs(project.store)[0]
    assert check_of(project.store, machine).n_random == len(first[0].units) + len(
        share.units
    )


def test_two_coders_share_both_parts(project: Project) -> None:
    code_with_doubts(project)
    assigned = queue(project, coders=("Ana", "Ben"), overlap=0.2)
    assert [one.coder for one in assigned] == ["Ana", "Ben", "Ana", "Ben"]
    assert [one.is_random for one in assigned] == [True, True, False, False]


def test_without_probabilities_it_says_what_to_do(project: Project) -> None:
    with pytest.raises(NoDoubtError, match="hustings train"):
        queue(project)


def test_mistakes(project: Project) -> None:
    code_with_doubts(project)
    with pytest.raises(InvalidOptionError, match="share of the sample"):
        queue(project, random_share=1.5)
    with pytest.raises(InvalidOptionError, match="single units"):
        queue(project, whole_documents=True)
    with pytest.raises(SampleSizeError, match="--sample 200"):
        queue(project, sample=None)
    with pytest.raises(SampleSizeError):
        queue(project, sample="5000")
    queue(project, sample="100%", random_share=0.0)
    with pytest.raises(NothingToAssignError, match="assigned already"):
        queue(project, random_share=0.0)


def test_the_command_and_its_sheets(project: Project, tmp_path: Path) -> None:
    code_with_doubts(project)
    place = ["--project", str(project.store.folder)]
    given = ["code", "--by", "hand", "--coders", "Ana", "--codebook", "harbour"]
    active = ["--sample", "40", "--queue", "active", "--random-share", "0.25"]
    sheet = tmp_path / "sheet.csv"
    done = run(*given, *active, "--sheet", str(sheet), *place)
    assert done.code == 0, done.err
    assert "kept apart to check coders with" in done.err
    assert "function:doubtful is least sure of them" in done.err
    lines = (tmp_path / "sheet-Ana.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 41
    found = run_json(*given, "--sample", "10", "--queue", "active", *place, "--json")
    assert [row["queue"] for row in found["rows"]] == ["random", "active"]
    wrong = run("code", "--queue", "active", *place)
    assert "--queue goes with --by hand" in wrong.err


def test_the_loop_code_train_code_queue(project: Project) -> None:
    """Code by hand, train, code by machine, and queue again, in one project."""
    code_with_doubts(project)
    first = queue(project, sample="80", random_share=0.25)
    code_rightly(project, first)
    place = ["--project", str(project.store.folder)]
    trained = run("train", "--name", "own", "--embedding", "none", *place)
    assert trained.code == 0, trained.err
    done = run("code", "--coder", "own", *place)
    assert done.code == 0, done.err
    assert "Validated on 20 units" in done.err
    given = ["code", "--by", "hand", "--coders", "Ana", "--codebook", "harbour"]
    again = run(*given, "--sample", "20", "--queue", "active", *place)
    assert again.code == 0, again.err
    assert "learned:own is least sure of them" in again.err
    assert project.check(rebuild=True).is_sound
