"""What is known at deployment only: the account, region and partition that a stack is deployed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ACCOUNT, REGION, PARTITION = "${AWS::AccountId}", "${AWS::Region}", "${AWS::Partition}"
ASSUMED: Mapping[str, str] = {ACCOUNT: "123456789012", REGION: "us-east-1", PARTITION: "aws"}
"""What AWS's template model puts in their places, so that a spec and its template are judged alike."""


def replaced(value: Any, by: Mapping[str, str]) -> Any:
    """Replace them in every text of a value.

    Args:
        value: as it is written in a spec.
        by: what each of them is replaced by.
    """
    if isinstance(value, str):
        for name in by if "${" in value else ():
            value = value.replace(name, by[name])
        return value
    if isinstance(value, dict):
        return {key: replaced(each, by) for key, each in value.items()}
    return [replaced(each, by) for each in value] if isinstance(value, list) else value
