"""Where the backup of source records goes."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, EXTENDED_S3, REDSHIFT
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        S3BackupMode: Enabled
        {bucket}
"""


@rule(
    id="KDF132",
    name="backup-has-bucket",
    title="an enabled backup has a bucket, and a backup bucket has an enabled backup",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: a backup needs its configuration",
    fix="set S3BackupConfiguration and S3BackupMode: Enabled",
    source=limit("firehose-backup-s3-needs-config").read,
    bad=EXAMPLE.format(bucket=""),
    good=EXAMPLE.format(bucket='S3BackupConfiguration: {BucketARN: "arn:aws:s3:::raw"}'),
)
def backup_has_bucket(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream to S3 or Redshift; the others keep failed records in their own S3 block."""
    for name in (EXTENDED_S3, REDSHIFT):
        mode, bucket = stream[f"{name}.S3BackupMode"], stream[f"{name}.S3BackupConfiguration"]
        if bucket.absent and mode.exists and mode.text == "Enabled":
            yield Violation(bucket, message="the backup has no bucket", allowed="an S3BackupConfiguration")
        if bucket.exists and mode.text != "Enabled":
            yield Violation(
                mode,
                message="there is a bucket for a backup, but the backup is not enabled",
                allowed="Enabled",
                why="the service takes the configuration, and copies nothing to the bucket",
                severity=Severity.WARNING,
            )
