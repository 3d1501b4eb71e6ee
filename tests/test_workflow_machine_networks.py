from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.workflow.machine_networks import is_network

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_folders_and_names_of_models_are_networks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    assert is_network(str(tmp_path / "models"))
    assert is_network("owner/model-v1.5")
    assert not is_network("models/typo")
    assert not is_network("nowhere/ours.npz")
    assert not is_network("nobody")
    assert not is_network("/owner/model")
