"""Claims in Italian: invented sentences, construction by construction."""

from __future__ import annotations

import pytest

from claim_sentences import heads_in

SENTENCES = [
    ("Sosteniamo la creazione di una biblioteca.", ["+creazione"]),
    ("Respingiamo il pedaggio del ponte.", ["-pedaggio"]),
    ("Vogliamo abolire la tassa sui moli.", ["-tassa"]),
    ("Costruiremo due asili.", ["+asili"]),
    ("La tassa sarà abolita.", ["-tassa"]),
    ("La tassa deve essere abolita.", ["-tassa"]),
    ("No al pedaggio!", ["-pedaggio"]),
    ("Sì alla fiera!", ["+fiera"]),
    ("Ci opponiamo alla chiusura della stazione.", ["-chiusura"]),
    ("Chiediamo il divieto della caccia notturna.", ["+divieto", "-caccia"]),
    ("Proteggere le dune e limitare il rumore", ["+dune", "-rumore"]),
    (
        "Lottiamo contro l'usura, il rumore e tutte le forme di abuso.",
        ["-usura", "-rumore", "-forme"],
    ),
    ("Non accetteremo mai la vendita del faro.", ["-vendita"]),
    ("Siamo contrari alla torre.", ["-torre"]),
    ("Bisogna ridurre il rumore.", ["-rumore"]),
    ("Sostituiremo la tassa con una quota.", ["-tassa", "+quota"]),
    ("Abolizione della tassa di soggiorno", ["+Abolizione", "-tassa"]),
    ("Il governo respinge la riapertura del canale.", ["Il governo: -riapertura"]),
    ("Vogliamo un pedaggio?", []),
    ("Il canale misura dodici chilometri.", []),
    ("Il pedaggio è ingiusto.", ["-pedaggio"]),
    ("Chiediamo l'accesso agli archivi.", ["+accesso"]),
    ("Permetteremo ai vicini di aprire le botteghe.", ["+aprire"]),
    ("Affermiamo la necessità di ridurre il rumore.", ["-rumore"]),
    ("Consideriamo ingiusto il pedaggio.", ["-pedaggio"]),
    ("Né pedaggi né multe", ["-pedaggi", "-multe"]),
    ("Ogni molo avrà un custode.", ["+custode"]),
    ("Trasformeremo la tassa in una quota.", ["-tassa", "+quota"]),
    ("La nostra priorità sarà la riduzione del debito.", ["+riduzione", "-debito"]),
    ("Nelle valli, aprire asili", ["+asili"]),
    ("Vogliamo che il rumore cessi.", ["-rumore"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_claims_of_a_italian_sentence(text: str, expected: list[str]) -> None:
    assert heads_in(text, "it") == expected


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("la torre del porto", "Respingiamo:", ["-torre"]),
        ("un ascensore in stazione", "Le nostre richieste", ["+ascensore"]),
    ],
)
def test_a_italian_heading_gives_items_their_stance(
    text: str, heading: str, expected: list[str]
) -> None:
    assert heads_in(text, "it", heading=heading) == expected
