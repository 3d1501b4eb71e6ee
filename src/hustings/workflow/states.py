"""What state a project is in: two with the same state show the same pages."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from hustings.store.issue_decisions import issue_decisions_of

if TYPE_CHECKING:
    from hustings.store.project import Store


def state_of(store: Store) -> str:
    """Hash which documents and runs count, and what people said of them."""
    documents = [
        (one.document_id, one.replaced_by, repr(one.description))
        for one in store.all_documents()
    ]
    runs = [run.run_id for run in store.runs()]
    decisions = [one.decision_id for one in issue_decisions_of(store).all()]
    text = json.dumps([project_of(store), documents, runs, decisions])
    return hashlib.sha256(text.encode()).hexdigest()


def project_of(store: Store) -> str:
    """Tell a project from others: its name, and when it was made."""
    return f"{store.name()}, {store.created()}"
