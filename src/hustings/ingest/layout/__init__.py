"""Printed pages: from characters with places to blocks in reading order."""
