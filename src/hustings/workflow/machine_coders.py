"""Finding the coder that a name, a path or a Python object stands for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hustings.coding.coders import Coder
from hustings.coding.function_coder import FunctionCoder
from hustings.coding.learned import LearnedCoder
from hustings.coding.learned_files import learned_to_bytes
from hustings.coding.stance_coder import StanceCoder
from hustings.coding.stance_files import stances_to_bytes
from hustings.errors import InvalidOptionError, UnknownCoderError
from hustings.model.coder import MACHINES
from hustings.outside.files import read_file
from hustings.outside.installed import installed_of
from hustings.outside.packaged import coder_bytes, coder_names
from hustings.workflow.machine_models import coders_from_bytes
from hustings.workflow.machine_networks import is_network
from hustings.workflow.machine_runs import MachineCoder
from hustings.workflow.remote_endpoints import endpoint_names
from hustings.workflow.trained_coders import trained_coders
from hustings.workflow.transformer_coders import open_transformer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.coding.function_coder import CodingFunction
    from hustings.coding.transformers import Form
    from hustings.model.codebook import Codebook
    from hustings.store.project import Store
    from hustings.words.embeddings import Embedding

DICTIONARY = "dictionary"
"""The coder that comes with a codebook's terms."""

_REMOTE = "remote:"
TABLES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"})
"""Endings of files with codings by a program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCoder:
    """What a name or a path stands for.

    Attributes
    ----------
    coder_id : str
        Such as ``learned:NAME``.
    coders : mapping of str to Coder
        By variable; "" where the coder does not know which.
    model : bytes or None
        Of a learned coder, which can be opened again from them alone.
    place : str or None
        Of a file with these bytes, for workers to open.
    codebook, codebook_version : str
        Of its training; empty where unknown.
    parents : tuple of str
        The run that trained it.
    parameters : mapping
        What else its runs record.
    packages : tuple of str
        Whose versions decide its answers.
    """

    coder_id: str
    coders: Mapping[str, Coder]
    model: bytes | None = None
    place: str | None = None
    codebook: str = ""
    codebook_version: str = ""
    parents: tuple[str, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    packages: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The versions of its coders, joined."""
        return "-".join(one.version for one in self.coders.values())

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that it can code; empty for any."""
        found = [getattr(one, "languages", ()) for one in self.coders.values()]
        return tuple(sorted({language for of_one in found for language in of_one}))

    def for_run(self, coders: Mapping[str, Coder]) -> MachineCoder:
        """Say what a run records, with the variables that were settled on."""
        return MachineCoder(
            coder_id=self.coder_id,
            version=self.version,
            codes={name: tuple(one.codes) for name, one in coders.items()},
            languages=self.languages,
            parents=self.parents,
            parameters=self.parameters,
            packages=self.packages,
        )


def is_table(store: Store | None, name: str) -> bool:
    """Say whether a name stands for a file of codings, and for no coder."""
    path = Path(name)
    is_file = path.suffix.lower() in TABLES and path.is_file()
    return is_file and name not in known_coders(store)


def find_coder(
    store: Store | None,
    name: str,
    *,
    embedding: Embedding | None = None,
    codebook: Codebook | None = None,
    variable: str | None = None,
    form: Form | None = None,
) -> FoundCoder:
    """Find the coder of a name or path.

    In this order: a coder that the project trained, one that comes with Hustings, the
    file of a learned coder, a network. (Dictionaries, remote coders and tables of
    codings are found before.)

    Parameters
    ----------
    embedding : Embedding, optional
        The one that a learned coder was trained with, unless it came with Hustings.
    codebook : Codebook, optional
        What the classes of a network mean.
    variable : str, optional
    form : {"sentence", "context"}, optional
        Whether a network reads units alone, where its name does not say it.

    Raises
    ------
    UnknownCoderError
        If there is none; it lists what there is.
    ModelFileError, UnreadableFileError, MissingExtraError
        If the file or the network is no coder.
    """
    for find in (_trained_here, _shipped, _by_path):
        found = find(store, name, embedding)
        if found is not None:
            return found
    if is_network(name):
        return _network(name, codebook, variable, form)
    raise UnknownCoderError(
        coder=name,
        known=known_coders(store),
        advice="Or give the path of a model, or of a table of codings.",
    )


def require_network(store: Store | None, coder: object, form: Form | None) -> None:
    """Raise where it is said how a network reads, and the coder is none.

    Raises
    ------
    InvalidOptionError
        If a form is given with a coder that has none.
    """
    if form is None or not _is_other(store, coder):
        return
    raise InvalidOptionError(
        option="form",
        value=form,
        advice="It says what a network reads of a unit; other coders have no such "
        "choice. Leave it out.",
    )


def _is_other(store: Store | None, coder: object) -> bool:
    """Say whether a coder is known to be no network from a folder or a cache."""
    if not isinstance(coder, str):
        return True
    is_known = coder in known_coders(store) or remote_name(store, coder) is not None
    return is_known or coder.startswith("learned:") or Path(coder).is_file()


def _network(
    name: str, codebook: Codebook | None, variable: str | None, form: Form | None
) -> FoundCoder:
    """Open a network that others have trained."""
    one = open_transformer(name, codebook=codebook, variable=variable, form=form)
    return FoundCoder(
        coder_id=one.name,
        coders={one.variable: one},
        codebook=one.codebook,
        parameters=one.parameters,
        packages=one.packages,
    )


def known_coders(store: Store | None) -> list[str]:
    """List the coders that can be named: the dictionary, the project's, the shipped."""
    if store is None:
        return [DICTIONARY, *coder_names()]
    own = [*trained_coders(store), *endpoint_names(store)]
    return [DICTIONARY, *own, *coder_names()]


