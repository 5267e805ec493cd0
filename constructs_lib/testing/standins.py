"""A delivery stream's properties as they would be after a deployment, with stand-ins for the names of resources."""

from __future__ import annotations

from typing import Any

from constructs_lib.graph import Reference, ResourceView, Undecided, Value

ACCOUNT, REGION = "111122223333", "us-east-1"
SHAPES = {
    "BucketARN": "arn:aws:s3:::{}",
    "KinesisStreamARN": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{{}}",
    "LambdaArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{{}}",
}
"""How the ARNs look that a simulation reads; all others are names to it."""
NAMES = ("ARN", "Arn", "Name", "Id")
"""How properties end that name something: what it is called decides nothing about a record."""
UNKNOWN = "unknown"
S3_BLOCKS = ("ExtendedS3DestinationConfiguration", "S3DestinationConfiguration")
DECIDING = ("ProcessingConfiguration", "ContentEncoding")
"""What decides about records, beside the blocks of S3; of all else, such as tags and addresses, stand-ins do."""


def properties_of(stream: ResourceView) -> dict[str, Any]:
    """Read all properties of a delivery stream, with stand-ins for what only a deployment knows.

    Raises:
        ValueError: something is known only at deployment, and decides where records go.
    """
    found: dict[str, Any] = plain(stream.everything)
    return found


def plain(value: Value) -> Any:
    """Read one value."""
    if value.undecided:
        return stand_in(value)
    if value.is_object:
        return {key: plain(value[key]) for key in value.keys}
    if isinstance(value.node, list | tuple):
        return [plain(item) for item in value.items]
    return value.node


def stand_in(value: Value) -> str:
    """Name something that is named at deployment."""
    name = str(value.path[-1])
    if name == "ParameterValue":
        name = value.owner[".".join(map(str, (*value.path[:-1], "ParameterName")))].text or ""
    if value.reference is not None:
        return SHAPES.get(name, "{}").format(value.reference.target)
    unknown = [part for part in value.parts if isinstance(part, Undecided)]
    decides = value.path[0] in S3_BLOCKS or any(part in value.path for part in DECIDING)
    if unknown and decides and not name.endswith(NAMES):
        raise ValueError(f"{name} of {value.owner.id} is known only at deployment: {unknown[0].reason}")
    return "".join(
        part.target if isinstance(part, Reference) else UNKNOWN if isinstance(part, Undecided) else part
        for part in value.parts
    )
