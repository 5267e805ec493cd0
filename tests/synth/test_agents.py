"""Configuration files of agents."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_ssm as ssm

from constructs_lib.cdk.writers import AgentFlow, AgentPartitionKey, fluent_bit_output, kinesis_agent_configuration
from tests.synth.parts import only
from tests.synth.writing import data_stream, imported_delivery, imported_stream


@pytest.fixture
def known(stack_in) -> Stack:
    return stack_in("eu-west-1")


def filled(stack: Stack, text: str) -> dict[str, Any]:
    """Hand a configuration to a property, and give what stands there, with names in the places of references."""
    ssm.StringParameter(stack, "Parameter", string_value=text)
    pieces = only(stack, "AWS::SSM::Parameter")["Value"]["Fn::Join"][1]
    configuration: dict[str, Any] = json.loads(
        "".join(piece if isinstance(piece, str) else piece["Ref"] for piece in pieces)
    )
    return configuration


def test_the_agent_follows_files_into_a_stream_and_a_delivery_stream(known):
    processing = {"optionName": "LOGTOJSON", "logFormat": "COMMONAPACHELOG"}
    text = kinesis_agent_configuration(
        known,
        AgentFlow(
            files="/var/log/app*.log", target=imported_stream(known), partition_key=AgentPartitionKey.DETERMINISTIC
        ),
        AgentFlow(files="/var/log/access.log", target=imported_delivery(known), processing=[processing]),
    )
    assert filled(known, text) == {
        "kinesis.endpoint": "kinesis.eu-west-1.AWS::URLSuffix",
        "firehose.endpoint": "firehose.eu-west-1.AWS::URLSuffix",
        "flows": [
            {"filePattern": "/var/log/app*.log", "kinesisStream": "flights", "partitionKeyOption": "DETERMINISTIC"},
            {"filePattern": "/var/log/access.log", "deliveryStream": "to-lake", "dataProcessingOptions": [processing]},
        ],
    }


def test_names_that_are_known_at_deployment_only_are_filled_in_there(stack):
    stream = data_stream(stack)
    text = kinesis_agent_configuration(stack, AgentFlow(files="/var/log/*", target=stream))
    assert filled(stack, text) == {
        "kinesis.endpoint": "kinesis.AWS::Region.AWS::URLSuffix",
        "flows": [{"filePattern": "/var/log/*", "kinesisStream": stack.get_logical_id(stream.node.default_child)}],
    }


def test_an_agent_without_flows_or_with_a_key_for_a_delivery_stream_is_refused(stack):
    with pytest.raises(ValueError, match="at least one flow"):
        kinesis_agent_configuration(stack)
    flow = AgentFlow(files="*", target=imported_delivery(stack), partition_key=AgentPartitionKey.RANDOM)
    with pytest.raises(ValueError, match="leave it out"):
        kinesis_agent_configuration(stack, flow)


def test_fluent_bit_writes_records_as_they_are(known):
    assert fluent_bit_output(known, imported_stream(known), match="app.*", log_key="log") == (
        "[OUTPUT]\n"
        "    Name kinesis_streams\n"
        "    Match app.*\n"
        "    region eu-west-1\n"
        "    stream flights\n"
        "    log_key log\n"
    )
    assert fluent_bit_output(known, imported_delivery(known)) == (
        "[OUTPUT]\n    Name kinesis_firehose\n    Match *\n    region eu-west-1\n    delivery_stream to-lake\n"
    )
