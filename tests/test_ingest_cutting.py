from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import CutterFileError
from hustings.ingest.units.clause_features import find_candidates
from hustings.ingest.units.clause_tokens import CLASSES, ClauseWords, find_tokens
from hustings.ingest.units.cutter_files import cutter_from_json, cutter_to_json
from hustings.ingest.units.cutting import Cutter, cut_sentences
from hustings.workflow.cutters import load_cutter

LISTS = {"and": ["and"], "we": ["we"], "verb": ["mend"], "ing": ["-ing"]}


def _by_hand(
    features: dict[str, Any], *, bias: float = -2.0, threshold: float = 0.5
) -> Cutter:
    """Make a cutter whose few weights stand in the test."""
    part = {
        "bias": bias,
        "threshold": threshold,
        "lists": LISTS,
        "features": features,
        "words": {},
    }
    content = {
        "format": "hustings-cutter",
        "version": 1,
        "name": "by hand",
        "languages": {"en": part},
    }
    return cutter_from_json(json.dumps(content), name="by-hand.json")


def _cut(text: str, cutter: Cutter) -> list[str]:
    (pieces,) = cut_sentences(text, [(0, len(text))], cutter.languages["en"])
    return [text[piece.start : piece.end] for piece in pieces]


def test_tokens_have_classes_by_list_by_ending_and_by_form() -> None:
    words = ClauseWords.from_lists(LISTS)
    text = "We mend 3 piers, and hoping — l’eau helps."
    tokens = find_tokens(text, [(0, len(text))], words)
    assert [CLASSES[kind] for kind in tokens.kind] == [
        "we", "verb", "number", "word", "comma", "and", "ing", "dash", "word", "word",
        "word", "stop",
    ]  # fmt: skip
    assert tokens.forms[8] == "l’"
    assert [text[a:b] for a, b in zip(tokens.start, tokens.end, strict=True)][3] == (
        "piers"
    )


def test_no_sentence_has_no_token_and_no_candidate() -> None:
    tokens = find_tokens("", [], ClauseWords.from_lists(LISTS))
    assert not tokens.forms
    assert not len(find_candidates(tokens).token)


def test_candidates_stand_after_marks_and_before_conjunctions() -> None:
    text = "Boats, trams (old ones) and Lebens- und work: all."
    tokens = find_tokens(text, [(0, len(text))], ClauseWords.from_lists(LISTS))
    at = find_candidates(tokens).token
    assert [tokens.forms[i] for i in at] == ["trams", "and", "all"]


def test_a_number_holds_no_candidate() -> None:
    text = "It cost 1,000 crowns at 12:30."
    tokens = find_tokens(text, [(0, len(text))], ClauseWords.from_lists(LISTS))
    assert not len(find_candidates(tokens).token)


def test_probability_by_hand() -> None:
    cutter = _by_hand({"mark join": {"comma and": 3.0}})
    text = "We mend the pier, and we paint it and go."
    (pieces,) = cut_sentences(text, [(0, len(text))], cutter.languages["en"])
    assert [text[p.start : p.end] for p in pieces] == [
        "We mend the pier,",
        "and we paint it and go.",
    ]
    assert pieces[0].probability is None
    assert pieces[1].probability == pytest.approx(0.731059)  # 1 / (1 + exp(2 - 3))
    (uncut,) = pieces[1].uncut
    assert text[uncut.position :] == "and go."
    assert uncut.probability == pytest.approx(0.119203)  # 1 / (1 + exp(2))


def test_a_document_is_cut_towards_units_of_a_length() -> None:
    start = _by_hand({"mark join": {"comma and": 2.2}})  # p = .55 with the bias of -2
    part = replace(start.languages["en"], unit_words=14.0)
    sentence = (
        "We mend the old pier by the harbour, and we paint it in May."  # 13 words
    )
    bounds = [(i * 61, i * 61 + len(sentence)) for i in range(100)]
    text = " ".join([sentence] * 100)
    assert len(cut_sentences(text, bounds[:1], part)[0]) == 2
    assert all(len(pieces) == 1 for pieces in cut_sentences(text, bounds, part))
    (one, *_) = cut_sentences(text, bounds, replace(part, unit_words=7.0))
    assert one[1].probability is not None
    assert one[1].probability > 0.55


