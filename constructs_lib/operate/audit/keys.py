"""Read the keys that encrypt streams, delivery streams and buckets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.operate.audit.account import Account, Unread
from constructs_lib.operate.audit.policies import NOT_READABLE, document

KEY, ALIAS = "AWS::KMS::Key", "AWS::KMS::Alias"
OF_AWS = "alias/aws/"
NAMING = frozenset({"KeyId", "KeyARN", "AWSKMSKeyARN", "KMSMasterKeyID"})
"""Properties that name a key: by id, ARN or alias."""
POLICY = "default"


def keys_of(definitions: Iterable[Definition]) -> list[str]:
    """What names the keys of customers, as it is written."""
    named = (text for definition in definitions for text in held(definition.properties))
    return list(dict.fromkeys(text for text in named if OF_AWS not in text))


def held(value: object) -> Iterator[str]:
    """The texts that name a key anywhere in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from [inner] if key in NAMING and isinstance(inner, str) else held(inner)
    elif isinstance(value, list):
        for item in value:
            yield from held(item)


def read_key(account: Account, name: str) -> list[Definition]:
    """Read a key, with an alias for any other name that it is used by.

    Its policy is undecided where it may not be read, or where grants allow what the policy does not say.
    """
    told = account.ask("kms:DescribeKey", name, KeyId=name)["KeyMetadata"]
    if told.get("KeyManager") != "CUSTOMER":
        return []
    arn = told["Arn"]
    own: dict[str, Any] = {key: told[key] for key in ("KeyId", "KeySpec", "KeyUsage", "Enabled") if key in told}
    own["KeyPolicy"] = key_policy(account, arn)
    found = [Definition(arn, KEY, own)]
    if name != arn:
        found.append(Definition(name, ALIAS, {"AliasName": name.rpartition(":")[2], "TargetKeyId": arn}))
    return found


def key_policy(account: Account, arn: str) -> Any:
    """Read the policy of a key, if nothing but it says who may use the key."""
    try:
        if account.ask("kms:ListGrants", arn, KeyId=arn):
            return {"Statement": NOT_READABLE}
        return document(account.ask("kms:GetKeyPolicy", arn, KeyId=arn, PolicyName=POLICY)["Policy"])
    except Unread:
        return {"Statement": NOT_READABLE}
