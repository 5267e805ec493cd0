from __future__ import annotations

import json

import pytest
from aws_cdk import CfnParameter, Duration
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from constructs_lib.cdk import DataStream
from constructs_lib.cdk.flink import (
    Checkpoints,
    FlinkApplication,
    FlinkCode,
    FlinkRuntime,
    LogLevel,
    MetricsLevel,
    Parallelism,
)
from constructs_lib.policy import InvalidProperties, check
from tests.synth.parts import comparable, only, resources, statements
from tests.synth.request_model import problems_of_request

TYPE = "AWS::KinesisAnalyticsV2::Application"
REGION = "us-east-1"  # cfn-lint knows which services a region has


def application(stack, id="Scores", **options):
    bucket = s3.Bucket.from_bucket_name(stack, f"{id}Builds", "builds")
    options = {"runtime": FlinkRuntime.FLINK_1_20, "code": FlinkCode.from_bucket(bucket, "scores-1.jar"), **options}
    return FlinkApplication(stack, id, **options)


def smallest(stack):
    return application(stack)


def in_vpc(stack, **options):
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=["a"],
        private_subnet_ids=["subnet-0123456789abcdef0"],
    )
    return application(stack, vpc=vpc, **options)


def configuration(stack):
    return only(stack, TYPE)["ApplicationConfiguration"]


def flink(stack):
    return configuration(stack)["FlinkApplicationConfiguration"]


def actions(stack):
    return {action for listed, _ in statements(stack, "ScoresRole") for action in listed}


def test_state_is_saved_snapshots_are_kept_and_updates_roll_back(stack):
    built = application(stack)
    found = configuration(stack)
    assert found["ApplicationSnapshotConfiguration"] == {"SnapshotsEnabled": True}
    assert found["ApplicationSystemRollbackConfiguration"] == {"RollbackEnabled": True}
    assert found["FlinkApplicationConfiguration"]["CheckpointConfiguration"] == {
        "ConfigurationType": "CUSTOM",
        "CheckpointingEnabled": True,
        "CheckpointInterval": 60000,
        "MinPauseBetweenCheckpoints": 5000,
    }
    assert comparable(only(stack, TYPE)) == comparable(built.definition.properties)


def test_what_is_given_reaches_its_property(stack):
    application(
        stack,
        properties={"source": {"stream": "flights"}, "sink": {"stream": "scores"}},
        parallelism=Parallelism(tasks=8, per_unit=4, autoscaling=False),
        checkpoints=Checkpoints(interval=Duration.minutes(5), pause=Duration.seconds(30)),
        snapshots=False,
        rollback=False,
        log_level=LogLevel.WARN,
        metrics_level=MetricsLevel.OPERATOR,
        log_retention=logs.RetentionDays.ONE_WEEK,
        application_name="scores",
        description="keeps score",
    )
    found = flink(stack)
    assert found["ParallelismConfiguration"] == {
        "ConfigurationType": "CUSTOM",
        "Parallelism": 8,
        "ParallelismPerKPU": 4,
        "AutoScalingEnabled": False,
    }
    assert found["CheckpointConfiguration"]["CheckpointInterval"] == 300_000
    assert found["MonitoringConfiguration"] == {
        "ConfigurationType": "CUSTOM",
        "LogLevel": "WARN",
        "MetricsLevel": "OPERATOR",
    }
    groups = configuration(stack)["EnvironmentProperties"]["PropertyGroups"]
    assert groups[0] == {"PropertyGroupId": "source", "PropertyMap": {"stream": "flights"}}
    assert only(stack, "AWS::Logs::LogGroup")["RetentionInDays"] == 7


def test_flink_takes_the_request(stack):
    in_vpc(stack, application_name="scores", properties={"source": {"stream": "flights"}})
    assert problems_of_request("kinesisanalyticsv2", "CreateApplication", only(stack, TYPE)) == []


