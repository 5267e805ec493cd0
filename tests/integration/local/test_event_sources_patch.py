from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.patience import PATIENCE_SECONDS, eventually

if TYPE_CHECKING:
    from tests.integration.local.conftest import Lab

KEEP = """
import base64, json, os, boto3

def kept(event, bucket):
    records = [json.loads(base64.b64decode(one["kinesis"]["data"])) for one in event["Records"]]
    body = json.dumps({"sources": sorted({one["eventSourceARN"] for one in event["Records"]}), "records": records})
    key = event["Records"][0]["kinesis"]["sequenceNumber"]
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=body.encode())
"""
RAISES_ON_POISON = (
    KEEP
    + """
def handler(event, context):
    if any(b"poison" in base64.b64decode(one["kinesis"]["data"]) for one in event["Records"]):
        raise ValueError("poison")
    kept(event, "{bucket}")
"""
)
REPORTS_POISON = (
    KEEP
    + """
def handler(event, context):
    failures = []
    for one in event["Records"]:
        if b"poison" in base64.b64decode(one["kinesis"]["data"]):
            failures.append({"itemIdentifier": one["kinesis"]["sequenceNumber"]})
    return {"batchItemFailures": failures}
"""
)


def mapping(source: Any, function: str, **properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {
            "EventSourceArn": source,
            "FunctionName": function,
            "StartingPosition": "TRIM_HORIZON",
            **properties,
        },
    }


def records_in(lab: Lab, bucket: str) -> list[dict[str, Any]]:
    s3 = lab.aws.client("s3")
    return [json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in lab.keys(bucket)]


def counts(status: dict[str, Any], function: str) -> dict[str, int]:
    (entry,) = [one for one in status["mappings"].values() if one["function"].endswith(f":{function}")]
    found: dict[str, int] = entry["counts"]
    return found


