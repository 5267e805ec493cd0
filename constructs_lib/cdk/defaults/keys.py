"""Where the organisation's key is: one of this app, one by its ARN, or one that each account and region names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from aws_cdk import Token
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ssm as ssm
from constructs import Construct

IMPORTED = "OrganisationKey"
"""Id of the imported key beside the constructs that use it."""
ALIAS = ":alias/"


@dataclass(frozen=True)
class KeyArn:
    """A key by its whole ARN, which holds in one region.

    Attributes:
        arn: of the key, not of an alias, which Firehose does not take.

    Raises:
        ValueError: it is the ARN of an alias, or no ARN.
    """

    arn: str

    def __post_init__(self) -> None:
        """Refuse what names no key."""
        if not Token.is_unresolved(self.arn) and (not self.arn.startswith("arn:") or ALIAS in self.arn):
            raise ValueError(f"{self.arn} is no ARN of a key: give arn:aws:kms:REGION:ACCOUNT:key/ID")


@dataclass(frozen=True)
class KeyParameter:
    """A key whose ARN stands in a parameter of Systems Manager, in every account and region that deploys.

    Attributes:
        name: of the parameter, such as `/streaming/key-arn`.
    """

    name: str


def key_for(scope: Construct, key: kms.IKey | KeyArn | KeyParameter) -> kms.IKey:
    """Give the key to a construct below a scope, which has one set of defaults, and so at most one import of a key."""
    if not isinstance(key, KeyArn | KeyParameter):
        return key
    found = scope.node.try_find_child(IMPORTED)
    if found is not None:
        return cast("kms.IKey", found)
    arn = key.arn if isinstance(key, KeyArn) else ssm.StringParameter.value_for_string_parameter(scope, key.name)
    return kms.Key.from_key_arn(scope, IMPORTED, arn)
