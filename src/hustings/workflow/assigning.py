"""Assignments: units drawn at random and dealt out to coders, kept as records."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.dealing import deal_units, shuffle_units
from hustings.errors import UnknownPersonError, UnknownVariableError
from hustings.estimates.frames import frame_from_rows
from hustings.model.assignment import AssignedUnit, Assignment
from hustings.model.citation import anchor_of
from hustings.model.identity import identify
from hustings.outside.clock import now_exactly
from hustings.workflow.codebook_versions import register_codebook
from hustings.workflow.codebooks import claims_book, find_codebook
from hustings.workflow.drawing import draw_from_project, order_of, say_allowances
from hustings.workflow.renewals import find_document, text_of
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from hustings.model.assignment import Purpose
    from hustings.model.codebook import Codebook
    from hustings.model.document import Problem
    from hustings.store.project import Store
    from hustings.workflow.codebooks import LoadedCodebook
    from hustings.workflow.drawing import Drawn, Request
    from hustings.workflow.sampling_frames import FrameUnit


_QUEUES: Mapping[Purpose, str] = {"coding": "random", "training": "training"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedTo:
    """What one coder has.

    Attributes
    ----------
    n_shared : int
        How many of the units another coder of the draw has, too.
    is_new : bool
        False where the same draw had given it to them before.
    queue : str
        ``"random"``; ``"active"`` where the units were chosen for what they teach a
        machine; ``"training"``.
    """

    coder: str
    n_units: int
    n_shared: int
    n_documents: int
    assignment: str
    is_new: bool
    queue: str = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignResult:
    """What came of drawing units and dealing them out.

    Attributes
    ----------
    drawn : str
        What was drawn and how, in words.
    codebook : Codebook
        What the units are to be coded with.
    assignments : tuple of Assignment
        One a coder.
    """

    drawn: str
    codebook: Codebook
    coders: tuple[AssignedTo, ...]
    assignments: tuple[Assignment, ...]
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a coder; of an active queue, one a coder and part."""
        return [asdict(one) for one in self.coders]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return a few sentences for a person to read."""
        mine: Counter[str] = Counter()
        for one in self.coders:
            mine[one.coder] += one.n_units
        has = ", ".join(f"{coder} {n:,}" for coder, n in mine.items())
        holders = Counter(
            unit.unit_id for one in self.assignments for unit in one.units
        )
        n_shared = sum(n > 1 for n in holders.values())
        both = ""
        if n_shared:
            verb = "has" if n_shared == 1 else "have"
            several = "two" if max(holders.values()) == 2 else "several"
            both = f"; {count(n_shared, 'unit')} {verb} {several} coders"
        had = "" if any(one.is_new for one in self.coders) else " They had them before."
        allowed = say_allowances(self.assignments[0].design) if self.assignments else ""
        return f"{self.drawn} Units to code: {has}{both}.{allowed}{had}"


def assign_units(store: Store, request: Request) -> AssignResult:
    """Draw units and deal them out; the same request gives the same units.

    Raises
    ------
    UnknownPersonError
        If a coder is not in the project.
    UnknownVariableError, UnknownCodebookError
        If the codebook has no such variable, or is not there.
    SampleSizeError, UnknownProbabilityError, NothingToAssignError
        As `hustings.workflow.drawing.draw_from_project`.
    """
    coders = require_coders(store, request.coders)
    loaded = book_of(store, request)
    variables = require_variables(loaded.codebook, request.variables)
    drawn = draw_from_project(store, request, loaded, variables[0])
    hands = deal(request, drawn, coders)
    assignments = make_assignments(
        store,
        hands,
        drawn,
        sha256=loaded.stored.sha256,
        variables=variables,
        purpose="coding",
    )
    return keep_assignments(store, assignments, drawn.words, loaded)


def book_of(store: Store, request: Request) -> LoadedCodebook:
    """Load what the units are to be coded with, or how to write down their claims.

    Raises
    ------
    UnknownCodebookError, UnknownVersionError, CodebookFileError
        If there is no such codebook.
    """
    return claims_book() if request.claims else find_codebook(store, request.codebook)


def deal(
    request: Request, drawn: Drawn, coders: Sequence[str]
) -> dict[str, NDArray[np.int64]]:
    """Deal units, or whole documents, and put each coder's in order."""
    documents = [unit.document_id for unit in drawn.units]
    parts: list[str] | list[int] = list(range(len(documents)))
    if request.whole_documents:
        parts = documents
    names = list(dict.fromkeys(parts))
    dealt = deal_units(len(names), coders, overlap=request.overlap, seed=request.seed)
    hands = {}
    for coder, hand in dealt.items():
        mine = {names[i] for i in hand}
        units = np.array([i for i, part in enumerate(parts) if part in mine], np.int64)
        hands[coder] = units
        if order_of(request) == "shuffled":
            hands[coder] = shuffle_units(units, coder=coder, seed=request.seed)
    return {coder: hand for coder, hand in hands.items() if len(hand)}


