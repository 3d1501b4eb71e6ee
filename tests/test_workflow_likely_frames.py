"""Drawing more of what a program finds likely to have a code, in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from command_line import run
from hand_sample import TRUTH, assign, make_harbour
from hustings.coding.coders import coded_batch
from hustings.errors import (
    InvalidOptionError,
    NothingCodedError,
    UnknownCoderError,
)
from hustings.workflow.codebooks import find_codebook
from hustings.workflow.current import current_units
from hustings.workflow.hand_samples import find_sample, probabilities_of
from hustings.workflow.machine_runs import MachineCoder, record_answers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project

CODES = ("000", "boats", "roads")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_harbour(tmp_path, n=6) as made:
        yield made


def code_with_chances(project: Project) -> None:
    """Let a machine say how probable each code is."""
    loaded = find_codebook(project.store, "harbour")
    rows = [
        row
        for row in current_units(project.store).to_pylist()
        if row["kind"] != "heading"
    ]
    chances = np.full((len(rows), 3), 0.1)
    for chance, row in zip(chances, rows, strict=True):
        chance[CODES.index(TRUTH[row["text"].strip()])] = 0.8
    batch = coded_batch(
        [row["unit"] for row in rows],
        [CODES[int(one.argmax())] for one in chances],
        probability=chances.max(axis=1).tolist(),
        probabilities=chances.tolist(),
        evidence=[[] for _ in rows],
    )
    machine = MachineCoder(
        coder_id="function:sure", version="1", codes={"topic": CODES}
    )
    answers = {"topic": pa.Table.from_batches([batch])}
    record_answers(project.store, machine, loaded, answers)


def n_of(project: Project, assignments: tuple[Any, ...], code: str) -> int:
    texts = {
        row["unit"]: row["text"].strip()
        for row in current_units(project.store).to_pylist()
    }
    return sum(
        TRUTH[texts[unit.unit_id]] == code for one in assignments for unit in one.units
    )


def test_more_of_the_likely_is_drawn_with_known_probabilities(
    project: Project,
) -> None:
    code_with_chances(project)
    drawn = assign(project, sample="60", more_of=("boats",))
    design: Any = drawn[0].design
    assert design["stratify"]["by"] == "likelihood"
    assert design["stratify"]["codes"] == ["boats"]
    strata = design["strata"]
    assert sum(one["n_drawn"] for one in strata) == 60
    shares = [one["n_drawn"] / one["n_there"] for one in strata]
    assert shares[-1] > 1.3 * shares[0]
    found, problems = find_sample(project.store, drawn[0].codebook_sha256, "topic")
    assert found is not None
    assert not problems
    assert set(probabilities_of(project.store, found).values()) == set(shares)


def test_codes_may_be_several(project: Project) -> None:
    code_with_chances(project)
    drawn = assign(project, sample="60", more_of=("boats", "roads"))
    design: Any = drawn[0].design
    assert design["stratify"]["codes"] == ["boats", "roads"]
    assert n_of(project, drawn, "000") < 60 * 0.5


def test_a_further_draw_leaves_out_the_first(project: Project) -> None:
    code_with_chances(project)
    first = assign(project, sample="30", more_of=("boats",))
    again = assign(project, sample="30", more_of=("boats",), new_only=True)
    places = [
        {
            (unit.document_id, unit.anchor.span.start)
            for one in some
            for unit in one.units
        }
        for some in (first, again)
    ]
    assert not places[0] & places[1]


def test_it_needs_a_program_that_gives_probabilities(project: Project) -> None:
    with pytest.raises(NothingCodedError, match="how probable the codes of topic"):
        assign(project, sample="30", more_of=("boats",))


@pytest.mark.parametrize(
    ("error", "asked"),
    [
        (InvalidOptionError, {"more_of": ("ponds",)}),
        (UnknownCoderError, {"more_of": ("boats",), "codes_of": "Nobody"}),
        (InvalidOptionError, {"more_of": ("boats",), "stratify": "actor"}),
        (InvalidOptionError, {"more_of": ("boats",), "allocation": "equal"}),
        (InvalidOptionError, {"more_of": ("boats",), "whole_documents": True}),
        (InvalidOptionError, {"stratify": "likelihood"}),
    ],
)
def test_options_that_cannot_be_are_refused(
    project: Project, error: type[Exception], asked: dict[str, Any]
) -> None:
    code_with_chances(project)
    with pytest.raises(error):
        assign(project, **{"sample": "30", **asked})


def test_the_command_draws_more_of_the_likely(project: Project) -> None:
    code_with_chances(project)
    done = run(
        *("code", "--by", "hand", "--codebook", "harbour", "--coders", "Ana"),
        *("--sample", "60", "--more-of", "boats", "--project", project.store.folder),
    )
    assert done.code == 0, done.err
    assert "more of what is likely to be boats, with seed 0" in done.err
    (kept,) = project.store.assignments.of("Ana")
    assert len({unit.inclusion_probability for unit in kept.units}) > 2
