"""Claims of two readers: same voice, same head, stance preferred."""

from __future__ import annotations

import pytest

from hustings.claims.matching import ClaimPair, ReadClaim, pair_claims


def read(target: str, head: str, stance: int = 1, actor: str = "own") -> ReadClaim:
    return ReadClaim(
        actor=actor, stance=stance, target=target, head=head, modality="demand"
    )


@pytest.mark.parametrize(
    ("found", "coded", "language"),
    [
        ("buses", "bus", "en"),
        ("Bus", "bus", "en"),
        ("night-buses", "buses", "en"),
        ("Mieten", "Miete", "de"),
        ("l’école", "école", "fr"),
        ("women's", "woman", "en"),
    ],
)
def test_heads_agree_by_word_or_lemma(found: str, coded: str, language: str) -> None:
    pairs = pair_claims([read(found, found)], [read(coded, coded)], language=language)
    assert pairs == (ClaimPair(found=0, coded=0, same_stance=True),)


def test_other_heads_do_not_agree() -> None:
    found, coded = read("the toll", "toll"), read("the toll on bridges", "bridges")
    assert pair_claims([found], [coded], language="en") == ()


def test_a_head_anywhere_in_the_target_is_asked_for() -> None:
    found, coded = read("the tolls", "tolls"), read("the toll on bridges", "bridges")
    assert pair_claims([found], [coded], language="en", anywhere=True)


def test_heads_without_letters_agree_with_none() -> None:
    dash, toll = read("- the toll", "-"), read("- the toll", "toll")
    assert pair_claims([dash], [toll], language="en", anywhere=True) == ()
    assert pair_claims([dash], [dash], language="en") == ()


def test_voices_must_agree_but_not_names() -> None:
    own = read("the toll", "toll")
    board = read("the toll", "toll", actor="the harbour board")
    board_too = read("the toll", "toll", actor="the board")
    assert pair_claims([own], [board], language="en") == ()
    assert len(pair_claims([board_too], [board], language="en")) == 1


def test_the_same_stance_is_paired_first() -> None:
    found = [read("the toll", "toll", stance=-1), read("the toll", "toll", stance=1)]
    coded = [read("the toll", "toll", stance=1), read("the toll", "toll", stance=1)]
    pairs = pair_claims(found, coded, language="en")
    assert pairs == (
        ClaimPair(found=0, coded=1, same_stance=False),
        ClaimPair(found=1, coded=0, same_stance=True),
    )


def test_each_claim_is_paired_once() -> None:
    found = [read("the toll", "toll")] * 3
    assert len(pair_claims(found, found[:1], language="en")) == 1