def test_the_role_is_for_flink_of_this_account_and_reads_its_code_alone(stack):
    application(stack)
    (trust,) = only(stack, "AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "kinesisanalytics.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    (code,) = [resource for listed, resource in statements(stack, "ScoresRole") if listed == ["s3:GetObject"]]
    assert code["Fn::Join"][1][-1] == ":s3:::builds/scores-1.jar"


def test_a_version_of_the_code_may_be_read_where_one_is_named(stack):
    bucket = s3.Bucket(stack, "Builds", encryption=s3.BucketEncryption.KMS)
    application(stack, code=FlinkCode.from_bucket(bucket, "scores.jar", "v1"))
    content = configuration(stack)["ApplicationCodeConfiguration"]["CodeContent"]["S3ContentLocation"]
    assert content["ObjectVersion"] == "v1"
    assert {"s3:GetObjectVersion", "kms:Decrypt"} <= actions(stack)


def test_code_of_this_machine_is_packed_and_found_by_what_it_holds(stack, tmp_path):
    (tmp_path / "main.py").write_text("print('scores')")
    application(stack, code=FlinkCode.from_asset(str(tmp_path)))
    content = configuration(stack)["ApplicationCodeConfiguration"]["CodeContent"]["S3ContentLocation"]
    assert content["FileKey"].endswith(".zip")


def test_code_that_was_not_built_is_named(stack):
    with pytest.raises(ValueError, match=r"there is no code at target/scores.jar: build it"):
        application(stack, code=FlinkCode.from_asset("target/scores.jar"))


def test_the_application_waits_for_its_permissions(stack):
    application(stack)
    (found,) = [each for each in resources(stack).values() if each["Type"] == TYPE]
    assert any(name.startswith("ScoresRoleDefaultPolicy") for name in found["DependsOn"])


def test_the_log_is_named_to_the_application(stack):
    application(stack)
    option = only(stack, "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption")
    assert option["ApplicationName"] == {"Ref": next(n for n, e in resources(stack).items() if e["Type"] == TYPE)}
    assert {"logs:PutLogEvents", "logs:DescribeLogStreams"} <= actions(stack)


def test_streams_are_read_and_written_with_their_keys(stack):
    source = DataStream(stack, "Source", key=kms.Key(stack, "SourceKey"))
    sink = DataStream(stack, "Sink", key=kms.Key(stack, "SinkKey"))
    built = application(stack)
    built.grant_read_from(source)
    built.grant_write_to(sink)
    allowed = statements(stack, "ScoresRole")
    by_stream = {
        resource["Fn::GetAtt"][0][:4]: listed for listed, resource in allowed if listed[0].startswith("kinesis:")
    }
    assert "kinesis:GetRecords" in by_stream["Sour"]
    assert by_stream["Sink"] == ["kinesis:PutRecord", "kinesis:PutRecords"]
    assert {"kms:Decrypt", "kms:GenerateDataKey"} <= actions(stack)


def test_a_consumer_of_its_own_is_registered_where_one_is_named(stack):
    stream = DataStream(stack, "Stream")
    application(stack).grant_read_from(stream, consumer_name="scores")
    assert only(stack, "AWS::Kinesis::StreamConsumer")["ConsumerName"] == "scores"
    assert "kinesis:SubscribeToShard" in actions(stack)
    assert len(stream.registered_consumers) == 1


def test_an_imported_stream_is_read(stack):
    stream = kinesis.Stream.from_stream_arn(stack, "Stream", "arn:aws:kinesis:eu-west-1:111122223333:stream/flights")
    application(stack).grant_read_from(stream)
    assert "kinesis:GetRecords" in actions(stack)


def test_in_a_vpc_nothing_gets_out_that_is_not_allowed(stack):
    built = in_vpc(stack)
    (group,) = [each for each in resources(stack).values() if each["Type"] == "AWS::EC2::SecurityGroup"]
    assert group["Properties"]["SecurityGroupEgress"][0]["CidrIp"] == "255.255.255.255/32"
    assert configuration(stack)["VpcConfigurations"][0]["SubnetIds"] == ["subnet-0123456789abcdef0"]
    assert built.connections is not None
    assert "ec2:CreateNetworkInterface" in actions(stack)


def test_subnets_without_a_vpc_are_refused(stack):
    with pytest.raises(ValueError, match="give vpc, too"):
        application(stack, subnets=[ec2.Subnet.from_subnet_id(stack, "Subnet", "subnet-0123456789abcdef0")])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"parallelism": Parallelism(tasks=0)}, "parallelism.tasks"),
        ({"application_name": "keep score"}, "application_name"),
        ({"properties": {f"group{number}": {"a": "b"} for number in range(51)}}, "properties"),
    ],
)
def test_what_flink_refuses_is_refused_here(stack, options, said):
    with pytest.raises(InvalidProperties, match=said):
        application(stack, **options)


def test_numbers_that_are_parameters_reach_their_properties(stack):
    tasks = CfnParameter(stack, "Tasks", type="Number").value_as_number
    interval = Duration.millis(CfnParameter(stack, "Interval", type="Number").value_as_number)
    application(stack, parallelism=Parallelism(tasks=tasks), checkpoints=Checkpoints(interval=interval))
    assert flink(stack)["ParallelismConfiguration"]["Parallelism"] == {"Ref": "Tasks"}
    assert flink(stack)["CheckpointConfiguration"]["CheckpointInterval"] == {"Ref": "Interval"}


def test_a_duration_without_a_unit_is_refused(stack):
    with pytest.raises(TypeError, match=r"Duration.millis\(...\)"):
        application(stack, checkpoints=Checkpoints(interval=60))


def test_no_logical_id_has_changed(stack):
    smallest(stack)
    assert {name: each["Type"] for name, each in resources(stack).items()} == {
        "ScoresApplication8D6CF6F1": "AWS::KinesisAnalyticsV2::Application",
        "ScoresLogGroup5E05F724": "AWS::Logs::LogGroup",
        "ScoresLogStreamD01F5D00": "AWS::Logs::LogStream",
        "ScoresLogging32FDA0A5": "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption",
        "ScoresRole20E4771C": "AWS::IAM::Role",
        "ScoresRoleDefaultPolicy202A9F56": "AWS::IAM::Policy",
    }


def test_other_packs_find_nothing(app, stack, tmp_path):
    (tmp_path / "main.py").write_text("print('scores')")
    built = in_vpc(stack, code=FlinkCode.from_asset(str(tmp_path)), properties={"source": {"stream": "flights"}})
    built.grant_read_from(DataStream(stack, "Stream"), consumer_name="scores")
    template = {"Resources": resources(stack)}
    assert [
        str(each)
        for each in lint(json.dumps(template), config=ManualArgs(regions=[REGION]))
        if each.rule.severity != "informational"
    ] == []
    assert [each for each in check(template).findings if each.severity != "info"] == []
    assert [each.rule_name for each in AwsSolutionsChecks().validate_scope(app).violations] == []
