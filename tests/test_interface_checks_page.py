"""The page on how often programs are right, and what other pages say of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hand_sample import assign, code_rightly, make_harbour
from hustings.interface.pages.site import plan_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hustings.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_harbour(tmp_path, n=6) as made:
        yield made


def pages_of(project: Project) -> dict[str, str]:
    site = plan_site(project.gather())
    return {
        name: write().decode() for name, write in site.items() if name.endswith(".html")
    }


def words_of(page: str) -> str:
    text = re.sub(
        r"<[^>]+>", "", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    )
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_without_a_sample_every_page_says_unvalidated(project: Project) -> None:
    project.scale("wheels")
    pages = pages_of(project)
    assert "checks.html" not in pages
    for name in ("index.html", "positions.html", "about.html"):
        assert "Unvalidated: no units drawn at random" in words_of(pages[name])
    comparison = next(name for name in pages if name.startswith("side-by-side"))
    assert "Unvalidated:" in words_of(pages[comparison])
    reader = next(page for name, page in pages.items() if name.startswith("documents"))
    assert "machine coding, unvalidated" in reader


def test_with_a_sample_they_say_how_often_it_is_right(project: Project) -> None:
    code_rightly(project, assign(project, sample="60"))
    project.scale("wheels", correction="none")
    pages = pages_of(project)
    told = words_of(pages["positions.html"])
    assert "Validated on 60 units drawn at random and coded by hand" in told
    assert "Unvalidated" not in told
    assert 'href="checks.html#' in pages["index.html"]
    checks = words_of(pages["checks.html"])
    assert "The harbour dictionary is right on" in checks
    assert "60 units drawn at random" in checks
    for name in ("None of these", "Boats", "Roads", "Lane Party", "Quay List"):
        assert name in checks
    reader = next(page for name, page in pages.items() if name.startswith("documents"))
    assert "right in 60 units drawn at random" in reader


def test_exported_codings_say_it_too(project: Project, tmp_path: Path) -> None:
    code_rightly(project, assign(project, sample="60"))
    project.export(["codings"], to=tmp_path / "codings.jsonl")
    text = (tmp_path / "codings.jsonl").read_text(encoding="utf-8")
    machine = next(one for one in text.splitlines() if '"machine"' in one)
    person = next(one for one in text.splitlines() if '"hand"' in one)
    assert '"validated": true' in machine.replace('":t', '": t')
    assert '"accuracy"' in machine
    assert '"validated": true' not in person.replace('":t', '": t')
