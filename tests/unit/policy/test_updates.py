from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.profile import read_profile
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


def template(**resources: str) -> str:
    return "Resources:\n" + "".join(f"  {name}: {{{text}}}\n" for name, text in resources.items())


OTHER = "Type: AWS::SNS::Topic"


def test_the_table_of_what_cannot_change_in_place_is_that_of_the_schemas() -> None:
    from constructs_lib.policy.updates.change import create_only
    from tools.create_only import table

    assert create_only() == table()


VALUES = {
    "AWS::Kinesis::StreamConsumer": {"Tags": ("[{Key: a, Value: b}]", "[{Key: a, Value: c}]")},
    "AWS::KinesisFirehose::DeliveryStream": {
        "DeliveryStreamType": ("DirectPut", "KinesisStreamAsSource"),
    },
}
RULES = {
    "AWS::Kinesis::Stream": "UPD001",
    "AWS::Kinesis::StreamConsumer": "UPD005",
    "AWS::KinesisFirehose::DeliveryStream": "UPD010",
    "AWS::Lambda::EventSourceMapping": "UPD020",
}


def immutable() -> list[tuple[str, str]]:
    from constructs_lib.policy.updates.change import create_only

    return [(type_name, path) for type_name, paths in create_only().items() if type_name in RULES for path in paths]


@pytest.mark.parametrize(("type_name", "path"), immutable())
def test_every_property_that_cannot_change_in_place_is_found(type_name: str, path: str) -> None:
    def written(value: str) -> str:
        text = value
        for name in reversed(path.split(".")):
            text = f"{{{name}: {text}}}"
        return template(Thing=f"Type: {type_name}, Properties: {text}")

    old, new = VALUES.get(type_name, {}).get(path, ("one", "two"))
    assert found(written(old), written(new)) == [RULES[type_name]]
    assert found(written(old), written(old)) == []


def test_a_block_that_comes_with_a_new_destination_replaces_nothing() -> None:
    old = delivery("ExtendedS3DestinationConfiguration: {BucketARN: b}")
    new = delivery("SnowflakeDestinationConfiguration: {SnowflakeVpcConfiguration: {PrivateLinkVpceId: com.x}}")
    assert found(old, new) == []


def test_tags_in_another_order_replace_nothing() -> None:
    tags = ["{Key: a, Value: 1}", "{Key: b, Value: 2}"]
    old, new = (
        template(Reader=f"Type: AWS::Kinesis::StreamConsumer, Properties: {{Tags: [{', '.join(order)}]}}")
        for order in (tags, tags[::-1])
    )
    assert found(old, new) == []


def test_what_reads_from_a_replaced_stream_is_replaced_with_it() -> None:
    def pipeline(name: str) -> str:
        return template(
            Orders=f"Type: AWS::Kinesis::Stream, Properties: {{Name: {name}}}",
            Watch="Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Orders.Arn}",
            Lake="Type: AWS::KinesisFirehose::DeliveryStream, Properties: "
            "{KinesisStreamSourceConfiguration: {KinesisStreamARN: !GetAtt Orders.Arn}}",
        )

    assert sorted(found(pipeline("orders"), pipeline("sales"))) == ["UPD001", "UPD010", "UPD020"]
    assert found(pipeline("orders"), pipeline("orders")) == []


def test_a_stream_under_another_logical_id_is_named() -> None:
    properties = "Type: AWS::Kinesis::Stream, Properties: {ShardCount: 2}"
    report = update(template(Orders=properties), template(Sales=properties))
    (finding,) = [finding for finding in report.findings if finding.rule == "UPD001"]
    assert "Sales looks like it under another logical id" in finding.message


def test_a_logical_id_that_becomes_another_type_is_a_removal() -> None:
    assert found(template(Orders="Type: AWS::Kinesis::Stream"), template(Orders=OTHER)) == ["UPD001"]


def test_a_replaced_stream_that_is_kept_is_milder() -> None:
    def kept(name: str) -> str:
        return stream(f"Name: {name}", ", UpdateReplacePolicy: Retain")

    findings = [finding for finding in update(kept("a"), kept("b")).findings if finding.rule == "UPD001"]
    assert [finding.severity for finding in findings] == ["warning"]


def test_a_dropped_deletion_policy_is_found_for_streams_and_what_they_are_delivered_to() -> None:
    assert found(stream("", ", DeletionPolicy: Retain"), stream("")) == ["UPD006"]
    assert found(stream(""), stream("", ", DeletionPolicy: Retain")) == []
    assert found(stream("", ", DeletionPolicy: Retain"), stream("", ", DeletionPolicy: RetainExceptOnCreate")) == []
    block = "{S3DestinationConfiguration: {BucketARN: !GetAtt Data.Arn}}"
    lake = f"Type: AWS::KinesisFirehose::DeliveryStream, Properties: {block}"
    kept, dropped = ("Type: AWS::S3::Bucket, DeletionPolicy: Retain", "Type: AWS::S3::Bucket")
    assert found(template(Data=kept, Lake=lake), template(Data=dropped, Lake=lake)) == ["UPD006"]
    assert found(template(Data=kept), template(Data=dropped)) == []


def test_encryption_that_goes_is_found() -> None:
    assert found(stream("StreamEncryption: {EncryptionType: KMS, KeyId: k}"), stream("")) == ["UPD007"]
    assert found(stream(""), stream("StreamEncryption: {EncryptionType: KMS, KeyId: k}")) == []
    on = "DeliveryStreamEncryptionConfigurationInput: {KeyType: AWS_OWNED_CMK}, DeliveryStreamName: a"
    assert found(delivery(on), delivery("DeliveryStreamName: a")) == ["UPD007"]


