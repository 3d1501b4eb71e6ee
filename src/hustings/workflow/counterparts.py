"""Finding in this project what another project's rows are about.

A row of another project names a document by its id there and words by their span. Here
it is about the document made from the same bytes in whose text the same words stand at
the same span, or about nothing: no place is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from hustings.model.document import Span
from hustings.workflow.current import current_splits, current_units
from hustings.workflow.renewals import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.model.citation import Anchor
    from hustings.store.project import Store
    from hustings.store.records import StoredDocument


@dataclass(frozen=True, kw_only=True)
class Counterparts:
    """The documents of a project that stand for those of another.

    Attributes
    ----------
    theirs : mapping of str to StoredDocument
        The other project's documents by their ids there.
    """

    store: Store
    theirs: Mapping[str, StoredDocument]
    _texts: dict[str, str] = field(default_factory=dict, repr=False)

    def lacks(self, document_id: str) -> bool:
        """Say whether no document here was made from the same bytes."""
        return not self._candidates(document_id)

    def place(self, document_id: str, anchor: Anchor) -> str | None:
        """Return the document in which the words stand at their span, or None.

        Of several readings of the same bytes the one that counts goes first.
        """
        for one in self._candidates(document_id):
            if anchor.span.of(self._text(one)) == anchor.words:
                return one.document_id
        return None

    def document(self, document_id: str) -> str | None:
        """Return the document that was made from the same bytes, or None."""
        is_known = document_id in self.theirs
        found = self._candidates(document_id) if is_known else []
        return found[0].document_id if found else None

    def unit(self, document_id: str, span: Span) -> str | None:
        """Return the unit that a stretch of a document is now, if it is one."""
        return self._units.get((document_id, span))

    def _candidates(self, document_id: str) -> list[StoredDocument]:
        return self._ours.get(self.theirs[document_id].sha256, [])

    def _text(self, document: StoredDocument) -> str:
        if document.document_id not in self._texts:
            self._texts[document.document_id] = text_of(self.store, document)
        return self._texts[document.document_id]

    @cached_property
    def _ours(self) -> dict[str, list[StoredDocument]]:
        """Our readings of each hash's bytes: what counts first, then the latest."""
        ours: dict[str, list[StoredDocument]] = {}
        for one in reversed(self.store.all_documents()):
            ours.setdefault(one.sha256, []).append(one)
        for readings in ours.values():
            readings.sort(key=lambda one: one.replaced_by is not None)
        return ours

    @cached_property
    def _units(self) -> dict[tuple[str, Span], str]:
        """The units of the documents that both projects have."""
        if not current_splits(self.store):
            return {}
        shared = {one.sha256 for one in self.theirs.values()}
        wanted = [
            one.document_id for one in self.store.documents() if one.sha256 in shared
        ]
        table = current_units(self.store, ["document", "unit", "start", "end"])
        kept = table.filter(pc.is_in(table["document"], pa.array(wanted, pa.string())))
        return {
            (row["document"], Span(row["start"], row["end"])): row["unit"]
            for row in kept.to_pylist()
        }
