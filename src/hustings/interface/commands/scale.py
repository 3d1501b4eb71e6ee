"""The command `scale`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hustings.errors import OneSidedScaleError, UselessInputError
from hustings.interface.options import (
    HERE,
    CoderOption,
    CorrectBy,
    JsonOption,
    OwnFormula,
    ProjectOption,
    ReplaceOption,
    TableOption,
)
from hustings.interface.output import print_problems, print_result, say
from hustings.interface.progress import show_progress
from hustings.interface.scale_options import (
    AgainstOption,
    AreasOption,
    BlocksOption,
    ByOption,
    ChangesOption,
    CodingsOption,
    ConfidenceOption,
    ConfusionOption,
    CorrectOption,
    DifferenceOption,
    DirectionOption,
    DrawsOption,
    FormulaOption,
    LeftOption,
    ListOption,
    MachineOption,
    MaxDocumentShareOption,
    MinCountOption,
    MinDocumentsOption,
    NGramsOption,
    NoCorrectOption,
    NumbersOption,
    PictureOption,
    ReferencesOption,
    RescaleOption,
    RightOption,
    ScaleArgument,
    ScaleCodebookOption,
    ScaleIntervalOption,
    SeedOption,
    SeedsOption,
    SetOption,
    StemsOption,
    StopWordsOption,
    TargetOption,
    UncertaintyOption,
    VotesOption,
    WeightsOption,
    WordLanguageOption,
    WordsFileOption,
)
from hustings.interface.scale_output import (
    Shown,
    check_outputs,
    print_positions,
    write_outputs,
)
from hustings.model.codebook import ScaleDefinition
from hustings.outside.files import read_text_file
from hustings.scaling.catalogue import NAMED_SCALES
from hustings.scaling.word_catalogue import WORD_SCALES
from hustings.store.project import Store
from hustings.words.stop_words import stop_words_from_text
from hustings.workflow.listing import list_documents
from hustings.workflow.position_differences import (
    document_differences,
    table_difference,
)
from hustings.workflow.scale_questions import question_of
from hustings.workflow.scaling import scale_documents
from hustings.workflow.scaling_named import takes_sides
from hustings.workflow.scaling_tables import scale_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.model.codebook import Formula
    from hustings.workflow.scale_questions import Asked, ScaleQuestion

EXAMPLE = "Example: hustings scale wordfish --from counts.csv --direction Quay Park"

_LOGIT = "logit"
"""The scale whose formula holds for any two lists of codes, under its own name."""


def run(
    scale: ScaleArgument,
    _list_scales: ListOption = False,
    codebook: ScaleCodebookOption = None,
    coder: CoderOption = None,
    by: ByOption = "document",
    left: LeftOption = None,
    right: RightOption = None,
    formula: FormulaOption = None,
    votes: VotesOption = None,
    weights: WeightsOption = None,
    areas: AreasOption = None,
    references: ReferencesOption = None,
    seeds: SeedsOption = None,
    target: TargetOption = None,
    against: AgainstOption = None,
    direction: DirectionOption = None,
    rescale: RescaleOption = None,
    stems: StemsOption = False,
    stop_words: StopWordsOption = "none",
    n_grams: NGramsOption = "1",
    no_numbers: NumbersOption = False,
    language: WordLanguageOption = None,
    min_count: MinCountOption = 1,
    min_documents: MinDocumentsOption = 1,
    max_document_share: MaxDocumentShareOption = 1.0,
    options: SetOption = None,
    codings: CodingsOption = False,
    machine: MachineOption = None,
    interval: ScaleIntervalOption = None,
    blocks: BlocksOption = "paragraphs",
    uncertainty: UncertaintyOption = None,
    correct: CorrectOption = None,
    no_correct: NoCorrectOption = False,
    confusion: ConfusionOption = None,
    draws: DrawsOption = None,
    confidence: ConfidenceOption = 0.95,
    seed: SeedOption = 0,
    difference: DifferenceOption = None,
    changes: ChangesOption = False,
    picture: PictureOption = None,
    words: WordsFileOption = None,
    replace: ReplaceOption = False,
    table: TableOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Place documents on a scale, with intervals, or a table of counts.

    From the codes of units (rile, logit, salience ...) or from words (wordscores,
    wordfish, ca, affinity, lss, keyness). With --from, the first column of the table is
    the case and every other column a code or a word with its count; scales from words
    take texts as well (columns case, text and, if wished, block and section).
    """
    check_outputs(picture, words, replace=replace)
    if table is not None:
        _refuse_of_projects(scale, {"--coder": coder, "--changes": changes})
    own = _own_scale(scale, left, right, formula)
    given: dict[str, Any] = {
        "left": None if own else _names(left),
        "right": None if own else _names(right),
        "votes": votes,
        "weights": weights,
        "areas": areas,
        "references": references,
        "seeds": seeds,
        "target": target,
        "reference": against,
        "direction": direction,
        "options": _options(options, rescale=None if rescale is None else rescale),
        "stems": stems,
        "stop_words": _stop_words(stop_words),
        "n_grams": _lengths(n_grams),
        "numbers": not no_numbers,
        "language": language,
        "min_count": min_count,
        "min_documents": min_documents,
        "max_document_share": max_document_share,
        "interval": None if interval is None else interval.value,
        "n_draws": draws,
        "uncertainty": _names(uncertainty),
        "correction": _correction(correct, no_correct=no_correct),
        "codings": codings,
        "machine": machine,
        "confusion": confusion,
        "by": by,
        "blocks": blocks,
        "confidence": confidence,
        "seed": seed,
    }
    question = _question(given)
    with show_progress("Scaling"):
        if table is not None:
            found = scale_table(table, scale, question, codebook=codebook, own=own)
            shown = Shown.of_table(found)
            if difference is not None:
                shown = shown.with_differences(table_difference(found, difference))
        else:
            shown = _of_project(
                project, scale, question, (codebook, coder), own, (difference, changes)
            )
        write_outputs(shown, picture, words, replace=replace)
    if json:
        print_result(shown.rows, shown.problems, shown.run)
        return
    print_positions(shown)
    print_problems(shown.problems)
    for line in shown.lines:
        say(line)


