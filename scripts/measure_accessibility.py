"""Check every page with axe-core, in light and dark, on a wide screen and a phone.

Usage: python scripts/measure_accessibility.py

axe-core comes from npm into a temporary folder; npm and a network are needed. The pages
are those of the sample project and of its coding room, in the states a coder meets.
Prints a row a page and what was found; ends with 1 if anything serious was.
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
from selenium.webdriver.common.keys import Keys
from served_room import build_room, come_in, serve

from hustings.interface.pages import addresses
from hustings.store.project import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

AXE = "axe-core@4"
CODERS = ("ana", "ben")
CODEBOOK = "economic-social"
SERIOUS = frozenset({"serious", "critical"})
SETTLED = 0.3
MANAGE = "room/manage/"
LOOKS = (
    ("light", 1280, 800),
    ("dark", 1280, 800),
    ("light", 390, 800),
)
CHECK = """
const tell = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations']}).then(({violations}) => tell(
  violations.map(({id, impact, nodes}) => [id, impact, nodes.map((one) => one.html)])
));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page, and the keys that were pressed on it before it is checked."""

    name: str
    address: str
    keys: tuple[str, ...] = ()


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
        with serve(folder) as address, open_browser(Path(name) / "profile") as chrome:
            doors = [
                View(name="who is coding", address="room/login"),
                View(name="welcome", address="room/welcome"),
            ]
            faults = _check_all(chrome, address, doors, axe)
            come_in(chrome, address, CODERS[0])
            views = [*_views(folder), *_manager_views(chrome, address)]
            faults += _check_all(chrome, address, views, axe)
    serious = [one for one in faults if one.impact in SERIOUS]
    for one in faults:
        print(f"\n{one.impact}: {one.rule}\n    " + "\n    ".join(one.places[:3]))
    print(f"\n{len(serious)} serious faults, {len(faults)} in all")
    return 1 if serious else 0


def _views(folder: Path) -> list[View]:
    """List the pages of the project and the states of the coding page."""
    with Store.open(folder) as store:
        assignment = store.assignments.of(CODERS[0])[-1].assignment_id
        document = store.all_documents()[0].document_id
    coding = f"room/code/{assignment}"
    return [
        View(name="overview", address=addresses.INDEX),
        View(name="reader", address=addresses.document_page(document)),
        View(name="side by side", address=addresses.comparison_page()),
        View(name="positions", address=addresses.POSITIONS),
        View(name="about", address=addresses.ABOUT),
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


def _manager_views(chrome: Chrome, address: str) -> list[View]:
    """List the manager's pages that the first of them leads to."""
    chrome.get(f"{address}/{MANAGE}")
    links = chrome.execute_script("return [...document.links].map((one) => one.href)")
    own = {one.split("#")[0] for one in links if one.startswith(f"{address}/{MANAGE}")}
    found = sorted(one.removeprefix(f"{address}/") for one in own)
    return [View(name=one.removeprefix("room/"), address=one) for one in found]


def _check_all(
    chrome: Chrome, address: str, views: Sequence[View], axe: str
) -> list[Fault]:
    """Check pages in every look, and print a row for each."""
    print("| page | " + " | ".join(f"{scheme}, {w}" for scheme, w, _ in LOOKS) + " |")
    print("| --- |" + " --- |" * len(LOOKS))
    found: dict[str, Fault] = {}
    for view in views:
        counts = []
        for look in LOOKS:
            faults = _check(chrome, f"{address}/{view.address}", view.keys, look, axe)
            counts.append(str(len(faults)))
            found |= {f"{view.name} {one.rule}": one for one in faults}
        print(f"| {view.name} | " + " | ".join(counts) + " |")
    return list(found.values())


def _check(
    chrome: Chrome,
    address: str,
    keys: Sequence[str],
    look: tuple[str, int, int],
    axe: str,
) -> list[Fault]:
    """Return what axe-core finds on a page."""
    scheme, width, height = look
    feature = {"name": "prefers-color-scheme", "value": scheme}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    metrics: dict[str, Any] = {"width": width, "height": height}
    metrics |= {"deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chrome.get("about:blank")
    chrome.get(address)
    time.sleep(SETTLED)
    for key in keys:
        ActionChains(chrome, duration=0).send_keys(key).perform()
    time.sleep(SETTLED)
    chrome.execute_script(axe)
    found = chrome.execute_async_script(CHECK)
    return [Fault(rule=r, impact=i, places=tuple(p)) for r, i, p in found]


def _fetch_axe(folder: Path) -> str:
    """Return axe-core's source, from npm."""
    npm = shutil.which("npm") or sys.exit("npm is needed for axe-core.")
    words = (npm, "install", "--silent", "--no-save", "--prefix", str(folder), AXE)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    found = folder / "node_modules" / "axe-core" / "axe.min.js"
    return found.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
