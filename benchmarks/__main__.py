"""`make bench`: run every benchmark."""

from __future__ import annotations

from benchmarks import checking, delivery

if __name__ == "__main__":
    for benchmark in (checking, delivery):
        benchmark.run()
        print()