def test_a_consumer_s_mapping_bisects_down_to_the_poison_record_and_tells_a_queue(lab: Lab) -> None:
    s3, sqs = lab.aws.client("s3"), lab.aws.client("sqs")
    s3.create_bucket(Bucket="bisected")
    queue = sqs.create_queue(QueueName="bisected-failures")["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    stream_arn = lab.stream("bisected")
    lab.function("bisecting", RAISES_ON_POISON.replace("{bucket}", "bisected"))
    consumer = {
        "Type": "AWS::Kinesis::StreamConsumer",
        "Properties": {"StreamARN": stream_arn, "ConsumerName": "bisecting"},
    }
    lab.stack(
        "bisecting",
        Consumer=consumer,
        Mapping=mapping(
            {"Ref": "Consumer"},
            "bisecting",
            BatchSize=12,
            BisectBatchOnFunctionError=True,
            MaximumRetryAttempts=1,
            DestinationConfig={"OnFailure": {"Destination": queue_arn}},
        ),
    )
    lab.put("bisected", *({"n": n, "kind": "poison" if n == 5 else "good"} for n in range(12)))
    status = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    assert counts(status, "bisecting")["discarded"] == 1

    kept = records_in(lab, "bisected")
    assert sorted(one["n"] for batch in kept for one in batch["records"]) == [n for n in range(12) if n != 5]
    assert all("/consumer/bisecting:" in source for batch in kept for source in batch["sources"])
    (message,) = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"]
    information = json.loads(message["Body"])
    assert information["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert information["KinesisBatchInfo"]["batchSize"] == 1
    assert information["KinesisBatchInfo"]["streamArn"] == stream_arn


def test_reported_failures_are_retried_alone_and_the_batch_comes_to_rest_in_a_bucket(lab: Lab) -> None:
    lab.aws.client("s3").create_bucket(Bucket="reported-failures")
    stream_arn = lab.stream("reported")
    lab.function("reporting", REPORTS_POISON)
    lab.stack(
        "reporting",
        Mapping=mapping(
            stream_arn,
            "reporting",
            FunctionResponseTypes=["ReportBatchItemFailures"],
            MaximumRetryAttempts=1,
            BisectBatchOnFunctionError=True,
            DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::reported-failures"}},
        ),
    )
    lab.put("reported", {"n": 0}, {"n": 1, "kind": "poison"}, {"n": 2})
    status = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    done = counts(status, "reporting")
    assert (done["succeeded"], done["discarded"]) == (2, 1)
    (document,) = records_in(lab, "reported-failures")
    (record,) = json.loads(document["payload"])["Records"]
    assert record["eventSourceARN"] == stream_arn
    (key,) = lab.keys("reported-failures")
    assert key.startswith("aws/lambda/")


def test_a_topic_hears_of_a_failed_batch_and_a_filter_keeps_records_away(lab: Lab) -> None:
    sns, sqs = lab.aws.client("sns"), lab.aws.client("sqs")
    topic = sns.create_topic(Name="heard")["TopicArn"]
    queue = sqs.create_queue(QueueName="heard")["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn, Attributes={"RawMessageDelivery": "true"})
    stream_arn = lab.stream("heard")
    lab.function("hearing", RAISES_ON_POISON.replace("{bucket}", "none"))
    consumer = lab.aws.client("kinesis").register_stream_consumer(StreamARN=stream_arn, ConsumerName="api")
    lab.aws.client("lambda").create_event_source_mapping(
        EventSourceArn=consumer["Consumer"]["ConsumerARN"],
        FunctionName="hearing",
        StartingPosition="LATEST",
        MaximumRetryAttempts=0,
        FilterCriteria={"Filters": [{"Pattern": json.dumps({"data": {"kind": ["poison"]}})}]},
        DestinationConfig={"OnFailure": {"Destination": topic}},
    )
    lab.put("heard", {"kind": "good"}, {"kind": "poison"})
    status = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    done = counts(status, "hearing")
    assert (done["filtered"], done["discarded"]) == (1, 1)
    (message,) = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"]
    assert json.loads(message["Body"])["KinesisBatchInfo"]["batchSize"] == 1


WINDOWED = """
import json, boto3

def handler(event, context):
    state = {"n": event["state"].get("n", 0) + len(event["Records"])}
    if event["isFinalInvokeForWindow"]:
        body = json.dumps({**state, "window": event["window"], "records": len(event["Records"])})
        boto3.client("s3").put_object(Bucket="windowed", Key=event["window"]["start"], Body=body.encode())
    return {"state": state}
"""


def test_a_tumbling_window_carries_its_state_and_ends_without_more_records(lab: Lab) -> None:
    lab.aws.client("s3").create_bucket(Bucket="windowed")
    stream_arn = lab.stream("windowed")
    lab.function("windowed", WINDOWED)
    lab.stack("windowed", Mapping=mapping(stream_arn, "windowed", BatchSize=2, TumblingWindowInSeconds=1))
    lab.put("windowed", *({"n": n} for n in range(7)))
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    ended = eventually(lambda: sum(one["n"] for one in records_in(lab, "windowed")) >= 7 and lab.keys("windowed"))
    finals = records_in(lab, "windowed")
    assert sum(one["n"] for one in finals) == 7
    assert [one["window"]["start"] for one in finals] == ended
    assert all(one["records"] == 0 for one in finals)


def test_records_that_have_grown_too_old_are_given_up_with_that_condition(lab: Lab) -> None:
    lab.aws.client("s3").create_bucket(Bucket="aged-failures")
    stream_arn = lab.stream("aged")
    lab.function("aging", RAISES_ON_POISON.replace("{bucket}", "none"))
    lab.stack(
        "aging",
        Mapping=mapping(
            stream_arn,
            "aging",
            MaximumRecordAgeInSeconds=3,
            DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::aged-failures"}},
        ),
    )
    lab.put("aged", {"kind": "poison"})
    status = lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    assert counts(status, "aging")["discarded"] == 1
    (document,) = records_in(lab, "aged-failures")
    assert document["requestContext"]["condition"] == "RecordAgeExceeded"
    assert document["requestContext"]["approximateInvokeCount"] >= 1
    assert json.loads(document["payload"])["Records"][0]["eventSourceARN"] == stream_arn


def test_a_failing_mapping_does_not_hold_up_another_and_ends_when_it_is_deleted(lab: Lab) -> None:
    lab.aws.client("s3").create_bucket(Bucket="undisturbed")
    stream_arn = lab.stream("shared")
    lab.function("stuck", RAISES_ON_POISON.replace("{bucket}", "undisturbed"))
    lab.function("undisturbed", KEEP + "\ndef handler(event, context):\n    kept(event, 'undisturbed')\n")
    functions = lab.aws.client("lambda")
    made = {
        name: functions.create_event_source_mapping(
            EventSourceArn=stream_arn, FunctionName=name, StartingPosition="TRIM_HORIZON"
        )
        for name in ("stuck", "undisturbed")
    }
    lab.put("shared", {"kind": "poison"})
    (batch,) = eventually(lambda: records_in(lab, "undisturbed"))
    assert batch["records"] == [{"kind": "poison"}]
    entry = lab.aws.status()["mappings"][made["stuck"]["UUID"]]
    assert (entry["waiting"], entry["counts"]["discarded"]) == (1, 0)
    functions.delete_event_source_mapping(UUID=made["stuck"]["UUID"])
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)


def test_metrics_of_what_was_read_and_delivered_are_published(lab: Lab) -> None:
    cloudwatch = lab.aws.client("cloudwatch")
    stream_arn = lab.stream("measured")
    lab.function("measuring", "def handler(event, context):\n    return None\n")
    lab.stack("measuring", Mapping=mapping(stream_arn, "measuring"))
    lab.put("measured", {"n": 1}, {"n": 2})
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)

    def names() -> set[str]:
        return {one["MetricName"] for one in cloudwatch.list_metrics(Namespace="AWS/Kinesis")["Metrics"]}

    eventually(lambda: names() >= {"IncomingRecords", "IncomingBytes", "GetRecords.IteratorAgeMilliseconds"})
