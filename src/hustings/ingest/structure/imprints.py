"""Lines that say who published, printed or licensed a document, where and when."""

from __future__ import annotations

import re

from hustings.ingest.structure.dates import find_dates
from hustings.ingest.structure.names import reads_as_name

_LONGEST = 400
_LONGEST_LICENCE = 200
_LONGEST_DATELINE = 80
_MOST_PLACE_WORDS = 4
_OPENING = re.compile(
    r"(?:published|printed|promoted|produced|issued|designed|typeset|edited)\b.{0,60}?"
    r"\b(?:by|on behalf)\b|(?:published|printed|first published) (?:in|at|on)\b|"
    r"responsible (?:under|according to|in the sense of|for (?:the )?contents?)\b|"
    r"printed and published\b|for immediate release|embargoed until|"
    r"(?:copyright|©|\(c\) (?:19|20)\d\d)|all rights reserved|"
    r"(?:this work is )?licen[sc]ed under|cc[ -]by\b|creative commons|isbn(?:[ :]|-1)|"
    r"issn[ :]|impressum|herausgegeben von|v\. ?i\. ?s\. ?d\. ?p|"
    r"verantwortlich im sinne des presse|eigendruck|im selbstverlag|"
    r"éditeur|édité par|imprim(?:é|erie)|dépôt légal|directeur de (?:la )?publication|"
    r"ne pas jeter sur la voie publique|fait à [^\W\d_].{0,40}\ble \d|"
    r"drukkerij\b|imprenta\b|drukarnia\b|tipograf[ií]a\b|buchdruckerei\b|"
    r"uitgave van|uitgegeven door|colofon|gedrukt (?:door|bij|in)|"
    r"editado por|impreso (?:en|por)|depósito legal|publicado por|"
    r"stampato (?:da|in|presso)|ciclostilato in proprio|a cura di|"
    r"editado pelo|impresso (?:em|por|na)|"
    r"wydan[oey] (?:przez|w)|wydrukowano|utgiven av|utgitt av|udgivet af|trykt (?:hos|"
    r"i)|"
    r"tryckt (?:hos|i|av)|painettu|kiadja|felelős kiadó|vydal[ao]?\b|vytiskl|"
    r"τυπώθηκε|отпечатано|издано|надруковано|видано|طبع في|طُبع|حقوق النشر|"
    r"جميع الحقوق محفوظة|כל הזכויות שמורות|נדפס ב|הודפס ב|版权所有|版權所有|無断転載",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"[.;]\s(?:printed (?:and published )?(?:by|at|on)|published by|"
    r"responsible[^.;:]{0,40}:|v\. ?i\. ?s\. ?d\. ?p|gedruckt (?:bei|von)|druck:|"
    r"imprimé (?:par|chez)|impreso (?:en|por)|stampato (?:da|in|presso)|"
    r"gedrukt (?:door|bij))",
    re.IGNORECASE,
)
"""What follows the publisher's name and address."""
_LABELLED = re.compile(
    r"(?:publisher|printers?|imprint|print run|layout|design|licen[cs]e|licensing|"
    r"editors?|edition|herausgeber(?:in)?|hrsg\.?|verlag|druck(?:erei)?|redaktion|"
    r"redaktionsschluss|satz|auflage|stand|gestaltung|verantwortlich|lizenz|impression|"
    r"imprimeur|mise en page|licence|tirage|edita|imprime|licencia|maquetación|tirada|"
    r"stampa|editore|licenza|supplemento|uitgever|verantwoordelijke uitgever|v\.u\.|"
    r"druk(?:werk)?|licentie|edição|impressão|tiragem|licença|wydawca|redakcja|nakład|"
    r"licencja|ansvarig utgivare|utgivare|utgiver|ansvarlig utgiver|udgiver|"
    r"ansvarshavende|tryck(?:eri)?|trykk|tryk|licens|lisens|julkaisija|kustantaja|"
    r"paino|"
    r"basım(?:evi)?|baskı|yayın(?:cı|layan)|yayımlayan|matbaa|lisans|sorumlu müdür|"
    r"εκδότης|έκδοση|εκτύπωση|άδεια|издатель|типография|тираж|редакция|лицензия|"
    r"видавець|"
    r"друкарня|наклад|ліцензія|vydavate[lľ]|tisk|náklad|izdavač|tisak|naklada|kiadó|"
    r"nyomda|editura|tipar|الناشر|مطبعة|الترخيص|המוציא לאור|מו\"ל|רישיון|प्रकाशक|"
    r"मुद्रक|"
    r"出版|发行|發行|印刷|编辑|編輯|発行|発行者|編集|발행|인쇄|펴낸이|ผู้จัดพิมพ์|พิมพ์ที่)"
    r"(?:\s[^\W\d_]+){0,3}\s?[:：]",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"\bCC[ -]BY\b|\bCreative Commons\b|\bcreativecommons\.org\b")
_ISSUE = re.compile(
    r"(?:[^\W\d_]+\s){0,2}(?:No|Nr|Nº|N°|Issue|Ausgabe|Vol|Número|Numéro|Numero|№)"
    r"\.?\s?\d{1,4}\b.{0,20}",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:[,;:|–—·/]\s*(?:(?:the|le|den|el|am|il|a|em|i|im|on)\s)?|\s+)$")
_TAIL = re.compile(r"\s*(?:г\.?|года|року|р\.|r\.|п\.|日)?[.,]?\s*")


def is_imprint(text: str) -> bool:
    """Say whether a short block is an imprint line.

    Examples
    --------
    >>> is_imprint("Published by the Harbour Civic League, 1 Quay Street, Eastmere.")
    True
    >>> is_imprint("We will publish every contract.")
    False
    """
    stripped = text.strip()
    if len(stripped) > _LONGEST:
        return False
    is_licence = len(stripped) <= _LONGEST_LICENCE and _LICENCE.search(stripped)
    is_opened = _OPENING.match(stripped) or _LABELLED.match(stripped)
    return bool(is_opened or is_licence)


def holds_imprint(text: str) -> bool:
    """Say whether a whole short block gives an address and then who printed it.

    Examples
    --------
    >>> holds_imprint("Harbour Civic League, 1 Quay Street. Printed by Marsh & Sons.")
    True
    """
    return len(text) <= _LONGEST and bool(_INSIDE.search(text))


def is_dateline(text: str) -> bool:
    """Say whether a line holds nothing but a place or an issue, and a date.

    Examples
    --------
    >>> is_dateline("Eastmere, 4 May 2031"), is_dateline("We met on 4 May 2031")
    (True, False)
    """
    stripped = text.strip()
    dates = find_dates(stripped) if len(stripped) <= _LONGEST_DATELINE else ()
    if len(dates) != 1 or not _TAIL.fullmatch(stripped[dates[0].span.end :]):
        return False
    before = _LEAD.sub("", stripped[: dates[0].span.start])
    return not before or _is_place(before) or bool(_ISSUE.fullmatch(before))


def _is_place(text: str) -> bool:
    """Say whether a few words, each with a capital, may name a place."""
    words = text.split()
    is_short = len(words) <= _MOST_PLACE_WORDS and text[-1] not in ":.!?"
    if words[-1].islower() or reads_as_name(text):
        return False
    return is_short and all(word[0].isupper() for word in words if len(word) > 3)
