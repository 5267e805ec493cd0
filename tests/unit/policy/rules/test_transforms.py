from __future__ import annotations

from cases import RuleCase

kdf050, kdf051 = RuleCase("KDF050"), RuleCase("KDF051")
TIMEOUT = """
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
      {destination}:
        ProcessingConfiguration:
          Enabled: {enabled}
          Processors:
            - Type: Lambda
              Parameters:
                - {{ParameterName: LambdaArn, ParameterValue: {arn}}}
"""


def timeout(seconds: int, arn: str, enabled: str = "true", destination: str = "HttpEndpoint") -> str:
    name = f"{destination}DestinationConfiguration"
    return TIMEOUT.format(timeout=seconds, arn=arn, enabled=enabled, destination=name)


def test_a_long_timeout_is_found_on_the_function_through_a_qualifier_and_an_alias() -> None:
    for arn in ("!GetAtt Transform.Arn", '!Sub "${Transform.Arn}:$LATEST"', "!Ref Live"):
        assert kdf050.finds(timeout(301, arn)).resource == "Transform"


def test_exactly_five_minutes_pass() -> None:
    kdf050.passes(timeout(300, "!GetAtt Transform.Arn"))


def test_a_function_outside_the_app_does_not_apply() -> None:
    kdf050.passes(timeout(900, "arn:aws:lambda:us-east-1:111122223333:function:far"))


def test_disabled_processing_does_not_apply() -> None:
    kdf050.passes(timeout(900, "!GetAtt Transform.Arn", enabled="false"))


def test_three_megabytes_that_grow_by_half_do_not_fit_and_the_finding_says_what_would() -> None:
    template = kdf051.rule.bad.replace("2.0", "1.5")
    finding = kdf051.finds(template)
    assert finding.given == "6291565 bytes: 3 MB x 1.5 growth x 4/3 for base64"
    assert finding.allowed == "6291556 bytes: at most 2.99 MB with this growth"


def test_an_undeclared_growth_does_not_apply() -> None:
    kdf051.passes(kdf051.rule.bad.replace("output_growth", "something"))
