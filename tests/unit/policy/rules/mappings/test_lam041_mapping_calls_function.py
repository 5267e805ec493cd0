from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.mappings import example

lam041 = RuleCase("LAM041")
OTHERS = """
  Watch: {Type: AWS::Lambda::Function}
  Live: {Type: AWS::Lambda::Alias}
  Role: {Type: AWS::IAM::Role}
  Made: {Type: Custom::Function}
"""


@pytest.mark.parametrize(
    "function",
    [
        "!GetAtt Role.Arn",
        "!Ref Orders",
        "arn:aws:sqs:us-east-1:111122223333:jobs",
        "!Sub 'arn:aws:iam::${AWS::Region}:a'",
    ],
)
def test_what_is_no_function_is_found(function: str) -> None:
    assert lam041.finds(example(function=function) + OTHERS).property == "FunctionName"


def test_a_name_that_is_too_long_is_found() -> None:
    lam041.finds(example(function="f" * 65))
    lam041.passes(example(function="f" * 64))


@pytest.mark.parametrize(
    "function",
    [
        "!Ref Watch",
        "!GetAtt Watch.Arn",
        "!Ref Live",
        "!GetAtt Made.Arn",
        "!ImportValue function",
        "!Sub '${Watch}:live'",
        "111122223333:function:watch",
        "!Sub 'arn:${AWS::Partition}:lambda:us-east-1:111122223333:function:watch'",
    ],
)
def test_every_way_to_name_a_function_passes(function: str) -> None:
    lam041.passes(example(function=function) + OTHERS)
