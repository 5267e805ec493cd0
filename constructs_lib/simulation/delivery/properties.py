"""Read the properties of a delivery stream."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterable, Mapping
from typing import Any

from constructs_lib.limits import Limit, limit
from constructs_lib.simulation.delivery.buffer import BufferingHints
from constructs_lib.simulation.errors import InvalidDefinition

MIB = 1024 * 1024

Properties = Mapping[str, Any]


def flag(value: object) -> bool:
    """Read a boolean, which templates may also write as text."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def number(text: object, what: str) -> float:
    """Read a number, which processor parameters write as text.

    Raises:
        InvalidDefinition: it is not a number.
    """
    try:
        return float(str(text))
    except ValueError:
        raise InvalidDefinition(f"{what} is {text!r}; write a number") from None


def default(fact: Limit) -> float:
    """Read the default of a limit that has one."""
    return number(fact.default, fact.id)


def buffering_hints(properties: Properties, cap: float | None, *, family: str = "s3") -> BufferingHints:
    """Read `BufferingHints`, with the interval capped.

    Args:
        properties: of the destination.
        cap: seconds.
        family: part of the names of the limits that hold the service's defaults.
    """
    hints: Properties = properties.get("BufferingHints") or {}
    size = hints.get("SizeInMBs", default(limit(f"firehose-buffer-{family}-size")))
    interval = hints.get("IntervalInSeconds", default(limit(f"firehose-buffer-{family}-interval")))
    seconds = number(interval, "BufferingHints.IntervalInSeconds")
    return BufferingHints(int(number(size, "BufferingHints.SizeInMBs") * MIB), capped(seconds, cap))


def capped(seconds: float, cap: float | None) -> float:
    """Bound an interval."""
    return seconds if cap is None else min(seconds, cap)


def bucket_name(properties: Properties) -> str:
    """Read the name out of `BucketARN`.

    Raises:
        InvalidDefinition: there is none.
    """
    arn = properties.get("BucketARN")
    if not isinstance(arn, str) or ":::" not in arn:
        raise InvalidDefinition(f"BucketARN is {arn!r}; write the ARN of a bucket, arn:aws:s3:::NAME")
    return arn.rpartition(":::")[2]


def processors(destination: Properties) -> dict[str, dict[str, str]]:
    """Read the processors by type, each with its parameters.

    A `ProcessingConfiguration` without `Enabled` is off.
    """
    configuration: Properties = destination.get("ProcessingConfiguration") or {}
    if not flag(configuration.get("Enabled")):
        return {}
    listed: Iterable[Properties] = configuration.get("Processors") or ()
    known = limit("firehose-processor-types").allowed
    found: dict[str, dict[str, str]] = {}
    for entry in listed:
        if entry.get("Type") not in known:
            raise InvalidDefinition(f"processor type {entry.get('Type')!r} does not exist; use one of {known}")
        parameters = entry.get("Parameters") or ()
        found[entry["Type"]] = {each["ParameterName"]: str(each["ParameterValue"]) for each in parameters}
    return found


def parameter(processor: Mapping[str, str], name: str, of: str) -> str:
    """Read a required parameter of a processor.

    Raises:
        InvalidDefinition: it is missing.
    """
    if name not in processor:
        raise InvalidDefinition(f"processor {of} has no {name}; add the parameter")
    return processor[name]


def base64_parameter(processor: Mapping[str, str], name: str, of: str) -> bytes:
    """Read a required parameter that is base64 text."""
    try:
        return b64decode(parameter(processor, name, of), validate=True)
    except Base64Error:
        raise InvalidDefinition(f"{name} of processor {of} is not base64; encode it") from None
