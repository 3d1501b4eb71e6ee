"""The command `code`."""

from __future__ import annotations

from dataclasses import replace
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
    QueueOf,
    QueueOption,
    RandomShareOption,
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
from hustings.interface.machine_work import (
    FormOption,
    MachineWork,
    code_project,
    code_units_of,
    refuse_machine_options,
)
from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    JsonOption,
    LanguageOption,
    ProcessesOption,
    ProjectOption,
)
from hustings.interface.remote_consent import (
    AgainOption,
    EstimateOption,
    SamplesOption,
    YesOption,
)
from hustings.outside.models import read_embedding
from hustings.workflow.codebooks import DEFAULT_CODEBOOK
from hustings.workflow.coding_by_machine import CodeOptions
from hustings.workflow.drawing import Request
from hustings.workflow.importing import TableOptions
from hustings.workflow.machine_coders import DICTIONARY
from hustings.workflow.remote_coding import RemoteOptions

EXAMPLE = (
    "Example: hustings code --by hand --codebook marpor-5 --coders ana,ben "
    "--sample 200 --overlap 0.2"
)


def run(
    by: ByOption = Worker.machine,
    coder: Annotated[
        str | None,
        typer.Option(
            help="Which program codes: 'dictionary', a trained coder's name, one that "
            "comes with Hustings, remote:NAME; or the path of a model, or of codings "
            "by a program. From a table: who coded.",
            show_default="dictionary",
        ),
    ] = None,
    units: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Code the units of this table (CSV, JSONL or Parquet) with no "
            "project.",
            show_default=False,
        ),
    ] = None,
    codebook: Annotated[
        str | None,
        typer.Option(
            help="Name of a codebook of the project or a built-in one, or a codebook "
            "file. From a table: the one that was handed out, if it is only one.",
            show_default=f"a trained coder's own, or {DEFAULT_CODEBOOK}",
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
    queue: QueueOption = QueueOf.random,
    random_share: RandomShareOption = 0.2,
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
    embedding: Annotated[
        Path | None,
        typer.Option(
            help="The embedding that the coder was trained with, if it is your own.",
            show_default=False,
        ),
    ] = None,
    reads: FormOption = None,
    language: LanguageOption = None,
    estimate: EstimateOption = False,
    yes: YesOption = False,
    again: AgainOption = False,
    samples: SamplesOption = 1,
    project: ProjectOption = HERE,
    processes: ProcessesOption = DEFAULT_PROCESSES,
    json: JsonOption = False,
) -> None:
    """Code the units with a codebook: by a program, by people, or from a table.

    The dictionary coder gives each unit the code whose terms it holds most of, and
    keeps the words it relied on. Other coders were trained ('hustings train'), come
    with Hustings, or are somebody else's. Machine codings are unvalidated until people
    have coded a random sample.

    With --from, the units of a table are coded (columns unit and text, and, if wished,
    document, before, after, heading, language), and nothing is kept.

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
        queue=queue.value,
        random_share=random_share,
    )
    asked = MachineWork(
        coder=coder or DICTIONARY,
        options=CodeOptions(
            codebook=codebook,
            variable=variable,
            embedding=None if embedding is None else read_embedding(embedding),
            remote=RemoteOptions(again=again, samples=samples, consent=yes),
            form=None if reads is None else reads.value,
        ),
        language=language,
        estimate=estimate,
        project=project,
        processes=processes,
        json=json,
    )
    if units is not None:
        _refuse_others(by, from_table)
    if by == Worker.hand or from_table is not None:
        refuse_machine_options(asked)
    if by == Worker.hand:
        _refuse_table_options(options, codebook, coder, from_table or unmatched)
        _require_coders(request)
        hand_out(project, request, training=training, sheet=sheet, json=json)
        return
    _refuse_hand_options(request, training or sheet)
    if from_table is not None:
        bring_in(project, from_table, options, unmatched=unmatched, json=json)
        return
    plain = replace(options, variable=None)
    _refuse_table_options(plain, codebook, coder, unmatched)
    if units is not None:
        code_units_of(units, asked)
    else:
        code_project(asked)


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


def _refuse_others(by: Worker, from_table: Path | None) -> None:
    """Raise where --from stands beside what needs a project."""
    if by == Worker.hand or from_table is not None:
        message = "--from goes without --by hand and without --from-table."
        raise typer.BadParameter(message)
