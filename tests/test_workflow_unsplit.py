from __future__ import annotations

from typing import TYPE_CHECKING

import hustings
from hustings.outside.limits import Limits
from hustings.workflow import splitting

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXT = "The Plan\n\nWe will run a ferry to the island every day of the year.\n"
LONG = "\n\n".join(f"We run ferry {i} on all days of the year." for i in range(9000))
CONTENTS = "\n\n".join(f"The part {i} on ferries ........ {i}" for i in range(1, 7))


def problems_of(folder: Path, name: str, text: str) -> list[tuple[str, str]]:
    (folder / name).write_text(text, encoding="utf-8")
    with hustings.Project.create(folder / "project") as project:
        result = project.read([folder / name])
    return [(one.kind, one.message) for one in result.problems]


def test_a_document_whose_splitting_met_its_limits_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitting, "_LIMITS", Limits(seconds=1, megabytes=1))
    (kind, message), *_ = problems_of(tmp_path, "plan.txt", LONG)
    assert kind == "not split"
    assert message.startswith("plan.txt: it has words but no units")
    assert "hustings split --into sentence" in message


def test_a_document_without_words_to_code_is_told_as_such(tmp_path: Path) -> None:
    (found, *_) = problems_of(tmp_path, "contents.txt", CONTENTS)
    assert found == ("no units", "contents.txt: there is nothing to code.")


def test_a_document_with_units_is_not_named(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "plan.txt", TEXT)
    assert not {"not split", "no units"} & {kind for kind, _ in found}
