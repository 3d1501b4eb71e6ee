"""The step `train`: from codings by people to a coder that codes like them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hustings.coding.learned_files import (
    learned_bundle_to_bytes,
    learned_to_bytes,
    wanted_embedding,
)
from hustings.coding.learned_options import LearningOptions
from hustings.coding.learned_training import train_coder
from hustings.coding.stance_coder import StanceCoder
from hustings.coding.stance_cues import NO_CUES, cues_from_yaml
from hustings.coding.stance_files import holds_stances, stances_to_bytes
from hustings.coding.stance_learning import train_stances
from hustings.coding.stances import check_stances
from hustings.errors import (
    HustingsError,
    InvalidOptionError,
    OutputFileError,
    TooFewCodesError,
)
from hustings.model.document import Problem
from hustings.outside.arrays import require_sound_npz
from hustings.outside.files import read_file
from hustings.outside.models import LANGUAGES, packaged_embedding, read_embedding
from hustings.outside.packaged import lexicon_texts
from hustings.outside.saving import check_place
from hustings.store.sources import sha256_of, write_whole
from hustings.workflow.codebooks import load_codebook
from hustings.workflow.runs import plan_run
from hustings.workflow.training_results import TrainedCoder
from hustings.workflow.training_tables import read_training_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.coding.learned import LearnedCoder
    from hustings.coding.learned_training import Training
    from hustings.coding.stance_cues import StanceCues
    from hustings.coding.stance_learning import StanceTraining
    from hustings.model.codebook import Codebook
    from hustings.words.embeddings import Embedding
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.training_tables import TrainingSet

NO_EMBEDDING = "none"
"""In place of the path of an embedding: words and letters alone."""

Purpose = Literal["codes", "stance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainOptions:
    """How a coder is trained.

    Attributes
    ----------
    codebook : str or None
        Name of a codebook, or path of its file.
    variable : str or None
        The only one to be learned; all that were coded otherwise.
    embedding : str or None
        ``"none"``, or the path of one; by default the one that comes with Hustings in
        the units' language, if one does.
    seed : int
    language : str or None
        Of units that do not say it.
    name : str or None
        What the coder will be called.
    purpose : {"codes", "stance"}
        For stances values are for, against and neutral. Where units have targets, a
        coder learns what text and target say together, and no embedding is used.
    """

    codebook: str | None = None
    variable: str | None = None
    embedding: str | None = None
    seed: int = 0
    language: str | None = None
    name: str | None = None
    purpose: Purpose = "codes"


def train_from_table(
    table: Path, out: Path, options: TrainOptions | None = None
) -> TrainedCoder:
    """Train a coder on a table, validate it by document, and write it.

    Parameters
    ----------
    table : pathlib.Path
        See `hustings.workflow.training_tables.read_training_table`.
    out : pathlib.Path
        The file to write. An earlier coder there is replaced, no other file.

    Raises
    ------
    MissingColumnError, TableRowsError
        If the table is none to learn from.
    TooFewCodesError
        If fewer than two codes are used.
    InvalidOptionError
        If stances toward targets are to be learned with an embedding.
    OutputFileError
        If the file to be written is something else already.
    """
    chosen = options or TrainOptions()
    check_out(out)
    loaded = None if chosen.codebook is None else load_codebook(chosen.codebook)
    taught = read_training_table(
        table,
        codebook=None if loaded is None else loaded.codebook,
        variable=chosen.variable,
        language=chosen.language,
        has_stances=chosen.purpose == "stance",
    )
    embedding = wanted_for(chosen, taught)
    name = chosen.name or out.stem
    trainings, problems = train_all(
        taught, chosen, name=name, loaded=loaded, embedding=embedding
    )
    content = bytes_of(trainings)
    write_whole(out, content)
    return TrainedCoder(
        name=name,
        trainings=trainings,
        sha256=sha256_of(content),
        path=out,
        problems=(*taught.problems, *problems),
        run=plan_run(
            "train",
            parameters={
                "from": table.name,
                "for": chosen.purpose,
                **said_of(chosen, loaded, embedding, trainings),
            },
            inputs=[sha256_of(read_file(table))],
            packages=("scikit-learn", "numpy", "scipy"),
        ),
    )


def train_all(
    taught: TrainingSet,
    options: TrainOptions,
    *,
    name: str,
    loaded: LoadedCodebook | None,
    embedding: Embedding | None,
) -> tuple[dict[str, Training | StanceTraining], tuple[Problem, ...]]:
    """Train a coder for each variable that was coded.

    Raises
    ------
    TooFewCodesError
        If no variable uses two codes.
    """
    found: dict[str, Training | StanceTraining] = {}
    odd: list[Problem] = []
    mistake: TooFewCodesError | None = None
    for variable in taught.values:
        codebook = None if loaded is None else loaded.codebook
        try:
            found[variable] = _train(
                taught, variable, options, name, codebook, embedding
            )
        except TooFewCodesError as error:
            mistake = mistake or error
            odd.append(
                Problem(
                    kind="not learned", message=f"{variable and f'{variable}: '}{error}"
                )
            )
    if not found:
        raise mistake or TooFewCodesError(codes=())
    of_trainings = (one.validation.problems for one in found.values())
    return found, (*odd, *(problem for some in of_trainings for problem in some))


def _train(
    taught: TrainingSet,
    variable: str,
    options: TrainOptions,
    name: str,
    codebook: Codebook | None,
    embedding: Embedding | None,
) -> Training | StanceTraining:
    """Train the coder of one variable."""
    values = taught.values[variable]
    if options.purpose == "stance":
        values = check_stances(values)
        if asks_about_targets(taught):
            return train_stances(
                taught.units,
                values,
                cues=stance_cues(taught.language),
                codebook=codebook,
                variable=variable or None,
                options=LearningOptions(name=name, seed=options.seed),
            )
    return train_coder(
        taught.units,
        values,
        codebook=codebook,
        variable=variable or None,
        embedding=embedding,
        options=LearningOptions(name=name, seed=options.seed),
    )


def wanted_for(options: TrainOptions, taught: TrainingSet) -> Embedding | None:
    """Open the embedding to learn with; what reads text and target uses none.

    Raises
    ------
    InvalidOptionError
        If stances toward targets are to be learned with one.
    ModelFileError, MissingExtraError
        If the one that is named cannot be used.
    """
    if options.purpose != "stance" or not asks_about_targets(taught):
        return choose_embedding(options.embedding, taught.language)
    if options.embedding in {None, NO_EMBEDDING}:
        return None
    raise InvalidOptionError(
        option="embedding",
        value=options.embedding,
        advice="Stances toward targets are learned from words. Leave it out.",
    )


def asks_about_targets(taught: TrainingSet) -> bool:
    """Say whether any unit names what its stance is on."""
    return any(target is not None for target in taught.units.targets)


def stance_cues(language: str | None) -> StanceCues:
    """Open the words that tell for or against in a language; none for most."""
    texts = lexicon_texts("stances")
    if language not in texts:
        return NO_CUES
    return cues_from_yaml(texts[language], name=f"stances.{language}.yaml")


def choose_embedding(asked: str | None, language: str | None) -> Embedding | None:
    """Open the embedding that is asked for, or the one of the units' language.

    Raises
    ------
    ModelFileError, MissingExtraError
        If the one that is named cannot be used.
    """
    if asked == NO_EMBEDDING:
        return None
    if asked is not None:
        return read_embedding(Path(asked))
    return packaged_embedding(language) if language in LANGUAGES else None


def bytes_of(trainings: Mapping[str, Training | StanceTraining]) -> bytes:
    """Write the coders of all variables into one file's bytes."""
    learned: dict[str, LearnedCoder] = {}
    stances: dict[str, StanceCoder] = {}
    for name, one in trainings.items():
        if isinstance(one.coder, StanceCoder):
            stances[name] = one.coder
        else:
            learned[name] = one.coder
    if stances:
        return stances_to_bytes(stances)
    if len(learned) == 1:
        return learned_to_bytes(next(iter(learned.values())))
    return learned_bundle_to_bytes(learned)


