"""Firehose's own model of a request, as botocore has it, asked about the properties of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, Shape, StructureShape

CLOUDFORMATIONS_OWN_NAMES = {"CatalogArn": "CatalogARN", "s3BackupMode": "S3BackupMode"}
BOUNDS_OF_LENGTH = (str, list)


@cache
def create_delivery_stream() -> Shape:
    """Give the request of `CreateDeliveryStream`."""
    model = botocore.session.get_session().get_service_model("firehose")
    return model.operation_model("CreateDeliveryStream").input_shape


def request_problems(properties: dict[str, Any]) -> list[str]:
    """Say what Firehose would refuse of a delivery stream; intrinsic functions are taken to be right."""
    return list(_problems(create_delivery_stream(), {"DeliveryStreamName": "any", **properties}, "request"))


def problems_of_request(service: str, operation: str, properties: dict[str, Any]) -> list[str]:
    """Say what a service would refuse of the properties of a resource, where those are named as in its request."""
    model = botocore.session.get_session().get_service_model(service)
    return list(_problems(model.operation_model(operation).input_shape, properties, "request"))


def _problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
        return
    if isinstance(shape, StructureShape):
        given = {CLOUDFORMATIONS_OWN_NAMES.get(name, name): item for name, item in value.items()}
        yield from (f"{path}.{name} is missing" for name in shape.required_members if name not in given)
        for name, item in given.items():
            if name in shape.members:
                yield from _problems(shape.members[name], item, f"{path}.{name}")
            else:
                yield f"{path}.{name} is unknown"
    elif isinstance(shape, MapShape):
        for name, item in value.items():
            yield from _problems(shape.key, name, path)
            yield from _problems(shape.value, item, f"{path}.{name}")
    elif isinstance(shape, ListShape):
        yield from _bounds(shape, value, path)
        for position, item in enumerate(value):
            yield from _problems(shape.member, item, f"{path}.{position}")
    else:
        yield from _scalar(shape, value, path)


def _scalar(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if shape.type_name == "timestamp":
        if not _is_timestamp(value):
            yield f"{path} is {value!r}, not a time in ISO 8601"
        return
    wanted = {"string": str, "boolean": bool, "integer": int, "long": int, "double": (int, float)}[shape.type_name]
    if not isinstance(value, wanted) or (isinstance(value, bool) and shape.type_name != "boolean"):
        yield f"{path} is {value!r}, not a {shape.type_name}"
        return
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        yield f"{path} is {value!r}, not one of {allowed}"
    pattern = shape.metadata.get("pattern")
    if pattern and not re.search(pattern, value):
        yield f"{path} is {value!r}, which does not match {pattern}"
    yield from _bounds(shape, value, path)


def _is_timestamp(value: Any) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _bounds(shape: Shape, value: Any, path: str) -> Iterator[str]:
    size = len(value) if isinstance(value, BOUNDS_OF_LENGTH) else value
    if "min" in shape.metadata and size < shape.metadata["min"]:
        yield f"{path} is below {shape.metadata['min']}"
    if "max" in shape.metadata and size > shape.metadata["max"]:
        yield f"{path} is above {shape.metadata['max']}"
