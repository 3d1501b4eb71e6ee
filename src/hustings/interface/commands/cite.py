"""The command `cite`."""

from __future__ import annotations

import json as json_format
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hustings.exchange.bibliography import to_csl, write_bibtex
from hustings.exchange.citations import STYLES
from hustings.exchange.web_annotation import to_annotation
from hustings.interface.anchors import print_anchors
from hustings.interface.links import link_to
from hustings.interface.options import HERE, JsonOption, ProjectOption
from hustings.interface.output import (
    harmless,
    print_json,
    print_problems,
    print_result,
    print_table,
    print_text,
    say,
)
from hustings.interface.progress import show_progress
from hustings.interface.web.openings import PORT
from hustings.workflow.citing import CiteResult, row_of_citation
from hustings.workflow.project import Project
from hustings.workflow.states import project_of, state_of
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hustings.interface.links import Link
    from hustings.model.citation import Citation
    from hustings.workflow.cited_before import CheckedCitations
    from hustings.workflow.settling import SettleResult

EXAMPLE = "Example: hustings cite --words 'abolish the toll' --style apa"

_ONLY_WORKLIST = "it is written by --worklist alone, and not as JSON."
_HERE = f"http://127.0.0.1:{PORT}"


class Style(StrEnum):
    """How a citation is written as text."""

    plain = "plain"
    apa = "apa"
    chicago = "chicago"
    german = "german"


class Form(StrEnum):
    """What a citation is written as."""

    text = "text"
    web_annotation = "web-annotation"
    bibtex = "bibtex"
    csl_json = "csl-json"
    link = "link"


def run(
    table: Annotated[
        Path | None,
        typer.Argument(help="With --worklist: the CSV to write.", show_default=False),
    ] = None,
    *,
    unit: Annotated[
        str | None, typer.Option(help="Cite this unit.", show_default=False)
    ] = None,
    document: Annotated[
        str | None,
        typer.Option(
            help="With --span, or to look for --words only there: id or file name.",
            show_default=False,
        ),
    ] = None,
    span: Annotated[
        tuple[int, int] | None,
        typer.Option(
            metavar="START END",
            help="Characters of the document's text; the end is not included.",
            show_default=False,
        ),
    ] = None,
    words: Annotated[
        str | None,
        typer.Option(help="Cite these words, which stand once.", show_default=False),
    ] = None,
    style: Annotated[
        Style, typer.Option(help="How the text is written.")
    ] = Style.plain,
    form: Annotated[
        Form, typer.Option("--as", help="What the citation is written as.")
    ] = Form.text,
    at: Annotated[
        str,
        typer.Option(
            help="For links: the folder of a report, or the address of a server."
        ),
    ] = _HERE,
    check: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Find the citations of this file of Web Annotations again.",
            show_default=False,
        ),
    ] = None,
    worklist: Annotated[
        bool,
        typer.Option(
            "--worklist",
            help="List the codings whose words are ambiguous or lost in the texts "
            "that count now, or write them into TABLE.",
        ),
    ] = False,
    settle: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Take such a table back, with your decisions in its last column.",
            show_default=False,
        ),
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Cite words so that they can be found again.

    A citation holds the hash of the file, the page, the place in the text, the words
    and those around them. Other programs read it as a Web Annotation, BibTeX or
    CSL-JSON; a link opens the Reader at the words.
    """
    if table is not None and (not worklist or json):
        raise typer.BadParameter(_ONLY_WORKLIST, param_hint="TABLE")
    with show_progress("Citing"), Project.open(project) as opened:
        if worklist:
            _show_worklist(opened, table, json=json)
            return
        if settle is not None:
            _print_settled(opened.settle(settle), json=json)
            return
        if check is not None:
            _print_checked(opened.check_citations(check), json=json)
            return
        result = opened.cite(unit=unit, document=document, span=span, words=words)
        link = _link(opened, result, at) if _wants(form, json) else None
    problems = (*result.problems, *(link.problems if link else ()))
    if json:
        print_result([_as_row(result, link, style)], problems, None)
        return
    print_problems(problems)
    if form == Form.link and link is None:
        raise typer.Exit(1)
    print_text(harmless(f"{link.address if link else _write(form, result, style)}\n"))


def _wants(form: Form, json: bool) -> bool:
    """Say whether a link is asked for."""
    return json or form == Form.link


def _link(opened: Project, result: CiteResult, at: str) -> Link | None:
    """Return the address of the words where they stand now, if they do."""
    if result.latest is None:
        return None
    store = opened.store
    return link_to(result.latest, at, project=project_of(store), state=state_of(store))


def _write(form: Form, result: CiteResult, style: Style) -> str:
    return _FORMS[form](result.citation, style)


def _write_text(citation: Citation, style: Style) -> str:
    return STYLES[style.value](citation)


def _write_annotation(citation: Citation, _: Style) -> str:
    return _dump(to_annotation(citation))


def _write_bibtex(citation: Citation, _: Style) -> str:
    return write_bibtex(citation)


def _write_csl(citation: Citation, _: Style) -> str:
    return _dump([to_csl(citation)])


_FORMS: Mapping[Form, Callable[[Citation, Style], str]] = {
    Form.text: _write_text,
    Form.web_annotation: _write_annotation,
    Form.bibtex: _write_bibtex,
    Form.csl_json: _write_csl,
}


def _dump(value: object) -> str:
    return json_format.dumps(value, ensure_ascii=False, indent=2)


def _as_row(result: CiteResult, link: Link | None, style: Style) -> dict[str, object]:
    """Give the citation in every form at once."""
    citation = result.citation
    return {
        **row_of_citation(citation),
        "text": _write_text(citation, style),
        "link": link and link.address,
        "web_annotation": to_annotation(citation),
        "bibtex": write_bibtex(citation),
        "csl_json": to_csl(citation),
    }


def _show_worklist(opened: Project, table: Path | None, *, json: bool) -> None:
    """Print what a person has to settle, or write it as a table."""
    if table is not None:
        n_rows = opened.write_worklist(table)
        say(
            f"Wrote {count(n_rows, 'row')} into {table}. Fill the column 'decision', "
            f"then: hustings cite --settle {table}"
        )
        return
    result = opened.reanchor()
    if json:
        print_json(
            {
                "rows": [dict(row) for row in result.worklist],
                "problems": [],
                "run": list(result.run_ids),
            }
        )
        return
    print_anchors(result, only_open=True)
    if not result.worklist:
        say("Nothing to settle: every coding's words were found.")


def _print_settled(result: SettleResult, *, json: bool) -> None:
    """Say what was decided."""
    if json:
        print_result(result.to_rows(), (), result.run_id)
    else:
        say(result.summary())


def _print_checked(result: CheckedCitations, *, json: bool) -> None:
    """Print what became of earlier citations; fail if one was not found."""
    if json:
        print_result(result.to_rows(), result.problems, None)
    else:
        print_table(
            [
                {
                    "fate": one.fate,
                    "document": one.document,
                    "was": " ".join(one.words.split()),
                    "is": one.new_words and " ".join(one.new_words.split()),
                }
                for one in result.citations
            ]
        )
        print_problems(result.problems)
        say(result.summary())
    if not result.is_sound:
        raise typer.Exit(1)
