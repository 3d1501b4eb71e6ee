"""Damage files of every format and read them: `fuzz.py --seconds 600 --seed 7`.

Case number n of a seed is always the same case, whatever the machine: how many cases
there are depends on the time. Each is read as `hustings read` reads it, in a worker
that can be killed. It must give a document whose parts agree, or one clear line. What
does neither is printed with its number and kept, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import hostile_files
import sample_files
from hustings.ingest.tables import SOURCES, batch_from_rows, document_from_row
from hustings.outside.limits import Death, Limits
from hustings.outside.orders import Named
from hustings.outside.sandbox import run_confined
from hustings.store.records import StoredFailure
from hustings.workflow.unpacking import Parcel, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hustings.model.document import Document, Span

LIMITS = Limits(seconds=10, megabytes=1000)
"""Far more than files of a few kilobytes should ever cost."""
READ = Named(
    module="hustings.ingest.kernels",
    function="inspect_batch",
    options={"recognise": sample_files.recognise_sample},
)
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999", b"1e308")
_TOKENS = (b"(", b"<", b">", b"{", b"[[", b"&", b"\x00", b"\xff\xfe", b"\n", b" " * 64)
_NUMBER = re.compile(rb"\d+")
_MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One damaged file."""

    number: int
    form: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A case that did not end as it must."""

    case: Case
    complaint: str


def main() -> None:
    """Fuzz for as long as asked, and print what was found."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        findings, n_cases = fuzz(
            seconds=asked.seconds,
            seed=asked.seed,
            folder=Path(folder),
            forms=[asked.format] if asked.format else sorted(SEEDS),
            first=asked.first,
        )
    print(f"{n_cases} cases of seed {asked.seed}: {len(findings)} findings")
    for finding in findings:
        print(describe(finding, asked.seed, _keep(finding.case, asked.keep)))
    sys.exit(1 if findings else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--format", choices=sorted(SEEDS))
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    return parser.parse_args()


def _keep(case: Case, folder: Path) -> Path:
    """Write a case where it can be looked at."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{case.number}.{case.form}"
    path.write_bytes(case.content)
    return path


def describe(finding: Finding, seed: int, path: Path | None = None) -> str:
    """Say what was found and how to see it again."""
    case = finding.case
    kept = f" kept as {path};" if path else ""
    return (
        f"{case.form} case {case.number}: {finding.complaint}\n   {kept} again: "
        f"scripts/fuzz.py --seed {seed} --format {case.form} --first {case.number} "
        "--seconds 0"
    )


def fuzz(
    *,
    seconds: float,
    seed: int,
    folder: Path,
    forms: Sequence[str] | None = None,
    first: int = 0,
) -> tuple[list[Finding], int]:
    """Read damaged files until the time is over.

    Returns
    -------
    list of Finding
    int
        The number of cases.
    """
    forms = forms or sorted(SEEDS)
    seeds = {form: SEEDS[form]() for form in forms}
    findings: list[Finding] = []
    started = time.monotonic()
    for number in count(first):
        case = make_case(seed, number, seeds)
        findings += [
            Finding(case=case, complaint=one) for one in complaints(case, folder)
        ]
        is_over = time.monotonic() - started >= seconds
        if is_over or len(findings) >= _MOST_FINDINGS:
            return findings, number - first + 1
    raise AssertionError


def make_case(seed: int, number: int, seeds: Mapping[str, bytes]) -> Case:
    """Damage a file; the same seed, number and format give the same bytes."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311  # repeatable on purpose
    forms = sorted(seeds)
    form = forms[number % len(forms)]
    content = seeds[form]
    is_zipped = content.startswith(b"PK")
    damage = _damage_inside if is_zipped and chance.random() < 0.7 else _damage
    return Case(number=number, form=form, content=damage(content, chance))


def _damage(content: bytes, chance: random.Random) -> bytes:
    """Damage in one to five places."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        content = chance.choice(DAMAGES)(content, chance)
    return content or b"quay"


def _damage_inside(content: bytes, chance: random.Random) -> bytes:
    """Damage a file of an archive and pack it again, so that it is reached."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {
            name: archive.read(name) for name in archive.namelist()
        }
    name = chance.choice(sorted(parts))
    parts[name] = _damage(bytes(parts[name]), chance)  # type: ignore[arg-type]  # read
    return sample_files.zip_parts(parts)


