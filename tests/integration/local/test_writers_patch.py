from __future__ import annotations

import gzip
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from constructs_lib.local import contents
from tests.patience import PATIENCE_SECONDS, eventually

if TYPE_CHECKING:
    from tests.integration.local.conftest import Lab

ROLE = "arn:aws:iam::000000000000:role/any"
DELIMITED = {"Type": "AppendDelimiterToRecord", "Parameters": []}


def delivery(lab: Lab, name: str, *processors: dict[str, Any]) -> str:
    lab.aws.client("s3").create_bucket(Bucket=name)
    made = lab.aws.client("firehose").create_delivery_stream(
        DeliveryStreamName=name,
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={
            "BucketARN": f"arn:aws:s3:::{name}",
            "RoleARN": ROLE,
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
            "Prefix": "data/",
            "ProcessingConfiguration": {"Enabled": True, "Processors": [*processors, DELIMITED]},
        },
    )
    return str(made["DeliveryStreamARN"])


def delivered(lab: Lab, name: str) -> list[str]:
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    return [
        line
        for key in lab.keys(name)
        if key.startswith("data/")
        for line in contents.read_object(lab.aws, name, key).decode().splitlines()
        if line
    ]


def read(lab: Lab, stream: str) -> list[dict[str, Any]]:
    kinesis = lab.aws.client("kinesis")
    (shard,) = kinesis.list_shards(StreamName=stream)["Shards"]
    iterator = kinesis.get_shard_iterator(
        StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    records: list[dict[str, Any]] = kinesis.get_records(ShardIterator=iterator)["Records"]
    return records


def queue(lab: Lab, name: str) -> tuple[str, str]:
    sqs = lab.aws.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def only_message(lab: Lab, url: str) -> str:
    (message,) = lab.aws.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    return str(message["Body"])


class Log:
    """A log group that is subscribed to."""

    def __init__(self, lab: Lab, group: str) -> None:
        self.client = lab.aws.client("logs")
        self.group = group
        self.client.create_log_group(logGroupName=group)
        self.client.create_log_stream(logGroupName=group, logStreamName="host-1")

    def subscribe(self, arn: str, pattern: str = "", **more: Any) -> None:
        self.client.put_subscription_filter(
            logGroupName=self.group,
            filterName="all",
            filterPattern=pattern,
            destinationArn=arn,
            roleArn=ROLE,
            **more,
        )

    def write(self, *messages: str) -> None:
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": message} for message in messages]
        self.client.put_log_events(logGroupName=self.group, logStreamName="host-1", logEvents=events)


def test_a_log_subscription_tries_the_stream_and_then_writes_gzip_documents_by_log_stream(lab: Lab) -> None:
    arn = lab.stream("logged")
    log = Log(lab, "/app/logged")
    log.subscribe(arn, "ERROR")
    log.write("INFO fine", "ERROR one", "ERROR two")
    control, data = (
        {"key": one["PartitionKey"], **json.loads(gzip.decompress(one["Data"]))} for one in read(lab, "logged")
    )
    assert (control["messageType"], control["logEvents"][0]["message"]) == (
        "CONTROL_MESSAGE",
        "CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.",
    )
    assert (data["messageType"], data["owner"], data["key"]) == ("DATA_MESSAGE", "000000000000", "host-1")
    assert (data["logGroup"], data["logStream"], data["subscriptionFilters"]) == ("/app/logged", "host-1", ["all"])
    assert [event["message"] for event in data["logEvents"]] == ["ERROR one", "ERROR two"]


def test_a_delivery_stream_decompresses_and_extracts_what_a_log_subscription_writes(lab: Lab) -> None:
    arn = delivery(
        lab,
        "extracted",
        {
            "Type": "Decompression",
            "Parameters": [{"ParameterName": "CompressionFormat", "ParameterValue": "GZIP"}],
        },
        {
            "Type": "CloudWatchLogProcessing",
            "Parameters": [{"ParameterName": "DataMessageExtraction", "ParameterValue": "true"}],
        },
    )
    log = Log(lab, "/app/extracted")
    log.subscribe(arn)
    log.write("first", "second")
    log.write("third")
    assert sorted(delivered(lab, "extracted")) == ["first", "second", "third"]


def test_a_subscription_to_a_target_that_is_not_there_is_refused(lab: Lab) -> None:
    log = Log(lab, "/app/refused")
    with pytest.raises(ClientError, match="InvalidParameterException"):
        log.subscribe("arn:aws:kinesis:us-east-1:000000000000:stream/nowhere")
    assert log.client.describe_subscription_filters(logGroupName=log.group)["subscriptionFilters"] == []


def rule(lab: Lab, name: str, **target: Any) -> None:
    events = lab.aws.client("events")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}), State="ENABLED")
    answer = events.put_targets(Rule=name, Targets=[{"Id": "one", "RoleArn": ROLE, **target}])
    assert answer["FailedEntryCount"] == 0


