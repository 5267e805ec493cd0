"""`make bench`: run every benchmark."""

from __future__ import annotations

from benchmarks import checking, delivery, flagship, operate, runtime, specs, synthesis

if __name__ == "__main__":
    for benchmark in (flagship, checking, specs, delivery, runtime, operate, synthesis):
        benchmark.run()
        print()
