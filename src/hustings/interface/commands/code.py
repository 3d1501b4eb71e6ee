"""The command `code`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hustings.interface.brought_options import (
    AddCodersOption,
    ColumnOption,
    DocumentOption,
    FromTableOption,
    RenameOption,
    TableAsOption,
    UnmatchedOption,
    VariableOption,
    WorksheetOption,
)
from hustings.interface.code_arguments import CodeArguments
from hustings.interface.hand_options import (
    AllocateOption,
    AllocationOf,
    BlindOption,
    ByOption,
    ClaimsOption,
    CodersOption,
    CodesOfOption,
    DocumentsOption,
    MoreOfOption,
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
)
from hustings.interface.machine_options import (
    AgainOption,
    EstimateOption,
    FormOption,
    SamplesOption,
    TargetOption,
    YesOption,
)
from hustings.interface.options import (
    DEFAULT_PROCESSES,
    HERE,
    JsonOption,
    LanguageOption,
    ProcessesOption,
    ProjectOption,
)

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
            show_default="a trained coder's own, or marpor-5",
        ),
    ] = None,
    coders: CodersOption = None,
    sample: SampleOption = None,
    stratify: StratifyOption = StratifyBy.none,
    allocate: AllocateOption = AllocationOf.proportional,
    codes_of: CodesOfOption = None,
    more_of: MoreOfOption = None,
    whole_documents: WholeOption = False,
    documents: DocumentsOption = None,
    overlap: OverlapOption = 0.0,
    variables: VariablesOption = None,
    order: OrderOption = None,
    new_only: NewOnlyOption = False,
    blind: BlindOption = False,
    unitising: UnitisingOption = False,
    claims: ClaimsOption = False,
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
    target: TargetOption = None,
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
    from hustings.interface.code_work import code  # noqa: PLC0415  # slow; not for --help

    code(
        CodeArguments(
            by=by,
            coder=coder,
            units=units,
            codebook=codebook,
            coders=coders,
            sample=sample,
            stratify=stratify,
            allocate=allocate,
            codes_of=codes_of,
            more_of=more_of,
            whole_documents=whole_documents,
            documents=documents,
            overlap=overlap,
            variables=variables,
            order=order,
            new_only=new_only,
            blind=blind,
            unitising=unitising,
            claims=claims,
            training=training,
            queue=queue,
            random_share=random_share,
            seed=seed,
            sheet=sheet,
            from_table=from_table,
            form=form,
            variable=variable,
            document=document,
            column=column,
            worksheet=worksheet,
            rename_coder=rename_coder,
            add_coders=add_coders,
            unmatched=unmatched,
            embedding=embedding,
            reads=reads,
            language=language,
            target=target,
            estimate=estimate,
            yes=yes,
            again=again,
            samples=samples,
            project=project,
            processes=processes,
            json=json,
        )
    )
