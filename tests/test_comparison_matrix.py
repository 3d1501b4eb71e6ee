from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hustings.comparison.matrix import (
    Quotation,
    Voice,
    alphabetical_key,
    compare_voices,
    latest_of_each,
    rank_quotations,
)
from hustings.model.document import Document, Span


def quotation(start: int, n_evidence: int = 1) -> Quotation:
    return Quotation(
        unit_id=f"u{start}",
        span=Span(start, start + 5),
        page=1,
        words="words",
        n_evidence=n_evidence,
    )


def document(identity: str, actor: str | None, date: str | None) -> Document:
    return Document(
        document_id=identity,
        sha256="",
        media_type="text/plain",
        text="",
        actor=actor,
        date=date,
    )


FERRY = Voice(
    document_id="f", actor="Ferry List", n_units=4, said={"boats": [quotation(0)]}
)
LEDGER = Voice(document_id="l", actor="Ledger List", n_units=0)
ABBEY = Voice(
    document_id="a", actor="Äbbey List", n_units=2, said={"000": [quotation(9)]}
)


def test_columns_are_alphabetical_and_rows_follow_the_codebook() -> None:
    matrix = compare_voices([LEDGER, FERRY, ABBEY], ["roads", "boats"])
    assert [voice.document_id for voice in matrix.voices] == ["a", "f", "l"]
    assert [row.code for row in matrix.rows] == ["boats"]
    assert matrix.silent == ("roads",)


def test_silence_is_a_cell_of_its_own() -> None:
    row = compare_voices([LEDGER, FERRY, ABBEY], ["boats"]).rows[0]
    assert [cell.is_silent for cell in row.cells] == [True, False, True]
    assert [cell.share for cell in row.cells] == [0.0, 0.25, 0.0]
    assert row.n_units == 1


def test_codes_outside_the_topics_are_not_shown() -> None:
    assert not compare_voices([ABBEY], ["boats"]).rows


def test_most_evidence_comes_first_then_document_order() -> None:
    given_order = [quotation(20, 1), quotation(10, 1), quotation(30, 3)]
    assert [one.span.start for one in rank_quotations(given_order)] == [30, 10, 20]


@given(st.permutations([quotation(i * 10, i % 3) for i in range(6)]))
def test_ranking_does_not_depend_on_the_order_given(shuffled: list[Quotation]) -> None:
    assert rank_quotations(shuffled) == rank_quotations(sorted(shuffled, key=str))


@given(st.permutations([FERRY, LEDGER, ABBEY]))
def test_order_of_voices_does_not_matter(voices: list[Voice]) -> None:
    assert compare_voices(voices, ["boats"]) == compare_voices(
        [FERRY, LEDGER, ABBEY], ["boats"]
    )


def test_latest_document_of_each_actor() -> None:
    documents = [
        document("old", "Ferry List", "2027-10-05"),
        document("new", "Ferry List", "2031"),
        document("undated", "Ledger List", None),
    ]
    found = [one.document_id for one in latest_of_each(documents)]
    assert found == ["new", "undated"]


def test_documents_without_actor_are_all_kept() -> None:
    documents = [document("x", None, "2027"), document("y", None, "2031")]
    assert latest_of_each(documents) == tuple(documents)


def test_accents_and_case_only_break_ties() -> None:
    names = ["zebra", "Ängel", "angel", "Bee"]
    assert sorted(names, key=alphabetical_key) == ["angel", "Ängel", "Bee", "zebra"]
