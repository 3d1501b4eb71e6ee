"""Folders of networks that classify: what must be in them, and what is refused."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from hustings.errors import ModelFileError
from hustings.outside.extras import load_extra
from hustings.outside.model_sizes import (
    LARGEST_NETWORK,
    LARGEST_SETTINGS,
    require_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")
"""``owner/model``, or what older models are called without an owner."""
_DIGITS = 12
_AT_ONCE = 1 << 20
_SIZES = (
    "vocab_size",
    "hidden_size",
    "intermediate_size",
    "max_position_embeddings",
    "num_attention_heads",
    "num_hidden_layers",
    "type_vocab_size",
)
"""Settings by which a library takes memory before it reads weights."""
_LARGEST_SIZE = 5_000_000
_FETCHED = ("*.json", "*.safetensors", "*.txt", "*.model")
"""What is asked of Hugging Face: settings, weights, vocabularies; no programs."""
_AGAIN = "Fetch the model again, with all its files."
_CONVERT = (
    "Pickled weights (pytorch_model.bin) can hold a program, so they are not opened. "
    "Look for a safetensors file on the model's page, or convert it where you trust "
    "it: from_pretrained(FOLDER).save_pretrained(NEW) of transformers writes one."
)


def find_folder(name: str, *, may_download: bool = False) -> Path:
    """Find a model's folder by its path, or by its name among those fetched before.

    Parameters
    ----------
    name : str
        A path, or a name of Hugging Face such as ``owner/model``.
    may_download : bool
        Whether to ask Hugging Face for what is not there. It then learns the name.

    Raises
    ------
    ModelFileError
        If nothing is there.
    MissingExtraError
        If it is a name, and huggingface_hub is not installed.
    """
    if Path(name).is_dir():
        return Path(name)
    if not _NAME.fullmatch(name):
        refuse(name, "no such folder is there.", "Check the path.")
    hub = load_extra(
        "huggingface_hub",
        package="huggingface_hub",
        extra="transformers",
        what=f"The model {name}",
    )
    try:
        found = hub.snapshot_download(
            name, local_files_only=not may_download, allow_patterns=list(_FETCHED)
        )
    except Exception as error:  # the library has a class a fault, of no common root
        reason = "it is no folder, and Hugging Face's cache on this machine lacks it."
        if may_download:
            reason = "it is no folder, and Hugging Face did not give it."
        advice = "Name a folder, or fetch it with: hf download " + name
        raise ModelFileError(name=name, reason=reason, advice=advice) from error
    return Path(found)


def read_config(folder: Path) -> Mapping[str, Any]:
    """Read config.json.

    Raises
    ------
    ModelFileError
        If it is missing or damaged, or names sizes that would fill any memory.
    """
    file = folder / "config.json"
    require_size([file], LARGEST_SETTINGS, name=f"{folder.name}/{file.name}")
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        config = None
    if not isinstance(config, dict):
        refuse(folder.name, "its config.json is missing or damaged.")
    for key in _SIZES:
        size = config.get(key)
        if isinstance(size, (int, float)) and size > _LARGEST_SIZE:
            refuse(
                folder.name, f"its config.json has {key} {size:,}, as no model does."
            )
    return dict(config)


def classes_of(config: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Give the names of the classes, in the order of the network's answers.

    Raises
    ------
    ModelFileError
        If there are fewer than two, they are not all named, or more than one of them
        may hold of one text.
    """
    labels = config.get("id2label")
    if config.get("problem_type") not in {None, "single_label_classification"}:
        advice = "Name a model that chooses one class."
        refuse(name, "it may give a text several classes, or a number.", advice)
    wanted = [str(number) for number in range(len(labels or ()))]
    if not isinstance(labels, dict) or len(labels) < 2 or set(labels) != set(wanted):
        reason = "its config.json does not name its classes (id2label)."
        refuse(name, reason, "Name a network that classifies texts.")
    return tuple(str(labels[number]) for number in wanted)


def safetensors_of(folder: Path) -> list[Path]:
    """Give the files of weights.

    Raises
    ------
    ModelFileError
        If there are none as safetensors, or they are larger than any network here.
    """
    found = sorted(folder.glob("*.safetensors"))
    if not found and any(folder.glob("*.bin")):
        refuse(folder.name, "it has no weights as safetensors.", _CONVERT)
    if not found:
        refuse(folder.name, "it has no weights (model.safetensors).")
    require_size(found, LARGEST_NETWORK, name=folder.name)
    return found


def hash_of(files: Iterable[Path]) -> str:
    """Give the first digits of the SHA-256 of files, one after another."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while part := file.read(_AT_ONCE):
                digest.update(part)
    return digest.hexdigest()[:_DIGITS]


def refuse(name: str, reason: str, advice: str = _AGAIN) -> NoReturn:
    """Raise what a model's file is refused with."""
    raise ModelFileError(name=name, reason=reason, advice=advice)
