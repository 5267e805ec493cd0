"""From the deliveries of a spec to CloudFormation's properties: those that `DeliveryStream` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph import Definition, Reference
from constructs_lib.spec import sources
from constructs_lib.spec.destinations import DESTINATIONS, Destination
from constructs_lib.spec.functions import function_part
from constructs_lib.spec.part import Part, Settings, below, logging, present
from constructs_lib.spec.processing import in_order, metadata_extraction, standard, transform_processor

DEFAULT_OUTPUT_GROWTH = 1.0
TRANSFORM_ARGUMENTS = {
    "NumberOfRetries": "transform.retries",
    "BufferSizeInMBs": "transform.bufferSize",
    "BufferIntervalInSeconds": "transform.bufferInterval",
}


def delivery_parts(name: str, written: Mapping[str, Any]) -> Iterator[Part]:
    """Make the definitions of a delivery stream: the function of its transform, its table, and itself."""
    given, place = Settings(written, name), ("deliveries", name)
    transform = given.below("transform")
    function: Any = transform.get("function")
    if given.has("transform") and function is None:
        part = function_part(f"{name}.Transform", place)
        function = Reference(part.definition.id, "Arn")
        yield part
    destination = next(each for keyword, each in DESTINATIONS.items() if given.has(keyword))
    below_it = given.below(destination.keyword)
    yield from destination.parts(below_it, name, (*place, destination.keyword))
    steps = [standard(each) for each in given.get("processors", ())]
    if function is not None:
        steps.append(transform_processor(transform, function))
    processors = in_order([*steps, *metadata_extraction(destination.queries(below_it))])
    configuration = {
        **destination.configuration(below_it),
        "ProcessingConfiguration": {"Enabled": True, "Processors": processors} if processors else None,
        "CloudWatchLoggingOptions": logging("Delivery"),
    }
    properties = {
        **sources.source(given.get("source"), given.get("key")),
        destination.property: configuration,
        "DeliveryStreamName": given.get("deliveryStreamName"),
    }
    definition = Definition(
        name,
        "AWS::KinesisFirehose::DeliveryStream",
        present(properties),
        arguments=arguments(destination, processors, "function" if transform.has("function") else "entry"),
        hints={"output_growth": transform.get("outputGrowth", DEFAULT_OUTPUT_GROWTH)} if function is not None else {},
    )
    yield Part(definition, place)


def arguments(destination: Destination, processors: list[dict[str, Any]], function: str) -> dict[str, str]:
    """Say which keyword decides which property."""
    keyword, block = destination.keyword, destination.property
    found = {
        "DeliveryStreamName": "deliveryStreamName",
        **sources.ARGUMENTS,
        block: keyword,
        f"{block}.ProcessingConfiguration": "processors",
        **below(block, {path: f"{keyword}.{argument}" for path, argument in destination.arguments.items()}),
    }
    for position, step in enumerate(processors):
        path = f"{block}.ProcessingConfiguration.Processors.{position}"
        if step["Type"] == "MetadataExtraction":
            found[path] = f"{keyword}.{destination.queries_keyword}"
        if step["Type"] == "Lambda":
            found[path] = "transform"
            names = {**TRANSFORM_ARGUMENTS, "LambdaArn": f"transform.{function}"}
            for at, parameter in enumerate(step["Parameters"]):
                if parameter["ParameterName"] in names:
                    found[f"{path}.Parameters.{at}"] = names[parameter["ParameterName"]]
    return found
