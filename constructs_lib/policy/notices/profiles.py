"""What is to be said of a profile, and what a profile may ask for."""

from __future__ import annotations

from constructs_lib.policy.finding import Severity
from constructs_lib.policy.notices.notice import notice

PROFILE = "the profile"
UNWATCHED = "a waiver that nobody looks after hides what comes next"
ASKED = "the organisation asks for it"
STREAM, DELIVERY_STREAM = "AWS::Kinesis::Stream", "AWS::KinesisFirehose::DeliveryStream"

EXPIRED = notice(
    "PRF001",
    "waiver-expired",
    "a waiver is in date",
    why=UNWATCHED,
    fix="mend the resource, or agree on a new date with the owner",
    source=PROFILE,
)
UNUSED = notice(
    "PRF002",
    "waiver-unused",
    "a waiver is needed",
    severity=Severity.WARNING,
    why=UNWATCHED,
    fix="take the waiver out of the profile",
    source=PROFILE,
)
UNUSABLE = notice(
    "PRF003",
    "profile-unusable",
    "the organisation's profile can be read",
    why="nothing that it asks for is looked at",
    fix="mend the file that KINESIS_CONSTRUCTS_PROFILE names",
    source=PROFILE,
)
PROFILES = (EXPIRED, UNUSED, UNUSABLE)

CUSTOMER_KEYS = notice(
    "ORG001",
    "customer-keys",
    "streams are encrypted with customer keys",
    resources=(STREAM, DELIVERY_STREAM),
    why=ASKED,
    fix="name a customer managed key",
    source=PROFILE,
)
REQUIRED_TAGS = notice(
    "ORG002",
    "required-tags",
    "streams carry the tags that the organisation asks for",
    resources=(STREAM, DELIVERY_STREAM),
    why=ASKED,
    fix="add the tags",
    source=PROFILE,
)
"""Judged in templates alone: the CDK puts tags on while it synthesizes."""
ALLOWED_DESTINATIONS = notice(
    "ORG003",
    "allowed-destinations",
    "records are delivered to where the organisation allows it",
    resources=(DELIVERY_STREAM,),
    why=ASKED,
    fix="deliver to one of the destinations that the profile names",
    source=PROFILE,
)
TIGHTER_BOUNDS = notice(
    "ORG004",
    "tighter-bounds",
    "values keep the organisation's own bounds",
    why=ASKED,
    fix="keep the profile's bounds",
    source=PROFILE,
)
REQUIREMENTS = (CUSTOMER_KEYS, REQUIRED_TAGS, ALLOWED_DESTINATIONS, TIGHTER_BOUNDS)