def remote_name(store: Store | None, name: str) -> str | None:
    """Give the id of a remote coder that a name stands for, if it does."""
    known = [] if store is None else endpoint_names(store)
    taken = {} if store is None else trained_coders(store)
    if name.startswith(_REMOTE):
        return name
    return (
        f"{_REMOTE}{name}"
        if f"{_REMOTE}{name}" in known and name not in taken
        else None
    )


def found_object(coder: Coder | CodingFunction) -> FoundCoder:
    """Take a coder, or a function, that Python code made."""
    if not isinstance(coder, Coder):
        name = getattr(coder, "__name__", type(coder).__name__)
        coder = FunctionCoder(coder, name=name.strip("<>"))
    if isinstance(coder, LearnedCoder | StanceCoder):
        return _learned(coder.name, {_variable_of(coder): coder}, _bytes_of(coder))
    is_named = coder.name.partition(":")[0] in MACHINES and ":" in coder.name
    return FoundCoder(
        coder_id=coder.name if is_named else f"function:{coder.name}",
        coders={getattr(coder, "variable", ""): coder},
        parameters=getattr(coder, "parameters", {}),
        packages=installed_of(tuple(getattr(coder, "packages", ()))),
    )


def _trained_here(
    store: Store | None, name: str, embedding: Embedding | None
) -> FoundCoder | None:
    """Find a coder that the project trained."""
    plain = name.removeprefix("learned:")
    run = trained_coders(store).get(plain) if store is not None else None
    if store is None or run is None:
        return None
    content = store.source(str(run.parameters["model"]))
    found = _from_bytes(content, plain, embedding)
    place = str(store.sources / str(run.parameters["model"]))
    return replace(
        found,
        place=place if found.model else None,
        parents=(run.run_id,),
        parameters={"trained_by": run.run_id},
    )


def _shipped(
    store: Store | None, name: str, embedding: Embedding | None
) -> FoundCoder | None:
    """Find a coder that comes with Hustings."""
    del store
    if name not in coder_names():
        return None
    return _from_bytes(coder_bytes(name), name, embedding)


def _by_path(
    store: Store | None, name: str, embedding: Embedding | None
) -> FoundCoder | None:
    """Find a learned coder by the path of its file."""
    del store
    path = Path(name)
    if not path.is_file():
        return None
    found = _from_bytes(read_file(path), path.stem, embedding, file=path.name)
    return replace(found, place=str(path) if found.model else None)


def _from_bytes(
    content: bytes, name: str, embedding: Embedding | None, *, file: str = ""
) -> FoundCoder:
    """Open a coder; one that needs an embedding of the user's cannot be kept alone."""
    coders = coders_from_bytes(content, name=file or name, embedding=embedding)
    return _learned(name, coders, None if embedding is not None else content)


def _learned(
    name: str, coders: Mapping[str, LearnedCoder | StanceCoder], model: bytes | None
) -> FoundCoder:
    about = next(iter(coders.values())).trained_on
    return FoundCoder(
        coder_id=f"learned:{name}",
        coders=coders,
        model=model,
        codebook=about.codebook,
        codebook_version=about.codebook_version,
    )


def _bytes_of(coder: LearnedCoder | StanceCoder) -> bytes | None:
    """Write a coder, if it can be opened again from its bytes alone."""
    if isinstance(coder, StanceCoder):
        return stances_to_bytes({coder.variable: coder})
    embedding: Any = coder.scorer.embedding
    is_packaged = embedding is None or embedding.name.startswith("hustings")
    return learned_to_bytes(coder) if is_packaged else None


def _variable_of(coder: LearnedCoder | StanceCoder) -> str:
    return str(getattr(coder.trained_on, "variable", ""))
