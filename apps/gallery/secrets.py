"""Secrets that are there before the app is deployed, as they are in any account."""

from __future__ import annotations

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_secretsmanager as secretsmanager

SUFFIX = "AbCdEf"


def existing_secret(stack: Stack, name: str) -> secretsmanager.ISecret:
    """Import the secret `firehose/<name>`."""
    arn = stack.format_arn(
        service="secretsmanager",
        resource="secret",
        resource_name=f"firehose/{name.lower()}-{SUFFIX}",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    return secretsmanager.Secret.from_secret_complete_arn(stack, f"{name}Secret", arn)
