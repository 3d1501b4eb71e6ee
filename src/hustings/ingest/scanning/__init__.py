"""Pages that are pictures, made ready and recognised."""
