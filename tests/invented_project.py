"""A small invented project for the tests of the pages: parties, texts and numbers."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from hustings.model.codebook import (
    Code,
    Codebook,
    Domain,
    ScaleDefinition,
    Variable,
)
from hustings.model.coding import Coding
from hustings.model.document import (
    Block,
    Document,
    Guesses,
    Page,
    Problem,
    Span,
    Unit,
)
from hustings.model.run import Output, Run
from hustings.scaling.results import Position
from hustings.workflow.gathered import (
    Failure,
    Gathered,
    GatheredDocument,
    GatheredScale,
)

if TYPE_CHECKING:
    from hustings.model.document import BlockKind

CODER = "dictionary:town-3"
SCRIPT = "<script>alert('boats')</script>"

CODEBOOK = Codebook(
    name="town-3",
    title="Matters of the town",
    version="1",
    domains=(
        Domain(domain="m", title="Moving about"),
        Domain(domain="h", title="Home and street"),
        Domain(domain="p", title="Purse"),
    ),
    variables=(
        Variable(
            name="topic",
            title="Topic of the unit",
            level="nominal",
            uncoded="000",
            codes=(
                Code(code="000", title="None of these"),
                Code(
                    code="boats",
                    title="Ferries and boats",
                    domain="m",
                    instruction="Ferries, quays and whoever sails from them.",
                ),
                Code(code="roads", title="Roads and parking", domain="m"),
                Code(code="homes", title="Homes and rents", domain="h"),
                Code(code="trees", title="Trees and parks", domain="h"),
                Code(code="levies", title="Levies up", domain="p"),
                Code(code="thrift", title="Levies down", domain="p"),
            ),
        ),
    ),
    scales=(
        ScaleDefinition(
            name="purse",
            title="The town’s purse",
            variable="topic",
            formula="difference",
            left=("levies", "homes"),
            right=("thrift",),
            low_pole="left",
            high_pole="right",
        ),
    ),
)

WORDS = {
    "boats": ("ferry", "boat", "quay"),
    "roads": ("road", "parking"),
    "homes": ("homes", "rents"),
    "levies": ("levy on yachts",),
    "thrift": ("lower levies", "spend less"),
}

FERRY_2027 = """# Ferry Party: All aboard
1. The ferry shall sail every hour. It shall sail at night, too.
2. We want rents that a deckhand can pay.
A levy on yachts pays for the quay.
! More boats, fewer queues!
— The committee of the Ferry Party"""

FERRY_2031 = """# Ferry Party: Steady as she goes
1. The ferry shall sail every hour until midnight.
2. We lower levies for every household. The town must spend less on paint.
> “A boat is a promise,” says the harbour master.
We lower levies on small shops, too."""

LEDGER_2031 = f"""# Ledger List: Every penny counts
The town must spend less. We lower levies on everything that floats.
The ring road gets free parking. {SCRIPT} stays text.
## What comes after
Nobody knows."""

QUIET_2031 = """# قائمة الهدوء
نريد شوارع هادئة. لا ضوضاء بعد الثامنة."""

_KINDS: dict[str, tuple[BlockKind, int | None]] = {
    "# ": ("heading", 1),
    "## ": ("heading", 2),
    "! ": ("slogan", None),
    "> ": ("quotation", None),
    "— ": ("signature", None),
}


def invented_project() -> Gathered:
    """Four documents by three actors, coded and scaled."""
    documents = tuple(_invent_documents())
    return Gathered(
        name="Lower Harbour, council elections",
        created="2031-11-02T09:30:00+00:00",
        documents=documents,
        codebooks={"town-3": CODEBOOK},
        coders={CODER: "town-3"},
        scales=(_invent_purse(documents), _invent_saliences(documents)),
        runs=_invent_runs(documents),
        failures=(
            Failure(
                name="old-scan.pdf",
                message="old-scan.pdf: a scan without text. "
                "Install the ocr extra to read it.",
            ),
        ),
    )


def empty_project() -> Gathered:
    """A project in which nothing has happened."""
    return Gathered(name="Lower Harbour", created="2031-11-02T09:30:00+00:00")


def uncoded_project() -> Gathered:
    """Documents that nobody has coded."""
    return Gathered(
        name="Lower Harbour",
        created="2031-11-02T09:30:00+00:00",
        documents=(_invent_document("ferry-27", FERRY_2027, date="2027-10-05"),),
    )


def _invent_documents() -> list[GatheredDocument]:
    """By actor, then date."""
    return [
        _code(
            _invent_document(
                "ferry-27",
                FERRY_2027,
                actor="Ferry Party",
                title="All aboard",
                date="2027-10-05",
                problems=(
                    Problem(kind="furniture", message="Page numbers removed.", page=2),
                ),
            )
        ),
        _code(
            _invent_document(
                "ferry-31",
                FERRY_2031,
                actor="Ferry Party",
                title="Steady as she goes",
                date="2031-10-07",
            )
        ),
        _code(
            _invent_document(
                "ledger-31",
                LEDGER_2031,
                actor="Ledger List",
                title=f"Every penny counts {SCRIPT}",
                date="2031-09",
                guessed=Guesses(title=Span(0, 10), date=Span(0, 5)),
            )
        ),
        _code(
            _invent_document(
                "quiet-31",
                QUIET_2031,
                actor="Quiet List",
                title="قائمة الهدوء",
                date="2031",
                language="ar",
            )
        ),
    ]


def _invent_document(  # noqa: PLR0913 - a document has that many fields
    identity: str,
    source: str,
    *,
    actor: str | None = None,
    title: str | None = None,
    date: str | None = None,
    language: str = "en",
    guessed: Guesses | None = None,
    problems: tuple[Problem, ...] = (),
) -> GatheredDocument:
    """Make a document with blocks, pages and units of a few lines of marked text."""
    blocks, text = _cut_blocks(source)
    half = blocks[len(blocks) // 2].span.start
    pages = (
        Page(number=1, span=Span(0, half)),
        Page(number=2, span=Span(half, len(text))),
    )
    document = Document(
        document_id=identity,
        sha256=sha256(source.encode()).hexdigest(),
        media_type="application/pdf",
        text=text,
        title=title,
        actor=actor,
        date=date,
        language=language,
        pages=pages,
        blocks=blocks,
        guessed=guessed or Guesses(),
        problems=problems,
    )
    return GatheredDocument(
        document=document,
        name=f"{identity}.pdf",
        units=_cut_units(document, half),
        read_run=f"read-{identity}",
        split_run=f"split-{identity}",
    )


def _cut_blocks(source: str) -> tuple[tuple[Block, ...], str]:
    """One block a line; the first characters say its kind."""
    blocks: list[Block] = []
    text = ""
    for i, line in enumerate(source.split("\n")):
        mark = next((mark for mark in _KINDS if line.startswith(mark)), "")
        marker = re.match(r"\d+\.", line)
        kind, level = _KINDS.get(mark, ("item" if marker else "paragraph", None))
        words = line.removeprefix(mark)
        start = len(text)
        blocks.append(
            Block(
                block_id=f"b{i}",
                kind=kind,
                span=Span(start, start + len(words)),
                level=level,
                marker=marker.group() if marker else None,
                speaker="the harbour master" if kind == "quotation" else None,
            )
        )
        text += words + "\n"
    return tuple(blocks), text


def _cut_units(document: Document, half: int) -> tuple[Unit, ...]:
    """One unit a sentence, without the marker of an item."""
    units: list[Unit] = []
    for block in document.blocks:
        words = block.span.of(document.text)
        first = len(block.marker) + 1 if block.marker else 0
        for match in re.finditer(r"\S.*?(?:[.!](?=\s|$)|$)", words[first:]):
            start = block.span.start + first + match.start()
            end = block.span.start + first + match.end()
            units.append(
                Unit(
                    unit_id=f"{document.document_id}-{len(units) + 1}",
                    document_id=document.document_id,
                    block_id=block.block_id,
                    span=Span(start, end),
                    page=1 if start < half else 2,
                )
            )
    return tuple(units)


def _code(gathered: GatheredDocument) -> GatheredDocument:
    """Code each unit by the first word it holds."""
    headings = {b.block_id for b in gathered.document.blocks if b.kind == "heading"}
    codings = {
        unit.unit_id: (_code_unit(unit, gathered.document.text),)
        for unit in gathered.units
        if unit.block_id not in headings
    }
    return GatheredDocument(
        document=gathered.document,
        name=gathered.name,
        units=gathered.units,
        codings=codings,
        read_run=gathered.read_run,
        split_run=gathered.split_run,
    )


def _code_unit(unit: Unit, text: str) -> Coding:
    """The code of the most words found, with the words as evidence."""
    words = unit.span.of(text).lower()
    found = {
        code: tuple(
            Span(unit.span.start + at, unit.span.start + at + len(term))
            for term in terms
            if (at := words.find(term)) >= 0
        )
        for code, terms in WORDS.items()
    }
    code = max(found, key=lambda one: len(found[one]))
    evidence = found[code]
    return Coding(
        unit_id=unit.unit_id,
        coder_id=CODER,
        variable="topic",
        value=code if evidence else "000",
        evidence=evidence,
    )


def _count(gathered: GatheredDocument) -> dict[str, int]:
    """Codings by code."""
    counts: dict[str, int] = {}
    for codings in gathered.codings.values():
        counts[codings[0].value] = counts.get(codings[0].value, 0) + 1
    return counts


def _invent_purse(documents: tuple[GatheredDocument, ...]) -> GatheredScale:
    """The scale, with standard errors as they might be."""
    definition = CODEBOOK.scales[0]
    positions = []
    for one in documents:
        counts, n = _count(one), len(one.codings)
        low = sum(counts.get(code, 0) for code in definition.left)
        high = sum(counts.get(code, 0) for code in definition.right)
        value = 100 * (high - low) / n
        positions.append(
            Position(
                case=one.document.document_id,
                scale="purse",
                position=value,
                low=value - 15,
                high=value + 15,
                confidence=0.95,
                standard_error=7.65,
                n_units=n,
            )
        )
    return GatheredScale(
        run_id="scale-purse-1",
        scale="purse",
        title="The town’s purse",
        formula="difference",
        coder=CODER,
        codebook="town-3",
        variable="topic",
        low_pole="left",
        high_pole="right",
        method="block",
        left=definition.left,
        right=definition.right,
        positions=tuple(positions),
    )


def _invent_saliences(documents: tuple[GatheredDocument, ...]) -> GatheredScale:
    """Shares of every code in every document."""
    positions = [
        Position(
            case=one.document.document_id,
            scale="salience",
            position=_count(one).get(code.code, 0) / len(one.codings),
            low=max(_count(one).get(code.code, 0) / len(one.codings) - 0.1, 0),
            high=_count(one).get(code.code, 0) / len(one.codings) + 0.1,
            confidence=0.95,
            standard_error=0.05,
            n_units=len(one.codings),
            code=code.code,
        )
        for one in documents
        for code in CODEBOOK.variables[0].codes
    ]
    return GatheredScale(
        run_id="scale-salience-1",
        scale="salience",
        title="Salience",
        formula="share",
        coder=CODER,
        codebook="town-3",
        variable="topic",
        low_pole="",
        high_pole="",
        method="multinomial",
        positions=tuple(positions),
    )


def _invent_runs(documents: tuple[GatheredDocument, ...]) -> tuple[Run, ...]:
    """Reading and splitting each document, coding and scaling all."""
    reads = [
        Run(
            run_id=one.read_run,
            step="read",
            inputs=(one.document.sha256,),
            versions={"hustings": "0.1.0"},
            started="2031-11-02T09:31:00+00:00",
        )
        for one in documents
    ]
    splits = [
        Run(
            run_id=one.split_run,
            step="split",
            parameters={"into": "sentence"},
            parents=(one.read_run,),
            started="2031-11-02T09:32:00+00:00",
        )
        for one in documents
    ]
    code = Run(
        run_id="code-1",
        step="code",
        parameters={"coder": CODER, "codebook": "town-3"},
        parents=tuple(run.run_id for run in splits),
        outputs=(
            Output(
                table="codings",
                path="codings/code-1.parquet",
                sha256="ab" * 32,
                n_rows=sum(len(one.codings) for one in documents),
            ),
        ),
        started="2031-11-02T09:33:00+00:00",
    )
    scales = [
        Run(
            run_id=f"scale-{name}-1",
            step="scale",
            parameters={"scale": name, "draws": 1000, "seed": 1},
            parents=("code-1",),
            started="2031-11-02T09:34:00+00:00",
        )
        for name in ("purse", "salience")
    ]
    return (*reads, *splits, code, *scales)
