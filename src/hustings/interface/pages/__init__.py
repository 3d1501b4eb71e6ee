"""What a page shows, and its templates."""
