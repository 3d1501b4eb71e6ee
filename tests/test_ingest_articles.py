# ruff: noqa: E501, SIM905  # lists of words stand as they are printed
from __future__ import annotations

import pytest

from hustings.ingest.reading import Described, read_document

N_ARTICLES = 30
HAN = "〇一二三四五六七八九"
HEBREW = (
    "א ב ג ד ה ו ז ח ט י יא יב יג יד טו טז יז יח יט כ כא כב כג כד כה כו כז כח כט ל"
).split()
ARABIC_WORDS = (
    "الأولى|الثانية|الثالثة|الرابعة|الخامسة|السادسة|السابعة|الثامنة|التاسعة|العاشرة|"
    "الحادية عشرة|الثانية عشرة|الثالثة عشرة|الرابعة عشرة|الخامسة عشرة|السادسة عشرة|"
    "السابعة عشرة|الثامنة عشرة|التاسعة عشرة|العشرون|الحادية والعشرون|الثانية والعشرون|"
    "الثالثة والعشرون|الرابعة والعشرون|الخامسة والعشرون|السادسة والعشرون|"
    "السابعة والعشرون|الثامنة والعشرون|التاسعة والعشرون|الثلاثون"
).split("|")
ROMAN = (
    "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII "
    "XXIII XXIV XXV XXVI XXVII XXVIII XXIX XXX"
).split()
SPANISH = (
    "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo "
    "undécimo duodécimo decimotercero decimocuarto decimoquinto decimosexto "
    "decimoséptimo decimoctavo decimonoveno vigésimo vigesimoprimero vigesimosegundo "
    "vigesimotercero vigesimocuarto vigesimoquinto vigesimosexto vigesimoséptimo "
    "vigesimoctavo vigesimonoveno trigésimo"
).split()
ENGLISH = (
    "One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen "
    "Fifteen Sixteen Seventeen Eighteen Nineteen Twenty Twenty-One Twenty-Two "
    "Twenty-Three Twenty-Four Twenty-Five Twenty-Six Twenty-Seven Twenty-Eight "
    "Twenty-Nine Thirty"
).split()
ETHIOPIC_TENS = "፲፳፴"
BODIES = {
    "latin": "Nobody may be kept from the boat, and whoever waits at the quay has a "
    "right to be told when it comes.",
    "arabic": "لا يجوز منع أحد من ركوب القارب ولكل من ينتظر على الرصيف الحق في أن يعرف "
    "متى يأتي.",
    "indic": "किसी को नाव से रोका नहीं जा सकता और घाट पर प्रतीक्षा करने वाले को जानने का अधिकार है।",
    "han": "任何人不得被拒绝乘船，在码头等候的人有权知道船何时到来。",
    "thai": "ไม่มีใครถูกห้ามขึ้นเรือได้ และผู้ที่รออยู่ที่ท่าเรือมีสิทธิรู้ว่าเรือจะมาเมื่อใด",
}


def digits(zero: str) -> list[str]:
    return [
        "".join(chr(ord(zero) + int(c)) for c in str(n))
        for n in range(1, N_ARTICLES + 1)
    ]


def han(n: int) -> str:
    tens, ones = divmod(n, 10)
    lead = {0: "", 1: "十"}.get(tens, f"{HAN[tens]}十")
    return lead + (HAN[ones] if ones or not tens else "")


def ethiopic(n: int) -> str:
    tens, ones = divmod(n, 10)
    return (ETHIOPIC_TENS[tens - 1] if tens else "") + (
        chr(ord("፩") + ones - 1) if ones else ""
    )


