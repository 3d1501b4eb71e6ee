"""Finding words of one text again in another."""
