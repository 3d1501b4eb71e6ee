"""Coding by a network that others have trained: a sentence alone, or in its context.

The network itself is handed in; here is what goes into it and what its answers mean.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import numpy as np

from hustings.coding.coders import coded_batch
from hustings.coding.learned_problems import has_words
from hustings.coding.units_in_context import (
    OFFSETS,
    UnitsInContext,
    find_surroundings,
)
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from hustings.coding.code_names import ClassMap
    from hustings.coding.units_in_context import IntArray

Form: TypeAlias = Literal["sentence", "context"]
"""Whether a network reads a unit alone, or with what stands around it beside it."""

_DIGITS = 12
_OUTWARD = tuple(sorted(OFFSETS, key=lambda offset: (abs(offset), offset > 0)))
"""The unit before, the one after, the second before, and so on."""


class Network(Protocol):
    """What gives each text, or pair of texts, a probability for each of its classes."""

    @property
    def name(self) -> str:
        """What it is called in the record of a run."""
        ...

    @property
    def version(self) -> str:
        """The beginning of the SHA-256 of its weights."""
        ...

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of its classes, in the order of its probabilities."""
        ...

    @property
    def longest(self) -> int:
        """Pieces of words that it reads, marks among them; the rest is cut off."""
        ...

    @property
    def marks(self) -> int:
        """Marks that it needs in and around a pair of texts."""
        ...

    @property
    def packages(self) -> tuple[str, ...]:
        """Packages whose versions decide its answers."""
        ...

    def lengths(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Give the number of pieces of each text, without marks."""
        ...

    def weigh(
        self, texts: Sequence[str], beside: Sequence[str] | None = None
    ) -> NDArray[np.float64]:
        """Give probabilities, (n_texts, n_classes), for texts or for pairs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TransformerCoder:
    """A network that codes.

    Attributes
    ----------
    network : Network
    classes : ClassMap
        Which codes its classes stand for.
    form : {"sentence", "context"}
        As ``"context"`` the network gets the unit, and beside it the unit with as many
        whole units before and after it as it can read, of the same document.
    codebook, variable : str
        What its codes are of; empty where nobody said.
    """

    network: Network
    classes: ClassMap
    form: Form = "sentence"
    codebook: str = ""
    variable: str = ""

    @property
    def name(self) -> str:
        """What the coder is called in the record of a run."""
        return f"transformer:{self.network.name}"

    @property
    def parameters(self) -> dict[str, object]:
        """What else a run records: the form, and how much is read of a unit."""
        return {"form": self.form, "longest": self.network.longest}

    @property
    def packages(self) -> tuple[str, ...]:
        """Packages whose versions a run records."""
        return self.network.packages

    @property
    def version(self) -> str:
        """A hash of the weights, the codes, the form and the length that is read."""
        parts = (
            self.network.version,
            self.form,
            str(self.network.longest),
            *self.network.classes,
            *self.codes,
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes it chooses from, in the order of its probabilities."""
        return self.classes.codes

    def code(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Code units in context.

        Parameters
        ----------
        batch : RecordBatch
            With the columns of `UnitsInContext`. Rows of one document must be in one
            batch for their neighbours to be read.

        Returns
        -------
        RecordBatch
            Of `CODED`; a network points at no words, so there is no evidence. Units
            without a word are not coded.
        """
        units = UnitsInContext.from_batch(batch)
        filled = [i for i, text in enumerate(units.texts) if has_words(text)]
        found = self._weigh(units, filled)
        rows = dict(zip(filled, found, strict=True))
        chosen = [rows.get(i) for i in range(units.n_units)]
        return coded_batch(
            units.units,
            [None if row is None else self.codes[int(row.argmax())] for row in chosen],
            probability=[None if row is None else float(row.max()) for row in chosen],
            probabilities=chosen,
            evidence=[()] * units.n_units,
        )

    def find_problems(self, batch: pa.RecordBatch) -> tuple[Problem, ...]:
        """Say how many units have no word, and how many are too long to be read."""
        units = UnitsInContext.from_batch(batch)
        n_empty = sum(not has_words(text) for text in units.texts)
        room = self.network.longest - self.network.marks
        n_long = int((self.network.lengths(units.texts) > room).sum())
        return tuple(_problems(n_empty, n_long, room))

    def _weigh(self, units: UnitsInContext, rows: Sequence[int]) -> NDArray[np.float64]:
        """(n_rows, n_codes)."""
        if not rows:
            return np.zeros((0, len(self.codes)))
        texts = [units.texts[i] for i in rows]
        beside = None if self.form == "sentence" else self._contexts(units, rows)
        return self.classes.gather(self.network.weigh(texts, beside))

    def _contexts(self, units: UnitsInContext, rows: Sequence[int]) -> list[str]:
        around = find_surroundings(units)
        lengths = self.network.lengths(around.texts)
        room = self.network.longest - self.network.marks
        return [
            " ".join(
                around.texts[i]
                for i in choose_window(
                    around.own[row],
                    around.near[row],
                    lengths=lengths,
                    room=room - int(lengths[around.own[row]]),
                )
            )
            for row in rows
        ]


def choose_window(
    own: int, near: IntArray, *, lengths: IntArray, room: int
) -> list[int]:
    """Choose a unit and what stands around it, as long as there is room.

    Units are taken in turn before and after; on each side the first that does not fit,
    or is not there, ends it.

    Parameters
    ----------
    own : int
        Index of the unit's text.
    near : array of int, shape (n_offsets,)
        Indices of the texts at `OFFSETS`; -1 where there is none.
    lengths : array of int, shape (n_texts,)
        Pieces of each text.
    room : int
        How many pieces can be read.

    Returns
    -------
    list of int
        Indices of texts in reading order; the unit is always among them.

    Examples
    --------
    >>> near = np.array([-1, -1, -1, -1, 0, 2, 3, -1, -1, -1])
    >>> choose_window(1, near, lengths=np.array([9, 4, 5, 2]), room=11)
    [1, 2, 3]
    """
    taken = {0: int(own)}
    left = room - int(lengths[own])
    ended: set[bool] = set()
    for offset in _OUTWARD:
        text = int(near[OFFSETS.index(offset)])
        is_after = offset > 0
        if text < 0 or is_after in ended or lengths[text] > left:
            ended.add(is_after)
            continue
        taken[offset] = text
        left -= int(lengths[text])
    return [taken[offset] for offset in sorted(taken)]


def guess_form(name: str) -> Form:
    """Tell by a model's name whether it was trained on sentences in their context.

    Examples
    --------
    >>> guess_form("manifestoberta-xlm-roberta-56policy-topics-context-2024-1-1")
    'context'
    >>> guess_form("bert-of-ours")
    'sentence'
    """
    return "context" if "context" in name.casefold() else "sentence"


def _problems(n_empty: int, n_long: int, room: int) -> Iterator[Problem]:
    if n_empty:
        message = f"{_units_have(n_empty)} no word. Units without words are left out."
        yield Problem(kind="empty unit", message=message)
    if n_long:
        message = (
            f"{_units_have(n_long)} more than the {room} pieces of words that the "
            "network reads. What stands behind was not read."
        )
        yield Problem(kind="long unit", message=message)


def _units_have(n: int) -> str:
    return "1 unit has" if n == 1 else f"{n:,} units have"
