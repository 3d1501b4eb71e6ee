"""What the names of paragraph styles say, in the languages of writing programs."""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|titulo|kop|rubrik|overskrift|otsikko|"
    r"nagłówek|nadpis|naslov|címsor|titlu|заголовок|επικεφαλίδα|başlık|見出し|标题|標題|제목)"
    r"\s?([1-9])(?!\d)"
)
_TITLES = frozenset(
    ["title", "titel", "titre", "título", "titolo", "tytuł", "titulo", "otsikko"]
)
_SUBTITLES = frozenset(
    ["subtitle", "untertitel", "sous-titre", "subtítulo", "sottotitolo", "ondertitel"]
)
_CONTENTS = re.compile(
    r"(toc|contents|verzeichnis|inhaltsverzeichnis|tm|tdc|sommario|inhopg|spis treści|"
    r"table of (contents|figures)|table of authorities)( \d+| heading)?"
)
_LIST = re.compile(
    r"(?:list|liste|lista|lijst|elenco|aufz|puce|numer|punkt|opsomming|seznam|luettelo)"
    r".*?([2-9])"
)
_QUOTATION = re.compile(r"quot|zitat|citation|citaat|\bcita\b|citazione|cytat|citação")
_NOT_QUOTED = re.compile(r"char$|zchn$")


def heading_level(name: str) -> int | None:
    """Tell the level of a heading from the name of its style, in lower case.

    Examples
    --------
    >>> (
    ...     heading_level("heading 2"),
    ...     heading_level("überschrift 3"),
    ...     heading_level("body"),
    ... )
    (2, 3, None)
    """
    if name in _TITLES:
        return 1
    if name in _SUBTITLES:
        return 2
    found = _HEADING.match(name)
    return int(found[1]) if found else None


def list_depth(name: str) -> int:
    """Tell how deep the items of a list style stand, from 0, by its name.

    Examples
    --------
    >>> list_depth("list bullet 2"), list_depth("list number"), list_depth("body 2")
    (1, 0, 0)
    """
    found = _LIST.fullmatch(name)
    return int(found[1]) - 1 if found else 0


def names_contents(name: str) -> bool:
    """Say whether a style is that of a table of contents."""
    return bool(_CONTENTS.fullmatch(name))


def names_quotation(name: str) -> bool:
    """Say whether a style is that of a quotation."""
    return bool(_QUOTATION.search(name)) and not _NOT_QUOTED.search(name)
