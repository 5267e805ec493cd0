"""What is kept beside a destination: what could not be delivered, or the records as they came in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from constructs_lib.spec.destinations.objects import (
    DEFAULT_BACKUP_PREFIX,
    KEY,
    bucket,
    compression,
    customer_key,
    encryption,
    error_prefix,
    own_buffering,
    with_key,
)
from constructs_lib.spec.fields import Field, arguments, configuration, decides, forms_of, text_of, under
from constructs_lib.spec.keywords import arn, flag, mapping
from constructs_lib.spec.part import MADE, Settings, below, logging

PREFIX = "firehose-prefix-length"


def backup(*, failed: str, everything: str, mode: str = "S3BackupMode") -> Field:
    """The bucket beside a destination that is not S3.

    Args:
        failed: its word for keeping what could not be delivered.
        everything: its word for keeping every record.
        mode: its property that says which.
    """
    fields = (
        Field(
            keyword="allRecords",
            form=lambda _: flag("Keep every record, delivered or not."),
        ),
        bucket(),
        customer_key(),
        Field(
            keyword="prefix",
            form=text_of("Of delivered records, where all are kept.", PREFIX),
            decide=lambda kept: {
                "Prefix": kept.get("prefix", DEFAULT_BACKUP_PREFIX) if kept.get("allRecords") else None
            },
            arguments={"Prefix": "prefix"},
        ),
        error_prefix(),
        own_buffering(),
        compression(),
    )

    def decide(given: Settings) -> dict[str, Any]:
        kept = given.below("backup")
        return {
            mode: everything if kept.get("allRecords") else failed,
            "S3Configuration": _objects(fields, kept, "Backup"),
        }

    return Field(
        keyword="backup",
        form=lambda forms: mapping(forms_of(fields, forms), "What is kept; what could not be delivered unless given."),
        decide=decide,
        arguments={
            mode: "backup.allRecords",
            **below("S3Configuration", under("backup", arguments(fields))),
        },
    )


def source_backup(destinations_key: Callable[[Settings], Any]) -> Field:
    """The records as they came in, so that a wrong transform can be repaired.

    Args:
        destinations_key: gives `EncryptionConfiguration` of the destination's own bucket.
    """
    fields = (
        decides("bucket", "BucketARN", lambda _: arn("s3", "Where to; a bucket is defined unless given."), MADE),
        Field(
            keyword="key",
            form=lambda _: arn("kms", "Customer key of the objects; that of the destination unless given."),
            arguments={KEY: "key"},
        ),
        decides("prefix", "Prefix", text_of("Of the objects.", PREFIX), DEFAULT_BACKUP_PREFIX),
        error_prefix("Of records that could not be kept."),
        own_buffering(),
        compression(),
    )

    def decide(given: Settings) -> dict[str, Any]:
        if not given.has("sourceBackup"):
            return {}
        kept = given.below("sourceBackup")
        objects = _objects(fields, kept, "SourceBackup")
        objects[KEY] = with_key(kept.get("key")) or destinations_key(given) or encryption(kept)
        return {"S3BackupMode": "Enabled", "S3BackupConfiguration": objects}

    return Field(
        keyword="sourceBackup",
        form=lambda forms: (
            mapping(
                forms_of(fields, forms), "Keep records as they came in, before the transform; for good once it is on."
            )
            | {"type": ["object", "null"]}
        ),
        decide=decide,
        arguments={
            "S3BackupMode": "sourceBackup",
            **below("S3BackupConfiguration", under("sourceBackup", arguments(fields))),
        },
    )


def _objects(fields: tuple[Field, ...], kept: Settings, log_stream: str) -> dict[str, Any]:
    return {"RoleARN": MADE, **configuration(fields, kept), "CloudWatchLoggingOptions": logging(log_stream)}
