from __future__ import annotations

import random
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.ingest.anchors.alignment import (
    align,
    share_of_wordings,
    squeeze,
    tokenise,
)
from hustings.ingest.anchors.anchoring import (
    LEAST_SHARED,
    AnchorFinder,
    carry_inside,
    find_words,
    measure_shared,
    reanchor,
)
from hustings.model.citation import Anchor, Place, anchor_of
from hustings.model.document import Span

SENTENCES = (
    "The ferry shall sail every hour until midnight.",
    "Rents in the old harbour must fall by a tenth.",
    "A levy on yachts pays for the new quay wall.",
    "Every school gets a garden and a cook of its own.",
    "We will bring the toll bridge into public hands.",
    "Lamps along the mole shall burn from dusk to dawn.",
    "The council meets in the open, once in every ward.",
    "Herons and reeds are part of the town, as people are.",
)
OLD = " ".join(SENTENCES)


def spans_of(text: str, parts: tuple[str, ...] = SENTENCES) -> list[Span]:
    """Return where each part stands, one after the other."""
    spans, at = [], 0
    for part in parts:
        start = text.index(part, at)
        at = start + len(part)
        spans.append(Span(start, at))
    return spans


def fate_of(old: str, new: str, words: str) -> tuple[str, str]:
    start = old.index(words)
    (place,) = reanchor(old, new, [Span(start, start + len(words))])
    return place.fate, place.span.of(new) if place.span else ""


def test_an_unchanged_text_keeps_every_span() -> None:
    spans = spans_of(OLD)
    assert [place.span for place in reanchor(OLD, OLD, spans)] == spans
    assert {place.fate for place in reanchor(OLD, OLD, spans)} == {"exact"}


def test_words_behind_a_new_foreword_are_exact() -> None:
    assert fate_of(OLD, f"A foreword by the chair. {OLD}", SENTENCES[3]) == (
        "exact",
        SENTENCES[3],
    )


def test_edited_words_have_moved() -> None:
    new = OLD.replace("by a tenth", "by one fifth")
    assert fate_of(OLD, new, SENTENCES[1]) == (
        "moved",
        "Rents in the old harbour must fall by one fifth.",
    )


def test_a_passage_put_elsewhere_has_moved() -> None:
    moved = SENTENCES[1]
    others = [one for one in SENTENCES if one != moved]
    assert fate_of(OLD, " ".join([*others, moved]), moved) == ("moved", moved)


def test_words_taken_away_are_lost() -> None:
    new = OLD.replace(SENTENCES[4] + " ", "")
    assert fate_of(OLD, new, SENTENCES[4])[0] == "lost"


def test_words_that_were_all_rewritten_are_lost() -> None:
    new = OLD.replace(SENTENCES[4], "Nobody knows what tomorrow may still hold here.")
    assert fate_of(OLD, new, SENTENCES[4])[0] == "lost"


def test_a_slogan_that_stands_twice_goes_by_its_context() -> None:
    slogan = "A fair deal for all."
    old = " ".join([*SENTENCES[:2], slogan, *SENTENCES[2:6], slogan, *SENTENCES[6:]])
    new = old.replace("A levy", "A small levy").replace("until midnight", "all night")
    first = old.index(slogan)
    second = old.index(slogan, first + 1)
    spans = [Span(at, at + len(slogan)) for at in (second, first)]
    places = reanchor(old, new, spans)
    assert [place.fate for place in places] == ["exact", "exact"]
    last, earlier = (place.span for place in places)
    assert earlier == Span(new.index(slogan), new.index(slogan) + len(slogan))
    assert last is not None
    assert last.start == new.index(slogan, earlier.end)


