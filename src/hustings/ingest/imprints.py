"""Lines that say who published, printed or licensed a document, and when."""

from __future__ import annotations

import re

_LONGEST = 400
_OPENING = re.compile(
    r"(published|printed|promoted|produced|issued|designed|typeset)\b.{0,60}?"
    r"\b(by|on behalf)\b"
    r"|(published|printed) (in|at|on)\b"
    r"|(publisher|printer|imprint|copyright|©|\(c\) (19|20)\d\d)"
    r"|all rights reserved"
    r"|(this work is )?licen[sc]ed under|cc[ -]by\b|creative commons"
    r"|(impressum|herausgeber(in)?|herausgegeben von|v\. ?i\. ?s\. ?d\. ?p|"
    r"druck(erei)?:|verantwortlich( im sinne des presserechts)?:|"
    r"redaktion(sschluss)?:|satz:|auflage:)"
    r"|(éditeur|édité par|imprim(é|erie)|dépôt légal|directeur de (la )?publication)"
    r"|(uitgave van|uitgever|colofon|drukwerk:)"
    r"|(editado por|edita:|imprime:|impreso (en|por)|depósito legal)"
    r"|(stampato (da|in|presso)|a cura di|editore:)"
    r"|(edição:|editado pelo|impressão:|impresso (em|por))"
    r"|isbn[ :]",
    re.IGNORECASE,
)


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
    return len(stripped) <= _LONGEST and bool(_OPENING.match(stripped))
