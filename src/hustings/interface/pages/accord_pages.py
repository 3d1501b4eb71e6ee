"""Agreement between actors: numbers with intervals, a tree, and a map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from hustings.comparison.accord import join_actors, map_actors
from hustings.interface.pages import addresses
from hustings.interface.pages.accord_drawings import lay_accord_map, lay_tree
from hustings.interface.pages.claim_choices import NEWEST
from hustings.interface.pages.claim_words import say_percent
from hustings.interface.pages.drawings import show
from hustings.interface.pages.figures import Figure, write_rows
from hustings.interface.pages.issue_matrix import say_choice
from hustings.interface.pages.picture_files import Caption, Part
from hustings.interface.pages.wording import say_count, say_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from hustings.comparison.accord import AccordResult, PairAccord
    from hustings.estimates.resampling import FloatArray
    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.interface.pages.drawings import Drawing

MOST = 40
"""Actors of a matrix; of more, the table of pairs has all."""

_ACTORS_OF_A_MAP = 3
_TREE, _MAP, _NARROW = 480, 560, 262
TREE, MAP, NUMBERS = "agreement-tree", "agreement-map", "agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordCell:
    """Agreement of two actors; no number where they have no issue in common."""

    value: float | None
    low: float | None
    high: float | None
    n_issues: int
    shade: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordRow:
    """One actor and its agreement with each other one; None with itself."""

    actor: str
    mark: int | None
    address: str
    cells: tuple[AccordCell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordPicture:
    """A drawing in both sizes, with its files."""

    wide: Markup
    narrow: Markup
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordView:
    """Agreement between all actors that hold claims.

    Attributes
    ----------
    shown : float
        Share of the distances that the map shows.
    pairs : tuple of (PairAccord, str)
        With the address of their page, if they have one; most common issues first.
    """

    sentence: str
    confidence: float
    rows: tuple[AccordRow, ...]
    pairs: tuple[tuple[PairAccord, str], ...]
    tree: AccordPicture | None
    map: AccordPicture | None
    shown: float
    problems: tuple[str, ...]
    numbers: str
    n_actors: int
    choice: str


def build_accord(index: ClaimIndex) -> AccordView:
    """Gather agreement between all actors that hold claims."""
    accord = index.accord
    rows = _build_rows(index) if len(accord.actors) <= MOST else ()
    figures = {one.key: one for one in list_accord_figures(index)}
    return AccordView(
        sentence=say_accord(accord),
        confidence=accord.pairs[0].confidence if accord.pairs else 0.95,
        rows=rows,
        pairs=tuple(
            (one, _pair_address(index, one))
            for one in sorted(accord.pairs, key=lambda one: -one.n_issues)
        ),
        tree=_picture(index, _draw_tree, figures.get(TREE), say_accord(accord)),
        map=_picture(index, _draw_map, figures.get(MAP), say_accord(accord)),
        shown=map_actors(accord)[1] if MAP in figures else 0.0,
        problems=tuple(one.message for one in accord.problems),
        numbers=addresses.data_file(NUMBERS, "csv"),
        n_actors=len(accord.actors),
        choice=say_choice(NEWEST) if index.has_editions else "",
    )


def say_accord(accord: AccordResult) -> str:
    """Say who agree most, and who least."""
    known = [one for one in accord.pairs if one.agreement is not None]
    if not known:
        return "No two actors speak about the same issue."
    ranked = sorted(known, key=lambda one: (one.agreement or 0.0, one.n_issues))
    most, least = ranked[-1], ranked[0]
    said = (
        f"{most.actor_a} and {most.actor_b} agree most: {_say(most)} of "
        f"{say_count(most.n_issues, 'common issue')}"
    )
    if most is least:
        return f"{said}."
    return (
        f"{said}; {least.actor_a} and {least.actor_b} least: {_say(least)} of "
        f"{say_number(least.n_issues)}."
    )


def _say(pair: PairAccord) -> str:
    """Say a share, in whole percents: it rests on few issues."""
    return say_percent(pair.agreement or 0.0)


def list_accord_figures(index: ClaimIndex) -> list[Figure]:
    """Return the files of the drawings."""
    accord = index.accord
    caption = Caption(
        title=say_accord(accord),
        lines=("Agreement: share of common issues with the same stance.",),
        caution="Claims were found by a program.",
    )
    return [
        Figure(
            key=key,
            caption=caption,
            draw=partial(_parts, index, key),
            write=partial(write_accord, index),
        )
        for key, fewest in ((TREE, 2), (MAP, _ACTORS_OF_A_MAP))
        if len(accord.actors) >= fewest
    ]


def _parts(index: ClaimIndex, key: str) -> list[Part]:
    """Draw the picture of a figure."""
    drawing = _draw_tree(index, _TREE) if key == TREE else _draw_map(index, _MAP)
    return [Part(drawing=drawing)]


def write_accord(index: ClaimIndex) -> str:
    """Write agreement of all pairs as CSV."""
    rows = index.accord.to_rows()
    head = ["actor_a", "actor_b", "agreement", "low", "high", "confidence"]
    head += ["n_issues", "n_same", "n_opposite"]
    return write_rows(head, [[row[name] for name in head] for row in rows])


def _picture(
    index: ClaimIndex, draw: object, figure: Figure | None, alt_text: str
) -> AccordPicture | None:
    """Draw both sizes, where there is a figure."""
    if figure is None or not callable(draw):
        return None
    wide = _TREE if figure.key == TREE else _MAP
    told = f"{alt_text} The numbers are in the table."
    return AccordPicture(
        wide=show(draw(index, wide), told),
        narrow=show(draw(index, _NARROW), told),
        figure=figure,
    )


def _draw_tree(index: ClaimIndex, width: int) -> Drawing:
    """Draw the tree; of a narrow one, the names take some of the room."""
    tree = join_actors(index.accord)
    assert tree is not None  # noqa: S101  # two actors at least
    room = width if width > _NARROW else 140
    return lay_tree(tree, index.accord.actors, marks_of(index), width=room)


def _draw_map(index: ClaimIndex, width: int) -> Drawing:
    """Draw the map."""
    places: FloatArray = map_actors(index.accord)[0]
    links = {one: addresses.actor_page(one) for one in index.accord.actors}
    return lay_accord_map(
        places, index.accord.actors, marks_of(index), links, width=width
    )


def marks_of(index: ClaimIndex) -> Mapping[str, int | None]:
    """Return the number of each actor that holds claims."""
    return {one: index.mark_of(one) for one in index.accord.actors}


def _build_rows(index: ClaimIndex) -> tuple[AccordRow, ...]:
    """Build the matrix of numbers."""
    pairs = {(one.actor_a, one.actor_b): one for one in index.accord.pairs}
    pairs |= {(other, one): pair for (one, other), pair in pairs.items()}
    actors = index.accord.actors
    return tuple(
        AccordRow(
            actor=actor,
            mark=index.mark_of(actor),
            address=addresses.actor_page(actor),
            cells=tuple(
                None if other == actor else _build_cell(index, pairs[actor, other])
                for other in actors
            ),
        )
        for actor in actors
    )


def _build_cell(index: ClaimIndex, pair: PairAccord) -> AccordCell:
    """Build a cell; the higher the agreement, the darker."""
    return AccordCell(
        value=pair.agreement,
        low=pair.low,
        high=pair.high,
        n_issues=pair.n_issues,
        shade=0 if pair.agreement is None else 1 + min(int(pair.agreement * 4), 3),
        address=_pair_address(index, pair),
    )


def _pair_address(index: ClaimIndex, pair: PairAccord) -> str:
    """Return the page of a pair; nothing where it has none."""
    names = (pair.actor_a, pair.actor_b)
    return addresses.pair_page(*names) if names in index.pairs else ""