def test_a_cut_leaves_words_on_both_sides() -> None:
    cutter = _by_hand({}, bias=5.0)
    assert _cut("; and we mend;", cutter) == ["; and we mend;"]


def test_covering_every_character_but_white_space() -> None:
    cutter = _by_hand({}, bias=5.0)
    text = "We mend, and mend; we\n mend: and so on."
    assert "".join("".join(_cut(text, cutter)).split()) == "".join(text.split())


def test_the_shipped_cutter_knows_four_languages() -> None:
    cutter = load_cutter().cutter
    assert sorted(cutter.languages) == ["de", "en", "es", "fr"]
    assert cutter.for_language("en-GB") is cutter.languages["en"]
    assert cutter.for_language(None) is None
    assert len(cutter.sha256) == 64


@given(st.text(alphabet="Wea ndb.;:,•-—(\n)’“1é", max_size=80))
def test_pieces_are_ordered_trimmed_and_lose_nothing(text: str) -> None:
    bounds = [(0, len(text.rstrip()))] if text.strip() and text[0] != " " else []
    for pieces in cut_sentences(text, bounds, load_cutter().cutter.languages["en"]):
        last = 0
        for piece in pieces:
            assert last <= piece.start < piece.end <= len(text)
            assert not text[last : piece.start].strip()
            assert text[piece.end - 1 : piece.end].strip()
            last = piece.end


def test_a_file_holds_the_whole_cutter() -> None:
    cutter = load_cutter().cutter
    text = cutter_to_json(cutter)
    assert text == load_cutter().text
    assert cutter_to_json(cutter_from_json(text, name="again.json")) == text


def _altered(path: str, value: object) -> str:
    content = json.loads(cutter_to_json(_by_hand({"mark": {"comma": 1.0}})))
    place = content
    *steps, last = path.split("/")
    for step in steps:
        place = place[step]
    place[last] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "damaged"),
        ("not json", "damaged"),
        ("[" * 100_000, "damaged"),
        ("[]", "not a cutter"),
        ('{"format": "other"}', "not a cutter"),
        (_altered("version", 2), "version is 2, not 1"),
        (_altered("languages", {}), "no language"),
        (_altered("languages", []), "damaged"),
        (_altered("languages/en/threshold", 1.0), "threshold 1.0"),
        (_altered("languages/en/bias", "1"), "'1' is no weight"),
        (_altered("languages/en/bias", [1]), "is no weight"),
        (_altered("languages/en/bias", 1e9), "is no weight"),
        (_altered("languages/en/unit_words", 0.5), "a unit of 0.5 words is none"),
        (_altered("languages/en/unit_words", "16"), "'16' is no weight"),
        (_altered("languages/en/lists", {"nouns": []}), "no class of words"),
        (_altered("languages/en/lists", {"and": "and"}), "no list of words"),
        (_altered("languages/en/features/mark", {"komma": 1}), "komma"),
        (_altered("languages/en/features/mark", {"comma comma": 1}), "damaged"),
        (_altered("languages/en/features/inside", {"64": 1}), "'64' is no value"),
        (_altered("languages/en/features/inside", {"-1": 1}), "'-1' is no value"),
        ('{"format": "hustings-cutter", "version": NaN}', "NaN is no number"),
    ],
)
def test_a_hostile_file_is_refused_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(CutterFileError, match=reason) as caught:
        cutter_from_json(text, name="bad.json")
    assert str(caught.value).startswith("bad.json: ")
    assert "\n" not in str(caught.value)
