"""Settings of streams on a mapping of a queue."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, SQS, mappings_of
from constructs_lib.policy.rule import Violation, rule

QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders"
OF_STREAMS = (
    "DestinationConfig",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "ParallelizationFactor",
    "StartingPosition",
    "StartingPositionTimestamp",
    "TumblingWindowInSeconds",
)


@rule(
    id="LAM028",
    name="mapping-stream-settings-on-queue",
    title="a mapping of a queue has no settings of streams",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses it as an unsupported parameter for this source, and the deployment fails",
    fix="leave the setting out; a queue's own redrive policy decides on retries and on failed messages",
    source="botocore 1.44.5 lambda CreateEventSourceMapping, 2026-11-17; refused in "
    "https://github.com/motdotla/node-lambda/issues/466 (read 2026-11-21)",
    bad=example("MaximumRetryAttempts: 3", source=QUEUE),
    good=example("BatchSize: 10", source=QUEUE),
)
def mapping_stream_settings_on_queue(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        bisects = mapping["BisectBatchOnFunctionError"]
        if bisects.exists and bisects.flag and mapping.reads(SQS):
            yield Violation(bisects, message="a mapping of a queue bisects batches", allowed="false")
        for name in OF_STREAMS:
            setting = mapping[name]
            if setting.exists and setting.node not in ({}, []) and mapping.reads(SQS):
                yield Violation(
                    setting,
                    message=f"a mapping of a queue has {name}, a setting of streams",
                    given=name,
                    allowed=f"no {name}",
                )
