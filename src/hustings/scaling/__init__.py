"""From counts of codes or words to positions."""

from __future__ import annotations

from hustings.scaling.affinity import AffinityResult, affinity
from hustings.scaling.attention import issue_attention_diversity, programmatic_clarity
from hustings.scaling.catalogue import NAMED_SCALES, NamedScale
from hustings.scaling.correspondence import correspondence
from hustings.scaling.correspondence_results import CorrespondenceResult
from hustings.scaling.counts import BlockCounts, Counts
from hustings.scaling.distances import PairResult, PairValue, congruence, distances
from hustings.scaling.electorates import median_voter, relative_party_size
from hustings.scaling.factor import vanilla
from hustings.scaling.franzmann_kaiser import franzmann_kaiser, issue_weights
from hustings.scaling.from_codes import (
    SCALES,
    logit_rile,
    logit_scale,
    logit_standard_error,
    mean_scale,
    rile,
    salience,
    scale_by_definition,
)
from hustings.scaling.kernels import (
    COUNT_SQL,
    block_counts_from_table,
    counts_from_table,
)
from hustings.scaling.keyness import KeynessResult, KeyWord, keyness
from hustings.scaling.latent_semantic import (
    LatentSemanticResult,
    latent_semantic,
    place_by_polarity,
)
from hustings.scaling.nicheness import bischof_nicheness, meyer_miller_nicheness
from hustings.scaling.results import Position, ScaleResult
from hustings.scaling.rivals import Rivals
from hustings.scaling.sides import (
    bakker_hobolt_economic,
    bakker_hobolt_europe,
    bakker_hobolt_libertarian,
    kim_fording,
    laver_garry,
    right_over_left,
    weighted_scale,
)
from hustings.scaling.sourced_counts import SourcedCounts, SourcedResult
from hustings.scaling.uncertainty import (
    UncertainScale,
    available_sources,
    scale_with_uncertainty,
)
from hustings.scaling.unit_tables import UnitTable
from hustings.scaling.word_catalogue import WORD_SCALES, NamedWordScale
from hustings.scaling.wordfish import wordfish
from hustings.scaling.wordfish_results import WordfishResult
from hustings.scaling.wordscores import WordscoresResult, wordscores

__all__ = [
    "COUNT_SQL",
    "NAMED_SCALES",
    "SCALES",
    "WORD_SCALES",
    "AffinityResult",
    "BlockCounts",
    "CorrespondenceResult",
    "Counts",
    "KeyWord",
    "KeynessResult",
    "LatentSemanticResult",
    "NamedScale",
    "NamedWordScale",
    "PairResult",
    "PairValue",
    "Position",
    "Rivals",
    "ScaleResult",
    "SourcedCounts",
    "SourcedResult",
    "UncertainScale",
    "UnitTable",
    "WordfishResult",
    "WordscoresResult",
    "affinity",
    "available_sources",
    "bakker_hobolt_economic",
    "bakker_hobolt_europe",
    "bakker_hobolt_libertarian",
    "bischof_nicheness",
    "block_counts_from_table",
    "congruence",
    "correspondence",
    "counts_from_table",
    "distances",
    "franzmann_kaiser",
    "issue_attention_diversity",
    "issue_weights",
    "keyness",
    "kim_fording",
    "latent_semantic",
    "laver_garry",
    "logit_rile",
    "logit_scale",
    "logit_standard_error",
    "mean_scale",
    "median_voter",
    "meyer_miller_nicheness",
    "place_by_polarity",
    "programmatic_clarity",
    "relative_party_size",
    "right_over_left",
    "rile",
    "salience",
    "scale_by_definition",
    "scale_with_uncertainty",
    "vanilla",
    "weighted_scale",
    "wordfish",
    "wordscores",
]
