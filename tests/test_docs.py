"""The pages for people say what is so."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from hustings.interface import cli
from hustings.interface.pages.site import plan_site
from hustings.workflow.demonstrating import build_demo
from hustings.workflow.project import Project
from hustings.workflow.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
SESSION = ("new", "cd", "read", "code", "scale", "report", "serve")
LARGEST_PICTURE = 250_000
TITLE = "The Ferry Party moved left between 2027 and 2031"
CITED = (
    "We will bring the Halfpenny Bridge into public ownership before 2035 and abolish "
    "the toll."
)

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_MACHINE_PATH = re.compile(r"/(?:home|root|tmp|work|Users|mnt|var|private)/|[A-Z]:\\")


@cache
def script(name: str) -> ModuleType:
    """Load a script, which is part of no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


script("warm_commands")  # run_examples imports it by this name


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def pellwick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample project once."""
    folder = tmp_path_factory.mktemp("docs") / "pellwick"
    build_demo(folder)
    return folder


@pytest.fixture(scope="session")
def programs() -> Iterator[Path]:
    """Give a ``hustings`` that starts quickly."""
    with script("warm_commands").WarmCommands() as warm:
        yield warm.folder


# What the pages show, run


@pytest.mark.parametrize("page", script("run_examples").pages(), ids=name_of)
def test_examples_print_what_the_page_shows(
    page: Path, pellwick: Path, programs: Path, tmp_path: Path
) -> None:
    examples = script("run_examples")
    project = None if page.stem in examples.BUILDS_ITS_OWN else pellwick
    place = examples.make_place(tmp_path / "place", project=project, programs=programs)
    assert examples.run_page(read(page), place) == read(page), (
        "Run scripts/run_examples.py and read what has changed."
    )


def session_of_readme() -> list[list[str]]:
    """Cut the README's session into words, without its remarks."""
    block = next(
        one for one in _FENCED.findall(read(ROOT / "README.md")) if "new" in one
    )
    lines = [line for line in block.splitlines()[1:-1] if line]
    commands = [part for line in lines for part in line.split("#")[0].split("&&")]
    return [shlex.split(command) for command in commands]


def test_the_session_of_the_readme_has_its_steps_in_order() -> None:
    names = [
        words[1] if words[0] == "hustings" else words[0]
        for words in session_of_readme()
    ]
    assert tuple(names) == SESSION


def test_the_session_of_the_readme_runs(tmp_path: Path) -> None:
    examples = script("run_examples")
    place = examples.make_place(tmp_path / "home", project=None)
    (place.folder / "manifestos").mkdir()
    rows = ["file,actor,date,title,language,country"]
    for name, actor in (
        ("heron-list", "Herons"),
        ("overwater-neighbours", "Overwater"),
    ):
        pdf = place.folder / "samples" / "documents" / f"{name}-2031.pdf"
        shutil.copy(pdf, place.folder / "manifestos")
        rows.append(f"{pdf.name},{actor},2031,,en,Lorrimark")
    for words in session_of_readme():
        command = " ".join(words)
        status, printed = examples.run_command(command, place)
        assert status == 0, f"$ {command}\n{printed}"
        if words[0] == "cd":
            table = "\n".join(rows)
            (place.here / "manifestos.csv").write_text(table, encoding="utf-8")


def test_options_named_in_the_readme_exist() -> None:
    for words in session_of_readme():
        if words[0] == "hustings":
            shown = help_of(words[1])
            assert all(word in shown for word in words if word.startswith("--"))


def help_of(command: str) -> str:
    arguments = [command, "--help"]
    return CliRunner().invoke(cli.build_app(command), arguments).output


