"""What a channel to S3 Tables needs."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import SCHEMA, example
from constructs_lib.policy.examples.channels import TO_TABLES as TABLES
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.channels import CHANNEL, STREAMS, TO_TABLES
from constructs_lib.policy.rule import Violation, rule

RECORD = "{{RecordFormatType: GSR_JSON{schema}}}"


@rule(
    id="KDC213",
    name="channel-tables-settings",
    title="a channel to S3 Tables has a schema and a place for what fails",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="the columns come from the schema, and records that do not fit need a bucket: the service refuses less",
    fix="set GSRSchemaARN to a schema of the Glue schema registry, and DeadLetterQueueS3Configuration to a bucket",
    source=f"{limit('kinesis-channel-tables-need-schema').read}; {limit('kinesis-channel-tables-need-dlq').read}",
    bad=example(TABLES, record=RECORD.format(schema="")),
    good=example(TABLES, record=RECORD.format(schema=f", GSRSchemaARN: '{SCHEMA}'")),
)
def channel_tables_settings(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel."""
    if channel[TO_TABLES].absent:
        return
    dead_letters = channel[f"{TO_TABLES}.DeadLetterQueueS3Configuration"]
    if dead_letters.absent:
        yield Violation(dead_letters, message="a channel to S3 Tables has no dead-letter bucket", allowed="a bucket")
    for stream in channel[STREAMS].items:
        schema = stream["RecordConfiguration.GSRSchemaARN"]
        if schema.absent:
            yield Violation(schema, message="a channel to S3 Tables has no schema", allowed="the ARN of a schema")
