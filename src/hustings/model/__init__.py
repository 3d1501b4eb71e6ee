"""The nouns: frozen records that every other package speaks in."""
