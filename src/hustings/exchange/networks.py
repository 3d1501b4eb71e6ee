"""Networks as files that other programs read: GraphML, GEXF, and two kinds of CSV.

networkx writes GraphML and GEXF. What it adds of its own (the day of writing) is taken
away, so that the same network gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from hustings.errors import InvalidOptionError
from hustings.exchange.guarding import guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    NodeRows: TypeAlias = Sequence[Mapping[str, Any]]
    EdgeRows: TypeAlias = Sequence[Mapping[str, Any]]

NetworkForm: TypeAlias = Literal["graphml", "gexf", "csv"]
NETWORK_FORMS: tuple[NetworkForm, ...] = get_args(NetworkForm)

_DAY = re.compile(rb' lastmodifieddate="[^"]*"')
_CREATOR = re.compile(rb"\s*<creator>[^<]*</creator>")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def network_to_bytes(
    nodes: NodeRows, edges: EdgeRows, form: NetworkForm, *, is_directed: bool = False
) -> bytes:
    """Write a network.

    Parameters
    ----------
    nodes : sequence of mappings
        Each with ``id`` and ``name``, and any other attributes.
    edges : sequence of mappings
        Each with ``source``, ``target`` (ids of nodes), ``weight``, and any other
        attributes. An attribute that is None is left out.
    form : {"graphml", "gexf", "csv"}
        CSV is the list of ties, with the names of both ends.
    is_directed : bool, default=False
        Whether ties go from the source to the target only.

    Returns
    -------
    bytes
        UTF-8. The same network gives the same bytes.

    Raises
    ------
    InvalidOptionError
        If there is no such form.
    """
    writers: dict[str, Callable[[], bytes]] = {
        "graphml": lambda: _to_graphml(nodes, edges, is_directed=is_directed),
        "gexf": lambda: _to_gexf(nodes, edges, is_directed=is_directed),
        "csv": lambda: _to_csv(nodes, edges),
    }
    if form not in writers:
        raise InvalidOptionError(
            option="form", value=form, advice=f"be one of {', '.join(NETWORK_FORMS)}"
        )
    return writers[form]()


def _graph(nodes: NodeRows, edges: EdgeRows, *, is_directed: bool) -> Any:  # noqa: ANN401  # networkx has no types
    """Build networkx's graph."""
    import networkx as nx  # noqa: PLC0415  # slow

    graph = nx.DiGraph() if is_directed else nx.Graph()
    for node in nodes:
        rest = {name: value for name, value in node.items() if name != "id"}
        graph.add_node(
            _plain(node["id"]), **_attributes(rest), label=_plain(node["name"])
        )
    for edge in edges:
        rest = {
            name: value
            for name, value in edge.items()
            if name not in {"source", "target"}
        }
        graph.add_edge(
            _plain(edge["source"]), _plain(edge["target"]), **_attributes(rest)
        )
    return graph


def _attributes(given: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known, and what XML cannot hold."""
    return {
        name: _plain(value) if isinstance(value, str) else value
        for name, value in given.items()
        if value is not None
    }


def _plain(words: str) -> str:
    """Replace characters that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", words)


def _to_graphml(nodes: NodeRows, edges: EdgeRows, *, is_directed: bool) -> bytes:
    """Write GraphML."""
    import networkx as nx  # noqa: PLC0415  # slow

    lines = nx.generate_graphml(_graph(nodes, edges, is_directed=is_directed))
    declaration = "<?xml version='1.0' encoding='utf-8'?>"
    return "\n".join([declaration, *lines, ""]).encode()


def _to_gexf(nodes: NodeRows, edges: EdgeRows, *, is_directed: bool) -> bytes:
    """Write GEXF 1.2 without the day of writing."""
    import networkx as nx  # noqa: PLC0415  # slow

    written = io.BytesIO()
    graph = _graph(nodes, edges, is_directed=is_directed)
    nx.write_gexf(graph, written, version="1.2draft")
    return _CREATOR.sub(b"", _DAY.sub(b"", written.getvalue())) + b"\n"


def _to_csv(nodes: NodeRows, edges: EdgeRows) -> bytes:
    """Write the list of ties with names."""
    names = {node["id"]: node["name"] for node in nodes}
    columns = list(dict.fromkeys(name for edge in edges for name in edge))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns or ["source", "target", "weight"])
    for edge in edges:
        row = {**edge, "source": names[edge["source"]], "target": names[edge["target"]]}
        writer.writerow(_cells(row.get(name) for name in columns))
    return written.getvalue().encode()


def _cells(values: Iterable[object]) -> list[object]:
    """Guard words against being taken for formulas by spreadsheets."""
    return [guard(value) if isinstance(value, str) else value for value in values]
