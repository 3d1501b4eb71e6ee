"""The vocabulary of a network: what cuts texts into the pieces that it knows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hustings.errors import ModelFileError
from hustings.outside.extras import load_extra
from hustings.outside.model_sizes import (
    LARGEST_VOCABULARY,
    VOCABULARIES,
    require_size,
)
from hustings.outside.network_files import find_folder, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_OLDER = ("vocab.txt", "vocab.json", "sentencepiece.bpe.model", "spiece.model")
"""What transformers makes a tokenizer of where there is no tokenizer.json."""
_OWNERS = {"xlm": "FacebookAI", "roberta": "FacebookAI", "bert": "google-bert"}
"""Owners of models that older settings name without one."""


def read_vocabulary(
    folder: Path,
    config: Mapping[str, Any],
    vocabulary: str | None = None,
    *,
    may_download: bool = False,
) -> Any:  # noqa: ANN401  # a tokenizers.Tokenizer
    """Read what cuts texts for a network.

    Parameters
    ----------
    folder : Path
        The network's folder.
    config : mapping
        Its settings; `_name_or_path` names the model that it was trained from.
    vocabulary : str or None
        The folder or name of the model whose vocabulary it uses.

    Raises
    ------
    ModelFileError
        If it is missing or damaged.
    MissingExtraError
        If a package is not installed.
    """
    if vocabulary is not None:
        return _read(find_folder(vocabulary, may_download=may_download))
    if _has_vocabulary(folder):
        return _read(folder)
    return _read(_parents_folder(folder, config, may_download=may_download))


def _has_vocabulary(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("tokenizer.json", *_OLDER))


def _parents_folder(
    folder: Path, config: Mapping[str, Any], *, may_download: bool
) -> Path:
    """Find the model that a network was trained from."""
    parent = str(config.get("_name_or_path") or "")
    advice = "Put a tokenizer.json there, or name the model whose vocabulary it uses."
    if not parent:
        refuse(folder.name, "it has no vocabulary (tokenizer.json).", advice)
    found = _find_parent(parent, may_download=may_download)
    if found is None:
        reason = f"it has no vocabulary of its own, and that of {parent} is not here."
        advice = f"Put the tokenizer.json of {parent} into its folder."
        refuse(folder.name, reason, advice)
    return found


def _find_parent(parent: str, *, may_download: bool) -> Path | None:
    owner = _OWNERS.get(parent.partition("-")[0])
    names = [parent] if "/" in parent or not owner else [f"{owner}/{parent}", parent]
    for name in names:
        with suppress(ModelFileError):
            return find_folder(name, may_download=may_download)
    return None


def _read(folder: Path) -> Any:  # noqa: ANN401  # a tokenizers.Tokenizer
    files = [file for kind in VOCABULARIES for file in folder.glob(kind)]
    require_size(files, LARGEST_VOCABULARY, name=folder.name)
    make = _read_own if (folder / "tokenizer.json").is_file() else _make_from_older
    try:
        return make(folder, f"The vocabulary of {folder.name}")
    except ImportError:
        raise
    except Exception as error:  # the libraries raise nothing more special
        reason = "its vocabulary (tokenizer.json) is damaged."
        advice = "Fetch the model again, with all its files."
        raise ModelFileError(name=folder.name, reason=reason, advice=advice) from error


def _read_own(folder: Path, what: str) -> Any:  # noqa: ANN401  # a tokenizers.Tokenizer
    tokenizers = load_extra(
        "tokenizers", package="tokenizers", extra="embeddings", what=what
    )
    return tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))


def _make_from_older(folder: Path, what: str) -> Any:  # noqa: ANN401  # a tokenizers.Tokenizer
    transformers = load_extra(
        "transformers", package="transformers", extra="transformers", what=what
    )
    made = transformers.AutoTokenizer.from_pretrained(
        str(folder), local_files_only=True, trust_remote_code=False
    )
    return made.backend_tokenizer
