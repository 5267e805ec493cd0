"""API Gateway integrations that call Kinesis or Firehose directly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.reading.arns import tokens_of
from constructs_lib.policy.reading.needs import Need

METHOD = "AWS::ApiGateway::Method"
PRINCIPAL = "apigateway.amazonaws.com"
ACTION_URI = re.compile(r"arn:[^:]*:apigateway:[^:]*:(?P<service>kinesis|firehose):action/(?P<action>\w+)")
CALLER = "arn:aws:iam::*:user/*"
"""Stands for the caller's own credentials instead of a role."""


def called(method: ResourceView) -> str | None:
    """The action that a method's integration calls, such as `kinesis:PutRecord`; `None` for anything else."""
    integration = method["Integration"]
    if integration.absent or integration["Uri"].absent:
        return None
    uri = "".join(piece if isinstance(piece, str) else " " for piece in tokens_of(integration["Uri"]))
    found = ACTION_URI.match(uri)
    return f"{found['service']}:{found['action']}" if found else None


def calls(method: ResourceView) -> Iterator[Need]:
    """The permission that a method's integration needs for what its URI calls; on which stream is not known."""
    action, role = called(method), method["Integration"]["Credentials"]
    if action is not None and role.exists and (role.undecided or role.text != CALLER):
        yield Need(role, (action,), (None,))
