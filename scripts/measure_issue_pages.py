"""Measure the pages on claims in bulk: `measure_issue_pages.py DATA [PROJECT]`.

DATA is a folder with `reuse/uk_manifestos_101.csv`, 6.8 million characters. Its texts
are read, cut and looked through for claims in a project of their own, or PROJECT is
taken where that was done before. Then all pages are planned, and the heaviest of each
kind is opened in Chromium; the time is until the browser has laid it out. Peak memory
is that of gathering and planning.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driven_browser import open_browser

from hustings.interface.pages import addresses
from hustings.interface.pages.site import plan_site
from hustings.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from selenium.webdriver import Chrome

    from hustings.workflow.gathered import Gathered

ASKED = 1.0
KINDS = {
    "issues.html": "matrix of issues",
    "agreement.html": "agreement",
    "networks.html": "networks",
    "dates.html": "dates",
    "issues-all.html": "matrix of issues, all documents",
    "issues/i": "heaviest page of an issue",
    "issues/further-": "heaviest page of further issues",
    "actors/": "heaviest page of an actor or pair",
    "demands/": "heaviest list of demands",
    "editions/": "heaviest page of two editions",
}
LOADED = (
    "const [one] = performance.getEntriesByType('navigation');"
    "document.body.getBoundingClientRect(); return one.loadEventEnd;"
)
ROUNDS = 3


def main(table: Path, project: Path | None) -> int:
    """Print one row a page; return 1 if the matrix takes longer than is asked."""
    with tempfile.TemporaryDirectory() as name:
        folder = project or build_project(table, Path(name) / "project")
        print("| measure | value |\n| --- | --- |")
        gathered = _timed("gathering all", lambda: _gather(folder))
        site = _timed("planning all pages", lambda: plan_site(gathered))
        _say_size(gathered, site)
        slowest = measure_pages(site, Path(name))
    return int(slowest > ASKED)


def build_project(table: Path, folder: Path) -> Path:
    """Read, cut and look through the texts of a table."""
    csv.field_size_limit(sys.maxsize)
    texts = folder.parent / "texts"
    texts.mkdir()
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = ["file,actor,date,language"]
    for row in rows:
        name = f"{row['document']}.txt"
        (texts / name).write_text(row["text"], encoding="utf-8")
        told.append(f"{name},{row['party']},{row['year']},{row['language']}")
    (texts / "told.csv").write_text("\n".join(told), encoding="utf-8")
    with Project.create(folder) as made:
        made.read(sorted(texts.glob("*.txt")), metadata=texts / "told.csv")
        started = time.perf_counter()
        result = made.claim()
        seconds = time.perf_counter() - started
    print(f"{result.summary()} {seconds:.1f} s")
    return folder


def _gather(folder: Path) -> Gathered:
    """Gather a project."""
    with Project.open(folder) as project:
        return project.gather()


def _timed(words: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401  # of the work
    """Print how long something takes."""
    started = time.perf_counter()
    done = work()
    print(f"| {words} | {time.perf_counter() - started:.2f} s |")
    return done


def _say_size(gathered: Gathered, site: Mapping[str, Callable[[], bytes]]) -> None:
    """Print how many claims, issues and pages there are."""
    claims = gathered.claims
    if claims is None:
        sys.exit("Nobody has looked for claims in this project.")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"| claims | {len(claims.claims):,} |")
    print(f"| issues | {len(claims.issues):,} |")
    print(f"| pages | {sum(one.endswith('.html') for one in site):,} |")
    kinds = ("issues-", "issues/i", "issues/further-")
    for kind in (*kinds, "actors/", "demands/", "editions/"):
        n = sum(one.startswith(kind) for one in site)
        print(f"| addresses {kind}* | {n:,} |")
    print(f"| peak memory | {peak:.1f} GiB |")


def measure_pages(site: Mapping[str, Callable[[], bytes]], folder: Path) -> float:
    """Print size and time of the heaviest page of each kind; return the matrix's."""
    pages = folder / "pages"
    for address in site:
        if address.startswith("static/"):
            _save(pages / address, site[address]())
    every = site[addresses.ALL_ISSUES]()
    print(f"| list of all issues, loaded to filter | {len(every) / 1000:,.0f} kB |")
    slowest = 0.0
    with open_browser(folder / "profile") as chrome:
        for kind, words in KINDS.items():
            address, content, seconds = _heaviest(site, kind)
            _save(pages / address, content)
            opened = _open(chrome, (pages / address).as_uri())
            kilobytes = len(content) / 1000
            print(
                f"| {words} | {kilobytes:,.0f} kB, written in {seconds:.2f} s, "
                f"open in {opened:.2f} s |"
            )
            slowest = (
                max(slowest, seconds + opened) if kind == "issues.html" else slowest
            )
    return slowest


def _heaviest(
    site: Mapping[str, Callable[[], bytes]], kind: str
) -> tuple[str, bytes, float]:
    """Write all pages of a kind and keep the heaviest, with its time."""
    found = ("", b"", 0.0)
    for address, write in site.items():
        if address.startswith(kind) and address.endswith(".html"):
            started = time.perf_counter()
            content = write()
            if len(content) > len(found[1]):
                found = (address, content, time.perf_counter() - started)
    return found


def _save(path: Path, content: bytes) -> None:
    """Write a file, its folder first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _open(chrome: Chrome, address: str) -> float:
    """Open a page some times; return the median time until it is laid out."""
    times = []
    for _ in range(ROUNDS):
        chrome.get(address)
        times.append(float(chrome.execute_script(LOADED)) / 1000)
    return sorted(times)[ROUNDS // 2]


if __name__ == "__main__":
    given = [Path(one) for one in sys.argv[1:]]
    manifestos = given[0] / "reuse" / "uk_manifestos_101.csv"
    sys.exit(main(manifestos, given[1] if len(given) > 1 else None))
