"""Throw-away database servers for the tests: found, started on first use, ended with the run."""
