"""The rules that a profile adds: one for each thing it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value
from constructs_lib.policy.bounds import bounds
from constructs_lib.policy.bounds.bound import Bound, Holder
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.profile.profile import Profile
from constructs_lib.policy.reading.destination_blocks import DESTINATIONS
from constructs_lib.policy.rule import Check, Rule, Violation

STREAM = "AWS::Kinesis::Stream"
DELIVERY_STREAM = "AWS::KinesisFirehose::DeliveryStream"
WHY = "the organisation asks for it"
REQUIRED_TAGS = "ORG002"
"""Judged in templates alone: the CDK puts tags on while it synthesizes."""


def profile_rules(profile: Profile) -> Iterator[Rule]:
    """Make the rules of a profile."""
    if profile.customer_keys:
        yield organisation_rule("ORG001", "customer-keys", "streams are encrypted with customer keys", profile,
                                (STREAM, DELIVERY_STREAM), "name a customer managed key", customer_keys)  # fmt: skip
    if profile.tags:
        title = f"streams carry the tags {', '.join(profile.tags)}"
        yield organisation_rule(REQUIRED_TAGS, "required-tags", title, profile, (STREAM, DELIVERY_STREAM),
                                "add the tags", required_tags(profile.tags))  # fmt: skip
    if profile.destinations:
        title = f"records are delivered to {', '.join(profile.destinations)}"
        yield organisation_rule("ORG003", "allowed-destinations", title, profile, (DELIVERY_STREAM,),
                                f"deliver to {' or '.join(profile.destinations)}",
                                allowed_destinations(profile.destinations))  # fmt: skip
    if profile.bounds:
        own = [bound for bound in bounds() if bound.limit.id in profile.bounds]
        types = tuple(sorted({type_name for bound in own for type_name in bound.resources}))
        yield organisation_rule("ORG004", "tighter-bounds", "values keep the organisation's own bounds", profile, types,
                                "keep the profile's bounds", tighter_bounds(profile))  # fmt: skip


def organisation_rule(
    id: str, name: str, title: str, profile: Profile, resources: tuple[str, ...], fix: str, check: Check
) -> Rule:
    """Make one rule whose source is the profile."""
    return Rule(id=id, name=name, title=title, severity=Severity.ERROR, resources=resources, why=WHY, fix=fix,
                source=profile.name, check=check)  # fmt: skip


def customer_keys(resource: ResourceView) -> Iterator[Violation]:
    """Check that a stream, or a delivery stream that is not fed by one, has a customer key."""
    if resource.type == STREAM:
        key = resource["StreamEncryption.KeyId"]
        if key.absent or is_aws_managed(key):
            yield Violation(key, message="the stream is not encrypted with a customer key", allowed="a customer key")
    elif resource["KinesisStreamSourceConfiguration"].absent:
        kind = resource["DeliveryStreamEncryptionConfigurationInput.KeyType"]
        if kind.text != "CUSTOMER_MANAGED_CMK":
            yield Violation(
                kind, message="the delivery stream is not encrypted with a customer key", allowed="CUSTOMER_MANAGED_CMK"
            )


def is_aws_managed(key: Value) -> bool:
    """Tell an AWS managed key from a customer's."""
    first = key.parts[0]
    if isinstance(first, Reference):
        return False
    if isinstance(first, str):
        return "alias/aws/" in first
    raise CannotDecide(key, "the key is known only at deployment")


def required_tags(wanted: tuple[str, ...]) -> Check:
    """Make the check for tag keys."""

    def check(resource: ResourceView) -> Iterator[Violation]:
        present = {tag["Key"].text for tag in resource["Tags"].items}
        missing = [key for key in wanted if key not in present]
        if missing:
            yield Violation(
                resource["Tags"],
                message=f"the tags {', '.join(missing)} are missing",
                given=", ".join(sorted(key for key in present if key)) or "no tags",
                allowed=", ".join(wanted),
            )

    return check


def allowed_destinations(names: tuple[str, ...]) -> Check:
    """Make the check for destination blocks."""
    allowed = {block for name in names for block in DESTINATIONS[name]}

    def check(stream: ResourceView) -> Iterator[Violation]:
        for blocks in DESTINATIONS.values():
            for block in blocks:
                if block not in allowed and stream[block].exists:
                    yield Violation(stream[block], message=f"{block} is not allowed here", given=block,
                                    allowed=", ".join(names))  # fmt: skip

    return check


def tighter_bounds(profile: Profile) -> Check:
    """Make the check for bounds; what AWS refuses anyway is left to AWS's own bound."""
    pairs = [
        (bound, replace(bound, rule="ORG004", limit=profile.bounds[bound.limit.id]))
        for bound in bounds()
        if bound.limit.id in profile.bounds
    ]

    def check(resource: ResourceView) -> Iterator[Violation]:
        for own, tight in pairs:
            if resource.type in own.resources:
                for holder in filter(own.applies, own.holders(resource)):
                    yield from beyond(own, tight, holder)

    return check


def beyond(own: Bound, tight: Bound, holder: Holder) -> Iterator[Violation]:
    """Find the values that AWS takes and the organisation does not."""
    for value in own.values(holder):
        given = tight.given(value)
        if given is not None and own.given(value) is None:
            yield Violation(
                value,
                message=f"{own.property} is {given}; the organisation allows {tight.allowed}",
                given=given,
                allowed=tight.allowed,
                why=tight.limit.note,
            )
