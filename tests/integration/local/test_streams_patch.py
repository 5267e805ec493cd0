from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from constructs_lib.limits import limit

if TYPE_CHECKING:
    from tests.integration.local.conftest import Lab

MIB = 2**20


def test_a_template_s_stream_properties_are_described(lab: Lab) -> None:
    lab.stack(
        "stream-properties",
        Stream={
            "Type": "AWS::Kinesis::Stream",
            "Properties": {
                "Name": "described",
                "StreamModeDetails": {"StreamMode": "ON_DEMAND"},
                "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"},
                "DesiredShardLevelMetrics": ["IncomingBytes"],
                "MaxRecordSizeInKiB": 2048,
            },
        },
    )
    kinesis = lab.aws.client("kinesis")
    summary = kinesis.describe_stream_summary(StreamName="described")["StreamDescriptionSummary"]
    assert summary["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    assert (summary["EncryptionType"], summary["KeyId"]) == ("KMS", "alias/aws/kinesis")
    assert summary["EnhancedMonitoring"] == [{"ShardLevelMetrics": ["IncomingBytes"]}]
    assert summary["MaxRecordSizeInKiB"] == 2048


def test_a_stack_update_changes_the_properties_in_place(lab: Lab) -> None:
    def stream(**properties: object) -> dict[str, object]:
        return {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "updated", **properties}}

    lab.stack("stream-update", Stream=stream(DesiredShardLevelMetrics=["ALL"]))
    lab.put("updated", {"kept": True})
    lab.update("stream-update", Stream=stream(StreamEncryption={"EncryptionType": "KMS", "KeyId": "alias/mine"}))
    description = lab.aws.client("kinesis").describe_stream(StreamName="updated")["StreamDescription"]
    assert description["KeyId"] == "alias/mine"
    assert description["EnhancedMonitoring"] == [{"ShardLevelMetrics": []}]
    shard = description["Shards"][0]["ShardId"]
    kinesis = lab.aws.client("kinesis")
    iterator = kinesis.get_shard_iterator(StreamName="updated", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    assert len(kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"]) == 1


def test_a_record_is_refused_above_the_stream_s_own_size_only(lab: Lab) -> None:
    arn = lab.stream("sized")
    kinesis = lab.aws.client("kinesis")
    with pytest.raises(ClientError, match="at most 1048576 bytes"):
        kinesis.put_record(StreamName="sized", Data=b"x" * MIB, PartitionKey="k")
    kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=2048)
    assert kinesis.put_record(StreamName="sized", Data=b"x" * MIB, PartitionKey="k")["SequenceNumber"]


def test_a_request_may_be_larger_than_five_mebibytes(lab: Lab) -> None:
    lab.stream("large-requests")
    half = [{"Data": b"x" * (MIB // 2), "PartitionKey": "k"}]
    kinesis = lab.aws.client("kinesis")
    fitting = int(limit("kinesis-putrecords-bytes").high) // (MIB // 2 + 1)
    assert kinesis.put_records(StreamName="large-requests", Records=half * fitting)["FailedRecordCount"] == 0
    with pytest.raises(ClientError, match="at most"):
        kinesis.put_records(StreamName="large-requests", Records=half * (fitting + 1))
