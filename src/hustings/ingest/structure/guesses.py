"""Guesses at title, actor and date, each with the words it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.ingest.media import EPUB
from hustings.ingest.structure.names import ORGANISATION, reads_as_name
from hustings.ingest.structure.sections import (
    find_name,
    is_book_title,
    is_section,
)
from hustings.model.document import Guesses, Problem, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hustings.ingest.drafts import Assembly, Extraction
    from hustings.model.document import Block, DateMention

_EARLY = 12  # blocks at the head where title, actor and date are looked for
_LATE = 15  # and at the foot, where imprints and signatures stand
_LAST = 3
_LONGEST_TITLE = 160
_LONGEST_JOINED = 80
_SHORTEST_TITLE = 12  # a shorter heading before others is the first line of a title
_SMALL = "of|for|the|and|&|de|der|des|die|du|für|van|voor|del|la|da|do|und|et|y|e"
_BIG = r"(?:[^\W\d_a-zß-öø-ÿ][\w'’&/.-]*(?<![.,]))"
_NAME = rf"(?P<name>{_BIG}(?:\s(?:(?:{_SMALL})\s){{0,2}}{_BIG}){{0,7}})"
_KIND = (
    r"(?:[Mm]anifesto|MANIFESTO|[Pp]latform|PLATFORM|[Pp]rogram(?:me)?|[Ss]tatement|"
    r"[Dd]eclaration|[Cc]harter|[Rr]esolution|[Pp]ledges|[Dd]emands|"
    r"\b(?:[Ss]tatutes|[Cc]onstitution|[Aa]ppeal|[Cc]all|[Pp]rinciples|[Aa]ims))"
)
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_KIND}\s(?:of|by|from)\s(?:the\s)?{_NAME}",
        rf"[Pp]rogramm\s(?:der|von|des)\s{_NAME}",
        rf"(?:[Pp]rogramme|[Pp]rojet)\s(?:du|de la|des|de l['’])\s?{_NAME}",
        rf"[Vv]erkiezingsprogramma\s(?:van\s)?(?:de\s|het\s)?{_NAME}",
        rf"[Pp]rograma(?:\s[Ee]lectoral)?\s(?:del|de la|do|da)\s{_NAME}",
        rf"[Pp]rogramma(?:\s[Ee]lettorale)?\s(?:del|della|dei)\s{_NAME}",
    )
)
_ELECTION = (
    r"(?:(?:General|Local|Council|European|Parliamentary|Municipal|Regional)\s)*"
    r"(?:Election\s)?"
)
_ELECTION_END = re.compile(r"(?i:\s(?:general|local|council|european|election))+$")
_OWNED = re.compile(
    rf"^(?:The\s|THE\s)?(?:(?:19|20)\d\d\s)?{_NAME}(?:['’]s?)?\s{_ELECTION}"
    r"(?:[Mm]anifesto|MANIFESTO|[Pp]latform|PLATFORM|[Pp]rogramme)\b"
)
_ITSELF = re.compile(rf"^(?:The\s|THE\s)?{_NAME}$")  # a title that is only a name
_BEHALF = re.compile(rf"(?:on behalf of|im Auftrag (?:der|des|von))\s(?:the\s)?{_NAME}")
_ISSUED = re.compile(
    r"(?i:published|promoted|issued|produced)(?i:\sand\s\w+)?\s(?:by|BY)\s(?:the\s)?"
    + _NAME
)
_ISSUER = re.compile(
    r"(?:Herausgeber(?:in)?|Herausgegeben von|Éditeur|Édité par|"
    r"Uitgever|Uitgave van|Edita|Editado por|Editore|A cura di|Edição|Wydawca|"
    r"Utgivare|Utgiver|Udgiver|Julkaisija|Yayınlayan|Yayımlayan|"
    r"Εκδότης|Издатель|Видавець|Vydavatel|Vydavateľ|Izdavač|Kiadó|Impressum|Publisher)"
    rf"\s?:?\s(?:der\s|die\s|the\s|het\s|la\s|el\s|il\s)?{_NAME}"
)
_RESPONSIBLE = re.compile(  # mostly a person, who is no actor
    r"(?:V\.?\s?i\.?\s?S\.?\s?d\.?\s?P\.?|Ansvarig utgivare|Directeur de la "
    r"publication)"
    rf"\s?:?\s{_NAME}"
)
_COPYRIGHT = re.compile(
    rf"(?:©|[Cc]opyright|\([cC]\))\s*(?:©\s*)?(?:(?:19|20)\d\d\s)?(?:by\s|"
    rf"the\s)?{_NAME}"
)
_SPEAKS_OF = re.compile(rf"(?:[Mm]anifesto|[Pp]latform)\sof\s(?:the\s)?{_NAME}")
_OWN = frozenset({"our", "my", "unser", "unsere", "notre", "nuestra", "nuestro"})
_TITLE_WORDS = frozenset({"our", "the", "this", "a", "general", "election", "party"})
_YEAR = re.compile(r"(?<![\d.,])(19[4-9]\d|20[0-4]\d)(?![\d.,]\d|\d)")
_PLACE_AND_DATE = re.compile(r"\s?:\s.*$|\s*[,;–—(|]\s*[^,;]{0,30}\d.*$|,\s*[^\W\d_]+$")
_FOR = re.compile(  # "Signed: the Committee", "Für die Versammlung"
    r"(?:(?:signed|firmato|firmado|signé|gezeichnet|gez\.|unterzeichnet|ondertekend|"
    r"assinado)(?:\s(?:by|von|par|por|da|door))?\s?:?\s|(?:for and )?on behalf of\s|"
    r"im (?:namen|auftrag)\s(?:von\s)?|au nom\s(?:de\s)?|en nombre\s(?:de\s)?|"
    r"namens\s|pel[oa]s?\s|"
    r"(?:for|für|pour|por|per|voor|för)\s(?=the |die |das |den |le |la |les |el |il |"
    r"lo |de |het ))"
    r"(?:(?:the|der|die|das|den|des|du|le|la|les|del|el|il|lo|de|het)\s)?",
    re.IGNORECASE,
)
_ADOPTED = re.compile(
    r"adopted|approved|agreed|beschlossen|verabschiedet|adoptée?|approuvée?|aprobad|"
    r"adottat|approvat|aangenomen|vastgesteld|aprovad|przyjęt|uchwalon|antag|vedtag|"
    r"vedtatt|kabul edil|εγκρίθηκε|принят|прийнят|ухвален|"
    r"اعتمد|אושר|通过|通過|採択|채택",
    re.IGNORECASE,
)
_KIND_WORD = re.compile(_KIND, re.IGNORECASE)
_SORT = re.compile(
    r"(?:press|media|news) (?:release|statement)|pressemitteilung|presseerklärung|"
    r"communiqué(?: de presse)?|nota de prensa|comunicado(?: de prensa)?|"
    r"comunicato(?: stampa)?|persbericht|pressmeddelande|pressemeddelelse|basın "
    r"açıklaması|"
    r"δελτίο τύπου|пресс-релиз|прес-реліз|leaflet|newsletter|flugblatt|flyer|tract|"
    r"volantino|ulotka|bulletin|rundbrief|boletín",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.[A-Za-z]{2,5}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guessed:
    """What was guessed, the spans it rests on, and what rests on no words."""

    title: str | None = None
    actor: str | None = None
    date: str | None = None
    spans: Guesses
    problems: tuple[Problem, ...] = ()


def guess_properties(
    assembly: Assembly,
    extraction: Extraction,
    dates: Sequence[DateMention],
    *,
    name: str,
) -> Guessed:
    """Guess title, actor and date of a document from its words.

    Only where the words give nothing, the file's own properties are taken, or for the
    title its name; a Problem says so. The title of a book is that of its own record,
    for its first words are mostly those of a chapter.
    """
    is_book = extraction.media_type == EPUB and is_book_title(extraction.title)
    title_span = (
        find_name(assembly, extraction.title)
        if is_book
        else _title_span(assembly, hint=extraction.title)
    )
    actor_span = _actor_span(assembly, title_span)
    date, date_span = _guess_date(assembly, dates, title_span)
    title = _flat(title_span.of(assembly.text)) if title_span else None
    actor = _flat(actor_span.of(assembly.text)) if actor_span else None
    weak_title = extraction.title or _ENDING.sub("", name.rpartition("/")[2])
    weak_actor = _organisation(extraction.author)
    return Guessed(
        title=title or weak_title,
        actor=actor or weak_actor,
        date=date or extraction.date,
        spans=Guesses(title=title_span, actor=actor_span, date=date_span),
        problems=tuple(
            _unfounded(
                {
                    "title": None if title else weak_title,
                    "actor": None if actor else weak_actor,
                    "date": None if date else extraction.date,
                }
            )
        ),
    )


def _unfounded(guesses: dict[str, str | None]) -> Iterator[Problem]:
    """Say which guesses rest on no words of the document."""
    for what, value in guesses.items():
        if value:
            message = (
                f"The {what} “{value}” was taken from the file's properties or name, "
                "not from its words."
            )
            yield Problem(kind=f"{what} guessed", message=message)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _organisation(author: str | None) -> str | None:
    """Take the file's author only where it is an organisation, not who typed it."""
    return author if author and ORGANISATION.search(author) else None