def test_a_key_that_goes_is_found_where_records_were_encrypted_with_it() -> None:
    encrypted = "Type: AWS::Kinesis::Stream, Properties: {StreamEncryption: {EncryptionType: KMS, KeyId: !Ref Key}}"
    other = encrypted.replace("!Ref Key", "alias/other")
    for policy, rules in (("", ["UPD008"]), (", DeletionPolicy: Retain", [])):
        old = template(Orders=encrypted, Key=f"Type: AWS::KMS::Key{policy}")
        assert found(old, template(Orders=other)) == rules
    assert found(template(Orders=other, Key="Type: AWS::KMS::Key"), template(Orders=other)) == []


@pytest.mark.parametrize(
    ("type_name", "old", "new", "used"),
    [
        (
            "AWS::S3::Bucket",
            "BucketName: a",
            "BucketName: b",
            "S3DestinationConfiguration: {BucketARN: !GetAtt Place.Arn}",
        ),
        (
            "AWS::Logs::LogGroup",
            "LogGroupName: a",
            "LogGroupName: b",
            "S3DestinationConfiguration: {CloudWatchLoggingOptions: {LogGroupName: !Ref Place}}",
        ),
    ],
)
def test_a_place_of_delivery_that_is_replaced_is_found(type_name: str, old: str, new: str, used: str) -> None:
    lake = f"Type: AWS::KinesisFirehose::DeliveryStream, Properties: {{{used}}}"
    before, after = (f"Type: {type_name}, Properties: {{{name}}}" for name in (old, new))
    assert found(template(Place=before, Lake=lake), template(Place=after, Lake=lake)) == ["UPD030"]
    assert found(template(Place=before), template(Place=after)) == []
    assert found(template(Place=before, Lake=lake), template(Lake=lake.replace("!GetAtt Place.Arn", "b"))) == ["UPD030"]


def test_a_switch_from_the_mode_that_shards_stand_for_is_named() -> None:
    assert found(stream("ShardCount: 2"), stream("StreamModeDetails: {StreamMode: ON_DEMAND}")) == ["UPD004"]
    assert found(stream("ShardCount: 2"), stream("ShardCount: 2, StreamModeDetails: {StreamMode: PROVISIONED}")) == []


def test_opensearch_may_become_the_newer_block_of_opensearch() -> None:
    old = "ElasticsearchDestinationConfiguration: {IndexName: a}"
    new = "AmazonopensearchserviceDestinationConfiguration: {IndexName: a}"
    assert found(delivery(old), delivery(new)) == []


CONDITIONS = "Parameters: {Stage: {Type: String}}\nConditions: {Prod: !Equals [!Ref Stage, prod]}\n"


def test_a_loss_under_a_condition_names_it() -> None:
    old = CONDITIONS + stream("Name: !If [Prod, orders, test]")
    new = CONDITIONS + stream("Name: !If [Prod, sales, test]")
    (finding,) = [finding for finding in update(old, new).findings if finding.rule == "UPD001"]
    assert finding.message.endswith("when Prod is true")


def test_a_condition_around_the_same_value_and_another_default_change_nothing() -> None:
    assert found(CONDITIONS + stream("Name: orders"), CONDITIONS + stream("Name: !If [Prod, orders, orders]")) == []
    old, new = (
        f"Parameters: {{Shards: {{Type: Number, Default: {default}}}}}\n" + stream("ShardCount: !Ref Shards")
        for default in (2, 20)
    )
    assert found(old, new) == []


def test_a_name_that_becomes_a_reference_is_undecided() -> None:
    report = update(stream("Name: orders"), "Parameters: {N: {Type: String}}\n" + stream("Name: !Sub '${N}-x'"))
    assert "UPD001" in {result.rule for result in report.undecided}
    assert "UPD001" not in {finding.rule for finding in report.findings}


def test_additions_cost_nothing() -> None:
    before = "Type: AWS::Kinesis::Stream, Properties: {Name: orders}"
    after = template(
        Orders=before, Reader="Type: AWS::Kinesis::StreamConsumer, Properties: {StreamARN: !GetAtt Orders.Arn}"
    )
    assert found(template(Orders=before), after) == []


def test_a_loss_is_waived_like_any_finding(tmp_path: Path) -> None:
    profile = tmp_path / "organisation.yaml"
    waiver = "{rule: UPD001, resource: Orders, owner: us, reason: drained, expires: 2999-01-01}"
    profile.write_text(f"version: 1\nwaivers: [{waiver}]\n")
    report = check_sources(
        [Source("new.yaml", stream("Name: b"))],
        against=[Source("old.yaml", stream("Name: a"))],
        schema=False,
        profile=read_profile(profile),
    )
    assert [entry["rule"] for entry in report.acknowledged] == ["UPD001"]


def test_the_page_lists_every_rule_as_it_is() -> None:
    from constructs_lib.policy.updates import UPDATE_RULES

    page = (Path(__file__).resolve().parents[3] / "docs" / "updates.md").read_text("utf-8")
    for rule in UPDATE_RULES:
        assert f"| {rule.id} | {rule.name} | {rule.severity} | " in page
        assert f" | {rule.why} |" in page


FAILURES = sorted((Path(__file__).resolve().parents[2] / "data" / "failures").iterdir())


def test_no_template_loses_anything_to_itself_and_none_to_its_twin_makes_a_rule_fail() -> None:
    for folder in FAILURES:
        bad, good = ((folder / f"{name}.yaml").read_text("utf-8") for name in ("bad", "good"))
        assert found(bad, bad) == [], folder.name
        assert found(good, good) == [], folder.name
        found(bad, good)
