from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apps.flights.demo import steps
from constructs_lib.local import LocalAws
from constructs_lib.local.deploy import bootstrap, deploy

PLANTED, SOUND, ENDLESS = "planted", "sound", "endless"
ACCOUNT = "000000000000"
HANDLER = "def handler(event, context):\n    return {'batchItemFailures': []}\n"
LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
FROM_STREAMS = "arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole"
FORGOTTEN_BY_THE_LOCAL_AWS = {"ExtendedS3DestinationConfiguration.FileExtension"}
"""What the local AWS does not tell of a delivery stream, and AWS does."""
TEMPLATE = """
Parameters:
  Size: {Type: Number}
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {Name: sound, RetentionPeriodHours: 96, ShardCount: !Ref Size}
  Gone:
    Type: AWS::Kinesis::Stream
    Properties: {Name: gone, ShardCount: 1}
  Other:
    Type: AWS::Kinesis::Stream
    Properties: {Name: not-meant, ShardCount: 1}
  Lake:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamName: sound
      DeliveryStreamType: KinesisStreamAsSource
      KinesisStreamSourceConfiguration:
        KinesisStreamARN: !GetAtt Orders.Arn
        RoleARN: !Sub "arn:aws:iam::${AWS::AccountId}:role/sound-delivery"
      ExtendedS3DestinationConfiguration:
        BucketARN: arn:aws:s3:::sound-lake
        RoleARN: !Sub "arn:aws:iam::${AWS::AccountId}:role/sound-delivery"
        BufferingHints: {SizeInMBs: 64, IntervalInSeconds: 60}
        CompressionFormat: GZIP
"""

OF_A_STACK = """
Parameters:
  Hours: {Type: Number}
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {RetentionPeriodHours: !Ref Hours, ShardCount: 1}
"""


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with LocalAws.start(interval_cap=1.0) as running:
        plant(running, PLANTED, sound=False)
        plant(running, SOUND, sound=True)
        make_stream(running, ENDLESS, sound=True)
        make_mapping(running, ENDLESS, sound=False, MaximumRecordAgeInSeconds=-1)
        yield running


def plant(aws: LocalAws, name: str, *, sound: bool) -> None:
    """Make a pipeline as it should be, or with a mistake in every part of it."""
    make_stream(aws, name, sound=sound)
    make_mapping(aws, name, sound=sound)
    make_delivery(aws, name, sound=sound)
    make_alarm(aws, name, sound=sound)


def make_stream(aws: LocalAws, name: str, *, sound: bool) -> None:
    kinesis = aws.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=1)
    kinesis.get_waiter("stream_exists").wait(StreamName=name)
    kinesis.start_stream_encryption(StreamName=name, EncryptionType="KMS", KeyId="alias/aws/kinesis")
    if sound:
        kinesis.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=72)
    for number in range(2 if sound else 20):
        kinesis.register_stream_consumer(StreamARN=stream_arn(name), ConsumerName=f"reader-{number}")


def make_mapping(aws: LocalAws, name: str, *, sound: bool, **others: Any) -> None:
    role = make_role(aws, f"{name}-function", "lambda.amazonaws.com", FROM_STREAMS if sound else LOGS)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", HANDLER)
    function = aws.client("lambda").create_function(
        FunctionName=name, Runtime="python3.12", Handler="index.handler", Role=role, Code={"ZipFile": packed.getvalue()}
    )
    queue = aws.client("sqs").create_queue(QueueName=f"{name}-failures")["QueueUrl"]
    put_policy(aws, f"{name}-function", "failures", ["sqs:SendMessage"], queue_arn(aws, queue))
    settings: dict[str, Any] = {"MaximumRecordAgeInSeconds": 172_800}
    if sound:
        settings |= {
            "MaximumRetryAttempts": 10,
            "BisectBatchOnFunctionError": True,
            "DestinationConfig": {"OnFailure": {"Destination": queue_arn(aws, queue)}},
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
        }
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=stream_arn(name),
        FunctionName=function["FunctionArn"],
        StartingPosition="TRIM_HORIZON",
        BatchSize=100,
        **settings | others,
    )


