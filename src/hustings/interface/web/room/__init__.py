"""The coding room over HTTP: who may come in, and what is sent and answered."""
