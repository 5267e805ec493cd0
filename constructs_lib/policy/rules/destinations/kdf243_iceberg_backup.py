"""What a delivery to Iceberg backs up."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ICEBERG
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      IcebergDestinationConfiguration:
        s3BackupMode: {mode}
"""


@rule(
    id="KDF243",
    name="iceberg-backup",
    title="a delivery to Iceberg backs up failed records only",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: AllData is not supported for Iceberg",
    fix="set s3BackupMode to FailedDataOnly",
    source=limit("firehose-iceberg-backup-alldata").read,
    bad=EXAMPLE.format(mode="AllData"),
    good=EXAMPLE.format(mode="FailedDataOnly"),
)
def iceberg_backup(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    mode = stream[f"{ICEBERG}.s3BackupMode"]
    if mode.text == "AllData":
        yield Violation(mode, message="all records would be backed up", allowed="FailedDataOnly")
