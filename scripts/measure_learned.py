"""Train and test the learned coder on hand-coded sentences and quasi-sentences.

Usage: python scripts/measure_learned.py DATA [EMBEDDING]

DATA holds ``csta``, ``marpor_units`` and ``stance``; EMBEDDING is the folder or file
of an English embedding, by default the one that comes with Hustings. Whatever is
tested on was in no training: other elections for the CSTA sentences, another
manifesto for the Manifesto Project's quasi-sentences. Uncoded rows there are
headings.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import correlation, fmean
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from hustings.coding.codebooks import codebook_from_text
from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_training import train_coder
from hustings.coding.units_in_context import UnitsInContext
from hustings.coding.validation import validate
from hustings.outside.models import packaged_embedding, read_embedding
from hustings.outside.packaged import codebook_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.learned_training import Training
    from hustings.coding.validation import Validation
    from hustings.model.codebook import Codebook
    from hustings.words.embeddings import Embedding

    Row = dict[str, str | None]

ELECTIONS = ("1987", "1992", "1997", "2001")
GERMAN = ("41113_2009", "41223_2009", "41320_2009", "41420_2009")
BRITISH = (
    "51110_201505",
    "51320_201505",
    "51421_201505",
    "51620_201505",
    "51902_200106",
)
LONGEST_HEADING = 200
N_FOR_SPEED = 12_000
LATER_STANCES = "2019"


class Trial(NamedTuple):
    """One training and its test on other documents."""

    training: Training
    test: Validation
    seconds: float


def main(folder: str, embedding_path: str | None = None) -> None:
    """Print all tables."""
    data = Path(folder)
    english = (
        read_embedding(Path(embedding_path))
        if embedding_path
        else packaged_embedding("en")
    )
    print(
        "| task | accuracy | macro-F1 | ECE on the test | macro-F1 in cross-validation "
        "| ECE in cross-validation | training, s |\n"
        "| --- | --- | --- | --- | --- | --- | --- |"
    )
    sentences = read_csta(data / "csta" / "sentences_majority.csv")
    for year in reversed(ELECTIONS):
        trial = try_out(sentences, ("year", year), english)
        print_trial(f"CSTA, three topics, test on {year}", [trial])
    german = read_marpor(data / "marpor_units" / "de", GERMAN, "content")
    for codebook, how in ((None, ""), (marpor(), ", domains learned too")):
        trials = try_each(german, GERMAN, None, codebook)
        for manifesto, trial in zip(GERMAN, trials, strict=True):
            print_trial(f"MARPOR codes, German, test on {manifesto}{how}", [trial])
        print_trial(f"MARPOR codes, German, mean of four{how}", trials)
    british = to_domains(read_marpor(data / "marpor_units" / "uk", BRITISH, "text"))
    for embedding, how in ((english, ""), (None, ", no embedding")):
        trials = try_each(british, BRITISH, embedding)
        for manifesto, trial in zip(BRITISH, trials, strict=True):
            print_trial(f"MARPOR domains, UK, test on {manifesto}{how}", [trial])
        print_trial(f"MARPOR domains, UK, mean of five{how}", trials)
    print_positions(data / "csta", sentences, english)
    print_stance(data / "stance" / "wahlomat_dev.jsonl")
    print_speed(sentences, english)


def marpor() -> Codebook:
    """Give the codebook of the Manifesto Project."""
    return codebook_from_text(codebook_text("marpor-5"), name="marpor-5")


def read_csta(path: Path) -> list[Row]:
    """Read sentences with the topic that most coders gave them, in reading order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {
                "unit": row["doc_id"],
                "document": f"{row['party']} {row['year']}",
                "year": row["year"],
                "text": row["text"],
                "language": "en",
                "value": row["topic"],
                "direction": row["crowd_mean"],
            }
            for row in csv.DictReader(file)
        ]


def read_marpor(folder: Path, names: Sequence[str], column: str) -> list[Row]:
    """Read quasi-sentences with their codes and the headings above them."""
    rows: list[Row] = []
    for name in names:
        heading: str | None = None
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for i, row in enumerate(csv.DictReader(file)):
                text, code = row[column], row["cmp_code"]
                if not code.isdigit() or not int(code):
                    heading = text if len(text) < LONGEST_HEADING else heading
                    continue
                rows.append(
                    {
                        "unit": f"{name}-{i}",
                        "document": name,
                        "text": text,
                        "heading": heading,
                        "language": folder.name.replace("uk", "en"),
                        "value": code,
                    }
                )
    return rows


