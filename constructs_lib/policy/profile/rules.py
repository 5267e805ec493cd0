"""The rules that a profile adds: one for each thing it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value
from constructs_lib.policy.bounds import bounds
from constructs_lib.policy.bounds.bound import Bound, Holder
from constructs_lib.policy.notices.profiles import (
    ALLOWED_DESTINATIONS,
    CUSTOMER_KEYS,
    REQUIRED_TAGS,
    STREAM,
    TIGHTER_BOUNDS,
)
from constructs_lib.policy.profile.profile import Profile
from constructs_lib.policy.reading.destination_blocks import DESTINATIONS
from constructs_lib.policy.rule import Check, Rule, Violation


def profile_rules(profile: Profile) -> Iterator[Rule]:
    """Make the rules of a profile."""
    if profile.customer_keys:
        yield asked(CUSTOMER_KEYS, profile, check=customer_keys)
    if profile.tags:
        title = f"streams carry the tags {', '.join(profile.tags)}"
        yield asked(REQUIRED_TAGS, profile, title=title, check=required_tags(profile.tags))
    if profile.destinations:
        yield asked(ALLOWED_DESTINATIONS, profile, title=f"records are delivered to {', '.join(profile.destinations)}",
                    fix=f"deliver to {' or '.join(profile.destinations)}",
                    check=allowed_destinations(profile.destinations))  # fmt: skip
    if profile.bounds:
        own = [bound for bound in bounds() if bound.limit.id in profile.bounds]
        types = tuple(sorted({type_name for bound in own for type_name in bound.resources}))
        yield asked(TIGHTER_BOUNDS, profile, resources=types, check=tighter_bounds(profile))


def asked(rule: Rule, profile: Profile, **more: Any) -> Rule:
    """Make one rule whose source is the profile."""
    return replace(rule, source=profile.name, **more)


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
        (bound, replace(bound, rule=TIGHTER_BOUNDS.id, limit=profile.bounds[bound.limit.id]))
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
