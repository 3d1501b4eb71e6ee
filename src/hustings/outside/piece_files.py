"""The `tokenizer.json` of a model: read by us where it cuts as BERT does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import ModelFileError
from hustings.outside.extras import load_extra
from hustings.outside.model_sizes import LARGEST_VOCABULARY, require_size
from hustings.words.wordpieces import WordPieces

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForeignPieces:
    """Pieces as the `tokenizers` library cuts them.

    Attributes
    ----------
    vocabulary : mapping of str to int
    tokenizer : tokenizers.Tokenizer
    with_marks : bool
        Whether the signs of beginning and end are put around a text.
    unknown : int or None
        The row that is left out.
    """

    vocabulary: Mapping[str, int]
    tokenizer: Any
    with_marks: bool
    unknown: int | None = None

    def rows_of(self, text: str) -> list[int]:
        """Give the rows of a text's pieces, in their order."""
        found = self.tokenizer.encode(text, add_special_tokens=self.with_marks).ids
        return [row for row in found if row != self.unknown]


def read_pieces(path: Path, *, is_model: bool) -> WordPieces | ForeignPieces:
    """Read a tokenizer.json.

    Parameters
    ----------
    is_model : bool
        Whether rows go into a network, which wants the signs of beginning and end and
        a row for what is unknown; rows of a static embedding want neither.

    Raises
    ------
    ModelFileError
        If it is not there, damaged, or larger than any vocabulary.
    MissingExtraError
        If it cuts in a way that only the package tokenizers can, which is missing.
    """
    require_size([path], LARGEST_VOCABULARY, name=path.parent.name)
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        if not is_model and cuts_as_bert(described):
            return WordPieces(vocabulary=_vocabulary(described))
    except _UNREADABLE as error:
        raise _damaged(path) from error
    return _foreign(path, is_model=is_model)


def cuts_as_bert(described: Mapping[str, Any]) -> bool:
    """Tell whether a tokenizer.json is what `WordPieces` does, in lower case."""
    normalizer = described.get("normalizer") or {}
    cutter = described.get("pre_tokenizer") or {}
    model, kind = described["model"], described["model"]["type"]
    wanted = {"clean_text": True, "handle_chinese_chars": True, "lowercase": True}
    return bool(
        normalizer.get("type") == "BertNormalizer"
        and all(normalizer.get(key) == value for key, value in wanted.items())
        and normalizer.get("strip_accents") in {None, True}
        and cutter.get("type") == "BertPreTokenizer"
        and kind == "WordPiece"
        and model.get("continuing_subword_prefix") == "##"
        and model.get("max_input_chars_per_word") == 100
    )


def _vocabulary(described: Mapping[str, Any]) -> dict[str, int]:
    vocabulary = described["model"]["vocab"]
    unknown = described["model"].get("unk_token")
    return {str(p): int(row) for p, row in vocabulary.items() if p != unknown}


def _foreign(path: Path, *, is_model: bool) -> ForeignPieces:
    what = f"The tokenizer of {path.parent.name}"
    tokenizers = load_extra(
        "tokenizers", package="tokenizers", extra="embeddings", what=what
    )
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing more special
        raise _damaged(path) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    described = json.loads(tokenizer.to_str())["model"]
    name = described.get("unk_token")
    unknown = described.get("unk_id") if name is None else tokenizer.token_to_id(name)
    return ForeignPieces(
        vocabulary=tokenizer.get_vocab(),
        tokenizer=tokenizer,
        with_marks=is_model,
        unknown=None if is_model else unknown,
    )


def _damaged(path: Path) -> ModelFileError:
    reason = "its tokenizer.json is missing or damaged."
    advice = "Fetch the model again, with all its files."
    return ModelFileError(name=str(path.parent), reason=reason, advice=advice)
