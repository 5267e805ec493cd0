"""Producers outside AWS Lambda: configuration files of agents, and grants for SDKs and the producer library."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from constructs_lib.cdk import (
    AgentFlow,
    AgentPartitionKey,
    DataStream,
    DeliveryStream,
    S3Destination,
    fluent_bit_output,
    grant_producer_library,
    kinesis_agent_configuration,
)


class Agents(Stack):
    """Define configuration files where instances and containers read them, and the role that they write with.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: agents and producers")
        stream, lake = DataStream(self, "Stream"), DeliveryStream(self, "ToLake", destination=S3Destination())
        agent = kinesis_agent_configuration(
            self,
            AgentFlow(files="/var/log/orders/*.log", target=stream, partition_key=AgentPartitionKey.DETERMINISTIC),
            AgentFlow(
                files="/var/log/httpd/access.log",
                target=lake,
                processing=[{"optionName": "LOGTOJSON", "logFormat": "COMMONAPACHELOG"}],
            ),
        )
        outputs = fluent_bit_output(self, stream, match="orders.*") + fluent_bit_output(self, lake, log_key="log")
        ssm.StringParameter(self, "KinesisAgent", string_value=agent)
        ssm.StringParameter(self, "FluentBit", string_value=outputs)
        producer = iam.Role(self, "Producer", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
        stream.grant_write(producer)
        library = iam.Role(self, "ProducerWithLibrary", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        grant_producer_library(stream, library)
        lake.grant_put_records(producer)
