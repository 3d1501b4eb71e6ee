"""From blocks to the units that receive codes."""
