"""One function a step: read the store, call the method, write the result."""
