"""What happens in a bucket, written into a stream or a delivery stream."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.event_rule import EventRule
from constructs_lib.cdk.writers.targets import Writable

DEFAULT_EVENTS = ("Object Created",)


class BucketEvents(EventRule):
    """Write the events of a bucket into a stream or a delivery stream, by way of EventBridge.

    The bucket is told to send its events to EventBridge; for this the CDK defines a function of its own.

    Args:
        scope: the parent.
        id: unique in the scope.
        bucket: any bucket of the account and region. Not the one that the records are delivered to, which would never
            end: give `prefix` if it has to be.
        target: a data stream or a delivery stream that takes direct puts.
        event_types: names of the events, as EventBridge has them; new objects unless given.
        prefix: beginning of the keys whose events are written; all unless given.
        partition_key_path: as of `EventRule`, such as `$.detail.object.key`.
        on_failure: as of `EventRule`.

    Raises:
        InvalidProperties: with every finding of the policy about the rule.
        ValueError: a partition key was given for a delivery stream, which has none.

    Example:
        >>> BucketEvents(self, "Uploads", bucket=bucket, target=stream)  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        target: Writable,
        event_types: Sequence[str] = DEFAULT_EVENTS,
        prefix: str | None = None,
        partition_key_path: str | None = None,
        on_failure: sqs.IQueue | None = None,
    ) -> None:
        detail: dict[str, object] = {"bucket": {"name": [bucket.bucket_name]}}
        if prefix is not None:
            detail["object"] = {"key": [{"prefix": prefix}]}
        super().__init__(
            scope,
            id,
            target=target,
            event_pattern=events.EventPattern(source=["aws.s3"], detail_type=list(event_types), detail=detail),
            partition_key_path=partition_key_path,
            on_failure=on_failure,
        )
        bucket.enable_event_bridge_notification()
