"""The command `codebook`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hustings.interface.options import JsonOption
from hustings.interface.output import print_json, print_table, say
from hustings.outside.packaged import codebook_names
from hustings.workflow.codebooks import load_codebook

if TYPE_CHECKING:
    from hustings.model.codebook import Codebook

EXAMPLE = "Example: hustings codebook my-codebook.yaml"


def run(
    codebook: Annotated[
        str | None,
        typer.Argument(
            help="Name of a built-in codebook, or a codebook file; lists the built-in "
            "ones without.",
            show_default=False,
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """List the codebooks, show one, or check your own.

    A codebook is one YAML file. A mistake in it is named with its line.
    """
    if codebook is None:
        _show([_entry(load_codebook(name).codebook) for name in codebook_names()], json)
        return
    loaded = load_codebook(codebook).codebook
    _show(_codes(loaded), json)
    if not json:
        scales = ", ".join(scale.name for scale in loaded.scales) or "none"
        say(f"{loaded.title}, version {loaded.version}. Scales: salience, {scales}.")


def _show(rows: list[dict[str, object]], json: bool) -> None:
    if json:
        print_json({"rows": rows})
    else:
        print_table(rows)


def _entry(codebook: Codebook) -> dict[str, object]:
    return {
        "codebook": codebook.name,
        "version": codebook.version,
        "title": codebook.title,
        "codes": sum(len(variable.codes) for variable in codebook.variables),
    }


def _codes(codebook: Codebook) -> list[dict[str, object]]:
    return [
        {
            "variable": variable.name,
            "code": code.code,
            "title": code.title,
            "instruction": " ".join(code.instruction.split()),
        }
        for variable in codebook.variables
        for code in variable.codes
    ]
