"""Measure the coding page: keystrokes a unit, and the time until the next unit is seen.

Usage: python scripts/measure_coding_page.py [UNITS]

Two coders code at the same time, each in a Chromium of their own, by keyboard alone:
a code's key and Enter for every unit (200 unless told), up to four units a second, on
the sample project served as `hustings serve` serves it. Time runs from the key press,
as the browser stamps it, to the first frame in which the next unit is painted; the
commit of the answer lies between them. Afterwards every value is looked for in the
project.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from driven_browser import open_browser
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from served_room import build_room, come_in, serve

from hustings.store.project import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

CODERS = ("ana", "ben")
CODEBOOK = "cap-21"
VARIABLE = "topic"
KEYS_ASKED = 2
MILLISECONDS_ASKED = 50
PACE = 0.25
"""Seconds from one unit to the next: faster than anybody reads."""
WATCH = """
window.seen = []; window.pressed = 0; let since = 0;
addEventListener('keydown', (event) => {
  window.pressed += 1;
  if (event.key === 'Enter') since = event.timeStamp;
}, true);
const done = () => {
  if (since) window.seen.push(performance.now() - since);
  since = 0;
};
const heading = document.getElementById('unit-heading');
let words = heading.textContent;
const painted = () => {
  if (heading.textContent === words) return;
  words = heading.textContent;
  requestAnimationFrame(() => setTimeout(done));
};
const how = { childList: true, characterData: true, subtree: true };
new MutationObserver(painted).observe(heading, how);
"""
"""What the page is told to note: keys pressed, and milliseconds to the next unit."""

NEXT = """
return [document.getElementById('unit-heading').textContent, document.body.className]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What one coder did.

    Attributes
    ----------
    waits : list of float
        Milliseconds from the key to the next unit.
    """

    coder: str
    n_units: int
    n_keys: int
    waits: list[float]
    said: list[str]
    seconds: float


def main(n_units: int = 200) -> None:
    """Code, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "pellwick"
        build_room(folder, CODERS, codebook=CODEBOOK, n_units=n_units)
        with serve(folder) as address, ThreadPoolExecutor(len(CODERS)) as pool:
            jobs = [
                pool.submit(_code, address, folder, coder, Path(name) / coder)
                for coder in CODERS
            ]
            sittings = [job.result() for job in jobs]
        _print(sittings, [_kept(folder, one) for one in sittings])


def _code(address: str, folder: Path, coder: str, profile: Path) -> Sitting:
    """Code all units of a person's assignment by keys."""
    with Store.open(folder) as store:
        (assignment,) = store.assignments.of(coder)
    n_units = len(assignment.units)
    with open_browser(profile) as chrome:
        come_in(chrome, address, coder)
        chrome.get(f"{address}/room/code/{assignment.assignment_id}")
        _wait(chrome, "return document.querySelector('main[data-ready]') !== null")
        chrome.execute_script(WATCH)
        codes = chrome.execute_script(
            "return [...document.querySelectorAll('#codes [aria-keyshortcuts]')]"
            ".map((one) => [one.getAttribute('aria-keyshortcuts'), one.dataset.code])"
        )
        chance = random.Random(coder)  # noqa: S311  # which codes does not matter
        start = time.perf_counter()
        said = [_one(chrome, *chance.choice(codes)) for _ in range(n_units)]
        return Sitting(
            coder=coder,
            n_units=n_units,
            n_keys=chrome.execute_script("return window.pressed"),
            waits=chrome.execute_script("return window.seen"),
            said=said,
            seconds=time.perf_counter() - start,
        )


def _one(chrome: Chrome, key: str, code: str) -> str:
    """Code the unit that is there, and wait for what comes next."""
    before = chrome.execute_script(NEXT)
    ActionChains(chrome, duration=0).send_keys(key).send_keys(Keys.ENTER).perform()
    time.sleep(PACE)
    while chrome.execute_script(NEXT) == before:
        time.sleep(0.02)
    return code


def _kept(folder: Path, sitting: Sitting) -> int:
    """Count the values that are in the project as they were given."""
    with Store.open(folder) as store:
        (assignment,) = store.assignments.of(sitting.coder)
        found = store.hand.current(coders=[sitting.coder], variable=VARIABLE)
    values = {(one.document_id, one.anchor.span): one.value for one in found}
    places = [(one.document_id, one.anchor.span) for one in assignment.units]
    pairs = zip(places, sitting.said, strict=True)
    return sum(values.get(place) == code for place, code in pairs)


def _print(sittings: Sequence[Sitting], kept: Sequence[int]) -> None:
    print("| coder | units | keystrokes a unit | median, ms | 95th, ms | longest, ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    for one in sittings:
        cuts = quantiles(one.waits, n=100)
        print(
            f"| {one.coder} | {one.n_units} | {one.n_keys / one.n_units:.2f} "
            f"| {cuts[49]:.1f} | {cuts[94]:.1f} | {max(one.waits):.1f} |"
        )
    print(f"| asked | | {KEYS_ASKED} | | {MILLISECONDS_ASKED} | |\n")
    for one, n in zip(sittings, kept, strict=True):
        print(
            f"{one.coder}: {n} of {one.n_units} values are in the project as given; "
            f"coded in {one.seconds:.0f} s."
        )


def _wait(chrome: Chrome, script: str) -> None:
    WebDriverWait(chrome, 20).until(lambda one: one.execute_script(script))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
