"""What a spec stands for without Node, and what the constructs make of it, is the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_cdk.assertions import Template
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from constructs_lib.cdk import (
    Compression,
    ContentEncoding,
    DataLoading,
    DataStream,
    DeliveryStream,
    DocumentId,
    FailureBucket,
    FanOutConsumer,
    FlinkRuntime,
    HecEndpointType,
    IndexRotation,
    LogLevel,
    MetricsLevel,
    ObjectCompression,
    OrcCompression,
    ParquetCompression,
    Pipeline,
    PollingConsumer,
    RecordFormat,
    StorageClass,
    TableCompression,
)
from constructs_lib.cdk.pipeline.synthesis import synthesize
from constructs_lib.policy import InvalidProperties, check
from constructs_lib.spec import MADE, pipeline_schema, read_spec, spec_resources
from constructs_lib.spec.alarms import METRICS
from constructs_lib.spec.applications import LOG_LEVELS, METRICS_LEVELS, RUNTIMES
from constructs_lib.spec.destinations import DESTINATIONS
from constructs_lib.spec.pseudo import ACCOUNT, PARTITION, REGION
from constructs_lib.spec.writers import WRITERS
from tests.spec_examples import EXAMPLES, path_of, put, spec_with
from tests.spec_examples.arns import CHANNEL_TABLE, CODE, FUNCTION, KEY, QUEUE, TOPIC
from tests.spec_examples.around import SMALLEST, WITH
from tests.synth.spec_graphs import differences

FILES = [keyword for keyword in EXAMPLES if keyword.endswith("entry")]
PLAIN = [keyword for keyword in EXAMPLES if keyword not in FILES]
ALTERNATIVES = ("deliveries.source.", "deliveries.processors.", "deliveries.s3.conversion.hiveJson")
PUT_TOGETHER = ("alarms.", "streams.", "consumers.", "deliveries.", "failureBuckets.")
TOGETHER = [
    each for each in PLAIN if each.startswith(PUT_TOGETHER) and each not in WITH and not each.startswith(ALTERNATIVES)
]


def synthesized(spec: dict[str, Any]) -> dict[str, Any]:
    return synthesize({"alarms": False, **spec}).template


def errors(template: Any) -> set[str]:
    report = check(json.dumps(template), schema=False)
    return {f"{finding.rule} {finding.property}" for finding in report.findings if finding.severity != "info"}


@pytest.mark.parametrize("keyword", PLAIN)
def test_every_keyword_means_the_same_to_a_check_and_to_the_constructs(keyword):
    spec = spec_with(keyword, EXAMPLES[keyword][0])
    assert differences(spec, synthesized(spec)) == []


WITH_ARNS = [keyword for keyword in PLAIN if "arn:" in json.dumps(EXAMPLES[keyword][0])]


@pytest.mark.parametrize("keyword", WITH_ARNS)
def test_account_region_and_partition_may_be_known_at_deployment_only(keyword):
    text = json.dumps(spec_with(keyword, EXAMPLES[keyword][0]))
    for known, unknown in (("111122223333", ACCOUNT), ("eu-west-1", REGION), ("arn:aws:", f"arn:{PARTITION}:")):
        text = text.replace(known, unknown)
    spec = json.loads(text)
    assert [each for each in check(text, schema=False).findings if each.severity == "error"] == []
    template = synthesized(spec)
    assert differences(spec, template) == []
    assert "111122223333" not in json.dumps(template)
    assert "${AWS" not in json.dumps(template)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), destination=st.sampled_from(sorted(DESTINATIONS)))
def test_keywords_together_mean_the_same_to_a_check_and_to_the_constructs(data, destination):
    spec = spec_with(f"deliveries.{destination}", EXAMPLES[f"deliveries.{destination}"][0])
    elsewhere = set(DESTINATIONS) - {destination}
    fitting = [each for each in TOGETHER if each.split(".")[1] not in elsewhere]
    for keyword in data.draw(st.lists(st.sampled_from(fitting), min_size=3, max_size=12, unique=True)):
        put(spec, path_of(keyword), EXAMPLES[keyword][0])
    assume(not [f for f in check(json.dumps(spec), schema=False).findings if f.severity == "error"])
    template = synthesized(spec)
    assert differences(spec, template) == []
    assert errors(template) <= errors(spec)


@pytest.mark.parametrize("keyword", [*(f"writers.{each}" for each in WRITERS), "applications", "deliveries.iceberg"])
def test_tags_are_those_of_everything(keyword):
    spec = spec_with(keyword, EXAMPLES[keyword][0]) | {"tags": {"owner": "orders", "cost-center": "7"}}
    assert differences(spec, synthesized(spec)) == []


def test_everything_stands_in_one_spec():
    def good(keyword: str) -> Any:
        return EXAMPLES[keyword][0]

    deliveries: dict[str, Any] = {f"To{each}": {each: good(f"deliveries.{each}")} for each in DESTINATIONS}
    deliveries["Topic"] = {"source": {"msk": good("deliveries.source.msk")}, "s3": {"prefix": "topic/"}}
    deliveries["Tables"] = {
        "source": {"database": good("deliveries.source.database")},
        "iceberg": good("deliveries.iceberg"),
    }
    spec = {
        "version": 1,
        "tags": good("tags"),
        "streams": {"Orders": {"key": KEY}},
        "consumers": {"Watch": {**SMALLEST["consumers"]["Watch"], "onFailure": "Lost"}},
        "deliveries": deliveries,
        "writers": {f"Put{each}": {"target": "Tos3", each: good(f"writers.{each}")} for each in WRITERS},
        "channels": {"Kept": {"stream": "Orders", "s3": {}}, "Rows": {"stream": "Orders", "table": CHANNEL_TABLE}},
        "applications": {"Scores": {"runtime": "FLINK-1_20", "code": CODE, "reads": ["Orders"]}},
        "failureBuckets": {"Lost": {}},
    }
    spec["writers"]["Putpipe"]["pipe"] = {"queue": QUEUE}
    template = synthesize(spec).template
    assert differences(spec, template) == []
    assert [each for each in check(json.dumps(template), schema=False).findings if each.severity == "error"] == []


def test_what_is_not_equal_is_told():
    spec = spec_with("streams.retention", "7 d")
    template = synthesized(spec)
    template["Resources"]["Orders"]["Properties"]["RetentionPeriodHours"] = 48
    template["Resources"]["Watch"]["Properties"]["BatchSize"] = 7
    assert differences(spec, template) == ["Orders.RetentionPeriodHours: 168 is 48", "Watch.BatchSize: 100 is 7"]


def test_a_pipeline_is_made_of_the_constructs(stack):
    pipeline = Pipeline.from_spec(stack, "Ingest", {"version": 1, **SMALLEST})
    assert isinstance(pipeline.streams["Orders"], DataStream)
    assert isinstance(pipeline.consumers["Watch"], FanOutConsumer)
    assert isinstance(pipeline.deliveries["ToLake"], DeliveryStream)
    assert isinstance(pipeline.failure_buckets["Lost"], FailureBucket)
    assert pipeline.monitoring is not None
    assert pipeline.monitoring.composite is not None


def test_a_consumer_without_fan_out_polls(stack):
    pipeline = Pipeline.from_spec(stack, "Ingest", spec_with("consumers.fanOut", False))
    assert isinstance(pipeline.consumers["Watch"], PollingConsumer)


def test_alarms_can_be_left_out_and_tell_topics(stack):
    assert Pipeline.from_spec(stack, "Quiet", spec_with("alarms", False)).monitoring is None
    Pipeline.from_spec(stack, "Loud", spec_with("alarms.targets", [TOPIC]))
    alarms = Template.from_stack(stack).find_resources("AWS::CloudWatch::CompositeAlarm")
    assert [alarm["Properties"]["AlarmActions"] for alarm in alarms.values()] == [[TOPIC]]


def alarms_of(template: dict[str, Any]) -> dict[str, Any]:
    return {
        name: each["Properties"]
        for name, each in template["Resources"].items()
        if each["Type"] == "AWS::CloudWatch::Alarm"
    }


def test_alarms_are_as_sensitive_as_the_spec_says():
    settings = {"composite": False, "without": ["Errors"], "period": "60 s", "periods": 5, "dashboard": False}
    template = synthesize(spec_with("alarms", {**settings, "targets": [TOPIC], "lagShare": 0.25})).template
    types = {each["Type"] for each in template["Resources"].values()}
    assert not {"AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Dashboard"} & types
    alarms = alarms_of(template)
    assert {alarm["EvaluationPeriods"] for alarm in alarms.values()} == {1, 5}
    assert all(alarm["AlarmActions"] == [TOPIC] for alarm in alarms.values())
    assert "Errors" not in {alarm.get("MetricName") for alarm in alarms.values()}
    late = next(each for each in alarms.values() if each.get("MetricName") == "GetRecords.IteratorAgeMilliseconds")
    assert late["Threshold"] == 48 * 3600 * 1000 / 4


def test_what_raises_no_alarm_is_chosen_among_the_metrics_of_the_alarms():
    """A metric that no alarm looks at would be left out without effect."""
    steps = {"jq": {"shop": ".shop"}}
    table = {"table": {"database": "air", "name": "flights"}}
    every: list[dict[str, Any]] = [
        *({keyword: EXAMPLES[f"deliveries.{keyword}"][0]} for keyword in DESTINATIONS),
        {"source": "Orders", "s3": {}},
        {"processors": ["Decompression"], "transform": {"function": FUNCTION}, "s3": {"partitionBy": steps}},
        {"source": {"msk": EXAMPLES["deliveries.source.msk"][0]}, "s3": {"conversion": table, "sourceBackup": {}}},
    ]
    deliveries = {f"To{at}": each for at, each in enumerate(every)}
    watch = SMALLEST["consumers"]["Watch"]
    consumers = {"Watch": watch, "Poll": {**watch, "fanOut": False}}
    spec = {
        "version": 1,
        "streams": {"Orders": {"key": KEY}},
        "consumers": consumers,
        "deliveries": deliveries,
        "channels": {"Kept": {"stream": "Orders", "s3": {}}, "Rows": {"stream": "Orders", "table": CHANNEL_TABLE}},
        "applications": {f"On{at}": {"runtime": each, "code": CODE} for at, each in enumerate(RUNTIMES)},
    }
    alarms = alarms_of(synthesize(spec).template).values()
    used = {"IncomingBytes", "IncomingRecords", "IncomingPutRequests"}
    shares = {query["MetricStat"]["Metric"]["MetricName"] for each in alarms for query in each.get("Metrics", ())[1:]}
    assert {each["MetricName"] for each in alarms if "MetricName" in each} | shares - used == set(METRICS)


def test_two_pipelines_stand_in_one_stack(stack):
    for name in ("One", "Two"):
        Pipeline.from_spec(stack, name, {"version": 1, **SMALLEST})
    Template.from_stack(stack).resource_count_is("AWS::Kinesis::Stream", 2)


def test_a_wrong_spec_is_refused_with_its_lines_and_leaves_nothing_in_the_tree(stack, tmp_path):
    path = tmp_path / "pipeline.yaml"
    path.write_text("version: 1\nstreams:\n  Orders:\n    retention: 12 h\n  Clicks: {shard: 1}\n")
    with pytest.raises(InvalidProperties) as refused:
        Pipeline.from_spec(stack, "Ingest", path)
    assert [(finding.line, finding.argument) for finding in refused.value.findings] == [(4, "retention"), (5, "shard")]
    assert f"{path}:5:12" in str(refused.value)
    assert stack.node.try_find_child("Ingest") is None


def test_what_is_no_document_is_refused_with_its_line(stack, tmp_path):
    path = tmp_path / "pipeline.yaml"
    path.write_text("version: 1\nstreams:\n\tOrders: {}\n")
    with pytest.raises(ValueError, match=r"pipeline\.yaml:3: a tab stands where YAML wants spaces"):
        Pipeline.from_spec(stack, "Ingest", path)


def test_a_file_beside_the_spec_becomes_a_function(stack, tmp_path):
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "watch.py").write_text("def handler(event, context):\n    return None\n")
    path = tmp_path / "pipeline.json"
    path.write_text(json.dumps({"alarms": False, **spec_with("consumers.entry", "functions/watch.py")}))
    Pipeline.from_spec(stack, "Default", path)
    template = Template.from_stack(stack)
    light = {each.id: each for each in spec_resources(read_spec(path.read_bytes(), str(path)))}
    expected = {name: value for name, value in light["Watch.Function"].properties.items() if value is not MADE}
    template.has_resource_properties("AWS::Lambda::Function", expected)


def test_the_template_needs_no_bootstrap():
    template = synthesize({"version": 1, **SMALLEST}).template
    assert set(template) == {"Resources"}
    assert "cdk-hnb659fds" not in json.dumps(template)


def test_the_description_is_that_of_the_template():
    assert synthesized(spec_with("description", "orders of shops"))["Description"] == "orders of shops"


def test_the_constructs_tell_what_no_rule_does():
    spec = spec_with("consumers.functionRole", None)
    assert [warning.split(":")[0] for warning in synthesize(spec).warnings] == ["Watch"]
    assert synthesize({"version": 1, **SMALLEST}).warnings == ()


def test_an_application_reads_and_writes_the_streams_that_it_names():
    spec = spec_with("applications.reads", ["Orders"])
    spec["applications"]["Scores"]["writes"] = ["Orders"]
    resources = synthesized(spec)["Resources"].values()
    actions = json.dumps(
        [each["Properties"]["PolicyDocument"] for each in resources if each["Type"] == "AWS::IAM::Policy"]
    )
    assert "kinesis:GetRecords" in actions
    assert "kinesis:PutRecords" in actions


def test_values_are_the_constructs_own():
    """AWS's values of enumerations are those of the constructs' enumerations."""
    fields = pipeline_schema()["properties"]["deliveries"]["additionalProperties"]["properties"]
    s3 = fields["s3"]["properties"]
    assert set(s3["compression"]["enum"]) == set(Compression)
    assert set(s3["conversion"]["properties"]["parquet"]["properties"]["compression"]["enum"]) == set(
        ParquetCompression
    )
    assert set(s3["conversion"]["properties"]["orc"]["properties"]["compression"]["enum"]) == set(OrcCompression)
    channel = pipeline_schema()["properties"]["channels"]["additionalProperties"]["properties"]
    assert set(channel["recordFormat"]["enum"]) == set(RecordFormat)
    assert set(channel["s3"]["properties"]["compression"]["enum"]) == set(ObjectCompression)
    assert set(channel["s3"]["properties"]["storageClass"]["enum"]) == set(StorageClass)
    assert set(channel["table"]["properties"]["compression"]["enum"]) == set(TableCompression)
    assert set(RUNTIMES) == set(FlinkRuntime)
    assert set(LOG_LEVELS) == set(LogLevel)
    assert set(METRICS_LEVELS) == set(MetricsLevel)
    assert set(fields["splunk"]["properties"]["endpointType"]["enum"]) == set(HecEndpointType)
    assert set(fields["snowflake"]["properties"]["dataLoading"]["enum"]) == set(DataLoading)
    assert set(fields["openSearch"]["properties"]["indexRotation"]["enum"]) == set(IndexRotation)
    assert set(fields["openSearch"]["properties"]["documentId"]["enum"]) == set(DocumentId)
    assert set(fields["httpEndpoint"]["properties"]["contentEncoding"]["enum"]) == set(ContentEncoding)
