"""Claims in French: invented sentences, construction by construction."""

from __future__ import annotations

import pytest

from claim_sentences import heads_in

SENTENCES = [
    ("Nous soutenons la création d'une régie de l'eau.", ["+création"]),
    ("Nous refusons le péage du pont.", ["-péage"]),
    ("Nous nous battons pour des loyers abordables.", ["+loyers"]),
    ("Nous voulons que les écoles soient ouvertes.", ["+ouvertes"]),
    ("Il faut une ambulance dans chaque vallée.", ["+ambulance"]),
    ("Il faut supprimer la taxe sur les quais.", ["-taxe"]),
    ("Non au péage, oui au bac !", ["-péage", "+bac"]),
    ("Contre la fermeture de la gare", ["-fermeture"]),
    ("Suppression de la taxe de séjour", ["+Suppression", "-taxe"]),
    ("Instauration d'un repas à un euro", ["+Instauration"]),
    (
        "Nous créerons deux crèches et nous limiterons les loyers.",
        ["+crèches", "-loyers"],
    ),
    ("La taxe sera supprimée.", ["-taxe"]),
    ("Les quais doivent être rénovés.", ["+quais"]),
    ("Nous ne voulons pas de tour sur le port.", ["-tour"]),
    ("Nous n'accepterons jamais la vente du phare.", ["-vente"]),
    (
        "Nous rejetons l'octroi, la gabelle et toutes les formes de corvée.",
        ["-octroi", "-gabelle", "-formes"],
    ),
    (
        "Nous exigeons l'interdiction de la chasse de nuit.",
        ["+interdiction", "-chasse"],
    ),
    ("Nous remplacerons la gabelle par une cotisation.", ["-gabelle", "+cotisation"]),
    ("Afin de protéger la dune, nous planterons des pins.", ["+dune", "+pins"]),
    ("Réduire le bruit et protéger les marais", ["-bruit", "+marais"]),
    ("Nous demandons l'accès aux archives.", ["+accès"]),
    (
        "Le gouvernement refuse la réouverture du canal.",
        ["Le gouvernement: -réouverture"],
    ),
    ("Voulons-nous vraiment un péage ?", []),
    ("Le canal mesure douze kilomètres.", []),
    ("Le péage est injuste.", ["-péage"]),
    ("Nous sommes opposés à l'extension du port.", ["-extension"]),
    ("Nous nous engageons à rouvrir la bibliothèque.", ["+bibliothèque"]),
    (
        "Des bus gratuits pour les aînés, des bancs au parc, des quais qui tiennent !",
        ["+bus", "+bancs", "+quais"],
    ),
    ("Majorer les retraites et créer un fonds.", ["+retraites", "+fonds"]),
    ("Une concertation sera menée.", ["+concertation"]),
    ("Nous jugeons le péage injuste.", ["-péage"]),
    ("Le bac contribue à la vie du bourg.", ["+bac"]),
    ("Le péage menace les commerces.", ["-péage"]),
    ("Nous parrainerons les chorales.", ["+chorales"]),
    ("Nous renforcerons le pouvoir des communes.", ["+pouvoir"]),
    ("Notre priorité est la rénovation des quais.", ["+rénovation"]),
    ("Une cinquième branche sera créée.", ["+branche"]),
    ("Nous refusons absolument la taxe.", ["-taxe"]),
    ("L'octroi ne sera accordé que par la chambre.", ["+octroi"]),
    ("La mairie doit, au sein du canton, garantir la paix.", ["+paix"]),
    ("Développer, avec les élus, une ligne de bac.", ["+ligne"]),
    ("Au lieu de fermer les quais, le canton dort.", []),
    ("Le forfait mis en place au port est ancien.", []),
    (
        "Le gel des crédits du port et l'abandon total de la vente du quai",
        ["+gel", "-crédits", "+abandon", "-vente"],
    ),
    (
        "Suppression de la taxe de séjour, création de crèches, gratuité des bus",
        ["+Suppression", "-taxe", "+création", "+gratuité"],
    ),
    ("Nous permettrons à tous les bailleurs de louer des barques.", ["+louer"]),
    ("Nous leur permettrons de louer des barques.", ["+barques"]),
    ("Nous encouragerons les jeunes à s'engager au phare.", ["+engager"]),
    ("Nous encouragerons la lecture.", ["+lecture"]),
    ("Nous affirmons la nécessité de réduire le bruit.", ["-bruit"]),
    ("Nous affirmons la nécessité de nouvelles écoles.", ["+écoles"]),
    ("Nous rénoverons le port sans agrandir la jetée.", ["+port"]),
    (
        "En faisant de la culture une priorité, nous ouvrirons des salles.",
        ["+culture", "+salles"],
    ),
    ("La rente devra bénéficier à la commune.", ["+bénéficier"]),
    ("Il sera créé un conseil du port.", ["+conseil"]),
    ("Il sera mis fin à la chasse de nuit.", ["-chasse"]),
    ("Chaque quai aura auprès de lui une équipe de gardiens.", ["+équipe"]),
    ("L'assemblée aura lieu le deux mai dans le phare.", []),
    ("Un habitant sur trois aura plus de trente ans.", []),
    ("Rendre obligatoire un vote sur le port", ["+vote"]),
    ("Il faut que le bruit cesse.", ["-bruit"]),
    ("Nous souhaitons que soit créé un fonds.", ["+fonds"]),
    ("Il est indispensable que les quais soient rénovés.", ["+rénovés"]),
    ("Il est nécessaire que la mairie ouvre les quais.", ["+quais"]),
    ("Nous refusons les jeux dans les gares et les cafés.", ["-jeux"]),
    (
        "Il faut un guide dans chaque musée et des bancs en pierre.",
        ["+guide", "+bancs"],
    ),
    ("L'école doit s'appuyer sur les parents.", ["+parents"]),
    ("Quand la caisse est vide, les abus sont inacceptables.", ["-abus"]),
    ("Notre priorité sera la réduction de la dette.", ["+réduction", "-dette"]),
    (
        "Nous créerons un outil visant à lutter contre le bruit.",
        ["+outil", "-bruit"],
    ),
    ("Nous ouvrirons un bac dont les prix baisseront.", ["+bac"]),
    ("Il est urgent de retrouver un vrai port.", ["+port"]),
    ("Nous n'accepterons pas que ces lois s'appliquent au port.", ["-appliquent"]),
    ("Nous doterons la mairie de bacs.", ["+bacs"]),
    ("Nous transformerons la taxe en cotisation.", ["-taxe", "+cotisation"]),
    ("Nous transformerons l'école.", ["+transformerons"]),
    ("Supprimer les pensions ou créer des crèches", ["-pensions", "+crèches"]),
    (
        "Nous mènerons la lutte contre le bruit, la boue et le froid.",
        ["+lutte", "-bruit", "-boue", "-froid"],
    ),
    ("Nous voulons un port propre, ouvert et plus sûr.", ["+port"]),
    ("Nous aiderons les villes les plus pauvres et les plus loin.", ["+villes"]),
    ("Pour relever ce défi, nous ouvrirons une école.", ["+école"]),
    ("Nous visons la mise en œuvre de la charte.", ["+mise"]),
    ("Nous défendons les droits des élèves non inscrits.", ["+droits"]),
    (
        "Nous voulons rompre avec l'octroi, pour créer une caisse.",
        ["-octroi", "+caisse"],
    ),
    ("Nous devons leur donner des bacs.", ["+bacs"]),
    ("Il faut y ouvrir une école.", ["+école"]),
    ("Il faut pavoiser les quais.", ["+quais"]),
    ("Dans les vallées, ouvrir des crèches", ["+crèches"]),
    ("Dans une ville où les écoles doivent fermer, le bruit dure.", []),
    ("Nous pensons que la gabelle est une cause du bruit.", []),
    ("La taxe peut nous opposer à nos voisins.", []),
    ("Ne pas vendre le phare, mais ouvrir le port", ["-vendre", "+port"]),
    (
        "Pour aider les bacs, le gérant ou le marin paiera la rente.",
        ["+bacs", "+rente"],
    ),
    ("Son principe est clair : le port doit se donner un toit.", ["+toit"]),
    ("Elle luttera contre le bruit.", ["-bruit"]),
    ("Les firmes partent et vendent pour réduire la paie.", []),
    ("Un fonds pour aider les bacs", ["+bacs"]),
    ("Le port est ouvert et les quais seront rénovés.", ["+quais"]),
    ("A l'image des voisins, la rente sera supprimée.", ["-rente"]),
    ("Chacun doit rendre compte de la rente.", []),
    ("Ni péage ni amendes", ["-péage", "-amendes"]),
    ("Ni la droite ni la gauche n'ouvrent le port.", []),
    (
        "Création d'un fonds, suppression de la taxe",
        ["+Création", "+suppression", "-taxe"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_claims_of_a_french_sentence(text: str, expected: list[str]) -> None:
    assert heads_in(text, "fr") == expected


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("la corvée de quai", "Nous refusons :", ["-corvée"]),
        ("un ascenseur à la mairie", "Nos revendications", ["+ascenseur"]),
    ],
)
def test_a_french_heading_gives_items_their_stance(
    text: str, heading: str, expected: list[str]
) -> None:
    assert heads_in(text, "fr", heading=heading) == expected
