from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.integration.local.test_writers_patch import delivered, delivery, read
from tests.patience import eventually

if TYPE_CHECKING:
    from tests.integration.local.conftest import Lab

ROLE = "arn:aws:iam::000000000000:role/any"
TABLE = {
    "TableName": "orders",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
}


def pipe(source: Any, target: Any, **properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Pipes::Pipe",
        "Properties": {"Source": source, "Target": target, "RoleArn": ROLE, **properties},
    }


def test_a_pipe_writes_the_messages_of_a_queue_that_pass_its_filter_and_deletes_them(lab: Lab) -> None:
    sqs = lab.aws.client("sqs")
    url = sqs.create_queue(QueueName="piped")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    stream_arn = lab.stream("piped-queue")
    lab.stack(
        "piped-queue",
        Pipe=pipe(
            arn,
            stream_arn,
            SourceParameters={"FilterCriteria": {"Filters": [{"Pattern": json.dumps({"body": {"kind": ["paid"]}})}]}},
            TargetParameters={
                "KinesisStreamParameters": {"PartitionKey": "$.body.shop"},
                "InputTemplate": '{"order": <$.body.id>}',
            },
        ),
    )
    for number, kind in enumerate(("paid", "open")):
        body = {"kind": kind, "shop": "north", "id": number}
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))
    (record,) = eventually(lambda: read(lab, "piped-queue"))
    assert (record["PartitionKey"], json.loads(record["Data"])) == ("north", {"order": 0})

    def left() -> set[str]:
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return {found[f"ApproximateNumberOf{name}"] for name in ("Messages", "MessagesNotVisible")}

    eventually(lambda: left() == {"0"})


def test_a_pipe_writes_the_records_of_a_stream_into_a_delivery_stream(lab: Lab) -> None:
    stream_arn = lab.stream("piped-stream")
    lab.put("piped-stream", {"n": 1})
    lab.stack(
        "piped-stream",
        Pipe=pipe(
            stream_arn,
            delivery(lab, "piped-delivery"),
            SourceParameters={"KinesisStreamParameters": {"StartingPosition": "TRIM_HORIZON"}},
            TargetParameters={"InputTemplate": '{"n": <$.data.n>, "key": "<$.partitionKey>"}'},
        ),
    )
    lab.put("piped-stream", {"n": 2})
    eventually(lambda: lab.aws.status()["delivery_streams"]["piped-delivery"]["counts"]["accepted"] == 2)
    found = [json.loads(line) for line in delivered(lab, "piped-delivery")]
    assert found == [{"n": 1, "key": "0"}, {"n": 2, "key": "0"}]


def test_a_pipe_writes_the_changes_of_a_table(lab: Lab) -> None:
    lab.stream("piped-table")
    table = {**TABLE, "TableName": "piped", "StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}
    lab.stack(
        "piped-table",
        Table={"Type": "AWS::DynamoDB::Table", "Properties": table},
        Pipe=pipe(
            {"Fn::GetAtt": ["Table", "StreamArn"]},
            "arn:aws:kinesis:us-east-1:000000000000:stream/piped-table",
            SourceParameters={"DynamoDBStreamParameters": {"StartingPosition": "TRIM_HORIZON"}},
            TargetParameters={"KinesisStreamParameters": {"PartitionKey": "$.dynamodb.Keys.id.S"}},
        ),
    )
    lab.aws.client("dynamodb").put_item(TableName="piped", Item={"id": {"S": "a-1"}})
    (record,) = eventually(lambda: read(lab, "piped-table"))
    change = json.loads(record["Data"])
    assert (record["PartitionKey"], change["eventName"]) == ("a-1", "INSERT")


def test_a_table_writes_its_changes_into_the_stream_its_template_names(lab: Lab) -> None:
    arn = lab.stream("changed")
    table = {"Type": "AWS::DynamoDB::Table", "Properties": {**TABLE, "KinesisStreamSpecification": {"StreamArn": arn}}}
    lab.stack("changed", Table=table)
    dynamodb = lab.aws.client("dynamodb")
    dynamodb.put_item(TableName="orders", Item={"id": {"S": "a-1"}})
    (record,) = eventually(lambda: read(lab, "changed"))
    change = json.loads(record["Data"])
    assert (change["eventName"], change["dynamodb"]["Keys"]) == ("INSERT", {"id": {"S": "a-1"}})

    lab.update("changed", Table={"Type": "AWS::DynamoDB::Table", "Properties": TABLE})
    (destination,) = dynamodb.describe_kinesis_streaming_destination(TableName="orders")[
        "KinesisDataStreamDestinations"
    ]
    assert destination["DestinationStatus"] == "DISABLED"
