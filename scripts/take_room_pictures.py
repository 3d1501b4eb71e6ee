"""Take the pictures of the coding room for the docs, in a headless Chromium.

Run it after the pages have changed: ``python scripts/take_room_pictures.py [FOLDER]``.
Each page is taken light, dark and on a phone: ``docs/images/room/NAME-LOOK.png``.
"""

from __future__ import annotations

import base64
import io
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coded_room import code_for_weeks, settle_some, train
from driven_browser import open_browser
from PIL import Image
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from served_room import (
    build_room,
    come_in,
    invite,
    let_program_code,
    run,
    serve,
)

from hustings.store.project import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selenium.webdriver import Chrome

IMAGES = Path(__file__).parent.parent / "docs" / "images" / "room"
CODERS = ("Ana", "Ben")
CODEBOOK = "economic-social"
N_UNITS = 160
N_DONE = (131, 160)
SETTLED = 0.5
LOADED = "return [...document.images].every((one) => one.complete)"
N_COLOURS = 128
LARGEST = 120_000
"""Bytes that a picture may take."""
HAND_OUT = """
for (const one of document.querySelectorAll("[name=coder]")) one.checked = true;
document.getElementById("sample").value = "40";
document.querySelector("#handing [value=preview]").click();
"""
EDIT = """
const text = document.getElementById("text");
text.value = text.value.replace('version: "1"', 'version: "2"')
  .replace("title: Social policy", "title: Social policy and rights")
  .replace('      - {code: "2", title: Very left', '')
  .replace(/      - {code: "2", title: Very right.*\\n/, "");
document.querySelector("#text-form [value=preview]").click();
"""
RULE = 'document.querySelector("#by-rule [value=preview]").click();'
OPEN = """
document.querySelector(".outcome details").open = true;
document.querySelector(".outcome").scrollIntoView();
"""
OPEN_MACHINES = """
document.querySelector("#machines details").open = true;
document.querySelector("#machines").scrollIntoView({behavior: "instant"});
"""
TO = 'document.querySelector("{}").scrollIntoView();'


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How large the window is, and which colours the system wishes for."""

    name: str
    width: int = 1280
    height: int = 800
    scheme: str = "light"
    factor: float = 1


LOOKS = (
    Look(name="light"),
    Look(name="dark", scheme="dark"),
    Look(name="phone", width=390, height=800),
)
ZOOMED = Look(name="zoomed", width=640, height=400, factor=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page of the room, and what was done on it.

    Attributes
    ----------
    script : str
        What a person would have clicked; another page may come of it.
    after : str
        What is run at the end, to show the right part.
    """

    name: str
    address: str
    keys: Sequence[str] = ()
    script: str = ""
    after: str = ""


def doors(link: str) -> list[Picture]:
    """List the pages of people who are not in yet."""
    return [
        Picture(name="log-in", address="room/login"),
        Picture(name="set-password", address=link),
    ]


def pages_of_coders(first: str, training: str, own: str, claims: str) -> list[Picture]:
    """List the pages of people who code, by the ids of four assignments."""
    coding = f"room/code/{first}"
    marked = ("1", "e", Keys.ARROW_RIGHT, Keys.ENTER, "?")
    return [
        Picture(name="who", address="room/login"),
        Picture(name="assignments", address="room/"),
        Picture(name="coding", address=coding, keys=marked),
        Picture(name="coding-page", address=coding, keys=("k", "i")),
        Picture(name="coding-picker", address=coding, keys=("/", "soc")),
        Picture(name="coding-codebook", address=coding, keys=("B",)),
        Picture(name="coding-history", address=coding, keys=("k", "k", "H")),
        Picture(
            name="cutting", address=f"room/code/{own}", keys=("x", Keys.ARROW_RIGHT)
        ),
        Picture(
            name="training", address=f"room/code/{training}", keys=("2", Keys.ENTER)
        ),
        Picture(
            name="claims", address=f"room/code/{claims}", keys=("j", "j", "j", "e")
        ),
        Picture(name="after-adjudication", address="room/feedback?differ"),
    ]


