"""The only place that knows SQLite and the project folder."""
