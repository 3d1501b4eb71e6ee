"""Texts whose truth is known, and what a machine or experts make of their sentences."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from coverage_machine import code_by_machine, read_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.resampling import FloatArray

FILE = Path("csta") / "sentences_majority.csv"
EXPERTS = Path("csta") / "codings_crowd_expert.csv"


@dataclass(frozen=True, kw_only=True)
class Manifesto:
    """The truth of a text, and what the machine makes of it.

    Attributes
    ----------
    truth, machine : array of shape (n_sentences, 2)
        Whether it is economic (or how probably), and its position if it is.
    """

    name: str
    truth: FloatArray
    machine: FloatArray

    @property
    def targets(self) -> tuple[float, float]:
        """Share of economic sentences, and their mean position."""
        economic, values = self.truth.sum(axis=0)
        return economic / len(self.truth), values / economic


def pooled(manifestos: Sequence[Manifesto]) -> Manifesto:
    """Take all manifestos as one text."""
    return Manifesto(
        name="all",
        truth=np.concatenate([one.truth for one in manifestos]),
        machine=np.concatenate([one.machine for one in manifestos]),
    )


def read_manifestos(path: Path) -> tuple[list[Manifesto], list[Manifesto]]:
    """Read the sentences, and let a machine trained on the others code each text.

    Beside them stand the same texts coded by experts in the machine's place.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = np.array([row["doc_id"].rsplit("_", 1)[0] for row in rows])
    is_economic = np.array([row["topic"] == "Economic" for row in rows], dtype=float)
    values = np.array([float(row["crowd_mean"] or 0) for row in rows])
    weights = np.sqrt([min(float(row["n_coders"] or 1), 20) for row in rows])
    seen = read_features([row["text"] or "" for row in rows], names)
    truth = np.column_stack([is_economic, is_economic * values])
    by_machine = np.empty_like(truth)
    for name in sorted(set(names)):
        here = names == name
        by_machine[here] = code_by_machine(seen, is_economic, values, weights, here)
    by_experts = read_experts(path.parents[1] / EXPERTS, names)
    return texts_of(names, truth, by_machine), texts_of(names, truth, by_experts)


def texts_of(
    names: FloatArray, truth: FloatArray, machine: FloatArray
) -> list[Manifesto]:
    """Take sentences apart by text."""
    return [
        Manifesto(name=name, truth=truth[names == name], machine=machine[names == name])
        for name in sorted(set(names))
    ]


def read_experts(path: Path, names: FloatArray) -> FloatArray:
    """Read how many experts called each sentence economic, and their mean.

    How many called it nothing is not in the file: the most that agreed on a sentence of
    the text stand for all.
    """
    texts: dict[str, dict[str, tuple[float, float]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = f"{row['party_label']}_{row['year']}"
            sentences = texts.setdefault(name, {})
            sentences.setdefault(row["sentenceid"], (0.0, 0.0))
            if row["scale_label"] == "Economic" and row["codeExperts"]:
                n = float(row["NcodedExperts"])
                sentences[row["sentenceid"]] = (n, n * float(row["codeExperts"]))
    coded = np.zeros((len(names), 2))
    for name in set(names):
        found = np.array(list(texts[str(name)].values()))
        coded[names == name] = found / max(found[:, 0].max(), 1)
    return coded