def test_of_two_slogans_the_one_taken_away_is_not_put_at_the_other() -> None:
    slogan = "A fair deal for all."
    old = " ".join([*SENTENCES[:2], slogan, *SENTENCES[2:6], slogan, *SENTENCES[6:]])
    new = " ".join([*SENTENCES[:6], slogan, *SENTENCES[6:]])
    first = old.index(slogan)
    gone, kept = reanchor(
        old,
        new,
        [
            Span(first, first + len(slogan)),
            Span(old.rindex(slogan), old.rindex(slogan) + len(slogan)),
        ],
    )
    assert gone.fate in {"lost", "ambiguous"}
    assert kept.span == Span(new.index(slogan), new.index(slogan) + len(slogan))


def test_a_sentence_that_now_stands_in_two_new_places_is_ambiguous() -> None:
    moved = SENTENCES[1]
    others = [one for one in SENTENCES if one != moved]
    new = " ".join([moved, "Herons first.", moved, *others[2:], *others[:2]])
    (place,) = reanchor(OLD, new, spans_of(OLD, (moved,)))
    assert place.fate == "ambiguous"
    assert place.span is None
    assert [span.of(new) for span in place.candidates] == [moved, moved]


def test_a_span_without_words_is_lost() -> None:
    assert reanchor("One – two.", "One – two.", [Span(4, 5)]) == (Place(fate="lost"),)
    assert reanchor(OLD, "", [Span(0, 9)])[0].fate == "lost"
    assert reanchor(OLD, OLD, []) == ()


HARD = {
    "line ends": ("Rents fall.\nQuays rise.\nBoats run.", "\n", "\r\n"),
    "byte order mark": ("Rents fall. Quays rise. Boats run.", "Rents", "\ufeffRents"),
    "soft hyphens": ("Cooperation pays. Quays rise.", "opera", "op\u00adera\u00ad"),
    "ligatures": ("The first office. Five flags fly.", "fi", "ﬁ"),
    "quotation marks": ("He says “boats sail” daily. Yes.", "“", "«"),
    "dashes": ("Homes - not yachts - now. Yes we can.", "-", "—"),
    "hyphen at a line end": ("The harbour wall stands. Yes.", "harbour", "har-\nbour"),
    "emoji": ("Boats 🚢 sail 👩🏽‍🔧 daily. Yes 🎉 they do.", " sail", "\u00a0sail"),
    "right to left": ("نريد شوارع هادئة. لا ضوضاء بعد الثامنة.", " لا", "\n\u200fلا"),
    "no spaces": ("我们要建学校。税收必须下降。", "。", "。\n"),
}


@pytest.mark.parametrize(("text", "here", "there"), HARD.values(), ids=HARD)
def test_words_set_otherwise_are_exact(text: str, here: str, there: str) -> None:
    new = text.replace(here, there)
    assert new != text
    spans = [Span(0, len(text)), Span(*_half(text))]
    for span, place in zip(spans, reanchor(text, new, spans), strict=True):
        assert place.fate == "exact"
        assert place.span is not None
        assert squeeze(place.span.of(new)) == squeeze(span.of(text))


def _half(text: str) -> tuple[int, int]:
    """Return the second sentence of a text."""
    cut = min(
        at for at in (text.find(". "), text.find("。"), text.find(".\n")) if at > 0
    )
    start = cut + 1 + text[cut + 1 :].startswith((" ", "\n"))
    return start, len(text)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_composed_and_taken_apart_letters_are_the_same(form: str) -> None:
    text = "Größere Schulhöfe für alle. Où naît l'été à São João?"
    new = unicodedata.normalize(form, text)  # type: ignore[arg-type]  # a form
    start = text.index("Où")
    (place,) = reanchor(text, new, [Span(start, len(text))])
    assert place.fate == "exact"
    assert place.span is not None
    assert unicodedata.normalize("NFC", place.span.of(new)) == text[start:]


def test_dashes_at_the_edges_stay_with_their_words() -> None:
    old = "We act – now and here – for all of us."
    start, end = old.index("– now"), old.index(" for")
    (place,) = reanchor(old, f"Then: {old}", [Span(start, end)])
    assert place.span is not None
    assert place.span.of(f"Then: {old}") == "– now and here –"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0.02, 0.1, 0.3]))
