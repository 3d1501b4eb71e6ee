from __future__ import annotations

import math

import pytest

from claim_cases import held, issue
from hustings.comparison.claim_matrix import compare_claims
from hustings.comparison.network import NetworkKind, Normalisation, build_network
from hustings.errors import InvalidOptionError

# Ferry is for the bus (twice) and against the toll; Quay for both; Mill against the bus
CLAIMS = [
    held("bus", 1, "Ferry"),
    held("bus", 1, "Ferry", start=9),
    held("toll", -1, "Ferry", start=20),
    held("bus", 1, "Quay"),
    held("toll", 1, "Quay", start=30),
    held("bus", -1, "Mill"),
]
MATRIX = compare_claims(CLAIMS, [issue("bus", 0, 1, 3, 5), issue("toll", 2, 4)])


def weights(
    kind: NetworkKind,
    normalisation: Normalisation = "none",
    *,
    is_counted: bool = False,
) -> dict[str, float]:
    network = build_network(
        MATRIX, kind, normalisation=normalisation, is_counted=is_counted
    )
    return {
        f"{row['source']}-{row['target']}": float(str(row["weight"]))
        for row in network.to_rows()
    }


def test_congruence_counts_issues_with_the_same_stance() -> None:
    assert weights("congruence") == {"Ferry-Quay": 1}


def test_conflict_counts_issues_with_opposite_stances() -> None:
    assert weights("conflict") == {"Ferry-Mill": 1, "Ferry-Quay": 1, "Mill-Quay": 1}


def test_repeated_claims_count_where_asked() -> None:
    assert weights("congruence", is_counted=True) == {"Ferry-Quay": 2}


def test_the_difference_may_be_below_zero_and_zero_is_no_tie() -> None:
    assert weights("subtract") == {"Ferry-Mill": -1, "Mill-Quay": -1}


def test_a_cosine_is_a_cosine() -> None:
    # Ferry twice for the bus, once against the toll; Quay once for each
    found = weights("congruence", "cosine", is_counted=True)
    assert found == {"Ferry-Quay": pytest.approx(2 / math.sqrt(5 * 2))}


def test_activity_divides_by_the_mean_number_of_issues() -> None:
    assert weights("conflict", "activity")["Ferry-Mill"] == pytest.approx(1 / 1.5)


def test_jaccard_divides_by_what_either_says() -> None:
    assert weights("congruence", "jaccard") == {"Ferry-Quay": pytest.approx(1 / 3)}


def test_the_two_mode_network_ties_actors_to_issues_with_their_stance() -> None:
    network = build_network(MATRIX, "two-mode", is_counted=True)
    rows = {(row["source"], row["target"]): row for row in network.to_rows()}
    assert rows["Ferry", "bus"]["weight"] == 2
    assert rows["Ferry", "toll"]["stance"] == "against"
    assert [node.kind for node in network.nodes].count("issue") == 2
    assert len(network.edges) == 5


def test_an_actor_without_ties_is_still_a_node() -> None:
    network = build_network(MATRIX, "congruence")
    assert [node.name for node in network.nodes] == ["Ferry", "Mill", "Quay"]


@pytest.mark.parametrize(
    ("kind", "normalisation"),
    [("friendship", "none"), ("congruence", "dna"), ("two-mode", "cosine")],
)
def test_what_there_is_not_is_refused_by_name(kind: str, normalisation: str) -> None:
    with pytest.raises(InvalidOptionError):
        build_network(MATRIX, kind, normalisation=normalisation)  # type: ignore[arg-type]  # on purpose


def test_summary_counts() -> None:
    network = build_network(MATRIX, "congruence")
    assert network.summary() == "Nodes: 3; ties: 1 (congruence)."
