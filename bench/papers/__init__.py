"""Benchmark of typesetting a paper; see docs/performance.md."""
