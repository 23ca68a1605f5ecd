"""What is served over HTTP: capture."""
