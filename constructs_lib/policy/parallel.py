"""Run rules over many resources with every processor; the findings are those of one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from constructs_lib.graph import Graph
from constructs_lib.policy.engine import Results, in_order, run
from constructs_lib.policy.forked import at_once, processes
from constructs_lib.policy.rule import Rule

WORTHWHILE = 150
"""Resources below which starting processes takes longer than it saves; measured."""


def run_with_all(graph: Graph, rules: Sequence[Rule]) -> Results:
    """Run rules over every resource: in this process, or, where that is quicker and safe, in one for each processor."""
    count = processes() if len(graph.resources) >= WORTHWHILE else 1
    return run(graph, rules) if count == 1 else run_in_processes(graph, rules, count)


def run_in_processes(graph: Graph, rules: Sequence[Rule], count: int) -> Results:
    """Share the resources out among this process and forked ones, and put together what all find."""
    shares = [graph.resources[first::count] for first in range(count)]
    return put_together(at_once([partial(run, graph, rules, share) for share in shares]))


def put_together(parts: Sequence[Results]) -> Results:
    """Make one result of those of several processes."""
    return in_order(
        Results(
            findings=[finding for part in parts for finding in part.findings],
            undecided=[finding for part in parts for finding in part.undecided],
        )
    )