def _title_span(assembly: Assembly, *, hint: str | None) -> Span | None:
    """Take the strongest early heading, else a short first block."""
    early = [block for block in assembly.blocks[:_EARLY] if _could_name(block)]
    headings = [block for block in early if block.kind == "heading"]
    headings = [block for block in headings if block.marker is None] or headings
    headings = _below_masthead(assembly, headings)
    if headings:
        best = min(headings, key=lambda block: (block.level or 9, block.span.start))
        if is_section(assembly, best, hint=hint):
            return _lead_span(assembly)
        return _whole_title(assembly.blocks, assembly.blocks.index(best))
    return early[0].span if early and early[0] is assembly.blocks[0] else None


def _lead_span(assembly: Assembly) -> Span | None:
    """Take a short line above the first section, if one is there."""
    first = assembly.blocks[0]
    is_line = first.kind == "paragraph" and _could_name(first)
    is_title = is_line and first.span.of(assembly.text)[-1:] not in ".,:;"
    return first.span if is_title else None


def _below_masthead(assembly: Assembly, headings: list[Block]) -> list[Block]:
    """Pass over a first line that names the organisation or the sort of paper."""
    if len(headings) < 2 or headings[0] is not assembly.blocks[0]:
        return headings
    first, second = headings[:2]
    words = first.span.of(assembly.text)
    between = assembly.blocks[1 : assembly.blocks.index(second)]
    is_head = reads_as_name(words) or _SORT.fullmatch(words.strip(" :."))
    is_direct = all(block.kind in {"imprint", "slogan"} for block in between)
    is_new = not _KIND_WORD.search(words)
    return headings[1:] if is_head and is_direct and is_new else headings


