from __future__ import annotations

import pytest

from claim_cases import held, issue
from hustings.comparison.claim_matrix import Standing, compare_claims

CLAIMS = [
    held("a night bus", 1, "Ferry"),
    held("the toll", -1, "Ferry", start=20),
    held("buses at night", 1, "Quay"),
    held("a night bus", -1, "Quay", start=30),
    held("the toll", 1, "Mill", is_reported=True),
]
ISSUES = [issue("toll", 1, 4), issue("night bus", 0, 2, 3)]


def test_an_actor_on_both_sides_is_mixed_and_keeps_both() -> None:
    cell = compare_claims(CLAIMS, ISSUES).cell("night-bus", "Quay")
    assert cell.standing is Standing.MIXED
    assert (cell.pros, cell.cons) == ((2,), (3,))
    assert cell.n_claims == 2


def test_who_says_nothing_is_silent() -> None:
    matrix = compare_claims(CLAIMS, ISSUES, actors=["Ferry", "Quay", "Well"])
    assert matrix.cell("toll", "Quay").standing is Standing.SILENT
    assert matrix.cell("toll", "Well").n_claims == 0


def test_issues_that_most_speak_about_come_first() -> None:
    matrix = compare_claims(CLAIMS, ISSUES)
    assert [row.issue.name for row in matrix.rows] == ["night bus", "toll"]
    assert [row.n_speaking for row in matrix.rows] == [2, 1]
    assert [row.is_contested for row in matrix.rows] == [True, False]


def test_reported_stances_count_only_where_asked() -> None:
    assert compare_claims(CLAIMS, ISSUES).actors == ("Ferry", "Quay")
    reported = compare_claims(CLAIMS, ISSUES, with_reported=True)
    assert reported.actors == ("Ferry", "Mill", "Quay")
    assert reported.cell("toll", "Mill").standing is Standing.FOR


def test_an_issue_that_nobody_speaks_about_is_no_row() -> None:
    assert compare_claims(CLAIMS, [issue("empty"), issue("reported", 4)]).rows == ()


def test_sides_are_counted_by_actor_and_issue() -> None:
    pros, cons = compare_claims(CLAIMS, ISSUES).count_sides()
    assert pros.tolist() == [[1, 0], [1, 0]]
    assert cons.tolist() == [[0, 1], [1, 0]]


def test_a_cell_that_is_not_there_is_an_error() -> None:
    matrix = compare_claims(CLAIMS, ISSUES)
    for issue_id, actor in (("toll", "Nobody"), ("nothing", "Ferry")):
        with pytest.raises(KeyError):
            matrix.cell(issue_id, actor)
