from __future__ import annotations

import pickle

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.dictionaries import dictionaries_from_codebook
from hustings.coding.dictionary import Choice, DictionaryCoder, dictionary_coder
from hustings.coding.kernels import code_batch
from hustings.coding.tables import CODINGS, coding_from_row
from hustings.errors import NoDictionaryError
from hustings.model.coding import Coding
from hustings.model.document import Span

BOOK = """\
name: harbour
title: The harbour question
version: 1
variables:
  - name: topic
    title: Topic
    level: nominal
    uncoded: "000"
    codes:
      - {code: "000", title: none}
      - {code: "1", title: dredging}
      - {code: "2", title: leaving it}
  - name: direction
    title: Direction
    level: ordinal
    condition: {variable: topic, code: "1"}
    codes: [{code: -2, title: a}, {code: -1, title: b}, {code: 0, title: c},
      {code: 1, title: d}, {code: 2, title: e}]
dictionary:
  en:
    topic:
      "1": [dredge, mud, union of captains, deep + channel, port*]
      "2": [heron, reed bed, union, =sands, channel]
    direction:
      -2: [fill in]
      -1: [slowly]
      1: [deep]
      2: [at once]
"""


def coder_of(text: str) -> DictionaryCoder:
    codebook = codebook_from_text(text, name="b")
    dictionaries = dictionaries_from_codebook(text, name="b", codebook=codebook)
    return dictionary_coder(codebook, dictionaries)


CODER = coder_of(BOOK)


def topic_of(text: str) -> str:
    return CODER.code_text(text, "en")["topic"].value


def batch(*rows: tuple[str, str | None, int, str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [
            {
                "document": "d1",
                "unit": f"u{i}",
                "kind": kind,
                "start": start,
                "language": language,
                "text": text,
            }
            for i, (kind, language, start, text) in enumerate(rows)
        ]
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We dredged for years.", "1"),
        ("HERONS first!", "2"),
        ("The reed-beds stay.", "2"),
        ("A bed of reeds.", "000"),
        ("The sands move.", "2"),
        ("A sand move.", "000"),
        ("Portside views.", "1"),
        ("Nothing to see.", "000"),
        ("", "000"),
    ],
)
def test_terms_are_met_in_all_their_forms(text: str, code: str) -> None:
    assert topic_of(text) == code


def test_longer_term_hides_the_shorter_inside_it() -> None:
    assert topic_of("The union decides.") == "2"
    assert topic_of("The Union of Captains decides.") == "1"


def test_parts_may_stand_apart_and_outweigh_one_word() -> None:
    assert topic_of("The channel is narrow.") == "2"
    assert topic_of("The channel must be deep.") == "1"


def test_highest_sum_wins_and_the_first_of_equal_ones() -> None:
    assert topic_of("Mud, mud and herons.") == "1"
    assert topic_of("Herons, mud.") == "2"
    assert topic_of("Mud, herons.") == "1"


def test_ordinal_variable_gets_the_code_nearest_to_the_mean() -> None:
    # (1 * 1 + 2 * 2) / 3 = 1.67; "at once" has two words and so two points
    choice = CODER.code_text("Dredge deep, at once.", "en")["direction"]
    assert choice == Choice(value="2", words=(1, 2, 3))
    # (-1 + 1) / 2 = 0, a code that no term names
    assert CODER.code_text("Dredge deep, slowly.", "en")["direction"].value == "0"


def test_ordinal_tie_goes_toward_zero() -> None:
    text = BOOK.replace("-1: [slowly]", "0: [slowly]")
    choice = coder_of(text).code_text("Dredge deep, slowly.", "en")["direction"]
    assert choice.value == "0"


def test_condition_and_missing_uncoded_leave_the_variable_out() -> None:
    assert set(CODER.code_text("Herons at once.", "en")) == {"topic"}
    assert set(CODER.code_text("Dredge.", "en")) == {"topic"}


def test_evidence_is_the_winning_words_in_the_document() -> None:
    document = "Title. Much mud, old reed beds, more mud in ports."
    start = document.index("Much")
    units = batch(("paragraph", "en", start, document[start:]))
    coding = coding_from_row(CODER.code_units(units).to_pylist()[0])
    assert coding == Coding(
        unit_id="u0",
        coder_id="dictionary:harbour",
        variable="topic",
        value="1",
        evidence=coding.evidence,
    )
    assert [span.of(document) for span in coding.evidence] == ["mud", "mud", "ports"]


