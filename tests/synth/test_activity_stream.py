"""The activity of databases, which RDS writes into a stream of its own."""

from __future__ import annotations

from aws_cdk import Fn
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from constructs_lib.cdk import ActivityOf, ActivityStream, DeliveryStream, KinesisSource, PollingConsumer, S3Destination
from tests.synth.parts import DELIVERY_STREAM, MAPPING, function, only
from tests.synth.writing import ACCOUNT, assert_clean, of_type

CLUSTER, INSTANCE = "cluster-ABCDEFGHIJ", "db-ABCDEFGHIJ"


def arn_of(resource_id: object) -> dict:
    beginning = ["arn:", {"Ref": "AWS::Partition"}, ":kinesis:", {"Ref": "AWS::Region"}, ":", ACCOUNT]
    end = (
        [f":stream/aws-rds-das-{resource_id}"]
        if isinstance(resource_id, str)
        else [":stream/aws-rds-das-", resource_id]
    )
    return {"Fn::Join": ["", [*beginning, *end]]}


def decrypting(stack) -> list[dict]:
    return [
        statement
        for policy in of_type(stack, "AWS::IAM::Policy")
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Action"] == "kms:Decrypt"
    ]


def test_a_function_decrypts_the_messages_of_one_cluster_alone(stack):
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    audit = function(stack)
    activity = ActivityStream(stack, "Activity", resource_id=CLUSTER, key=key)
    PollingConsumer(stack, "Audit", stream=activity.stream, function=audit)
    activity.grant_decrypt(audit)
    assert only(stack, MAPPING)["EventSourceArn"] == arn_of(CLUSTER)
    assert decrypting(stack) == [
        {
            "Action": "kms:Decrypt",
            "Condition": {"StringEquals": {"kms:EncryptionContext:aws:rds:dbc-id": CLUSTER}},
            "Effect": "Allow",
            "Resource": stack.resolve(key.key_arn),
        }
    ]


def test_the_context_of_an_instance_has_another_name(stack):
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/1234")
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
    ActivityStream(stack, "Activity", resource_id=INSTANCE, key=key, of=ActivityOf.INSTANCE).grant_read(role)
    (statement,) = decrypting(stack)
    assert statement["Condition"] == {"StringEquals": {"kms:EncryptionContext:aws:rds:db-id": INSTANCE}}
    (policy,) = of_type(stack, "AWS::IAM::Policy")
    reading = policy["Properties"]["PolicyDocument"]["Statement"][0]
    assert "kinesis:GetRecords" in reading["Action"]
    assert reading["Resource"] == arn_of(INSTANCE)


def test_a_resource_id_may_be_known_at_deployment_only(stack):
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    activity = ActivityStream(stack, "Activity", resource_id=Fn.import_value("cluster"), key=key)
    assert stack.resolve(activity.stream.stream_arn) == arn_of({"Fn::ImportValue": "cluster"})


def test_a_delivery_stream_reads_it_and_nothing_is_found(stack):
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    activity = ActivityStream(stack, "Activity", resource_id=CLUSTER, key=key)
    DeliveryStream(stack, "ToLake", source=KinesisSource(activity.stream), destination=S3Destination())
    source = only(stack, DELIVERY_STREAM)["KinesisStreamSourceConfiguration"]
    assert source["KinesisStreamARN"] == arn_of(CLUSTER)
    assert_clean(stack)
