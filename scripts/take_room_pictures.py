"""Take the pictures of the coding room for the docs, in a headless Chromium.

Run it after the pages have changed: ``python scripts/take_room_pictures.py [FOLDER]``.
Pictures go to docs/images unless a folder is named.
"""

from __future__ import annotations

import base64
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driven_browser import open_browser
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from served_room import build_room, come_in, serve

from hustings.store.project import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selenium.webdriver import Chrome

IMAGES = Path(__file__).parent.parent / "docs" / "images"
CODERS = ("Ana", "Ben")
SETTLED = 0.5
LOADED = "return [...document.images].every((one) => one.complete)"
LARGEST = 250_000
"""Bytes that a picture may take."""

WARM_UP = ("1", "4", Keys.ENTER, "0", Keys.ENTER, "2", "2", Keys.ENTER)
"""Keys that code the first three units, so that there is progress to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page of the room and the keys that were pressed on it.

    Attributes
    ----------
    zoom : int
        How many times larger than usual everything is.
    """

    name: str
    address: str
    keys: Sequence[str] = ()
    width: int = 1280
    height: int = 800
    scheme: str = "light"
    zoom: int = 1


def pictures(assignment: str) -> list[Picture]:
    """List the pictures of the docs."""
    coding = f"room/code/{assignment}"
    marked = ("1", "e", Keys.ARROW_RIGHT, Keys.ENTER, "?")
    return [
        Picture(name="assignments", address="room/", height=480),
        Picture(name="assignments-dark", address="room/", height=480, scheme="dark"),
        Picture(name="assignments-phone", address="room/", width=390, height=640),
        Picture(name="coding", address=coding, keys=marked),
        Picture(name="coding-dark", address=coding, keys=("1",), scheme="dark"),
        Picture(name="coding-page", address=coding, keys=("k", "i")),
        Picture(name="coding-picker", address=coding, keys=("/", "soc")),
        Picture(name="coding-phone", address=coding, width=390),
        Picture(name="coding-zoomed", address=coding, zoom=2),
    ]


def take(chrome: Chrome, address: str, picture: Picture) -> bytes:
    """Open a page, press the keys, and return the PNG."""
    feature = {"name": "prefers-color-scheme", "value": picture.scheme}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    metrics: dict[str, Any] = {
        "width": picture.width // picture.zoom,
        "height": picture.height // picture.zoom,
        "deviceScaleFactor": picture.zoom,
        "mobile": False,
    }
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chrome.get("about:blank")
    chrome.get(f"{address}/{picture.address}")
    time.sleep(SETTLED)
    press(chrome, picture.keys)
    time.sleep(SETTLED)
    WebDriverWait(chrome, 20).until(lambda one: one.execute_script(LOADED))
    shot = chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    chrome.execute_script("localStorage.clear()")  # the next picture has no draft
    return base64.b64decode(shot["data"])


def press(chrome: Chrome, keys: Sequence[str]) -> None:
    """Press keys one after the other."""
    for key in keys:
        ActionChains(chrome, duration=0).send_keys(key).perform()


def main(images: Path = IMAGES) -> None:
    """Build the sample project, code a little, and take all pictures."""
    images.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "Pellwick"
        build_room(folder, CODERS, codebook="economic-social", n_units=40)
        with Store.open(folder) as store:
            assignment = store.assignments.of(CODERS[0])[-1].assignment_id
        with serve(folder) as address, open_browser(Path(name) / "profile") as chrome:
            come_in(chrome, address, CODERS[0])
            warm_up = Picture(name="", address=f"room/code/{assignment}", keys=WARM_UP)
            take(chrome, address, warm_up)
            for picture in pictures(assignment):
                png = take(chrome, address, picture)
                if len(png) > LARGEST:
                    sys.exit(f"{picture.name} takes {len(png)} bytes. Show less of it.")
                (images / f"{picture.name}.png").write_bytes(png)
                print(f"{images.name}/{picture.name}.png  {len(png)} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
