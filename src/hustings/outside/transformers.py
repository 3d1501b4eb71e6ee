"""Networks that classify texts: opened from a folder, or from Hugging Face's cache.

Only numbers are read: weights as safetensors or ONNX, settings and vocabularies as JSON
or text. Program code that comes with a model is never run, and nothing is downloaded
unless that is asked for.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hustings.errors import ModelFileError
from hustings.outside.extras import load_extra
from hustings.outside.installed import installed_of
from hustings.outside.model_sizes import require_onnx_size
from hustings.outside.network_files import (
    classes_of,
    find_folder,
    hash_of,
    read_config,
    refuse,
    safetensors_of,
)
from hustings.outside.networks import PieceNetwork, run_onnx, run_torch
from hustings.outside.piece_cutters import PieceCutter
from hustings.outside.quieting import quiet_transformers
from hustings.outside.vocabularies import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_LINEAR = "CustomXLMRobertaModelForSequenceClassification"
"""The Manifesto Project's networks: a linear layer on the state of the first piece."""
_LINEAR_LAYER = "final_classifier."
_LONGEST = 512
_LONGEST_OF_SENTENCES, _LONGEST_OF_CONTEXTS = 200, 300
"""Pieces that the Manifesto Project's networks were trained on."""
_BY_TORCH = ("torch", "transformers", "tokenizers")
_BY_ONNX = ("onnxruntime", "tokenizers")
_HARMLESS = ("position_ids", "pooler.")
"""Weights in files that no answer depends on."""


def open_network(
    name: str,
    *,
    vocabulary: str | None = None,
    longest: int | None = None,
    is_for_pairs: bool = False,
    may_download: bool = False,
) -> PieceNetwork:
    """Open a network that classifies texts.

    Parameters
    ----------
    name : str
        A folder, or the name of a model that Hugging Face's cache holds. Weights as
        safetensors are run by torch, an ONNX network without them by onnxruntime.
    vocabulary : str or None
        The folder or name of the model whose vocabulary it uses; by default its own,
        and where it has none, the one that its settings name.
    longest : int or None
        Pieces of words that it reads; by default as many as it was made for.
    is_for_pairs : bool
        Whether it will read pairs of texts; networks of the Manifesto Project were
        made for fewer pieces where they read single ones.
    may_download : bool
        Whether to ask Hugging Face for what is not on this machine.

    Raises
    ------
    ModelFileError
        If it is not there, is damaged, needs program code of its own, or its weights
        are not all there.
    MissingExtraError
        If a package is not installed.
    """
    folder = find_folder(name, may_download=may_download)
    config = read_config(folder)
    classes = classes_of(config, name)
    tokenizer = read_vocabulary(folder, config, vocabulary, may_download=may_download)
    cutter = PieceCutter(
        tokenizer=tokenizer,
        filling=int(config.get("pad_token_id") or 0),
        longest=min(longest or _LONGEST, _longest_of(config, is_pair=is_for_pairs)),
    )
    title = folder.name if Path(name).is_dir() else name
    onnx = sorted([*folder.glob("*.onnx"), *folder.glob("onnx/*.onnx")])
    if onnx and not any(folder.glob("*.safetensors")):
        return _open_onnx(onnx[0], name=title, classes=classes, cutter=cutter)
    return _open_torch(folder, config, name=title, classes=classes, cutter=cutter)


def _longest_of(config: Mapping[str, Any], *, is_pair: bool) -> int:
    """Give how many pieces a network was made for."""
    if _is_linear(config):
        return _LONGEST_OF_CONTEXTS if is_pair else _LONGEST_OF_SENTENCES
    places = int(config.get("max_position_embeddings") or _LONGEST)
    if "roberta" in str(
        config.get("model_type")
    ):  # its places begin behind the filling
        places -= int(config.get("pad_token_id") or 0) + 1
    return min(_LONGEST, places)


def _is_linear(config: Mapping[str, Any]) -> bool:
    return _LINEAR in (config.get("architectures") or ())