def _whole_title(blocks: Sequence[Block], i: int) -> Span:
    """Join the lines of a title that are set as headings of one level each."""
    first = last = blocks[i]
    for block in blocks[i + 1 : i + 4]:
        is_alike = block.kind == "heading" and block.level == first.level
        is_short = block.span.end - first.span.start <= _LONGEST_JOINED
        if not is_alike or not is_short or block.page != first.page or block.marker:
            break
        last = block
    is_broken = first.span.end - first.span.start < _SHORTEST_TITLE
    return Span(first.span.start, last.span.end if is_broken else first.span.end)


def _could_name(block: Block) -> bool:
    is_short = block.span.end - block.span.start <= _LONGEST_TITLE
    return is_short and block.kind not in {"contents", "table", "footnote"}


def _actor_span(assembly: Assembly, title: Span | None) -> Span | None:
    """Look in imprints, then in the title, then in early lines and signatures."""
    imprints = [block.span for block in assembly.blocks if block.kind == "imprint"]
    signatures = [b.span for b in assembly.blocks[-_LATE:] if b.kind == "signature"]
    early = [b.span for b in assembly.blocks[:_EARLY] if b.kind != "contents"]
    headings = [title] if title else []
    mastheads = [b.span for b in assembly.blocks[:2] if b.kind == "heading"]
    searches = (
        (imprints, (_BEHALF, _ISSUED, _ISSUER, _RESPONSIBLE)),
        (headings, (_OWNED, *_NAMED, _ITSELF)),
        (mastheads, (_ITSELF,)),
        (early, (_OWNED, *_NAMED, _SPEAKS_OF)),
        (imprints, (_COPYRIGHT,)),
    )
    for spans, patterns in searches:
        found = _first_name(assembly.text, spans, patterns)
        if found:
            return found
    return next(_signed(assembly.text, signatures), None)