def require_coders(store: Store, names: Sequence[str]) -> tuple[str, ...]:
    """Return people's names as the project writes them, each once.

    Raises
    ------
    UnknownPersonError
        If there is no coder of a name, or no name.
    """
    found = {}
    for name in names or ("",):
        coder = store.coders.find(name)
        if coder is None:
            known = [one.coder_id for one in store.coders.all()]
            raise UnknownPersonError(name=name, known=known)
        found[coder.coder_id] = coder
    return tuple(found)


def require_variables(codebook: Codebook, names: Sequence[str]) -> tuple[str, ...]:
    """Return the variables to code, in the codebook's order; all if none is named.

    Raises
    ------
    UnknownVariableError
        If the codebook does not have one.
    """
    known = [variable.name for variable in codebook.variables]
    for name in names:
        if name not in known:
            raise UnknownVariableError(
                variable=name, codebook=codebook.name, known=known
            )
    return tuple(name for name in known if not names or name in names)


def make_assignments(  # noqa: PLR0913  # what an assignment holds
    store: Store,
    hands: Mapping[str, NDArray[np.int64]],
    drawn: Drawn,
    *,
    sha256: str,
    variables: tuple[str, ...],
    purpose: Purpose,
    answers: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Assignment]:
    """Make one assignment a coder; what it says decides its id.

    Parameters
    ----------
    hands : mapping of str to array of int
        By coder, indices of units of `drawn` in the order of coding.
    answers : mapping, optional
        By unit id, the right values.
    """
    texts = _texts(store, drawn.units)
    units = [
        AssignedUnit(
            position=0,
            document_id=unit.document_id,
            unit_id=unit.unit_id,
            anchor=anchor_of(texts[unit.document_id], unit.span),
            inclusion_probability=chance,
            answers=(answers or {}).get(unit.unit_id, {}),
        )
        for unit, chance in zip(drawn.units, drawn.probabilities, strict=True)
    ]
    return [
        _identified(
            Assignment(
                assignment_id="",
                coder=coder,
                codebook_sha256=sha256,
                variables=variables,
                purpose=purpose,
                design=drawn.design,
                written="",
                units=tuple(
                    replace(units[i], position=position)
                    for position, i in enumerate(hand)
                ),
            )
        )
        for coder, hand in hands.items()
    ]


def keep_assignments(
    store: Store, assignments: Sequence[Assignment], drawn: str, loaded: LoadedCodebook
) -> AssignResult:
    """Write the assignments that the project does not have yet, and the codebook."""
    there = {one.assignment_id: one for one in store.assignments.all()}
    written = now_exactly()
    new = [
        replace(one, written=written)
        for one in assignments
        if one.assignment_id not in there
    ]
    with store.transaction():
        _keep_book(store, loaded)
        store.assignments.add(new)
    kept = {**there, **{one.assignment_id: one for one in new}}
    return AssignResult(
        drawn=drawn,
        codebook=loaded.codebook,
        coders=tuple(_told(assignments, there)),
        assignments=tuple(kept[one.assignment_id] for one in assignments),
    )


def _keep_book(store: Store, loaded: LoadedCodebook) -> None:
    """Keep a codebook's text; what says how to write claims is no version of one."""
    if loaded.stored == claims_book().stored:
        store.keep_codebook(loaded.stored, at=now_exactly())
    else:
        register_codebook(store, loaded)


def _identified(one: Assignment) -> Assignment:
    """Give an assignment its id: the same draw gives the same one."""
    return replace(one, assignment_id=identify(one, nonce=""))


def _told(
    assignments: Sequence[Assignment], there: Mapping[str, Assignment]
) -> Iterable[AssignedTo]:
    """Tell what each coder has."""
    holders = Counter(unit.unit_id for one in assignments for unit in one.units)
    for one in assignments:
        yield AssignedTo(
            coder=one.coder,
            n_units=len(one.units),
            n_shared=sum(holders[unit.unit_id] > 1 for unit in one.units),
            n_documents=len({unit.document_id for unit in one.units}),
            assignment=one.assignment_id,
            is_new=one.assignment_id not in there,
            queue=str(one.design.get("queue", _QUEUES[one.purpose])),
        )


def _texts(store: Store, units: Iterable[FrameUnit]) -> dict[str, str]:
    """Load the texts of the documents that units are of."""
    documents = dict.fromkeys(unit.document_id for unit in units)
    return {one: text_of(store, find_document(store, one)) for one in documents}
