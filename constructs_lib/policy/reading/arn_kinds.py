"""Tell whether a value can be the ARN, or the name, of the kind of thing that is wanted."""

from __future__ import annotations

from typing import NamedTuple

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.reading.arns import ALIAS, CONSUMER, SHAPES, VERSION, Hole, fields, gives_arn, tokens_of

KEY_ALIAS = "AWS::KMS::Alias"
KNOWN_TYPES = {
    *SHAPES,
    CONSUMER,
    ALIAS,
    VERSION,
    "AWS::DynamoDB::Table",
    "AWS::Events::EventBus",
    KEY_ALIAS,
    "AWS::SecretsManager::Secret",
}
SERVICE_FIELD, REGION_FIELD, RESOURCE_FIELD = 2, 3, 5
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a piece that is known at deployment."""
ELSEWHERE = {(CONSUMER, "StreamARN")}
"""Attributes that are the ARN of something else."""
VERSION_ARN = {None, "FunctionArn", "FunctionArnWithVersion"}
"""What gives the ARN of a version: `Ref`, and the attributes."""


class Kind(NamedTuple):
    """What an ARN must belong to.

    Attributes:
        label: for messages: `the ARN of a bucket`.
        types: resource types that it may refer to.
        service: third field of the ARN.
        start: how the resource part begins.
        barred: what the resource part must not contain.
    """

    label: str
    types: tuple[str, ...]
    service: str
    start: str = ""
    barred: str | None = None


BUCKET = Kind("the ARN of a bucket", ("AWS::S3::Bucket",), "s3", barred="/")
STREAM = Kind("the ARN of a data stream", ("AWS::Kinesis::Stream",), "kinesis", "stream/", "/consumer/")
READABLE = Kind(
    "the ARN of a data stream or a stream consumer", ("AWS::Kinesis::Stream", CONSUMER), "kinesis", "stream/"
)
DELIVERY = Kind(
    "the ARN of a delivery stream", ("AWS::KinesisFirehose::DeliveryStream",), "firehose", "deliverystream/"
)
FUNCTION = Kind(
    "the ARN of a function",
    ("AWS::Lambda::Function", "AWS::Serverless::Function", ALIAS, VERSION),
    "lambda",
    "function:",
)
ROLE = Kind("the ARN of a role", ("AWS::IAM::Role",), "iam", "role/")
KEY = Kind("the ARN of a key", ("AWS::KMS::Key",), "kms", "key/")
OBJECT_KEY = Kind("the ARN of a key or alias", ("AWS::KMS::Key",), "kms")
DOMAIN = Kind("the ARN of a domain", ("AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"), "es", "domain/")


def arn_fault(value: Value, kind: Kind) -> str | None:
    """Say why a value that is put together at deployment cannot be an ARN of a kind; `None` when it can.

    Values that are known in full are left to the patterns of the limits.
    """
    if not value.undecided:
        return None
    target = referred(value)
    if target is not None:
        return reference_fault(value, target, kind)
    tokens = tokens_of(value)
    text = "".join(piece if isinstance(piece, str) else UNKNOWN for piece in tokens)
    if not tokens or tokens[0] is Hole.UNKNOWN:
        return barred_fault(text, kind)
    parts = fields(tokens)
    if parts is None:
        known = "".join(piece if isinstance(piece, str) else " " for piece in tokens[:4])
        return None if known == "arn:" else f"it is no ARN, and {kind.label} is wanted"
    if all(isinstance(piece, str) for piece in parts[SERVICE_FIELD]):
        service = "".join(map(str, parts[SERVICE_FIELD]))
        if service != kind.service:
            return f"it is an ARN of {service}, and {kind.label} is wanted"
    if kind is BUCKET and any(parts[REGION_FIELD:RESOURCE_FIELD]):
        return f"it has a region or an account, which {kind.label} has not"
    rest = "".join(piece if isinstance(piece, str) else UNKNOWN for piece in parts[RESOURCE_FIELD])
    begins = rest[: len(kind.start)]
    if begins != kind.start and UNKNOWN not in begins and rest:
        return f"it begins with {rest[:12]!r} after the account, and {kind.label} is wanted"
    return barred_fault(rest, kind)


def barred_fault(text: str, kind: Kind) -> str | None:
    """Say what an ARN must not contain, whatever comes before."""
    if kind.barred is not None and kind.barred in text:
        return f"it contains {kind.barred!r}, and {kind.label} alone is wanted"
    return None


def referred(value: Value) -> ResourceView | None:
    """The resource that a value refers to, also as `${Name}` alone."""
    reference = value.reference
    return None if reference is None else value.owner.view.find(value.owner.resource.template, reference.target)


def reference_fault(value: Value, target: ResourceView, kind: Kind) -> str | None:
    """Say why a reference cannot be an ARN of a kind; types that are not known well are not judged."""
    attribute = None if value.reference is None else value.reference.attribute
    if target.type not in KNOWN_TYPES:
        return None
    if (target.type, attribute) in ELSEWHERE or (kind is OBJECT_KEY and target.type == KEY_ALIAS and attribute):
        return None
    if target.type not in kind.types:
        return f"{target.id} is an {target.type}, and {kind.label} is wanted"
    if target.type == VERSION:
        return None if attribute in VERSION_ARN else f"{attribute} of {target.id} is not its ARN"
    if gives_arn(target.type, attribute):
        return None
    given = (
        f"Ref of {target.id} gives its name or id"
        if attribute is None
        else f"{attribute} of {target.id} is not its ARN"
    )
    return f"{given}, and {kind.label} is wanted"


def name_fault(value: Value, type: str) -> str | None:
    """Say why a value cannot be the name of a resource of a type; `None` when it can."""
    target = referred(value)
    if target is not None:
        attribute = None if value.reference is None else value.reference.attribute
        if target.type == type and gives_arn(type, attribute):
            return f"{attribute} of {target.id} is its ARN, and the name is wanted"
        return None
    known = "".join(piece if isinstance(piece, str) else " " for piece in tokens_of(value)[:4])
    return "it is an ARN, and the name is wanted" if known == "arn:" else None
