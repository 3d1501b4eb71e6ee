"""Arcs as pipelines of spaCy give them: two sets of names, and German a third."""

from __future__ import annotations

import pytest

from hustings.claims.arcs import Arc, sharpen_claims
from hustings.claims.finding import find_claims_in
from hustings.workflow.claim_lexicons import claim_lexicons

LEXICONS = claim_lexicons()


def arcs_of(text: str, words: str) -> list[Arc]:
    """Read arcs as "word>head/dependency/KIND", heads by place from 0."""
    arcs, place = [], 0
    for one in words.split():
        word, _, rest = one.rpartition(">")
        head, dependency, pos = rest.split("/")
        start = text.index(word, place)
        place = start + len(word)
        arcs.append(
            Arc(
                start=start,
                end=place,
                head=int(head),
                dependency=dependency,
                lemma=word.lower(),
                pos=pos,
            )
        )
    return arcs


def sharpened(
    text: str, words: str, language: str = "en"
) -> list[tuple[int, str, str]]:
    lexicon = LEXICONS[language]
    claims = find_claims_in(text, language=language, lexicon=lexicon, start=9)
    found = sharpen_claims(claims, text, arcs_of(text, words), start=9)
    for one in found:
        assert text[one.span.start - 9 : one.span.end - 9] == one.target
        assert text[one.head_span.start - 9 : one.head_span.end - 9] == one.head
        assert one.head in one.target
    return [(one.stance, one.target, one.head) for one in found]


OPPOSE = "We oppose the toll on the old bridge, which nobody wanted."
CLEAR = (
    "We>1/nsubj/PRON oppose>1/ROOT/VERB the>3/det/DET toll>1/dobj/NOUN on>3/prep/ADP "
    "the>7/det/DET old>7/amod/ADJ bridge>4/pobj/NOUN ,>7/punct/PUNCT "
    "which>11/dobj/PRON nobody>11/nsubj/PRON wanted>7/relcl/VERB .>1/punct/PUNCT"
)
UNIVERSAL = (
    "We>1/nsubj/PRON oppose>1/root/VERB the>3/det/DET toll>1/obj/NOUN on>7/case/ADP "
    "the>7/det/DET old>7/amod/ADJ bridge>3/nmod/NOUN ,>11/punct/PUNCT "
    "which>11/obj/PRON nobody>11/nsubj/PRON wanted>3/acl:relcl/VERB .>1/punct/PUNCT"
)


def test_both_ways_to_name_dependencies_give_the_same() -> None:
    """A clause about the bridge in one, about the toll in the other: cut in both."""
    assert sharpened(OPPOSE, UNIVERSAL) == [(-1, "the toll on the old bridge", "toll")]
    (found,) = sharpened(OPPOSE, CLEAR)
    assert found[0] == -1
    assert found[1].startswith("the toll on the old bridge")
    assert found[2] == "toll"


@pytest.mark.parametrize("second", ["1/dobj/NOUN", "3/conj/NOUN"])
def test_targets_that_are_joined_stay_apart(second: str) -> None:
    text = "We support a night bus and a ferry."
    words = (
        "We>1/nsubj/PRON support>1/ROOT/VERB a>4/det/DET night>4/compound/NOUN "
        f"bus>1/dobj/NOUN and>4/cc/CCONJ a>7/det/DET ferry>{second.replace('3', '4')} "
        ".>1/punct/PUNCT"
    )
    assert sharpened(text, words) == [
        (1, "a night bus", "bus"),
        (1, "a ferry", "ferry"),
    ]


def test_german_names_of_dependencies() -> None:
    text = "Wir lehnen die Maut auf der Brücke und den Zoll ab."
    words = (
        "Wir>1/sb/PRON lehnen>1/ROOT/VERB die>3/nk/DET Maut>1/oa/NOUN auf>3/mnr/ADP "
        "der>6/nk/DET Brücke>4/nk/NOUN und>3/cd/CCONJ den>9/nk/DET Zoll>7/cj/NOUN "
        "ab>1/svp/ADP .>1/punct/PUNCT"
    )
    assert sharpened(text, words, "de") == [
        (-1, "die Maut auf der Brücke", "Maut"),
        (-1, "den Zoll", "Zoll"),
    ]


def test_a_hyphen_does_not_end_a_target() -> None:
    text = "We support low-rent flats."
    words = (
        "We>1/nsubj/PRON support>1/ROOT/VERB low>4/amod/ADJ ->4/punct/PUNCT "
        "rent>5/compound/NOUN flats>1/dobj/NOUN .>1/punct/PUNCT"
    )
    assert sharpened(text, words) == [(1, "low-rent flats", "flats")]


def test_words_of_no_kind_are_told_by_what_they_depend_on() -> None:
    """A pipeline with a parser alone names no kinds."""
    bare = " ".join(one.rpartition("/")[0] + "/" for one in UNIVERSAL.split())
    assert sharpened(OPPOSE, bare) == [(-1, "the toll on the old bridge", "toll")]


def test_a_wrong_parse_leaves_other_targets_alone() -> None:
    """The ferry hangs on the bus, as no conjunct: the bus would swallow it."""
    text = "We support a bus and a ferry."
    words = (
        "We>1/nsubj/PRON support>1/ROOT/VERB a>3/det/DET bus>1/dobj/NOUN "
        "and>6/mark/CCONJ a>6/det/DET ferry>3/nmod/NOUN .>1/punct/PUNCT"
    )
    assert sharpened(text, words) == [(1, "a bus", "bus"), (1, "a ferry", "ferry")]
