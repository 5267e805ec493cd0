"""Which rules are run over a resource: those about something that it holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from constructs_lib.graph import Graph
from constructs_lib.graph.readers.template import template_resources
from constructs_lib.policy import discover
from constructs_lib.policy.engine import run
from constructs_lib.policy.plan import Plan

STREAM = "AWS::Kinesis::Stream"
FAILURES = Path(__file__).parents[2] / "data" / "failures"


@pytest.mark.parametrize(
    ("about", "meant"),
    [
        (("",), True),
        (("Name",), True),
        (("StreamModeDetails.StreamMode",), True),
        (("*.StreamMode",), True),
        (("Tags[].Key",), True),
        (("RetentionPeriodHours", "Name"), True),
        (("Name.Inner",), True),
        (("RetentionPeriodHours",), False),
        (("StreamModeDetails.Other",), False),
    ],
)
def test_a_rule_is_run_where_what_it_is_about_may_stand(about: tuple[str, ...], meant: bool) -> None:
    rule = replace(next(iter(discover())), resources=(STREAM,), about=about)
    properties = "{Name: a, Tags: [{Key: a, Value: b}], StreamModeDetails: {StreamMode: ON_DEMAND}}"
    (stream,) = template_resources(f"Resources: {{Orders: {{Type: {STREAM}, Properties: {properties}}}}}", "a.yaml")
    assert list(Plan([rule]).rules_for(stream)) == ([rule] if meant else [])


def test_rules_that_are_not_run_would_have_said_nothing() -> None:
    files = sorted(FAILURES.glob("*/bad.yaml"))
    resources = [each for file in files for each in template_resources(file.read_bytes(), file.parent.name)]
    found = run(Graph(resources), discover())
    everywhere = [replace(rule, about=("",)) for rule in discover()]
    assert found == run(Graph(resources), everywhere)
    assert len(found.findings) > len(files) / 2
