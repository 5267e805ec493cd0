from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.policy.notices.assertions import METRICS
from constructs_lib.testing import NotCompliant, assert_alarms_can_fire

TOPIC = "arn:aws:sns:eu-west-1:111122223333:wake"
AGE: dict[str, Any] = {
    "Namespace": "AWS/Kinesis",
    "MetricName": "GetRecords.IteratorAgeMilliseconds",
    "Dimensions": [{"Name": "StreamName", "Value": {"Ref": "Orders"}}],
    "Statistic": "Maximum",
    "Period": 60,
    "EvaluationPeriods": 5,
    "ComparisonOperator": "GreaterThanThreshold",
    "Threshold": 60_000,
    "TreatMissingData": "notBreaching",
    "AlarmActions": [TOPIC],
}


def template(more: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    alarm = {key: value for key, value in {**AGE, **changes}.items() if value is not None}
    return {
        "Resources": {
            "Orders": {"Type": "AWS::Kinesis::Stream", "Properties": {"RetentionPeriodHours": 24}},
            "Late": {"Type": "AWS::CloudWatch::Alarm", "Properties": alarm},
            **(more or {}),
        }
    }


def composite(**properties: Any) -> dict[str, Any]:
    return {"Any": {"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": properties}}


IN_RULE = {"Fn::Join": ["", ['ALARM("', {"Ref": "Late"}, '")']]}


@pytest.mark.parametrize(
    "given",
    [
        template(),
        template(composite(AlarmRule=IN_RULE, AlarmActions=[TOPIC]), AlarmActions=None),
        template(composite(AlarmRule="ALARM(late)", AlarmActions=[TOPIC]), AlarmActions=None, AlarmName="late"),
        template(AlarmActions={"Fn::ImportValue": "actions"}),
        template(Threshold=24 * 3_600_000 - 1),
        template(Threshold=24 * 3_600_000, ComparisonOperator="GreaterThanOrEqualToThreshold"),
        template(Threshold=0, ComparisonOperator="LessThanThreshold", TreatMissingData="breaching"),
        template(Threshold=0, ComparisonOperator="LessThanOrEqualToThreshold"),
        template(Threshold={"Fn::ImportValue": "age"}),
    ],
)
def test_alarms_that_ring_and_are_heard_pass(given: dict[str, Any]) -> None:
    assert assert_alarms_can_fire(given).findings == []


def test_an_alarm_whose_threshold_lies_behind_the_retention_is_named() -> None:
    with pytest.raises(NotCompliant) as caught:
        assert_alarms_can_fire(template(Threshold=24 * 3_600_000))
    (finding,) = caught.value.report.findings
    assert str(caught.value) == (
        f"template\n\n{finding.line}:{finding.column:<6} error ALM002 threshold-is-reachable\n"
        "  the alarm never rings: GetRecords.IteratorAgeMilliseconds ends with the retention of the stream\n"
        "  where     Late (AWS::CloudWatch::Alarm)\n"
        "  property  Threshold\n"
        "  given     GreaterThanThreshold 86400000\n"
        "  allowed   less than 86400000\n"
        "  why       what should wake somebody stays quiet\n"
        "  fix       set a threshold that the metric can pass\n"
        f"  source    {METRICS}\n\n"
        "1 error, 0 warnings, 0 info, 0 undecided; checked 2 resources in 1 file"
    )


@pytest.mark.parametrize(
    ("changes", "more", "rule", "message"),
    [
        ({"AlarmActions": None}, {}, "ALM001", "the alarm has no action, so nobody hears it"),
        ({"ActionsEnabled": False}, {}, "ALM001", "the actions of the alarm are switched off"),
        ({"AlarmActions": None}, composite(AlarmRule=IN_RULE), "ALM001", "the alarm has no action"),
        ({"AlarmActions": None}, composite(AlarmRule="ALARM(a)", AlarmActions=[TOPIC]), "ALM001", "no action"),
        ({"Threshold": 0, "ComparisonOperator": "LessThanThreshold"}, {}, "ALM002", "is never negative"),
        ({"Threshold": -1, "ComparisonOperator": "LessThanOrEqualToThreshold"}, {}, "ALM002", "is never negative"),
        ({"MetricName": "GetRecords.IteratorAge.Millis"}, {}, "CWA011", "AWS/Kinesis has no metric"),
        ({"Dimensions": None}, {}, "CWA010", "has no dimension StreamName"),
    ],
)
def test_an_alarm_that_nobody_hears_or_that_never_rings_fails(
    changes: dict[str, Any], more: dict[str, Any], rule: str, message: str
) -> None:
    with pytest.raises(NotCompliant) as caught:
        assert_alarms_can_fire(template(more, **changes))
    assert [finding.rule for finding in caught.value.report.findings] == [rule]
    assert message in str(caught.value)


def test_one_composite_alarm_without_actions_is_one_finding() -> None:
    rule = {"Fn::Join": ["", ['ALARM("', {"Ref": "Late"}, '") OR ALARM("', {"Ref": "Later"}, '")']]}
    given = template(composite(AlarmRule=rule), AlarmActions=None)
    given["Resources"]["Later"] = given["Resources"]["Late"]
    with pytest.raises(NotCompliant) as caught:
        assert_alarms_can_fire(given)
    assert [finding.resource for finding in caught.value.report.findings] == ["Any"]


def test_actions_are_not_asked_for_where_others_follow_the_states() -> None:
    assert_alarms_can_fire(template(AlarmActions=None), actions=False)


def test_a_pipeline_without_alarms_fails() -> None:
    with pytest.raises(AssertionError, match="template has no alarm on a stream, a delivery stream or a function"):
        assert_alarms_can_fire({"Resources": {"Orders": {"Type": "AWS::Kinesis::Stream"}}})
