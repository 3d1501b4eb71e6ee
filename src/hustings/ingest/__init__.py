"""From bytes to documents with blocks and units."""
