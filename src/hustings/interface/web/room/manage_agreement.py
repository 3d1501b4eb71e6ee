"""The manager's page on agreement: numbers with their words, drawn as they grow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from hustings.interface.pages.addresses import unit_address
from hustings.interface.pages.wording import say_count, say_number
from hustings.interface.web.room.manage_agreement_words import (
    drift_label,
    drift_row,
    mask_names,
    say_cuts,
    say_drift,
    say_headline,
    say_missing,
    say_pairs,
    say_swaps,
    say_undefined,
    titled,
)
from hustings.interface.web.room.manage_charts import (
    NARROW,
    WIDE,
    draw_drift,
    draw_growth,
    draw_rows,
    say_alpha,
)
from hustings.interface.web.room.manage_claims import build_claims
from hustings.interface.web.room.manage_machines import build_machines
from hustings.interface.web.room.manage_quoting import words_after, words_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from hustings.coding.agreement_results import AgreementEstimate
    from hustings.interface.web.room.manage_claims import ClaimPart
    from hustings.interface.web.room.manage_machines import MachinePart
    from hustings.model.codebook import Variable
    from hustings.workflow.room_manage_agreement import (
        Confusion,
        Stretch,
        VariableAgreement,
    )
    from hustings.workflow.room_manage_claims import ClaimStanding
    from hustings.workflow.room_manage_cuts import CutAgreement
    from hustings.workflow.room_manage_machines import MachineStanding
    from hustings.workflow.room_manage_words import CodedBook, CodedUnit

MOST_UNITS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing for wide screens and one for narrow ones."""

    wide: Markup
    narrow: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one person said of a unit."""

    coder: str
    value: str
    title: str
    note: str
    unsure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedUnit:
    """A unit of which people differ."""

    document: str
    address: str
    before: str
    words: str
    after: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfusionTable:
    """What two people said of the same units; titles by code."""

    title: str
    row_name: str
    column_name: str
    codes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link to another view of the page."""

    words: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """What the page shows.

    Attributes
    ----------
    missing : str
        What is missing before anything can be shown, and what to do; empty otherwise.
    """

    headline: str
    lead: str
    missing: str
    cuts: tuple[str, ...]
    books: tuple[Choice, ...]
    variables: tuple[Choice, ...]
    names: Choice
    codes: Mapping[str, str]
    growth: Drawing | None
    by_code: Drawing | None
    by_pair: Drawing | None
    drift: Drawing | None
    drift_words: str
    drift_kinds: tuple[Choice, ...]
    drift_rows: tuple[tuple[str, str, str, str, str], ...]
    swaps: tuple[str, ...]
    confusion: ConfusionTable | None
    pairs: tuple[Choice, ...]
    pair_words: str
    disputed: tuple[DisputedUnit, ...]
    n_disputed: int
    problems: tuple[str, ...]
    csv: str
    machines: tuple[MachinePart, ...] = ()
    claims: ClaimPart | None = None
    is_alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementAsked:
    """What the address asks for.

    Attributes
    ----------
    pair : str
        Number of the pair of coders among all, as text; empty for the first.
    """

    book: str
    variable: str
    pair: str = ""
    by_week: bool = False
    hides_names: bool = False

    def address(self, **changed: str) -> str:
        """Return the address of the page with something else asked."""
        now = {
            "book": self.book,
            "variable": self.variable,
            "pair": self.pair,
            "drift": "week" if self.by_week else "",
            "names": "hidden" if self.hides_names else "",
        } | changed
        query = urlencode({name: value for name, value in now.items() if value})
        return f"agreement?{query}"


