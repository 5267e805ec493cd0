"""Benchmarks: what was measured, on what, against what. Timings are ratios within one run."""
