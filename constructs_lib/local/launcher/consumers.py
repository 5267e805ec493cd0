# ruff: noqa: ARG001, SLF001 - MiniStack has no public interface for this
"""Stream consumers and resource policies in CloudFormation, whose APIs MiniStack has."""

from __future__ import annotations

import json
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import kinesis

from constructs_lib.limits import limit
from constructs_lib.local.launcher import handlers
from constructs_lib.local.launcher.contract import expect

PATCH = "consumers"
QUOTA = limit("kinesis-consumer-count-standard")


def apply() -> None:
    """Define AWS::Kinesis::StreamConsumer and AWS::Kinesis::ResourcePolicy."""
    expect(
        PATCH,
        kinesis,
        _register_consumer=("data",),
        _deregister_consumer=("data",),
        _put_resource_policy=("data",),
        _delete_resource_policy=("data",),
        _consumers=None,
    )
    register = kinesis._register_consumer

    def register_within_quota(data: dict[str, Any]) -> Any:
        registered = sum(1 for one in kinesis._consumers.values() if one["StreamARN"] == data.get("StreamARN"))
        if registered >= QUOTA.high:
            return error_response_json(
                "LimitExceededException", f"the stream has {QUOTA.high:g} registered consumers already", 400
            )
        return register(data)

    kinesis._register_consumer = register_within_quota
    handlers.define("AWS::Kinesis::StreamConsumer", create=create_consumer, delete=delete_consumer)
    handlers.define("AWS::Kinesis::ResourcePolicy", create=put_policy, update=update_policy, delete=delete_policy)


def create_consumer(logical_id: str, properties: dict[str, Any], stack: str) -> handlers.Created:
    """Register a consumer; Ref is its ARN."""
    wanted = {"StreamARN": properties["StreamARN"], "ConsumerName": properties["ConsumerName"]}
    consumer = json.loads(handlers.succeed(kinesis._register_consumer(wanted)))["Consumer"]
    attributes = {name: str(value) for name, value in consumer.items()}
    return consumer["ConsumerARN"], {**attributes, "StreamARN": properties["StreamARN"]}


def delete_consumer(physical_id: str, properties: dict[str, Any]) -> None:
    """Deregister a consumer that may have gone with its stream."""
    kinesis._deregister_consumer({"ConsumerARN": physical_id})


def put_policy(logical_id: str, properties: dict[str, Any], stack: str) -> handlers.Created:
    """Attach a policy; Ref is the ARN it is attached to."""
    policy = properties["ResourcePolicy"]
    document = policy if isinstance(policy, str) else json.dumps(policy)
    arn = properties["ResourceArn"]
    handlers.succeed(kinesis._put_resource_policy({"ResourceARN": arn, "Policy": document}))
    return arn, {}


def update_policy(physical_id: str, old: dict[str, Any], new: dict[str, Any], stack: str) -> handlers.Created:
    """Replace the policy."""
    return put_policy("", new, stack)


def delete_policy(physical_id: str, properties: dict[str, Any]) -> None:
    """Detach the policy."""
    kinesis._delete_resource_policy({"ResourceARN": physical_id})
