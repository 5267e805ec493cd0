from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery, processing, s3

kdf063 = RuleCase("KDF063")

UNZIP = ("Decompression", {"CompressionFormat": "GZIP"})


def logs(**block: object) -> str:
    arn = {"Fn::GetAtt": ["Delivery", "Arn"]}
    subscription = {"Type": "AWS::Logs::SubscriptionFilter", "Properties": {"DestinationArn": arn}}
    return delivery({"Subscription": subscription}, ExtendedS3DestinationConfiguration=block)


def test_a_second_compression_is_found() -> None:
    kdf063.finds(logs(CompressionFormat="GZIP"))


def test_uncompressed_objects_and_decompressed_records_pass() -> None:
    kdf063.passes(logs(CompressionFormat="UNCOMPRESSED"))
    kdf063.passes(logs())
    kdf063.passes(logs(CompressionFormat="GZIP", **processing(UNZIP)))
    kdf063.passes(logs(CompressionFormat="GZIP", **processing(("Lambda", {}))))


def test_a_delivery_stream_without_subscription_does_not_apply() -> None:
    kdf063.passes(s3(CompressionFormat="GZIP"))


def test_a_compression_that_a_parameter_holds_is_undecided() -> None:
    kdf063.undecided(logs(CompressionFormat=UNKNOWN))


def test_other_destinations_are_passed_over() -> None:
    arn = {"Fn::GetAtt": ["Delivery", "Arn"]}
    subscription = {"Type": "AWS::Logs::SubscriptionFilter", "Properties": {"DestinationArn": arn}}
    block = {"CompressionFormat": "GZIP"}
    kdf063.passes(delivery({"Subscription": subscription}, HttpEndpointDestinationConfiguration=block))
