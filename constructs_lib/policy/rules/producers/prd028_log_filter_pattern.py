"""The filter patterns of log subscriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.account_policies import ACCOUNT_POLICY, subscriptions
from constructs_lib.policy.rule import Violation, rule

SUBSCRIPTION = "AWS::Logs::SubscriptionFilter"
CLOSES = {"{": "}", "[": "]"}
ESCAPED = re.compile(r"\\.")
COMPARISON = re.compile("[=<>]")
REGEX = "%"
CURLY = re.compile("[\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]")
EXAMPLE = """
Resources:
  Filter:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: shop
      FilterPattern: '{pattern}'
      DestinationArn: arn:aws:lambda:us-east-1:111122223333:function:watch
"""


@rule(
    id="PRD028",
    name="log-filter-pattern",
    title="the filter pattern of a log subscription is complete",
    severity=Severity.ERROR,
    resources=(SUBSCRIPTION, ACCOUNT_POLICY),
    why="the service refuses the subscription: the filter pattern is invalid",
    fix="close what the pattern opens, begin its fields with $, and write straight quotes",
    source="refused in https://github.com/jorgebastida/awslogs/issues/210 and "
    "https://github.com/dougmoscrop/serverless-plugin-log-subscription/issues/47; fields and quotes by "
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html (read 2026-11-21)",
    bad=EXAMPLE.format(pattern='{ $.level = "ERROR"'),
    good=EXAMPLE.format(pattern='{ $.level = "ERROR" }'),
)
def log_filter_pattern(resource: ResourceView) -> Iterator[Violation]:
    """Check the pattern of one subscription, or of one that holds for the account."""
    patterns = (
        [settings["FilterPattern"] for settings in subscriptions(resource)]
        if resource.type == ACCOUNT_POLICY
        else [resource["FilterPattern"]]
    )
    for pattern in patterns:
        written = (pattern.text or "").strip()
        text = ESCAPED.sub("", written)
        wrong = refused(text)
        if wrong is not None:
            yield Violation(pattern, message=f"the filter pattern {wrong[0]}", allowed=wrong[1])
            continue
        wrong = doubtful(text, written)
        if wrong is not None:
            yield Violation(
                pattern,
                message=f"the filter pattern {wrong[0]}",
                allowed=wrong[1],
                severity=Severity.WARNING,
                why="the syntax has no such pattern, so the service refuses it, or nothing matches (assumed)",
            )


def refused(text: str) -> tuple[str, str] | None:
    """What the service is known to refuse in a pattern, and what would be right."""
    closes = CLOSES.get(text[:1])
    if closes is None:
        return None
    if not text.endswith(closes):
        return f"begins with {text[0]} and does not end with {closes}", f"a pattern that ends with {closes}"
    if not {'"', REGEX} & set(text) and CURLY.search(text):
        return "has quotes that are not straight", 'straight quotes: "'
    return None


def doubtful(text: str, written: str) -> tuple[str, str] | None:
    """What is no pattern by the syntax, and what would be right; a quote is open with escapes and without."""
    if not {REGEX, "'"} & set(text) and text.count('"') % 2 and written.count('"') % 2:
        return "opens a quote that it does not close", "quotes in pairs"
    if text.startswith("{") and "$" not in text and COMPARISON.search(text):
        return "names no field", "fields that begin with $: { $.level = 5 }"
    return None
