"""What many pages look up in a project, found once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from hustings.comparison.matrix import alphabetical_key
from hustings.interface.pages.claim_index import ClaimIndex, index_claims
from hustings.workflow.actors import name_of
from hustings.workflow.lenses import find_lenses, group_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.model.run import Run
    from hustings.workflow.gathered import Gathered, GatheredDocument
    from hustings.workflow.lenses import Groups, Lens


@dataclass(frozen=True, kw_only=True)
class ProjectIndex:
    """A gathered project with the look-ups that its pages share."""

    gathered: Gathered
    _groups: dict[tuple[str, str, str, str], Groups] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def lenses(self) -> tuple[Lens, ...]:
        """Whose codings of what there are, most codings first."""
        return find_lenses(self.gathered)

    @cached_property
    def marks(self) -> Mapping[str, int]:
        """Each actor's number from 0, alphabetically: it decides mark and shape."""
        names = {name_of(document) for document in self.gathered.documents}
        ordered = sorted(names, key=alphabetical_key)
        return {name: i for i, name in enumerate(ordered)}

    @cached_property
    def documents(self) -> Mapping[str, GatheredDocument]:
        """The documents by their ids, in the order of the project."""
        return {one.document.document_id: one for one in self.gathered.documents}

    @cached_property
    def claims(self) -> ClaimIndex | None:
        """The claims with their look-ups; None where nobody has looked for any."""
        return index_claims(self)

    @cached_property
    def runs(self) -> Mapping[str, Run]:
        """The runs by their ids."""
        return {run.run_id: run for run in self.gathered.runs}

    def group_units(
        self, document: GatheredDocument, coder: str, variable: str, codebook: str
    ) -> Groups:
        """Group a document's counted units by value, once for each question."""
        key = (document.document.document_id, coder, variable, codebook)
        if key not in self._groups:
            self._groups[key] = group_units(document, coder, variable, codebook)
        return self._groups[key]
