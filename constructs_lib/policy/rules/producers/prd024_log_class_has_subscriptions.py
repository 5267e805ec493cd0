"""Classes of log groups that have no subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.rule import Violation, rule

STANDARD = "STANDARD"
REFUSED = frozenset({"INFREQUENT_ACCESS", "DELIVERY"})
"""Classes older than the refusal; of others the service may think otherwise."""
EXAMPLE = """
Resources:
  Group: {{Type: AWS::Logs::LogGroup, Properties: {{LogGroupClass: {kind}}}}}
  Filter:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: !Ref Group
      FilterPattern: ""
      DestinationArn: arn:aws:lambda:us-east-1:111122223333:function:watch
"""


@rule(
    id="PRD024",
    name="log-class-has-subscriptions",
    title="a subscription is one of a log group of the standard class",
    severity=Severity.ERROR,
    resources=("AWS::Logs::SubscriptionFilter",),
    why="the other classes have no subscription filters, so the service refuses it",
    fix="use the class STANDARD, which only a new log group can get",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: "
    "pf-logs-infrequent-access-subscription-filter, 2026-09-08; botocore 1.44.5 logs CreateLogGroup logGroupClass",
    bad=EXAMPLE.format(kind="INFREQUENT_ACCESS"),
    good=EXAMPLE.format(kind="STANDARD"),
)
def log_class_has_subscriptions(subscription: ResourceView) -> Iterator[Violation]:
    """Check one subscription of a log group of the app."""
    group = subscription["LogGroupName"]
    found = group.target if group.reference is not None else None
    kind = found["LogGroupClass"] if found is not None else None
    if kind is not None and kind.exists and kind.text != STANDARD:
        yield Violation(
            group,
            message=f"the log group is of class {kind.text}",
            given=kind.text,
            allowed="a log group of class STANDARD",
            severity=None if kind.text in REFUSED else Severity.WARNING,
        )
