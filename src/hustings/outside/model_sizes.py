"""How large the files of a model may be: asked before anything of them is read."""

from __future__ import annotations

from glob import escape
from typing import TYPE_CHECKING, Final

from hustings.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LARGEST_NETWORK: Final = 8_000_000_000
"""Bytes of all weights of a network."""
LARGEST_VOCABULARY: Final = 100_000_000
"""Bytes; the largest in use have about 35 million."""
LARGEST_SETTINGS: Final = 10_000_000
"""Bytes of a file of settings, such as config.json."""
VOCABULARIES: Final = (
    "tokenizer.json",
    "vocab.txt",
    "vocab.json",
    "merges.txt",
    "*.model",
)
"""Files in which vocabularies stand."""


def require_size(paths: Iterable[Path], largest: int, *, name: str) -> None:
    """Raise where files are larger together than anything of their kind.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        One that is not there counts as empty.

    Raises
    ------
    ModelFileError
        Before a byte of them is read.
    """
    if sum(path.stat().st_size for path in paths if path.is_file()) > largest:
        raise ModelFileError(
            name=name,
            reason=f"it has more than {largest:,} bytes where no model needs as many.",
            advice="Fetch it again from where it is published.",
        )


def require_onnx_size(path: Path, *, name: str) -> None:
    """Raise where an ONNX network is too large, with the weights that lie beside it.

    Those are in files whose names begin with its own.

    Raises
    ------
    ModelFileError
        As `require_size`.
    """
    files = path.parent.glob(f"{escape(path.name)}*")
    require_size(files, LARGEST_NETWORK, name=name)
