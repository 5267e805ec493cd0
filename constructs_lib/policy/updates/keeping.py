"""Updates that take away what protects records: keys, encryption, deletion policies, places of delivery."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import Reference
from constructs_lib.graph.values import Choice, Node, OneOf, Text
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.updates.change import KEPT, Change, Loss, UpdateRule

STREAM = "AWS::Kinesis::Stream"
DELIVERY_STREAM = "AWS::KinesisFirehose::DeliveryStream"
MAPPING = "AWS::Lambda::EventSourceMapping"
KEY = "AWS::KMS::Key"
BUCKET = "AWS::S3::Bucket"
PLACES = {
    BUCKET: "bucket",
    "AWS::DynamoDB::Table": "table",
    "AWS::Glue::Database": "database",
    "AWS::Glue::Table": "table",
    "AWS::Logs::LogGroup": "log group",
    "AWS::Logs::LogStream": "log stream",
    "AWS::S3Tables::Table": "table",
    "AWS::SQS::Queue": "queue",
}
"""What holds what a pipeline writes, by type."""
HOLDERS = (STREAM, BUCKET, "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::SQS::Queue", "AWS::S3Tables::Table")
ENCRYPTION = {STREAM: "StreamEncryption", DELIVERY_STREAM: "DeliveryStreamEncryptionConfigurationInput"}


def protection_is_dropped(change: Change) -> Iterator[Loss]:
    """Find streams, and what they are delivered to, that would now be deleted with their data."""
    if change.new is None or change.old.resource.deletion_policy not in KEPT or not is_used(change):
        return
    after = change.new.resource.deletion_policy or "Delete"
    if after not in KEPT:
        given = f"{change.old.resource.deletion_policy} to {after}"
        yield Loss(change.new["DeletionPolicy"], "what is kept today would be deleted with the resource", given=given)


def encryption_is_dropped(change: Change) -> Iterator[Loss]:
    """Find streams whose records are no longer encrypted."""
    if change.new is None:
        return
    path = ENCRYPTION[change.old.type]
    if change.old[path].exists and change.new[path].absent:
        yield Loss(change.new[path], f"{path} is gone: new records are no longer encrypted", given="removed")


def key_is_dropped(change: Change) -> Iterator[Loss]:
    """Find keys that leave the stack although records are encrypted with them."""
    if change.new is not None or change.kept:
        return
    used = [
        resource.id
        for resource in change.comparison.before.graph.resources
        if resource.type in HOLDERS and change.old.id in set(mentioned(resource.properties))
    ]
    if used:
        message = f"the key is deleted after its waiting period: what {', '.join(used)} encrypted cannot be read again"
        yield Loss(change.old["KeyPolicy"], message, given="removed")


def place_is_replaced(change: Change) -> Iterator[Loss]:
    """Find places that a delivery stream or a mapping writes to, and that are deleted or replaced."""
    if not is_used(change):
        return
    noun = PLACES[change.old.type]
    if change.new is None:
        if not change.kept:
            fate = "deleted, unless objects are in it" if noun == "bucket" else "deleted"
            yield Loss(change.old["Name"], f"the {noun} that the pipeline writes to is {fate}", given="removed")
        return
    for path in change.recreated():
        message = f"{path} changes: the pipeline goes on in a new, empty {noun}, and what it wrote before stays behind"
        yield Loss(change.new[path], message, given=f"{path} changes")


def is_used(change: Change) -> bool:
    """Tell whether a pipeline of the deployed template refers to a resource; a stream is one itself."""
    return change.old.type == STREAM or any(
        change.old.id in set(mentioned(resource.properties))
        for resource in change.comparison.before.graph.resources
        if resource.type in {DELIVERY_STREAM, MAPPING}
    )


def mentioned(node: Node) -> Iterator[str]:
    """Give every resource that is referred to, under whatever condition."""
    match node:
        case Reference():
            yield node.target
        case Text():
            yield from (part.target for part in node.parts if isinstance(part, Reference))
        case Choice():
            yield from mentioned(node.if_true)
            yield from mentioned(node.if_false)
        case OneOf():
            for option in node.options:
                yield from mentioned(option)
        case dict():
            for value in node.values():
                yield from mentioned(value)
        case list() | tuple():
            for value in node:
                yield from mentioned(value)


RULES = (
    UpdateRule(
        id="UPD006",
        name="protection-is-dropped",
        severity=Severity.WARNING,
        resources=HOLDERS,
        allowed="the deletion policy as it is",
        why="a later removal or a deleted stack takes the data with it",
        fix="leave DeletionPolicy as it is, unless the data may go",
        source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html "
        "(read 2026-11-21)",
        check=protection_is_dropped,
    ),
    UpdateRule(
        id="UPD007",
        name="encryption-is-dropped",
        severity=Severity.WARNING,
        resources=tuple(ENCRYPTION),
        allowed="encryption as it is",
        why="records are stored in the clear from then on",
        fix="leave the encryption on",
        source="botocore 1.44.5 kinesis StopStreamEncryption documentation, 2026-11-17",
        check=encryption_is_dropped,
    ),
    UpdateRule(
        id="UPD008",
        name="key-is-dropped",
        severity=Severity.ERROR,
        resources=(KEY,),
        allowed="a key that stays as long as what it encrypts",
        why="everything that was encrypted with the key is lost with it",
        fix="set DeletionPolicy: Retain on the key in an update of its own, or leave the key in the stack",
        source="botocore 1.44.5 kms ScheduleKeyDeletion documentation, 2026-11-17",
        check=key_is_dropped,
    ),
    UpdateRule(
        id="UPD030",
        name="place-is-replaced",
        severity=Severity.WARNING,
        resources=tuple(PLACES),
        allowed="the same place",
        why="what was written before is not where readers look now, or is gone",
        fix="leave these properties as they are, or move the data along",
        source="CFN schema createOnlyProperties (cfn-lint 1.58.0), 2026-10-20",
        check=place_is_replaced,
    ),
)
