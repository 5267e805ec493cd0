"""Destinations that are not simulated: records are handed over, and those that fail before are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from constructs_lib.simulation import DeliveryEngine, InvalidDefinition, UnsupportedFeature
from constructs_lib.simulation.delivery.index_name import index_name
from tests.unit.simulation.pipeline import ARRIVAL, DELIVERY_ARN, Clock, Store, records

SPLUNK = {"S3Configuration": {"BucketARN": "arn:aws:s3:::lake", "ErrorOutputPrefix": "errors/"}}
UNPACKED = {"Type": "Decompression", "Parameters": [{"ParameterName": "CompressionFormat", "ParameterValue": "GZIP"}]}


class Sink:
    def __init__(self) -> None:
        self.taken: list[tuple[bytes, float, Mapping[str, Any]]] = []

    def take(self, data: bytes, arrival: float, table: Mapping[str, Any]) -> None:
        self.taken.append((data, arrival, table))


def engine(sink: Sink, store: Store, **more: Any) -> DeliveryEngine:
    return DeliveryEngine(
        "orders",
        DELIVERY_ARN,
        {"SplunkDestinationConfiguration": {**SPLUNK, **more}},
        store=store,
        sink=sink,
        region="eu-west-1",
        account="111122223333",
        clock=Clock(),
    )


def test_records_are_handed_over_in_their_order_and_counted() -> None:
    sink, store = Sink(), Store()
    delivery = engine(sink, store)
    delivery.accept(records(b"one", b"two"))
    delivery.flush()
    assert sink.taken == [(b"one", ARRIVAL, {}), (b"two", ARRIVAL, {})]
    assert (delivery.counts.delivered, delivery.counts.in_buffer, dict(store)) == (2, 0, {})


def test_what_fails_before_is_written_and_not_handed_over() -> None:
    sink, store = Sink(), Store()
    delivery = engine(sink, store, ProcessingConfiguration={"Enabled": True, "Processors": [UNPACKED]})
    delivery.accept(records(b"not compressed"))
    delivery.flush()
    assert sink.taken == []
    assert len(store.errors()) == 1


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ({}, "the destination has no IndexName"),
        (
            {"IndexName": "orders", "IndexRotationPeriod": "Daily"},
            "IndexRotationPeriod Daily does not exist; use one of",
        ),
    ],
)
def test_an_index_that_the_service_would_refuse_is_said(properties: dict[str, str], problem: str) -> None:
    with pytest.raises(InvalidDefinition, match=problem):
        index_name(properties, ARRIVAL)


def test_an_index_that_rotates_by_weeks_has_no_name_here() -> None:
    with pytest.raises(UnsupportedFeature, match="counts weeks in two ways"):
        index_name({"IndexName": "orders", "IndexRotationPeriod": "OneWeek"}, ARRIVAL)