def _question(given: dict[str, Any]) -> ScaleQuestion:
    """Read the tables that the options name."""
    asked: Asked = {name: value for name, value in given.items() if value is not None}  # type: ignore[assignment]  # by the names of its keys
    return question_of(asked)


def _of_project(
    folder: Path,
    scale: str,
    question: ScaleQuestion,
    chosen: tuple[str | None, str | None],
    own: ScaleDefinition | None,
    compared: tuple[tuple[str, str] | None, bool],
) -> Shown:
    """Scale a project's documents, and put them in the order of its lists.

    Or compare them, where that is asked for.
    """
    codebook, coder = chosen
    pair, over_time = compared
    with Store.open(folder) as store:
        scaled = scale_documents(
            store, scale, question, codebook=codebook, coder=coder, own=own
        )
        listed = enumerate(list_documents(store).documents)
        order = {one.document: place for place, one in listed}
        shown = Shown.of_project(scaled, order)
        if pair is None and not over_time:
            return shown
        return shown.with_differences(
            document_differences(store, scaled, pair, over_time=over_time)
        )


def _correction(correct: CorrectBy | None, *, no_correct: bool) -> str | None:
    """Say how machine codings are corrected; None is as usual."""
    if no_correct and correct not in {None, CorrectBy.none}:
        message = f"--no-correct and --correct {correct} contradict each other."
        raise typer.BadParameter(message)
    return "none" if no_correct else None if correct is None else correct.value


def _refuse_of_projects(scale: str, options: Mapping[str, object]) -> None:
    """Raise for what a table cannot be asked: it knows no coders, actors, dates."""
    for option, value in options.items():
        if value:
            what = f"{option} with a table, which is about a project's documents"
            raise UselessInputError(scale=scale, what=what, known=())


def _own_scale(
    name: str, left: str | None, right: str | None, formula: OwnFormula | None
) -> ScaleDefinition | None:
    """Make a scale of the user's two lists of codes, if they are given."""
    if left is None and right is None and formula is None:
        return None
    if left is None or right is None:
        raise OneSidedScaleError(name=name)
    if takes_sides(name) and formula is None:
        return None
    return ScaleDefinition(
        name=name,
        title=name,
        variable="",
        formula=_own_formula(name, formula),
        left=_names(left) or (),
        right=_names(right) or (),
    )


def _own_formula(name: str, formula: OwnFormula | None) -> Formula:
    """Choose the formula of the user's codes; a known name must not mean another."""
    usual = OwnFormula.logit if name == _LOGIT else OwnFormula.difference
    is_known = name in NAMED_SCALES or name in WORD_SCALES
    if is_known and (name != _LOGIT or formula not in {None, usual}):
        own = "a formula" if takes_sides(name) else "codes"
        what = f"{own} of your own: choose another name"
        raise UselessInputError(scale=name, what=what, known=())
    return (formula or usual).value


def _names(text: str | None) -> tuple[str, ...] | None:
    """Cut names at commas."""
    return None if text is None else tuple(one.strip() for one in text.split(","))


def _options(given: Sequence[str] | None, *, rescale: str | None) -> dict[str, object]:
    """Read options of the scale; --rescale is one with a name of its own."""
    options: dict[str, object] = {} if rescale is None else {"rescale": str(rescale)}
    for one in given or ():
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            message = f"--set {one}: write NAME=VALUE, such as optimum=mode."
            raise typer.BadParameter(message)
        options[name.strip()] = value.strip()
    return options


def _stop_words(chosen: str) -> str | tuple[str, ...]:
    """Read a list of stop words, unless one of ours is meant, or none."""
    if chosen in {"none", "language"}:
        return chosen
    return tuple(sorted(stop_words_from_text(read_text_file(Path(chosen)))))


def _lengths(text: str) -> tuple[int, ...]:
    """Read the lengths of n-grams."""
    try:
        return tuple(int(one) for one in text.split(","))
    except ValueError:
        message = f"--n-grams {text}: write lengths with commas, such as 1,2."
        raise typer.BadParameter(message) from None
