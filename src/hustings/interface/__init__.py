"""The only place that talks to people."""
