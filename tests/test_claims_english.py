from __future__ import annotations

import pytest

from hustings.claims.finding import find_claims_in
from hustings.claims.lexicons import read_lexicon
from hustings.outside.packaged import lexicon_texts

ENGLISH = read_lexicon(lexicon_texts("claims")["en"].encode(), name="claims.en.yaml")
SENTENCES = [
    # a pledge turned round
    ("Under no circumstances will we sell the forests.", "-sell"),
    ("Nor will we raise the fare.", "-fare"),
    # rights and places
    ("Every worker has a right to a decent wage.", "+right"),
    ("Landlords have no right to read our letters.", "-right"),
    ("There is no place for hatred in our schools.", "-hatred"),
    ("There can be no justification for torture.", "-torture"),
    ("Hatred has no place in our schools.", "-hatred"),
    ("The scheme has failed.", "-scheme"),
    ("There has been no count of wells since spring.", ""),
    # demands inside a clause
    ("We believe that every child should learn to swim.", "+learn"),
    ("Parents should decide which school a child attends.", "+decide"),
    ("Nobody should have to sleep in a doorway.", "-sleep"),
    ("Fishermen must not be made to pay for the flood.", "-pay"),
    # what remains
    ("We remain opposed to any tax on windows.", "-tax"),
    ("The ferry must remain public.", "+ferry"),
    # verbs and nouns
    ("We support expanding and repairing the harbour.", "+harbour"),
    ("Let us build a republic of equals.", "+republic"),
    ("Priority must be given to village schools.", "+schools"),
    ("The recent withdrawal from the canal, followed by rain, was a surprise.", ""),
    # too much, too little, too good
    ("There are far too many tolls.", "-tolls"),
    ("There is too little shade in the square.", "+shade"),
    ("The gap is still too great.", "-gap"),
    ("The pier is too important to be left to the market.", ""),
    # of clauses
    ("It is not right that children are being sent away.", "-sent"),
    ("More must be done to mend the quay.", "+quay"),
    ("Much more needs to be done to mend the quay.", "+quay"),
    # attributes that are joined
    ("We will make a local geographical and historical survey.", "+survey"),
    ("We need a harbour policy designed to last.", "+policy"),
    ("We are on the side of tenants.", "+tenants"),
    # which entry of a verb the words behind it ask for
    ("We will guarantee every child a place.", "+place"),
    ("We will guarantee decent rents.", "+rents"),
    ("We will ensure pupils have access to books.", "+access"),
    ("We ask the council to repair roofs.", "+roofs"),
    ("We encourage shops to hire apprentices.", "+hire"),
    ("We will prevent landlords from evicting tenants.", "-evicting"),
    ("We will leave schools free.", "+free"),
    ("We demand rents be capped.", "-rents"),
    ("We oppose plans to close the pool.", "-plans"),
    ("We will do everything possible to save the pier.", "+pier"),
    ("The league wants to see a bilingual town.", "+town"),
    ("It is the duty of the state to protect the dunes.", "+dunes"),
    ("Priority must be given to mending the quay.", "+quay"),
    ("It is time to repeal the levy and give tenants a rebate.", "-levy +rebate"),
    ("We oppose new levies, including the bedroom levy.", "-levies -levy"),
    (
        "We will grow by closing slums, reducing noise and mending roads.",
        "-slums -noise +roads",
    ),
    ("We recognise that the mill poses risks.", ""),
    ("Our ferrymen must be allowed to vote.", "+vote"),
    ("Cut Noise From Trams We will end the night freight.", "-noise -freight"),
    ("We are determined to save the pier.", "+pier"),
    ("We have a clear plan of action to mend the quay.", "+quay"),
    ("It is our intention to close the mill.", "-mill"),
    ("We must also try to cut down some of our festivals.", "-festivals"),
    ("We will extend occupational and personal pension schemes.", "+schemes"),
    ("We defend the rights of children, tenants and nurses.", "+rights"),
    ("We believe that the character of the quay is being corroded.", ""),
    ("We seek a system consisting of equal towns.", "+system"),
    ("Tenants will be guaranteed real rights.", "+rights"),
    ("This meant that the ferrymen had to cut fares.", ""),
    # praise by what a thing does
    ("The ferry brings people together.", "+ferry"),
    ("Good schools strengthen a town.", "+schools"),
    ("The third kind is that of insurance benefits.", ""),
    # judgements
    ("We consider the toll unfair.", "-toll"),
    ("We regard the ferry as vital.", "+ferry"),
    ("We think the toll is a scandal.", "-toll"),
    ("We do not think the toll is fair.", "-toll"),
    ("The miller considers the toll unfair.", ""),
    # what is done, and what is made easier
    ("We believe that the mill has generated waste.", ""),
    ("Creating a climate of fear may harm trade.", ""),
    ("The bedroom levy must go.", "-levy"),
    ("We will make it an offence to sell tickets twice.", "-sell"),
    ("We will make it easier to open shops.", "+shops"),
    ("There is an urgent need for more nurses.", "+nurses"),
    ("There is no need for more nurses.", "-nurses"),
    ("More needs to be done for carers.", "+carers"),
    ("Instead of pursuing profit, the mill closed.", ""),
    ("Care for the old The work of the nurses goes on.", "+old"),
    ("We will fund theatres and, even more important, libraries.", "+theatres"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_english_constructions(text: str, expected: str) -> None:
    found = find_claims_in(text, language="en", lexicon=ENGLISH, actor="River League")

    said = {("+" if claim.stance > 0 else "-") + claim.head.lower() for claim in found}
    assert set(expected.split()) <= said
    assert bool(expected) == bool(said)


def test_members_are_known_by_the_partys_name() -> None:
    found = find_claims_in(
        "Democrats will widen the canal.",
        language="en",
        lexicon=ENGLISH,
        actor="Democratic League",
    )

    assert [claim.actor for claim in found] == ["own"]
