from __future__ import annotations

import time

import pytest

from hustings.claims.finding import find_claims_in
from hustings.claims.lexicons import read_lexicon
from hustings.errors.claims import NoClaimLexiconError
from hustings.model.claim import Claim, Modality
from hustings.outside.packaged import lexicon_texts

ENGLISH = read_lexicon(lexicon_texts("claims")["en"].encode(), name="claims.en.yaml")
SENTENCES = [
    # support and opposition
    ("We support the harbour ferry.", "+ferry"),
    ("We believe in equal pay for equal work.", "+pay"),
    ("Our party has always fought for free schools.", "+schools"),
    ("We are opposed to the new airport.", "-airport"),
    ("We are in favour of a land tax.", "+tax"),
    ("We are not opposed to tourism.", "+tourism"),
    ("We condemn the violence of both sides.", "-violence"),
    ("We do not want a register of opinions.", "-register"),
    ("We have been fighting against the toll.", "-toll"),
    # coordination
    ("We oppose tolls, tunnels and all forms of noise.", "-tolls -tunnels -forms"),
    ("We struggle against the oppression of women and of men.", "-oppression"),
    ("We call for a right to rest and a right to repair.", "+right +right"),
    ("We want free and fair elections.", "+elections"),
    ("We support a night bus but oppose the toll.", "+bus -toll"),
    ("We are fighting against fees, against loans and for grants.", "-fees -loans"),
    ("Fund schools, not prisons.", "+schools -prisons"),
    # pledges and demands
    ("We will raise the wage and cut fuel duty.", "+wage -duty"),
    ("We will give councils the power to cap rents.", "+power"),
    ("We will replace the council tax with a land tax.", "-tax +tax"),
    ("We will make housing affordable.", "+affordable"),
    ("We will ensure that rural children have access to a library.", "+access"),
    ("We will not support the toll.", "-toll"),
    ("We will never cut pensions.", "+pensions"),
    ("The council must not close the pier.", "+pier"),
    ("Schools must teach local history.", "+history"),
    ("Every child should have a free meal.", "+meal"),
    ("Workers need a pay rise, not more cuts.", "+rise -cuts"),
    ("We urge the government to end arms sales.", "-sales"),
    ("It is time to abolish the upper house.", "-house"),
    ("There must be no return to coal.", "-return"),
    ("We demand that judges be elected.", "+elected"),
    ("We will reform the senate.", "+reform"),
    # double direction
    ("We fight for the prohibition of child labour.", "+prohibition -labour"),
    ("We demand an end to evictions.", "+end -evictions"),
    ("We oppose the ban on trams.", "-ban"),
    # passive, relative clauses, means
    ("Tuition fees will be abolished.", "-fees"),
    ("Taxes on small firms should be cut.", "-Taxes"),
    ("The road toll, which we reject, hurts commuters.", "-toll"),
    ("We oppose the sale of the pier, which would harm fishers.", "-sale"),
    ("We will cut waste by recycling more glass.", "-waste"),
    # lists and slogans
    (
        "We demand: an end to evictions; more night buses; and a tram.",
        "+end -evictions +buses +tram",
    ),
    ("We stand for two things: peace and bread.", "+peace +bread"),
    ("We will: raise the wage; build homes.", "+wage +homes"),
    ("No to the toll and the tunnel!", "-toll -tunnel"),
    ("Scrap the toll!", "-toll"),
    ("Down with corruption, long live freedom!", "-corruption +freedom"),
    ("Hands off our library!", "+library"),
    ("Night buses now!", "+buses"),
    ("An end to child labour!", "-labour"),
    ("We are an anti-war movement.", "-war"),
    ("Our opposition to the mine is firm.", "-mine"),
    # evaluations and purposes
    ("The bedroom tax is deeply unfair.", "-tax"),
    ("It is vital to mend the pier.", "+pier"),
    ("The council's reckless cuts have hurt everyone.", "-cuts"),
    ("We will dredge the port in order to protect fishers.", "+port +fishers"),
    # none
    ("In 2031 the harbour handled 40,000 tonnes.", ""),
    ("They claim that we want to cut pensions.", ""),
    ("Do we want to cut pensions?", ""),
    ("If we cut pensions, the old will suffer.", ""),
    ("We oppose it.", ""),
    ("", ""),
]


def find(text: str, *, actor: str | None = None, heading: str | None = None) -> str:
    claims = find_claims_in(
        text, language="en", lexicon=ENGLISH, actor=actor, heading=heading
    )
    return " ".join(_short(claim) for claim in claims)


