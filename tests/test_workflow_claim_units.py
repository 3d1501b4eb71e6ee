from __future__ import annotations

import pyarrow as pa

from hustings.claims.tables import CLAIM_UNITS
from hustings.workflow.claim_units import claim_units

Row = tuple[str, str, str]  # kind, block, text


def over(*rows: Row) -> dict[str, str | None]:
    """Say what governs each unit of one document."""
    found = claim_units(table(*rows), {"d": "Ferry"}).to_pylist()
    return {row["text"]: row["heading"] for row in found}


def table(*rows: Row, document: str = "d") -> pa.Table:
    return pa.table(
        {
            "document": [document] * len(rows),
            "unit": [f"u{place}" for place in range(len(rows))],
            "block": [block for _, block, _ in rows],
            "kind": [kind for kind, _, _ in rows],
            "start": pa.array([10 * place for place in range(len(rows))], pa.int64()),
            "language": ["en"] * len(rows),
            "text": pa.array([text for _, _, text in rows], pa.large_string()),
        }
    )


def test_a_lead_in_governs_the_items_below_it() -> None:
    found = over(
        ("heading", "b0", "Roads"),
        ("paragraph", "b1", "We reject:"),
        ("item", "b2", "the toll"),
        ("item", "b3", "the wall"),
        ("paragraph", "b4", "We meet on Monday."),
        ("item", "b5", "tea"),
    )
    assert found["the toll"] == found["the wall"] == "We reject:"
    assert found["We meet on Monday."] is None
    assert found["tea"] == "Roads"


def test_items_without_a_lead_in_stand_under_their_heading() -> None:
    found = over(("heading", "b0", "We demand"), ("item", "b1", "a night bus"))
    assert found == {"We demand": None, "a night bus": "We demand"}


def test_a_paragraph_stands_under_a_heading_that_announces_it() -> None:
    found = over(("heading", "b0", "No to:"), ("paragraph", "b1", "The toll."))
    assert found["The toll."] == "No to:"
    found = over(("heading", "b0", "Tolls"), ("paragraph", "b1", "The toll."))
    assert found["The toll."] is None


def test_inside_a_paragraph_a_lead_in_holds_to_the_end_of_the_sentence() -> None:
    found = over(
        ("paragraph", "b0", "We are against:"),
        ("paragraph", "b0", "the toll,"),
        ("paragraph", "b0", "and the wall.”"),
        ("paragraph", "b0", "The sea is cold."),
    )
    assert found["the toll,"] == found["and the wall.”"] == "We are against:"
    assert found["The sea is cold."] is None


def test_a_lead_in_does_not_reach_the_next_paragraph() -> None:
    found = over(("paragraph", "b0", "We ask:"), ("paragraph", "b1", "More boats."))
    assert found["More boats."] is None


def test_an_item_may_lead_in_those_below_it() -> None:
    found = over(
        ("paragraph", "b0", "We want:"),
        ("item", "b1", "for schools:"),
        ("item", "b2", "books"),
    )
    assert found["books"] == "for schools:"


def test_documents_do_not_govern_each_other() -> None:
    both = pa.concat_tables(
        [
            table(("heading", "b", "We reject:")),
            table(("item", "b", "the toll"), document="e"),
        ]
    )
    rows = claim_units(both, {"d": "Ferry"}).to_pylist()
    assert [row["heading"] for row in rows] == [None, None]
    assert [row["actor"] for row in rows] == ["Ferry", None]
    assert [row["before"] for row in rows] == [None, None]


def test_units_know_their_neighbours_and_keep_their_places() -> None:
    rows = claim_units(
        table(("paragraph", "b", "One."), ("paragraph", "b", "Two.")), {}
    ).to_pylist()
    assert [(row["before"], row["after"]) for row in rows] == [
        (None, "Two."),
        ("One.", None),
    ]
    assert [row["start"] for row in rows] == [0, 10]


def test_no_units_give_an_empty_table() -> None:
    found = claim_units(table(), {})
    assert found.num_rows == 0
    assert found.schema == CLAIM_UNITS
