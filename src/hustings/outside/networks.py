"""Networks that classify texts, run by torch or onnxruntime on the processor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from hustings.outside.piece_cutters import CutBatch, PieceCutter

    Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PieceNetwork:
    """A network, and what cuts texts into its pieces.

    Attributes
    ----------
    name, version : str
        The version is the beginning of the SHA-256 of its weights.
    classes : tuple of str
        Their names, in the order of its answers.
    cutter : PieceCutter
    run : callable
        From a batch to an array (n_texts, n_classes) of logits.
    packages : tuple of str
        Whose versions decide its answers.
    """

    name: str
    version: str
    classes: tuple[str, ...]
    cutter: PieceCutter
    run: Callable[[CutBatch], Floats]
    packages: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        """Pieces that it reads, with marks."""
        return self.cutter.longest

    @property
    def marks(self) -> int:
        """Marks in and around a pair of texts."""
        return self.cutter.marks

    def lengths(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """Give the number of pieces of each text, without marks."""
        return self.cutter.lengths(texts)

    def weigh(
        self, texts: Sequence[str], beside: Sequence[str] | None = None
    ) -> Floats:
        """Give the probability of each class.

        Parameters
        ----------
        texts : sequence of str
        beside : sequence of str or None
            A second text for each.

        Returns
        -------
        array, shape (n_texts, n_classes)
            Rows add up to 1.
        """
        found = np.zeros((len(texts), len(self.classes)))
        for batch in self.cutter.batches(texts, beside):
            found[batch.places] = _shares(self.run(batch))
        return found


def run_torch(batch: CutBatch, *, model: Any, torch: Any) -> Floats:  # noqa: ANN401  # of the extra
    """Give the logits of a model of transformers."""
    given = {"input_ids": batch.pieces, "attention_mask": batch.seen}
    if (getattr(model.config, "type_vocab_size", None) or 0) > 1:
        given["token_type_ids"] = batch.sides
    tensors = {name: torch.from_numpy(rows) for name, rows in given.items()}
    with torch.inference_mode():
        logits = model(**tensors).logits
    if logits.ndim == 3:  # a linear layer on the state of every piece
        logits = logits[:, 0]
    return np.asarray(logits.double().numpy(), dtype=np.float64)


def run_onnx(batch: CutBatch, *, session: Any) -> Floats:  # noqa: ANN401  # of the extra
    """Give the logits of an ONNX network."""
    given = {
        "input_ids": batch.pieces,
        "attention_mask": batch.seen,
        "token_type_ids": batch.sides,
    }
    wanted = [entry.name for entry in session.get_inputs()]
    logits = session.run(None, {name: given[name] for name in wanted})[0]
    return np.asarray(logits, dtype=np.float64)


def _shares(logits: Floats) -> Floats:
    """Give each row's exponentials as shares of their sum."""
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares
