from __future__ import annotations

from textwrap import dedent

import pytest

from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.report import Report

STREAM = "Resources: {{Orders: {{Type: AWS::Kinesis::Stream{policy}, Properties: {{{properties}}}}}}}"


def stream(properties: str = "", policy: str = "") -> str:
    return STREAM.format(properties=properties, policy=policy)


def delivery(properties: str) -> str:
    return dedent(f"""
        Resources:
          Lake:
            Type: AWS::KinesisFirehose::DeliveryStream
            Properties: {{{properties}}}
    """)


def update(old: str, new: str) -> Report:
    return check_sources([Source("new.yaml", new)], against=[Source("old.yaml", old)], schema=False)


def found(old: str, new: str) -> list[str]:
    return [finding.rule for finding in update(old, new).findings if finding.rule.startswith("UPD")]


def test_the_same_template_loses_nothing() -> None:
    template = stream("Name: orders, ShardCount: 4, RetentionPeriodHours: 48")
    assert found(template, template) == []


def test_a_renamed_stream_is_found_in_the_new_template() -> None:
    report = update(stream("Name: orders"), stream("Name: sales"))
    finding = next(finding for finding in report.findings if finding.rule == "UPD001")
    assert (finding.file, finding.property, finding.severity) == ("new.yaml", "Name", "error")


def test_a_removed_stream_is_found_in_the_old_template_and_milder_when_it_is_kept() -> None:
    empty = "Resources: {Other: {Type: AWS::SNS::Topic}}"
    deleted, kept = (
        next(finding for finding in update(stream("Name: orders", policy), empty).findings if finding.rule == "UPD001")
        for policy in ("", ", DeletionPolicy: Retain")
    )
    assert (deleted.file, deleted.severity) == ("old.yaml", "error")
    assert kept.severity == "warning"


@pytest.mark.parametrize(("old", "new", "rules"), [(4, 8, []), (4, 2, []), (4, 9, ["UPD002"]), (4, 1, ["UPD002"])])
def test_shards_may_double_or_halve_in_one_update(old: int, new: int, rules: list[str]) -> None:
    assert found(stream(f"ShardCount: {old}"), stream(f"ShardCount: {new}")) == rules


def test_half_of_an_odd_number_of_shards_is_rounded_up() -> None:
    assert found(stream("ShardCount: 5"), stream("ShardCount: 3")) == []
    assert found(stream("ShardCount: 5"), stream("ShardCount: 2")) == ["UPD002"]


def test_a_retention_that_falls_is_found_and_one_that_grows_is_not() -> None:
    assert found(stream("RetentionPeriodHours: 48"), stream("")) == ["UPD003"]
    assert found(stream(""), stream("RetentionPeriodHours: 48")) == []


def test_a_switch_of_the_mode_is_named() -> None:
    modes = (
        "StreamModeDetails: {StreamMode: PROVISIONED}, ShardCount: 1",
        "StreamModeDetails: {StreamMode: ON_DEMAND}",
    )
    assert found(stream(modes[0]), stream(modes[1])) == ["UPD004"]


def test_a_dropped_or_replaced_consumer_is_found() -> None:
    consumer = """
Resources:
  Reader: {{Type: AWS::Kinesis::StreamConsumer, Properties: {{ConsumerName: {name}, StreamARN: a}}}}
"""
    assert found(consumer.format(name="a"), consumer.format(name="b")) == ["UPD005"]
    assert found(consumer.format(name="a"), "Resources: {T: {Type: AWS::SNS::Topic}}") == ["UPD005"]


def test_partitioning_cannot_be_switched_for_a_delivery_stream_that_exists() -> None:
    off = "ExtendedS3DestinationConfiguration: {BucketARN: b}"
    on = "ExtendedS3DestinationConfiguration: {BucketARN: b, DynamicPartitioningConfiguration: {Enabled: true}}"
    assert found(delivery(off), delivery(on)) == ["UPD011"]
    assert found(delivery(on), delivery(off)) == ["UPD011"]


def test_partitioning_comes_with_a_replacement() -> None:
    off = "DeliveryStreamName: a, ExtendedS3DestinationConfiguration: {BucketARN: b}"
    on = (
        "DeliveryStreamName: b, ExtendedS3DestinationConfiguration: {DynamicPartitioningConfiguration: {Enabled: true}}"
    )
    assert found(delivery(off), delivery(on)) == ["UPD010"]


def test_a_backup_stays_on() -> None:
    mode = "ExtendedS3DestinationConfiguration: {{S3BackupMode: {mode}}}"
    assert found(delivery(mode.format(mode="Enabled")), delivery(mode.format(mode="Disabled"))) == ["UPD013"]
    assert found(delivery(mode.format(mode="Disabled")), delivery(mode.format(mode="Enabled"))) == []


def test_opensearch_stays_opensearch() -> None:
    one = "AmazonopensearchserviceDestinationConfiguration: {IndexName: a}"
    other = "ExtendedS3DestinationConfiguration: {BucketARN: b}"
    assert found(delivery(one), delivery(other)) == ["UPD012"]


def test_a_mapping_that_starts_anew_is_found() -> None:
    mapping = """
Resources:
  Watch: {{Type: AWS::Lambda::EventSourceMapping, Properties: {{FunctionName: f, StartingPosition: {p}}}}}
"""
    assert found(mapping.format(p="LATEST"), mapping.format(p="TRIM_HORIZON")) == ["UPD020"]


def test_a_value_that_is_known_only_at_deployment_is_undecided_unless_it_stays_the_same() -> None:
    parameters = "Parameters: {N: {Type: String}, M: {Type: String}}\n"
    same, other = (parameters + stream(f"Name: !Ref {name}") for name in "NM")
    assert "UPD001" not in {result.rule for result in update(same, same).undecided}
    assert "UPD001" in {result.rule for result in update(same, other).undecided}