def _first_name(
    text: str, spans: Iterable[Span], patterns: Iterable[re.Pattern[str]]
) -> Span | None:
    """Find the first name that reads like an organisation's."""
    patterns = tuple(patterns)
    for span in spans:
        words = span.of(text)[:400]
        for pattern in patterns:
            match = pattern.search(words)
            if match and _is_actor(match["name"], pattern):
                return _trim_name(match["name"], span.start + match.start("name"))
    return None


def _trim_name(name: str, start: int) -> Span:
    """Cut "General Election" off the end, and words before "THE" off the head."""
    kept = _ELECTION_END.sub("", name)
    lead = name.rfind(" THE ")
    return Span(start + (lead + len(" THE ") if lead >= 0 else 0), start + len(kept))


def _is_actor(name: str, pattern: re.Pattern[str]) -> bool:
    """Refuse "Our", "The General Election" and other words that name nobody."""
    words = [word.casefold() for word in name.split()]
    if all(word in _TITLE_WORDS or word.isdigit() for word in words):
        return False
    if pattern is _ITSELF:
        if words[0] in _OWN:
            return False
        return len(words) in range(2, 7) and bool(ORGANISATION.search(words[-1]))
    needs_organisation = pattern in {_OWNED, _ISSUED, _RESPONSIBLE, _NAMED[0]}
    return not needs_organisation or bool(ORGANISATION.search(name))


def _signed(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield signatures that name an organisation, without dash, place and date."""
    for span in spans:
        words = span.of(text)
        start = span.end - len(words.lstrip("—–- "))
        lead = _FOR.match(words, start - span.start)
        start = span.start + lead.end() if lead else start
        name = words[start - span.start :]
        tail = _PLACE_AND_DATE.search(name)
        kept = (name[: tail.start()] if tail else name).rstrip(" ,")
        if ORGANISATION.search(kept) and not kept.endswith(":"):
            yield Span(start, start + len(kept))


def _guess_date(
    assembly: Assembly, dates: Sequence[DateMention], title: Span | None
) -> tuple[str | None, Span | None]:
    """Take a dated imprint or signature, an early full date, or the title's year."""
    early = [b.span for b in assembly.blocks[:_EARLY] if b.kind != "contents"]
    late = [b.span for b in assembly.blocks if b.kind in {"imprint", "signature"}]
    short = [span for span in early if span.end - span.start <= _LONGEST_TITLE]
    last = [b.span for b in assembly.blocks[-_LAST:]]
    last = [span for span in last if _tells_adoption(span.of(assembly.text))]
    for spans in (late, short, last):
        for mention in dates:
            is_full = not mention.first.startswith("-")
            if is_full and any(_contains(span, mention.span) for span in spans):
                return mention.first, mention.span
    for span in (*([title] if title else []), *short, *late):
        match = _YEAR.search(span.of(assembly.text))
        if match:
            start = span.start + match.start()
            return match.group(), Span(start, start + 4)
    return None, None


def _tells_adoption(text: str) -> bool:
    """Say whether a short last line tells when a document was agreed on."""
    return len(text) <= _LONGEST_TITLE and bool(_ADOPTED.search(text))


def _contains(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
