"""Measure on real files and write docs/benchmarks.md: `bench.py DATA [SCRIPT ...]`.

Every figure of that page is measured when this runs, by the command that stands beside
it. Machines differ and are noisy: compare ratios, and peers measured in the same run.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

SCRIPTS = Path(__file__).parent
PAGE = SCRIPTS.parent / "docs" / "benchmarks.md"

SECTIONS = (
    (
        "Real files",
        "measure_files.py",
        "| measure | figure |\n| --- | --- |",
        "Asked: every file, every unit, 30 articles and none extra.",
    ),
    (
        "Speed",
        "measure_speed.py",
        "| measure | figure |\n| --- | --- |",
        (
            "Asked: under 120 seconds; PDF to units, 60 pages a second in one "
            "process and 100 in two; under half a second. `read` is the whole command, "
            "with its start and all it writes."
        ),
    ),
    (
        "German manifestos 2021 against texts cleaned by hand",
        "measure_reading.py",
        "",
        (
            "Similarity of characters in order (1 is the same), white space and "
            "line-end hyphens left out. Peer: plain pypdfium2 in the same run. "
            "Asked: mean .985, none under .975; bounds .93. `bounds` is the F1 of "
            "paragraph boundaries; `joined` the same once the breaks that the "
            "clean text has at "
            "page ends, also inside sentences, are joined: greens has one at every "
            "page."
        ),
    ),
    (
        "Pages set from known texts",
        "measure_layout.py",
        "| measure | figure |\n| --- | --- |",
        (
            "Two columns drawn row by row, headings, and memory; peer: plain "
            "pypdfium2. Asked: .985; .95; under 500 MB."
        ),
    ),
    (
        "Web pages",
        "measure_html.py",
        "",
        (
            "Saved pages of 59 layouts in six languages, set from invented texts. "
            "Asked: items 1.0, precision at least .99. Peer: trafilatura, where it is "
            "installed."
        ),
    ),
    (
        "Articles run in",
        "measure_articles.py",
        "",
        "The declarations of `Real files`, wrapped anew without empty lines.",
    ),
    (
        "Worn scans",
        "measure_ocr.py",
        "",
        (
            "Pages drawn at 300 dots per inch, worn, and recognised; similarity of "
            "characters in order. Asked: at least .995. Peer: plain tesseract on the "
            "same pictures."
        ),
    ),
    (
        "Words inside the boxes of units",
        "measure_boxes.py",
        (
            "| PDFs of | units | letters the same | all there, in order |\n"
            "| --- | --- | --- | --- |"
        ),
        (
            "What PDFium, without Hustings, finds inside the boxes of each unit. Where "
            "a font's own map is wrong, Hustings has mended letters that PDFium gives "
            "as they are."
        ),
    ),
    (
        "Sentences and quasi-sentences",
        "measure_units.py",
        "",
        "F1 of boundaries; peers in the same run.",
    ),
    (
        "Citations found again in edited texts",
        "measure_anchors.py",
        "",
        "Asked: 99.9, 99 and 90 % right after 1, 5 and 20 % of words; none wrong.",
    ),
    (
        "How often a 95 % interval of RILE holds the true position",
        "measure_intervals.py",
        "",
        "2,000 simulated texts a row, 1,000 draws an interval. Asked: 95 %.",
    ),
    (
        "RILE recomputed from published category shares",
        "measure_rile.py",
        "",
        "Asked: every row that has a published RILE, within .015.",
    ),
    (
        "Agreement",
        "measure_agreement.py",
        "",
        (
            "Peer: the package krippendorff on the same codings. Asked: "
            "under 2 and 10 seconds; intervals that cover in at least 93 % of 500 "
            "simulated data sets."
        ),
    ),
    (
        "Adjudication of a crowd",
        "measure_adjudication.py",
        "",
        (
            "Speakers' means of aggregated codings against their votes. Asked: "
            "Dawid-Skene at least as well as majority."
        ),
    ),
    (
        "Codings made elsewhere find their units by words",
        "measure_import.py",
        "",
        "Asked: none wrong. What is not matched is listed.",
    ),
    (
        "Backups while somebody codes",
        "measure_backup.py",
        "",
        "Asked: a backup taken during 5,000 writes passes `check`.",
    ),
    (
        "Scales from codes",
        "measure_code_scales.py",
        "",
        (
            "Asked: published RILE within .015; the bootstrap of a share within 2 % of "
            "the formula; 1,000 block draws for 1,000 cases in under 2 s."
        ),
    ),
    (
        "Words of a text counted",
        "measure_words.py",
        "",
        (
            "Asked: 10 MB of text a second or more. Peer: scikit-learn's "
            "CountVectorizer on the same texts."
        ),
    ),
    (
        "Wordscores and latent semantic scaling",
        "measure_text_scales.py",
        "",
        "Asked: the published digits; 1,000 documents in under .2 s.",
    ),
    (
        "Wordfish and correspondence analysis",
        "measure_wordfish.py",
        "",
        (
            "Asked: published digits; 25 x 8,995 under 1 s; 1,000 x 20,000 under 60 s. "
            "Peer: the script's own plain numpy port."
        ),
    ),
    (
        "How often intervals from machine and hand coding hold the truth",
        "measure_coverage.py",
        "",
        "Asked: at least 93 %, and 15 % narrower than hand coding alone.",
    ),
    (
        "Crowd means against surveys of experts",
        "measure_crowd.py",
        "",
        "Twelve British manifestos, 1987 to 2001. No figure was asked for.",
    ),
    (
        "Texts as vectors",
        "measure_embedding.py",
        "",
        (
            "Asked: .869 and .877 on the 497 sentences; 50,000 sentences a second on "
            "one core; under 10 MB. Peers: TF-IDF, and TF-IDF with SVD 256."
        ),
    ),
    (
        "Learned coders",
        "measure_learned.py",
        "",
        (
            "Asked: CSTA .64; German codes .50 and .34; British domains .58; positions "
            ".93 and .85; calibration .03 and .07; under 30 s; 5,000 units a second."
        ),
    ),
    (
        "A machine checked on a random sample",
        "measure_validation.py",
        "",
        "Asked: 600 hand codings or fewer for a share within 3 points, 1,067 without.",
    ),
    (
        "An active queue against a random one",
        "measure_active.py",
        "",
        "Asked: at most .6 of the units for the same macro-F1.",
    ),
    (
        "Stances toward a target, learned",
        "measure_stance.py",
        "",
        "Asked: macro-F1 .70 on the Wahl-O-Mat's answers from 2017 on; words .59.",
    ),
    (
        "Claims found in units",
        "measure_claims.py",
        "",
        (
            "Asked: precision .85, recall .75, stance .95 on held-out sentences; 101 "
            "manifestos in 60 s. `gold` are the tests' own sentences, which the "
            "grammar was written on; `check` are real sentences, drawn at random, "
            "which it was not, coded by one person: two such codings agree at about .8."
        ),
    ),
    (
        "Pages of issues, 101 manifestos",
        "measure_issue_pages.py",
        "",
        "Asked: the matrix page opens in under a second.",
    ),
    (
        "The coding room under load",
        "measure_room.py",
        "",
        (
            "Asked: 20,000 codings by 50 coders, none lost, none doubled, 95 % within "
            "50 ms; ten kills (SIGKILL) lose nothing that was acknowledged."
        ),
    ),
    (
        "The coding page in Chromium",
        "measure_coding_page.py",
        "",
        (
            "Asked: two keystrokes a unit or fewer; the next unit within 50 ms in 95 % "
            "of moves; every value found afterwards."
        ),
    ),
    (
        "Accessibility of all pages",
        "measure_accessibility.py",
        "",
        "axe-core in Chromium. Asked: no serious fault on any page.",
    ),
)
"""Heading, script, head of the table, and what was asked."""

WITHOUT_DATA = frozenset(
    {
        "measure_accessibility.py",
        "measure_backup.py",
        "measure_coding_page.py",
        "measure_room.py",
    }
)
"""Scripts that make all they measure on."""


def main(data: str, *only: str) -> None:
    """Run every script, or those that are named, and write the page."""
    intro = (
        f"Measured on {datetime.now(tz=UTC).date()} with `make bench DATA=DIR`: "
        f"Python {platform.python_version()} on {os.cpu_count()} cores. `DIR` is a "
        "folder with real manifestos, hand-cleaned texts and published shares, which "
        "may not be redistributed and are not part of Hustings."
    )
    parts = ["# Benchmarks", intro]
    for heading, script, table, asked in SECTIONS:
        print(heading, "...", file=sys.stderr)
        if only and script not in only:
            parts += _measured_before(heading)
            continue
        parts += [f"## {heading}", asked, _output(script, data, table)]
        named = " ".join([f"scripts/{script}", *_data_for(script, "DIR")])
        parts.append(f"Command: `python {named}`")
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(PAGE)


def _data_for(script: str, data: str) -> list[str]:
    """Give a script the folder with the data, where it uses one."""
    return [] if script in WITHOUT_DATA else [data]


def _measured_before(heading: str) -> list[str]:
    """Return a section of the page as it stands; nothing if there is none yet."""
    sections = PAGE.read_text(encoding="utf-8").rstrip().split("\n\n## ")
    found = [section for section in sections if section.startswith(f"{heading}\n")]
    if not found:
        print(f"{PAGE.name} has no section “{heading}” yet.", file=sys.stderr)
    return [f"## {section}" for section in found]


def _output(script: str, data: str, table: str) -> str:
    """Run a script and return what it prints, as a table or as it is."""
    done = subprocess.run(  # noqa: S603  # our own scripts
        [sys.executable, SCRIPTS / script, *_data_for(script, data)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    text = done.stdout.rstrip()
    if text.startswith("|"):
        return f"{table}\n{text}".lstrip()
    return f"```text\n{text}\n```"


if __name__ == "__main__":
    main(*sys.argv[1:])
