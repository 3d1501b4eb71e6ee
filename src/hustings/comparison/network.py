r"""Discourse networks: who is tied to which issue, and to whom by common issues.

Each actor i has two rows of counts over the issues: :math:`x_i^+` (claims for) and
:math:`x_i^-` (claims against). Then, as in discourse network analysis (Leifeld 2017),

* **congruence**: :math:`c_{ij} = x_i^+ \cdot x_j^+ + x_i^- \cdot x_j^-`
* **conflict**: :math:`d_{ij} = x_i^+ \cdot x_j^- + x_i^- \cdot x_j^+`
* **subtract**: :math:`c_{ij} - d_{ij}`.

References
----------
Leifeld, P. (2017). Discourse network analysis: Policy debates as dynamic networks. In
J. N. Victor, A. H. Montgomery, & M. Lubell (Eds.), The Oxford handbook of political
networks. https://doi.org/10.1093/oxfordhb/9780190228217.013.25
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from scipy import sparse

from hustings.errors import InvalidOptionError

if TYPE_CHECKING:
    from hustings.comparison.claim_matrix import ClaimMatrix
    from hustings.estimates.resampling import FloatArray

NetworkKind: TypeAlias = Literal["two-mode", "congruence", "conflict", "subtract"]
NETWORK_KINDS: tuple[NetworkKind, ...] = (
    "two-mode",
    "congruence",
    "conflict",
    "subtract",
)

Normalisation: TypeAlias = Literal["none", "activity", "jaccard", "cosine"]
NORMALISATIONS: tuple[Normalisation, ...] = ("none", "activity", "jaccard", "cosine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor or an issue.

    Attributes
    ----------
    node_id : str
        ``actor:NAME`` or ``issue:ID``.
    n_claims : int
        How many claims the node has part in.
    """

    node_id: str
    name: str
    kind: Literal["actor", "issue"]
    n_claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A tie between two nodes.

    Attributes
    ----------
    weight : float
        As the network's kind and normalisation say; below 0 in ``subtract`` only.
    n_for, n_against : int or None
        In the two-mode network, the actor's claims on the issue.
    """

    source: str
    target: str
    weight: float
    n_for: int | None = None
    n_against: int | None = None

    @property
    def stance(self) -> str | None:
        """For, against or mixed in the two-mode network."""
        if self.n_for is None or self.n_against is None:
            return None
        if self.n_for and self.n_against:
            return "mixed"
        return "for" if self.n_for else "against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Nodes and ties, with how they were made.

    Attributes
    ----------
    kind : str
    normalisation : str
    is_counted : bool
        Whether several claims by one actor on one issue count several times.
    """

    kind: NetworkKind
    normalisation: Normalisation
    is_counted: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a tie, with names for both ends."""
        names = {node.node_id: node.name for node in self.nodes}
        further = ("n_for", "n_against", "stance") if self.kind == "two-mode" else ()
        return [
            {
                "source": names[edge.source],
                "target": names[edge.target],
                "weight": edge.weight,
                **{name: getattr(edge, name) for name in further},
            }
            for edge in self.edges
        ]

    def summary(self) -> str:
        """Return one line for a person to read."""
        return f"Nodes: {len(self.nodes)}; ties: {len(self.edges)} ({self.kind})."


def build_network(
    matrix: ClaimMatrix,
    kind: NetworkKind = "two-mode",
    *,
    normalisation: Normalisation = "none",
    is_counted: bool = False,
) -> Network:
    r"""Build a network from where actors stand on issues.

    Parameters
    ----------
    matrix : ClaimMatrix
    kind : {"two-mode", "congruence", "conflict", "subtract"}
        Actors to issues, or actors to actors.
    normalisation : {"none", "activity", "jaccard", "cosine"}
        Of congruence and conflict, with :math:`a_i` the number of issues that i
        speaks about and :math:`c_{ii} = x_i \cdot x_i`:

        * activity: :math:`w_{ij} / \tfrac12 (a_i + a_j)`
        * jaccard: :math:`w_{ij} / (c_{ii} + c_{jj} - w_{ij})`
        * cosine: :math:`w_{ij} / \sqrt{c_{ii} c_{jj}}`, the cosine of the angle
          between two actors' counts, in [0, 1].

        ``subtract`` takes the difference after each is normalised.
    is_counted : bool, default=False
        Whether repeated claims count; by default an actor is for an issue or not,
        against it or not.

    Returns
    -------
    Network
        Ties of weight 0 are left out, and issues of general words alone.

    Raises
    ------
    InvalidOptionError
        If `kind` or `normalisation` is unknown, or the two-mode network is to be
        normalised.
    """
    _check(kind, normalisation)
    matrix = matrix.without_general()
    pros, cons = matrix.count_sides()
    totals = pros + cons
    if not is_counted:
        pros, cons = (pros > 0).astype(float), (cons > 0).astype(float)
    edges = (
        _ties_to_issues(matrix, pros + cons)
        if kind == "two-mode"
        else _ties_between(matrix, _weights(kind, normalisation, pros, cons))
    )
    issues = _issue_nodes(matrix, totals) if kind == "two-mode" else ()
    return Network(
        kind=kind,
        normalisation=normalisation,
        is_counted=is_counted,
        nodes=(*_actor_nodes(matrix, totals), *issues),
        edges=edges,
    )


def _check(kind: str, normalisation: str) -> None:
    """Refuse what there is not, by name."""
    if kind not in NETWORK_KINDS:
        raise InvalidOptionError(
            option="network", value=kind, advice=f"be one of {', '.join(NETWORK_KINDS)}"
        )
    known = NORMALISATIONS if kind != "two-mode" else NORMALISATIONS[:1]
    if normalisation not in known:
        raise InvalidOptionError(
            option="normalise",
            value=normalisation,
            advice=f"be one of {', '.join(known)} in a {kind} network",
        )


def _weights(
    kind: NetworkKind, normalisation: Normalisation, pros: FloatArray, cons: FloatArray
) -> FloatArray:
    """Return weights between actors, of shape (n_actors, n_actors)."""
    for_, against = sparse.csr_array(pros), sparse.csr_array(cons)  # most are silent
    congruence = (for_ @ for_.T + against @ against.T).toarray()
    conflict = (for_ @ against.T + against @ for_.T).toarray()
    own = np.diag(congruence)
    active = ((pros + cons) > 0).sum(axis=1).astype(float)
    if kind == "congruence":
        return _normalised(congruence, own, active, normalisation)
    if kind == "conflict":
        return _normalised(conflict, own, active, normalisation)
    return _normalised(congruence, own, active, normalisation) - _normalised(
        conflict, own, active, normalisation
    )


def _normalised(
    weights: FloatArray,
    own: FloatArray,
    active: FloatArray,
    normalisation: Normalisation,
) -> FloatArray:
    """Divide each weight by what the two actors bring."""
    divisors: FloatArray = {
        "none": np.ones_like(weights),
        "activity": (active[:, None] + active[None, :]) / 2,
        "jaccard": own[:, None] + own[None, :] - weights,
        "cosine": np.sqrt(own[:, None] * own[None, :]),
    }[normalisation]
    shares: FloatArray = np.zeros_like(weights)
    return np.divide(weights, divisors, out=shares, where=divisors > 0)


def _ties_to_issues(matrix: ClaimMatrix, weights: FloatArray) -> tuple[Edge, ...]:
    """Tie each actor to the issues that it speaks about."""
    columns, places = np.nonzero(weights.T)
    return tuple(
        _tie(matrix, column, place, float(weights[place, column]))
        for column, place in zip(columns.tolist(), places.tolist(), strict=True)
    )


def _tie(matrix: ClaimMatrix, column: int, place: int, weight: float) -> Edge:
    """Tie one actor to one issue."""
    row = matrix.rows[column]
    cell = row.cells[place]
    return Edge(
        source=f"actor:{cell.actor}",
        target=f"issue:{row.issue.issue_id}",
        weight=weight,
        n_for=len(cell.pros),
        n_against=len(cell.cons),
    )


def _ties_between(matrix: ClaimMatrix, weights: FloatArray) -> tuple[Edge, ...]:
    """Tie actors to actors, each pair once."""
    first, second = np.nonzero(np.triu(weights, k=1))
    return tuple(
        Edge(
            source=f"actor:{matrix.actors[one]}",
            target=f"actor:{matrix.actors[other]}",
            weight=float(weights[one, other]),
        )
        for one, other in zip(first.tolist(), second.tolist(), strict=True)
    )


def _actor_nodes(matrix: ClaimMatrix, totals: FloatArray) -> tuple[Node, ...]:
    """Make a node for each actor, also for one that is tied to nobody."""
    return tuple(
        Node(node_id=f"actor:{actor}", name=actor, kind="actor", n_claims=int(total))
        for actor, total in zip(matrix.actors, totals.sum(axis=1).tolist(), strict=True)
    )


def _issue_nodes(matrix: ClaimMatrix, totals: FloatArray) -> tuple[Node, ...]:
    """Make a node for each issue."""
    return tuple(
        Node(
            node_id=f"issue:{row.issue.issue_id}",
            name=row.issue.name,
            kind="issue",
            n_claims=int(total),
        )
        for row, total in zip(matrix.rows, totals.sum(axis=0).tolist(), strict=True)
    )
