"""Opening a network that others have trained as a coder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.coding.code_names import are_marpor, name_codes
from hustings.coding.transformers import TransformerCoder, guess_form
from hustings.errors import UnknownVariableError
from hustings.outside.transformers import open_network
from hustings.workflow.codebooks import load_codebook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.transformers import Form
    from hustings.model.codebook import Codebook, Variable

MARPOR = "marpor-5"
"""The codebook of classes that are numbered as the Manifesto Project numbers them."""


def open_transformer(
    name: str,
    *,
    codebook: Codebook | None = None,
    variable: str | None = None,
    form: Form | None = None,
    vocabulary: str | None = None,
    may_download: bool = False,
) -> TransformerCoder:
    """Open a network that classifies texts as a coder.

    Parameters
    ----------
    name : str
        A folder, or the name of a model that Hugging Face's cache holds.
    codebook : Codebook or None
        What its classes are codes of; by default ``marpor-5`` where they are numbered
        as the Manifesto Project numbers its codes, else none.
    variable : str or None
        Of the codebook; by default its first.
    form : {"sentence", "context"} or None
        Whether it reads what stands around a unit; by default what its name says.
    vocabulary, may_download
        As `hustings.outside.transformers.open_network` takes them.

    Raises
    ------
    ModelFileError
        If it is no such network, or damaged.
    MissingExtraError
        If a package is not installed.
    ClassNamesError
        If its classes are no codes of the codebook.
    UnknownVariableError
        If the codebook has no such variable.
    """
    form = form or guess_form(name.rpartition("/")[2])
    network = open_network(
        name,
        vocabulary=vocabulary,
        is_for_pairs=form == "context",
        may_download=may_download,
    )
    known = codebook or _codebook_of(network.classes)
    chosen = _variable_of(known, variable) if known else None
    return TransformerCoder(
        network=network,
        classes=name_codes(network.classes, chosen),
        form=form,
        codebook=known.name if known else "",
        variable=chosen.name if chosen else "",
    )


def _codebook_of(classes: Sequence[str]) -> Codebook | None:
    return load_codebook(MARPOR).codebook if are_marpor(classes) else None


def _variable_of(codebook: Codebook, name: str | None) -> Variable:
    found = {one.name: one for one in codebook.variables}
    wanted = name or codebook.variables[0].name
    if wanted not in found:
        raise UnknownVariableError(
            variable=wanted, codebook=codebook.name, known=tuple(found)
        )
    return found[wanted]
