"""Any combination is either refused with a reason, or accepted by Firehose's own model and by every rule."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_cdk import App, Duration, Size, Stack
from aws_cdk import aws_secretsmanager as secretsmanager
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib.cdk import (
    AppendDelimiter,
    Backup,
    Buffering,
    Compression,
    DataStream,
    Deaggregation,
    Decompression,
    DeliveryStream,
    DirectPut,
    Endpoint,
    EventTable,
    FormatConversion,
    HttpEndpointDestination,
    IcebergCatalog,
    IcebergDestination,
    IcebergTable,
    KinesisSource,
    LambdaTransform,
    LogMessageExtraction,
    MskSource,
    Orc,
    PartitionBy,
    S3Destination,
    SourceBackup,
    SplunkDestination,
)
from constructs_lib.cdk.delivery.processing import ORDER
from constructs_lib.policy import InvalidProperties, check
from tests.synth.parts import DELIVERY_STREAM, function, resources
from tests.synth.request_model import request_problems

CLUSTER = "arn:aws:kafka:eu-west-1:111122223333:cluster/mycluster/abcd1234-0123-abcd-5678-1234abcd-1"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:splunk-AbCdEf"
SCHEMA = {"properties": {"carrier": {"type": "string"}, "delay": {"type": "integer"}}}
SIZES = st.sampled_from([64, 64, 64, 5, 128])
INTERVALS = st.sampled_from([60, 60, 900, 0])
LOGS = [Decompression(), LogMessageExtraction(), AppendDelimiter()]
PROCESSORS = st.one_of(
    st.sampled_from([[], [AppendDelimiter()], [Decompression()], LOGS]),
    st.lists(st.sampled_from([*LOGS, Deaggregation()]), unique_by=type, max_size=4),
)
PARTITIONS = st.sampled_from(
    [None, PartitionBy.jq({"carrier": ".carrier"}), PartitionBy.transform("carrier"),
     PartitionBy(queries={"carrier": ".carrier"}, transform_keys=("day",))]
)  # fmt: skip
CONVERSIONS = st.sampled_from(
    [None, FormatConversion(table=EventTable(schema=SCHEMA, name="flights")),
     FormatConversion(table=EventTable(schema=SCHEMA, name="flights"), output=Orc())]
)  # fmt: skip
BUFFERING = st.builds(
    lambda size, interval: Buffering(size=Size.mebibytes(size), interval=Duration.seconds(interval)), SIZES, INTERVALS
)
FLIGHTS = st.just("flights/")
BACKUPS = st.sampled_from([None, SourceBackup()])
ANY_S3 = st.builds(
    S3Destination,
    prefix=st.sampled_from([None, "flights/", "flights/carrier=!{partitionKeyFromQuery:carrier}/"]),
    buffering=BUFFERING,
    compression=st.sampled_from([None, Compression.GZIP, Compression.NONE]),
    partition_by=PARTITIONS,
    conversion=CONVERSIONS,
    source_backup=BACKUPS,
)
TO_S3 = st.one_of(
    ANY_S3,
    st.builds(S3Destination, prefix=FLIGHTS, source_backup=BACKUPS),
    st.builds(S3Destination, prefix=FLIGHTS, conversion=CONVERSIONS, source_backup=BACKUPS),
    st.builds(S3Destination, partition_by=PARTITIONS),
)
TO_HTTP = st.builds(
    HttpEndpointDestination,
    endpoint=st.just(Endpoint(url="https://ingest.example.com/v1")),
    buffering=BUFFERING,
    backup=st.builds(Backup, all_records=st.booleans()),
)
TO_ICEBERG = st.builds(
    IcebergDestination,
    catalog=st.just(IcebergCatalog.s3_tables("lake")),
    tables=st.sampled_from([(), (IcebergTable(database="air", table="flights"),)]),
    route=st.sampled_from([{}, {"table": ".table"}]),
    append_only=st.sampled_from([None, True]),
    backup=st.builds(Backup, all_records=st.booleans()),
)
SETTINGS = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def delivery(stack: Stack, destination: Any, source: str, processors: Any, transformed: bool) -> DeliveryStream | None:
    """Define a combination; None where it is refused, with a reason that names an argument."""
    sources = {
        "puts": DirectPut,
        "stream": lambda: KinesisSource(DataStream(stack, "Stream")),
        "topic": lambda: MskSource(cluster=CLUSTER, topic="orders"),
    }
    arguments = {
        "source": sources[source](),
        "destination": destination,
        "processors": processors,
        "transform": LambdaTransform(function=function(stack)) if transformed else None,
    }
    try:
        return DeliveryStream(stack, "Delivery", **arguments)
    except ValueError:
        with pytest.raises(ValueError) as refusal:  # noqa: PT011  the reasons are looked at below
            DeliveryStream(stack, "Delivery", **arguments)
    if isinstance(refusal.value, InvalidProperties):
        assert all(each.argument and each.fix and each.why for each in refusal.value.findings), str(refusal.value)
    else:
        assert "give a prefix of its own" in str(refusal.value)
    return None


@SETTINGS
@given(
    destination=st.one_of(TO_S3, TO_HTTP, TO_ICEBERG),
    source=st.sampled_from(["puts", "stream", "topic"]),
    processors=PROCESSORS,
    transformed=st.booleans(),
)
def test_a_combination_is_refused_with_a_reason_or_right_for_everyone(destination, source, processors, transformed):
    stack = Stack(App(), "Pipeline")
    found = delivery(stack, destination, source, processors, transformed)
    if found is None:
        return
    template = {"Resources": resources(stack)}
    (properties,) = [each["Properties"] for each in template["Resources"].values() if each["Type"] == DELIVERY_STREAM]
    assert request_problems(properties) == []
    assert [each for each in check(template).findings if each.severity == "error"] == [], json.dumps(properties)
    (configuration,) = [value for name, value in properties.items() if name.endswith("DestinationConfiguration")]
    types = [each["Type"] for each in configuration.get("ProcessingConfiguration", {}).get("Processors", [])]
    assert types == sorted(types, key=ORDER.index)


PARTITIONED = PartitionBy.jq({"carrier": ".carrier"})
COLUMNS = FormatConversion(table=EventTable(schema=SCHEMA, name="flights"))
NONSENSE = {
    "columns compressed as a whole": (
        "KDF150",
        S3Destination(prefix="f/", conversion=COLUMNS, compression=Compression.GZIP),
        [],
    ),
    "small buffers of partitions": (
        None,
        S3Destination(partition_by=PARTITIONED, buffering=Buffering(size=Size.mebibytes(5))),
        [],
    ),
    "keys that nobody makes": (
        None,
        S3Destination(prefix="carrier=!{partitionKeyFromLambda:carrier}/", partition_by=PARTITIONED),
        [],
    ),
    "messages of what is compressed": ("KDF058", S3Destination(), [LogMessageExtraction()]),
    "split without partitions": ("KDF059", S3Destination(), [Deaggregation()]),
    "a table that nobody names": ("KDF242", IcebergDestination(catalog=IcebergCatalog.s3_tables("lake")), []),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_what_makes_no_sense_is_refused_with_the_reason(stack, name):
    rule, destination, processors = NONSENSE[name]
    with pytest.raises(InvalidProperties) as refusal:
        DeliveryStream(stack, "Delivery", destination=destination, processors=processors)
    assert rule is None or rule in {each.rule for each in refusal.value.findings}
    assert all(each.why and each.fix and each.argument for each in refusal.value.findings)


def test_a_topic_delivers_to_s3_and_warns_elsewhere(stack):
    secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", SECRET)
    splunk = SplunkDestination(endpoint="https://hec.example.com:8088", secret=secret)
    found = DeliveryStream(stack, "Delivery", source=MskSource(cluster=CLUSTER, topic="orders"), destination=splunk)
    assert any("KDF125" in str(entry.data) for entry in found.node.metadata)
