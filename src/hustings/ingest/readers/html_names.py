"""What the classes and ids of a page's elements say that they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_SURE = frozenset(
    [
        "cookie",
        "cookies",
        "cookiebot",
        "cookiebanner",
        "cookieconsent",
        "consent",
        "gdpr",
        "dsgvo",
        "onetrust",
        "usercentrics",
        "didomi",
        "borlabs",
        "cmplz",
        "complianz",
        "cmp",
        "quantcast",
        "osano",
        "klaro",
        "iubenda",
        "trustarc",
        "truste",
        "cybot",
        "cc",
        "breadcrumb",
        "breadcrumbs",
        "rootline",
        "arbo",
        "migas",
        "ariane",
        "kruimelpad",
        "briciole",
        "skip",
        "skiplink",
        "skiplinks",
        "jump",
        "comments",
        "commentlist",
        "disqus",
        "respond",
        "editsection",
        "navbox",
        "printfooter",
        "catlinks",
        "sitenotice",
        "noprint",
        "siteinfo",
        "outbrain",
        "taboola",
        "addtoany",
        "sharedaddy",
        "jp",
        "wm",
        "globan",
    ]
)
"""Words that name furniture however much of a page it takes."""
_LIKELY = frozenset(
    [
        "nav",
        "navi",
        "navbar",
        "navigation",
        "menu",
        "menue",
        "navmenu",
        "hamburger",
        "burger",
        "toolbar",
        "topbar",
        "ribbon",
        "footer",
        "fuss",
        "fusszeile",
        "stopka",
        "rodape",
        "colophon",
        "header",
        "masthead",
        "kopf",
        "kopfzeile",
        "cabecera",
        "naglowek",
        "entete",
        "testata",
        "topnav",
        "sidebar",
        "widget",
        "widgets",
        "blogroll",
        "tagcloud",
        "related",
        "teaser",
        "teasers",
        "recommendations",
        "recs",
        "mostread",
        "newsletter",
        "subscribe",
        "signup",
        "signin",
        "login",
        "donate",
        "cta",
        "paywall",
        "banner",
        "banners",
        "popup",
        "modal",
        "overlay",
        "toast",
        "ad",
        "ads",
        "adv",
        "advert",
        "advertisement",
        "publicidad",
        "anzeige",
        "comment",
        "postmetadata",
        "pager",
        "pagination",
        "pagenavigation",
        "button",
        "buttons",
        "btn",
        "copyright",
        "powered",
    ]
)
"""Words that name furniture where it is but a part of a page."""
_TOPICS = frozenset(
    [
        "share",
        "sharing",
        "social",
        "follow",
        "like",
        "likes",
        "reseaux",
        "popular",
        "recommended",
        "outline",
        "subscription",
        "donation",
        "petition",
        "promo",
        "feedback",
        "survey",
        "search",
        "suche",
        "recherche",
        "zoek",
        "lang",
        "langs",
        "languages",
        "idiomas",
        "sprachen",
        "dialog",
        "notice",
        "announcement",
        "sponsor",
        "sponsored",
        "tags",
        "labels",
        "keywords",
        "metadata",
        "meta",
        "author",
        "legal",
        "imprint",
        "credits",
        "foot",
        "pie",
        "pied",
        "piede",
        "bottom",
        "archive",
        "archives",
        "calendar",
    ]
)
"""Words that may also name what a part of a text is about: ``social-housing``."""
_SLUG = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "for",
        "from",
        "how",
        "in",
        "is",
        "of",
        "on",
        "our",
        "the",
        "to",
        "we",
        "what",
        "with",
        "auf",
        "das",
        "der",
        "die",
        "ein",
        "eine",
        "für",
        "im",
        "mit",
        "und",
        "unser",
        "von",
        "was",
        "wie",
        "wir",
        "zu",
        "au",
        "aux",
        "des",
        "du",
        "et",
        "la",
        "le",
        "les",
        "nous",
        "pour",
        "que",
        "sur",
        "un",
        "une",
        "con",
        "el",
        "en",
        "los",
        "para",
        "por",
        "y",
        "de",
        "het",
        "een",
        "van",
        "voor",
        "wij",
    ]
)
"""With one of these an id is the words of a heading."""
_LONGEST_NAME = 5
_PAIRS = (
    ("article", "info"),
    ("back", "top"),
    ("scroll", "top"),
    ("link", "top"),
    ("more", "stories"),
    ("most", "read"),
    ("post", "footer"),
    ("date", "header"),
    ("read", "more"),
    ("document", "actions"),
    ("source", "url"),
    ("page", "useful"),
    ("site", "sub"),
    ("site", "notice"),
    ("local", "tasks"),
    ("personal", "tools"),
)
_ENDINGS = re.compile(
    r"(?:nav|navi|menu|footer|sidebar|cookies?|breadcrumbs?|toolbar|navbar|newsletter|"
    r"banner|navigation|breadcrumb|comments|commentlist|actions)$"
)
_HIDDEN = re.compile(
    r"(?:^|\s)(?:visually-?hidden\S*|sr-only\S*|screen-reader-text|hiddenStructure|"
    r"element-invisible|invisible|d-none|is-hidden|hide|u-hidden|ot-hide|"
    r"visuallyhidden|assistive-text|offscreen|a11y-hidden|mw-editsection|"
    r"mw-cite-backlink|cmplz-hidden)(?:\s|$)"
)
_CONTENTS = frozenset({"toc", "tableofcontents", "inhaltsverzeichnis", "sommaire"})
_NOT_ALONE = frozenset({"elementor", "block", "entry", "article", "post", "section"})
"""With one of these a weak word names a part of the text: ``entry-header``."""
_WEAK = frozenset({"header", "widget", "banner"})


def words_in(attributes: Mapping[str, str | None]) -> tuple[str, ...]:
    """Cut class and id of an element into words; an id made from a heading has none.

    Examples
    --------
    >>> words_in({"class": "site-footer__links pageFooter", "id": None})
    ('site', 'footer', 'links', 'page', 'footer')
    >>> words_in({"class": None, "id": "the-age-of-consent"})
    ()
    """
    named = _cut(attributes.get("id") or "")
    is_slug = len(named) > _LONGEST_NAME or not _SLUG.isdisjoint(named)
    return (*_cut(attributes.get("class") or ""), *(() if is_slug else named))


def _cut(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))


def names_surely(words: tuple[str, ...]) -> bool:
    """Say whether an element is furniture however large it is.

    Examples
    --------
    >>> names_surely(("cookie", "box")), names_surely(("entry", "content"))
    (True, False)
    """
    return not _SURE.isdisjoint(words) or any(
        word.endswith(("breadcrumb", "breadcrumbs", "cookiebot")) for word in words
    )


def names_likely(words: tuple[str, ...]) -> bool:
    """Say whether an element is furniture unless it holds most of the page.

    Examples
    --------
    >>> names_likely(("site", "footer")), names_likely(("entry", "header"))
    (True, False)
    """
    found = _LIKELY.intersection(words)
    if found - _WEAK or (found and _NOT_ALONE.isdisjoint(words)):
        return True
    if any(pair[0] in words and pair[1] in words for pair in _PAIRS):
        return True
    return any(len(word) > 5 and _ENDINGS.search(word) for word in words)


def names_topic(words: tuple[str, ...]) -> bool:
    """Say whether an element is furniture unless it holds sentences.

    Examples
    --------
    >>> names_topic(("social", "share")), names_topic(("fair", "rents"))
    (True, False)
    """
    return not _TOPICS.isdisjoint(words)


def names_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Say whether an element's class keeps it from those who see the page."""
    return bool(_HIDDEN.search(attributes.get("class") or ""))


def names_contents(words: tuple[str, ...]) -> bool:
    """Say whether an element is a table of contents."""
    return not _CONTENTS.isdisjoint(words)
