"""Which sources a full backup is for."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, stream_type
from constructs_lib.policy.rule import Violation, rule

WITHOUT_BACKUP = ("MSKAsSource", "DatabaseAsSource")
MODES = ("S3BackupMode", "s3BackupMode")
FAILED_ONLY = "Failed"
"""How the modes begin that keep what could not be delivered, as every such destination has to."""
OFF = "Disabled"
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: MSKAsSource
      MSKSourceConfiguration:
        MSKClusterARN: arn:aws:kafka:us-east-1:111122223333:cluster/orders/11111111-2222-3333-4444-555555555555-1
        TopicName: orders
        AuthenticationConfiguration:
          Connectivity: PRIVATE
          RoleARN: arn:aws:iam::111122223333:role/delivery
      ExtendedS3DestinationConfiguration:
        BucketARN: arn:aws:s3:::lake
        RoleARN: arn:aws:iam::111122223333:role/delivery{backup}
"""
BACKUP = """
        S3BackupMode: Enabled
        S3BackupConfiguration:
          BucketARN: arn:aws:s3:::raw
          RoleARN: arn:aws:iam::111122223333:role/delivery"""


@rule(
    id="KDF138",
    name="backup-by-source",
    title="every record is backed up only where records come by direct put or from a data stream",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="backups are supported for direct puts and data streams; of another source nothing may be copied (assumed)",
    fix="leave the backup out, and keep what came in where it is: in the topic or the database",
    source=f"{limit('firehose-backup-s3-config-source').read}; what the service does with it is assumed",
    bad=EXAMPLE.format(backup=BACKUP),
    good=EXAMPLE.format(backup=""),
)
def backup_by_source(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream that is fed by a topic or by a database."""
    kind = stream_type(stream)
    if kind not in WITHOUT_BACKUP:
        return
    for destination in destinations(stream):
        for mode in (destination[name] for name in MODES):
            text = mode.text
            if text and text != OFF and not text.startswith(FAILED_ONLY):
                yield Violation(mode, message=f"every record of a {kind} is to be backed up",
                                allowed=f"no backup, or one of failed records, with {kind}")  # fmt: skip
