"""Configuration files of agents that write into streams and delivery streams.

A name that CloudFormation makes up is a token inside the text: hand it to a property, such as the value of an SSM
parameter or user data of an instance, and it is filled in at deployment.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from aws_cdk import Stack
from constructs import Construct

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.writers.targets import Writable, target_of

FLUENT_BIT_PLUGINS = {"kinesis": ("kinesis_streams", "stream"), "firehose": ("kinesis_firehose", "delivery_stream")}


class AgentPartitionKey(Enum):
    """How Kinesis Agent makes partition keys: at random, or from a hash of the record.

    Source: Kinesis Data Streams Developer Guide, "Specify the agent configuration settings" (read 2026-11-21).
    """

    RANDOM = "RANDOM"
    DETERMINISTIC = "DETERMINISTIC"


@dataclass(frozen=True, kw_only=True)
class AgentFlow:
    """Files that Kinesis Agent follows, and what it writes their lines into.

    Attributes:
        files: glob, such as `/var/log/app/*.log`.
        target: a data stream or a delivery stream that takes direct puts.
        partition_key: for a data stream; the agent's own default unless given.
        processing: `dataProcessingOptions` in the agent's own words, such as `[{"optionName": "LOGTOJSON", ...}]`.
    """

    files: str
    target: Writable
    partition_key: AgentPartitionKey | None = None
    processing: Sequence[dict[str, Any]] = ()


def kinesis_agent_configuration(scope: Construct, *flows: AgentFlow) -> str:
    """Write `/etc/aws-kinesis/agent.json`.

    Args:
        scope: whose region's endpoints are named.
        flows: at least one.

    Returns:
        JSON.

    Raises:
        ValueError: there is no flow, or a delivery stream has a partition key.

    Source: Kinesis Data Streams and Firehose Developer Guides, "using Kinesis Agent" (read 2026-11-21).

    Example:
        >>> kinesis_agent_configuration(self, AgentFlow(files="/var/log/app/*.log", target=stream))  # doctest: +SKIP
    """
    if not flows:
        raise ValueError("the agent needs at least one flow: give an AgentFlow")
    stack = Stack.of(scope)
    endpoints = {
        f"{kind}.endpoint": f"{kind}.{stack.region}.{stack.url_suffix}"
        for kind in dict.fromkeys(target_of(flow.target).kind for flow in flows)
    }
    return json.dumps({**endpoints, "flows": [_flow(flow) for flow in flows]}, indent=2)


def fluent_bit_output(scope: Construct, target: Writable, *, match: str = "*", log_key: str | None = None) -> str:
    """Write the output of a Fluent Bit configuration, in the classic form.

    Args:
        scope: whose region is named.
        target: a data stream or a delivery stream that takes direct puts.
        match: tags whose records are written.
        log_key: write only the value of this key; the whole record, as JSON, unless given.

    Returns:
        One `[OUTPUT]` section.

    Source: Fluent Bit manual, outputs kinesis_streams and kinesis_firehose (read 2026-11-21).

    Example:
        >>> fluent_bit_output(self, delivery, match="app.*", log_key="log")  # doctest: +SKIP
    """
    written = target_of(target)
    plugin, name = FLUENT_BIT_PLUGINS[written.kind]
    options = present(
        {
            "Name": plugin,
            "Match": match,
            "region": Stack.of(scope).region,
            name: written.name,
            "log_key": log_key,
        }
    )
    return "[OUTPUT]\n" + "".join(f"    {option} {value}\n" for option, value in options.items())


def _flow(flow: AgentFlow) -> dict[str, Any]:
    written = target_of(flow.target)
    if written.kind == "firehose" and flow.partition_key is not None:
        raise ValueError("partition_key is for data streams, and a delivery stream has none: leave it out")
    return present(
        {
            "filePattern": flow.files,
            "kinesisStream" if written.kind == "kinesis" else "deliveryStream": written.name,
            "partitionKeyOption": flow.partition_key.value if flow.partition_key else None,
            "dataProcessingOptions": list(flow.processing) or None,
        }
    )
