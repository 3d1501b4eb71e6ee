"""Positions, codes and texts side by side."""