def test_the_tutorial_tells_what_the_sample_project_shows(pellwick: Path) -> None:
    told = " ".join(read(DOCS / "tutorial.md").split())
    with Project.open(pellwick) as project:
        site = plan_site(project.gather())
    assert TITLE in plain(site["positions.html"]())
    assert "Dear neighbours," in told
    assert "Dear neighbours," in plain(site["side-by-side.html"]())
    trails = (
        plain(write())
        for address, write in site.items()
        if address.startswith("trail/position-rile")
    )
    trail = next(one for one in trails if CITED in one)
    assert CITED in told
    place = re.search(r"p\. (\d+), (characters \d+–\d+), SHA-256", told)
    assert place is not None
    assert f"{CITED} page {place[1]}, {place[2]}" in trail


def plain(page: bytes) -> str:
    """Take the tags off a page."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", page.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


# What the pages must have


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_a_page_in_the_contents(command: str) -> None:
    page = f"how-to/{command}.md"
    contents = read(DOCS / "index.md")
    assert (DOCS / page).is_file()
    assert f"`hustings {command}` | " in contents
    assert f"({page})" in contents


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_options_named_in_a_how_to_exist(command: str) -> None:
    shown = help_of(command)
    for line in read(DOCS / "how-to" / f"{command}.md").splitlines():
        if called := re.match(rf"\$ hustings {command} ([^|>]*)", line):
            for option in re.findall(r"--[a-z]+", called[1]):
                assert option in shown, line


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_a_command_a_method_and_a_page(step: str) -> None:
    assert step in cli.COMMANDS
    assert callable(getattr(Project, step))
    assert (DOCS / "how-to" / f"{step}.md").is_file()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links_of(page):
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors_of(file), f"{link} names no heading"


def links_of(page: Path) -> Iterator[str]:
    for link in _LINK.findall(_FENCED.sub("", read(page))):
        if "://" not in link:
            yield link


@cache
def anchors_of(page: Path) -> frozenset[str]:
    """List the anchors that headings get where the pages are shown."""
    headings = _HEADING.findall(_FENCED.sub("", read(page)))
    words = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return frozenset(re.sub(r"\s", "-", one.strip()) for one in words)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_a_path_of_some_machine(page: Path) -> None:
    assert _MACHINE_PATH.search(read(page)) is None


def test_pictures_are_used_described_and_light() -> None:
    shown = [
        match
        for page in PAGES
        for match in re.findall(r"!\[(.*?)\]\((\S+)\)", read(page))
    ]
    used = {Path(address).name for _, address in shown}
    files = (path for path in (DOCS / "images").rglob("*") if path.is_file())
    pictures = {path.name: path for path in files}
    assert used == set(pictures)
    assert all(len(description) > 20 for description, _ in shown)
    assert all(one.stat().st_size < LARGEST_PICTURE for one in pictures.values())


# What is written twice


def test_reference_pages_are_what_the_code_says() -> None:
    written: Mapping[str, str] = script("write_reference").pages()
    there = {path.name: read(path) for path in (DOCS / "reference").glob("*.md")}
    assert there == written, "Run make docs."


def test_every_dependency_is_explained_and_none_else() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))
    page = read(DOCS / "dependencies.md")
    users, tests = page.split("## What tests need")
    assert named_in(users) == needed(project["project"]["dependencies"])
    groups = project["dependency-groups"]
    wanted = needed([*groups["build"], *groups["dev"]])
    typing_only = {
        name for name in wanted if name.startswith("types-") or "stubs" in name
    }
    assert named_in(tests.split("\n## ")[0]) == wanted - typing_only


def needed(requirements: list[Any]) -> set[str]:
    """Take the names out of requirements; groups inside groups are left out."""
    names = [one for one in requirements if isinstance(one, str)]
    return {re.split(r"[<>=!~\[; ]", name)[0].lower() for name in names}


def named_in(section: str) -> set[str]:
    """Take the packages out of the first column of a table."""
    cells = re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)
    names = {name.strip().lower() for cell in cells for name in cell.split(",")}
    return {name for name in names if name != "package" and not set(name) <= {"-"}}
