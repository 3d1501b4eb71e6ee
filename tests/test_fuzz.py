"""Damaged files of every format, fifteen seconds of them: see `scripts/fuzz.py`."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

SECONDS = 15
SEED = 2031


@cache
def fuzz() -> ModuleType:
    """Load the script, which is part of no package."""
    path = Path(__file__).parent.parent / "scripts" / "fuzz.py"
    spec = importlib.util.spec_from_file_location("fuzz", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.xdist_group("fuzz")
def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    script = fuzz()
    findings, n_cases = script.fuzz(seconds=SECONDS, seed=SEED, folder=tmp_path)
    assert not findings, "\n".join(script.describe(one, SEED) for one in findings)
    assert n_cases >= len(script.SEEDS)


def test_a_case_is_the_same_each_time() -> None:
    script = fuzz()
    seeds = {"txt": b"We will mend the quay.", "zip": script.SEEDS["zip"]()}
    cases = [script.make_case(SEED, number, seeds) for number in range(40)]
    again = [script.make_case(SEED, number, seeds) for number in range(40)]
    assert cases == again
    assert len({case.content for case in cases}) > 30
