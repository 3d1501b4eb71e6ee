from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import UnknownUnitKindError
from hustings.ingest.reading import Described, read_document
from hustings.ingest.units.sentences import find_sentences
from hustings.ingest.units.splitting import split_text, split_units
from hustings.model.document import Block, Document, Span, UnitKind
from hustings.workflow.cutters import load_cutter

CUTTER = load_cutter().cutter

TEXT = """HARBOUR

Our aims are these. We will dredge the whole of it; we will also mend the old quay.

- clean water. It is time.
- safe streets

1. Lower fares for all
2. Later ferries
"""


def _units(text: str, into: UnitKind = "quasi-sentence") -> list[str]:
    document = read_document(
        text.encode(), name="a.txt", described=Described(language="en")
    ).document
    units = split_units(document, into=into, cutter=CUTTER).units
    return [unit.span.of(document.text) for unit in units]


def test_quasi_sentences() -> None:
    assert _units(TEXT) == [
        "HARBOUR",
        "Our aims are these.",
        "We will dredge the whole of it;",
        "we will also mend the old quay.",
        "clean water.",
        "It is time.",
        "safe streets",
        "Lower fares for all",
        "Later ferries",
    ]


def test_paragraphs() -> None:
    assert _units(TEXT, "paragraph")[1].startswith("Our aims are these. We will")


def test_paragraphs_of_an_item_are_units_of_their_own() -> None:
    page = (
        "<ul><li><p>More lamps on the quay</p><p>The town pays for them out of the "
        "harbour dues.</p></li><li>Later ferries</li></ul>"
    )
    document = read_document(
        f"<html><body>{page}</body></html>".encode(),
        name="a.html",
        described=Described(language="en"),
    ).document
    assert [unit.span.of(document.text) for unit in split_units(document).units] == [
        "More lamps on the quay",
        "The town pays for them out of the harbour dues.",
        "Later ferries",
    ]


def test_unit_ids_blocks_and_pages() -> None:
    document = read_document(
        TEXT.encode(), name="a.txt", described=Described()
    ).document
    for unit in split_units(document).units:
        assert unit.unit_id == (
            f"{document.document_id}/{unit.span.start}-{unit.span.end}"
        )
        block = next(b for b in document.blocks if b.block_id == unit.block_id)
        assert block.span.start <= unit.span.start < unit.span.end <= block.span.end
        assert unit.page == 1


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Under Art. 5 para. 2 it is free. So is No. 7 of it.", 2),
        ("en", "The N.H.S. is ours. It stays. Dr. Reed said so.", 3),
        ("en", "10. End the wait. 11. Begin.", 2),
        ("en", "He said “Stop.” Then he went.", 2),
        ("en", "• bread • roses • water", 3),
        ("en", "It rose by 1.4 per cent. That is a lot (see above). Enough?", 3),
        ("de", "Das gilt gem. Art. 23 z. B. auch am 3. Oktober. Wir handeln.", 2),
        ("de", "Im 21. Jahrhundert zählt das. Bis 2031. Dann nicht mehr.", 3),
        ("fr", "L’art. 5 le dit. Nous agirons.", 2),
        ("ja", "港を直します。税金を下げます。", 2),
        ("hi", "हम नाव चलाएँगे। किराया घटेगा।", 2),
        (None, "One sentence. And another.", 2),
        ("de", "Das schafft Arbeit. 300 Stellen bleiben. 2. Ein starker Staat.", 3),
        ("de", "Das kostet 2 Mrd. Euro im Jahr. Es lohnt sich.", 2),
        ("de", "Sie reden von »Fairness«. Wir handeln.", 2),
        ("en", "It may rise by 2 degrees C. The coast will flood.", 2),
        ("en", "So wrote J. Reed. He was right.", 2),
    ],
)
def test_sentences(language: str | None, text: str, count: int) -> None:
    found = [text[start:end] for start, end in find_sentences(text, language)]
    assert len(found) == count, found


