"""Where the records before their transformation are kept."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Lake: {{Type: AWS::S3::Bucket}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        BucketARN: !GetAtt Lake.Arn
        Prefix: orders/
        S3BackupMode: Enabled
        S3BackupConfiguration:
          BucketARN: !GetAtt Lake.Arn
          Prefix: {prefix}
"""


@rule(
    id="KDF136",
    name="backup-has-its-own-place",
    title="the records of a backup are kept apart from those that are delivered",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="objects of both lie side by side, and readers get every record twice: as it came, and as it was made",
    fix="give the backup a prefix, or a bucket, of its own",
    source="https://docs.aws.amazon.com/firehose/latest/dev/create-configure-backup.html (read 2026-11-21)",
    bad=EXAMPLE.format(prefix="orders/"),
    good=EXAMPLE.format(prefix="received/"),
)
def backup_has_its_own_place(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream to S3."""
    destination = stream[EXTENDED_S3]
    backup = destination["S3BackupConfiguration"]
    if backup.absent or destination["S3BackupMode"].text != "Enabled":
        return
    if alike(destination["BucketARN"], backup["BucketARN"]) and alike(destination["Prefix"], backup["Prefix"]):
        yield Violation(
            backup if backup["Prefix"].absent else backup["Prefix"],
            message="the backup is written to the same place as the delivery",
            given="the same bucket and prefix",
            allowed="a prefix of its own",
        )


def alike(one: Value, other: Value) -> bool:
    """Tell whether two values are written the same way; nothing is the same as an empty text."""
    return (one.parts or ("",)) == (other.parts or ("",))
