"""The metrics that a mapping of a stream can have."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import DYNAMODB, KINESIS, MAPPINGS, SQS, mappings_of
from constructs_lib.policy.rule import Violation, rule

EXISTING = limit("esm-metrics-enum").allowed
OF_STREAMS = limit("esm-metrics-kinesis").allowed


@rule(
    id="LAM015",
    name="mapping-metrics-of-streams",
    title="a mapping of a stream or a queue asks for no metrics of Kafka",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="Lambda refuses metrics that only Kafka mappings have, and the deployment fails",
    fix="ask for EventCount only",
    source=limit("esm-metrics-kinesis").read,
    bad=example("StartingPosition: LATEST", "MetricsConfig: {Metrics: [EventCount, KafkaMetrics]}"),
    good=example("StartingPosition: LATEST", "MetricsConfig: {Metrics: [EventCount]}"),
)
def mapping_metrics_of_streams(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        for metric in mapping.settings.each("MetricsConfig.Metrics[]"):
            if metric.text in EXISTING and metric.text not in OF_STREAMS and mapping.reads(KINESIS, DYNAMODB, SQS):
                yield Violation(
                    metric,
                    message=f"a mapping of a stream or a queue asks for {metric.text}, which only Kafka mappings have",
                    allowed=", ".join(map(str, OF_STREAMS)),
                )
