# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Log subscriptions with a stream or a delivery stream, which MiniStack stores and does not serve."""

from __future__ import annotations

import gzip
import json
import logging
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ministack.core.responses import error_response_json, get_account_id
from ministack.services import cloudwatch_logs

from constructs_lib.local.launcher import targets
from constructs_lib.local.launcher.contract import expect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATCH = "log subscriptions"
RANDOM = "Random"
NAMES = {"kinesis": "Kinesis stream", "firehose": "Firehose"}

logger = logging.getLogger("kinesis_constructs.writers")


def apply() -> None:
    """Try a target when it is subscribed, and send it what its filter matches.

    MiniStack's filters look for the words of a pattern; they know neither its operators nor fields of JSON.
    """
    targets.check(PATCH)
    expect(
        PATCH,
        cloudwatch_logs,
        _put_subscription_filter=("data",),
        _fanout_to_subscription_filters=("group_name", "stream_name", "events"),
        _subscription_pattern_matches=("pattern", "message"),
        _log_groups=None,
    )
    put, fan_out = cloudwatch_logs._put_subscription_filter, cloudwatch_logs._fanout_to_subscription_filters

    def put_subscription_filter(data: dict[str, Any]) -> Any:
        arn = data.get("destinationArn", "")
        if targets.is_target(arn):
            try:
                targets.write(arn, control_message(arn), partition_key=str(uuid4()))
            except targets.NotWrittenError as error:
                return error_response_json(
                    "InvalidParameterException", f"no test message could be delivered: {error}", 400
                )
        return put(data)

    def fan_out_to_all(group_name: str, stream_name: str, events: Sequence[Mapping[str, Any]]) -> None:
        fan_out(group_name, stream_name, events)
        group = cloudwatch_logs._log_groups.get(group_name) or {}
        for subscription in list((group.get("subscriptionFilters") or {}).values()):
            if targets.is_target(subscription.get("destinationArn", "")):
                send(subscription, stream_name, events)

    cloudwatch_logs._put_subscription_filter = put_subscription_filter
    cloudwatch_logs._fanout_to_subscription_filters = fan_out_to_all


def send(subscription: Mapping[str, Any], stream_name: str, events: Sequence[Mapping[str, Any]]) -> None:
    """Send the events that a filter matches; a target that is gone must not keep events out of the log."""
    pattern = subscription.get("filterPattern", "")
    matched = [
        event for event in events if cloudwatch_logs._subscription_pattern_matches(pattern, event.get("message", ""))
    ]
    if not matched:
        return
    key = str(uuid4()) if subscription.get("distribution") == RANDOM else stream_name
    try:
        targets.write(
            subscription["destinationArn"], data_message(subscription, stream_name, matched), partition_key=key
        )
    except targets.NotWrittenError as error:
        logger.warning("log subscription %s: %s", subscription["filterName"], error)


def data_message(subscription: Mapping[str, Any], stream_name: str, events: Sequence[Mapping[str, Any]]) -> bytes:
    """Write the record of a batch of events, compressed with GZIP.

    Source: CloudWatch Logs User Guide, Log group-level subscription filters
    """
    now = int(time.time() * 1000)
    document = {
        "messageType": "DATA_MESSAGE",
        "owner": get_account_id(),
        "logGroup": subscription["logGroupName"],
        "logStream": stream_name,
        "subscriptionFilters": [subscription["filterName"]],
        "logEvents": [
            {"id": f"{uuid4().int:056d}"[:56], "timestamp": event.get("timestamp", now), "message": event["message"]}
            for event in events
        ],
    }
    return gzip.compress(json.dumps(document).encode())


def control_message(arn: str) -> bytes:
    """Write the record that tries a target, compressed with GZIP.

    Source: CloudWatch Logs User Guide, Log group-level subscription filters
    """
    text = f"CWL CONTROL MESSAGE: Checking health of destination {NAMES[targets.kind_of(arn)]}."
    document = {
        "messageType": "CONTROL_MESSAGE",
        "owner": "CloudwatchLogs",
        "logGroup": "",
        "logStream": "",
        "subscriptionFilters": [],
        "logEvents": [{"id": "", "timestamp": int(time.time() * 1000), "message": text}],
    }
    return gzip.compress(json.dumps(document).encode())
