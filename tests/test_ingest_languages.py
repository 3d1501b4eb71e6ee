from __future__ import annotations

import pytest

from hustings.ingest.languages import choose_language, guess_language

SENTENCES = {
    "en": "We will build a tram to the harbour and lower the fares for everybody.",
    "de": "Wir bauen eine Straßenbahn zum Hafen und senken die Preise für alle.",
    "fr": "Nous construirons un tramway jusqu’au port et baisserons les tarifs.",
    "nl": "Wij leggen een tramlijn aan naar de haven en verlagen de tarieven.",
    "es": "Construiremos un tranvía hasta el puerto y bajaremos las tarifas.",
    "pl": "Zbudujemy tramwaj do portu i obniżymy ceny biletów dla wszystkich.",
    "ru": "Мы построим трамвай до порта и снизим цены на билеты для всех.",
    "ja": "港まで路面電車を敷き、すべての人の運賃を下げます。",
    "ar": "سنبني خط ترام إلى الميناء ونخفض الأسعار للجميع في المدينة.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_languages_are_told(language: str) -> None:
    assert guess_language(SENTENCES[language]) == language


def test_a_title_page_in_another_language_does_not_decide() -> None:
    assert guess_language(SENTENCES["en"] + "\n" + SENTENCES["de"] * 300) == "de"


def test_too_few_letters_are_not_enough() -> None:
    assert guess_language("12 % – 14 %") is None


@pytest.mark.parametrize(
    ("said", "chosen"),
    [("de+fr", "de"), ("fr+de", "de"), ("fr+nl", "fr"), ("cy", "cy"), (None, "de")],
)
def test_of_several_languages_said_the_one_of_the_text_is_taken(
    said: str | None, chosen: str
) -> None:
    text = "Die Stadt baut neue Wohnungen, und die Schulen werden saniert."
    assert choose_language(said, text) == chosen
