from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hustings.ingest.drafts import Draft, Piece
from hustings.ingest.readers.html import draft_html
from hustings.ingest.readers.text import draft_lines
from hustings.ingest.structure.names import reads_as_name
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


def kinds_of(html: str) -> list[tuple[str, str]]:
    return [(d.kind, d.text) for d in refine_structure(draft_html(html).drafts)]


def test_a_bold_line_with_a_colon_heads_the_text_below_it() -> None:
    html = "<p>We act now.</p><p><b>Local Roads:</b></p><ul><li>lamps</li></ul>"
    assert ("heading", "Local Roads:") in kinds_of(html)
    bare = "<p>We act now.</p><p><b>Local Roads:</b></p>"
    assert ("paragraph", "Local Roads:") in kinds_of(bare)
    lead = "<p>We act now.</p><p><b>The council will:</b></p><ul><li>lamps</li></ul>"
    assert ("paragraph", "The council will:") in kinds_of(lead)
    run_in = "<p><b>Note:</b> the ferry runs.</p><p>We act.</p>"
    assert kinds_of(run_in)[0] == ("paragraph", "Note: the ferry runs.")


def test_figures_behind_a_sign_are_no_items() -> None:
    found = refine_structure(
        [
            Draft(kind="item", pieces=(Piece("– 3"),), marker="–"),
            Draft(kind="item", pieces=(Piece("+ 4,5 %"),), marker="+"),
            Draft(kind="item", pieces=(Piece("– 3 ferries"),), marker="–"),
            Draft(kind="item", pieces=(Piece("12 %"),), marker="•"),
        ]
    )
    assert [(d.kind, d.marker) for d in found] == [
        ("paragraph", None),
        ("paragraph", None),
        ("item", "–"),
        ("item", "•"),
    ]


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("The Guild of Ferrymen", True),
        ("Brotherhood of the Lock", True),
        ("Harbour Chamber of Trade", True),
        ("Eastmere Federation", True),
        ("Zunft der Fährleute", True),
        ("Chambre des métiers", True),
        ("Hermandad del Puerto", True),
        ("Izba Portowa", True),
        ("Full circle", False),
        ("Trust the people", False),
    ],
)
def test_names_of_organisations_are_told_by_a_word(line: str, *, is_name: bool) -> None:
    assert reads_as_name(line) is is_name
