"""What the command `code` does with its arguments."""

from __future__ import annotations

import typer

from hustings.interface.brought_codings import bring_in
from hustings.interface.brought_options import read_pairs
from hustings.interface.code_arguments import CodeArguments, check_arguments
from hustings.interface.hand_options import Worker, named
from hustings.interface.hand_work import hand_out
from hustings.interface.machine_work import MachineWork, code_project, code_units_of
from hustings.outside.models import read_embedding
from hustings.workflow.codebooks import DEFAULT_CODEBOOK
from hustings.workflow.coding_by_machine import CodeOptions
from hustings.workflow.drawing import Request
from hustings.workflow.importing import TableOptions
from hustings.workflow.machine_coders import DICTIONARY
from hustings.workflow.remote_coding import RemoteOptions


def code(asked: CodeArguments) -> None:
    """Code units by a program, by people, or from a table.

    Raises
    ------
    typer.BadParameter
        If options do not go together, or what is needed is missing.
    """
    check_arguments(asked)
    if asked.by == Worker.hand:
        _by_hand(asked)
    elif asked.from_table is not None:
        bring_in(
            asked.project,
            asked.from_table,
            _table_options(asked),
            unmatched=asked.unmatched,
            json=asked.json,
        )
    elif asked.units is not None:
        code_units_of(asked.units, _machine_work(asked))
    else:
        code_project(_machine_work(asked))


def _by_hand(asked: CodeArguments) -> None:
    request = _request(asked)
    if not request.coders:
        message = "Name who gets the units: --coders ana,ben."
        raise typer.BadParameter(message)
    hand_out(
        asked.project,
        request,
        training=asked.training,
        sheet=asked.sheet,
        json=asked.json,
    )


def _table_options(asked: CodeArguments) -> TableOptions:
    return TableOptions(
        form=None if asked.form is None else asked.form.value,
        coder=asked.coder,
        codebook=asked.codebook,
        variable=asked.variable,
        document=asked.document,
        columns=read_pairs(asked.column, "--column"),
        people=read_pairs(asked.rename_coder, "--rename-coder"),
        add_coders=asked.add_coders,
        worksheet=asked.worksheet,
    )


def _request(asked: CodeArguments) -> Request:
    return Request(
        codebook=asked.codebook or DEFAULT_CODEBOOK,
        coders=named(asked.coders, "--coders"),
        sample=asked.sample,
        stratify=asked.stratify.value,
        allocation=asked.allocate.value,
        whole_documents=asked.whole_documents,
        documents=tuple(asked.documents or ()),
        overlap=asked.overlap,
        variables=named(asked.variables, "--variables"),
        codes_of=asked.codes_of,
        more_of=named(asked.more_of, "--more-of"),
        order=None if asked.order is None else asked.order.value,
        new_only=asked.new_only,
        seed=asked.seed,
        blind=asked.blind,
        unitising=asked.unitising,
        claims=asked.claims,
        queue=asked.queue.value,
        random_share=asked.random_share,
    )


def _machine_work(asked: CodeArguments) -> MachineWork:
    own = asked.embedding
    remote = RemoteOptions(again=asked.again, samples=asked.samples, consent=asked.yes)
    return MachineWork(
        coder=asked.coder or DICTIONARY,
        options=CodeOptions(
            codebook=asked.codebook,
            variable=asked.variable,
            embedding=None if own is None else read_embedding(own),
            remote=remote,
            form=None if asked.reads is None else asked.reads.value,
            target=asked.target,
        ),
        language=asked.language,
        estimate=asked.estimate,
        project=asked.project,
        processes=asked.processes,
        json=asked.json,
    )
