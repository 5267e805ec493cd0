from __future__ import annotations

from cases import RuleCase

kdf050 = RuleCase("KDF050")

TEMPLATE = """
Parameters: {{Seconds: {{Type: Number}}}}
Resources:
  Transform:
    Type: AWS::Lambda::Function
    Properties: {{Timeout: {timeout}}}
  Live:
    Type: AWS::Lambda::Alias
    Properties: {{FunctionName: !Ref Transform, Name: live}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      HttpEndpointDestinationConfiguration:
        ProcessingConfiguration:
          Enabled: {enabled}
          Processors:
            - Type: Lambda
              Parameters:
                - {{ParameterName: LambdaArn, ParameterValue: {arn}}}
"""


def timeout(seconds: int | str, arn: str = "!GetAtt Transform.Arn", enabled: str = "true") -> str:
    return TEMPLATE.format(timeout=seconds, arn=arn, enabled=enabled)


def test_a_long_timeout_is_found_on_the_function_through_a_qualifier_and_an_alias() -> None:
    for arn in ("!GetAtt Transform.Arn", '!Sub "${Transform.Arn}:$LATEST"', "!Ref Live"):
        assert kdf050.finds(timeout(301, arn)).resource == "Transform"


def test_exactly_five_minutes_pass() -> None:
    kdf050.passes(timeout(300))


def test_a_function_outside_the_app_does_not_apply() -> None:
    kdf050.passes(timeout(900, "arn:aws:lambda:us-east-1:111122223333:function:far"))


def test_disabled_processing_does_not_apply() -> None:
    kdf050.passes(timeout(900, enabled="false"))


def test_a_timeout_that_a_parameter_holds_is_undecided() -> None:
    kdf050.undecided(timeout("!Ref Seconds"))
