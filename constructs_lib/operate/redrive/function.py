"""The function of a redrive at scale; Lambda alone loads this module, which makes the clients.

A transform, if there is one, is the module `redrive_transform` beside the package.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from constructs_lib.operate.deliver import DeliveryProducer
from constructs_lib.operate.errors import refused
from constructs_lib.operate.failures.bucket import FailureBucket, Location
from constructs_lib.operate.produce import Producer
from constructs_lib.operate.redrive.batch import BatchRedrive
from constructs_lib.operate.redrive.dry_run import DryRun
from constructs_lib.operate.redrive.options import Options, RunRefused
from constructs_lib.operate.redrive.result import begin_report, write_report
from constructs_lib.operate.redrive.run import Sender, Transform
from constructs_lib.operate.redrive.stream_range import StreamReader

BUCKET, PREFIX, TARGET = "BUCKET", "PREFIX", "TARGET"
TRANSFORM = "redrive_transform"
PATIENT = Config(retries={"mode": "standard", "max_attempts": 10})
SENDING = Config(parameter_validation=False)


class TimedContext(Protocol):
    """What the function uses of Lambda's context object."""

    def get_remaining_time_in_millis(self) -> int:
        """Say how long it may run on."""


@cache
def _client(service: str, config: Config | None = None, region: str | None = None) -> Any:
    return boto3.client(service, config=config, region_name=region)  # type: ignore[call-overload]  # wants a literal


def handler(event: Mapping[str, Any], context: TimedContext) -> dict[str, Any]:
    """Do one step of the state machine.

    Raises:
        OperateError: the step cannot be done; the message says why. `RunRefused`, which is one, asks for another input.
    """
    bucket = os.environ[BUCKET]
    try:
        match event["step"]:
            case "begin":
                return begin(event, bucket)
            case "send":
                return send(event["batch"], bucket, context)
            case _:
                found = event["run"].get("map", {}).get("ResultWriterDetails", {}).get("Key")
                return write_report(_client("s3"), bucket, Options(**event["run"]["options"]), found)
    except (BotoCoreError, ClientError) as error:
        raise refused(error, f"use s3://{bucket} for results") from error


def begin(event: Mapping[str, Any], bucket: str) -> dict[str, Any]:
    """Read the input, load the transform, begin the report, and see whether there is anything to read."""
    options = Options.read(event["input"], run=event["execution"], prefix=os.environ[PREFIX])
    _transform()
    begin_report(_client("s3"), bucket, options)
    objects = FailureBucket(_client("s3"), Location(bucket, options.prefix))
    return {"options": options.document(), "results": f"{options.results}batches", "any": objects.holds_any()}


def send(batch: Mapping[str, Any], bucket: str, context: TimedContext) -> dict[str, Any]:
    """Send one batch, or what an earlier call left of it."""
    kind, _, name = os.environ[TARGET].partition(":")
    return BatchRedrive(
        s3=_client("s3"),
        bucket=bucket,
        sender=DryRun() if batch["BatchInput"]["options"]["dry_run"] else _sender(kind, name),
        target=os.environ[TARGET],
        streams=StreamReader(lambda region: _client("kinesis", PATIENT, region)),
        transform=_transform(),
        remaining_millis=context.get_remaining_time_in_millis,
    ).run(batch)


def _sender(kind: str, name: str) -> Sender:
    if kind == "delivery":
        return DeliveryProducer(_client("firehose", SENDING), name)
    return Producer(_client("kinesis", SENDING), name)


def _transform() -> Transform | None:
    if find_spec(TRANSFORM) is None:
        return None
    try:
        found: Transform = import_module(TRANSFORM).transform
    except Exception as error:
        raise RunRefused(f"the transform cannot be loaded ({type(error).__name__}: {error})") from error
    return found
