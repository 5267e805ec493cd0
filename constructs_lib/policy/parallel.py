"""Run rules over many resources with every processor; the findings are those of one."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

from constructs_lib.graph import Graph
from constructs_lib.policy.engine import Results, run
from constructs_lib.policy.rule import Rule

WORTHWHILE = 2000
"""Resources below which starting processes takes longer than it saves; measured."""

_work: tuple[Graph, Sequence[Rule]]


def run_with_all(graph: Graph, rules: Sequence[Rule]) -> Results:
    """Run rules over every resource: in this process, or, where that is quicker and safe, in one for each processor.

    A process is forked, so that it sees the graph without its being copied; while other threads run, none is.
    """
    processes = os.cpu_count() or 1
    forks = hasattr(os, "fork") and threading.active_count() == 1
    if len(graph.resources) < WORTHWHILE or processes == 1 or not forks:
        return run(graph, rules)
    return run_in_processes(graph, rules, processes)


def run_in_processes(graph: Graph, rules: Sequence[Rule], processes: int) -> Results:
    """Share the resources out among forked processes, and put together what these find."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, context, initializer=_take, initargs=(graph, rules)) as pool:
        parts = list(pool.map(_run_share, range(processes), [processes] * processes))
    return Results(
        findings=sorted((found for part in parts for found in part.findings), key=lambda found: found.order()),
        undecided=sorted((found for part in parts for found in part.undecided), key=lambda found: found.order()),
    )


def _take(graph: Graph, rules: Sequence[Rule]) -> None:
    """Keep the work in a forked process; it comes without being pickled."""
    global _work
    _work = graph, rules


def _run_share(first: int, step: int) -> Results:
    graph, rules = _work
    return run(graph, rules, graph.resources[first::step])
