from __future__ import annotations

import time

import pytest

from hustings.coding.yaml_tree import DEEPEST, tree_from_yaml
from hustings.errors import CodebookFileError


@pytest.mark.parametrize(
    "text",
    ["\n\na: " + "[" * 50_000, "\n\n" + "- " * 50_000, "\n\n" + "{a: " * 50_000],
    ids=["lists", "dashes", "mappings"],
)
def test_what_is_nested_deeply_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(CodebookFileError, match="line 3: nested too deeply"):
        tree_from_yaml(text, name="deep.yaml")
    assert time.perf_counter() - start < 1


def test_as_deep_as_may_be() -> None:
    inside = DEEPEST - 1
    tree = tree_from_yaml(f"a: {'[' * inside}{']' * inside}\nb: [[]]", name="x.yaml")
    assert list(tree.entries) == ["a", "b"]
