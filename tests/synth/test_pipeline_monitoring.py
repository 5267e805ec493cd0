from __future__ import annotations

import json

import pytest
from aws_cdk import CfnParameter, Duration, Stack
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint_all

from constructs_lib.cdk import (
    AlarmSettings,
    Buffering,
    DataStream,
    DeliveryStream,
    FailureBucket,
    FanOutConsumer,
    KinesisSource,
    LambdaTransform,
    PartitionBy,
    PipelineMonitoring,
    PollingConsumer,
    S3Destination,
    SourceBackup,
)
from constructs_lib.cdk.monitoring.freshness import DESTINATIONS, longest_delivery
from constructs_lib.graph import Definition
from constructs_lib.limits import limit
from constructs_lib.policy import check
from constructs_lib.policy.reading.alarms import NAMES
from tests.synth.parts import comparable, function, resources

ALARM = "AWS::CloudWatch::Alarm"
COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
DASHBOARD = "AWS::CloudWatch::Dashboard"
HOUR = 3_600_000


def monitored(stack: Stack, name: str = "", **options) -> PipelineMonitoring:
    stream = DataStream(stack, f"{name}Flights")
    watch = FanOutConsumer(stack, f"{name}Watch", stream=stream, function=function(stack, f"{name}Watcher"))
    archive = PollingConsumer(
        stack,
        f"{name}Archive",
        stream=stream,
        function=function(stack, f"{name}Archiver"),
        max_record_age=Duration.hours(6),
        retry_attempts=9,
    )
    lake = DeliveryStream(
        stack,
        f"{name}Lake",
        source=KinesisSource(stream),
        transform=LambdaTransform(function=function(stack, f"{name}Transform")),
        destination=S3Destination(
            prefix="carrier=!{partitionKeyFromLambda:carrier}/",
            partition_by=PartitionBy.transform("carrier"),
            source_backup=SourceBackup(),
        ),
    )
    direct = DeliveryStream(stack, f"{name}Direct", destination=S3Destination())
    return PipelineMonitoring(
        stack,
        f"{name}Monitoring",
        streams=[stream],
        consumers=[watch, archive],
        deliveries=[lake, direct],
        **options,
    )


def emitted(stack: Stack, monitoring: PipelineMonitoring, name: str) -> dict:
    return resources(stack)[stack.get_logical_id(monitoring.alarms[name].node.default_child)]["Properties"]


def of_type(stack: Stack, type: str) -> list[dict]:
    return [each["Properties"] for each in resources(stack).values() if each["Type"] == type]


def test_what_was_checked_of_each_alarm_is_what_is_emitted(stack):
    monitoring = monitored(stack)
    found = resources(stack)
    for alarm in monitoring.alarms.values():
        properties = found[stack.get_logical_id(alarm.node.default_child)]["Properties"]
        assert comparable(properties) == comparable(alarm.definition.properties)


def test_thresholds_follow_from_the_settings_of_the_pipeline(stack):
    monitoring = monitored(stack)
    thresholds = {name: alarm.definition.properties["Threshold"] for name, alarm in monitoring.alarms.items()}
    assert thresholds == {
        "FlightsIteratorAge": 3 * HOUR,  # half of the six hours after which the polling consumer gives up
        "FlightsWriteThrottles": 0,
        "FlightsReadThrottles": 0,
        "FlightsPutFailures": 0,
        "FlightsPutSuccess": 0.95,
        "WatchLag": 12 * HOUR,  # half of its record age, which is half of the retention
        "WatchErrors": 5,
        "WatchUndelivered": 0,
        "WatchFailures": 0,
        "ArchiveLag": 3 * HOUR,
        "ArchiveErrors": 9,
        "ArchiveUndelivered": 0,
        "ArchiveFailures": 0,
        "LakeLate": 300 * 1.5 + 300 + 60 + 300,  # buffer when partitioned, retry of keys, transform, margin
        "LakeDeliverySuccess": 0.95,
        "LakeBackupLate": 600,
        "LakeSourceThrottles": 0,
        "LakeSourceLag": 24 * HOUR,
        "LakeTransformSuccess": 0.95,
        "LakePartitions": 0,
        "DirectLate": 600,
        "DirectDeliverySuccess": 0.95,
        "DirectThrottles": 0,
        "DirectIncomingBytesShare": 80,
        "DirectIncomingRecordsShare": 80,
        "DirectIncomingPutRequestsShare": 80,
    }


