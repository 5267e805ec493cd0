"""Many processes find what one finds."""

from __future__ import annotations

import os

import pytest

from constructs_lib.graph import Graph
from constructs_lib.graph.readers.template import template_resources
from constructs_lib.policy import discover
from constructs_lib.policy.engine import run
from constructs_lib.policy.parallel import run_in_processes


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