def happened(lab: Lab, source: str, **detail: Any) -> str:
    entry = {"Source": source, "DetailType": "order", "Detail": json.dumps(detail)}
    (written,) = lab.aws.client("events").put_events(Entries=[entry, {**entry, "Source": "other"}])["Entries"][:1]
    return str(written["EventId"])


def test_a_rule_writes_the_events_it_matches_into_a_stream_by_the_key_at_a_path(lab: Lab) -> None:
    arn = lab.stream("ruled")
    rule(lab, "ruled", Arn=arn, KinesisParameters={"PartitionKeyPath": "$.detail.shop"})
    event_id = happened(lab, "ruled", shop="north", n=1)
    (record,) = eventually(lambda: read(lab, "ruled"))
    event = json.loads(record["Data"])
    assert record["PartitionKey"] == "north"
    assert (event["id"], event["detail-type"], event["detail"]) == (event_id, "order", {"shop": "north", "n": 1})


def test_a_rule_writes_what_its_input_makes_of_an_event_into_a_delivery_stream(lab: Lab) -> None:
    arn = delivery(lab, "ruled-delivery")
    rule(
        lab,
        "ruled-delivery",
        Arn=arn,
        InputTransformer={"InputPathsMap": {"n": "$.detail.n"}, "InputTemplate": '{"number": <n>}'},
    )
    happened(lab, "ruled-delivery", n=7)
    eventually(lambda: lab.aws.status()["delivery_streams"]["ruled-delivery"]["counts"]["accepted"])
    assert [json.loads(line) for line in delivered(lab, "ruled-delivery")] == [{"number": 7}]


def test_an_event_that_cannot_be_written_comes_to_rest_in_the_rule_s_queue(lab: Lab) -> None:
    url, queue_arn = queue(lab, "undelivered-events")
    gone = "arn:aws:kinesis:us-east-1:000000000000:stream/gone"
    rule(lab, "undelivered", Arn=gone, DeadLetterConfig={"Arn": queue_arn})
    event_id = happened(lab, "undelivered", n=1)
    assert json.loads(only_message(lab, url))["id"] == event_id


def topic(lab: Lab, name: str, endpoint: str, **attributes: str) -> str:
    sns = lab.aws.client("sns")
    arn = str(sns.create_topic(Name=name)["TopicArn"])
    sns.subscribe(
        TopicArn=arn,
        Protocol="firehose",
        Endpoint=endpoint,
        Attributes={"SubscriptionRoleArn": ROLE, **attributes},
    )
    return arn


def test_a_subscribed_delivery_stream_gets_raw_messages_that_pass_the_filter(lab: Lab) -> None:
    arn = topic(
        lab,
        "raw",
        delivery(lab, "raw-topic"),
        RawMessageDelivery="true",
        FilterPolicy=json.dumps({"carrier": ["UA"]}),
    )
    for carrier in ("UA", "AA"):
        lab.aws.client("sns").publish(
            TopicArn=arn,
            Message=json.dumps({"carrier": carrier}),
            MessageAttributes={"carrier": {"DataType": "String", "StringValue": carrier}},
        )
    assert [json.loads(line) for line in delivered(lab, "raw-topic")] == [{"carrier": "UA"}]


def test_without_raw_delivery_a_message_is_wrapped(lab: Lab) -> None:
    arn = topic(lab, "wrapped", delivery(lab, "wrapped-topic"))
    lab.aws.client("sns").publish(TopicArn=arn, Message="hello", Subject="greeting")
    (line,) = delivered(lab, "wrapped-topic")
    wrapped = json.loads(line)
    assert (wrapped["Type"], wrapped["Message"], wrapped["TopicArn"]) == ("Notification", "hello", arn)


def test_a_message_that_cannot_be_written_comes_to_rest_in_the_subscription_s_queue(lab: Lab) -> None:
    url, queue_arn = queue(lab, "undelivered-messages")
    gone = "arn:aws:firehose:us-east-1:000000000000:deliverystream/gone"
    redrive = json.dumps({"deadLetterTargetArn": queue_arn})
    arn = topic(lab, "undelivered-messages", gone, RawMessageDelivery="true", RedrivePolicy=redrive)
    lab.aws.client("sns").publish(TopicArn=arn, Message="kept")
    assert only_message(lab, url) == "kept"
