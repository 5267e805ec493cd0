"""How many subscriptions a log group has."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.referrers import place, referrers
from constructs_lib.policy.rule import Violation, rule

MOST = limit("logs-subscription-filters-per-group")
FILTER, GROUP = "AWS::Logs::SubscriptionFilter", "LogGroupName"


def example(count: int) -> str:
    """A log group with a number of subscriptions."""
    one = """
  Filter{}:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: !Ref Group
      FilterPattern: ""
      DestinationArn: arn:aws:lambda:us-east-1:111122223333:function:watch
"""
    return "Resources:\n  Group: {Type: AWS::Logs::LogGroup}" + "".join(one.format(n) for n in range(count))


@rule(
    id="PRD023",
    name="log-group-filters",
    title=f"a log group has at most {MOST.high} subscription filters",
    severity=Severity.ERROR,
    resources=(FILTER,),
    why="CloudWatch Logs refuses one more",
    fix="send the logs into a data stream, and read that as often as needed",
    source=MOST.read,
    bad=example(int(MOST.high) + 1),
    good=example(int(MOST.high)),
)
def log_group_filters(subscription: ResourceView) -> Iterator[Violation]:
    """Check one subscription of a log group of the app: those that stand before it fill the group."""
    group = subscription[GROUP]
    if group.reference is None or group.target is None:
        return
    before = 0
    for other in sorted(referrers(group.target, FILTER, GROUP), key=place):
        if other.same(subscription):
            break
        before += 1
    if before >= MOST.high:
        yield Violation(
            group,
            message=f"{before} subscriptions come before",
            given=f"{before + 1} subscriptions",
            allowed=f"{MOST.high}",
        )
