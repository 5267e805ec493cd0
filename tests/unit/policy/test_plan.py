"""Which rules are run over a resource: those about something that it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constructs_lib.graph.readers.template import template_resources
from constructs_lib.policy import discover
from constructs_lib.policy.plan import Plan

STREAM = "AWS::Kinesis::Stream"


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
