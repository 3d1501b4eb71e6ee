"""Which one of the old encodings bytes are in, told by the letters that come out.

A text is in one language, and a language uses few letters outside ASCII, some often:
the encoding is the one under which the letters are those of a language. Measured on
the bytes alone, without a list of words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

# Letters outside ASCII, the frequent first; an alphabet a language.
_WEST = (
    "éèàêçùâîôûëïœ",
    "üäöß",
    "óíáéñúü",
    "àèéìòù",
    "ãçáéóíêõâúôà",
    "éëïèöüó",
    "åäöé",
    "æøåéò",
    "íáðéóúæýöþ",
    "àéèòíóçïúü",
    "áéíóúâêôî",
)
_CENTRAL = (
    "íáěéřčžšýůúťňóď",
    "áíčšžéýúťľôňďäóĺŕ",
    "łąęóżśćńź",
    "éáöóőüúíű",
    "ăîâşţșț",
    "čžšćđ",
)
_TURKISH = ("ıişüğçöİâî",)
_BALTIC = ("ėšąžųįūęč", "āīēšūņļžčģķ", "äõüöšž")
_CYRILLIC = (
    "оеаинтсрвлкмдпуыязьбгйчхжшюцщэфъё",
    "оаинтвреіслкмдупзяьбгйчїхжєшюцщфґ",
    "аоиетнрсвлпдкмзуяъгбчщжхцйюшфь",
    "аоиенртсјвкдулпмзгбчшцњжљхћђџф",
)
_GREEK = ("αοιετσνηρκπμλςυόωίάγθδέήφχύώβξζψ",)
_HEBREW = ("יוהלאמתרבשנםדעחקפטכצגסןזךףץ",)
_ARABIC = ("اليمنرتبوةعدسفهكأقحجىشصطخءإضذزثئغظآؤ", "اینرمدهوتبسلکشزفقگخجعپحصطچغضظذژثآ")
_ONE_BYTE = (
    ("cp1252", _WEST),
    ("mac_roman", _WEST),
    ("cp1250", _CENTRAL),
    ("iso8859_2", _CENTRAL),
    ("cp1254", _TURKISH),
    ("cp1257", _BALTIC),
    ("cp1251", _CYRILLIC),
    ("koi8_u", _CYRILLIC),
    ("iso8859_5", _CYRILLIC),
    ("cp1253", _GREEK),
    ("iso8859_7", _GREEK),
    ("cp1255", _HEBREW),
    ("cp1256", _ARABIC),
)
_JAPANESE = (
    "のにはをたがでてとしれさあるいなもこらまくすうよりかそけだ、。ー・ンスルト日本人年"
)
_SIMPLIFIED = (
    "的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那"
    "后能对着事其里所去行过家十用发天如作方成者多日都三小二无同么经法当起与好看学进种将还分"
    "此心前面又定见只主没公从民权利，。、"
)
_TRADITIONAL = (
    "的一是不了在人有我他這為之大來以個中上們到說國和地也子時道出而要於就下得可你年生自會那"
    "後能對著事其裡所去行過家十用發天如作方成者多日都三小二無同麼經法當起與好看學進種將還分"
    "此心前面又定見只主沒公從民權利，。、"
)
_KOREAN = "이다는에의가고을로지하사기은한도리자서들대아시어인정해있과그전스를와나주수"
_MANY_BYTES = (
    ("cp932", _JAPANESE, 0.3),
    ("euc_jp", _JAPANESE, 0.3),
    ("gb18030", _SIMPLIFIED, 0.15),
    ("big5", _TRADITIONAL, 0.15),
    ("cp949", _KOREAN, 0.25),
)
_PRINTED = frozenset("’‘“”„«»–—…•€£§°ºª©®\xa0¡¿½²·™‚‹›№")
_SIGN_IN_WORD = re.compile(
    "(?<=[^\\W\\d_])[¡-©¬-´¶-¹»-¿×÷“”„‘«»…–—€˚◊‹›](?=[^\\W\\d_])"
)
_CAPITALS = "".join(chr(c) for c in range(0xC0, 0x530) if chr(c).isupper())
_CAPITAL_IN_WORD = re.compile(
    f"(?<=[^\\W\\d_])[{_CAPITALS}](?=[a-zß-öø-ÿα-ώа-я])|(?<=[a-zα-ώа-я])[{_CAPITALS}]"
)
_MIXED = re.compile("[A-Za-z][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-z]|[À-ɏ]{3}")
_COMMON = {"cp1252": 0.5, "mac_roman": 0.2}  # decides where letters are few
_RARE = 0.4  # worth of a letter of the alphabet's end, of 1 at its head
_STRANGE = -1.0
_SOUND = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Charset:
    """An encoding, and how well its letters look: 1 is best, below 0 is nonsense."""

    name: str
    score: float

    @property
    def is_sound(self) -> bool:
        """Whether the letters are mostly those of one language."""
        return self.score >= _SOUND


def guess_charset(sample: bytes) -> Charset:
    """Find the encoding whose letters look most like those of one language.

    Examples
    --------
    >>> guess_charset("Žluťoučký kůň pěl ďábelské ódy".encode("cp1250")).name
    'cp1250'
    >>> guess_charset("Каждую зиму паром стоит".encode("koi8-r")).name
    'koi8_u'
    """
    found = [
        Charset(name=name, score=_score(sample, name, alphabets))
        for name, alphabets in _ONE_BYTE
    ]
    found += [
        Charset(name=name, score=_share(sample, name, usual, expected))
        for name, usual, expected in _MANY_BYTES
    ]
    return max(found, key=lambda charset: charset.score)


def _score(sample: bytes, name: str, alphabets: tuple[str, ...]) -> float:
    """Mean worth of the characters outside ASCII under the language that fits best."""
    text = sample.decode(name, "replace")
    counts = Counter(c for c in text if c > "\x7f")
    n_high = sum(counts.values())
    if not n_high:
        return 0.0
    n_odd = sum(
        len(odd.findall(text)) for odd in (_SIGN_IN_WORD, _CAPITAL_IN_WORD, _MIXED)
    )
    best = max(_worth(counts, alphabet) for alphabet in alphabets)
    return (best - 2 * n_odd + _COMMON.get(name, 0.0)) / n_high


def _worth(counts: Counter[str], alphabet: str) -> float:
    """Sum what each character is worth in a language."""
    step = (1 - _RARE) / len(alphabet)
    worth = {letter: 1 - step * place for place, letter in enumerate(alphabet)}
    return sum(
        n * (worth.get(c) or 0.9 * worth.get(c.lower(), 0.0) or _printed(c))
        for c, n in counts.items()
    )


def _printed(character: str) -> float:
    return 0.7 if character in _PRINTED else _STRANGE


def _share(sample: bytes, name: str, usual: str, expected: float) -> float:
    """How near the share of usual characters is to what texts have, at most 1."""
    text = sample.decode(name, "replace")
    high = [c for c in text if c > "\x7f"]
    n_bad = text.count("\ufffd")
    if not high or n_bad > 2 + len(high) / 100:
        return _STRANGE
    n_usual = sum(c in usual for c in high)
    return min(n_usual / len(high) / expected, 1.0)
