from __future__ import annotations

import io
from typing import Any

import networkx as nx
import pytest

from hustings.errors import InvalidOptionError
from hustings.exchange.networks import NetworkForm, network_to_bytes

NODES: list[dict[str, Any]] = [
    {"id": "actor:F", "name": "Ferry & Co", "kind": "actor", "n_claims": 3},
    {"id": "actor:Q", "name": "=Quay\x01", "kind": "actor", "n_claims": 2},
]
EDGES: list[dict[str, Any]] = [
    {"source": "actor:F", "target": "actor:Q", "weight": 0.5, "stance": None}
]


def test_graphml_comes_back() -> None:
    written = network_to_bytes(NODES, EDGES, "graphml")
    graph = nx.read_graphml(io.BytesIO(written))
    assert graph.nodes["actor:F"]["name"] == "Ferry & Co"
    assert graph.nodes["actor:Q"]["name"] == "=Quay\ufffd"
    assert graph.edges["actor:F", "actor:Q"] == {"weight": 0.5}


def test_gexf_comes_back_and_names_no_day() -> None:
    written = network_to_bytes(NODES, EDGES, "gexf", is_directed=True)
    graph = nx.read_gexf(io.BytesIO(written))
    assert graph.is_directed()
    assert graph.nodes["actor:F"]["label"] == "Ferry & Co"
    assert graph.edges["actor:F", "actor:Q"]["weight"] == 0.5
    assert b"lastmodified" not in written
    assert b"creator" not in written


def test_csv_has_names_and_no_formulas() -> None:
    written = network_to_bytes(NODES, EDGES, "csv").decode()
    assert written.splitlines()[0] == "source,target,weight,stance"
    assert written.splitlines()[1] == "Ferry & Co,'=Quay\x01,0.5,"


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv"])
def test_a_network_without_ties_is_written(form: NetworkForm) -> None:
    assert network_to_bytes(NODES, [], form)
    assert network_to_bytes(NODES, [], form) == network_to_bytes(NODES, [], form)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="graphml, gexf, csv"):
        network_to_bytes(NODES, EDGES, "pajek")  # type: ignore[arg-type]  # on purpose
