"""Networks: actors tied to issues, and to each other by the same or other stances."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from hustings.comparison.accord import join_actors
from hustings.comparison.network import build_network
from hustings.exchange.networks import NETWORK_FORMS, network_to_bytes
from hustings.interface.pages import addresses
from hustings.interface.pages.accord_pages import marks_of
from hustings.interface.pages.claim_choices import NEWEST
from hustings.interface.pages.drawings import show
from hustings.interface.pages.issue_matrix import say_choice
from hustings.interface.pages.network_drawings import (
    AGAINST,
    FOR,
    Tie,
    lay_circle,
    lay_two_columns,
)
from hustings.interface.pages.wording import say_count, say_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markupsafe import Markup

    from hustings.comparison.network import Edge, Network, NetworkKind
    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.interface.pages.drawings import Drawing

MOST_ISSUES = 24
"""Issues of the two-mode picture: those that most actors speak to."""

MOST_ACTORS = 12
"""Actors of a picture: those with most claims."""

MOST_TIES = 200
"""Ties in the table; the files have all."""

_WIDE, _NARROW = 340, 90
_CIRCLE, _SMALL_CIRCLE = 340, 150


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """A tie of the table."""

    source: str
    source_address: str
    target: str
    target_address: str
    weight: float
    stance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """One network: its picture, its ties, its files.

    Attributes
    ----------
    left_out : str
        What the picture leaves out; empty where it shows all.
    files : tuple of (str, str)
        Forms and addresses.
    """

    kind: str
    title: str
    wide: Markup
    narrow: Markup
    left_out: str
    ties: tuple[TieRow, ...]
    n_ties: int
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworksView:
    """All networks of a project; none where fewer than two actors hold claims."""

    networks: tuple[NetworkView, ...]
    n_actors: int
    choice: str


SHOWN: tuple[NetworkKind, ...] = ("two-mode", "congruence", "conflict")


def build_networks(index: ClaimIndex) -> NetworksView:
    """Draw the networks."""
    n_actors = len(index.spoken.actors)
    return NetworksView(
        networks=(
            _build_two_mode(index),
            _build_one_mode(index, "congruence"),
            _build_one_mode(index, "conflict"),
        )
        if n_actors > 1
        else (),
        n_actors=n_actors,
        choice=say_choice(NEWEST) if index.has_editions else "",
    )


def plan_network_files(index: ClaimIndex) -> dict[str, Callable[[], bytes]]:
    """Return the addresses of the networks as files, each with what writes it."""
    return {
        network_file(kind, form): partial(_write, index, kind, form)
        for kind in SHOWN
        for form in NETWORK_FORMS
    }


def network_file(kind: str, form: str) -> str:
    """Return the address of a network as a file."""
    return addresses.data_file(f"network-{kind}", form)


def _write(index: ClaimIndex, kind: NetworkKind, form: str) -> bytes:
    """Write a network."""
    network = build_network(index.spoken, kind)
    nodes = [
        {
            "id": one.node_id,
            "name": one.name,
            "kind": one.kind,
            "n_claims": one.n_claims,
        }
        for one in network.nodes
    ]
    return network_to_bytes(nodes, [_edge_row(one) for one in network.edges], form)  # type: ignore[arg-type]  # one of its forms


def _edge_row(edge: Edge) -> dict[str, object]:
    """Give a tie as a row; between actors it has no stance."""
    row: dict[str, object] = {
        "source": edge.source,
        "target": edge.target,
        "weight": edge.weight,
    }
    if edge.stance is not None:
        row |= {
            "stance": edge.stance,
            "n_for": edge.n_for,
            "n_against": edge.n_against,
        }
    return row


def _build_two_mode(index: ClaimIndex) -> NetworkView:
    """Draw actors and the issues that they share."""
    spoken = index.spoken.without_general()
    shared = [row for row in spoken.rows if row.n_speaking > 1]
    rows = shared[:MOST_ISSUES]
    actors = _loudest(index)
    names = _unlike([row.issue.name for row in rows])
    ties = [
        Tie(source=cell.actor, target=name, stance=str(cell.standing))
        for row, name in zip(rows, names, strict=True)
        for cell in row.cells
        if cell.n_claims and cell.actor in actors
    ]
    draw = partial(lay_two_columns, actors, names, ties, marks_of(index))
    left_out = [
        said
        for n, said in (
            (len(shared) - len(rows), "further shared issue"),
            (len(spoken.rows) - len(shared), "issue that one actor speaks to"),
            (len(spoken.actors) - len(actors), "actor with fewer claims"),
        )
        if n > 0
        for said in (_count(n, said),)
    ]
    network = build_network(index.spoken, "two-mode")
    return _view(
        index,
        network,
        title=f"{say_count(len(rows), 'issue')} that two or more actors speak to",
        draw=draw,
        sizes=(_WIDE, _NARROW),
        left_out="; ".join(left_out),
    )


def _count(n: int, noun: str) -> str:
    """Count what is left out."""
    plural = {
        "issue that one actor speaks to": "issues that one actor speaks to",
        "actor with fewer claims": "actors with fewer claims",
    }
    return say_count(n, noun, plural.get(noun))


def _unlike(names: Sequence[str]) -> list[str]:
    """Tell names apart that are the same, in two languages for one."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def _build_one_mode(index: ClaimIndex, kind: NetworkKind) -> NetworkView:
    """Draw actors and how often they take the same stance, or opposite ones."""
    network = build_network(index.spoken, kind)
    actors = _around(index, _loudest(index))
    places = {f"actor:{one}": one for one in actors}
    ties = [
        Tie(source=places[one.source], target=places[one.target], weight=one.weight)
        for one in network.edges
        if one.source in places and one.target in places
    ]
    links = {one: addresses.actor_page(one) for one in actors}
    draw = partial(
        lay_circle,
        actors,
        ties,
        marks_of(index),
        links,
        colour=FOR if kind == "congruence" else AGAINST,
    )
    n_left = len(index.spoken.actors) - len(actors)
    return _view(
        index,
        network,
        title=_say_strongest(network),
        draw=draw,
        sizes=(_CIRCLE, _SMALL_CIRCLE),
        left_out=_count(n_left, "actor with fewer claims") if n_left else "",
    )