def test_every_alarm_has_its_dimensions_and_the_policy_finds_nothing(stack):
    monitored(stack)
    findings = check({"Resources": resources(stack)}).findings
    assert [each for each in findings if each.rule.startswith("CWA")] == []
    assert [
        each for each in findings if each.resource_type in (ALARM, COMPOSITE, DASHBOARD) and each.severity != "info"
    ] == []


def test_metrics_of_streams_and_deliveries_are_names_that_the_policy_knows(stack):
    monitored(stack)
    for alarm in of_type(stack, ALARM):
        metrics = [each["MetricStat"]["Metric"] for each in alarm.get("Metrics", [])[1:]] or [alarm]
        for metric in metrics:
            assert metric["MetricName"] in NAMES.get(metric["Namespace"], {metric["MetricName"]})


def test_the_lag_of_a_fan_out_consumer_is_its_own(stack):
    monitoring = monitored(stack)
    alarm = emitted(stack, monitoring, "WatchLag")
    assert alarm["MetricName"] == "SubscribeToShardEvent.MillisBehindLatest"
    assert [each["Name"] for each in alarm["Dimensions"]] == ["ConsumerName", "StreamName"]
    assert alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][1] == "ConsumerName"


def test_a_share_of_a_quota_compares_per_second_and_only_direct_puts_have_it(stack):
    monitoring = monitored(stack)
    alarm = emitted(stack, monitoring, "DirectIncomingBytesShare")
    expression, used, quota = alarm["Metrics"]
    assert expression["Expression"] == "100 * used / PERIOD(used) / quota"
    assert used["MetricStat"]["Stat"] == "Sum"
    assert quota["MetricStat"]["Metric"]["MetricName"] == "BytesPerSecondLimit"
    assert not [name for name in monitoring.alarms if name.startswith("Lake") and name.endswith("Share")]


def test_what_may_heal_must_last_and_what_loses_records_rings_at_once(stack):
    monitoring = monitored(stack)
    assert emitted(stack, monitoring, "FlightsWriteThrottles")["EvaluationPeriods"] == 3
    assert emitted(stack, monitoring, "WatchFailures")["EvaluationPeriods"] == 1
    assert {each["TreatMissingData"] for each in of_type(stack, ALARM)} == {"notBreaching"}


def test_one_alarm_of_the_pipeline_tells_the_topic_of_beginning_and_end(stack):
    monitored(stack, alarms=AlarmSettings(targets=[sns.Topic(stack, "Topic")]))
    (composite,) = of_type(stack, COMPOSITE)
    assert composite["AlarmActions"] == composite["OKActions"] == [{"Ref": "TopicBFC7AF6E"}]
    rule = json.dumps(composite["AlarmRule"])
    assert rule.count("ALARM(") == len(of_type(stack, ALARM))
    assert not [each for each in of_type(stack, ALARM) if "AlarmActions" in each]


def test_without_a_composite_each_alarm_tells_the_targets(stack):
    topic = sns.Topic.from_topic_arn(stack, "Topic", "arn:aws:sns:eu-west-1:111122223333:oncall")
    monitored(stack, alarms=AlarmSettings(targets=[topic, actions.SnsAction(topic)], composite=False))
    assert of_type(stack, COMPOSITE) == []
    assert all(len(each["AlarmActions"]) == 2 for each in of_type(stack, ALARM))


def test_alarms_are_switched_off_and_the_dashboard_stays(stack):
    monitoring = monitored(stack, alarms=None)
    assert monitoring.alarms == {}
    assert of_type(stack, ALARM) == of_type(stack, COMPOSITE) == []
    assert len(of_type(stack, DASHBOARD)) == 1


def test_the_dashboard_is_switched_off(stack):
    assert monitored(stack, dashboard=False).dashboard is None
    assert of_type(stack, DASHBOARD) == []


def test_settings_tune_the_thresholds_and_leave_metrics_out(stack):
    settings = AlarmSettings(
        lag_share=0.25,
        success_share=1,
        quota_share=0.5,
        freshness_margin=Duration.seconds(0),
        period=Duration.minutes(1),
        periods=10,
        without=["ThrottledGetRecords", "BytesPerSecondLimit"],
    )
    monitoring = monitored(stack, alarms=settings)
    found = {name: alarm.definition.properties for name, alarm in monitoring.alarms.items()}
    assert found["WatchLag"]["Threshold"] == 6 * HOUR
    assert found["LakeLate"]["Threshold"] == 810
    assert found["LakeDeliverySuccess"]["Threshold"] == 1
    assert found["DirectIncomingRecordsShare"]["Threshold"] == 50
    assert found["FlightsReadThrottles"]["EvaluationPeriods"] == 10
    assert found["FlightsReadThrottles"]["Period"] == 60
    assert not {"LakeSourceThrottles", "DirectIncomingBytesShare"} & set(found)


