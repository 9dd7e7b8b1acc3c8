"""Benchmarks against the reference tool, side by side in one run: ``make bench``."""