def said_of(
    options: TrainOptions,
    loaded: LoadedCodebook | None,
    embedding: Embedding | None,
    trainings: Mapping[str, Training | StanceTraining],
) -> dict[str, object]:
    """Say what decided the result, for the run."""
    return {
        "variables": [name for name in trainings if name],  # a table may name none
        "codebook": None if loaded is None else loaded.codebook.name,
        "codebook_version": None if loaded is None else loaded.codebook.version,
        "codebook_sha256": None if loaded is None else loaded.stored.sha256,
        "seed": options.seed,
        "language": options.language,
        "embedding": None
        if embedding is None
        else {"name": embedding.name, "version": embedding.version},
    }


def check_out(path: Path) -> None:
    """Refuse to write over anything but an earlier coder.

    Raises
    ------
    OutputFileError
        If something else is there, or there is no such folder.
    """
    check_place(path)
    if not path.parent.is_dir():
        raise OutputFileError(name=str(path), reason="its folder does not exist.")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OutputFileError(name=str(path), reason="it is no plain file.")
    if path.exists() and not _is_coder(path):
        raise OutputFileError(name=str(path), reason="a file of another kind is there.")


def _is_coder(path: Path) -> bool:
    """Say whether a file is a learned coder of this version."""
    try:
        content = read_file(path)
        require_sound_npz(content, name=path.name)
        if not holds_stances(content):
            wanted_embedding(content, name=path.name)
    except HustingsError:
        return False
    return True
