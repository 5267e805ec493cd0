"""Messages of a topic: what `TopicSubscription` has."""

from __future__ import annotations

from typing import Any

from constructs_lib.spec.fields import Field, decides, fixed
from constructs_lib.spec.keywords import arn, flag
from constructs_lib.spec.part import MADE
from constructs_lib.spec.writers.writer import Target, Writer, deliveries_only

ON_FAILURE = "RedrivePolicy.deadLetterTargetArn"


def finish(found: dict[str, Any], target: Target) -> dict[str, Any]:
    """Give the properties of `AWS::SNS::Subscription`."""
    return {**found, "Protocol": "firehose", "Endpoint": target.arn, "SubscriptionRoleArn": MADE}


TOPIC_SUBSCRIPTION = Writer(
    keyword="topicSubscription",
    text="Messages of a topic of SNS.",
    type="AWS::SNS::Subscription",
    targets=("Endpoint",),
    required=("topic",),
    fields=(
        decides("topic", "TopicArn", fixed(arn("sns", "Whose messages are written."))),
        decides(
            "raw",
            "RawMessageDelivery",
            fixed(flag("The message alone, without SNS's envelope; true unless given.")),
            True,
        ),
        decides(
            "filterPolicy",
            "FilterPolicy",
            fixed({"description": "Which messages: {shop: [berlin]}; all unless given.", "type": "object"}),
        ),
        Field(
            keyword="filterBody",
            form=fixed(flag("Look for the names of the filter in the message, not in its attributes.")),
            decide=lambda given: {"FilterPolicyScope": "MessageBody" if given.get("filterBody") else None},
            arguments={"FilterPolicyScope": "filterBody"},
        ),
        Field(
            keyword="onFailure",
            form=fixed(
                arn("sqs", "Gets what could not be written, if its policy lets it; one is defined unless given.")
            ),
            decide=lambda given: {ON_FAILURE: given.get("onFailure", MADE)},
            arguments={ON_FAILURE: "onFailure"},
        ),
    ),
    finish=finish,
    contradictions=deliveries_only("SNS"),
)
