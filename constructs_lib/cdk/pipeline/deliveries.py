"""From the deliveries of a pipeline spec to constructs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aws_cdk import Size
from constructs import Construct

from constructs_lib.cdk.delivery import (
    AppendDelimiter,
    Deaggregation,
    Decompression,
    DeliveryStream,
    LambdaTransform,
    LogMessageExtraction,
)
from constructs_lib.cdk.delivery.processing import Processor
from constructs_lib.cdk.pipeline.destinations import destination
from constructs_lib.cdk.pipeline.destinations.place import duration, only
from constructs_lib.cdk.pipeline.sources import source
from constructs_lib.cdk.pipeline.surroundings import Surroundings
from constructs_lib.spec import Settings
from constructs_lib.spec.processing import DEAGGREGATION
from constructs_lib.spec.units import SHORT, TRANSFORM_SIZE

PROCESSORS: Mapping[str, Callable[[], Processor]] = {
    "Decompression": Decompression,
    "CloudWatchLogProcessing": LogMessageExtraction,
    DEAGGREGATION: Deaggregation,
    "AppendDelimiterToRecord": AppendDelimiter,
}


def define_delivery(scope: Construct, name: str, given: Settings, around: Surroundings) -> DeliveryStream:
    """Define a delivery stream of a spec."""
    return DeliveryStream(
        scope,
        name,
        source=source(scope, name, given, around),
        destination=destination(scope, name, given, around),
        transform=transform(scope, f"{name}Function", given.below("transform"), around)
        if given.has("transform")
        else None,
        processors=[processor(each) for each in given.get("processors", ())],
        delivery_stream_name=given.get("deliveryStreamName"),
    )


def transform(scope: Construct, id: str, given: Settings, around: Surroundings) -> LambdaTransform:
    """Give the transform of a delivery stream."""
    entry, size = given.get("entry"), given.amount("bufferSize", TRANSFORM_SIZE)
    options: dict[str, Any] = only(
        function=None if entry else around.function(scope, id, given),
        entry=around.entry(entry) if entry else None,
        buffer_size=None if size is None else Size.kibibytes(size * 1024),
        buffer_interval=duration(given, "bufferInterval", SHORT),
        retries=given.get("retries"),
        output_growth=given.get("outputGrowth"),
    )
    return LambdaTransform(**options)


def processor(written: str | Mapping[str, Any]) -> Processor:
    """Give a step, with its settings or without."""
    return PROCESSORS[written]() if isinstance(written, str) else Deaggregation(**written[DEAGGREGATION])
