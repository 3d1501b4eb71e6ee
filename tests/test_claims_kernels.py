from __future__ import annotations

import pyarrow as pa

from hustings.claims.arcs import Arc, sharpen_claims
from hustings.claims.finding import find_claims_in
from hustings.claims.kernels import find_claims, problems_of_languages
from hustings.claims.tables import CLAIM_UNITS, CLAIMS
from test_claims_grammar import ENGLISH

TEXT = "We oppose the toll road fees."


def _batch(**columns: str | int | None) -> pa.RecordBatch:
    row = dict.fromkeys(CLAIM_UNITS.names)
    row |= {"document": "d", "unit": "u", "text": TEXT, "language": "en"} | columns
    return pa.RecordBatch.from_pylist([row], schema=CLAIM_UNITS)


def test_a_batch_of_units_gives_a_batch_of_claims() -> None:
    found = find_claims(_batch(start=50), {"en": ENGLISH})
    assert found.schema == CLAIMS
    row = found.to_pylist()[0]
    assert (row["document"], row["unit"], row["head"]) == ("d", "u", "fees")
    assert TEXT[row["start"] - 50 : row["end"] - 50] == row["target"]


def test_a_unit_in_another_language_has_none_and_a_problem() -> None:
    batch = _batch(language="xx")
    assert find_claims(batch, {"en": ENGLISH}).num_rows == 0
    (problem,) = problems_of_languages(batch, {"en": ENGLISH})
    assert problem.message == (
        "No lexicon for xx: no claims were looked for in 1 unit."
    )


def _arcs(*words: tuple[str, int, str, str]) -> list[Arc]:
    arcs = []
    start = 0
    for word, head, dependency, pos in words:
        start = TEXT.index(word, start)
        end = start + len(word)
        arcs.append(
            Arc(
                start=start,
                end=end,
                head=head,
                dependency=dependency,
                lemma=word.lower(),
                pos=pos,
            )
        )
        start = end
    return arcs


ARCS = _arcs(
    ("We", 1, "nsubj", "PRON"),
    ("oppose", 1, "root", "VERB"),
    ("the", 3, "det", "DET"),
    ("toll", 1, "obj", "NOUN"),
    ("road", 3, "flat", "NOUN"),
    ("fees", 3, "conj", "NOUN"),
)


def test_arcs_move_head_and_end_of_a_target() -> None:
    claims = find_claims_in(TEXT, language="en", lexicon=ENGLISH, start=7)
    claim, joined = sharpen_claims(claims, TEXT, ARCS, start=7)
    assert (claim.target, claim.head) == ("the toll road", "toll")
    assert (joined.target, joined.stance) == ("fees", claim.stance)
    assert TEXT[claim.span.start - 7 : claim.span.end - 7] == claim.target


def test_the_kernel_takes_arcs_by_document_and_unit() -> None:
    found = find_claims(_batch(), {"en": ENGLISH}, {("d", "u"): ARCS})
    assert found.column("head").to_pylist() == ["toll", "fees"]


def test_arcs_that_do_not_cover_a_target_change_nothing() -> None:
    claims = find_claims_in(TEXT, language="en", lexicon=ENGLISH)
    assert sharpen_claims(claims, TEXT, ARCS[:2]) == claims
