"""Check every page with axe-core: light, dark, a phone, large type, forced colours.

Usage: python scripts/measure_accessibility.py

axe-core comes from npm into a temporary folder; npm and a network are needed. The pages
are those of the sample project and of its coding room, in the states that a coder and a
manager meet, also where a team logs in. A page that has to be scrolled sideways at
320 points' width, which is 1,280 at four times its size, has a fault as well. Prints a
row a page and what was found; ends with 1 if anything serious was.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driven_browser import open_browser
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from served_room import (
    build_room,
    come_in,
    invite,
    let_code,
    let_program_code,
    serve,
)

from hustings.interface.pages import addresses
from hustings.interface.pages.site import plan_site
from hustings.store.project import Store
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

AXE = "axe-core@4"
CODERS = ("ana", "ben")
CODEBOOK = "economic-social"
SERIOUS = frozenset({"serious", "critical"})
SETTLED = 0.3
MANAGE = "room/manage/"
PASSWORD = "ferries at noon"  # noqa: S105  # of the sample project
WIDE = "return document.scrollingElement.scrollWidth > innerWidth + 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a page is looked at; `features` are wishes of the system's."""

    name: str
    width: int = 1280
    height: int = 800
    features: tuple[tuple[str, str], ...] = ()


LOOKS = (
    Look(name="light"),
    Look(name="dark", features=(("prefers-color-scheme", "dark"),)),
    Look(name="phone", width=390),
    Look(name="200 %", width=640, height=400),
    Look(name="400 %", width=320, height=640),
    Look(
        name="forced colours",
        features=(("forced-colors", "active"), ("prefers-reduced-motion", "reduce")),
    ),
)
CHECK = """
const tell = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations']}).then(({violations}) => tell(
  violations.map(({id, impact, nodes}) => [id, impact, nodes.map((one) => one.html)])
));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page, and the keys that were pressed on it before it is checked.

    Attributes
    ----------
    script : str
        What a reader would have done on the page, where no keys do it.
    """

    name: str
    address: str
    keys: tuple[str, ...] = ()
    script: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A rule of axe-core that a page breaks, and where."""

    rule: str
    impact: str
    places: tuple[str, ...]


def main() -> int:
    """Check all pages; return 1 if anything serious was found."""
    with tempfile.TemporaryDirectory() as name:
        axe = _fetch_axe(Path(name))
        folder = Path(name) / "pellwick"
        build_room(folder, CODERS, codebook=CODEBOOK, n_units=20)
        with open_browser(Path(name) / "profile") as chrome:
            faults = _check_alone(chrome, folder, axe)
            faults += _check_team(chrome, folder, axe)
    serious = [one for one in faults if one.impact in SERIOUS]
    for one in faults:
        print(f"\n{one.impact}: {one.rule}\n    " + "\n    ".join(one.places[:3]))
    print(f"\n{len(serious)} serious faults, {len(faults)} in all")
    return 1 if serious else 0


def _check_alone(chrome: Chrome, folder: Path, axe: str) -> list[Fault]:
    """Check what one person on their own machine sees, before and after coding."""
    doors = [
        View(name="who is coding", address="room/login"),
        View(name="nobody has coded", address="room/manage/agreement"),
    ]
    with serve(folder) as address:
        faults = _check_all(chrome, address, doors[:1], axe)
        come_in(chrome, address, CODERS[0])
        faults += _check_all(chrome, address, [*doors[1:], *_views(folder)], axe)
        let_code(folder, CODERS)
        let_program_code(folder)
        done = [View(name="coding, all done", address=_coding(folder))]
        views = [*done, *_manager_views(chrome, address)]
        return faults + _check_all(chrome, address, views, axe)


def _check_team(chrome: Chrome, folder: Path, axe: str) -> list[Fault]:
    """Check what people of a team see who log in."""
    chrome.delete_all_cookies()
    wrong = (CODERS[0], Keys.TAB, "not this one", Keys.ENTER)
    link = invite(folder, CODERS[0]).lstrip("/")
    doors = [
        View(name="log in", address="room/login"),
        View(name="log in, wrong password", address="room/login", keys=wrong),
        View(name="welcome", address=link),
        View(name="welcome, no link", address="room/welcome"),
    ]
    with serve(folder, "--team") as address:
        faults = _check_all(chrome, address, doors, axe)
        chrome.get("about:blank")
        chrome.get(f"{address}/{link}")
        for field in ("password", "again"):
            chrome.find_element(By.ID, field).send_keys(PASSWORD)
        chrome.find_element(By.CSS_SELECTOR, "form button").click()
        WebDriverWait(chrome, 20).until(
            lambda one: one.find_elements(By.CLASS_NAME, "person")
        )
        inside = [
            View(name="a coder's assignments", address="room/"),
            View(name="a coder's coding", address=_coding(folder)),
            View(name="after adjudication", address="room/feedback"),
            View(name="refused", address=MANAGE),
            View(name="log out", address="room/logout"),
        ]
        return faults + _check_all(chrome, address, inside, axe)


def _coding(folder: Path) -> str:
    with Store.open(folder) as store:
        return f"room/code/{store.assignments.of(CODERS[0])[-1].assignment_id}"


def _views(folder: Path) -> list[View]:
    """List the pages of the project and the states of the coding page."""
    with Store.open(folder) as store:
        document = store.all_documents()[0].document_id
    coding = _coding(folder)
    return [
        View(name="overview", address=addresses.INDEX),
        View(name="reader", address=addresses.document_page(document)),
        View(name="side by side", address=addresses.comparison_page()),
        View(name="positions", address=addresses.POSITIONS),
        View(name="about", address=addresses.ABOUT),
        *_claim_views(folder),
        View(name="assignments", address="room/"),
        View(name="coding", address=coding),
        View(name="coding, code picked", address=coding, keys=("1", "?")),
        View(name="coding, evidence", address=coding, keys=("e", Keys.ARROW_RIGHT)),
        View(name="coding, message", address=coding, keys=(Keys.ENTER,)),
        View(name="coding, page image", address=coding, keys=("i",)),
        View(name="coding, picker", address=coding, keys=("/",)),
        View(name="coding, codebook", address=coding, keys=("B",)),
        View(name="coding, history", address=coding, keys=("H",)),
        View(name="coding, keys", address=coding, keys=("h",)),
    ]


def _claim_views(folder: Path) -> list[View]:
    """List the pages on claims: the first of each kind, and the matrix's choices."""
    with Project.open(folder) as project:
        site = [one for one in plan_site(project.gather()) if one.endswith(".html")]
    kinds = ("issues/", "actors/", "demands/", "editions/")
    firsts = [next(one for one in site if one.startswith(kind)) for kind in kinds]
    pair = next(one for one in site if one.startswith("actors/") and "--" in one)
    matrices = [one for one in site if one.startswith("issues") and "/" not in one]
    found = [*matrices, *firsts, pair]
    found += [addresses.ACCORD, addresses.NETWORKS, addresses.DATES]
    return [
        *(View(name=one.removesuffix(".html"), address=one) for one in found),
        View(
            name="issues, filtered",
            address=addresses.issues_page(),
            script="document.getElementById('issue-words').value = 'the';"
            "document.getElementById('issue-words').dispatchEvent(new Event('input'))",
        ),
    ]


