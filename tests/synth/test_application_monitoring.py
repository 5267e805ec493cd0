from __future__ import annotations

import json

import pytest
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from constructs_lib.cdk import FlinkApplication, FlinkCode, FlinkRuntime, PipelineMonitoring
from constructs_lib.policy import check
from tests.synth.parts import comparable, resources

ALARM = "AWS::CloudWatch::Alarm"


def monitored(stack, runtime=FlinkRuntime.FLINK_1_20):
    code = FlinkCode.from_bucket(s3.Bucket.from_bucket_name(stack, "Builds", "builds"), "scores.jar")
    application = FlinkApplication(stack, "Scores", runtime=runtime, code=code)
    return PipelineMonitoring(stack, "Monitoring", applications=[application])


def metrics(stack):
    """Metric to expression, or to nothing where the metric itself is compared."""
    found = {}
    for each in resources(stack).values():
        if each["Type"] == ALARM:
            properties = each["Properties"]
            if "Metrics" in properties:
                expression, counter = properties["Metrics"]
                found[counter["MetricStat"]["Metric"]["MetricName"]] = expression["Expression"]
            else:
                found[properties["MetricName"]] = None
    return found


def test_outages_restarts_and_failed_checkpoints_ring(stack):
    monitored(stack)
    assert metrics(stack) == {
        "downtime": None,
        "fullRestarts": "DIFF(counter)",
        "numberOfFailedCheckpoints": "DIFF(counter)",
    }


@pytest.mark.parametrize("runtime", [FlinkRuntime.FLINK_2_2, FlinkRuntime.FLINK_2_3])
def test_newer_releases_have_other_metrics(stack, runtime):
    monitored(stack, runtime)
    assert set(metrics(stack)) == {"numRestarts", "numberOfFailedCheckpoints"}


def test_every_metric_names_the_application(stack):
    monitored(stack)
    alarms = [each["Properties"] for each in resources(stack).values() if each["Type"] == ALARM]
    identities = [each["Metrics"][1]["MetricStat"]["Metric"] if "Metrics" in each else each for each in alarms]
    application = next(name for name in resources(stack) if name.startswith("ScoresApplication"))
    named = [{"Name": "Application", "Value": {"Ref": application}}]
    assert [each["Dimensions"] for each in identities] == [named] * 3


def test_what_was_checked_is_emitted(stack):
    built = monitored(stack)
    emitted = [comparable(each["Properties"]) for each in resources(stack).values() if each["Type"] == ALARM]
    checked = [comparable(alarm.definition.properties) for alarm in built.alarms.values()]
    by_description = {each["AlarmDescription"]: each for each in checked}
    assert {each["AlarmDescription"]: each for each in emitted} == by_description


def test_other_packs_find_nothing(app, stack):
    monitored(stack)
    template = {"Resources": resources(stack)}
    found = lint(json.dumps(template), config=ManualArgs(regions=["us-east-1"]))
    assert [str(each) for each in found if each.rule.severity != "informational"] == []
    assert [each for each in check(template).findings if each.severity != "info"] == []
    assert [each.rule_name for each in AwsSolutionsChecks().validate_scope(app).violations] == []
