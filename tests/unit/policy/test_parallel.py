"""Many processes find what one finds."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from constructs_lib.graph import Graph, ResourceView
from constructs_lib.graph.readers.template import template_resources
from constructs_lib.policy import discover
from constructs_lib.policy.engine import run
from constructs_lib.policy.forked import Helper
from constructs_lib.policy.parallel import run_in_processes
from constructs_lib.policy.rule import Check, Rule, Violation


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked on this system")
def test_findings_of_forked_processes_are_those_of_one() -> None:
    rules = discover()
    examples = [rule.bad for rule in rules if rule.bad][::10]
    graph = Graph(
        resource
        for number, example in enumerate(examples)
        for resource in template_resources(example, f"{number}.yaml")
    )
    alone, together = run(graph, rules), run_in_processes(graph, rules, 2)
    assert alone.findings
    assert (together.findings, together.undecided) == (alone.findings, alone.undecided)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked on this system")
def test_what_a_stopped_process_would_have_found_is_found_here() -> None:
    rule = next(rule for rule in discover() if rule.id == "KDS010")
    graph = Graph(template_resources(rule.bad, "bad.yaml"))
    stopped = replace(rule, check=stopped_elsewhere(rule, os.getpid()))
    helper = Helper(lambda: run(graph, [stopped]))
    assert helper.result().findings == run(graph, [rule]).findings != []


def stopped_elsewhere(rule: Rule, here: int) -> Check:
    """Make a check that stops the process when it is not this one."""

    def check(resource: ResourceView) -> Iterator[Violation]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        yield from rule.check(resource)

    return check