def build_agreement(
    found: VariableAgreement,
    book: CodedBook,
    books: Sequence[CodedBook],
    asked: AgreementAsked,
    cuts: CutAgreement | None = None,
    machines: tuple[MachineStanding, ...] = (),
) -> AgreementPage:
    """Put the page together."""
    variable = found.variable
    masks = mask_names(book.coders, book.sha256, is_hidden=asked.hides_names)
    codes = {one.code: one.title for one in variable.codes}
    pairs = tuple(found.confusions)
    chosen = _chosen(asked.pair, len(pairs))
    drift = found.by_week if asked.by_week else found.by_number
    return AgreementPage(
        headline=say_headline(found),
        lead=found.whole.in_words() if found.n_shared else "",
        missing=say_missing(found),
        cuts=tuple(say_cuts(cuts)),
        books=tuple(
            Choice(
                words=f"{one.codebook.title}, version {one.codebook.version}",
                address=asked.address(book=one.sha256, variable="", pair=""),
                is_here=one.sha256 == book.sha256,
            )
            for one in books
        ),
        variables=tuple(
            Choice(
                words=one.title,
                address=asked.address(variable=one.name, pair=""),
                is_here=one.name == variable.name,
            )
            for one in book.codebook.variables
        ),
        names=Choice(
            words="Show names" if asked.hides_names else "Hide names",
            address=asked.address(names="" if asked.hides_names else "hidden"),
            is_here=asked.hides_names,
        ),
        codes=codes,
        growth=_draw_growth(found),
        by_code=_draw_rows(
            [
                (titled(str(one.code), codes), found.n_given[str(one.code)], one)
                for one in found.by_code
            ],
            f"Agreement on each code of {variable.title}",
        ),
        by_pair=_draw_rows(
            [(_pair_name(one, masks), one.n_units, one) for one in found.by_pair],
            f"Agreement of every two coders on {variable.title}",
        )
        if len(book.coders) > 2
        else None,
        drift=_draw_drift(drift, variable, by_week=asked.by_week),
        drift_words=say_drift(found, drift, by_week=asked.by_week),
        drift_kinds=(
            Choice(
                words="by number of units",
                address=asked.address(drift=""),
                is_here=not asked.by_week,
            ),
            Choice(
                words="by week",
                address=asked.address(drift="week"),
                is_here=asked.by_week,
            ),
        ),
        drift_rows=tuple(drift_row(one, by_week=asked.by_week) for one in drift),
        swaps=tuple(say_swaps(found, codes)),
        confusion=_table(found.confusions[pairs[chosen]], masks) if pairs else None,
        pairs=tuple(
            Choice(
                words=f"{masks[one]} and {masks[other]}",
                address=f"{asked.address(pair=str(i))}#confusion",
                is_here=i == chosen,
            )
            for i, (one, other) in enumerate(pairs)
        ),
        pair_words=say_pairs(found),
        disputed=tuple(
            _disputed(one, codes, masks) for one in found.disputed[:MOST_UNITS]
        ),
        n_disputed=len(found.disputed),
        problems=tuple(
            one.message for one in found.problems if one.kind != "undefined agreement"
        )
        + say_undefined(found),
        csv=asked.address().replace("agreement?", "agreement.csv?"),
        machines=build_machines(
            machines, codes, book=book.sha256, variable=variable.name
        ),
    )


def with_claims(
    page: AgreementPage,
    book: CodedBook,
    asked: AgreementAsked,
    claims: ClaimStanding | None,
) -> AgreementPage:
    """Add how far people agree on claims, whoever of them codes with the book."""
    if claims is None:
        return page
    coders = tuple(dict.fromkeys((*book.coders, *claims.coders)))
    masks = mask_names(coders, book.sha256, is_hidden=asked.hides_names)
    return replace(page, claims=build_claims(claims, masks))


def _draw_growth(found: VariableAgreement) -> Drawing | None:
    if len(found.growth) < 2:
        return None
    words = (
        f"Krippendorff's alpha on {found.variable.title}, from the first "
        f"{found.growth[0].last} units coded twice to all {found.n_shared}: now "
        f"{say_alpha(found.whole.value)}."
    )
    return Drawing(
        wide=draw_growth(found.growth, width=WIDE, alt_text=words),
        narrow=draw_growth(found.growth, width=NARROW - 60, alt_text=words),
    )


def _draw_rows(
    labelled: Sequence[tuple[str, int, AgreementEstimate]], words: str
) -> Drawing | None:
    kept = [one for one in labelled if one[2].value is not None]
    kept.sort(key=lambda one: one[2].value or 0.0)
    if not kept:
        return None
    return Drawing(
        wide=draw_rows(kept, wide=True, alt_text=words),
        narrow=draw_rows(kept, wide=False, alt_text=words),
    )


def _draw_drift(
    drift: tuple[Stretch, ...], variable: Variable, *, by_week: bool
) -> Drawing | None:
    if len(drift) < 2:
        return None
    labels = tuple(drift_label(one, by_week=by_week) for one in drift)
    what = "each week" if by_week else "each stretch of units"
    words = f"Krippendorff's alpha on {variable.title} for {what}."
    return Drawing(
        wide=draw_drift(drift, labels, width=WIDE, alt_text=words),
        narrow=draw_drift(drift, labels, width=NARROW - 60, alt_text=words),
    )


def _table(found: Confusion, masks: Mapping[str, str]) -> ConfusionTable:
    one, other = found.pair
    return ConfusionTable(
        title=f"{masks[one]} and {masks[other]} both coded "
        f"{say_count(found.n_units, 'unit')}, and differ on "
        f"{say_number(found.n_differ)}",
        row_name=masks[one],
        column_name=masks[other],
        codes=found.codes,
        counts=found.counts,
    )


def _disputed(
    unit: CodedUnit, codes: Mapping[str, str], masks: Mapping[str, str]
) -> DisputedUnit:
    document, start, end = unit.place
    return DisputedUnit(
        document=unit.document,
        address=unit_address(document, start, end),
        before=words_before(unit.anchor.before),
        words=unit.anchor.words,
        after=words_after(unit.anchor.after),
        said=tuple(
            Said(
                coder=masks[one.coder],
                value=str(one.value),
                title=codes.get(str(one.value), ""),
                note=one.note,
                unsure=one.unsure,
            )
            for one in sorted(unit.said, key=lambda one: masks[one.coder])
        ),
    )


def _pair_name(one: AgreementEstimate, masks: Mapping[str, str]) -> str:
    return f"{masks[str(one.coder_a)]} and {masks[str(one.coder_b)]}"


def _chosen(text: str, n: int) -> int:
    """Return the number of a pair; the first where the address says nothing of use."""
    return int(text) if text.isascii() and text.isdigit() and int(text[:6]) < n else 0