@pytest.mark.parametrize("share", [0, -1, 1.5])
def test_a_share_that_is_none_is_refused_by_name(share):
    with pytest.raises(ValueError, match="quota_share must be above 0 and at most 1"):
        AlarmSettings(quota_share=share)


@pytest.mark.parametrize("name", ["freshness_margin", "period"])
def test_a_duration_known_at_deployment_is_refused_by_name(stack, name):
    seconds = CfnParameter(stack, "Seconds", type="Number").value_as_number
    with pytest.raises(ValueError, match=f"{name} holds a token"):
        AlarmSettings(**{name: Duration.seconds(seconds)})


def test_no_period_at_all_is_refused():
    with pytest.raises(ValueError, match="periods must be at least 1"):
        AlarmSettings(periods=0)


def test_the_alarms_of_an_alias_have_its_dimensions(stack):
    alias = lambda_.Alias(stack, "Live", alias_name="live", version=function(stack).current_version)
    watch = PollingConsumer(stack, "Watch", stream=DataStream(stack, "Flights"), function=alias)
    monitoring = PipelineMonitoring(stack, "Monitoring", consumers=[watch])
    dimensions = {each["Name"]: each["Value"] for each in emitted(stack, monitoring, "WatchErrors")["Dimensions"]}
    assert set(dimensions) == {"FunctionName", "Resource"}
    assert dimensions["Resource"] == {"Fn::Join": ["", [dimensions["FunctionName"], ":live"]]}


def test_no_logical_id_of_the_monitoring_has_changed(stack):
    monitoring = PipelineMonitoring(stack, "Monitoring", streams=[DataStream(stack, "Flights")])
    children = (*monitoring.alarms.values(), monitoring.composite, monitoring.dashboard)
    assert [stack.get_logical_id(each.node.default_child) for each in children] == [
        "MonitoringFlightsIteratorAge1FB2A6C6",
        "MonitoringFlightsWriteThrottles2A2B22A4",
        "MonitoringFlightsReadThrottles994C1E6E",
        "MonitoringFlightsPutFailures90D5D730",
        "MonitoringFlightsPutSuccessB35BEFC9",
        "MonitoringPipeline294190BE",
        "MonitoringDashboard0C3675C6",
    ]


def test_the_dashboard_draws_every_part_with_its_threshold(stack):
    monitored(stack)
    (dashboard,) = of_type(stack, DASHBOARD)
    body = "".join(part if isinstance(part, str) else "TOKEN" for part in dashboard["DashboardBody"]["Fn::Join"][1])
    widgets = json.loads(body)["widgets"]
    headings = [each["properties"]["markdown"] for each in widgets if each["type"] == "text"]
    assert headings == [
        "## stream Flights", "## consumer Watch", "## consumer Archive", "## delivery Lake", "## delivery Direct",
    ]  # fmt: skip
    assert len(next(each for each in widgets if each["type"] == "alarm")["properties"]["alarms"]) == 26
    graphs = [each["properties"] for each in widgets if each["type"] == "metric"]
    lines = [line["value"] for each in graphs for line in each.get("annotations", {}).get("horizontal", [])]
    assert {3 * HOUR, 12 * HOUR, 1110, 0.95} <= set(lines)
    assert all(each["x"] + each["width"] <= 24 for each in widgets)


def test_a_retention_known_at_deployment_counts_as_the_shortest(stack):
    hours = CfnParameter(stack, "Hours", type="Number").value_as_number
    stream = DataStream(stack, "Flights", retention=Duration.hours(hours))
    monitoring = PipelineMonitoring(stack, "Monitoring", streams=[stream])
    assert monitoring.alarms["FlightsIteratorAge"].definition.properties["Threshold"] == 12 * HOUR


