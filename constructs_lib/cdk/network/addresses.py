"""The addresses from which Firehose connects to what it delivers to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aws_cdk import Aws, CfnMapping, Stack
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from constructs_lib.cdk.tokens import is_token

FILE = Path(__file__).with_name("firehose_addresses.json")
MAPPING, KEY = "FirehoseAddresses", "Cidr"


@cache
def firehose_addresses() -> Mapping[str, str]:
    """Give the range of each region: `{"eu-west-1": "52.19.239.192/27"}`.

    Source: named in the file beside this module, with its date.
    """
    table: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    regions: dict[str, str] = table["regions"]
    return regions


def firehose_peer(scope: Construct) -> ec2.IPeer:
    """Give the addresses of Firehose in the stack's region, for a rule of a security group.

    Args:
        scope: whose stack's region counts; where that is known at deployment only, the stack gets a mapping of all.

    Raises:
        ValueError: the region is known, and its addresses are not.

    Example:
        >>> cluster.connections.allow_from(firehose_peer(self), ec2.Port.tcp(5439))  # doctest: +SKIP
    """
    stack = Stack.of(scope)
    if is_token(stack.region):
        return ec2.Peer.ipv4(_mapping(stack).find_in_map(Aws.REGION, KEY))
    addresses = firehose_addresses().get(stack.region)
    if addresses is None:
        raise ValueError(f"the addresses of Firehose in {stack.region} are not known: look them up, and use Peer.ipv4")
    return ec2.Peer.ipv4(addresses)


def _mapping(stack: Stack) -> CfnMapping:
    existing = stack.node.try_find_child(MAPPING)
    if isinstance(existing, CfnMapping):
        return existing
    return CfnMapping(
        stack, MAPPING, mapping={region: {KEY: addresses} for region, addresses in firehose_addresses().items()}
    )
