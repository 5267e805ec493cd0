# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Streams and delivery streams, as the services write into them."""

from __future__ import annotations

import base64
import json
import logging
from typing import TYPE_CHECKING, Any

from ministack.core.arn import ArnParseError, parse_arn
from ministack.core.responses import request_scope
from ministack.services import eventbridge, firehose, kinesis

from constructs_lib.local.launcher.contract import expect, expect_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("kinesis", "firehose")

logger = logging.getLogger("kinesis_constructs.writers")


class NotWrittenError(Exception):
    """A target did not take a record."""


def check(patch: str) -> None:
    """Check what writing relies on."""
    expect(patch, kinesis, _put_record=("data",))
    expect(patch, firehose, _HANDLERS=dict)
    expect_keys(patch, "the table of Firehose's calls", firehose._HANDLERS, "PutRecord")
    expect(patch, eventbridge, _dispatch_to_sqs=("spec", "payload"))


def is_target(arn: str) -> bool:
    """Tell the ARN of a stream or a delivery stream."""
    return kind_of(arn) in KINDS


def kind_of(arn: str) -> str:
    """Read the service of an ARN; empty for what is none."""
    try:
        return str(parse_arn(arn).service)
    except ArnParseError:
        return ""


def write(arn: str, payload: bytes, *, partition_key: str) -> None:
    """Write one record, within the scope of the target's account and region.

    Args:
        arn: of a stream or a delivery stream.
        payload: the record.
        partition_key: for a stream.

    Raises:
        NotWrittenError: there is no such target, or it refused the record.
    """
    parts = parse_arn(arn)
    name = parts.resource.partition("/")[2]
    data = base64.b64encode(payload).decode()
    with request_scope(parts.account_id, parts.region):
        if parts.service == "kinesis":
            answer = kinesis._put_record({"StreamName": name, "Data": data, "PartitionKey": partition_key})
        else:
            answer = firehose._HANDLERS["PutRecord"]({"DeliveryStreamName": name, "Record": {"Data": data}})
    if answer[0] >= 400:
        raise NotWrittenError(f"{arn}: {message_of(json.loads(answer[2]))}")


def write_or_keep(arn: str, payload: bytes, *, partition_key: str, queue_arn: str | None) -> None:
    """Write one record; what the target does not take goes to the writer's queue, without the attributes AWS adds.

    Args:
        arn: of a stream or a delivery stream.
        payload: the record.
        partition_key: for a stream.
        queue_arn: of the writer's dead-letter queue; None where it has none, and the record is gone, as on AWS.
    """
    try:
        write(arn, payload, partition_key=partition_key)
    except NotWrittenError as error:
        logger.warning("not written: %s", error)
        if queue_arn:
            eventbridge._dispatch_to_sqs(parse_arn(queue_arn), payload.decode())


def message_of(document: Mapping[str, Any]) -> str:
    """Read the message of an error."""
    return str(document.get("message") or document.get("Message") or document)


def at(document: Any, path: str) -> Any:
    """Find what a path such as `$.detail.carrier` leads to; None where it leads nowhere."""
    for name in path.removeprefix("$").strip(".").split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document
