"""Read roles with everything that says what they may do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from constructs_lib.graph import Definition, Undecided
from constructs_lib.operate.audit.account import Account, Unread
from constructs_lib.operate.audit.shapes import ROLE, properties
from constructs_lib.policy.reading.managed_policies import allowed_by

MANAGED_POLICY = "AWS::IAM::ManagedPolicy"
ROLE_MARK = ":role/"
NOT_READABLE = Undecided("it may not be read")


def document(written: Any) -> Any:
    """Read a policy document: an object already, JSON, or JSON with percent signs."""
    if not isinstance(written, str):
        return written
    try:
        return json.loads(written if written.lstrip().startswith("{") else unquote(written))
    except ValueError:
        return NOT_READABLE


def read_role(account: Account, arn: str) -> list[Definition]:
    """Read a role, its inline policies and the policies attached to it.

    What may not be read of them is undecided, so that nothing is said of what the role may not do.
    """
    name = arn.rpartition("/")[2]
    answer = account.ask("iam:GetRole", arn, RoleName=name)["Role"]
    own: dict[str, Any] = properties(ROLE, answer)
    own["AssumeRolePolicyDocument"] = document(own.get("AssumeRolePolicyDocument"))
    try:
        own["Policies"] = list(inline_policies(account, name, arn))
    except Unread:
        own["Policies"] = NOT_READABLE
    try:
        attached = [each["PolicyArn"] for each in account.ask("iam:ListAttachedRolePolicies", arn, RoleName=name)]
    except Unread:
        own["ManagedPolicyArns"] = NOT_READABLE
        return [Definition(arn, ROLE, own)]
    own["ManagedPolicyArns"] = attached
    return [Definition(arn, ROLE, own), *managed_policies(account, attached)]


def inline_policies(account: Account, name: str, arn: str) -> Iterator[dict[str, Any]]:
    """Read what is written into a role."""
    for policy in account.ask("iam:ListRolePolicies", arn, RoleName=name):
        answer = account.ask("iam:GetRolePolicy", arn, RoleName=name, PolicyName=policy)
        yield {"PolicyName": policy, "PolicyDocument": document(answer["PolicyDocument"])}


def managed_policies(account: Account, arns: Iterable[str]) -> Iterator[Definition]:
    """Read attached policies, but those of AWS whose content is known."""
    for arn in arns:
        if allowed_by(arn) is not None:
            continue
        try:
            version = account.ask("iam:GetPolicy", arn, PolicyArn=arn)["Policy"]["DefaultVersionId"]
            answer = account.ask("iam:GetPolicyVersion", arn, PolicyArn=arn, VersionId=version)
        except Unread:
            continue
        own = {"PolicyDocument": document(answer["PolicyVersion"]["Document"])}
        yield Definition(arn, MANAGED_POLICY, own)
