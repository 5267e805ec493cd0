"""Where the organisation's key is: one of this app, one by its ARN, or one that each account and region names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from aws_cdk import Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ssm as ssm
from constructs import Construct

IMPORTED = "OrganisationKey"
"""Id of the imported key in every stack that uses it."""


@dataclass(frozen=True)
class KeyArn:
    """A key by its whole ARN, which holds in one region.

    Attributes:
        arn: of the key, not of an alias, which Firehose does not take.
    """

    arn: str


@dataclass(frozen=True)
class KeyParameter:
    """A key whose ARN stands in a parameter of Systems Manager, in every account and region that deploys.

    Attributes:
        name: of the parameter, such as `/streaming/key-arn`.
    """

    name: str


def key_for(scope: Construct, key: kms.IKey | KeyArn | KeyParameter) -> kms.IKey:
    """Give the key to a construct; one that is imported is imported once for each stack."""
    if not isinstance(key, KeyArn | KeyParameter):
        return key
    stack = Stack.of(scope)
    found = stack.node.try_find_child(IMPORTED)
    if found is not None:
        return cast("kms.IKey", found)
    arn = key.arn if isinstance(key, KeyArn) else ssm.StringParameter.value_for_string_parameter(stack, key.name)
    return kms.Key.from_key_arn(stack, IMPORTED, arn)
