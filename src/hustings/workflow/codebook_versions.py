"""Versions of a codebook in a project, and what a new one does to hand codings.

A new version says what becomes of codings made with the one before. What keeps its
value, or gets another by a rule, is written again under the new version: the same
person's word, of the same time, that says what it was made from. Nothing is taken away;
the codings of the earlier version stay as they are. All others are for their coder to
look at again. Adjudicated values go over in the same way.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from hustings.coding.codebook_changes import find_changes
from hustings.coding.codebook_names import lower_version
from hustings.coding.recoding import find_fates
from hustings.errors import CodebookFileError, RepeatedVersionError
from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem
from hustings.model.identity import identify
from hustings.outside.clock import now
from hustings.workflow.carried_adjudications import carry_adjudications
from hustings.workflow.carried_over import look_again, mark_of, say_fate
from hustings.workflow.codebooks import (
    built_in_namesake,
    load_codebook,
    stored_codebook,
)
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import polars as pl

    from hustings.coding.codebook_changes import CodebookChange
    from hustings.coding.recoding import CodeFate, Fates
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.store.records import CodebookVersion
    from hustings.workflow.carried_adjudications import CarriedAdjudications
    from hustings.workflow.carried_over import LookAgain
    from hustings.workflow.codebooks import LoadedCodebook


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What a new version of a codebook changed.

    Attributes
    ----------
    replaces : str or None
        The version whose place it took; None for the first.
    is_new : bool
        False where the project had this text already.
    changes : tuple of CodebookChange
        How it differs from that version.
    n_kept, n_recoded, n_dropped : int
        Hand codings written again as they are, or by a rule; and those of a variable
        that is no longer there.
    n_settled : int
        Adjudicated values written again as they are, or by a rule.
    again : tuple of LookAgain
        The codings that a person has to look at again.
    settle_again : tuple of LookAgain
        The adjudicated values that a person has to settle again.
    sha256 : str
        Of the version's text, which tables of decisions name.
    """

    codebook: str
    version: str
    replaces: str | None
    is_new: bool
    changes: tuple[CodebookChange, ...] = ()
    n_kept: int = 0
    n_recoded: int = 0
    n_dropped: int = 0
    n_settled: int = 0
    again: tuple[LookAgain, ...] = ()
    settle_again: tuple[LookAgain, ...] = ()
    sha256: str = ""
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a value that a person has to look at again."""
        return [asdict(one) for one in (*self.again, *self.settle_again)]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        name = f"Codebook {self.codebook}, version {self.version}"
        if self.replaces is None:
            told = "is in the project" if self.is_new else "was there already"
            return f"{name}, {told}."
        verb = "takes" if self.is_new else "took"
        recoded = (
            f"{count(self.n_kept, 'hand coding')} carried over, {self.n_recoded:,} "
            f"recoded, {len(self.again):,} to look at again"
        )
        told = ""
        if self.n_settled or self.settle_again:
            told = (
                f" Of adjudicated values, {self.n_settled:,} carried over or recoded, "
                f"{len(self.settle_again):,} to settle again."
            )
        return f"{name}, {verb} the place of version {self.replaces}: {recoded}.{told}"


def register_codebook(store: Store, loaded: LoadedCodebook) -> CodebookVersion:
    """Let a codebook be a version in the project, if it is not; nothing is recoded.

    Whoever writes hand codings or assignments calls this first.

    Raises
    ------
    RepeatedVersionError
        If the project has this version with another text.
    """
    codebook, sha256 = loaded.codebook, loaded.stored.sha256
    versions = store.codebook_versions.of(codebook.name)
    there = next((one for one in versions if one.sha256 == sha256), None)
    if there is not None:
        return there
    if any(one.version == codebook.version for one in versions):
        raise RepeatedVersionError(codebook=codebook.name, version=codebook.version)
    replaced = _replaced(loaded, versions)
    store.keep_codebook(loaded.stored, at=now())
    return store.codebook_versions.add(
        codebook.name,
        codebook.version,
        sha256,
        None if replaced is None else replaced.sha256,
        now(),
    )


def add_codebook(store: Store, name_or_path: str) -> AddResult:
    """Add a version of a codebook to the project, and recode what its rules recode.

    Adding the same text again recodes what has been coded with the earlier version
    since, and lists what is left to look at.

    Raises
    ------
    RepeatedVersionError
        If the project has this version with another text.
    CodebookFileError
        If it is no codebook, recodes a version that the project does not have, or a
        rule does not fit that version; the line is named.
    """
    return add_loaded(store, load_codebook(name_or_path))


def add_loaded(
    store: Store,
    new: LoadedCodebook,
    *,
    publish: Callable[[Store], object] = publish_codings,
) -> AddResult:
    """Add a version of a codebook that has been loaded, as `add_codebook` does.

    Parameters
    ----------
    publish : callable
        Lets what was recoded count.
    """
    is_new = all(
        one.sha256 != new.stored.sha256
        for one in store.codebook_versions.of(new.codebook.name)
    )
    old = _old(store, new)
    fates = None if old is None else find_fates(old.codebook, new.codebook)
    with store.transaction():
        registered = register_codebook(store, new)
        if old is None or fates is None:
            return AddResult(
                codebook=registered.name,
                version=registered.version,
                replaces=None,
                is_new=is_new,
                problems=tuple(built_in_namesake(new)),
            )
        result = _carry_over(store, old, new, fates, is_new=is_new)
    publish(store)
    return result


def list_versions(store: Store) -> list[dict[str, object]]:
    """Return one row a version, with how many hand codings count under it."""
    versions = {one.sha256: one.version for one in store.codebook_versions.all()}
    n_codings = Counter(one.codebook_sha256 for one in store.hand.current())
    return [
        {
            "codebook": one.name,
            "version": one.version,
            "replaces": versions.get(one.replaces or ""),
            "added": f"{one.written[:19]}+00:00",
            "n_hand_codings": n_codings[one.sha256],
        }
        for one in store.codebook_versions.all()
    ]


def _old(store: Store, new: LoadedCodebook) -> LoadedCodebook | None:
    """Return the version that a codebook takes the place of."""
    versions = store.codebook_versions.of(new.codebook.name)
    there = next((one for one in versions if one.sha256 == new.stored.sha256), None)
    if there is not None:
        return (
            None if there.replaces is None else stored_codebook(store, there.replaces)
        )
    replaced = _replaced(new, versions)
    return None if replaced is None else stored_codebook(store, replaced.sha256)


def _replaced(
    new: LoadedCodebook, versions: Sequence[CodebookVersion]
) -> CodebookVersion | None:
    """Return the version that the rules are about, or else the latest."""
    recodes = new.codebook.recodes
    if not versions or recodes is None:
        return versions[-1] if versions else None
    for one in versions:
        if one.version == recodes.replaces:
            return one
    known = ", ".join(one.version for one in versions)
    raise CodebookFileError(
        name=recodes.name,
        line=recodes.line,
        reason=f"recodes from version {recodes.replaces!r}, which this project does "
        "not have.",
        advice=f"Its versions here: {known}.",
    )


def _carry_over(
    store: Store,
    old: LoadedCodebook,
    new: LoadedCodebook,
    fates: Fates,
    *,
    is_new: bool,
) -> AddResult:
    """Write again what keeps its value or is recoded, and list the rest."""
    before = store.hand.current(codebook=old.stored.sha256)
    judged = [(one, fates.of(one.variable, one.value or "")) for one in before]
    carried = {
        one.coding_id: coding
        for one, fate in judged
        if (coding := _carried(one, fate, new))
    }
    _write(store, [*carried.values(), *_taken_back(store, old, new, fates)])
    settled = carry_adjudications(
        store,
        old.stored.sha256,
        new,
        fates,
        {before: after.coding_id for before, after in carried.items()},
    )
    store.adjudications.add(settled.rows)
    outcomes = Counter(fate.outcome for _, fate in judged)
    return AddResult(
        codebook=new.codebook.name,
        version=new.codebook.version,
        replaces=old.codebook.version,
        is_new=is_new,
        changes=find_changes(old.codebook, new.codebook),
        n_kept=outcomes["kept"],
        n_recoded=outcomes["recoded"],
        n_dropped=outcomes["dropped"],
        again=tuple(_to_look_at(store, judged, new)),
        n_settled=settled.n_kept + settled.n_recoded,
        settle_again=settled.again,
        sha256=new.stored.sha256,
        problems=tuple(_problems(old, new, outcomes["dropped"], settled)),
    )


def _write(store: Store, codings: Iterable[HandCoding]) -> None:
    """Write codings that are not there yet."""
    there = store.hand.ids()
    made = [one for one in codings if one.coding_id not in there]
    if made:
        store.hand.add(made)


def _carried(one: HandCoding, fate: CodeFate, new: LoadedCodebook) -> HandCoding | None:
    """Write a coding anew for the new version; None where a person has to.

    It keeps its coder and its time, so a later word of theirs still supersedes it, and
    its id follows from the earlier one's, so that recoding twice doubles nothing.
    """
    if fate.becomes is None:
        return None
    made_from = f"{one.origin}; " if one.origin else ""
    coding = replace(
        one,
        coding_id="",
        codebook_sha256=new.stored.sha256,
        value=fate.becomes,
        origin=f"{made_from}{say_fate(one.value, fate, new)}",
    )
    return replace(coding, coding_id=identify(coding, nonce=one.coding_id))


def _taken_back(
    store: Store, old: LoadedCodebook, new: LoadedCodebook, fates: Fates
) -> Iterator[HandCoding]:
    """Take back what was carried over from a word that no longer holds.

    Its coder has taken that word back since, or changed it to one that is to be looked
    at again.
    """
    mark = mark_of(new)
    carried = {
        _place(one): one
        for one in store.hand.current(codebook=new.stored.sha256)
        if one.origin.endswith(mark)
    }
    for one in _latest(store, old.stored.sha256):
        stale = carried.get(_place(one))
        if stale is None or stale.written >= one.written:
            continue
        if one.value is None or fates.of(one.variable, one.value).becomes is None:
            coding = replace(
                one,
                coding_id="",
                codebook_sha256=new.stored.sha256,
                value=None,
                origin=f"taken back {stale.value}{mark}",
            )
            yield replace(coding, coding_id=identify(coding, nonce=one.coding_id))


def _latest(store: Store, sha256: str) -> Iterable[HandCoding]:
    """Return each coder's latest word with a codebook, takings back among them."""
    words = [one for one in store.hand.all() if one.codebook_sha256 == sha256]
    # A stable sort: of words of one time, the row that was written last comes last.
    ordered = sorted(words, key=attrgetter("written"))
    return {_place(one): one for one in ordered}.values()


