from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import binomtest

from claim_cases import held, issue
from hustings.comparison.accord import (
    distances_between,
    join_actors,
    map_actors,
    measure_accord,
)
from hustings.comparison.claim_matrix import ClaimMatrix, compare_claims

if TYPE_CHECKING:
    from hustings.comparison.held_claims import HeldClaim

FOR, AGAINST, MIXED, SILENT = "+", "-", "±", "."


def matrix_of(**stances: str) -> ClaimMatrix:
    """Make a matrix from a word an actor: + for, - against, ± mixed, . silent."""
    claims: list[HeldClaim] = []
    members: dict[int, list[int]] = {}
    for actor, word in stances.items():
        for column, sign in enumerate(word):
            for stance in {FOR: (1,), AGAINST: (-1,), MIXED: (1, -1)}.get(sign, ()):
                members.setdefault(column, []).append(len(claims))
                claims.append(held(f"plan {column}", stance, actor, start=len(claims)))
    issues = [issue(f"plan {column}", *found) for column, found in members.items()]
    return compare_claims(claims, issues, actors=list(stances))


def test_agreement_is_the_mean_over_common_issues() -> None:
    # common: + +, - +, ± -; the fourth is silent: (1 + 0 + .5) / 3
    (pair,) = measure_accord(matrix_of(Ferry="+-±+", Quay="++-.")).pairs
    assert pair.agreement == pytest.approx(0.5)
    assert (pair.n_issues, pair.n_same, pair.n_opposite) == (3, 1, 1)


def test_the_interval_is_wilsons() -> None:
    (pair,) = measure_accord(matrix_of(Ferry="++++-", Quay="++++-")).pairs
    wilson = binomtest(5, 5).proportion_ci(method="wilson")
    assert (pair.low, pair.high) == pytest.approx((wilson.low, wilson.high))


def test_actors_without_a_common_issue_have_no_agreement_and_are_named() -> None:
    result = measure_accord(matrix_of(Ferry="+..", Quay=".+.", Mill="++."))
    pair = next(one for one in result.pairs if one.actor_b == "Quay")
    assert (pair.agreement, pair.low, pair.high, pair.n_issues) == (None, None, None, 0)
    (problem,) = result.problems
    assert problem.kind == "no common issue"
    assert "Ferry and Quay" in problem.message


def test_many_pairs_without_a_common_issue_are_counted() -> None:
    result = measure_accord(matrix_of(A="+...", B=".+..", C="..+.", D="...+"))
    assert "and 3 more pairs" in result.problems[0].message


def test_unknown_pairs_stand_at_the_mean_distance() -> None:
    result = measure_accord(matrix_of(Ferry="+.", Mill="+-", Quay=".+"))
    places = {actor: place for place, actor in enumerate(result.actors)}
    distances = distances_between(result)
    assert distances[places["Ferry"], places["Quay"]] == pytest.approx(0.5)
    assert distances[places["Mill"], places["Quay"]] == 1


def test_the_tree_joins_those_who_agree_first() -> None:
    result = measure_accord(matrix_of(A="++++", B="+++-", C="----"))
    tree = join_actors(result)
    assert tree is not None
    assert sorted(tree.joints[0, :2]) == [0, 1]
    assert tree.joints[0, 2] == pytest.approx(0.25)
    assert tree.joints[1, 2] == pytest.approx((1 + 0.75) / 2)
    assert sorted(tree.order) == [0, 1, 2]


def test_one_actor_gives_no_tree_and_a_map_of_one_place() -> None:
    result = measure_accord(matrix_of(A="++"))
    assert join_actors(result) is None
    places, shown = map_actors(result)
    assert places.tolist() == [[0, 0]]
    assert shown == 1


def test_distances_on_a_plane_are_shown_as_they_are() -> None:
    result = measure_accord(matrix_of(A="++++", B="++--", C="----"))
    places, shown = map_actors(result)
    between = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    assert between == pytest.approx(distances_between(result))
    assert shown == pytest.approx(1)


def test_no_actors_is_no_error() -> None:
    result = measure_accord(compare_claims([], []))
    assert result.pairs == ()
    assert result.summary() == "No two actors speak about the same issue."


def test_rows_and_summary_say_the_same() -> None:
    result = measure_accord(matrix_of(Ferry="++", Quay="+-"))
    (row,) = result.to_rows()
    assert (row["actor_a"], row["agreement"], row["n_issues"]) == ("Ferry", 0.5, 2)
    assert "Ferry and Quay agree most: 0.50" in result.summary()
    assert result.to_polars().height == 1