def _short(claim: Claim) -> str:
    sign = "+" if claim.stance > 0 else "-"
    return (
        f"{sign}{claim.head}" if claim.is_own else f"{claim.actor}:{sign}{claim.head}"
    )


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_sentence_has_its_claims(text: str, expected: str) -> None:
    assert find(text) == expected


def test_targets_and_heads_are_cut_out_of_the_text() -> None:
    text = "We oppose tolls, tunnels and all forms of noise."
    for claim in find_claims_in(text, language="en", lexicon=ENGLISH, start=100):
        assert text[claim.span.start - 100 : claim.span.end - 100] == claim.target
        assert text[claim.head_span.start - 100 : claim.head_span.end - 100] == (
            claim.head
        )
        assert claim.cue is not None
        assert text[claim.cue.start - 100 : claim.cue.end - 100] == "oppose"
        assert 0 < claim.confidence <= 1


def test_both_directions_are_linked() -> None:
    text = "We fight for the prohibition of child labour."
    outer, inner = find_claims_in(text, language="en", lexicon=ENGLISH)
    assert (outer.target, inner.target) == (
        "the prohibition of child labour",
        "child labour",
    )
    assert (outer.link, inner.link) == (None, 0)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("We will mend the pier.", Modality.PLEDGE),
        ("The council must mend the pier.", Modality.DEMAND),
        ("We call for a night bus.", Modality.DEMAND),
        ("We support the night bus.", Modality.POSITION),
        ("The toll is unfair.", Modality.EVALUATION),
        ("No to the toll!", Modality.SLOGAN),
        ("To protect the dunes, the beach was closed.", Modality.AIM),
    ],
)
def test_a_claim_has_its_modality(text: str, modality: Modality) -> None:
    claims = find_claims_in(text, language="en", lexicon=ENGLISH)
    assert [claim.modality for claim in claims] == [modality]


@pytest.mark.parametrize(
    ("text", "actor", "expected"),
    [
        ("The mayor opposes the tram.", None, "The mayor:-tram"),
        ("The Quay League opposes the tram.", "Quay League", "-tram"),
        ("The QL opposes the tram.", "Quay League", "-tram"),
        ("The Quay League opposes the tram.", None, "The Quay League:-tram"),
        ("The tram is rejected by the council.", None, "the council:-tram"),
    ],
)
def test_a_stance_is_its_actors(text: str, actor: str | None, expected: str) -> None:
    assert find(text, actor=actor) == expected


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("We reject:", "The sale of the pier", "-sale"),
        ("We are against", "a tax on boats", "-tax"),
        ("No to", "tolls and tunnels", "-tolls -tunnels"),
        ("Our demands", "A night bus for the harbour", "+bus"),
        ("We will", "open a night bus", "+bus"),
        ("We call for:", "cheaper fares", "+fares"),
        ("The harbour", "A night bus for the harbour", ""),
    ],
)
def test_a_heading_gives_its_items_their_stance(
    heading: str, text: str, expected: str
) -> None:
    assert find(text, heading=heading) == expected


def test_a_lexicon_of_another_language_is_refused() -> None:
    with pytest.raises(NoClaimLexiconError, match=r"No lexicon for de\."):
        find_claims_in("Wir sind dagegen.", language="de", lexicon=ENGLISH)


@pytest.mark.parametrize(
    ("text", "n_claims"),
    [
        ("We oppose " + ", ".join(["the toll"] * 500) + " and the tunnel.", 501),
        ("We demand: " + "; ".join(["more buses"] * 500), 500),
        ("We will " + " and ".join(["cut the tax of the town"] * 50) + ".", 50),
        ("of the " * 3000, 0),
        ("not " * 5000, 0),
        ("we " * 5000, 0),
        ("and, " * 5000, 0),
        ("to raise " * 3000, None),
        ("which will " * 3000, None),
    ],
)
def test_long_units_are_read_quickly(text: str, n_claims: int | None) -> None:
    began = time.process_time()
    claims = find_claims_in(text, language="en", lexicon=ENGLISH)
    assert time.process_time() - began < 2
    assert n_claims is None or len(claims) == n_claims


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The Ferry Party opposes the new bridge.", "The Ferry Party"),
        ("The Ledger Party opposes the new bridge.", "own"),
        ("The Party opposes the new bridge.", "own"),
    ],
)
def test_a_word_that_many_parties_share_names_none(text: str, actor: str) -> None:
    (claim,) = find_claims_in(
        text, language="en", lexicon=ENGLISH, actor="The Ledger Party"
    )
    assert claim.actor.removeprefix("The ") == actor.removeprefix("The ")
