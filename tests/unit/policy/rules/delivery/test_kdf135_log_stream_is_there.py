from __future__ import annotations

from typing import Any

from cases import RuleCase
from deliveries import UNKNOWN, delivery

from constructs_lib.policy.checker import Source, check_sources

kdf135 = RuleCase("KDF135")
GROUP = {"Ref": "Group"}


def logging(name: object, made: dict[str, Any] | None, group: object = GROUP, **more: Any) -> str:
    resources: dict[str, Any] = {"Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/delivery"}}}
    if made is not None:
        resources["Errors"] = {"Type": "AWS::Logs::LogStream", "Properties": made}
    options = {"Enabled": True, "LogGroupName": group, "LogStreamName": name, **more}
    return delivery(resources, ExtendedS3DestinationConfiguration={"CloudWatchLoggingOptions": options})


def test_a_log_stream_that_nobody_makes_is_found() -> None:
    kdf135.finds(logging("errors", None))
    kdf135.finds(logging("errors", {"LogGroupName": GROUP, "LogStreamName": "delivery"}))
    kdf135.finds(logging("errors", {"LogGroupName": "/other", "LogStreamName": "errors"}))


def test_a_log_stream_of_the_app_passes_by_reference_and_by_name() -> None:
    kdf135.passes(logging({"Ref": "Errors"}, {"LogGroupName": GROUP}))
    kdf135.passes(logging("errors", {"LogGroupName": GROUP, "LogStreamName": "errors"}))
    kdf135.passes(logging("errors", {"LogGroupName": "/delivery", "LogStreamName": "errors"}))


def test_a_log_group_of_another_app_does_not_apply() -> None:
    kdf135.passes(logging("errors", None, group="/aws/kinesisfirehose/delivery"))
    kdf135.passes(logging("errors", None, Enabled=False))


def test_a_log_stream_whose_name_is_not_known_may_be_the_one() -> None:
    kdf135.passes(logging("errors", {"LogGroupName": GROUP, "LogStreamName": UNKNOWN}))


def test_a_name_from_a_parameter_is_undecided() -> None:
    kdf135.undecided(logging(UNKNOWN, None))


SHARED = """
Resources:
  Group: {Type: AWS::Logs::LogGroup}
Outputs:
  Group: {Value: !Ref Group, Export: {Name: group}}
"""
USING = """
Resources:
  Errors:
    Type: AWS::Logs::LogStream
    Properties: {LogGroupName: !ImportValue group, LogStreamName: errors}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        CloudWatchLoggingOptions: {Enabled: true, LogGroupName: !ImportValue group, LogStreamName: errors}
"""


def test_a_log_stream_in_the_group_of_another_stack_passes() -> None:
    def found(using: str) -> set[str]:
        sources = [Source("shared.yaml", SHARED), Source("using.yaml", using)]
        return {finding.rule for finding in check_sources(sources, schema=False).findings}

    assert "KDF135" not in found(USING)
    assert "KDF135" in found(USING.replace("LogStreamName: errors}\n  Delivery", "LogStreamName: other}\n  Delivery"))
