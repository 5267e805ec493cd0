# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Subscriptions of delivery streams to topics, which MiniStack stores and does not serve."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ministack.services import sns

from constructs_lib.local.launcher import targets
from constructs_lib.local.launcher.contract import expect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PATCH = "topic subscriptions"
PROTOCOL = "firehose"


def apply() -> None:
    """Write the messages of a topic into the delivery streams that are subscribed to it."""
    targets.check(PATCH)
    expect(
        PATCH,
        sns,
        _fanout=("topic_arn", "msg_id", "message", "subject", "message_structure", "message_attributes"),
        _topic_by_arn_any_scope=("topic_arn",),
        _resolve_message_for_protocol=("message", "message_structure", "protocol"),
        _matches_filter_policy=("sub", "message_attributes", "message"),
        _build_envelope=("topic_arn", "msg_id", "message", "subject", "message_attributes", "raw"),
    )
    fan_out = sns._fanout

    def fan_out_to_all(
        topic_arn: str,
        msg_id: str,
        message: str,
        subject: str,
        message_structure: str = "",
        message_attributes: dict[str, Any] | None = None,
        *more: Any,
        **named: Any,
    ) -> None:
        fan_out(topic_arn, msg_id, message, subject, message_structure, message_attributes, *more, **named)
        attributes = message_attributes or {}
        for subscription in delivery_subscriptions(topic_arn):
            text = sns._resolve_message_for_protocol(message, message_structure, PROTOCOL)
            if not sns._matches_filter_policy(subscription, attributes, text):
                continue
            settings = subscription.get("attributes") or {}
            raw = str(settings.get("RawMessageDelivery", "")).lower() == "true"
            record = sns._build_envelope(topic_arn, msg_id, text, subject, attributes, raw)
            targets.write_or_keep(
                subscription["endpoint"],
                record.encode(),
                partition_key=msg_id,
                queue_arn=dead_letter_queue(settings),
            )

    sns._fanout = fan_out_to_all


def delivery_subscriptions(topic_arn: str) -> Iterator[dict[str, Any]]:
    """Give the subscriptions of delivery streams to a topic."""
    topic = sns._topic_by_arn_any_scope(topic_arn) or {}
    for subscription in list(topic.get("subscriptions", ())):
        if subscription.get("protocol") == PROTOCOL and subscription.get("confirmed"):
            yield subscription


def dead_letter_queue(settings: Mapping[str, Any]) -> str | None:
    """Read the ARN of the queue for what could not be written."""
    policy = settings.get("RedrivePolicy")
    document = json.loads(policy) if isinstance(policy, str) and policy else policy or {}
    arn: str | None = document.get("deadLetterTargetArn")
    return arn
