"""A project from Python: one method a step, as on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hustings.outside.models import read_embedding
from hustings.workflow.active_queue import hand_out_units
from hustings.workflow.adjudicating import adjudicate, rule_of
from hustings.workflow.agreeing import agree_coders
from hustings.workflow.agreeing_on_claims import agree_claims
from hustings.workflow.agreement_questions import question_of
from hustings.workflow.backing_up import back_up
from hustings.workflow.checking import check_project
from hustings.workflow.claiming import claim_documents
from hustings.workflow.claims_gathered import gather_claims
from hustings.workflow.codebook_versions import add_codebook
from hustings.workflow.coders import add_coder, list_coders
from hustings.workflow.coding import code_with
from hustings.workflow.coding_by_machine import CodeOptions
from hustings.workflow.comparing import compare_actors
from hustings.workflow.comparing_claims import compare_issues
from hustings.workflow.decisions import take_decisions
from hustings.workflow.exporting import export_tables
from hustings.workflow.gathering import gather
from hustings.workflow.importing import import_codings
from hustings.workflow.issue_groups import gather_issues
from hustings.workflow.machine_coders import DICTIONARY
from hustings.workflow.merging import merge_project
from hustings.workflow.open_cases import write_open_cases
from hustings.workflow.project_documents import ProjectDocuments
from hustings.workflow.remote_coding import RemoteOptions
from hustings.workflow.scale_questions import question_of as scale_question
from hustings.workflow.scaling import scale_documents
from hustings.workflow.training_coders import TrainOptions
from hustings.workflow.training_projects import train_in_project
from hustings.workflow.training_sets import assign_training

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike
    from typing import Unpack

    from hustings.coding.adjudication_results import AdjudicationRule, RuleName
    from hustings.coding.coders import Coder as MachineCoder
    from hustings.coding.function_coder import CodingFunction
    from hustings.coding.transformers import Form
    from hustings.comparison.held_claims import HeldClaim
    from hustings.comparison.issues import Grouping
    from hustings.model.codebook import ScaleDefinition
    from hustings.model.coder import Coder, Role
    from hustings.workflow.adjudicating import AdjudicateResult
    from hustings.workflow.agreeing import AgreeResult
    from hustings.workflow.agreeing_on_claims import ClaimAgreeResult
    from hustings.workflow.agreement_questions import Asked
    from hustings.workflow.assigning import AssignResult
    from hustings.workflow.backing_up import BackupResult
    from hustings.workflow.checking import CheckResult
    from hustings.workflow.claiming import ClaimResult
    from hustings.workflow.codebook_versions import AddResult
    from hustings.workflow.coders import CodersResult
    from hustings.workflow.coding import CodeResult
    from hustings.workflow.comparing import CompareResult
    from hustings.workflow.comparing_claims import ClaimComparison, ClaimQuestion
    from hustings.workflow.drawing import Request
    from hustings.workflow.exporting import ExportResult
    from hustings.workflow.gathered import Gathered
    from hustings.workflow.importing import ImportResult, TableOptions
    from hustings.workflow.merging import MergeResult
    from hustings.workflow.scale_questions import Asked as ScaleAsked
    from hustings.workflow.scaled_cases import ScaledCases
    from hustings.workflow.training_coders import Purpose
    from hustings.workflow.training_results import TrainedCoder


class Project(ProjectDocuments):
    """A folder with documents, codings and positions, and the trail between them.

    Use `create` or `open`, and close it or use it in a ``with`` statement. Every
    method is one step, records one run, and gives a frozen result with ``to_rows()``
    and ``summary()``.

    Attributes
    ----------
    store : Store
        The project's files and database.
    effort : Effort
        Worker processes and progress; never what comes out.
    """

    def code(  # noqa: PLR0913  # the options of the command, each with its default
        self,
        *,
        coder: str | MachineCoder | CodingFunction = DICTIONARY,
        codebook: str | None = None,
        variable: str | None = None,
        embedding: str | PathLike[str] | None = None,
        remote: RemoteOptions | None = None,
        form: Form | None = None,
        target: str | None = None,
    ) -> CodeResult:
        """Code all units by a machine.

        Parameters
        ----------
        coder : str, Coder or callable
            ``"dictionary"``; the name of a coder that was trained here, or comes with
            Hustings; ``"remote:NAME"`` for a language model; the path of a coder, or of
            a table of codings that a program made; any `hustings.coding.Coder`; or a
            function, as `hustings.coding.FunctionCoder` takes it.
        codebook : str, optional
            By name or by the path of its file. A learned coder's own by default, and
            ``marpor-5`` for the dictionary.
        variable : str, optional
            What the coder codes, where the codebook has several.
        embedding : path, optional
            The one that a learned coder was trained with, if it is your own.
        remote : RemoteOptions, optional
            How a language model is asked, and whether texts may leave this machine.
        form : {"sentence", "context"}, optional
            What a network reads, where its name does not say it.
        target : str, optional
            What stances are on, for a coder that asks about a target.
        """
        options = CodeOptions(
            codebook=codebook,
            variable=variable,
            embedding=None if embedding is None else read_embedding(Path(embedding)),
            remote=remote or RemoteOptions(),
            form=form,
            target=target,
        )
        return code_with(self.store, coder, options, effort=self.effort)

    def train(  # noqa: PLR0913  # the options of the command, each with its default
        self,
        name: str | None = None,
        *,
        codebook: str | None = None,
        variable: str | None = None,
        embedding: str | PathLike[str] | None = None,
        seed: int = 0,
        out: str | PathLike[str] | None = None,
        purpose: Purpose = "codes",
    ) -> TrainedCoder:
        """Train a coder on what people coded, and keep it under a name.

        Parameters
        ----------
        name : str, optional
            The codebook's by default; ``project.code(coder=NAME)`` uses it.
        codebook, variable : str, optional
            Learn these only.
        embedding : path, optional
            What words mean; ``"none"`` for words alone. In English, that of Hustings.
        seed : int, default=0
            The same seed gives the same bytes.
        out : path, optional
            Where to write the coder's file as well.
        purpose : {"codes", "stance"}
            For stances only variables whose codes are for, against and neutral.
        """
        options = TrainOptions(
            codebook=codebook,
            variable=variable,
            embedding=None if embedding is None else str(embedding),
            seed=seed,
            name=name,
            purpose=purpose,
        )
        return train_in_project(
            self.store, options, out=None if out is None else Path(out)
        )

    def code_from_table(
        self,
        path: str | PathLike[str],
        options: TableOptions | None = None,
        *,
        unmatched: str | PathLike[str] | None = None,
    ) -> ImportResult:
        """Bring in codings that people made elsewhere, matched to units."""
        listed = None if unmatched is None else Path(unmatched)
        return import_codings(self.store, Path(path), options, unmatched=listed)

    def agree(self, **asked: Unpack[Asked]) -> AgreeResult:
        """Measure how far the people who coded agree, at the codebook's levels.

        Options are those of `hustings.workflow.agreement_questions.Asked`.
        """
        return agree_coders(self.store, *question_of(asked))

    def agree_on_claims(self, *, coders: Sequence[str] = ()) -> ClaimAgreeResult:
        """Measure how far people agree on claims, and the program with each of them."""
        return agree_claims(self.store, coders=coders)

    def scale(
        self,
        scale: str,
        *,
        codebook: str | None = None,
        coder: str | None = None,
        own: ScaleDefinition | None = None,
        **asked: Unpack[ScaleAsked],
    ) -> ScaledCases:
        """Place the documents on a scale, from their codes or their words.

        Options are those of `hustings.workflow.scale_questions.Asked`; tables may be
        files, rows or mappings: ``project.scale("wordscores", references={"Ferry Party
        2031": -1.0, "ledger.pdf": 1.0})``.
        """
        return scale_documents(
            self.store,
            scale,
            scale_question(asked),
            codebook=codebook,
            coder=coder,
            own=own,
        )

    def adjudicate(
        self,
        rule: RuleName | AdjudicationRule | None = None,
        *,
        codebook: str | None = None,
        variable: str | None = None,
        again: bool = False,
        decisions: str | PathLike[str] | None = None,
    ) -> AdjudicateResult:
        """Settle where people's codings differ, by a rule or by a table of decisions.

        Parameters
        ----------
        rule : str or AdjudicationRule, optional
            A rule that needs no options, such as ``"majority"``, or one with them.
        codebook, variable : str, optional
            Settle these only.
        again : bool, default=False
            Whether the rule overturns what persons decided.
        decisions : path, optional
            A table of persons' decisions, in place of a rule.
        """
        if decisions is not None and rule is None:
            return take_decisions(self.store, Path(decisions), codebook=codebook)
        chosen = rule_of(rule, decisions=decisions)
        return adjudicate(
            self.store, chosen, codebook=codebook, variable=variable, again=again
        )

    def claim(
        self, *, coder: str | None = None, parser: str | None = None
    ) -> ClaimResult:
        """Find who is for or against what, in which words.

        A learned coder of stances gives a second opinion on each claim; a parser of
        spaCy sharpens targets.
        """
        return claim_documents(
            self.store, coder=coder, parser=parser, effort=self.effort
        )

    def claims(self) -> tuple[HeldClaim, ...]:
        """Return the claims that count now, each with who holds it."""
        return gather_claims(self.store)

    def issues(self) -> Grouping:
        """Gather the claims' targets into issues; these name claims by place."""
        return gather_issues(self.store)

    def write_open_cases(self, path: str | PathLike[str]) -> int:
        """Write the cases that adjudication left open; return how many there are."""
        return write_open_cases(self.store, Path(path))

    def compare(
        self, *, codebook: str | None = None, coder: str | None = None
    ) -> CompareResult:
        """Put the latest document of each actor side by side, in its own words."""
        return compare_actors(self.store, codebook=codebook, coder=coder)

    def compare_issues(self, question: ClaimQuestion | None = None) -> ClaimComparison:
        """Put actors side by side on issues: who is for or against what."""
        return compare_issues(self.store, question)

    def add_coder(self, name: str, *, role: Role = "coder") -> Coder:
        """Add a person who codes."""
        return add_coder(self.store, name, role=role)

    def coders(self) -> CodersResult:
        """List the people who code, with what each has done."""
        return list_coders(self.store)

    def backup(self, out: str | PathLike[str] = ".") -> BackupResult:
        """Keep the database and the sources in one ZIP file, and verify it."""
        return back_up(self.store, Path(out))

    def merge(self, other: str | PathLike[str]) -> MergeResult:
        """Bring in what a colleague coded by hand in another project or a backup."""
        return merge_project(self.store, Path(other))

    def add_codebook(self, name_or_path: str) -> AddResult:
        """Add a version of a codebook, and recode hand codings by its rules."""
        return add_codebook(self.store, name_or_path)

    def assign(
        self, request: Request, *, training: str | PathLike[str] | None = None
    ) -> AssignResult:
        """Draw units and deal them out to coders, or give all a training set."""
        if training is not None:
            return assign_training(self.store, request, Path(training))
        return hand_out_units(self.store, request)

    def export(  # what to write, where and how, as options
        self,
        tables: Iterable[str] = (),
        *,
        to: str | PathLike[str],
        form: str | None = None,
        replace: bool = False,
        coder: str | None = None,
        document: str | None = None,
    ) -> ExportResult:
        """Write tables of the project as files, each with a dictionary."""
        return export_tables(
            self.store,
            list(tables),
            to=Path(to),
            form=form,
            replace=replace,
            coder=coder,
            document=document,
        )

    def check(self, *, rebuild: bool = False) -> CheckResult:
        """Compare the project's files with its records, and mend what can be."""
        return check_project(self.store, rebuild=rebuild, effort=self.effort)

    def gather(self) -> Gathered:
        """Gather all that the project's pages show."""
        return gather(self.store)
