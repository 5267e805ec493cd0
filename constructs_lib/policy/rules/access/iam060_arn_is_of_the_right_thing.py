"""ARNs that name the kind of thing that is wanted, and not its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.examples.access import BUCKET as BUCKET_EXAMPLE
from constructs_lib.policy.examples.access import DELIVERY as DELIVERY_EXAMPLE
from constructs_lib.policy.examples.access import OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.arn_kinds import (
    BUCKET,
    DELIVERY,
    DOMAIN,
    FUNCTION,
    KEY,
    OBJECT_KEY,
    READABLE,
    ROLE,
    STREAM,
    Kind,
    arn_fault,
    referred,
)
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import ROLE_BLOCKS, S3_BLOCKS, configured
from constructs_lib.policy.reading.event_sources import CONSUMER, MAPPING, is_kinesis
from constructs_lib.policy.reading.writers import NAMED, PUTTERS, WRITER_TYPES, kind_of, writes_of
from constructs_lib.policy.rule import Violation, rule

PLACES: dict[str, tuple[tuple[str, Kind], ...]] = {
    DELIVERY_STREAM: (
        *((f"{block}.BucketARN", BUCKET) for block in S3_BLOCKS),
        *((f"{block}.RoleARN", ROLE) for block in ROLE_BLOCKS),
        *((f"{block}.EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN", OBJECT_KEY) for block in S3_BLOCKS),
        ("KinesisStreamSourceConfiguration.KinesisStreamARN", STREAM),
        ("DeliveryStreamEncryptionConfigurationInput.KeyARN", KEY),
        ("*.DomainARN", DOMAIN),
        (
            "*.ProcessingConfiguration.Processors[Type=Lambda].Parameters[ParameterName=LambdaArn].ParameterValue",
            FUNCTION,
        ),
    ),
    CONSUMER: (("StreamARN", STREAM),),
    "AWS::Lambda::Function": (("Role", ROLE),),
    "AWS::Kinesis::ResourcePolicy": (("ResourceArn", READABLE),),
    "AWS::DynamoDB::Table": (("KinesisStreamSpecification.StreamArn", STREAM),),
    "AWS::DynamoDB::GlobalTable": (("Replicas[].KinesisStreamSpecification.StreamArn", STREAM),),
}
PIPE = "AWS::Pipes::Pipe"
SOURCES = {MAPPING: "EventSourceArn", PIPE: "Source"}
WRITTEN = {"kinesis": STREAM, "firehose": DELIVERY}


@rule(
    id="IAM060",
    name="arn-is-of-the-right-thing",
    title="where an ARN is wanted stands the ARN of the right kind of resource",
    severity=Severity.ERROR,
    resources=tuple(dict.fromkeys((*PLACES, MAPPING, *WRITER_TYPES, *PUTTERS))),
    why="the service refuses a name, an id, or the ARN of something else",
    fix="use Fn::GetAtt with the attribute that is the ARN, of the resource that is meant",
    source=limit("firehose-bucket-arn-pattern").read,
    bad=template(BUCKET_EXAMPLE, role("Role", OBJECTS), DELIVERY_EXAMPLE.replace("!GetAtt Bucket.Arn", "!Ref Bucket")),
    good=template(BUCKET_EXAMPLE, role("Role", OBJECTS), DELIVERY_EXAMPLE),
)
def arn_is_of_the_right_thing(resource: ResourceView) -> Iterator[Violation]:
    """Check the ARNs of one resource, as far as they are references or texts with references."""
    gap: CannotDecide | None = None
    for places in (wanted(resource, pattern, kind) for pattern, kind in PLACES.get(resource.type, ())):
        try:
            yield from faults(places)
        except CannotDecide as unknown:
            gap = gap or unknown
    yield from faults(mapped(resource))
    yield from faults(written(resource))
    if resource.type in PUTTERS and resource.type not in NAMED:
        values = resource.each(PUTTERS[resource.type])
        yield from faults((value, DELIVERY) for value in values if kind_of(value) == "firehose")
    if gap is not None:
        raise gap


def faults(places: Iterable[tuple[Value, Kind]]) -> Iterator[Violation]:
    """The places where something else stands."""
    for value, kind in places:
        fault = arn_fault(value, kind)
        if fault is not None:
            yield Violation(value, message=fault, allowed=kind.label)


def wanted(resource: ResourceView, pattern: str, kind: Kind) -> Iterator[tuple[Value, Kind]]:
    """The places that a pattern reaches."""
    for value in configured(resource, pattern):
        yield value, kind


def mapped(resource: ResourceView) -> Iterator[tuple[Value, Kind]]:
    """The source of a mapping or of a pipe on a stream; one of a pipe that is not known has its own rules."""
    source = resource[SOURCES[resource.type]] if resource.type in SOURCES else None
    if source is None or not source.undecided or (resource.type == PIPE and referred(source) is None):
        return
    if is_kinesis(source):
        yield source, READABLE


def written(resource: ResourceView) -> Iterator[tuple[Value, Kind]]:
    """What a service writes into, and the role that it writes with."""
    for write in writes_of(resource) if resource.type in WRITER_TYPES else ():
        if write.writer.kind is None:
            yield write.target, WRITTEN[write.kind]
        yield write.role, ROLE
