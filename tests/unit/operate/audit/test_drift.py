from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from constructs_lib.operate.audit import Audit, AuditReport, audit
from constructs_lib.operate.audit.account import Account
from constructs_lib.operate.audit.templates import read_deployed
from tests.unit.operate.audit.fakes import MAPPING_ARN, STREAM_ARN, Aws, refusal

TEMPLATE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {RetentionPeriodHours: 48, ShardCount: 2}
  Gone:
    Type: AWS::Kinesis::Stream
    Properties: {Name: gone, ShardCount: 1}
  Reading:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {EventSourceArn: !GetAtt Orders.Arn, FunctionName: handle, BatchSize: 500}
"""
WITH_PARAMETERS = """
Parameters:
  Hours: {Type: Number}
  Shards: {Type: Number, NoEcho: true}
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {RetentionPeriodHours: !Ref Hours, ShardCount: !Ref Shards}
"""
STACK = {"Orders": "orders", "Gone": "gone", "Reading": "0f1e"}


def drift(tmp_path: Path, aws: Aws, stack: str | None) -> tuple[AuditReport, Sequence[tuple[str, str, str | None]]]:
    template = tmp_path / "pipeline.yaml"
    template.write_text(TEMPLATE)
    report = audit(Account(aws), Audit(against=tuple(read_deployed(str(template), stack))))
    return report, [(one.rule, one.resource, one.property) for one in report.findings if one.rule.startswith("AUD02")]


def resources(**names: str) -> dict[str, Any]:
    return {
        "StackResourceSummaries": [
            {"LogicalResourceId": logical, "PhysicalResourceId": physical} for logical, physical in names.items()
        ]
    }


def test_names_that_cloudformation_makes_up_are_looked_up_in_the_stack(tmp_path: Path) -> None:
    _, found = drift(tmp_path, Aws(cloudformation__list_stack_resources=resources(**STACK)), "pipeline")
    assert sorted(found) == [
        ("AUD020", STREAM_ARN, "RetentionPeriodHours"),
        ("AUD020", MAPPING_ARN, "BatchSize"),
        ("AUD021", "gone", None),
    ]


def test_a_parameter_has_the_value_of_the_stack(tmp_path: Path) -> None:
    def drift_with(**stack: Any) -> list[tuple[str | None, str | None]]:
        template = tmp_path / "pipeline.yaml"
        template.write_text(WITH_PARAMETERS)
        aws = Aws(
            cloudformation__list_stack_resources=resources(Orders="orders"),
            cloudformation__describe_stacks=stack,
        )
        report = audit(Account(aws), Audit(against=tuple(read_deployed(str(template), "pipeline"))))
        return [(one.given, one.allowed) for one in report.findings if one.rule == "AUD020"]

    def stack(**values: str) -> dict[str, Any]:
        return {"Stacks": [{"Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()]}]}

    assert drift_with(**stack(Hours="24", Shards="2")) == []
    assert drift_with(**stack(Hours="48", Shards="****")) == [("24", "48")]
    resolved = {"Stacks": [{"Parameters": [{"ParameterKey": "Hours", "ParameterValue": "/h", "ResolvedValue": "24"}]}]}
    assert drift_with(**resolved) == []


def test_parameters_that_may_not_be_read_are_not_compared(tmp_path: Path) -> None:
    template = tmp_path / "pipeline.yaml"
    template.write_text(WITH_PARAMETERS)
    aws = Aws(
        cloudformation__list_stack_resources=resources(Orders="orders"),
        cloudformation__describe_stacks=refusal("AccessDenied"),
    )
    report = audit(Account(aws), Audit(against=tuple(read_deployed(str(template), "pipeline"))))
    assert [one.rule for one in report.findings if one.rule == "AUD020"] == []
    assert [one.call for one in report.skipped] == ["cloudformation:DescribeStacks"]


def test_without_a_stack_only_what_the_template_names_is_compared_and_the_rest_is_said(tmp_path: Path) -> None:
    report, found = drift(tmp_path, Aws(), None)
    assert found == [("AUD021", "gone", None)]
    assert [one.call for one in report.skipped] == ["drift"]


def test_a_stack_that_is_not_there_is_said_once_and_nothing_is_called_missing(tmp_path: Path) -> None:
    missing = refusal("ValidationError", "Stack with id pipeline does not exist")
    report, found = drift(tmp_path, Aws(cloudformation__list_stack_resources=missing), "pipeline")
    assert found == []
    assert ["pipeline does not exist" in str(one) for one in report.skipped] == [True]


def test_what_may_not_be_listed_is_not_called_missing(tmp_path: Path) -> None:
    _, found = drift(tmp_path, Aws(kinesis__list_streams=refusal("AccessDeniedException")), None)
    assert found == []
