from __future__ import annotations

from typing import Any

from aws_cdk import CfnParameter, Duration, Size, Stack
from aws_cdk import aws_redshift as redshift
from aws_cdk import aws_redshiftserverless as serverless

from constructs_lib.cdk import (
    Buffering,
    Compression,
    Database,
    DeliveryStream,
    FailureBucket,
    RedshiftDestination,
    SourceBackup,
    Staging,
)
from tests.synth.destinations import (
    NUMBER,
    READS_SECRET,
    WRITES_FAILURES,
    actions,
    deliver,
    resources_of,
    secret,
    wrong_arguments,
)
from tests.synth.parts import resources

KNOWN = Database("jdbc:redshift://lake.abc123.eu-west-1.redshift.amazonaws.com:5439/dev")


def load(stack: Stack, **arguments: Any) -> RedshiftDestination:
    given = {"database": KNOWN, "table": "flights", **arguments}
    if "secret" not in given:
        given["secret"] = secret(stack)
    return RedshiftDestination(**given)


def test_the_smallest_delivery_stages_compressed_json_and_loads_it(stack):
    given = deliver(stack, load(stack))
    assert given["CopyCommand"] == {"DataTableName": "flights", "CopyOptions": "JSON 'auto' GZIP"}
    assert given["S3Configuration"]["CompressionFormat"] == "GZIP"
    assert given["RetryOptions"] == {"DurationInSeconds": 3600}
    assert not {"Prefix", "ErrorOutputPrefix"} & set(given["S3Configuration"])
    assert not {"Username", "Password", "S3BackupMode", "S3BackupConfiguration"} & set(given)
    assert actions(stack) == WRITES_FAILURES | READS_SECRET


def test_manifests_may_be_written_anywhere_in_the_staging_bucket(stack):
    delivery = DeliveryStream(stack, "Delivery", destination=load(stack))
    assert isinstance(delivery.failures, FailureBucket)
    (_, (_, end)) = resources_of(stack, "s3:PutObject")["Fn::Join"]
    assert end == "/*"


def test_every_argument_reaches_its_property(stack):
    given = deliver(
        stack,
        load(
            stack,
            columns=("carrier", "delay"),
            copy_options="CSV",
            staging=Staging(
                prefix="staged/",
                compression=Compression.NONE,
                buffering=Buffering(size=Size.mebibytes(1), interval=Duration.seconds(0)),
                retention=Duration.days(7),
            ),
            retry=Duration.seconds(0),
            source_backup=SourceBackup(),
        ),
    )
    assert given["CopyCommand"] == {
        "DataTableName": "flights",
        "DataTableColumns": "carrier,delay",
        "CopyOptions": "CSV",
    }
    assert given["S3Configuration"]["Prefix"] == "staged/"
    assert given["S3Configuration"]["CompressionFormat"] == "UNCOMPRESSED"
    assert given["S3Configuration"]["BufferingHints"] == {"SizeInMBs": 1, "IntervalInSeconds": 0}
    assert given["RetryOptions"] == {"DurationInSeconds": 0}
    assert given["S3BackupMode"] == "Enabled"
    assert given["S3BackupConfiguration"]["Prefix"].startswith("source/")


def test_a_cluster_of_the_app_is_named_by_its_endpoint(stack):
    cluster = redshift.CfnCluster(
        stack, "Cluster", cluster_type="single-node", db_name="dev", node_type="ra3.large", master_username="admin"
    )
    given = deliver(stack, load(stack, database=Database.of_cluster(cluster, "dev")))
    parts = given["ClusterJDBCURL"]["Fn::Join"][1]
    assert parts == [
        "jdbc:redshift://",
        {"Fn::GetAtt": ["Cluster", "Endpoint.Address"]},
        ":",
        {"Fn::GetAtt": ["Cluster", "Endpoint.Port"]},
        "/dev",
    ]


def test_a_workgroup_of_the_app_is_named_by_its_endpoint(stack):
    workgroup = serverless.CfnWorkgroup(stack, "Workgroup", workgroup_name="lake")
    given = deliver(stack, load(stack, database=Database.of_workgroup(workgroup, "dev")))
    parts = given["ClusterJDBCURL"]["Fn::Join"][1]
    assert parts[1] == {"Fn::GetAtt": ["Workgroup", "Workgroup.Endpoint.Address"]}


def test_everything_wrong_is_said_at_once(stack):
    wrong = load(
        stack,
        database=Database("jdbc:mysql://lake:3306/dev"),
        table="t" * 513,
        copy_options="JSON 'auto'",
        staging=Staging(prefix="!{timestamp:yyyy}/", buffering=Buffering(size=Size.mebibytes(129))),
        retry=Duration.seconds(7201),
    )
    assert wrong_arguments(stack, wrong) == {
        "destination.database",
        "destination.table",
        "destination.copy_options",
        "destination.staging.prefix",
        "destination.staging.buffering.size",
        "destination.retry",
    }


def test_numbers_that_are_parameters_reach_the_template(stack):
    number = CfnParameter(stack, "Number", type="Number").value_as_number
    buffering = Buffering(size=Size.mebibytes(number), interval=Duration.seconds(number))
    given = deliver(stack, load(stack, staging=Staging(buffering=buffering), retry=Duration.seconds(number)))
    assert given["S3Configuration"]["BufferingHints"] == {"SizeInMBs": NUMBER, "IntervalInSeconds": NUMBER}
    assert given["RetryOptions"] == {"DurationInSeconds": NUMBER}


def test_two_deliveries_may_share_a_staging_bucket(stack):
    user, bucket = secret(stack), FailureBucket(stack, "Staged")
    for name in ("First", "Second"):
        staging = Staging(bucket=bucket, prefix=f"{name}/")
        DeliveryStream(stack, name, destination=load(stack, secret=user, staging=staging))
    assert len([each for each in resources(stack).values() if each["Type"] == "AWS::S3::Bucket"]) == 1