def _place(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def _stretch(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = _place(content, chance)
    return start, min(len(content), start + chance.choice((1, 4, 16, 64, 512, 4096)))


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: _place(content, chance)]


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 30)) if content else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = _place(content, chance)
    token = chance.choice((*_TOKENS, chance.randbytes(chance.choice((1, 4, 32)))))
    return content[:at] + token * chance.choice((1, 1, 2, 300)) + content[at:]


def _delete(content: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(content, chance)
    return content[:start] + content[end:]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(content, chance)
    return (
        content[:end] + content[start:end] * chance.choice((1, 2, 20)) + content[end:]
    )


def _splice(content: bytes, chance: random.Random) -> bytes:
    return content[: _place(content, chance)] + content[_place(content, chance) :]


def _swap(content: bytes, chance: random.Random) -> bytes:
    (a, b), (c, d) = sorted((_stretch(content, chance), _stretch(content, chance)))
    if b > c:
        return content
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def _renumber(content: bytes, chance: random.Random) -> bytes:
    """Put another number in the place of one that is written out."""
    found = list(_NUMBER.finditer(content))
    if not found:
        return content
    start, end = chance.choice(found).span()
    return content[:start] + chance.choice(_NUMBERS) + content[end:]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _truncate,
    _flip,
    _insert,
    _delete,
    _repeat,
    _splice,
    _swap,
    _renumber,
)


def complaints(case: Case, folder: Path) -> Iterator[str]:
    """Read a case from a file, as `hustings read` does, and yield what is wrong."""
    path = folder / f"case.{case.form}"
    path.write_bytes(case.content)
    try:
        for one in unpack(path, limits=LIMITS):
            if isinstance(one, StoredFailure):
                yield from _of_line(one.message)
            elif isinstance(one, Parcel):
                yield from _of_parcel(one)
    except Exception as error:  # noqa: BLE001  # any is a finding
        yield f"{type(error).__name__}: {error}"
    if [found.name for found in folder.iterdir()] != [path.name]:
        yield "something was written"
    path.unlink()


def _of_parcel(parcel: Parcel) -> Iterator[str]:
    """Read one document and yield what is wrong with it."""
    row = {"name": parcel.name, "content": parcel.content}
    found = run_confined(READ, batch_from_rows([row], SOURCES), limits=LIMITS)
    if isinstance(found, Death):
        yield found.reason
        return
    read = found.to_pylist()[0]
    if read["error"] is not None:
        yield from _of_line(read["error"])
        return
    yield from _of_document(document_from_row(read))
    yield from _of_units(read)
    yield from _of_characters(read)


def _of_line(line: str) -> Iterator[str]:
    """Yield what is unclear about the line of a file that could not be read."""
    if (
        "could not be read (" in line
        or "needs more than" in line
        or "Reading it" in line
    ):
        yield line
    if not line.isprintable():
        yield f"more than one line: {line!r}"


def _of_document(document: Document) -> Iterator[str]:
    """Yield what does not agree in a document."""
    yield from _of_blocks(document)
    for what, span in _spans(document):
        if not 0 <= span.start <= span.end <= len(document.text):
            yield f"{what} {span} leaves the text"
    for one, other in pairwise(document.pages):
        if one.span.start > other.span.start:
            yield f"page {other.number} stands before page {one.number}"


def _of_blocks(document: Document) -> Iterator[str]:
    """Yield blocks that overlap or do not cover the words."""
    text, position = document.text, 0
    for block in document.blocks:
        words = block.span.of(text)
        if text[position : block.span.start].strip() or block.span.start < position:
            yield f"block {block.block_id} leaves a gap or overlaps"
        if not words or words != words.strip():
            yield f"block {block.block_id} has white space at an end"
        position = block.span.end
    if text[position:].strip():
        yield "words stand behind the last block"
    known = {block.block_id for block in document.blocks}
    if any(block.refers_to not in known | {None} for block in document.blocks):
        yield "a footnote belongs to no block"


