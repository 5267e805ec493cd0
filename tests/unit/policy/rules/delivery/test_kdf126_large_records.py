from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import PARTITIONING, UNKNOWN, conversion, delivery, processing

kdf126 = RuleCase("KDF126")


def large(size: object = 2048, **properties: object) -> str:
    stream = {"Orders": {"Type": "AWS::Kinesis::Stream", "Properties": {"MaxRecordSizeInKiB": size}}}
    source = {"KinesisStreamARN": {"Fn::GetAtt": ["Orders", "Arn"]}}
    return delivery(stream, KinesisStreamSourceConfiguration=source, **properties)


@pytest.mark.parametrize("name", ["HttpEndpoint", "Redshift", "Snowflake"])
def test_destinations_that_cannot_take_them_are_found(name: str) -> None:
    kdf126.finds(large(**{f"{name}DestinationConfiguration": {}}))


def test_partitioning_and_transforms_are_found() -> None:
    kdf126.finds(large(ExtendedS3DestinationConfiguration=PARTITIONING))
    kdf126.finds(large(ExtendedS3DestinationConfiguration=processing(("Lambda", {}))))


def test_s3_with_conversion_passes_and_so_do_small_records() -> None:
    kdf126.passes(large(ExtendedS3DestinationConfiguration=conversion()))
    kdf126.passes(large(1024, HttpEndpointDestinationConfiguration={}))


def test_a_stream_by_its_arn_does_not_apply() -> None:
    source = {"KinesisStreamARN": "arn:aws:kinesis:us-east-1:111122223333:stream/orders"}
    kdf126.passes(delivery(KinesisStreamSourceConfiguration=source, HttpEndpointDestinationConfiguration={}))


def test_a_size_that_a_parameter_holds_is_undecided() -> None:
    kdf126.undecided(large(UNKNOWN, HttpEndpointDestinationConfiguration={}))
