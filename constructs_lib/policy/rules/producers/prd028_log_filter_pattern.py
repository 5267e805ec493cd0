"""The filter patterns of log subscriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.account_policies import ACCOUNT_POLICY, subscriptions
from constructs_lib.policy.rule import Violation, rule

SUBSCRIPTION = "AWS::Logs::SubscriptionFilter"
CLOSES = {"{": "}", "[": "]"}
ESCAPED = re.compile(r"\\.")
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
    "https://github.com/dougmoscrop/serverless-plugin-log-subscription/issues/47 (read 2026-11-21)",
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
        wrong, wanted = problem(pattern) or ("", "")
        if wrong:
            yield Violation(pattern, message=f"the filter pattern {wrong}", allowed=wanted)


def problem(pattern: Value) -> tuple[str, str] | None:
    """What is wrong with a pattern, and what would be right; `None` where nothing surely is."""
    text = ESCAPED.sub("", (pattern.text or "").strip())
    closes = CLOSES.get(text[:1])
    if closes is not None and not text.endswith(closes):
        return f"begins with {text[0]} and does not end with {closes}", f"a pattern that ends with {closes}"
    if REGEX not in text and text.count('"') % 2:
        return "opens a quote that it does not close", "quotes in pairs"
    if closes is not None and '"' not in text and CURLY.search(text):
        return "has quotes that are not straight", 'straight quotes: "'
    if text.startswith("{") and "$" not in text:
        return "names no field", "fields that begin with $: { $.level = 5 }"
    return None