def test_an_interval_known_at_deployment_counts_as_the_services_default(stack):
    interval = Duration.seconds(CfnParameter(stack, "Seconds", type="Number").value_as_number)
    lake = DeliveryStream(stack, "Lake", destination=S3Destination(buffering=Buffering(interval=interval)))
    monitoring = PipelineMonitoring(stack, "Monitoring", deliveries=[lake])
    assert monitoring.alarms["LakeLate"].definition.properties["Threshold"] == 600


def test_an_imported_stream_and_a_failure_bucket_are_watched(stack):
    stream = kinesis.Stream.from_stream_arn(stack, "Flights", "arn:aws:kinesis:eu-west-1:111122223333:stream/flights")
    bucket = FailureBucket(stack, "Failures")
    watch = FanOutConsumer(stack, "Watch", stream=stream, function=function(stack), on_failure=bucket)
    monitoring = PipelineMonitoring(stack, "Monitoring", streams=[stream], consumers=[watch])
    assert "WatchFailures" not in monitoring.alarms
    assert {"Name": "StreamName", "Value": "flights"} in emitted(stack, monitoring, "WatchLag")["Dimensions"]


def test_two_pipelines_and_parts_of_another_stack_are_watched(app):
    stack, own = Stack(app, "Pipeline"), Stack(app, "Own")
    monitored(stack, "One")
    monitored(stack, "Two")
    stream = DataStream(stack, "Shared")
    PipelineMonitoring(own, "Monitoring", streams=[stream])
    Template.from_stack(stack).resource_count_is(COMPOSITE, 2)
    Template.from_stack(own).resource_count_is(ALARM, 5)


def test_nothing_to_watch_and_equal_ids_are_refused(stack):
    with pytest.raises(ValueError, match="there is nothing to watch"):
        PipelineMonitoring(stack, "Monitoring")
    stream = DataStream(stack, "Flights")
    with pytest.raises(ValueError, match="Flights is the id of two parts"):
        PipelineMonitoring(stack, "Twice", streams=[stream, stream])


@pytest.mark.parametrize("name", DESTINATIONS)
def test_a_destination_may_take_its_buffer_and_its_retries(name):
    fact = DESTINATIONS[name].facts
    retry = 0 if fact == "s3" else limit(f"firehose-retry-{fact}").default
    delivery = Definition(id="Lake", type="AWS::KinesisFirehose::DeliveryStream", properties={name: {}})
    assert longest_delivery(delivery, name) == limit(f"firehose-buffer-{fact}-interval").default + retry


def test_a_destination_that_is_tried_again_may_be_late_by_what_it_is_given(stack):
    splunk = {"S3Configuration": {}, "RetryOptions": {"DurationInSeconds": 7200}, "BufferingHints": {}}
    properties = {"SplunkDestinationConfiguration": splunk}
    delivery = Definition(id="Lake", type="AWS::KinesisFirehose::DeliveryStream", properties=properties)
    assert longest_delivery(delivery, "SplunkDestinationConfiguration") == 60 + 7200


def test_other_packs_find_nothing_in_the_monitoring(app, stack):
    monitored(stack)
    template = {"Resources": resources(stack)}
    watched = {name for name, each in template["Resources"].items() if each["Type"].startswith("AWS::CloudWatch")}
    found = [each for each in lint_all(json.dumps(template)) if each.rule.severity != "informational"]
    assert [str(each) for each in found if each.path[1] in watched] == []
    report = AwsSolutionsChecks().validate_scope(app)
    assert [
        each.rule_name for each in report.violations if "Monitoring" in each.violating_resources[0].construct_path
    ] == []


def test_an_encrypted_topic_with_a_policy_lets_the_alarms_publish(stack):
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    topic = sns.Topic(stack, "Operators", enforce_ssl=True, master_key=key)
    monitored(stack, alarms=AlarmSettings(targets=[topic], composite=False))
    (policy,) = of_type(stack, "AWS::SNS::TopicPolicy")
    (published,) = [each for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Allow"]
    assert published["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert published["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Join"][1][-1] == ":alarm:*"
    granted = [
        each
        for each in resources(stack)[stack.get_logical_id(key.node.default_child)]["Properties"]["KeyPolicy"][
            "Statement"
        ]
        if each["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    ]
    assert [each["Action"] for each in granted] == [["kms:Decrypt", "kms:GenerateDataKey*"]]


def test_a_topic_keeps_the_default_policy_which_allows_alarms(stack):
    monitored(stack, alarms=AlarmSettings(targets=[sns.Topic(stack, "Operators")]))
    assert of_type(stack, "AWS::SNS::TopicPolicy") == []
