"""From units and a codebook to codings."""
