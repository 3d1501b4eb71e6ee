"""The only place that opens packaged data, subprocesses and engines."""