def to_domains(rows: Sequence[Row]) -> list[Row]:
    """Put domains in the place of codes."""
    return [{**row, "value": str(row["value"])[0]} for row in rows]


def try_each(
    rows: Sequence[Row],
    names: Sequence[str],
    embedding: Embedding | None,
    codebook: Codebook | None = None,
) -> list[Trial]:
    """Test on each manifesto what was trained on all the others."""
    return [try_out(rows, ("document", name), embedding, codebook) for name in names]


def try_out(
    rows: Sequence[Row],
    tested_on: tuple[str, str],
    embedding: Embedding | None,
    codebook: Codebook | None = None,
) -> Trial:
    """Test on the rows with a value in a column, and train on the others."""
    column, wanted = tested_on
    kept = [row for row in rows if row[column] != wanted]
    tested = [row for row in rows if row[column] == wanted]
    started = perf_counter()
    training = train(kept, embedding, codebook)
    seconds = perf_counter() - started
    return Trial(training, test(training, tested), seconds)


def train(
    rows: Sequence[Row],
    embedding: Embedding | None,
    codebook: Codebook | None = None,
    *,
    has_curve: bool = False,
) -> Training:
    """Train with the options as they come; the learning curve only takes time."""
    return train_coder(
        UnitsInContext.from_rows(rows),
        [row["value"] for row in rows],
        codebook=codebook,
        embedding=embedding,
        options=LearningOptions(has_curve=has_curve),
    )


def batch_of(rows: Sequence[Row]) -> pa.RecordBatch:
    """Give units without their codes."""
    names = [name for name in rows[0] if name not in {"value", "direction", "year"}]
    return pa.RecordBatch.from_pydict({n: [row[n] for row in rows] for n in names})


def test(training: Training, rows: Sequence[Row]) -> Validation:
    """Code rows and compare; a unit that was not coded counts as wrong."""
    coder = training.coder
    coded = coder.code(batch_of(rows)).to_pylist()
    codes = sorted({*coder.codes, *(str(row["value"]) for row in rows), "none"})
    index = {code: i for i, code in enumerate(codes)}
    return validate(
        np.array([index[str(row["value"])] for row in rows]),
        np.array([index[one["value"] or "none"] for one in coded]),
        codes=codes,
        probabilities=np.array([one["probability"] or 0.0 for one in coded]),
        documents=np.unique([str(r["document"]) for r in rows], return_inverse=True)[1],
    )


def print_trial(task: str, trials: Sequence[Trial]) -> None:
    """Print the means of trials as a row."""
    tests = [trial.test for trial in trials]
    crossed = [trial.training.validation for trial in trials]
    cells = (
        fmean(one.accuracy.estimate or 0 for one in tests),
        fmean(macro_f1(one) for one in tests),
        fmean(one.calibration.error for one in tests),
        fmean(macro_f1(one) for one in crossed),
        fmean(one.calibration.error for one in crossed),
    )
    seconds = fmean(trial.seconds for trial in trials)
    shown = " | ".join(f"{cell:.3f}" for cell in cells)
    print(f"| {task} | {shown} | {seconds:.1f} |", flush=True)


def macro_f1(validation: Validation) -> float:
    """Average F1 over the codes of the units; "none" is no code."""
    return fmean(one.f1.estimate or 0 for one in validation.codes if one.code != "none")


def print_positions(
    folder: Path, sentences: Sequence[Row], embedding: Embedding
) -> None:
    """Correlate positions by machine alone with the crowd's means."""
    print("\n| scale | correlation with the crowd over 12 manifestos | by election |")
    print("| --- | --- | --- |")
    crowd = crowd_means(folder / "codings_crowd_expert.csv")
    machine: dict[str, dict[str, float]] = {"Economic": {}, "Social": {}}
    for year in ELECTIONS:
        kept = [row for row in sentences if row["year"] != year]
        tested = [row for row in sentences if row["year"] == year]
        topics = train(kept, embedding)
        for scale in machine:
            machine[scale] |= place(topics, kept, tested, embedding, scale)
    for scale, positions in machine.items():
        names = sorted(positions)
        whole = correlate(names, positions, crowd[scale])
        by_year = [
            correlate([n for n in names if n.endswith(year)], positions, crowd[scale])
            for year in ELECTIONS
        ]
        shown = ", ".join(f"{r:.2f}" for r in by_year)
        print(f"| {scale.lower()} | {whole:.3f} | {shown} |")


