"""The booklet for coders, as one HTML page and as PDF."""