def _to_look_at(
    store: Store, judged: Sequence[tuple[HandCoding, CodeFate]], new: LoadedCodebook
) -> Iterator[LookAgain]:
    """Yield the codings that wait for their coder, who has said nothing since."""
    now_said = {_place(one) for one in store.hand.current(codebook=new.stored.sha256)}
    for one, fate in judged:
        if fate.outcome == "again" and _place(one) not in now_said:
            yield look_again(one, fate, one.coder)


def _place(one: HandCoding) -> tuple[object, ...]:
    return (one.coder, one.variable, one.document_id, one.anchor.span)


def _problems(
    old: LoadedCodebook,
    new: LoadedCodebook,
    n_dropped: int,
    settled: CarriedAdjudications,
) -> Iterator[Problem]:
    """Tell what a new version leaves behind."""
    yield from (*built_in_namesake(new), *lower_version(old.codebook, new.codebook))
    if n_dropped:
        yield Problem(
            kind="dropped variable",
            message=f"{count(n_dropped, 'hand coding')} of variables that version "
            f"{new.codebook.version} no longer has: kept under version "
            f"{old.codebook.version}, and not carried over.",
        )
    if settled.n_dropped:
        yield Problem(
            kind="dropped variable",
            message=f"{count(settled.n_dropped, 'adjudicated value')} of variables "
            f"that version {new.codebook.version} no longer has: not carried over.",
        )
    if settled.again:
        yield Problem(
            kind="settle again",
            message=f"{count(len(settled.again), 'adjudicated value')} under version "
            f"{old.codebook.version} can be carried over by no rule: a person has to "
            "settle them again. They are on the worklist.",
        )