def _spans(document: Document) -> Iterator[tuple[str, Span]]:
    """Yield all spans of a document but those of its blocks."""
    yield from (("page", page.span) for page in document.pages)
    yield from (("date", date.span) for date in document.dates)
    yield from (("link", link.span) for link in document.links)
    guessed = document.guessed
    for span in (guessed.title, guessed.actor, guessed.date):
        if span is not None:
            yield "guess", span


def _of_units(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield units that do not lie in their block or have no words."""
    spans = {block["block"]: (block["start"], block["end"]) for block in row["blocks"]}
    position = 0
    for unit in row["units"]:
        start, end = spans[unit["block"]]
        words = row["text"][unit["start"] : unit["end"]]
        if not start <= unit["start"] < unit["end"] <= end:
            yield f"unit {unit['unit']} leaves its block"
        if not words.strip() or words != words.strip() or unit["start"] < position:
            yield f"unit {unit['unit']} overlaps, or has white space at an end"
        position = unit["end"]


def _of_characters(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield runs of the offset map that overlap or point to no character."""
    counts = {one["page"]: len(one["boxes"]) // 4 for one in row["characters"]}
    position = 0
    for run in row["offsets"]:
        if run["start"] < position or run["length"] < 1:
            yield f"run {run} overlaps"
        position = run["start"] + run["length"]
        last = run["first"] + run["length"]
        if run["first"] < 0 or last > counts.get(run["page"], last):
            yield f"run {run} points to no character"
    if position > len(row["text"]):
        yield "the offset map leaves the text"


def _parquet() -> bytes:
    stream = io.BytesIO()
    rows = {"actor": ["Quay List", "Reed Party"], "text": [sample_files.PARAGRAPH] * 2}
    pq.write_table(pa.table(rows), stream)
    return stream.getvalue()


def _csv() -> bytes:
    return f'actor,date,text\nQuay List,2031-10,"{sample_files.PARAGRAPH}"\n'.encode()


def _zip() -> bytes:
    names = ("pdf", "html", "text", "row")
    parts = {f"plans/{name}": getattr(sample_files, name)() for name in names}
    return sample_files.zip_parts({**parts, "speeches.csv": _csv()})


def _utf16() -> bytes:
    return sample_files.text().decode().encode("utf-16")


def _markdown() -> bytes:
    return (
        f"# {sample_files.TITLE}\n\n**{sample_files.PARAGRAPH}** See [the plan]"
        "(https://quay.example)[^1] and `code`.\n\n1. One\n   - Two\n\n> We act.\n\n"
        "| a | b |\n| --- | --- |\n| quay | ferry |\n\n[^1]: On 7 May 2031.\n"
    ).encode()


def _picture(form: str) -> Callable[[], bytes]:
    return sample_files.picture(form)


SEEDS: dict[str, Callable[[], bytes]] = {
    "pdf": sample_files.pdf,
    "docx": sample_files.word,
    "odt": sample_files.odt,
    "rtf": sample_files.rtf,
    "html": sample_files.html,
    "epub": sample_files.epub,
    "md": _markdown,
    "xml": sample_files.tei,
    "txt": sample_files.text,
    "utf16.txt": _utf16,
    "json": sample_files.row,
    "csv": _csv,
    "jsonl": lambda: sample_files.row() + b"\n" + sample_files.row() + b"\n",
    "parquet": _parquet,
    "zip": _zip,
    "png": _picture("PNG"),
    "tif": _picture("TIFF"),
    "jpg": _picture("JPEG"),
    "font.pdf": hostile_files.unmapped_font_pdf,
}
"""Ending of a file to what makes one that is sound."""


if __name__ == "__main__":
    main()
