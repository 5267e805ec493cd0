from __future__ import annotations

import json

import pytest
from aws_cdk import CfnParameter, Duration
from aws_cdk import aws_kms as kms
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from constructs_lib.cdk import Channel, ChannelBucket, ChannelTable, DataStream, GlueSchema, PipelineMonitoring
from constructs_lib.policy import check
from tests.synth.parts import comparable, resources

ALARM = "AWS::CloudWatch::Alarm"


def monitored(stack, *, table=False, **options):
    schema = GlueSchema.named(stack, registry="air", name="flights")
    destination = (
        ChannelTable(
            table_bucket_arn="arn:aws:s3tables:us-east-1:111122223333:bucket/lake",
            namespace="air",
            table="flights",
            schema=schema,
        )
        if table
        else ChannelBucket()
    )
    stream = DataStream(stack, "Stream", key=kms.Key(stack, "Key", enable_key_rotation=True))
    channel = Channel(stack, "ToLake", stream=stream, destination=destination, **options)
    return PipelineMonitoring(stack, "Monitoring", channels=[channel])


def alarms(stack):
    found = [each["Properties"] for each in resources(stack).values() if each["Type"] == ALARM]
    return {each["MetricName"]: each for each in found}


def test_late_and_failed_records_of_a_bucket_ring(stack):
    monitored(stack, freshness=Duration.minutes(10))
    found = alarms(stack)
    assert set(found) == {"DeliveryToS3.DataFreshness", "DeliveryToS3.FailedRecordCount"}
    assert found["DeliveryToS3.DataFreshness"]["Threshold"] == 600 + 300
    assert found["DeliveryToS3.FailedRecordCount"]["EvaluationPeriods"] == 1


def test_those_of_a_table_have_names_of_their_own(stack):
    monitored(stack, table=True)
    found = alarms(stack)
    assert set(found) == {"DeliveryToIceberg.DataFreshness", "DeliveryToIceberg.FailedRowCount"}
    assert found["DeliveryToIceberg.DataFreshness"]["Threshold"] == 300 + 300


def test_all_three_dimensions_are_named_since_an_alarm_sees_nothing_otherwise(stack):
    monitored(stack)
    for alarm in alarms(stack).values():
        assert [each["Name"] for each in alarm["Dimensions"]] == ["ChannelId", "ChannelName", "StreamName"]


def test_a_freshness_that_is_a_parameter_counts_with_the_longest_there_is(stack):
    monitored(stack, freshness=Duration.seconds(CfnParameter(stack, "Age", type="Number").value_as_number))
    assert alarms(stack)["DeliveryToS3.DataFreshness"]["Threshold"] == 900 + 300


def test_what_was_checked_is_emitted(stack):
    built = monitored(stack)
    checked = {each.definition.properties["MetricName"]: each.definition.properties for each in built.alarms.values()}
    assert comparable(alarms(stack)) == comparable(checked)


def test_nothing_to_watch_is_refused(stack):
    with pytest.raises(ValueError, match="applications or channels"):
        PipelineMonitoring(stack, "Monitoring")


def test_other_packs_find_nothing(app, stack):
    monitored(stack)
    template = {"Resources": resources(stack)}
    found = lint(json.dumps(template), config=ManualArgs(regions=["us-east-1"]))
    assert [str(each) for each in found if each.rule.severity != "informational"] == []
    assert [each for each in check(template).findings if each.severity != "info"] == []
    assert [each.rule_name for each in AwsSolutionsChecks().validate_scope(app).violations] == []
