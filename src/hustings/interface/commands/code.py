"""The command `code`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.brought_codings import (
    AddCodersOption,
    ColumnOption,
    DocumentOption,
    FromTableOption,
    RenameOption,
    TableAsOption,
    UnmatchedOption,
    VariableOption,
    WorksheetOption,
    bring_in,
    read_pairs,
)
from hustings.interface.hand_work import (
    AllocateOption,
    AllocationOf,
    BlindOption,
    ByOption,
    CodersOption,
    CodesOfOption,
    DocumentsOption,
    NewOnlyOption,
    OrderOption,
    OverlapOption,
    SampleOption,
    SeedOption,
    SheetOption,
    StratifyBy,
    StratifyOption,
    TrainingOption,
    UnitisingOption,
    VariablesOption,
    WholeOption,
    Worker,
    hand_out,
    named,
)
from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    JsonOption,
    ProcessesOption,
    ProjectOption,
)
from hustings.interface.output import print_problems, print_result, say
from hustings.interface.progress import show_progress
from hustings.store.project import Store
from hustings.workflow.codebooks import DEFAULT_CODEBOOK
from hustings.workflow.coding import code_units
from hustings.workflow.drawing import Request
from hustings.workflow.importing import TableOptions

EXAMPLE = (
    "Example: hustings code --by hand --codebook marpor-5 --coders ana,ben "
    "--sample 200 --overlap 0.2"
)


def run(
    by: ByOption = Worker.machine,
    coder: Annotated[
        str | None,
        typer.Option(
            help="Which program codes; from a table: who coded.",
            show_default="dictionary",
        ),
    ] = None,
    codebook: Annotated[
        str | None,
        typer.Option(
            help="Name of a codebook of the project or a built-in one, or a codebook "
            "file. From a table: the one that was handed out, if it is only one.",
            show_default=DEFAULT_CODEBOOK,
        ),
    ] = None,
    coders: CodersOption = None,
    sample: SampleOption = None,
    stratify: StratifyOption = StratifyBy.none,
    allocate: AllocateOption = AllocationOf.proportional,
    codes_of: CodesOfOption = None,
    whole_documents: WholeOption = False,
    documents: DocumentsOption = None,
    overlap: OverlapOption = 0.0,
    variables: VariablesOption = None,
    order: OrderOption = None,
    new_only: NewOnlyOption = False,
    blind: BlindOption = False,
    unitising: UnitisingOption = False,
    training: TrainingOption = None,
    seed: SeedOption = 0,
    sheet: SheetOption = None,
    from_table: FromTableOption = None,
    form: TableAsOption = None,
    variable: VariableOption = None,
    document: DocumentOption = None,
    column: ColumnOption = None,
    worksheet: WorksheetOption = None,
    rename_coder: RenameOption = None,
    add_coders: AddCodersOption = False,
    unmatched: UnmatchedOption = None,
    project: ProjectOption = HERE,
    processes: ProcessesOption = DEFAULT_PROCESSES,
    json: JsonOption = False,
) -> None:
    """Code the units with a codebook: by a program, by people, or from a table.

    The dictionary coder gives each unit the code whose terms it holds most of, and
    keeps the words it relied on. These are machine codings that nobody has checked.

    With --by hand, units are drawn at random, dealt out to coders, and kept with their
    inclusion probabilities.

    With --from-table, codings that people made elsewhere are matched to units by id,
    span or words; what does not match is listed, never guessed.
    """
    options = TableOptions(
        form=None if form is None else form.value,
        coder=coder,
        codebook=codebook,
        variable=variable,
        document=document,
        columns=read_pairs(column, "--column"),
        people=read_pairs(rename_coder, "--rename-coder"),
        add_coders=add_coders,
        worksheet=worksheet,
    )
    book = codebook or DEFAULT_CODEBOOK
    request = Request(
        codebook=book,
        coders=named(coders, "--coders"),
        sample=sample,
        stratify=stratify.value,
        allocation=allocate.value,
        whole_documents=whole_documents,
        documents=tuple(documents or ()),
        overlap=overlap,
        variables=named(variables, "--variables"),
        codes_of=codes_of,
        order=None if order is None else order.value,
        new_only=new_only,
        seed=seed,
        blind=blind,
        unitising=unitising,
    )
    if by == Worker.hand:
        _refuse_table_options(options, codebook, coder, from_table or unmatched)
        _require_coders(request)
        hand_out(project, request, training=training, sheet=sheet, json=json)
        return
    _refuse_hand_options(request, training or sheet)
    if from_table is not None:
        bring_in(project, from_table, options, unmatched=unmatched, json=json)
        return
    _refuse_table_options(options, codebook, coder, unmatched)
    _code(coder or "dictionary", book, project, processes, json=json)


def _require_coders(request: Request) -> None:
    if not request.coders:
        message = "Name who gets the units: --coders ana,ben."
        raise typer.BadParameter(message)


def _refuse_hand_options(request: Request, path: object) -> None:
    """Raise where an option says that people are to code, and --by hand is missing."""
    plain = Request(codebook=request.codebook, coders=())
    if request != plain or path is not None:
        message = "Options on coders and samples need --by hand."
        raise typer.BadParameter(message)


def _refuse_table_options(
    options: TableOptions, codebook: str | None, coder: str | None, path: object
) -> None:
    """Raise where an option is about a table, and --from-table is missing."""
    plain = TableOptions(codebook=codebook, coder=coder)
    if options != plain or path is not None:
        message = "Options on tables need --from-table, and go without --by hand."
        raise typer.BadParameter(message)


def _code(
    coder: str, codebook: str, project: Path, processes: int, *, json: bool
) -> None:
    """Let a program code."""
    with (
        show_progress("Coding", processes=processes) as effort,
        Store.open(project) as store,
    ):
        result = code_units(store, coder=coder, codebook=codebook, effort=effort)
    if json:
        print_result(result.to_rows(), result.problems, result.run_id)
        return
    print_problems(result.problems)
    say(result.summary())
