from __future__ import annotations

from textwrap import dedent

import pytest

from constructs_lib.graph import Scenario, View
from constructs_lib.graph.readers.template import read_template
from constructs_lib.policy.reading.functions import function_of

TEMPLATE = """
Resources:
  Watch: {{Type: AWS::Lambda::Function}}
  Live: {{Type: AWS::Lambda::Alias, Properties: {{FunctionName: !Ref First}}}}
  First: {{Type: AWS::Lambda::Version, Properties: {{FunctionName: !GetAtt Watch.Arn}}}}
  Circle: {{Type: AWS::Lambda::Alias, Properties: {{FunctionName: !Ref Back}}}}
  Back: {{Type: AWS::Lambda::Alias, Properties: {{FunctionName: !Ref Circle}}}}
  Orders: {{Type: AWS::Kinesis::Stream, Properties: {{Name: {value}}}}}
"""


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("!Ref Watch", "Watch"),
        ("!GetAtt Watch.Arn", "Watch"),
        ("!Sub '${Watch.Arn}:live'", "Watch"),
        ("!Ref Live", "Watch"),
        ("!Ref First", "Watch"),
        ("!Ref Circle", None),
        ("!Ref Orders", None),
        ("!Ref Missing", None),
        ("watch", None),
    ],
)
def test_a_name_leads_through_aliases_and_versions_to_the_function(value: str, found: str | None) -> None:
    graph = read_template(dedent(TEMPLATE.format(value=value)), "watch.yaml")
    stream = next(View(graph, Scenario()).of_type("AWS::Kinesis::Stream"))
    function = function_of(stream["Name"])
    assert (function.id if function else None) == found
