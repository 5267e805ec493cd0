from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam015 = RuleCase("LAM015")


def test_metrics_of_kafka_are_found_one_by_one() -> None:
    results = lam015.run(example("MetricsConfig: {Metrics: [EventCount, ErrorCount, KafkaMetrics]}"))
    assert [finding.property for finding in results.findings] == ["MetricsConfig.Metrics.1", "MetricsConfig.Metrics.2"]


def test_event_count_passes() -> None:
    lam015.passes(example("MetricsConfig: {Metrics: [EventCount]}"))


def test_kafka_may_have_them() -> None:
    arn = "arn:aws:kafka:us-east-1:111122223333:cluster/orders/1"
    lam015.passes(example("MetricsConfig: {Metrics: [KafkaMetrics]}", source=arn))


def test_a_metric_that_is_not_known_is_undecided() -> None:
    lam015.undecided(example("MetricsConfig: {Metrics: [!ImportValue metric]}"))


def test_a_queue_and_a_table_have_no_metrics_of_kafka() -> None:
    metrics = "MetricsConfig: {Metrics: [ErrorCount]}"
    lam015.finds(example(metrics, source="arn:aws:sqs:us-east-1:111122223333:orders"))
    lam015.finds(sam(metrics, type="DynamoDB"))
