"""Inclusion probabilities of what people coded, over one draw or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hand_sample import assign, make_harbour
from hustings.workflow.hand_samples import find_sample, probabilities_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.hand_samples import HandSample
    from hustings.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_harbour(tmp_path) as made:
        yield made


def sample_of(project: Project, person: str | None = None) -> HandSample:
    sha256 = project.store.assignments.all()[0].codebook_sha256
    found, problems = find_sample(project.store, sha256, "topic", person=person)
    assert found is not None
    assert not problems
    return found


def chances(
    project: Project, person: str | None = None
) -> dict[tuple[str, int, int], float]:
    return dict(probabilities_of(project.store, sample_of(project, person)))


def test_where_nothing_is_assigned_there_is_no_sample(project: Project) -> None:
    assert find_sample(project.store, "0" * 64, "topic") == (None, ())


def test_one_draw_keeps_its_probabilities(project: Project) -> None:
    assign(project, sample="20%", overlap=0.5)
    found = chances(project)
    assert len(set(found.values())) == 1
    assert next(iter(found.values())) == pytest.approx(0.2, abs=0.01)


def test_of_one_person_it_is_their_share_of_the_draw(project: Project) -> None:
    drawn = assign(project, sample="40")
    mine = chances(project, "Ana")
    both = chances(project)
    assert set(mine) < set(both)
    (chance,) = set(mine.values())
    share = len(drawn[0].units) / 40
    assert chance == pytest.approx(share * next(iter(both.values())))


def test_further_draws_add_up(project: Project) -> None:
    assign(project, sample="20")
    first = next(iter(chances(project).values()))
    assign(project, sample="10", new_only=True)
    found = chances(project)
    assert len(found) == 30
    (chance,) = set(found.values())
    assert chance == pytest.approx(1.5 * first)


def test_independent_draws_multiply_what_they_leave(project: Project) -> None:
    assign(project, sample="20")
    first = next(iter(chances(project).values()))
    assign(project, sample="10", seed=5)
    (chance,) = set(chances(project).values())
    assert chance == pytest.approx(1 - (1 - first) * (1 - first / 2))


def test_whole_documents_are_complete_cases(project: Project) -> None:
    assign(project, sample="1", whole_documents=True)
    assert set(chances(project).values()) == {1.0}


def test_strata_may_be_documents(project: Project) -> None:
    assign(project, sample="20", stratify="document", allocation="equal")
    assign(project, sample="10", stratify="document", new_only=True)
    by_document: dict[str, set[float]] = {}
    for place, chance in chances(project).items():
        by_document.setdefault(place[0], set()).add(chance)
    assert len(by_document) == 2
    assert all(len(one) == 1 for one in by_document.values())


def test_draws_that_cannot_be_joined_leave_the_largest(project: Project) -> None:
    assign(project, sample="30", stratify="code")
    assign(project, sample="10", seed=5)
    sha256 = project.store.assignments.all()[0].codebook_sha256
    found, problems = find_sample(project.store, sha256, "topic")
    assert found is not None
    assert len(probabilities_of(project.store, found)) == 30
    assert "--new-only" in problems[0].message
