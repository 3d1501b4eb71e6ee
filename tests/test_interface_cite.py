from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.by import By
from typer.testing import CliRunner

from browser import complaints, open_browser
from hustings.errors import HustingsError, StaleReportError, UnplacedPagesError
from hustings.interface import cli
from hustings.interface.links import Link, link_to
from hustings.interface.report.folder import write_report
from hustings.model.citation import Anchor, Citation
from hustings.model.document import Span
from hustings.workflow.project import Project
from invented_project import invented_project

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.workflow.gathered import Gathered

FIRST = (
    "Quay List\n\nThe ferry shall sail every hour until midnight. Rents must fall by "
    "a tenth in the old harbour.\n\nA levy on yachts pays for the new quay wall."
)
SECOND = FIRST.replace("a tenth", "one fifth").replace(
    "\n\nA levy on yachts pays for the new quay wall.", ""
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read a file, and then its new version."""
    folder = tmp_path_factory.mktemp("cite")
    for name, text in (("old.txt", FIRST), ("new.txt", SECOND)):
        (folder / name).write_text(text, encoding="utf-8")
    with Project.create(folder / "election") as made:
        made.read([folder / "old.txt"], actor="Quay List", into="sentence")
        made.code()
        annotation = run("cite", "--words", "A levy", made=made, form="web-annotation")
        (folder / "levy.json").write_text(annotation, encoding="utf-8")
    return folder


def run(
    *arguments: str,
    made: Project | None = None,
    folder: Path | None = None,
    form: str = "text",
    code: int = 0,
) -> str:
    place = made.store.folder if made else folder
    given = [*arguments, "--project", str(place)]
    if arguments[0] == "cite" and form != "text":
        given += ["--as", form]
    done = CliRunner().invoke(cli.build_app(arguments[0]), given)
    if isinstance(done.exception, HustingsError):
        return str(done.exception)
    assert done.exit_code == code, done.output
    return done.stdout


def test_a_new_version_is_told_side_by_side(project: Path) -> None:
    here = project / "election"
    new = str(project / "new.txt")
    printed = run("read", new, "--new-version-of", "old.txt", "--json", folder=here)
    anchors = json.loads(printed)["anchors"]
    assert [row["fate"] for row in anchors] == ["exact", "moved", "lost"]
    worklist = json.loads(run("cite", "--worklist", "--json", folder=here))
    assert [row["words"] for row in worklist["rows"]] == [
        "A levy on yachts pays for the new quay wall."
    ]
    shown = run("cite", "--worklist", folder=here)
    assert "lost" in shown
    assert "moved" not in shown
    again = run("read", "--again", folder=here)
    assert "already there" in again
    checked = str(project / "levy.json")
    assert "lost" in run("cite", "--check", checked, folder=here, code=1)


def test_every_form_says_the_words(project: Path) -> None:
    here = project / "election"
    words = ("cite", "--words", "ferry shall sail")
    assert run(*words, folder=here).startswith("“ferry shall sail” (Quay List,")
    assert "(Quay List" in run(*words, "--style", "german", folder=here)
    assert run(*words, folder=here, form="bibtex").startswith("@misc{quay-list-")
    assert json.loads(run(*words, folder=here, form="csl-json"))[0]["type"]
    annotation = json.loads(run(*words, folder=here, form="web-annotation"))
    assert annotation["target"]["selector"][0]["exact"] == "ferry shall sail"
    link = run(*words, folder=here, form="link").strip()
    assert link.startswith("http://127.0.0.1:8765/documents/d")
    row: dict[str, Any] = json.loads(run(*words, "--json", folder=here))["rows"][0]
    assert row["link"] == link
    start, end = row["start"], row["end"]
    assert link.endswith(f"#char={start},{end}")
    assert SECOND[start:end] == row["words"]


def test_mistakes_are_one_line(project: Path) -> None:
    here = project / "election"
    assert "in one way" in run("cite", folder=here)
    assert "stands nowhere" in run("cite", "--words", "zebra", folder=here)
    wrong = ("cite", "--words", "ferry", "--at", "nowhere")
    assert "neither the folder of a report" in run(*wrong, folder=here, form="link")
    assert "as 'hustings inspect' lists them" in run(
        "cite", "--document", "gone.txt", "--span", "0", "1", folder=here
    )


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--again", "--actor", "Quay List"),
        ("--again", "--new-version-of", "a.txt"),
        ("b.txt", "--new-version-of", "a.txt", "--metadata", "m.csv"),
    ],
)
def test_options_of_reading_that_do_not_go_together(
    project: Path, arguments: tuple[str, ...]
) -> None:
    run("read", *arguments, folder=project / "election", code=2)


def cite(start: int, end: int, document: str = "ferry-31") -> Citation:
    return Citation(
        document_id=document,
        sha256="",
        media_type="",
        anchor=Anchor(span=Span(start, end), words=""),
    )


def lead(citation: Citation, at: str, gathered: Gathered) -> Link:
    return link_to(citation, at, project=gathered.project, state=gathered.state)


def test_links_lead_to_reports_and_servers(tmp_path: Path) -> None:
    gathered = replace(invented_project(), state="one")
    folder = write_report(gathered, tmp_path / "out").folder
    address = "documents/ferry-31.html#char=3,9"
    found = lead(cite(3, 9), str(folder), gathered)
    assert found == Link(address=f"{folder.as_uri()}/{address}")
    for at in ("https://a.example/b", "https://a.example/b/index.html"):
        found = lead(cite(3, 9), at, gathered)
        assert found.address == f"https://a.example/b/{address}"
    with pytest.raises(UnplacedPagesError):
        lead(cite(3, 9), str(tmp_path), gathered)


def test_a_link_knows_whether_the_report_is_of_today(tmp_path: Path) -> None:
    gathered = replace(invented_project(), state="one")
    folder = str(write_report(gathered, tmp_path / "out").folder)
    later = lead(cite(3, 9), folder, replace(gathered, state="two"))
    assert [one.kind for one in later.problems] == ["older report"]
    assert "write it anew" in later.problems[0].message
    with pytest.raises(StaleReportError, match="has no page of the document new-31"):
        lead(cite(3, 9, "new-31"), folder, gathered)
    with pytest.raises(StaleReportError, match="of another project"):
        lead(cite(3, 9), folder, replace(gathered, name="Upper Harbour"))


def test_a_worklist_is_written_and_taken_back(project: Path, tmp_path: Path) -> None:
    here = project / "election"
    shutil.copytree(here, tmp_path / "election")
    here, table = tmp_path / "election", tmp_path / "open.csv"
    with Project.open(here) as opened:
        if not opened.reanchor().rows:
            opened.read([project / "new.txt"], new_version_of="old.txt")
    run("cite", "--worklist", str(table), folder=here)
    lines = table.read_text(encoding="utf-8-sig")
    assert "A levy on yachts pays for the new quay wall." in lines
    table.write_text(
        f"item,decision\n{lines.splitlines()[1].split(',')[0]},drop\n",
        encoding="utf-8",
    )
    settled = json.loads(run("cite", "--settle", str(table), "--json", folder=here))
    assert [row["decision"] for row in settled["rows"]] == ["dropped"]
    assert settled["run"].startswith("cite-")
    assert json.loads(run("cite", "--worklist", "--json", folder=here))["rows"] == []
    for wrong in (("cite", "out.csv"), ("cite", "--worklist", "out.csv", "--json")):
        run(*wrong, folder=here, code=2)


def test_a_new_version_is_taken_back_and_documents_are_listed(
    project: Path, tmp_path: Path
) -> None:
    shutil.copytree(project / "election", tmp_path / "election")
    here = tmp_path / "election"
    with Project.open(here) as opened:
        if not opened.reanchor().rows:
            opened.read([project / "new.txt"], new_version_of="old.txt")
    listed = json.loads(run("inspect", "--json", folder=here))["rows"]
    new = next(row["document"] for row in listed if row["state"] == "counts")
    assert {row["name"] for row in listed} == {"old.txt", "new.txt"}
    shown = run("inspect", folder=here)
    assert f"replaced by {new}" in shown
    assert "election" not in run("read", "--undo-new-version", "new.txt", folder=here)
    states = json.loads(run("inspect", "--json", folder=here))["rows"]
    assert [row["state"] for row in states] == ["counts", "counts"]
    rows = json.loads(run("read", "--json", folder=here))["rows"]
    assert {row["name"] for row in rows} == {"old.txt", "new.txt"}
    told = run("read", "--undo-new-version", "new.txt", "--json", folder=here)
    assert "nothing to undo" in told
    run("read", "a.txt", "--undo-new-version", "new.txt", folder=here, code=2)


@pytest.mark.browser
def test_a_link_opens_the_reader_at_the_words(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project = invented_project()
    folder = str(write_report(project, tmp_path / "out").folder)

    def address(citation: Citation) -> str:
        return lead(citation, folder, project).address

    text = project.documents[1].document.text
    marked = "return [...CSS.highlights.get('cited')].map((one) => one.toString())"
    with open_browser(tmp_path_factory.mktemp("profile")) as chrome:
        for words in (
            "lower levies for every",
            "household. The town must",
            "harbour m",
        ):
            start = text.index(words)
            chrome.get("about:blank")
            chrome.get(address(cite(start, start + len(words))))
            assert " ".join(chrome.execute_script(marked)) == words
            assert chrome.current_url.endswith(f"#char={start},{start + len(words)}")
        chrome.get(address(cite(0, 1, "quiet-31")))
        chrome.get("about:blank")
        chrome.get(address(cite(99_990, 99_999)))
        said = chrome.find_element(By.CSS_SELECTOR, "#note").text
        assert "so nothing stands at 99990–99999" in said
        assert complaints(chrome) == []
