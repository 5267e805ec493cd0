"""Plain L2 constructs get what an organisation decided; what is given wins, and stays a finding where it has to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from aws_cdk import App, CfnParameter, Duration, RemovalPolicy, Size, Stack, Tags
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Template
from constructs import Construct

from constructs_lib.cdk import DataStream
from constructs_lib.cdk.defaults import KeyArn, KeyParameter, OrganisationDefaults
from constructs_lib.policy import check

ROOT = Path(__file__).resolve().parents[2]
KEY = KeyArn("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")
STREAM, MAPPING = "AWS::Kinesis::Stream", "AWS::Lambda::EventSourceMapping"
ENCRYPTION = "DeliveryStreamEncryptionConfigurationInput"


@pytest.fixture
def profile(tmp_path: Path):
    def write(**asked: Any) -> Path:
        file = tmp_path / "organisation.yaml"
        file.write_text(yaml.safe_dump({"version": 1, **asked}))
        return file

    return write


def properties(stack: Stack, type: str) -> list[dict[str, Any]]:
    return [each.get("Properties", {}) for each in Template.from_stack(stack).find_resources(type).values()]


def only(stack: Stack, type: str) -> dict[str, Any]:
    (found,) = properties(stack, type)
    return found


def test_a_plain_stream_gets_key_retention_and_tags(app, stack):
    OrganisationDefaults(key=KEY, retention=Duration.hours(72), tags={"owner": "data"}).add_to(app)
    kinesis.Stream(stack, "Orders")
    assert only(stack, STREAM) == {
        "RetentionPeriodHours": 72,
        "ShardCount": 1,
        "StreamEncryption": {"EncryptionType": "KMS", "KeyId": KEY.arn},
        "Tags": [{"Key": "owner", "Value": "data"}],
    }


def test_what_is_given_wins(app, stack):
    OrganisationDefaults(key=KEY, retention=Duration.hours(72), tags={"owner": "data"}).add_to(app)
    own = kms.Key(stack, "Own")
    on_demand = kinesis.StreamMode.ON_DEMAND
    hours = Duration.hours(100)
    stream = kinesis.Stream(stack, "Orders", retention_period=hours, encryption_key=own, stream_mode=on_demand)
    Tags.of(stream).add("owner", "shop")
    found = only(stack, STREAM)
    assert found["RetentionPeriodHours"] == 100
    assert found["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    assert found["StreamEncryption"]["KeyId"]["Fn::GetAtt"][0].startswith("Own")
    assert found["Tags"] == [{"Key": "owner", "Value": "shop"}]


@pytest.mark.parametrize("encryption", [kinesis.StreamEncryption.UNENCRYPTED, kinesis.StreamEncryption.MANAGED])
def test_an_encryption_that_is_given_gets_no_key(app, stack, encryption):
    OrganisationDefaults(key=KEY).add_to(app)
    kinesis.Stream(stack, "Orders", encryption=encryption)
    assert KEY.arn not in json.dumps(only(stack, STREAM))


def test_a_retention_that_only_the_deployment_knows_is_taken(app, stack):
    hours = CfnParameter(stack, "Hours", type="Number").value_as_number
    OrganisationDefaults(retention=Duration.hours(hours)).add_to(app)
    kinesis.Stream(stack, "Orders")
    assert only(stack, STREAM)["RetentionPeriodHours"] == {"Ref": "Hours"}


def test_a_delivery_stream_that_is_written_to_gets_the_key_and_one_that_reads_a_stream_does_not(app, stack):
    OrganisationDefaults(key=KEY).add_to(app)
    bucket = firehose.S3Bucket(s3.Bucket(stack, "Lake"))
    firehose.DeliveryStream(stack, "Written", destination=bucket)
    source = firehose.KinesisStreamSource(kinesis.Stream(stack, "Orders"))
    firehose.DeliveryStream(stack, "Reading", destination=bucket, source=source)
    firehose.DeliveryStream(stack, "Given", destination=bucket, encryption=firehose.StreamEncryption.aws_owned_key())
    found = properties(stack, "AWS::KinesisFirehose::DeliveryStream")
    assert [each.get(ENCRYPTION) for each in found] == [
        {"KeyARN": KEY.arn, "KeyType": "CUSTOMER_MANAGED_CMK"}, None, {"KeyType": "AWS_OWNED_CMK"}
    ]  # fmt: skip


def test_a_mapping_from_a_stream_ends_where_the_profile_says_and_one_from_a_queue_does_not(app, stack, profile):
    bounds = {"esm-max-record-age": {"maximum": 86400}, "esm-max-retry-attempts": {"maximum": 5},
              "esm-parallelization-factor": {"minimum": 2}, "esm-batching-window": {"minimum": 1}}  # fmt: skip
    OrganisationDefaults(profile=profile(bounds=bounds)).add_to(app)
    function = lambda_.Function(stack, "Handler", code=lambda_.Code.from_inline("#"), handler="index.handler",
                                runtime=lambda_.Runtime.PYTHON_3_12)  # fmt: skip
    latest = lambda_.StartingPosition.LATEST
    function.add_event_source(sources.KinesisEventSource(kinesis.Stream(stack, "Orders"), starting_position=latest))
    function.add_event_source_mapping(
        "Imported", event_source_arn="arn:aws:kinesis:eu-west-1:111122223333:stream/shop", starting_position=latest,
        retry_attempts=2, max_record_age=Duration.hours(1)
    )  # fmt: skip
    function.add_event_source(sources.SqsEventSource(sqs.Queue(stack, "Queue")))
    key = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
    table = dynamodb.Table(stack, "Table", partition_key=key, stream=dynamodb.StreamViewType.NEW_IMAGE)
    function.add_event_source(sources.DynamoEventSource(table, starting_position=latest))
    names = ("MaximumRecordAgeInSeconds", "MaximumRetryAttempts", "ParallelizationFactor",
             "MaximumBatchingWindowInSeconds")  # fmt: skip
    found = [[each.get(name) for name in names] for each in properties(stack, MAPPING)]
    assert found == [[86400, 5, 2, 1], [3600, 2, 2, 1], [None] * 4, [None] * 4]


def everything_given(stack: Stack) -> dict[str, Any]:
    """Define plain constructs with what the CDK takes in every kind: objects, lists, mappings, texts, tokens."""
    bucket, queue = s3.Bucket(stack, "Lake"), sqs.Queue(stack, "Failed")
    hours = Duration.hours(CfnParameter(stack, "Hours", type="Number").value_as_number)
    stream = kinesis.Stream(
        stack, "Orders", stream_name="orders", shard_count=3, retention_period=hours,
        encryption=kinesis.StreamEncryption.MANAGED, removal_policy=RemovalPolicy.DESTROY,
        shard_level_metrics=[kinesis.ShardLevelMetrics.INCOMING_BYTES],
    )  # fmt: skip
    function = lambda_.Function(stack, "Handler", code=lambda_.Code.from_inline("#"), handler="index.handler",
                                runtime=lambda_.Runtime.PYTHON_3_12)  # fmt: skip
    filters = [lambda_.FilterCriteria.filter({"data": {"kind": lambda_.FilterRule.is_equal("order")}})]
    fan_out = kinesis.StreamConsumer(stack, "Consumer", stream=stream, stream_consumer_name="fan-out")
    for source, read in ((sources.KinesisEventSource, stream), (sources.KinesisConsumerEventSource, fan_out)):
        function.add_event_source(source(
            read, starting_position=lambda_.StartingPosition.TRIM_HORIZON, filters=filters, retry_attempts=3,
            on_failure=sources.SqsDlq(queue), bisect_batch_on_error=True, max_record_age=Duration.hours(2),
            tumbling_window=Duration.seconds(30), parallelization_factor=4, max_batching_window=Duration.seconds(5),
        ))  # fmt: skip
    firehose.DeliveryStream(
        stack, "ToLake", source=firehose.KinesisStreamSource(stream), delivery_stream_name="to-lake",
        destination=firehose.S3Bucket(
            bucket, processors=[firehose.LambdaFunctionProcessor(function, retries=2)],
            compression=firehose.Compression.GZIP, data_output_prefix="a/", error_output_prefix="e/",
            buffering_size=Size.mebibytes(5),
            s3_backup=firehose.DestinationS3BackupProps(mode=firehose.BackupMode.ALL),
        ),
    )  # fmt: skip
    return Template.from_stack(stack).to_json()


def test_what_is_given_passes_through_an_injector_unchanged(profile):
    bounds = {"esm-max-record-age": {"maximum": 86400}, "esm-max-retry-attempts": {"maximum": 5}}
    plain, completed = App(), App()
    OrganisationDefaults(profile=profile(bounds=bounds), key=KEY, retention=Duration.hours(72)).add_to(completed)
    assert everything_given(Stack(completed, "Ingest")) == everything_given(Stack(plain, "Ingest"))


@pytest.mark.parametrize(("bound", "kept"), [({"minimum": 48}, 48), ({"maximum": 168}, None)])
def test_a_default_of_aws_that_the_profile_does_not_allow_becomes_the_nearest_bound(app, stack, profile, bound, kept):
    OrganisationDefaults(profile=profile(bounds={"kinesis-stream-retention-hours": bound})).add_to(app)
    kinesis.Stream(stack, "Orders")
    assert only(stack, STREAM)["RetentionPeriodHours"] == (kept or 24)


def test_the_nearest_scope_decides(app):
    OrganisationDefaults(retention=Duration.hours(72)).add_to(app)
    near, far = Stack(app, "Near"), Stack(app, "Far")
    OrganisationDefaults(key=KEY).add_to(near)
    for stack in (near, far):
        kinesis.Stream(stack, "Orders")
    assert [only(stack, STREAM)["RetentionPeriodHours"] for stack in (near, far)] == [24, 72]


def test_a_key_that_a_parameter_names_is_read_once_in_each_stack(app):
    OrganisationDefaults(key=KeyParameter("/streaming/key-arn")).add_to(app)
    stack = Stack(app, "Ingest")
    for name in ("Orders", "Returns"):
        kinesis.Stream(stack, name)
    parameters = Template.from_stack(stack).to_json()["Parameters"]
    (name,) = [key for key, each in parameters.items() if each["Default"] == "/streaming/key-arn"]
    assert [each["StreamEncryption"]["KeyId"] for each in properties(stack, STREAM)] == [{"Ref": name}] * 2


def test_a_construct_with_defaults_of_its_own_gets_its_own_key(app, stack):
    other = KeyArn("arn:aws:kms:eu-west-1:111122223333:key/5678abcd-12ab-34cd-56ef-1234567890ab")
    OrganisationDefaults(key=KEY).add_to(app)
    OrganisationDefaults(key=other).add_to(payments := Construct(stack, "Payments"))
    for scope in (stack, payments):
        kinesis.Stream(scope, "Orders")
        kinesis.Stream(scope, "Returns")
    keys = [each["StreamEncryption"]["KeyId"] for each in properties(stack, STREAM)]
    assert sorted(keys) == [KEY.arn] * 2 + [other.arn] * 2


@pytest.mark.parametrize("arn", ["arn:aws:kms:eu-west-1:111122223333:alias/data", "alias/data", "1234abcd"])
def test_what_is_no_arn_of_a_key_is_refused(arn):
    with pytest.raises(ValueError, match=f"{arn} is no ARN of a key: give arn:aws:kms"):
        KeyArn(arn)


def test_constructs_of_this_library_stay_as_they_were_checked(app, stack):
    plain = Stack(app, "Plain")
    DataStream(plain, "Orders")
    OrganisationDefaults(key=KEY, retention=Duration.hours(72)).add_to(stack)
    DataStream(stack, "Orders")
    assert only(stack, STREAM) == only(plain, STREAM)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"retention_period": Duration.hours(200)}, "ORG004"),
        ({"encryption": kinesis.StreamEncryption.MANAGED}, "ORG001"),
    ],
)
def test_what_is_given_against_the_profile_is_a_finding_and_the_default_is_none(app, stack, profile, given, rule):
    named = profile(bounds={"kinesis-stream-retention-hours": {"maximum": 168}},
                    require={"customer_keys": True, "tags": ["owner"]})  # fmt: skip
    OrganisationDefaults(profile=named, key=KEY, tags={"owner": "data"}).add_to(app)
    kinesis.Stream(stack, "Default")
    kinesis.Stream(stack, "Given", **given)
    found = check(Template.from_stack(stack).to_json(), schema=False, profile=named).findings
    organisation = [(each.rule, each.resource[:-8]) for each in found if each.rule.startswith("ORG")]
    assert organisation == [(rule, "Given")]


def test_the_plugin_stops_the_synthesis_of_what_is_given_against_the_profile(tmp_path, profile):
    named = profile(bounds={"kinesis-stream-retention-hours": {"maximum": 168}})
    program = (
        "from aws_cdk import App, Duration, Stack, Validations, aws_kinesis as kinesis\n"
        "from constructs_lib.cdk import KinesisConstructsPlugin\n"
        "from constructs_lib.cdk.defaults import OrganisationDefaults\n"
        "app = App()\n"
        f"OrganisationDefaults(profile={str(named)!r}, retention=Duration.hours(72)).add_to(app)\n"
        f"Validations.of(app).add_plugins(KinesisConstructsPlugin(profile={str(named)!r}))\n"
        "kinesis.Stream(Stack(app, 'Ingest'), 'Orders', retention_period=Duration.hours(200))\n"
        "app.synth()\n"
    )
    quiet = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path,
                          env=quiet | {"PYTHONPATH": str(ROOT)})  # fmt: skip
    assert done.returncode != 0
    assert "ORG004" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("asked", "given", "said"),
    [
        ({"require": {"customer_keys": True}}, {}, "asks for customer keys: give the organisation's key"),
        ({"bounds": {"kinesis-stream-retention-hours": {"maximum": 168}}}, {"retention": Duration.hours(200)},
         "retention is 200 hours; allowed is 24 to 168"),
        ({}, {"retention": Duration.hours(12)}, "retention is 12 hours; allowed is 24 to 8760"),
    ],
)  # fmt: skip
def test_defaults_that_contradict_the_profile_are_refused(profile, asked, given, said):
    with pytest.raises(ValueError, match=said):
        OrganisationDefaults(profile=profile(**asked), **given)


def test_a_scope_takes_one_set_of_defaults(app):
    OrganisationDefaults(key=KEY).add_to(app)
    with pytest.raises(ValueError, match=r"the app has defaults for .*aws-kinesis\.Stream already"):
        OrganisationDefaults(retention=Duration.hours(72)).add_to(app)


def test_nothing_is_decided_where_nothing_is_asked(stack):
    app = App()
    OrganisationDefaults().add_to(app)
    kinesis.Stream(plain := Stack(app, "Plain"), "Orders")
    kinesis.Stream(stack, "Orders")
    assert only(plain, STREAM) == only(stack, STREAM)
