"""Tell what the policy of a bucket denies to deliveries.

Firehose comes with a role, from outside of any VPC, over TLS, and sends the header for encryption only where a key is
configured. A key that a request does not have makes a negated condition true, see
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (read 2026-11-21).
"""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import Reference, ResourceView, Value
from constructs_lib.policy.reading.arns import Tokens, covers
from constructs_lib.policy.reading.by_name import follow
from constructs_lib.policy.reading.iam import (
    action_matches,
    actions_of,
    decided_text,
    known_items,
    resources_of,
    speaks_of,
)
from constructs_lib.policy.reading.json_text import opened
from constructs_lib.policy.reading.referrers import referrers

BUCKET, BUCKET_POLICY = "AWS::S3::Bucket", "AWS::S3::BucketPolicy"
IF_EXISTS = "IfExists"
NEGATED = {"StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase"}
NETWORK = {"aws:sourcevpce", "aws:sourcevpc"}
HEADER, TLS = "s3:x-amz-server-side-encryption", "aws:securetransport"
SENT = "aws:kms"
"""What the header says where a key is configured."""


def bucket_of(arn: Value) -> ResourceView | None:
    """The bucket of the app in an ARN, by attribute, by name or put together."""
    named = (
        arn.owner.view.find(arn.owner.resource.template, part.target)
        for part in arn.parts
        if isinstance(part, Reference)
    )
    return next((found for found in named if found is not None and found.type == BUCKET), follow(arn, BUCKET))


def denials(bucket: ResourceView, action: str, objects: Tokens, header: bool) -> Iterator[Value]:
    """The statements of a bucket's policies that surely deny an action on objects to every delivery.

    Args:
        bucket: of the app.
        action: such as `s3:PutObject`.
        objects: their ARN.
        header: whether the requests have the header for encryption with a key.
    """
    for policy in referrers(bucket, BUCKET_POLICY, "Bucket"):
        for statement in known_items(opened(policy["PolicyDocument"])["Statement"]) or ():
            if not statement.undecided and denies(statement, action, objects) and holds(statement["Condition"], header):
                yield statement


def denies(statement: Value, action: str, objects: Tokens) -> bool:
    """Tell whether a statement surely denies an action on objects to everyone, under a condition or not."""
    if decided_text(statement["Effect"]) != "Deny" or not is_anyone(statement["Principal"]):
        return False
    spoken = speaks_of(
        actions_of(statement), lambda pattern: None if pattern is None else action_matches(pattern, action)
    )
    return spoken is True and speaks_of(resources_of(statement), lambda pattern: covers(pattern, objects)) is True


def is_anyone(principal: Value) -> bool:
    """Tell whether a principal is everyone."""
    if principal.undecided:
        return False
    people = known_items(principal["AWS"]) if principal.is_object else [principal]
    return any(decided_text(person) == "*" for person in people or ())


def holds(condition: Value, header: bool) -> bool:
    """Tell whether a condition surely holds for the requests of a delivery; one that is absent does."""
    if condition.undecided:
        return False
    tests = [(operator, key) for operator in condition.keys for key in condition[operator].keys]
    return all(test_holds(operator, key.lower(), condition[operator][key], header) for operator, key in tests)


def test_holds(operator: str, key: str, wanted: Value, header: bool) -> bool:
    """Tell whether one test of a condition surely holds."""
    values = {decided_text(value) for value in known_items(wanted) or [wanted]}
    if None in values:
        return operator.removesuffix(IF_EXISTS) in NEGATED and key in NETWORK
    if operator.removesuffix(IF_EXISTS) in NEGATED:
        sent = header and any(action_matches(value or "", SENT) for value in values)
        return key in NETWORK or (key == HEADER and not sent)
    if operator == "Null":
        return key in NETWORK | {HEADER} and values == {"false" if key == HEADER and header else "true"}
    return operator == "Bool" and key == TLS and values == {"true"}