def pages_of_managers(book: str) -> list[Picture]:
    """List the pages of whoever runs the project, by the hash of the codebook."""
    manage = "room/manage/"
    codebook = f"{manage}codebook?name={CODEBOOK}&version={book}"
    to = TO.format
    return [
        Picture(name="progress", address=manage),
        Picture(
            name="hand-out",
            address=manage,
            script=HAND_OUT,
            after=to("#hand-out"),
        ),
        Picture(name="agreement", address=f"{manage}agreement"),
        Picture(name="confusion", address=f"{manage}agreement", after=to("#confusion")),
        Picture(
            name="disagreement", address=f"{manage}agreement", after=to("#disputed")
        ),
        Picture(name="drift", address=f"{manage}agreement", after=to("#drift")),
        Picture(name="adjudication", address=f"{manage}adjudication"),
        Picture(
            name="adjudication-blind", address=f"{manage}adjudication", keys=("b",)
        ),
        Picture(
            name="rule",
            address=f"{manage}adjudication",
            script=RULE,
            after=to("#rule"),
        ),
        Picture(
            name="programs-differ",
            address=f"{manage}agreement",
            after=OPEN_MACHINES,
        ),
        Picture(name="programs", address=f"{manage}programs", keys=("m",)),
        Picture(name="programs-hidden", address=f"{manage}programs", keys=("b",)),
        Picture(name="codebook", address=codebook),
        Picture(
            name="codebook-difference",
            address=codebook,
            script=EDIT,
        ),
        Picture(name="worklist", address=codebook, script=EDIT, after=OPEN),
    ]


def take(chrome: Chrome, address: str, picture: Picture, look: Look) -> bytes:
    """Open a page, do what is done on it, and return the PNG."""
    feature = {"name": "prefers-color-scheme", "value": look.scheme}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    metrics: dict[str, Any] = {"width": look.width, "height": look.height}
    metrics |= {"deviceScaleFactor": look.factor, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chrome.get("about:blank")
    chrome.get(f"{address}/{picture.address}")
    _settle(chrome)
    for key in picture.keys:
        ActionChains(chrome, duration=0).send_keys(key).perform()
    for script in filter(None, (picture.script, picture.after)):
        _settle(chrome)
        chrome.execute_script(script)
    _settle(chrome)
    shot = chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    chrome.execute_script("localStorage.clear()")  # the next picture has no draft
    return smaller(base64.b64decode(shot["data"]))


def smaller(png: bytes) -> bytes:
    """Return a picture with few colours: pages have few."""
    kept = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(N_COLOURS, dither=Image.Dither.NONE)
        few.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _settle(chrome: Chrome) -> None:
    time.sleep(SETTLED)
    WebDriverWait(chrome, 60).until(lambda one: one.execute_script(LOADED))


def take_all(
    chrome: Chrome,
    address: str,
    pictures: Sequence[Picture],
    images: Path,
    looks: Sequence[Look] = LOOKS,
) -> None:
    """Take pictures in all looks, and keep them."""
    for picture in pictures:
        for look in looks:
            png = take(chrome, address, picture, look)
            name = f"{picture.name}-{look.name}.png"
            print(f"{images.name}/{name}  {len(png)} bytes", flush=True)
            if len(png) > LARGEST:
                sys.exit(f"{name} takes {len(png)} bytes. Show less of it.")
            (images / name).write_bytes(png)


def prepare(folder: Path) -> tuple[list[str], str]:
    """Build the project with weeks of coding.

    Returns
    -------
    list of str
        The ids of four assignments: to code, for training, to cut units in, of claims.
    str
        The hash of the codebook.
    """
    build_room(folder, CODERS, codebook=CODEBOOK, n_units=N_UNITS)
    run("coder", "add", "Zoë", "--role", "manager", "--project", str(folder))
    code_for_weeks(folder, CODERS, N_DONE)
    settle_some(folder, by="Zoë")
    train(folder, CODERS[0])
    let_program_code(folder)
    own = ("--blind", "--unitising", "--variables", "topic", "--sample", "12")
    people = ("--by", "hand", "--coders", CODERS[0], "--seed", "5")
    drawn = ("--codebook", CODEBOOK, "--project", str(folder))
    run("code", *people, *own, *drawn)
    run("claim", "--project", str(folder))
    run("code", *people, "--claims", "--sample", "20", "--project", str(folder))
    with Store.open(folder) as store:
        mine = store.assignments.of(CODERS[0])
    return [one.assignment_id for one in mine], mine[0].codebook_sha256


def main(images: Path = IMAGES) -> None:
    """Build the sample project, let people code in it, and take all pictures."""
    images.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "Pellwick"
        ids, book = prepare(folder)
        coders = pages_of_coders(*ids)
        link = invite(folder, CODERS[0]).lstrip("/")
        with open_browser(Path(name) / "profile") as chrome:
            with serve(folder, "--team") as address:
                take_all(chrome, address, doors(link), images)
            with serve(folder) as address:
                come_in(chrome, address, CODERS[0])
                take_all(chrome, address, coders, images)
                take_all(chrome, address, [coders[2]], images, (ZOOMED,))
                come_in(chrome, address, "Zoë")
                take_all(chrome, address, pages_of_managers(book), images)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
