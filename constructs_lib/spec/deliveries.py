"""From the deliveries of a spec to CloudFormation's properties: those that `DeliveryStream` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph import Definition, Reference
from constructs_lib.spec.bound import Bound
from constructs_lib.spec.destinations import DESTINATIONS
from constructs_lib.spec.functions import function_part
from constructs_lib.spec.part import MADE, Part, Settings, below, logging, present, target
from constructs_lib.spec.processing import in_order, standard, transform_processor

DEFAULT_OUTPUT_GROWTH = 1.0
TRANSFORM_ARGUMENTS = {
    "NumberOfRetries": "transform.retries",
    "BufferSizeInMBs": "transform.bufferSize",
    "BufferIntervalInSeconds": "transform.bufferInterval",
}


def delivery_parts(name: str, written: Mapping[str, Any]) -> Iterator[Part]:
    """Make the definitions of a delivery stream: the function of its transform, and itself."""
    given, place = Settings(written), ("deliveries", name)
    transform = given.below("transform")
    function: Any = transform.get("function")
    if given.has("transform") and function is None:
        part = function_part(f"{name}.Transform", place)
        function = Reference(part.definition.id, "Arn")
        yield part
    keyword = next(each for each in DESTINATIONS if given.has(each))
    bound = DESTINATIONS[keyword](given.below(keyword))
    steps = [standard(kind) for kind in given.get("processors", ())]
    if function is not None:
        steps.append(transform_processor(transform, function))
    processors = in_order([*steps, *bound.processors])
    configuration = {
        "RoleARN": MADE,
        **bound.configuration,
        "ProcessingConfiguration": {"Enabled": True, "Processors": processors} if processors else None,
        "CloudWatchLoggingOptions": logging("Delivery"),
    }
    properties = {
        **source(given.get("source"), given.get("key")),
        bound.name: configuration,
        "DeliveryStreamName": given.get("deliveryStreamName"),
    }
    definition = Definition(
        name,
        "AWS::KinesisFirehose::DeliveryStream",
        present(properties),
        arguments=arguments(keyword, bound, processors, "function" if transform.has("function") else "entry"),
        hints={"output_growth": transform.get("outputGrowth", DEFAULT_OUTPUT_GROWTH)} if function is not None else {},
    )
    yield Part(definition, place)


def source(text: str | None, key: str | None) -> dict[str, Any]:
    """Give where records come from."""
    if text is None:
        encryption = {"KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key} if key else {"KeyType": "AWS_OWNED_CMK"}
        return {"DeliveryStreamType": "DirectPut", "DeliveryStreamEncryptionConfigurationInput": encryption}
    return {
        "DeliveryStreamType": "KinesisStreamAsSource",
        "KinesisStreamSourceConfiguration": {"KinesisStreamARN": target(text), "RoleARN": MADE},
    }


def arguments(keyword: str, bound: Bound, processors: list[dict[str, Any]], function: str) -> dict[str, str]:
    """Say which keyword decides which property."""
    found = {
        "DeliveryStreamName": "deliveryStreamName",
        "DeliveryStreamType": "source",
        "KinesisStreamSourceConfiguration": "source",
        "DeliveryStreamEncryptionConfigurationInput": "key",
        bound.name: keyword,
        f"{bound.name}.ProcessingConfiguration": "processors",
        **below(bound.name, {path: f"{keyword}.{argument}" for path, argument in bound.arguments.items()}),
    }
    for position, step in enumerate(processors):
        path = f"{bound.name}.ProcessingConfiguration.Processors.{position}"
        if step["Type"] == "MetadataExtraction":
            found[path] = f"{keyword}.{bound.queries}"
        if step["Type"] == "Lambda":
            found[path] = "transform"
            names = {**TRANSFORM_ARGUMENTS, "LambdaArn": f"transform.{function}"}
            for at, parameter in enumerate(step["Parameters"]):
                if parameter["ParameterName"] in names:
                    found[f"{path}.Parameters.{at}"] = names[parameter["ParameterName"]]
    return found
