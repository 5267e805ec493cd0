from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from constructs_lib.limits import limit

if TYPE_CHECKING:
    from tests.integration.local.conftest import Lab

STREAM = {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "fanned-out"}}
STREAM_ARN = {"Fn::GetAtt": ["Stream", "Arn"]}


def test_a_template_registers_a_consumer_and_a_policy_and_takes_them_back(lab: Lab) -> None:
    consumer = {
        "Type": "AWS::Kinesis::StreamConsumer",
        "Properties": {"StreamARN": STREAM_ARN, "ConsumerName": "watch"},
    }
    allow = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111111111111:root"},
                "Action": "kinesis:GetRecords",
                "Resource": "arn:aws:kinesis:us-east-1:000000000000:stream/fanned-out",
            }
        ],
    }
    policy = {
        "Type": "AWS::Kinesis::ResourcePolicy",
        "Properties": {"ResourceArn": STREAM_ARN, "ResourcePolicy": allow},
    }
    lab.stack("fan-out", Stream=STREAM, Consumer=consumer, Policy=policy)
    kinesis = lab.aws.client("kinesis")
    arn = kinesis.describe_stream_summary(StreamName="fanned-out")["StreamDescriptionSummary"]["StreamARN"]
    assert [one["ConsumerName"] for one in kinesis.list_stream_consumers(StreamARN=arn)["Consumers"]] == ["watch"]
    assert json.loads(kinesis.get_resource_policy(ResourceARN=arn)["Policy"]) == allow

    lab.update("fan-out", Stream=STREAM)
    assert kinesis.list_stream_consumers(StreamARN=arn)["Consumers"] == []
    assert kinesis.get_resource_policy(ResourceARN=arn)["Policy"] == "{}"


def test_one_consumer_above_the_quota_is_refused(lab: Lab) -> None:
    arn = lab.stream("crowded")
    kinesis = lab.aws.client("kinesis")
    for number in range(int(limit("kinesis-consumer-count-standard").high)):
        kinesis.register_stream_consumer(StreamARN=arn, ConsumerName=f"consumer-{number}")
    with pytest.raises(ClientError, match="LimitExceededException"):
        kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="one-more")
