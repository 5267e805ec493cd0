"""Run rules over many resources with every processor; the findings are those of one."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from constructs_lib.graph import Graph, Resource
from constructs_lib.policy.engine import Results, in_order, run
from constructs_lib.policy.rule import Rule

WORTHWHILE = 150
"""Resources below which starting processes takes longer than it saves; measured."""


def run_with_all(graph: Graph, rules: Sequence[Rule]) -> Results:
    """Run rules over every resource: in this process, or, where that is quicker and safe, in one for each processor.

    A process is forked, so that it sees the graph without its being copied; while other threads run, none is, nor on
    systems whose libraries do not survive it.
    """
    safe = sys.platform == "linux" and threading.active_count() == 1
    processes = len(os.sched_getaffinity(0)) if safe and len(graph.resources) >= WORTHWHILE else 1
    return run(graph, rules) if processes == 1 else run_in_processes(graph, rules, processes)


def run_in_processes(graph: Graph, rules: Sequence[Rule], processes: int) -> Results:
    """Share the resources out among this process and forked ones, and put together what all find."""
    shares = [graph.resources[first::processes] for first in range(processes)]
    helpers = [Helper(graph, rules, share) for share in shares[1:]]
    parts = [run(graph, rules, shares[0]), *(helper.results() for helper in helpers)]
    return in_order(
        Results(
            findings=[finding for part in parts for finding in part.findings],
            undecided=[finding for part in parts for finding in part.undecided],
        )
    )


class Helper:
    """A forked process that runs rules over a share of the resources."""

    def __init__(self, graph: Graph, rules: Sequence[Rule], share: Sequence[Resource]) -> None:
        """Start it."""
        self.graph, self.rules, self.share = graph, rules, share
        self.answer, into = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            self.work(into)
        os.close(into)

    def work(self, into: int) -> None:
        """Run the rules, write down what they find, and end without what this process would do at its own end."""
        import pickle

        try:
            with os.fdopen(into, "wb") as pipe:
                pickle.dump(run(self.graph, self.rules, self.share), pipe, pickle.HIGHEST_PROTOCOL)
        finally:
            os._exit(0)

    def results(self) -> Results:
        """Wait for what it finds; where it has been stopped, which the system may do, the work is done here."""
        import pickle

        found: Results | None = None
        with os.fdopen(self.answer, "rb") as pipe, suppress(EOFError, pickle.UnpicklingError):
            found = pickle.load(pipe)  # noqa: S301  written by this program
        os.waitpid(self.process, 0)
        return run(self.graph, self.rules, self.share) if found is None else found
