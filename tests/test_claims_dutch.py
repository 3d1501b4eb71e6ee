"""Claims in Dutch: invented sentences, construction by construction."""

from __future__ import annotations

import pytest

from claim_sentences import heads_in

SENTENCES = [
    ("Wij steunen de uitbreiding van de veerdienst.", ["+uitbreiding"]),
    ("Wij wijzen de tol af.", ["-tol"]),
    ("De tol wijzen wij af.", ["-tol"]),
    ("Wij willen de heffing afschaffen.", ["-heffing"]),
    ("Wij zetten ons in voor betaalbare huren.", ["+huren"]),
    ("Wij pleiten voor een nachtbus.", ["+nachtbus"]),
    ("De heffing moet worden afgeschaft.", ["-heffing"]),
    ("De scholen worden gerenoveerd.", ["+scholen"]),
    ("Nee tegen de tol!", ["-tol"]),
    ("Weg met de avondklok!", ["-avondklok"]),
    ("Om de duinen te beschermen planten wij bomen.", ["+duinen", "+bomen"]),
    ("Wij eisen de tol af te schaffen.", ["-tol"]),
    (
        "Wij strijden tegen woeker, lawaai en willekeur.",
        ["-woeker", "-lawaai", "-willekeur"],
    ),
    ("Wij eisen een verbod op vuurwerk.", ["+verbod", "-vuurwerk"]),
    ("Wij zullen de verkoop van de haven niet steunen.", ["-verkoop"]),
    ("Wij zijn tegen de sluiting van het station.", ["-sluiting"]),
    ("Wij vervangen de heffing door een bijdrage.", ["-heffing", "+bijdrage"]),
    ("Afschaffing van de havenheffing", ["+Afschaffing", "-havenheffing"]),
    ("Uitbreiding van de nachtbus", ["+Uitbreiding"]),
    (
        "De regering verwerpt de heropening van het kanaal.",
        ["De regering: -heropening"],
    ),
    ("Willen wij echt een tol?", []),
    ("Het kanaal is twaalf kilometer lang.", []),
    ("De tol is oneerlijk.", ["-tol"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_claims_of_a_dutch_sentence(text: str, expected: list[str]) -> None:
    assert heads_in(text, "nl") == expected


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("de toren in de haven", "Wij verwerpen:", ["-toren"]),
        ("een lift in het station", "Onze eisen", ["+lift"]),
    ],
)
def test_a_dutch_heading_gives_items_their_stance(
    text: str, heading: str, expected: list[str]
) -> None:
    assert heads_in(text, "nl", heading=heading) == expected
