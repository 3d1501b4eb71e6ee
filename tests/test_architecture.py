"""The shape of the source, checked like any other promise."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "hustings"
MODULES = sorted(SOURCE.rglob("*.py"))
VAGUE_NAMES = {"base", "common", "core", "helpers", "misc", "tools", "util", "utils"}


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(SOURCE))
)
def test_module_says_what_it_is_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 400
    assert path.stem not in VAGUE_NAMES


def test_packages_hold_no_code_in_init() -> None:
    # The package itself loads its public names late, which takes one function.
    for path in SOURCE.glob("*/**/__init__.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
