"""The live pages on this machine."""
