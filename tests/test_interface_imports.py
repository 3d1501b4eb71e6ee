"""What training needs is loaded by training alone: it takes a second to load."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SLOW = "sklearn"

EVERYTHING = """
import importlib, pkgutil, sys
import hustings
import hustings.workflow.project
assert {slow!r} not in sys.modules, "hustings.workflow.project"
for found in pkgutil.walk_packages(hustings.__path__, "hustings."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
    assert {slow!r} not in sys.modules, found.name
"""

COMMAND = """
import sys
from hustings.interface import cli
sys.argv[0] = "hustings"
try:
    cli.main()
except SystemExit as ended:
    assert not ended.code, ended.code
loaded = {slow!r} in sys.modules
assert loaded == {is_expected}, "loaded" if loaded else "not loaded"
"""


def run(program: str, *arguments: str, folder: Path) -> None:
    """Run a program in a Python of its own, and fail with what it says."""
    done = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr


def write_tables(folder: Path) -> None:
    """Write invented codings, and a project of one invented text."""
    lines = [
        f"{i},{'ab'[i // 30]},{'More trams.' if i % 2 else 'Lower taxes.'},{i % 2}"
        for i in range(60)
    ]
    table = "\n".join(["unit,document,text,value", *lines])
    (folder / "codings.csv").write_text(f"{table}\n", encoding="utf-8")
    (folder / "plan.txt").write_text("We will build trams.\n", encoding="utf-8")


def test_no_module_loads_what_only_training_needs(tmp_path: Path) -> None:
    run(EVERYTHING.format(slow=SLOW), folder=tmp_path)


@pytest.mark.parametrize(
    ("arguments", "is_expected"),
    [
        (["code", "--coder", "economic-social", "--from", "codings.csv"], False),
        (["inspect", "plan.txt"], False),
        (["train", "--from", "codings.csv", "--out", "model.npz"], True),
    ],
)
def test_only_train_loads_it(
    tmp_path: Path,
    arguments: list[str],
    is_expected: bool,  # noqa: FBT001 -- a case of the table above
) -> None:
    write_tables(tmp_path)

    run(
        COMMAND.format(slow=SLOW, is_expected=is_expected),
        *arguments,
        folder=tmp_path,
    )
