"""The list of all issues that the filter of the matrix looks through.

It is a script, which a page can load from a folder as from a server. It is loaded when
somebody begins to filter, and names for each issue: its name, the page that has its
quotations, how many actors speak to it, how many claims it has.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.comparison.claim_matrix import IssueRow
    from hustings.interface.pages.claim_index import ClaimIndex


def write_issues(index: ClaimIndex) -> bytes:
    """Write all issues, in the order of the matrix of all documents."""
    rows = [_describe(index, row) for row in index.matrix.rows]
    said = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f'"use strict";\nvar hustingsIssues = {said};\n'.encode()


def _describe(index: ClaimIndex, row: IssueRow) -> list[object]:
    """Name an issue, where it is read, and how much is said about it."""
    cells = index.speaking[row.issue.issue_id]
    n_claims = sum(cell.n_claims for cell in cells)
    is_contested = int(row.is_contested)
    return [row.issue.name, index.address_of(row), len(cells), n_claims, is_contested]
