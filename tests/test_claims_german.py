"""Claims in German: invented sentences, construction by construction."""

from __future__ import annotations

import pytest

from claim_sentences import heads_in

SENTENCES = [
    ("Wir unterstützen den Ausbau der Nachtbusse.", ["+Ausbau"]),
    ("Wir lehnen die Maut auf der Brücke ab.", ["-Maut"]),
    ("Die Maut lehnen wir ab.", ["-Maut"]),
    ("Wir treten für eine zweite Fähre und für mehr Busse ein.", ["+Fähre", "+Busse"]),
    ("Wir setzen uns für günstige Mieten ein.", ["+Mieten"]),
    ("Wir sprechen uns gegen den Verkauf des Hafens aus.", ["-Verkauf"]),
    (
        "Wir wollen die Gebühr abschaffen und die Bücherei erhalten.",
        ["-Gebühr", "+Bücherei"],
    ),
    ("Wir fordern, ein Tempolimit einzuführen.", ["+Tempolimit"]),
    ("Die Gebühr muss abgeschafft werden.", ["-Gebühr"]),
    ("Der Verkauf des Hafens ist abzulehnen.", ["-Verkauf"]),
    ("Die Schulen werden saniert.", ["+Schulen"]),
    ("Um das Ufer zu schützen, pflanzen wir Weiden.", ["+Ufer", "+Weiden"]),
    ("Nein zur Maut!", ["-Maut"]),
    ("Schluss mit dem Lärm!", ["-Lärm"]),
    ("Keine Rodung im Stadtwald!", ["-Rodung"]),
    ("Ja zur Ringbahn!", ["+Ringbahn"]),
    ("Abschaffung der Kurtaxe", ["+Abschaffung", "-Kurtaxe"]),
    ("Ausbau der Radwege", ["+Ausbau"]),
    (
        "Wir kämpfen gegen Wucher, Lärm und jede Form der Willkür.",
        ["-Wucher", "-Lärm", "-Form"],
    ),
    ("Wir fordern das Verbot der Treibjagd.", ["+Verbot", "-Treibjagd"]),
    ("Wir werden der Sperrung nicht zustimmen.", ["-Sperrung"]),
    ("Wir wollen keine Sperrstunde.", ["-Sperrstunde"]),
    ("Wir sind nicht gegen die Umgehung.", ["+Umgehung"]),
    ("Wir werden die Abgabe durch eine Umlage ersetzen.", ["-Abgabe", "+Umlage"]),
    ("Statt der Mauer wollen wir eine Brücke.", ["-Mauer", "+Brücke"]),
    ("Die Maut, die wir ablehnen, trifft das Dorf.", ["-Maut"]),
    ("Der Mieterbund fordert eine Obergrenze.", ["Der Mieterbund: +Obergrenze"]),
    ("Wollen wir wirklich eine Maut?", []),
    ("Der Hafen hat vier Becken und einen Kran.", []),
    ("Die Gegner behaupten, die Maut sei gerecht.", []),
    ("Wenn wir die Maut abschaffen, wird es lauter.", []),
    ("Die Maut ist ungerecht.", ["-Maut"]),
    # verbs that are not listed, under a modal
    ("Wir werden Räume für Chöre bereithalten.", ["+Räume"]),
    ("Das Schwimmen muss erlernt werden.", ["+Schwimmen"]),
    ("Jeder Kreis muss selbst entscheiden.", ["+entscheiden"]),
    ("Jedes Kind soll das Recht auf einen Platz haben.", ["+Recht"]),
    ("Wirte dürfen keine Nachteile erleiden.", ["-Nachteile"]),
    # clauses with "dass", and with "zu" behind a judgement or an aim
    ("Wir wollen, dass die Fähren saniert werden.", ["+Fähren"]),
    ("Wir setzen uns dafür ein, dass Deiche gebaut werden.", ["+Deiche"]),
    ("Es ist wichtig, die Quellen zu schützen.", ["+Quellen"]),
    ("Es ist falsch, die Quellen zu verkaufen.", ["-verkaufen"]),
    ("Unser Ziel ist es, die Quellen zu schützen.", ["+Quellen"]),
    # coordination
    ("Wir brauchen neue, sichere und helle Wege.", ["+Wege"]),
    ("Chöre und Orchester sind unverzichtbar.", ["+Chöre", "+Orchester"]),
    ("Heute verbieten wir Böller und stoppen den Lärm.", ["-Böller", "-Lärm"]),
    (
        "Wir fordern das Recht auf eine Pause und das Recht auf Ruhe.",
        ["+Recht", "+Recht"],
    ),
    (
        "Wir fordern ein Register und Strafen für Wirte, die das nicht lesen.",
        ["+Register", "+Strafen"],
    ),
    (
        "Wir fordern: hellere Wege, einen Steg am See und Bänke.",
        ["+Wege", "+Steg", "+Bänke"],
    ),
    (
        "Freie Fahrt für alle, Bänke am Kai und Fähren, die fahren!",
        ["+Fahrt", "+Bänke", "+Fähren"],
    ),
    ("Wir fordern, Chöre und Orchester zu fördern.", ["+Chöre", "+Orchester"]),
    ("Noch nicht reife Pläne wollen wir fördern.", ["+Pläne"]),
    ("Der Ausbau sollte da gefördert werden, wo er hilft.", ["+Ausbau"]),
    ("Gute Pflege erfordert mehr Personal.", ["+Personal"]),
    ("Wir halten eine zweite Fähre für sinnvoll.", ["+Fähre"]),
    ("Die Maut halten wir nicht für richtig.", ["-Maut"]),
    ("Wir betrachten die Maut als Unrecht.", ["-Maut"]),
    ("Der Müller hält die Maut für richtig.", []),
    # what is no claim of its own
    ("Der Wirt darf Bier ausschenken.", []),
    ("Am Kai werden noch Netze hergestellt.", []),
    ("Die Fragen lassen sich nicht mit Verboten lösen.", []),
    ("Die gewählten Räte müssen die Kräne reparieren.", ["+Kräne"]),
    ("Gegen Abend begann es zu regnen.", []),
    (
        "Die rücksichtslosen Schließungen der Regierung haben Leben gekostet.",
        ["-Schließungen"],
    ),
    ("Meine Damen und Herren!", []),
    ("Der Green Deal muss bleiben.", ["+Deal"]),
    # what a verb hands on
    ("Wir lehnen es ab, die Maut zu erhöhen.", ["-Maut"]),
    ("Wir wollen, dass der Zoll neue Boote bestellt.", ["+Boote"]),
    ("Unsere Hafenpolitik gestalten wir neu.", ["+gestalten"]),
    ("Wir sind offen für eine zweite Fähre.", ["+Fähre"]),
    # clauses
    ("Wir wollen, dass die Maut abgeschafft wird.", ["-Maut"]),
    ("Wir wollen, dass der Senat reformiert wird.", ["+reformiert"]),
    ("Es ist wichtig, das Ufer zu schützen.", ["+Ufer"]),
    ("Es ist nicht richtig, den Hafen zu schließen.", ["+Hafen"]),
    ("Falsch wäre es, die Fähre einzustellen.", ["-Fähre"]),
    ("Unser Ziel ist es, die Brunnen auszubauen.", ["+Brunnen"]),
    ("Es ist möglich, die Deiche zu erhöhen.", []),
    ("Wir kämpfen dafür, dass die Deiche erhöht werden.", ["+Deiche"]),
    ("Wir sprechen uns dagegen aus, die Maut zu erhöhen.", ["-Maut"]),
    (
        "Wir wollen, dass die Maut abgeschafft und der Kai saniert wird.",
        ["-Maut", "+Kai"],
    ),
    ("Wichtig ist, dass die Maut abgeschafft wird.", ["-Maut"]),
    ("Es gilt, die Maut zu senken.", ["-Maut"]),
    ("Das gelang, ohne dass ein Verfahren eingeleitet werden muss.", []),
    # lists
    ("Der Kreis muss freie, faire und geheime Wahlen sichern.", ["+Wahlen"]),
    (
        "Gegen Lärm, Ruß und Gestank werden wir vorgehen.",
        ["-Lärm", "-Ruß", "-Gestank"],
    ),
    # cases and subjects
    ("Wir werden dem Hafen einen Kran des Amtes geben.", ["+Kran"]),
    ("Der Kreis muss jeden Tag die Brücke sichern.", ["+Brücke"]),
    ("Die Inseln dürfen sich an der Jagd nicht beteiligen.", []),
    ("Wichtige Kurse sind der Bootsbau sowie Antirassismus.", []),
    # what must be so
    ("In den Häfen muss das alte Seerecht gelten.", ["+Seerecht"]),
    ("Das alte Seerecht muss auch in den Häfen gelten.", ["+Seerecht"]),
    ("Das alte Seerecht gilt in den Häfen.", []),
    # what is possible, and what is not all
    ("Am Kai kann gegen den Lärm vorgegangen werden.", []),
    ("Das Amt muss nicht nur die Mittel erhöhen.", ["+Mittel"]),
    ("Die Liste muss ergänzt und der Fund genehmigt werden.", ["+Liste", "+Fund"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_claims_of_a_german_sentence(text: str, expected: list[str]) -> None:
    assert heads_in(text, "de") == expected


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("die Sperrstunde am Kai", "Wir lehnen ab:", ["-Sperrstunde"]),
        ("ein Fahrstuhl im Rathaus", "Unsere Forderungen", ["+Fahrstuhl"]),
    ],
)
def test_a_german_heading_gives_items_their_stance(
    text: str, heading: str, expected: list[str]
) -> None:
    assert heads_in(text, "de", heading=heading) == expected
