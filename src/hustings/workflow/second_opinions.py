"""A second opinion on stances: a learned coder asked beside the grammar of claims."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.coding.stance_baselines import Baseline
from hustings.coding.stance_coder import StanceCoder
from hustings.coding.stance_files import holds_stances, stances_to_bytes
from hustings.coding.stances import STANCE_NUMBERS, stance_of
from hustings.comparison.second_opinions import NO_OPINION, Opinion, count_accord
from hustings.errors import InvalidOptionError
from hustings.model.document import Problem
from hustings.store.sources import sha256_of
from hustings.workflow.machine_coders import DICTIONARY, find_coder, remote_name
from hustings.workflow.machine_models import coders_from_bytes
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.store.project import Store

Asked = tuple[str, str, str | None]
"""A text, a target, and the language of both."""

_UNITS_A_BATCH = 2_000
_ADVICE = (
    "It tells no stances toward a target. Train one that does with 'hustings train "
    "--for stance' on a table with a column target."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecondCoder:
    """A learned coder of stances that is asked beside the grammar.

    Attributes
    ----------
    name : str
    content : bytes
        Of its file.
    """

    name: str
    coder: StanceCoder
    content: bytes

    @property
    def sha256(self) -> str:
        """Of its file."""
        return sha256_of(self.content)

    def said(self) -> dict[str, object]:
        """Say what decided its answers, for a run."""
        return {
            "name": self.name,
            "version": self.coder.version,
            "sha256": self.sha256,
            "codes": list(self.coder.codes),
            "baseline": asdict(self.coder.baseline),
        }

    def ask(self, asked: Sequence[Asked]) -> list[Opinion]:
        """Ask for the stance of each text on its target."""
        found: list[Opinion] = []
        for first in range(0, len(asked), _UNITS_A_BATCH):
            found += _answers(self.coder, asked[first : first + _UNITS_A_BATCH])
        return found

    def find_problems(self, asked: Sequence[Asked]) -> tuple[Problem, ...]:
        """Say what is odd about texts, and what the coder is worth."""
        odd = self.coder.find_problems(_batch(asked)) if asked else ()
        beaten = () if asked else tuple(self.coder.baseline.find_problems())
        return (*odd, *beaten, *_no_neutral(self.name, self.coder.codes))


def find_second_coder(store: Store | None, name: str) -> SecondCoder:
    """Find a learned coder of stances by its name in a project, or its file's path.

    Raises
    ------
    UnknownCoderError, ModelFileError
        If there is none, or its file cannot be read.
    InvalidOptionError
        If it tells something else than stances toward targets.
    """
    if name == DICTIONARY or remote_name(store, name) is not None:
        raise InvalidOptionError(option="coder", value=name, advice=_ADVICE)
    found = find_coder(store, name)
    stances = [one for one in found.coders.values() if isinstance(one, StanceCoder)]
    if not stances:
        raise InvalidOptionError(option="coder", value=name, advice=_ADVICE)
    if len(stances) > 1:
        named = ", ".join(one.variable for one in stances)
        advice = f"It tells stances of {named}. Train one on a single --variable."
        raise InvalidOptionError(option="coder", value=name, advice=advice)
    (coder,) = stances
    content = found.model or stances_to_bytes({coder.variable: coder})
    return SecondCoder(
        name=found.coder_id.removeprefix("learned:"), coder=coder, content=content
    )


def kept_second_coder(store: Store, parameters: Mapping[str, Any]) -> SecondCoder:
    """Open the coder of a run again, as the project keeps it."""
    content = store.source(str(parameters["sha256"]))
    assert holds_stances(content)  # noqa: S101  # a run was planned with it
    name = str(parameters["name"])
    (coder,) = coders_from_bytes(content, name=name).values()
    assert isinstance(coder, StanceCoder)  # noqa: S101  # the same
    return SecondCoder(name=name, coder=coder, content=content)


def problems_of_run(parameters: Mapping[str, Any]) -> Iterator[Problem]:
    """Say what a run's coder is worth."""
    yield from Baseline(**parameters["baseline"]).find_problems()
    yield from _no_neutral(str(parameters["name"]), parameters["codes"])


def difference_problem(
    name: str, pairs: Iterable[tuple[int | None, int | None]]
) -> Iterator[Problem]:
    """Say how often a coder and the grammar differ."""
    found = count_accord(pairs)
    differ = found.n - found.n_same
    if differ:
        yield Problem(
            kind="second opinion differs",
            message=f"{name} and the grammar differ in {differ:,} of "
            f"{count(found.n, 'stance')} that both speak to ({differ / found.n:.0%}). "
            "Look at these first.",
        )


def _no_neutral(name: str, codes: Sequence[str]) -> Iterator[Problem]:
    if "neutral" not in map(stance_of, codes):
        yield Problem(
            kind="no neutral",
            message=f"{name} learned no neutral stance: it says for or against even of "
            "a text that takes no side.",
        )


def _answers(coder: StanceCoder, asked: Sequence[Asked]) -> Iterator[Opinion]:
    answers = coder.code(_batch(asked))
    given = answers.column("value").to_pylist()
    chances = answers.column("probability").to_pylist()
    for value, chance in zip(given, chances, strict=True):
        if value is None:
            yield NO_OPINION
        else:
            stance = STANCE_NUMBERS[stance_of(value)]
            yield Opinion(stance=stance, probability=round(chance, 4))


def _batch(asked: Sequence[Asked]) -> pa.RecordBatch:
    texts, targets, languages = zip(*asked, strict=True)
    columns = {
        "unit": list(map(str, range(len(asked)))),
        "text": texts,
        "target": targets,
        "language": languages,
    }
    return pa.RecordBatch.from_pydict(
        {name: pa.array(values, pa.string()) for name, values in columns.items()}
    )
