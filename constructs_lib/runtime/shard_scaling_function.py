"""The function that alarms on a stream call; Lambda alone loads this module, which makes the clients."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3

from constructs_lib.runtime.metrics import LambdaContext
from constructs_lib.runtime.shard_scaling_handler import Settings, look

SETTINGS = "SETTINGS"


@cache
def _client(service: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload]  # the stubs want a literal


def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Look at the stream of the environment; the answer is for people who call the function by hand."""
    decision = look(
        event,
        context,
        kinesis=_client("kinesis"),
        cloudwatch=_client("cloudwatch"),
        settings=Settings.read(os.environ[SETTINGS]),
        time=time.time(),
    )
    return {"action": decision.action, "target": decision.target, "reason": decision.reason}
