"""From units to claims: who is for or against what."""

from __future__ import annotations

from hustings.claims.finding import find_claims_in
from hustings.claims.kernels import find_claims
from hustings.claims.lexicons import read_lexicon
from hustings.claims.tables import claims_of
from hustings.claims.vocabulary import Lexicon

__all__ = ["Lexicon", "claims_of", "find_claims", "find_claims_in", "read_lexicon"]
