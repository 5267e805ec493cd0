"""Compressed objects against the COPY command that reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, REDSHIFT
from constructs_lib.policy.rule import Violation, rule

GZIP = re.compile(r"\bGZIP\b", re.IGNORECASE)
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      RedshiftDestinationConfiguration:
        CopyCommand: {{DataTableName: orders, CopyOptions: "{options}"}}
        S3Configuration: {{CompressionFormat: GZIP}}
"""


@rule(
    id="KDF220",
    name="redshift-gzip-copy",
    title="COPY options name the compression of the objects",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="every COPY fails: Redshift reads the compressed objects as text, and no record arrives",
    fix="add GZIP to CopyOptions, or leave the objects uncompressed",
    source=limit("firehose-compression-redshift-gzip-copy").read,
    bad=EXAMPLE.format(options="JSON 'auto'"),
    good=EXAMPLE.format(options="JSON 'auto' GZIP"),
)
def redshift_gzip_copy(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; a transform may compress by itself, so that GZIP without compression is a warning."""
    destination = stream[REDSHIFT]
    if destination.absent:
        return
    compression, options = destination["S3Configuration.CompressionFormat"], destination["CopyCommand.CopyOptions"]
    compressed = compression.text == "GZIP"
    named = options.exists and GZIP.search(options.text or "") is not None
    if compressed and not named:
        yield Violation(
            options,
            message="the objects are compressed, but COPY is not told so",
            given=options.text or "no options",
            allowed="options with GZIP",
        )
    if named and not compressed and destination["ProcessingConfiguration"].absent:
        yield Violation(
            options,
            message="COPY expects compressed objects, but they are not compressed",
            allowed="options without GZIP, or CompressionFormat: GZIP",
            severity=Severity.WARNING,
        )