def make_delivery(aws: LocalAws, name: str, *, sound: bool) -> None:
    bucket = f"{name}-lake"
    aws.client("s3").create_bucket(Bucket=bucket)
    role = make_role(aws, f"{name}-delivery", "firehose.amazonaws.com")
    read = ["kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:ListShards"]
    put_policy(aws, f"{name}-delivery", "read", read, stream_arn(name))
    if sound:
        write = ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"]
        write += ["s3:ListBucketMultipartUploads", "s3:PutObject"]
        put_policy(aws, f"{name}-delivery", "write", write, f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*")
    aws.client("firehose").create_delivery_stream(
        DeliveryStreamName=name,
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={"KinesisStreamARN": stream_arn(name), "RoleARN": role},
        ExtendedS3DestinationConfiguration={
            "BucketARN": f"arn:aws:s3:::{bucket}",
            "RoleARN": role,
            "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 300},
            "CompressionFormat": "GZIP",
        },
    )


def make_alarm(aws: LocalAws, name: str, *, sound: bool) -> None:
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName=f"{name}-age",
        Namespace="AWS/Kinesis",
        MetricName="GetRecords.IteratorAgeMilliseconds",
        Dimensions=[{"Name": "StreamName", "Value": name}] if sound else [],
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=5,
        Threshold=3_600_000,
        ComparisonOperator="GreaterThanThreshold",
    )


def make_role(aws: LocalAws, name: str, service: str, *managed: str) -> str:
    iam = aws.client("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    written = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    arn: str = iam.create_role(RoleName=name, AssumeRolePolicyDocument=written)["Role"]["Arn"]
    for policy in managed:
        iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    return arn


def put_policy(aws: LocalAws, role: str, name: str, actions: list[str], *resources: str) -> None:
    statement = {"Effect": "Allow", "Action": actions, "Resource": list(resources)}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws.client("iam").put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document)


def stream_arn(name: str) -> str:
    return f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{name}"


def queue_arn(aws: LocalAws, url: str) -> str:
    got = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return str(got["Attributes"]["QueueArn"])


def run(aws: LocalAws, *words: str) -> subprocess.CompletedProcess[str]:
    return run_with(aws.environment(), *words)


def run_with(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "constructs_lib", "audit", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)