def _say_strongest(network: Network) -> str:
    """Say which tie is the strongest."""
    same = network.kind == "congruence"
    if not network.edges:
        words = "the same stance" if same else "opposite stances"
        return f"No two actors take {words} on an issue"
    rows = network.to_rows()
    most = max(rows, key=lambda row: float(str(row["weight"])))
    n = int(float(str(most["weight"])))
    words = "most stances in common" if same else "most opposite stances"
    return f"{most['source']} and {most['target']} have {words}: {say_number(n)}"


def _loudest(index: ClaimIndex) -> tuple[str, ...]:
    """Return the actors of a picture, in alphabetical order."""
    totals = Counter[str]()
    for cells in index.newest.speaking.values():
        totals.update({cell.actor: cell.n_claims for cell in cells})
    ranked = sorted(index.spoken.actors, key=lambda one: -totals[one])
    kept = set(ranked[:MOST_ACTORS])
    return tuple(one for one in index.spoken.actors if one in kept)


def _around(index: ClaimIndex, actors: Sequence[str]) -> tuple[str, ...]:
    """Order actors such that those who agree stand side by side."""
    tree = join_actors(index.accord)
    if tree is None:
        return tuple(actors)
    ordered = [index.accord.actors[place] for place in tree.order]
    return tuple(one for one in ordered if one in set(actors))


def _view(
    index: ClaimIndex,
    network: Network,
    *,
    title: str,
    draw: Callable[..., Drawing],
    sizes: tuple[int, int],
    left_out: str,
) -> NetworkView:
    """Put picture, table and files together."""
    told = f"{title}. The ties are in the table."
    names = {node.node_id: node.name for node in network.nodes}
    edges = sorted(network.edges, key=lambda one: (-one.weight, one.source, one.target))
    return NetworkView(
        kind=network.kind,
        title=title,
        wide=show(draw(width=sizes[0]), told),
        narrow=show(draw(width=sizes[1]), told),
        left_out=left_out,
        ties=tuple(_tie_row(index, names, one) for one in edges[:MOST_TIES]),
        n_ties=len(edges),
        files=tuple((form, network_file(network.kind, form)) for form in NETWORK_FORMS),
    )


def _tie_row(index: ClaimIndex, names: Mapping[str, str], edge: Edge) -> TieRow:
    """Name both ends of a tie, with links."""
    row = TieRow(
        source=names[edge.source],
        source_address=addresses.actor_page(names[edge.source]),
        target=names[edge.target],
        target_address="",
        weight=edge.weight,
        stance=edge.stance or "",
    )
    kind, _, identity = edge.target.partition(":")
    if kind == "actor":
        return replace(row, target_address=addresses.actor_page(identity))
    return replace(row, target_address=index.address_of(index.rows[identity]))
