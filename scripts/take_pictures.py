"""Take the pictures of the docs from the sample project, in a headless Chromium.

Run it after the pages have changed: ``python scripts/take_pictures.py``.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from driven_browser import open_browser

from hustings.interface.pages import addresses
from hustings.interface.pages.actor_editions import list_edition_pages
from hustings.interface.pages.project_index import ProjectIndex
from hustings.interface.report.folder import write_report
from hustings.workflow.demonstrating import build_demo
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from hustings.workflow.gathered import Gathered

IMAGES = Path(__file__).parent.parent / "docs" / "images"
SETTLED = 0.3
"""Seconds until a page stands still after it was scrolled."""

LARGEST = 250_000
"""Bytes that a picture may take."""

ACTOR, YEAR = "Common Works", "2031"
"""Whose document is opened in the Reader and in the trail."""

WORDS = "public ownership before 2035"
"""Of the unit that is looked at in the Reader."""

ISSUE = "the toll"
"""Who says what about it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page, and what of it is shown.

    Attributes
    ----------
    script : str
        What a reader would have done on the page before.
    """

    name: str
    address: str
    script: str = ""
    width: int = 1280
    height: int = 800


def pictures(gathered: Gathered) -> list[Picture]:
    """List the pictures of the docs."""
    document = next(
        one.document
        for one in gathered.documents
        if (one.document.actor, (one.document.date or "")[:4]) == (ACTOR, YEAR)
    )
    identity = document.document_id
    return [
        Picture(name="overview", address=addresses.INDEX),
        Picture(
            name="side-by-side",
            address=addresses.comparison_page(),
            script=_to_code("605"),
            width=1400,
            height=900,
        ),
        Picture(
            name="positions",
            address=addresses.POSITIONS,
            script=_to_heading("Right-left (RILE)"),
            height=860,
        ),
        Picture(
            name="trail",
            address=addresses.position_page("rile", identity),
            height=860,
        ),
        Picture(
            name="reader",
            address=addresses.document_page(identity),
            script=_click(WORDS),
            height=860,
        ),
        *claim_pictures(gathered),
    ]


def claim_pictures(gathered: Gathered) -> list[Picture]:
    """List the pictures of the pages on claims."""
    index = ProjectIndex(gathered=gathered).claims
    if index is None:
        sys.exit("The sample project has no claims.")
    issue = next(one for one in index.newest.matrix.rows if one.issue.name == ISSUE)
    editions = next(
        address
        for address, before, _ in list_edition_pages(index)
        if before.document.actor == ACTOR
    )
    to_heading = "Who is joined to whom"
    return [
        Picture(name="issues", address=addresses.issues_page(), height=760),
        Picture(name="issue", address=index.address_of(issue), height=900),
        Picture(
            name="accord",
            address=addresses.ACCORD,
            script=_to_heading(to_heading),
            height=420,
        ),
        Picture(
            name="networks",
            address=addresses.NETWORKS,
            script=_to_heading("Who speaks to which issue"),
            height=680,
        ),
        Picture(name="editions", address=editions, height=760),
    ]


def _to_code(code: str) -> str:
    """Scroll the side-by-side table to a topic."""
    return (
        "const row = [...document.querySelectorAll('tr')]"
        f".find(row => row.querySelector('th')?.textContent.includes('{code}'));"
        "row.scrollIntoView({behavior: 'instant'})"
    )


def _to_heading(words: str) -> str:
    """Scroll to the section whose line under the heading begins with some words."""
    return (
        "const line = [...document.querySelectorAll('main p, main h2')]"
        f".find(line => line.textContent.trim().startsWith('{words}'));"
        "line.closest('section').scrollIntoView({behavior: 'instant'})"
    )


def _click(words: str) -> str:
    """Click on the unit that holds some words."""
    return (
        "const unit = [...document.querySelectorAll('.u')]"
        f".find(unit => unit.textContent.includes('{words}'));"
        "unit.scrollIntoView({block: 'center', behavior: 'instant'}); unit.click()"
    )


def take(chrome: Chrome, report: Path, picture: Picture) -> bytes:
    """Open a page, do what the picture asks for, and return the PNG."""
    metrics = {
        "width": picture.width,
        "height": picture.height,
        "deviceScaleFactor": 1,
        "mobile": False,
    }
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chrome.get((report / picture.address).as_uri())
    for _ in range(2):  # rows get their height only once they are in view
        chrome.execute_script(picture.script)
        time.sleep(SETTLED)
    shot = chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    return base64.b64decode(shot["data"])


def draw_by_command(project: Path) -> None:
    """Let the command draw a scale, as the tutorial shows it."""
    command = Path(sys.executable).parent / "hustings"
    options = ["--picture", IMAGES / "rile.svg", "--replace", "--project", project]
    subprocess.run(  # noqa: S603  # our own command
        [command, "scale", "rile", *options], check=True, stdout=subprocess.DEVNULL
    )
    print("docs/images/rile.svg")


def main() -> None:
    """Build the sample project, write its report and take all pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_demo(folder / "pellwick")
        with Project.open(folder / "pellwick") as project:
            gathered = project.gather()
        write_report(gathered, folder / "report")
        IMAGES.mkdir(parents=True, exist_ok=True)
        draw_by_command(folder / "pellwick")
        with open_browser(folder / "profile") as chrome:
            for picture in pictures(gathered):
                png = take(chrome, folder / "report", picture)
                if len(png) > LARGEST:
                    sys.exit(f"{picture.name} takes {len(png)} bytes. Show less of it.")
                (IMAGES / f"{picture.name}.png").write_bytes(png)
                print(f"docs/images/{picture.name}.png  {len(png)} bytes")


if __name__ == "__main__":
    main()
