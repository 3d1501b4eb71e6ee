"""Learned coders from the bytes of their files, with the embedding they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.coding.learned_files import (
    learned_bundle_from_bytes,
    wanted_embedding,
)
from hustings.coding.stance_files import holds_stances, stances_from_bytes
from hustings.outside.arrays import require_sound_npz
from hustings.outside.models import LANGUAGES, packaged_embedding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.coding.learned import LearnedCoder
    from hustings.coding.stance_coder import StanceCoder
    from hustings.words.embeddings import Embedding


def coders_from_bytes(
    content: bytes, *, name: str, embedding: Embedding | None = None
) -> Mapping[str, LearnedCoder | StanceCoder]:
    """Open what a file holds: one coder a variable.

    Parameters
    ----------
    name : str
        What the file is called in messages.
    embedding : Embedding, optional
        Where the coder was trained with another one than comes with Hustings.

    Returns
    -------
    mapping of str to LearnedCoder or StanceCoder
        By variable; "" where the codings were of no codebook.

    Raises
    ------
    ModelFileError
        If it is none, damaged, of another version, or needs another embedding.
    """
    require_sound_npz(content, name=name)
    if holds_stances(content):
        return stances_from_bytes(content, name=name)
    if embedding is None and wanted_embedding(content, name=name) is not None:
        embedding = shipped_embedding(content, name=name)
    return learned_bundle_from_bytes(content, name=name, embedding=embedding)


def shipped_embedding(content: bytes, *, name: str) -> Embedding | None:
    """Give the embedding that comes with Hustings and that a coder needs; or None."""
    wanted = wanted_embedding(content, name=name)
    if wanted is None:
        return None
    shipped = map(packaged_embedding, LANGUAGES)
    return next((one for one in shipped if one.version == wanted.version), None)