def test_neighbouring_words_are_one_span() -> None:
    units = batch(("item", "en", 10, "Reed-beds!"))
    row = CODER.code_units(units).to_pylist()[0]
    assert coding_from_row(row).evidence == (Span(10, 19),)


def test_headings_and_foreign_units_get_no_coding() -> None:
    units = batch(
        ("heading", "en", 0, "Mud"),
        ("paragraph", "pt", 4, "Lama"),
        ("paragraph", None, 9, "Mud"),
        ("paragraph", "en", 13, "Nothing"),
        ("heading", "pt", 20, "Lama"),
    )
    codings = code_batch(units, coder=CODER)
    assert codings.schema == CODINGS
    assert codings.column("unit").to_pylist() == ["u3"]
    assert codings.column("value").to_pylist() == ["000"]
    assert codings.column("evidence").to_pylist() == [[]]
    problems = CODER.find_problems(units)
    assert [problem.kind for problem in problems] == ["no dictionary"] * 2
    assert "1 units of document d1 are in language 'pt'" in problems[0].message
    assert "an unknown language" in problems[1].message


def test_empty_batch_gives_an_empty_table() -> None:
    units = batch(("item", "en", 0, "Mud"))
    assert CODER.code_units(units.slice(0, 0)).num_rows == 0
    assert CODER.find_problems(units) == ()


def test_coder_travels_to_other_processes() -> None:
    units = batch(("item", "en", 0, "Mud and herons and union of captains"))
    again = pickle.loads(pickle.dumps(CODER))  # noqa: S301  # our own bytes
    assert again.code_units(units).equals(CODER.code_units(units))
    assert again.languages == ("en",)


def test_terms_with_the_same_lemma_count_once() -> None:
    text = BOOK.replace("dredge, mud", "dredge, dredges, dredged, mud")
    assert coder_of(text).code_text("Dredge reed beds.", "en")["topic"].value == "2"


def test_codebook_without_terms_cannot_code() -> None:
    with pytest.raises(NoDictionaryError, match="'harbour' has no dictionary"):
        dictionary_coder(CODER.codebook, {})


WORDS = ["mud", "heron", "union", "of", "captains", "deep", "channel", "x", "éé", "😀"]


@given(st.lists(st.sampled_from(WORDS)), st.integers(0, 99))
def test_evidence_lies_inside_its_unit(words: list[str], start: int) -> None:
    text = " ".join(words)
    for row in CODER.code_units(batch(("item", "en", start, text))).to_pylist():
        for span in coding_from_row(row).evidence:
            assert start <= span.start < span.end <= start + len(text)
            shown = text[span.start - start : span.end - start]
            assert shown == shown.strip()
            assert (row["value"] == "000") == (not row["evidence"])


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Dredge deep.", "1"),
        ("Dredge, but never deep.", "-1"),
        ("Dredge, but not at once.", "-2"),
        ("Dredge, not only deep.", "1"),
    ],
)
def test_a_denied_term_of_a_direction_counts_for_the_other_side(
    text: str, direction: str
) -> None:
    assert CODER.code_text(text, "en")["direction"].value == direction


def test_a_denied_topic_is_still_the_topic() -> None:
    assert topic_of("We do not dredge.") == "1"


def test_a_denied_term_without_another_side_counts_for_nothing() -> None:
    lopsided = BOOK.replace("{code: -1, title: b}, ", "").replace(
        "      -1: [slowly]\n", ""
    )
    coder = coder_of(lopsided)
    assert "direction" not in coder.code_text("Dredge, never deep.", "en")
    assert coder.code_text("Dredge deep.", "en")["direction"].value == "1"


def test_weights_decide_between_codes() -> None:
    heavy = coder_of(BOOK.replace("[dredge, mud,", "[dredge, mud^0.4,"))
    assert heavy.code_text("Mud and mud for herons.", "en")["topic"].value == "2"
    assert topic_of("Mud and mud for herons.") == "1"