PLAIN = digits("0")
FORMS: dict[str, tuple[str, list[str]]] = {
    name: (body, [form.replace("#", number) for number in numbers])
    for name, body, form, numbers in (
        ("vietnamese", "latin", "Điều #", PLAIN),
        ("hungarian", "latin", "#. cikk", PLAIN),
        ("turkish", "latin", "Madde #", PLAIN),
        ("basque", "latin", "#. atala", PLAIN),
        ("finnish", "latin", "#. artikla", PLAIN),
        ("estonian", "latin", "Artikkel #", PLAIN),
        ("latvian", "latin", "#. pants", PLAIN),
        ("lithuanian", "latin", "# straipsnis", PLAIN),
        ("greek", "latin", "ΑΡΘΡΟ #", PLAIN),
        ("slovene", "latin", "#. člen", PLAIN),
        ("albanian", "latin", "Neni #", PLAIN),
        ("somali", "latin", "Qodobka #aad", PLAIN),
        ("swahili", "latin", "Kifungu cha #", PLAIN),
        ("zulu", "latin", "Isigaba #", PLAIN),
        ("welsh", "latin", "Erthygl #", PLAIN),
        ("irish", "latin", "Airteagal #", PLAIN),
        ("maltese", "latin", "Artiklu #", PLAIN),
        ("icelandic", "latin", "#. gr.", PLAIN),
        ("icelandic full", "latin", "#. grein", PLAIN),
        ("portuguese", "latin", "Artigo #º", PLAIN),
        ("romanian", "latin", "Articolul #.", PLAIN),
        ("esperanto", "latin", "Artikolo #", PLAIN),
        ("kurdish", "latin", "Bendê #", PLAIN),
        ("quechua", "latin", "#-ñiqin", PLAIN),
        ("hawaiian", "latin", "Paukū #.", PLAIN),
        ("numbers only", "latin", "#.", PLAIN),
        ("roman", "latin", "Artículo #", ROMAN),
        ("roman small", "latin", "Bab #", [one.lower() for one in ROMAN]),
        ("spanish words", "latin", "Artículo #", SPANISH),
        ("english words", "latin", "Article #", ENGLISH),
        ("russian", "latin", "Статья #", PLAIN),
        ("armenian", "latin", "Հոդված #", PLAIN),
        ("georgian", "latin", "მუხლი #", PLAIN),
        ("mongolian", "latin", "#-р зүйл", PLAIN),
        ("arabic", "arabic", "المادة #", PLAIN),
        ("arabic digits", "arabic", "المادة #", digits("٠")),
        ("arabic words", "arabic", "المادة #", ARABIC_WORDS),
        ("persian", "arabic", "ماده #", digits("۰")),
        ("persian ordinal", "arabic", "ماده‌ی #", digits("۰")),
        ("urdu", "arabic", "دفعہ #", digits("۰")),
        ("hebrew", "arabic", "סעיף #", HEBREW),
        ("hebrew stop", "arabic", "סעיף #.", HEBREW),
        ("hindi", "indic", "अनुच्छेद #", digits("०")),
        ("nepali", "indic", "धारा #", digits("०")),
        ("bengali", "indic", "ধারা #", digits("০")),
        ("gujarati", "indic", "અનુચ્છેદ #", digits("૦")),
        ("punjabi", "indic", "ਧਾਰਾ #", digits("੦")),
        ("tamil", "indic", "உறுப்புரை #", PLAIN),
        ("telugu", "indic", "అనుచ్ఛేదము #", digits("౦")),
        ("kannada", "indic", "ಅನುಚ್ಛೇದ #", digits("೦")),
        ("malayalam", "indic", "വകുപ്പ് #", digits("൦")),
        ("burmese", "thai", "အပိုဒ် #", digits("၀")),
        ("khmer", "thai", "មាត្រា #", digits("០")),
        ("lao", "thai", "ມາດຕາ #", digits("໐")),
        ("thai", "thai", "ข้อ #", digits("๐")),
        ("tibetan", "thai", "དོན་ཚན་ #", digits("༠")),
        ("amharic", "latin", "አንቀጽ #", [ethiopic(n) for n in range(1, 31)]),
        ("amharic stop", "latin", "አንቀጽ #።", PLAIN),
        ("chinese", "han", "第#条", [han(n) for n in range(1, 31)]),
        ("chinese spaced", "han", "第 # 條", [han(n) for n in range(1, 31)]),
        ("japanese", "han", "第#条", PLAIN),
        ("japanese wide", "han", "第#条", digits("０")),
        ("korean", "han", "제#조", PLAIN),
        ("korean spaced", "han", "제 # 조", PLAIN),
    )
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_thirty_articles_are_found_and_none_extra(name: str, gap: str) -> None:
    body, marks = FORMS[name]
    articles = "\n\n".join(f"{mark}{gap}{BODIES[body]}" for mark in marks)
    text = f"Our Quay\n\n{BODIES[body]}\n\n{articles}\n"
    document = read_document(
        text.encode(), name="quay.txt", described=Described()
    ).document
    headings = [block for block in document.blocks if block.kind == "heading"]
    found = [block.marker for block in headings if block.marker]
    assert [one.rstrip(". ") for one in found] == [one.rstrip(". ") for one in marks]
    assert len(headings) - len(found) <= 1
