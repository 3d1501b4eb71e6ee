from __future__ import annotations

import re

import pytest

from ephemera import CASES, Case, fill
from hustings.ingest.reading import Described, read_document

_EXPECTED = re.compile(
    r"(?P<kind>[a-z]+)(?P<level>\d)?(?: \[(?P<marker>.+?)\])?"
    r"(?: \((?P<speaker>.+?)\))? \| (?P<words>.+)"
)


def find_faults(case: Case) -> list[str]:
    """Say in what way a text is read otherwise than a careful reader would."""
    content = fill(case.text).encode()
    document = read_document(
        content, name="leaflet.txt", described=Described()
    ).document
    faults = []
    expected = [_EXPECTED.fullmatch(line) for line in case.blocks.strip().splitlines()]
    for i in range(max(len(expected), len(document.blocks))):
        wanted = expected[i] if i < len(expected) else None
        block = document.blocks[i] if i < len(document.blocks) else None
        shown = (
            f"{block.kind}{block.level or ''} [{block.marker}] ({block.speaker}) | "
            f"{block.span.of(document.text)[:90]!r}"
            if block
            else "nothing"
        )
        is_met = (
            wanted
            and block
            and block.kind == wanted["kind"]
            and (not wanted["level"] or block.level == int(wanted["level"]))
            and (block.marker or "").rstrip(" .:-")
            == (wanted["marker"] or "").rstrip(" .:-")
            and block.speaker == wanted["speaker"]
            and block.span.of(document.text).startswith(wanted["words"])
        )
        if not is_met:
            faults.append(f"{wanted and wanted.group()} <- {shown}")
    for what in ("title", "actor", "date"):
        want, got = getattr(case, what), getattr(document, what)
        if want is not None and want != got:
            faults.append(f"{what}: {want} <- {got}")
    dates = " ".join(
        d.first if d.first == d.last else f"{d.first}/{d.last}" for d in document.dates
    )
    if case.dates is not None and case.dates != dates:
        faults.append(f"dates: {case.dates} <- {dates}")
    links = " ".join(link.url for link in document.links)
    if case.links is not None and case.links != links:
        faults.append(f"links: {case.links} <- {links}")
    return faults


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_ephemera_are_read_as_a_careful_reader_would(case: Case) -> None:
    assert find_faults(case) == []