@pytest.mark.parametrize(
    ("language", "text", "second"),
    [
        ("en", "We will cut the fares by half, and we will run all night.", "and we"),
        ("en", "We will dredge the whole harbour; nobody else has tried it.", "nobody"),
        ("de", "Wir senken alle Preise um die Hälfte und wir wollen mehr Züge.", "und"),
        ("fr", "Nous baisserons tous les tarifs et nous construirons un pont.", "et"),
        (
            "es",
            "Bajaremos todas las tarifas del puerto y construiremos un puente.",
            "y",
        ),
    ],
)
def test_two_arguments_are_two_quasi_sentences(
    language: str, text: str, second: str
) -> None:
    _, found = [span.of(text) for span in split_text(text, language, cutter=CUTTER)]
    assert found.startswith(second)
    assert len(split_text(text, language)) == 1  # without a cutter they stay whole
    assert len(split_text(text, language, "sentence")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "We will build houses and schools for every family in the town.",
        "The quay (which is old; it was built in 1831) will be mended by us.",
        "Trams, and we mean it.",
    ],
)
def test_one_argument_is_not_cut(text: str) -> None:
    assert len(split_text(text, "en", cutter=CUTTER)) == 1


def test_raw_text_is_indexed_as_given() -> None:
    text = "\ufeffOur aims:\r\n\r\n• water\r\n• bread.  Roses.\r\n"
    spans = split_text(text, "en")
    assert [span.of(text) for span in spans][1:] == ["water", "bread.", "Roses."]


@given(st.text(alphabet="aB .;:,•-\n\r\té。!(“”)1", max_size=120))
def test_spans_are_ordered_trimmed_and_apart(text: str) -> None:
    last = 0
    for span in split_text(text, "en"):
        assert last <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        last = span.end


def test_contents_and_pullquotes_have_no_units() -> None:
    document = Document(
        document_id="d1",
        sha256="",
        media_type="text/plain",
        text="Ferries ... 3",
        blocks=(Block(block_id="b1", kind="contents", span=Span(0, 13)),),
    )
    result = split_units(document)
    assert result.units == ()
    assert result.problems[0].kind == "no units"


def test_an_unknown_sort_is_an_error() -> None:
    with pytest.raises(UnknownUnitKindError, match="quasi-sentence, sentence"):
        split_text("a", "en", "word")  # type: ignore[arg-type]


def test_a_language_without_a_cutter_is_told_of() -> None:
    document = read_document(
        b"Wij bouwen boten; wij varen uit.",
        name="a.txt",
        described=Described(language="nl"),
    ).document
    result = split_units(document, cutter=CUTTER)
    assert len(result.units) == 1
    assert [problem.kind for problem in result.problems] == ["no cutter"]
    assert split_units(document, into="sentence").problems == ()


def test_wrapped_lines_are_cut_where_they_stand() -> None:
    text = "We will cut the fares by half on every line,\nand we will run all night.\n"
    spans = split_text(text, "en", cutter=CUTTER)
    assert [span.of(text) for span in spans] == [
        "We will cut the fares by half on every line,",
        "and we will run all night.",
    ]


def test_a_long_text_is_cut_where_its_sentences_end() -> None:
    sentence = "The council mends every bridge in the county before the winter. "
    text = (sentence * 700).strip()
    found = {span.of(text) for span in split_text(text, "en", "sentence")}
    assert found == {sentence.strip()}


def test_a_long_text_without_full_stops_is_cut_between_words() -> None:
    text = ("bridge " * 6000).strip()
    found = [span.of(text) for span in split_text(text, "en", "sentence")]
    assert {word for one in found for word in one.split()} == {"bridge"}


@pytest.mark.parametrize(
    ("language", "text", "n"),
    [
        ("en", "We want: • bread • roses.", 2),
        ("de", "Wer uns wählt, … • … bekommt Brot. • … bekommt Rosen.", 2),
        ("de", "So ist es. 2. Ein Staat, der hilft. 3. Eine Bank.", 3),
        ("en", "It says so in para. 2. The rest is free.", 2),
    ],
)
def test_sentences_at_bullets_and_numbers(language: str, text: str, n: int) -> None:
    assert len(split_text(text, language, "sentence")) == n


def test_page_numbers_and_titles_are_not_cut() -> None:
    page = "The wall is high and the gate is shut.\n" * 14
    broken = "".join(
        f"{page}We will mend the {town} wall at the old\n{n}\n\n\n{town} harbour.\n"
        for n, town in enumerate(["ash", "bay", "cove", "dell", "elm", "fen"], start=3)
    )
    found = [span.of(broken) for span in split_text(broken, "en", cutter=CUTTER)]
    assert not [one for one in found if one.strip().isdigit()]
    assert sum(one.startswith("We will") for one in found) == 6
    assert not [one for one in found if one.endswith("old")]
    title = "Standing up For Vellmouth and For the coast\n\nIt is a town."
    assert len(split_text(title, "en", cutter=CUTTER)) == 2
