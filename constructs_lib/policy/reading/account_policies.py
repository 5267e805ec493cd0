"""Read the settings that an account policy of CloudWatch Logs holds as JSON in a string."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.reading.json_text import opened

ACCOUNT_POLICY = "AWS::Logs::AccountPolicy"
SUBSCRIPTION = "SUBSCRIPTION_FILTER_POLICY"
DOCUMENT = "PolicyDocument"


def subscriptions(policy: ResourceView) -> Iterator[Value]:
    """The settings of an account policy that subscribes to every log group; nothing for text that is no JSON."""
    if policy["PolicyType"].undecided or policy["PolicyType"].text != SUBSCRIPTION:
        return
    settings = opened(policy[DOCUMENT])
    if settings.is_object:
        yield settings
