from __future__ import annotations

import json

import pytest
from aws_cdk import CfnParameter, Duration, Size, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_opensearchserverless as serverless

from constructs_lib.cdk import (
    Backup,
    Buffering,
    Collection,
    DeliveryStream,
    OpenSearchServerlessDestination,
    VpcDelivery,
)
from tests.synth.destinations import (
    ENTERS_VPC,
    NUMBER,
    WRITES_FAILURES,
    actions,
    deliver,
    resources_of,
    wrong_arguments,
)
from tests.synth.parts import DELIVERY_STREAM, only, resources

POLICY = "AWS::OpenSearchServerless::AccessPolicy"
IMPORTED = Collection(
    name="flights",
    arn="arn:aws:aoss:eu-west-1:111122223333:collection/abc",
    endpoint="https://abc.eu-west-1.aoss.amazonaws.com",
)


@pytest.fixture
def collection(stack: Stack) -> Collection:
    return Collection.of(serverless.CfnCollection(stack, "Flights", name="flights"))


def test_the_smallest_delivery_may_write_into_its_index(stack, collection):
    given = deliver(stack, OpenSearchServerlessDestination(collection=collection, index="flights"))
    assert given["CollectionEndpoint"] == {"Fn::GetAtt": ["Flights", "CollectionEndpoint"]}
    assert given["S3BackupMode"] == "FailedDocumentsOnly"
    assert given["RetryOptions"] == {"DurationInSeconds": 300}
    assert actions(stack) == WRITES_FAILURES | {"aoss:APIAccessAll"}
    assert resources_of(stack, "aoss:APIAccessAll") == {"Fn::GetAtt": ["Flights", "Arn"]}
    before, role, after = only(stack, POLICY)["Policy"]["Fn::Join"][1]
    (rules,) = json.loads(before + "ROLE" + after)
    assert role["Fn::GetAtt"][0].startswith("DeliveryRole")
    assert rules["Rules"][0]["Resource"] == ["index/flights/flights"]


def test_the_delivery_waits_for_its_access(stack, collection):
    deliver(stack, OpenSearchServerlessDestination(collection=collection, index="flights"))
    (stream,) = [each for each in resources(stack).values() if each["Type"] == DELIVERY_STREAM]
    (access,) = [name for name, each in resources(stack).items() if each["Type"] == POLICY]
    assert access in stream["DependsOn"]


def test_an_imported_collection_may_be_granted_by_somebody_else(stack):
    given = deliver(
        stack,
        OpenSearchServerlessDestination(
            collection=IMPORTED,
            index="flights",
            grant_data_access=False,
            buffering=Buffering(size=Size.mebibytes(100), interval=Duration.seconds(0)),
            backup=Backup(all_records=True),
            vpc=VpcDelivery(vpc=ec2.Vpc(stack, "Vpc")),
        ),
    )
    assert given["S3BackupMode"] == "AllDocuments"
    assert given["BufferingHints"] == {"SizeInMBs": 100, "IntervalInSeconds": 0}
    assert len(given["VpcConfiguration"]["SecurityGroupIds"]) == 1
    assert actions(stack) >= ENTERS_VPC
    assert POLICY not in {each["Type"] for each in resources(stack).values()}


def test_everything_wrong_is_said_at_once(stack):
    assert wrong_arguments(
        stack,
        OpenSearchServerlessDestination(
            collection=Collection(name="flights", arn=IMPORTED.arn, endpoint="http://abc.example.com"),
            index="f" * 81,
            buffering=Buffering(size=Size.mebibytes(101)),
            retry=Duration.seconds(7201),
        ),
    ) == {
        "destination.collection.endpoint",
        "destination.index",
        "destination.buffering.size",
        "destination.retry",
    }


def test_numbers_that_are_parameters_reach_the_template(stack):
    number = CfnParameter(stack, "Number", type="Number").value_as_number
    given = deliver(
        stack,
        OpenSearchServerlessDestination(
            collection=IMPORTED,
            index="flights",
            buffering=Buffering(size=Size.mebibytes(number), interval=Duration.seconds(number)),
            retry=Duration.seconds(number),
        ),
    )
    assert given["BufferingHints"] == {"SizeInMBs": NUMBER, "IntervalInSeconds": NUMBER}
    assert given["RetryOptions"] == {"DurationInSeconds": NUMBER}


def test_two_deliveries_into_one_collection_have_policies_of_their_own(stack, collection):
    for name in ("First", "Second"):
        DeliveryStream(
            stack, name, destination=OpenSearchServerlessDestination(collection=collection, index=name.lower())
        )
    names = {each["Properties"]["Name"] for each in resources(stack).values() if each["Type"] == POLICY}
    assert len(names) == 2
