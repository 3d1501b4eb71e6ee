from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from hustings.ingest.drafts import PageSize, assemble
from hustings.ingest.readers.text import draft_lines, read_text
from hustings.ingest.structure.refining import refine_structure

PROSE = (
    "We will run a ferry to the island every hour, because those who live there pay "
    "the same rates as everybody else. The council has promised it for eleven years."
)


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(d.kind, d.text) for d in refine_structure(draft_lines(text))]


def test_hard_line_ends_are_unwrapped() -> None:
    wrapped = textwrap.fill(PROSE, 40)
    text = f"A Town for All\n\n{wrapped}\n{wrapped}\n\n{wrapped}\n"
    assert _kinds(text) == [
        ("heading", "A Town for All"),
        ("paragraph", PROSE),
        ("paragraph", PROSE),
        ("paragraph", PROSE),
    ]


def test_a_text_with_a_paragraph_a_line_stays_so() -> None:
    assert _kinds(f"{PROSE}\n{PROSE}\n\n{PROSE}") == [("paragraph", PROSE)] * 3


def test_windows_and_mac_line_ends_are_line_ends() -> None:
    expected = _kinds("Our Town\n\nWe will plant trees.\nAnd more trees.")
    assert _kinds("Our Town\r\n\r\nWe will plant trees.\r\nAnd more trees.") == expected
    assert _kinds("Our Town\r\rWe will plant trees.\rAnd more trees.") == expected


def test_headings_stand_alone_and_unpunctuated() -> None:
    text = (
        f"HOUSING\n\n{PROSE}\n\nHomes and rents\n\n{PROSE}\n\nDear friends,\n\n{PROSE}"
    )
    drafts = refine_structure(draft_lines(text))
    headings = [(d.text, d.level) for d in drafts if d.kind == "heading"]
    assert headings == [("HOUSING", 1), ("Homes and rents", 2)]


def test_list_items_keep_their_marker() -> None:
    text = (
        "We ask for:\n- clean water\n- safe quays\n\n1. Lower fares\n2. Later "
        "ferries\n\n(a) by day\n(b) by night\n\n• bread\n• roses\n\na) this\nb) that"
    )
    items = [d for d in refine_structure(draft_lines(text)) if d.kind == "item"]
    assert [d.marker for d in items] == [
        *("-", "-", "1.", "2.", "(a)", "(b)", "•", "•", "a)", "b)")
    ]
    assert items[0].text == "clean water"
    assert items[2].text == "1. Lower fares"
    assert items[6].text == "• bread"


def test_a_wrapped_item_is_one_item() -> None:
    item = textwrap.fill(PROSE, 50)
    text = "\n".join(f"- {item}" for _ in range(8))
    assert _kinds(text) == [("item", PROSE)] * 8


def test_hyphens_at_line_ends_are_joined_as_the_text_writes_the_word() -> None:
    text = (
        "The municipality is ours. A well-known municipality,\n"
        "said the report of the quay, is what this munici-\n"
        "pality has been since its founding, and it is well-\n"
        "known to all who ever came here by the last ferry.\n"
    )
    ((_, joined),) = _kinds(text)
    assert "this municipality has" in joined
    assert "is well-known to" in joined


def test_a_sentence_broken_by_an_empty_line_is_mended() -> None:
    broken = "Nobody has ever asked whether the ferry and\n\nthe tram could meet."
    text = f"{PROSE}\n\n{broken}"
    assert _kinds(text)[1][1].endswith("the ferry and the tram could meet.")


def test_chinese_lines_are_joined_without_a_space() -> None:
    line = "我们将在每个社区修建公园并且降低公共交通的票价让每个人都能负担得起"
    ((_, joined),) = _kinds("\n".join([line] * 12))
    assert joined == line * 12


def test_markdown_marks_make_it_markdown() -> None:
    extraction = read_text(b"# Our Town\n\nWe **will** plant trees.", name="plan.txt")
    assert extraction.media_type == "text/markdown"
    assert [d.text for d in extraction.drafts] == ["Our Town", "We will plant trees."]


def test_hash_lines_are_headings_without_their_mark() -> None:
    drafts = draft_lines("#Harbour\nWe will dredge it.\n##Quay\nWe will mend it.")
    assert [(d.kind, d.level, d.text) for d in drafts] == [
        ("heading", 1, "Harbour"),
        ("paragraph", None, "We will dredge it."),
        ("heading", 2, "Quay"),
        ("paragraph", None, "We will mend it."),
    ]


@given(st.text(alphabet="ab .,-•1)\n\t#*\r\x0cé字A:!", max_size=200))
def test_every_traced_character_is_the_source_s(text: str) -> None:
    drafts = refine_structure(draft_lines(text))
    assembly = assemble(drafts, (PageSize(number=1),))
    for run in assembly.offsets.runs:
        shown = assembly.text[run.start : run.start + run.length]
        assert shown == text[run.first : run.first + run.length]
    covered = "".join(b.span.of(assembly.text) for b in assembly.blocks)
    assert "".join(covered.split()) == "".join(assembly.text.split())


def test_lone_page_numbers_are_left_out_and_told() -> None:
    text = "\n\n".join(f"{PROSE}\n\n{page}" for page in range(1, 7))
    extraction = read_text(text.encode(), name="a.txt")
    assert [d.text for d in extraction.drafts] == [PROSE] * 6
    assert extraction.problems[0].kind == "page furniture removed"
    assert "6 lines" in extraction.problems[0].message