def test_no_span_is_put_where_its_words_are_not(seed: int, rate: float) -> None:
    chance = random.Random(seed)  # noqa: S311  # a seeded draw
    words = OLD.split()
    kept = [word for word in words if chance.random() >= rate]
    for at in sorted(chance.sample(range(len(kept) + 1), 3), reverse=True):
        kept.insert(at, chance.choice(words))
    new = " ".join(kept)
    spans = spans_of(OLD)
    for span, place in zip(spans, reanchor(OLD, new, spans), strict=True):
        if place.span is None:
            assert place.fate in {"lost", "ambiguous"}
            continue
        old, found = set(span.of(OLD).split()), place.span.of(new).split()
        assert sum(word in old for word in found) >= len(found) / 2
        assert (place.fate == "exact") == (
            squeeze(" ".join(found)) == squeeze(span.of(OLD))
        )


def test_a_long_text_takes_seconds() -> None:
    chance = random.Random(4)  # noqa: S311  # a seeded draw
    pool = [f"word{i}" for i in range(4_000)]
    units = [" ".join(chance.choices(pool, k=12)) + "." for _ in range(5_000)]
    old = " ".join(units)
    new = " ".join(unit for unit in units if chance.random() > 0.05)
    began = time.perf_counter()
    places = reanchor(old, new, spans_of(old, tuple(units)))
    assert time.perf_counter() - began < 30
    assert sum(place.fate == "exact" for place in places) == new.count(".")


def test_another_document_shares_little() -> None:
    edited = OLD.replace("shall", "will").replace("the", "a")
    other = "Taxes fall, forms vanish, and clerks answer within a single working day."
    assert measure_shared(OLD, edited) > LEAST_SHARED
    assert measure_shared(OLD, other) < LEAST_SHARED
    assert measure_shared(OLD, SENTENCES[2]) == 1
    assert share_of_wordings(tokenise("Yes."), tokenise("yes .")) == 1
    assert share_of_wordings(tokenise("Yes."), tokenise("No.")) == 0


def test_partners_go_forward() -> None:
    partners = align(tokenise("a b c d e"), tokenise("x a b y d e")).partners
    assert partners.tolist() == [1, 2, -1, 4, 5]


# By the cited words alone


def test_a_citation_is_found_by_itself() -> None:
    anchor = anchor_of(OLD, spans_of(OLD)[3])
    finder = AnchorFinder(f"Foreword. {OLD}")
    assert finder.find(anchor).fate == "exact"
    edited = AnchorFinder(OLD.replace("a garden and", "a big garden and"))
    assert edited.find(anchor).fate == "moved"
    assert AnchorFinder("Nothing of the kind stands here.").find(anchor).fate == "lost"
    assert finder.find(Anchor(span=Span(0, 1), words="–")).fate == "lost"


def test_a_citation_of_repeated_words_goes_by_its_context() -> None:
    slogan = "Boats for everyone, now."
    text = " ".join([*SENTENCES[:3], slogan, *SENTENCES[3:], slogan])
    start = text.index(slogan)
    anchor = anchor_of(text, Span(start, start + len(slogan)))
    assert AnchorFinder(text).find(anchor).span == anchor.span
    bare = Anchor(span=anchor.span, words=slogan)
    assert AnchorFinder(text).find(bare).fate == "ambiguous"


def test_words_are_found_however_they_are_set() -> None:
    text = "Lower\u00a0rents! We say: ‘lower\r\nrents’. Lower taxes."
    assert [one.of(text) for one in find_words("lower rents", text)] == [
        "Lower\u00a0rents",
        "lower\r\nrents",
    ]
    assert find_words("–", text) == ()
    assert find_words("higher rents", text) == ()


def test_evidence_is_carried_if_unchanged() -> None:
    old, new = "We cut taxes and forms.", "We cut many taxes and fees."
    taxes, both = Span(7, 12), Span(7, 22)
    assert carry_inside(old, new, [taxes, both, Span(6, 7)]) == (
        Span(12, 17),
        None,
        None,
    )