def _manager_views(chrome: Chrome, address: str) -> list[View]:
    """List the manager's pages that the first of them leads to."""
    chrome.get(f"{address}/{MANAGE}")
    links = chrome.execute_script("return [...document.links].map((one) => one.href)")
    own = {one.split("#")[0] for one in links if one.startswith(f"{address}/{MANAGE}")}
    found = sorted(one.removeprefix(f"{address}/") for one in own)
    return [
        *(View(name=one.removeprefix("room/"), address=one) for one in found),
        *_program_views(),
    ]


def _program_views() -> list[View]:
    """List the states of the page where people and a program differ."""
    page = f"{MANAGE}programs"
    return [
        View(name="programs, value taken", address=page, keys=("m",)),
        View(name="programs, hidden", address=page, keys=("b",)),
        View(name="programs, decided", address=page, keys=("m", Keys.ENTER)),
        View(name="programs, undecided", address=page, keys=("0", Keys.ENTER, "k")),
        View(name="programs, picker", address=page, keys=("/",)),
        View(name="programs, keys", address=page, keys=("h",)),
    ]


def _check_all(
    chrome: Chrome, address: str, views: Sequence[View], axe: str
) -> list[Fault]:
    """Check pages in every look, and print a row for each."""
    print("| page | " + " | ".join(one.name for one in LOOKS) + " |")
    print("| --- |" + " --- |" * len(LOOKS))
    found: dict[str, Fault] = {}
    for view in views:
        counts = []
        for look in LOOKS:
            faults = _check(chrome, address, view, look, axe)
            counts.append(str(len(faults)))
            found |= {f"{view.name} {look.name} {one.rule}": one for one in faults}
        print(f"| {view.name} | " + " | ".join(counts) + " |")
    return list(found.values())


def _check(
    chrome: Chrome,
    address: str,
    view: View,
    look: Look,
    axe: str,
) -> list[Fault]:
    """Return what axe-core finds on a page."""
    features = [{"name": name, "value": value} for name, value in look.features]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    metrics: dict[str, Any] = {"width": look.width, "height": look.height}
    metrics |= {"deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chrome.get("about:blank")
    chrome.get(f"{address}/{view.address}")
    time.sleep(SETTLED)
    for key in view.keys:
        ActionChains(chrome, duration=0).send_keys(key).perform()
    chrome.execute_script(view.script)
    time.sleep(SETTLED)
    wide = chrome.execute_script(WIDE)
    chrome.execute_script(axe)
    found = chrome.execute_async_script(CHECK)
    chrome.execute_script("localStorage.clear()")  # the next look has no draft
    faults = [Fault(rule=r, impact=i, places=tuple(p)) for r, i, p in found]
    reflow = Fault(rule="reflow", impact="serious", places=(view.address, look.name))
    return [*faults, reflow] if wide else faults


def _fetch_axe(folder: Path) -> str:
    """Return axe-core's source, from npm."""
    npm = shutil.which("npm") or sys.exit("npm is needed for axe-core.")
    words = (npm, "install", "--silent", "--no-save", "--prefix", str(folder), AXE)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    found = folder / "node_modules" / "axe-core" / "axe.min.js"
    return found.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
