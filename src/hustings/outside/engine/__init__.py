"""Three functions that run a method on much data."""
