"""Where records come from: producers, streams, topics, tables of a database."""

from __future__ import annotations

from datetime import UTC, datetime

from aws_cdk import Annotations, ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_msk as msk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from apps.gallery.secrets import existing_secret
from constructs_lib.cdk import (
    Backup,
    DatabaseEngine,
    DatabaseSource,
    DataStream,
    DeliveryStream,
    DirectPut,
    FailureBucket,
    IcebergCatalog,
    IcebergDestination,
    KinesisSource,
    MskConnectivity,
    MskSource,
    Provisioned,
    S3Destination,
    Selection,
    firehose_cluster_policy,
)

UUID = "0123abcd-0123-4567-89ab-0123456789ab-1"
SERVICE = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"


class Sources(Stack):
    """Define deliveries from every source: a cluster of this stack, and others that are there already.

    Args:
        scope: the app.
        id: of the stack.
        vpc: of the cluster that is defined.
    """

    def __init__(self, scope: Construct, id: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, id, description="Gallery: sources")
        self.failures = FailureBucket(self, "Failures")
        key = kms.Key(self, "Key", enable_key_rotation=True, removal_policy=RemovalPolicy.RETAIN)
        DeliveryStream(self, "FromProducers", source=DirectPut(key=key), destination=self._lake("puts"))
        stream = DataStream(self, "Flights", mode=Provisioned(shards=2))
        DeliveryStream(self, "FromStream", source=KinesisSource(stream), destination=self._lake("stream"))
        self._topics(vpc)
        self._database()

    def _topics(self, vpc: ec2.IVpc) -> None:
        cluster = self._serverless(vpc)
        firehose_cluster_policy(self, "LetFirehoseIn", cluster=cluster)
        DeliveryStream(
            self, "FromTopic", source=MskSource(cluster=cluster, topic="flights"), destination=self._lake("topic")
        )
        DeliveryStream(
            self,
            "FromPrivateTopic",
            source=MskSource(cluster=self._cluster("private"), topic="flights"),
            destination=self._lake("private-topic"),
        )
        DeliveryStream(
            self,
            "FromPublicTopic",
            source=MskSource(
                cluster=self._cluster("public"),
                topic="flights",
                connectivity=MskConnectivity.PUBLIC,
                read_from=datetime(2026, 11, 1, tzinfo=UTC),
            ),
            destination=self._lake("public-topic"),
        )

    def _database(self) -> None:
        tables = DeliveryStream(
            self,
            "FromDatabase",
            source=DatabaseSource(
                engine=DatabaseEngine.MYSQL,
                endpoint="air.cluster-abc.eu-west-1.rds.amazonaws.com",
                secret=existing_secret(self, "Database"),
                vpc_endpoint_service=SERVICE,
                databases=Selection(include=("air",)),
                tables=Selection(include=("air.flights", "air.delays")),
                columns=Selection(exclude=("air.flights.crew",)),
                watermark_table="air.watermarks",
            ),
            destination=IcebergDestination(
                catalog=IcebergCatalog.glue(s3.Bucket.from_bucket_name(self, "Files", "amzn-s3-demo-bucket")),
                create_tables=True,
                backup=Backup(bucket=self.failures),
            ),
        )
        Annotations.of(tables).acknowledge_warning(
            "kinesis-constructs:database-source-preview", "the gallery shows previews too"
        )

    def _lake(self, name: str) -> S3Destination:
        return S3Destination(prefix=f"{name}/", failures=self.failures)

    def _serverless(self, vpc: ec2.IVpc) -> msk.CfnServerlessCluster:
        cluster = msk.CfnServerlessCluster
        return cluster(
            self,
            "Events",
            cluster_name="events",
            client_authentication=cluster.ClientAuthenticationProperty(
                sasl=cluster.SaslProperty(iam=cluster.IamProperty(enabled=True))
            ),
            vpc_configs=[cluster.VpcConfigProperty(subnet_ids=vpc.select_subnets().subnet_ids)],
        )

    def _cluster(self, name: str) -> str:
        return self.format_arn(
            service="kafka",
            resource="cluster",
            resource_name=f"{name}/{UUID}",
            arn_format=ArnFormat.SLASH_RESOURCE_NAME,
        )
