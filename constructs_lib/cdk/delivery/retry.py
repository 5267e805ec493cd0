"""For how long Firehose tries again to deliver before it gives records to the backup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_cdk import Duration

from constructs_lib.cdk.delivery.service_defaults import service_default
from constructs_lib.cdk.tokens import of_seconds, seconds

RETRY_ARGUMENTS = {"RetryOptions.DurationInSeconds": "destination.retry"}


def service_retry(fact: str) -> Callable[[], Duration]:
    """Give a factory of the service's own default.

    Args:
        fact: id of a limit, such as `firehose-retry-http`.
    """
    return lambda: of_seconds(service_default(fact))


def retry_options(retry: Duration) -> dict[str, Any]:
    """Give `RetryOptions` in CloudFormation's casing."""
    return {"DurationInSeconds": seconds(retry, "destination.retry")}