def report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode in {0, 1}, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def found_by(document: dict[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in document["findings"]:
        found.setdefault(finding["rule"], set()).add(finding["resource"])
    return found


def test_what_was_planted_is_found_and_the_sound_twin_is_left_alone(aws: LocalAws) -> None:
    done = run(aws, "--format", "json")
    document = report(done)
    found = found_by(document)
    stream, mapping = stream_arn(PLANTED), mapping_arn(aws, PLANTED)
    delivery = f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/{PLANTED}"
    alarm = f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:{PLANTED}-age"

    assert done.returncode == 1
    assert found == {
        "LAM010": {mapping},
        "LAM017": {mapping_arn(aws, ENDLESS)},
        "LAM018": {mapping},
        "IAM040": {mapping, mapping_arn(aws, ENDLESS)},
        "IAM031": {delivery},
        "CWA010": {alarm},
        "AUD010": {stream},
    }
    assert {(finding["file"], finding["line"]) for finding in document["findings"]} == {("", None)}
    assert document["account"] == ACCOUNT
    assert "kinesis:DescribeLimits" in {one["call"] for one in document["skipped"]}
    consumers = [quota for quota in document["quotas"] if quota["resource"] == stream]
    assert [(quota["used"], quota["value"]) for quota in consumers] == [(20, 20)]


def test_names_narrow_the_audit(aws: LocalAws) -> None:
    done = run(aws, "--format", "json", "--name", SOUND, "nothing-*")
    document = report(done)
    assert (done.returncode, document["findings"]) == (0, [])
    assert 0 < document["summary"]["resources"] < 20


def test_text_names_the_resource_the_quota_and_what_was_not_read(aws: LocalAws) -> None:
    done = run(aws, "--name", PLANTED, "--fail-on", "never")
    assert done.returncode == 0
    assert f"account {ACCOUNT}, us-east-1" in done.stdout
    assert "error IAM040" in done.stdout
    assert stream_arn(PLANTED) in done.stdout
    assert "20 of 20 registered consumers" in done.stdout
    assert "not read: 2" in done.stdout


@pytest.mark.parametrize("form", ["sarif", "html"])
def test_other_formats_hold_the_findings(aws: LocalAws, tmp_path: Path, form: str) -> None:
    done = run(aws, "--name", PLANTED, "--format", form, "--output", str(tmp_path / "report"))
    assert (done.returncode, done.stdout) == (1, "")
    written = (tmp_path / "report").read_text("utf-8")
    assert "LAM010" in written
    assert "AUD010" in written


def test_drift_from_a_template_names_the_property_and_both_values(aws: LocalAws, tmp_path: Path) -> None:
    template = tmp_path / "pipeline.yaml"
    template.write_text(TEMPLATE)
    document = report(run(aws, "--name", SOUND, "gone", "--against", str(template), "--format", "json"))
    drift = [(each["rule"], each["resource"], each["property"]) for each in document["findings"]]
    delivery = f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/{SOUND}"
    assert sorted(drift, key=str) == [
        ("AUD020", delivery, "ExtendedS3DestinationConfiguration.BufferingHints.IntervalInSeconds"),
        ("AUD020", stream_arn(SOUND), "RetentionPeriodHours"),
        ("AUD021", "gone", None),
    ]
    values = {each["property"]: (each["given"], each["allowed"]) for each in document["findings"]}
    assert values["RetentionPeriodHours"] == ("72", "96")


def test_drift_of_a_stack_is_found_behind_its_made_up_names_and_parameters(aws: LocalAws, tmp_path: Path) -> None:
    template = tmp_path / "kept.yaml"
    template.write_text(OF_A_STACK)
    cloudformation, kinesis = aws.client("cloudformation"), aws.client("kinesis")
    hours = [{"ParameterKey": "Hours", "ParameterValue": "72"}]
    cloudformation.create_stack(StackName="kept", TemplateBody=OF_A_STACK, Parameters=hours)
    cloudformation.get_waiter("stack_create_complete").wait(StackName="kept", WaiterConfig={"Delay": 1})
    (made,) = cloudformation.describe_stack_resources(StackName="kept")["StackResources"]
    name = made["PhysicalResourceId"]
    words = ("--name", name, "--against", str(template), "--stack", "kept", "--format", "json")
    assert report(run(aws, *words))["findings"] == []

    kinesis.decrease_stream_retention_period(StreamName=name, RetentionPeriodHours=24)
    (found,) = report(run(aws, *words))["findings"]
    assert (found["rule"], found["resource"], found["property"]) == ("AUD020", stream_arn(name), "RetentionPeriodHours")
    assert (found["given"], found["allowed"]) == ("24", "72")


def test_the_flights_run_without_error_and_without_drift(tmp_path: Path) -> None:
    assembly = steps.synthesize(tmp_path)
    with LocalAws.start(interval_cap=1.0) as fresh:
        bootstrap(fresh)
        deploy(fresh, str(assembly))
        document = report(run(fresh, "--against", str(assembly), "--format", "json"))
    left = [each for each in document["findings"] if each["property"] not in FORGOTTEN_BY_THE_LOCAL_AWS]
    assert left == []
    assert document["summary"]["resources"] > 10
    assert "drift" not in {one["call"] for one in document["skipped"]}


def test_bad_input_is_one_sentence_and_nothing_is_written(aws: LocalAws, tmp_path: Path) -> None:
    known = aws.environment()
    nobody = {
        name: value for name, value in known.items() if name not in {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    }
    nowhere = {name: value for name, value in known.items() if name not in {"AWS_REGION", "AWS_DEFAULT_REGION"}}
    broken = tmp_path / "broken.yaml"
    broken.write_text("Resources: [")
    cases = [
        (nobody, (), "there are no credentials"),
        (nowhere, (), "there is no region: set AWS_DEFAULT_REGION"),
        (known, ("--region", "not a region"), "not a region"),
        (known, ("--against", str(tmp_path / "missing.yaml")), "missing.yaml"),
        (known, ("--against", str(broken)), "broken.yaml"),
        (known, ("--stack", "alone"), "--against"),
        (known, ("--profile", str(tmp_path / "missing.yaml")), "missing.yaml"),
    ]
    for environment, words, said in cases:
        done = run_with(environment, *words)
        assert (done.returncode, done.stdout) == (2, ""), (words, done.stderr)
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr


def mapping_arn(aws: LocalAws, function: str) -> str:
    found = aws.client("lambda").list_event_source_mappings(FunctionName=function)["EventSourceMappings"][0]
    return f"arn:aws:lambda:us-east-1:{ACCOUNT}:event-source-mapping:{found['UUID']}"
