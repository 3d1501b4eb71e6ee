from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.readers.text import draft_lines
from hustings.ingest.structure.refining import refine_structure

if TYPE_CHECKING:
    from hustings.model.document import BlockKind


def _paragraphs(*texts: str, kind: BlockKind = "paragraph") -> list[Draft]:
    return [Draft(kind=kind, pieces=(Piece(text),)) for text in texts]


def test_a_short_exclamation_alone_is_a_slogan() -> None:
    drafts = refine_structure(
        _paragraphs("Trams for all!", "We said so. Trams for all!", "Trams for all.")
    )
    assert [d.kind for d in drafts] == ["slogan", "paragraph", "paragraph"]


def test_a_large_exclamation_with_nothing_below_is_a_slogan() -> None:
    heads = _paragraphs("Our town", "Bread now!", kind="heading")
    words = _paragraphs("We bake each day.", "Printed by Quern Press, Lower Bank.")
    ending = [heads[0], words[0], heads[1], words[1]]
    kinds = [d.kind for d in refine_structure(ending)]
    assert kinds == ["heading", "paragraph", "slogan", "imprint"]
    leading = [heads[0], words[0], heads[1], words[0]]
    assert refine_structure(leading)[2].kind == "heading"


def test_a_quotation_names_its_speaker() -> None:
    drafts = refine_structure(
        _paragraphs(
            "“The quay is falling into the sea.” — Ada Marsh, harbour pilot",
            "„Der Kai fällt ins Meer, und keiner sieht hin.“ (Jo Lind)",
            "“Nobody has ever asked us about it.”",
            "— Tom Reed",
            "They say “the quay” and mean the sea.",
        )
    )
    assert [(d.kind, d.speaker) for d in drafts] == [
        ("quotation", "Ada Marsh, harbour pilot"),
        ("quotation", "Jo Lind"),
        ("quotation", "Tom Reed"),
        ("signature", None),
        ("paragraph", None),
    ]


def test_imprints_and_signatures_are_told_apart_from_prose() -> None:
    drafts = refine_structure(
        _paragraphs(
            "We will publish every contract.",
            "— Coordinating committee of the Harbour League",
            "Published by the Harbour League, 1 Quay Street, Eastmere.",
            "© 2031 Harbour League",
            "V.i.S.d.P.: Jo Lind, Hafenstraße 1",
        )
    )
    assert [d.kind for d in drafts] == [
        *("paragraph", "signature", "imprint", "imprint", "imprint")
    ]


def test_numbers_need_a_neighbour_to_be_markers() -> None:
    alone = refine_structure(_paragraphs("3. Oktober 2031 war ein Feiertag.", "Mehr."))
    assert [(d.kind, d.marker) for d in alone] == [("paragraph", None)] * 2
    listed = refine_structure(_paragraphs("1. Lower fares.", "2. Later ferries."))
    assert [(d.kind, d.marker) for d in listed] == [("item", "1."), ("item", "2.")]


def test_headings_of_a_reader_stay_headings_and_get_their_number() -> None:
    drafts = refine_structure(
        _paragraphs("2.1 Ferries", "IV. Trams", "• A bullet", "Quays!", kind="heading")
    )
    assert [(d.kind, d.marker) for d in drafts] == [
        *(("heading", "2.1"), ("heading", "IV."), ("heading", None), ("heading", None))
    ]


def test_rows_of_dots_are_contents() -> None:
    text = "Ferries ..... 3\n\nTrams ..... 7\n\nQuays ..... 12\n\nWe will act."
    drafts = refine_structure(draft_lines(text))
    assert [d.kind for d in drafts] == ["contents"] * 3 + ["paragraph"]


def test_empty_drafts_are_dropped() -> None:
    assert refine_structure(_paragraphs("  ")) == ()


def test_titles_with_rising_page_numbers_are_contents() -> None:
    names = ("Ferries", "Trams", "Quays", "Parks", "Schools", "Homes")
    entries = [f"{name} {3 * i}" for i, name in enumerate(names, 1)]
    drafts = refine_structure(_paragraphs(*entries, "We will act."))
    assert [d.kind for d in drafts] == ["contents"] * 6 + ["paragraph"]


def test_a_name_below_a_closing_is_a_signature() -> None:
    drafts = refine_structure(_paragraphs("Best wishes,", "Ada Marsh", "We will act."))
    assert [d.kind for d in drafts] == ["paragraph", "signature", "paragraph"]
