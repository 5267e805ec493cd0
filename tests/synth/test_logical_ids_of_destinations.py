"""Logical ids of what destinations define are public: where one changes, CloudFormation replaces the resource."""

from __future__ import annotations

import pytest
from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.cdk import (
    Collection,
    Database,
    DeliveryStream,
    OpenSearchServerlessDestination,
    RedshiftDestination,
    SplunkDestination,
    VpcDelivery,
)
from constructs_lib.cdk.delivery.destinations import Destination
from tests.synth.parts import resources

EVERYWHERE = {
    "Delivery5F6C039D", "DeliveryLogDeliveryD2960D80", "DeliveryLogGroupC5E0EA5B", "DeliveryRole959799AB",
    "DeliveryRolePermissions5444F8DD",
}  # fmt: skip
SECRET = {"DeliveryRoleDefaultPolicy9C3998AE"}
BACKUP = {
    "DeliveryFailures274EEA9D", "DeliveryFailuresKey2FB87FAC", "DeliveryFailuresPolicy76BA0C71",
    "DeliveryLogBackup8CAC3BE3",
}  # fmt: skip
STAGING = {
    "DeliveryLogStagingB2C7919F", "DeliveryStagingAEAC2270", "DeliveryStagingKeyECC59EF3",
    "DeliveryStagingPolicyAFDA21FB",
}  # fmt: skip
LOGICAL_IDS = {
    "with a backup": EVERYWHERE | SECRET | BACKUP,
    "with a staging bucket": EVERYWHERE | SECRET | STAGING,
    "in a vpc": EVERYWHERE | BACKUP | {"DeliveryDataAccessE904F989", "DeliverySecurityGroupA134A40B"},
}


def destination(stack: Stack, kind: str) -> Destination:
    secret = secretsmanager.Secret.from_secret_name_v2(stack, "Secret", "credentials")
    if kind == "with a backup":
        return SplunkDestination(endpoint="https://hec.example.com:8088", secret=secret)
    if kind == "with a staging bucket":
        url = "jdbc:redshift://lake.abc123.eu-west-1.redshift.amazonaws.com:5439/dev"
        return RedshiftDestination(database=Database(url), table="flights", secret=secret)
    arn, endpoint = "arn:aws:aoss:eu-west-1:111122223333:collection/abc", "https://abc.eu-west-1.aoss.amazonaws.com"
    vpc = ec2.Vpc.from_vpc_attributes(
        stack, "Vpc", vpc_id="vpc-1", availability_zones=["a"], private_subnet_ids=["subnet-1"]
    )
    collection = Collection(name="flights", arn=arn, endpoint=endpoint)
    return OpenSearchServerlessDestination(collection=collection, index="flights", vpc=VpcDelivery(vpc=vpc))


@pytest.mark.parametrize("kind", LOGICAL_IDS)
def test_no_logical_id_has_changed(stack, kind):
    DeliveryStream(stack, "Delivery", destination=destination(stack, kind))
    assert set(resources(stack)) == LOGICAL_IDS[kind]
