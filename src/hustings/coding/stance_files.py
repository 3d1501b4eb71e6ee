"""Coders of stances as bytes: arrays and a JSON header in one NPZ archive, no program.

As `hustings.coding.learned_files`; a file holds one coder, or one for each of several
variables.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from hustings.coding.calibration import CalibrationCurve
from hustings.coding.learned import TrainedOn
from hustings.coding.learned_decisions import Decisions
from hustings.coding.learned_files import UNREADABLE
from hustings.coding.stance_baselines import Baseline
from hustings.coding.stance_coder import StanceCoder
from hustings.coding.stance_cues import StanceCues
from hustings.coding.stance_features import BLOCKS, PairReader
from hustings.coding.stance_model import PairModel, PairVocabulary
from hustings.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

FORMAT = "hustings-stances"
VERSION = 2

_STAMP = 16
_AGAIN = "Train it again with 'hustings train --for stance'."


def with_version(coder: StanceCoder) -> StanceCoder:
    """Give a coder its version: what decides its answers, hashed."""
    return replace(coder, version=_fingerprint(coder))


def stances_to_bytes(coders: Mapping[str, StanceCoder]) -> bytes:
    """Write coders by their variables, the same bytes for the same coders."""
    headers: dict[str, Any] = {}
    arrays: Arrays = {}
    for i, (variable, coder) in enumerate(sorted(coders.items())):
        headers[variable] = _header(coder)
        arrays |= {f"{i}_{name}": array for name, array in _arrays(coder).items()}
    header = {"format": FORMAT, "version": VERSION, "coders": headers}
    arrays["header"] = np.frombuffer(_as_json(header), np.uint8)
    written = io.BytesIO()
    np.savez_compressed(written, allow_pickle=False, **arrays)
    return written.getvalue()


def holds_stances(content: bytes) -> bool:
    """Say whether these are the bytes of coders of stances, of any version."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            header = json.loads(file["header"].tobytes())
    except UNREADABLE:
        return False
    return isinstance(header, dict) and header.get("format") == FORMAT


def stances_from_bytes(content: bytes, *, name: str) -> dict[str, StanceCoder]:
    """Read the coders of a file, by their variables.

    Raises
    ------
    ModelFileError
        If they are of another version, or broken.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        header = json.loads(arrays.pop("header").tobytes())
        if header["version"] != VERSION:
            _refuse(name, f"its version is {header['version']!r}, not {VERSION}.")
        return {
            variable: _whole(_coder(one, arrays, i), name)
            for i, (variable, one) in enumerate(sorted(header["coders"].items()))
        }
    except ModelFileError:
        raise
    except UNREADABLE as error:
        _refuse(name, f"a part is missing or wrong ({error}).")


def _whole(coder: StanceCoder, name: str) -> StanceCoder:
    """Give a coder back if it is what was written."""
    if _fingerprint(coder) != coder.version:
        _refuse(name, "its content is not what was written.")
    return coder


def _fingerprint(coder: StanceCoder) -> str:
    digest = hashlib.sha256()
    header = _header(coder)
    header.pop("version")
    digest.update(_as_json(header))
    for name, array in sorted(_arrays(coder).items()):
        digest.update(name.encode() + array.tobytes())
    return digest.hexdigest()[:_STAMP]


def _header(coder: StanceCoder) -> dict[str, Any]:
    return {
        "name": coder.name,
        "version": coder.version,
        "codes": list(coder.codes),
        "languages": list(coder.languages),
        "cues": coder.reader.cues.to_json(),
        "decisions": asdict(coder.decisions),
        "trained_on": asdict(coder.trained_on),
        "baseline": asdict(coder.baseline),
    }


def _arrays(coder: StanceCoder) -> Arrays:
    model = coder.model
    names = {
        block: np.frombuffer("\n".join(found).encode(), np.uint8)
        for block, found in model.vocabulary.names.items()
    }
    return {
        **names,
        # Fitted so that 16 bits hold them.
        "ratios": model.ratios.astype(np.float16),
        "weights": model.weights.astype(np.float16),
        "biases": model.biases,
    }


def _coder(header: Mapping[str, Any], arrays: Arrays, i: int) -> StanceCoder:
    """Put a coder together, and check that its parts fit each other."""
    names = {block: _split(arrays[f"{i}_{block}"]) for block in BLOCKS}
    coder = StanceCoder(
        name=str(header["name"]),
        version=str(header["version"]),
        codes=tuple(map(str, header["codes"])),
        languages=tuple(map(str, header["languages"])),
        reader=PairReader(cues=StanceCues.from_json(header["cues"])),
        model=PairModel(
            vocabulary=PairVocabulary(names=names),
            ratios=_floats(arrays[f"{i}_ratios"]),
            weights=_floats(arrays[f"{i}_weights"]),
            biases=_floats(arrays[f"{i}_biases"]),
        ),
        decisions=_decisions(header["decisions"]),
        trained_on=_trained_on(header["trained_on"]),
        baseline=_baseline(header["baseline"]),
    )
    _check_shapes(coder)
    return coder


def _check_shapes(coder: StanceCoder) -> None:
    n_codes, model = len(coder.codes), coder.model
    n_columns = 1 if n_codes == 2 else n_codes  # for and against
    wanted = (model.vocabulary.n_features, n_columns)
    shapes = (model.ratios.shape, model.weights.shape, model.biases.shape)
    is_fit = shapes == (wanted, wanted, (n_columns,))
    if not is_fit or len(coder.decisions.shares) != n_codes:
        message = "arrays do not fit each other"
        raise ValueError(message)


def _decisions(content: Mapping[str, Any]) -> Decisions:
    curve = content["curve"]
    if curve is not None:
        curve = CalibrationCurve(
            probabilities=tuple(map(float, curve["probabilities"])),
            shares=tuple(map(float, curve["shares"])),
        )
    return Decisions(
        shares=tuple(map(float, content["shares"])),
        preference=float(content["preference"]),
        temperature=float(content["temperature"]),
        curve=curve,
    )


def _baseline(content: Mapping[str, Any]) -> Baseline:
    return Baseline(
        code=str(content["code"]),
        share=float(content["share"]),
        accuracy=float(content["accuracy"]),
        low=float(content["low"]),
    )


def _trained_on(content: Mapping[str, Any]) -> TrainedOn:
    kinds = {"int": int, "float": float, "str": str}
    return TrainedOn(
        **{
            one.name: kinds[str(one.type)](content[one.name])
            for one in fields(TrainedOn)
        }
    )


def _split(written: NDArray[np.uint8]) -> tuple[str, ...]:
    text = written.tobytes().decode()
    return tuple(text.split("\n")) if text else ()


def _floats(array: NDArray[Any]) -> NDArray[np.float32]:
    numbers = np.asarray(array, np.float32)
    if not np.isfinite(numbers).all():
        message = "a number is not finite"
        raise ValueError(message)
    return numbers


def _as_json(header: Mapping[str, Any]) -> bytes:
    return json.dumps(header, sort_keys=True, ensure_ascii=False).encode()


def _refuse(name: str, reason: str) -> NoReturn:
    raise ModelFileError(name=name, reason=reason, advice=_AGAIN) from None
