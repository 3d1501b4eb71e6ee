"""The names of tesseract's languages: `tesseract-ocr-NAME` is Debian's package."""

from __future__ import annotations

import re

_LIST = """
af afr  am amh  ar ara  as asm  az aze  be bel  bg bul  bn ben  bo bod  br bre  bs bos
ca cat  co cos  cs ces  cy cym  da dan  de deu  dv div  dz dzo  el ell  en eng  eo epo
es spa  et est  eu eus  fa fas  fi fin  fo fao  fr fra  fy fry  ga gle  gd gla  gl glg
gu guj  he heb  hi hin  hr hrv  ht hat  hu hun  hy hye  id ind  is isl  it ita  iu iku
ja jpn  jv jav  ka kat  kk kaz  km khm  kn kan  ko kor  ku kmr  ky kir  la lat  lb ltz
lo lao  lt lit  lv lav  mi mri  mk mkd  ml mal  mn mon  mr mar  ms msa  mt mlt  my mya
nb nor  ne nep  nl nld  nn nor  no nor  oc oci  or ori  pa pan  pl pol  ps pus  pt por
qu que  ro ron  ru rus  sa san  sd snd  si sin  sk slk  sl slv  sq sqi  sr srp  su sun
sv swe  sw swa  ta tam  te tel  tg tgk  th tha  ti tir  to ton  tr tur  tt tat  ug uig
uk ukr  ur urd  uz uzb  vi vie  yi yid  yo yor  zh chi_sim
"""

NAMES = dict(re.findall(r"(\w+) (\w+)", _LIST))
"""ISO 639-1 to the names of tesseract's languages."""


def name_language(code: str) -> str | None:
    """Name tesseract's language for a code of two or three letters, if there is one.

    Examples
    --------
    >>> name_language("de"), name_language("cym"), name_language("xq")
    ('deu', 'cym', None)
    """
    code = code.lower()
    return NAMES.get(code) or (code if code in NAMES.values() else None)