def correlate(
    names: Sequence[str], found: dict[str, float], wanted: dict[str, float]
) -> float:
    """Pearson's correlation over manifestos."""
    return correlation([found[n] for n in names], [wanted[n] for n in names])


def crowd_means(path: Path) -> dict[str, dict[str, float]]:
    """Average the crowd's mean direction over the sentences of each manifesto."""
    found: dict[str, dict[str, list[float]]] = {
        "Economic": defaultdict(list),
        "Social": defaultdict(list),
    }
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["scale_label"] in found and row["codeCrowd"]:
                name = f"{row['party_label']} {row['year']}"
                found[row["scale_label"]][name].append(float(row["codeCrowd"]))
    return {
        scale: {name: fmean(values) for name, values in of_scale.items()}
        for scale, of_scale in found.items()
    }


def place(
    topics: Training,
    kept: Sequence[Row],
    tested: Sequence[Row],
    embedding: Embedding,
    scale: str,
) -> dict[str, float]:
    r"""Place manifestos at :math:`\sum_i t_i d_i / \sum_i t_i`.

    With the probability t that sentence i is on the scale, and its mean direction d.
    """
    directed = [{**row, "value": direction_of(row, scale)} for row in kept]
    directions = train(directed, embedding)
    shares = probabilities(topics, tested)[:, topics.coder.codes.index(scale)]
    numbers = np.array([float(code) for code in directions.coder.codes])
    means = probabilities(directions, tested) @ numbers
    names = np.array([row["document"] for row in tested])
    return {
        str(name): float(
            np.average(means[names == name], weights=shares[names == name])
        )
        for name in np.unique(names)
    }


def direction_of(row: Row, scale: str) -> str | None:
    """Round the crowd's mean to a code; sentences off the scale are uncoded."""
    if row["value"] != scale or not row["direction"]:
        return None
    return str(round(float(row["direction"])))


def probabilities(training: Training, rows: Sequence[Row]) -> np.ndarray:
    """(n_units, n_codes); shares of the training for what was not coded."""
    shares = list(training.coder.decisions.shares)
    coded = training.coder.code(batch_of(rows)).column("probabilities").to_pylist()
    return np.array([one or shares for one in coded])


def print_stance(path: Path) -> None:
    """Train on German stances before an election and test on later ones."""
    rows = read_stances(path)
    earlier = [row for row in rows if str(row["year"]) < LATER_STANCES]
    tested = [row for row in rows if str(row["year"]) >= LATER_STANCES]
    print(
        f"\n| stance, German, {len(earlier):,} trained on, {len(tested):,} tested "
        f"from {LATER_STANCES} on | accuracy | macro-F1 | ECE |\n"
        "| --- | --- | --- | --- |"
    )
    for how, without in (("text and target", ()), ("text alone", ("target",))):
        shown = [
            [{k: v for k, v in row.items() if k not in without} for row in part]
            for part in (earlier, tested)
        ]
        found = test(train(shown[0], None), shown[1])
        numbers = (
            found.accuracy.estimate or 0,
            macro_f1(found),
            found.calibration.error,
        )
        print(f"| {how} | {' | '.join(f'{number:.3f}' for number in numbers)} |")


def read_stances(path: Path) -> list[Row]:
    """Read every third answer of a party to a thesis, with its reasons."""
    with path.open(encoding="utf-8") as file:
        answers = [json.loads(line) for line in file][::3]
    return [
        {
            "unit": one["id"],
            "document": f"{one['party']} {one['election']} {one['date']}",
            "year": one["date"][:4],
            "text": one["comment"],
            "target": one["target"],
            "language": "de",
            "value": one["stance"],
        }
        for one in sorted(answers, key=lambda one: (one["date"], one["party"]))
    ]


def print_speed(sentences: Sequence[Row], embedding: Embedding) -> None:
    """Time training and coding on 12,000 units."""
    rows = sentences[:N_FOR_SPEED]
    print("\n| embedding | training on 12,000 units, s | units coded a second |")
    print("| --- | --- | --- |")
    for how, given in (("none", None), ("English", embedding)):
        started = perf_counter()
        training = train(rows, given, has_curve=True)
        trained = perf_counter()
        training.coder.code(batch_of(rows))
        speed = len(rows) / (perf_counter() - trained)
        print(f"| {how} | {trained - started:.1f} | {speed:,.0f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