def _open_onnx(
    path: Path, *, name: str, classes: tuple[str, ...], cutter: PieceCutter
) -> PieceNetwork:
    require_onnx_size(path, name=name)
    onnxruntime = _load("onnxruntime", name)
    beside = sorted(path.parent.glob(f"{path.name}_data"))
    try:
        session = onnxruntime.InferenceSession(str(path))
        network = PieceNetwork(
            name=name,
            version=hash_of([path, *beside]),
            classes=classes,
            cutter=cutter,
            run=partial(run_onnx, session=session),
            packages=installed_of(_BY_ONNX),
        )
        network.weigh(["a"])
    except Exception as error:  # the runtime has a class a fault, of no common root
        reason = "onnxruntime cannot run it as a network from pieces to its classes."
        advice = "Fetch it again, or name another model."
        raise ModelFileError(name=name, reason=reason, advice=advice) from error
    return network


def _open_torch(
    folder: Path,
    config: Mapping[str, Any],
    *,
    name: str,
    classes: tuple[str, ...],
    cutter: PieceCutter,
) -> PieceNetwork:
    weights = safetensors_of(folder)
    torch = _load("torch", name)
    model, lacking, unread = _read_model(folder, name)
    if _is_linear(config):
        model.classifier = _read_linear(weights, name, torch)
        lacking = {key for key in lacking if not key.startswith("classifier.")}
        unread = {key for key in unread if not key.startswith(_LINEAR_LAYER)}
    _check_whole(lacking, unread, name)
    return PieceNetwork(
        name=name,
        version=hash_of(weights),
        classes=classes,
        cutter=cutter,
        run=partial(run_torch, model=model.eval(), torch=torch),
        packages=installed_of(_BY_TORCH),
    )


def _read_model(folder: Path, name: str) -> tuple[Any, set[str], set[str]]:
    """Give the model, the weights it lacks, and those it has no place for.

    What the file lacks is filled with chance by the library, with no more than a
    warning: such a network would answer, and its answers would mean nothing.
    """
    transformers = _load("transformers", name)
    try:
        with quiet_transformers(transformers):
            model, report = (
                transformers.AutoModelForSequenceClassification.from_pretrained(
                    str(folder),
                    use_safetensors=True,
                    local_files_only=True,
                    trust_remote_code=False,
                    output_loading_info=True,
                    dtype="float32",
                )
            )
    except Exception as error:  # the library has a class a fault, of no common root
        reason = "transformers cannot open it as a network that classifies texts."
        advice = "Fetch it again, or name another model."
        raise ModelFileError(name=name, reason=reason, advice=advice) from error
    return model, set(report["missing_keys"]), set(report["unexpected_keys"])


def _check_whole(lacking: Collection[str], unread: Collection[str], name: str) -> None:
    odd = [key for key in unread if not any(mark in key for mark in _HARMLESS)]
    if lacking:
        refuse(name, f"weights are missing in its file ({min(lacking)}).")
    if odd:
        reason = (
            f"its file has weights that transformers has no place for ({min(odd)})."
        )
        advice = "It needs program code of its own, which Hustings does not run."
        refuse(name, reason, advice)


def _read_linear(weights: Sequence[Path], name: str, torch: Any) -> Any:  # noqa: ANN401  # a layer of torch
    """Read the linear layer of the Manifesto Project's networks."""
    safetensors = _load("safetensors", name)
    found = {}
    for path in weights:
        with safetensors.safe_open(str(path), framework="pt") as file:
            for key in file.keys():  # noqa: SIM118  # an open file cannot be iterated
                if key.startswith(_LINEAR_LAYER):
                    found[key.removeprefix(_LINEAR_LAYER)] = file.get_tensor(key)
    if set(found) != {"weight", "bias"}:
        refuse(name, f"weights are missing in its file ({_LINEAR_LAYER}weight).")
    n_classes, width = found["weight"].shape
    layer = torch.nn.Linear(width, n_classes)
    layer.load_state_dict(found)
    return layer


def _load(package: str, name: str) -> Any:  # noqa: ANN401  # a module
    extra = "embeddings" if package == "onnxruntime" else "transformers"
    return load_extra(package, package=package, extra=extra, what=f"The model {name}")
