"""Changes that AWS DMS writes, on their way to files that are queried."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import DMS, REPLICATE, REPLICATED, STREAM, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import (
    DELIVERY_STREAM,
    S3,
    conversion_of,
    destinations,
    kind,
    processors,
)
from constructs_lib.policy.reading.log_subscriptions import target_of
from constructs_lib.policy.reading.referrers import referrers
from constructs_lib.policy.reading.replication import ENDPOINT, is_kinesis
from constructs_lib.policy.rule import Violation, rule

ONE_LINE = "json-unformatted"
SOURCE = "KinesisStreamSourceConfiguration"
WRITER = role("Role", REPLICATE, service=DMS)
TO_LAKE = """
ToLake:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    DeliveryStreamType: KinesisStreamAsSource
    KinesisStreamSourceConfiguration: {KinesisStreamARN: !GetAtt Orders.Arn, RoleARN: !GetAtt Role.Arn}
    ExtendedS3DestinationConfiguration: {BucketARN: "arn:aws:s3:::amzn-s3-demo-bucket", RoleARN: !GetAtt Role.Arn}
"""


@rule(
    id="PRD027",
    name="replication-lines",
    title="changes that Firehose delivers to files are one line each",
    severity=Severity.WARNING,
    resources=(ENDPOINT,),
    why="the format of DMS by default breaks a record into lines, and what queries the objects, such as Athena, reads "
    "line by line",
    fix="set KinesisSettings.MessageFormat to json-unformatted, or convert the records or transform them on the way",
    source="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html (read 2026-11-21)",
    bad=template(STREAM, WRITER, REPLICATED, TO_LAKE),
    good=template(STREAM, WRITER, REPLICATED.replace("{StreamArn", f"{{MessageFormat: {ONE_LINE}, StreamArn"), TO_LAKE),
)
def replication_lines(endpoint: ResourceView) -> Iterator[Violation]:
    """Check one endpoint whose stream is of this app."""
    stream = target_of(endpoint["KinesisSettings.StreamArn"])
    if stream is None or not is_kinesis(endpoint):
        return
    if not any(
        writes_as_it_is(each) for each in referrers(stream, DELIVERY_STREAM, "KinesisStreamSourceConfiguration")
    ):
        return
    written = endpoint["KinesisSettings.MessageFormat"]
    if (written.text or "").lower().replace("_", "-") != ONE_LINE:
        yield Violation(
            written,
            message="changes are delivered to objects in S3, and each is several lines",
            given=written.text or "json, by default",
            allowed=ONE_LINE,
        )


def writes_as_it_is(delivery: ResourceView) -> bool:
    """Tell whether a delivery stream writes records to S3 as they come."""
    to_objects = [each for each in destinations(delivery) if kind(each) in S3]
    if not to_objects or conversion_of(delivery) is not None:
        return False
    return not any(processors(each, "Lambda") for each in to_objects)
