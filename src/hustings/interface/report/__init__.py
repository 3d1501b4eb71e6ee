"""The same pages as a folder of files."""
