# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Bucket properties that MiniStack drops: replication and lifecycle rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ministack.services import s3
from ministack.services.cloudformation import provisioners

from constructs_lib.local.launcher import handlers, s3_xml
from constructs_lib.local.launcher.contract import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PATCH = "buckets"


def apply() -> None:
    """Hand ReplicationConfiguration and LifecycleConfiguration of AWS::S3::Bucket to S3's own calls.

    S3 then makes the copies itself, also of objects that a delivery stream writes.
    """
    expect(
        PATCH,
        s3,
        _put_bucket_replication=("bucket_name", "body"),
        _delete_bucket_replication=("bucket_name",),
        _put_bucket_lifecycle=("name", "body"),
        _delete_bucket_lifecycle=("name",),
        _maybe_replicate=("bucket_name", "key", "obj", "data"),
    )
    expect(PATCH, provisioners, _S3_BUCKET_CONFIGURATIONS=tuple, _s3_apply_configurations=("name", "props"))
    provisioners._S3_BUCKET_CONFIGURATIONS = (
        *provisioners._S3_BUCKET_CONFIGURATIONS,
        (
            "ReplicationConfiguration",
            replication,
            refusing(s3._put_bucket_replication),
            s3._delete_bucket_replication,
        ),
        ("LifecycleConfiguration", lifecycle, refusing(s3._put_bucket_lifecycle), s3._delete_bucket_lifecycle),
    )


def refusing(put: Callable[[str, bytes], Any]) -> Callable[[str, bytes], None]:
    """Let CloudFormation fail when S3 refuses a configuration."""

    def put_or_fail(bucket: str, body: bytes) -> None:
        handlers.succeed(put(bucket, body))

    return put_or_fail


def replication(configuration: Mapping[str, Any]) -> bytes:
    """Write a ReplicationConfiguration, whose names in a template are the API's but for Id and TagFilter."""
    rules = [replication_rule(rule) for rule in configuration["Rules"]]
    return s3_xml.document("ReplicationConfiguration", {"Role": configuration["Role"], "Rule": rules})


def replication_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Rename what the API names otherwise; rules for replicas and encrypted objects do not matter here."""
    return {
        "ID": rule.get("Id"),
        "Priority": rule.get("Priority"),
        "Status": rule["Status"],
        "Prefix": rule.get("Prefix"),
        "Filter": rule_filter(rule.get("Filter")),
        "DeleteMarkerReplication": rule.get("DeleteMarkerReplication"),
        "Destination": {
            "Bucket": rule["Destination"]["Bucket"],
            "StorageClass": rule["Destination"].get("StorageClass"),
        },
    }


def rule_filter(chosen: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Rename the tag filters."""
    if chosen is None:
        return None
    both = chosen.get("And")
    return {
        "Prefix": chosen.get("Prefix"),
        "Tag": chosen.get("TagFilter"),
        "And": both and {"Prefix": both.get("Prefix"), "Tag": both.get("TagFilters") or []},
    }


def lifecycle(configuration: Mapping[str, Any]) -> bytes:
    """Write a LifecycleConfiguration."""
    return s3_xml.document(
        "LifecycleConfiguration", {"Rule": [lifecycle_rule(rule) for rule in configuration["Rules"]]}
    )


def lifecycle_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the template's flat names into the API's nested ones."""
    prefix, tags = rule.get("Prefix", ""), rule.get("TagFilters") or []
    days, date = rule.get("ExpirationInDays"), rule.get("ExpirationDate")
    marker = rule.get("ExpiredObjectDeleteMarker")
    expires = days is not None or date is not None or marker is not None
    transitions = [*rule.get("Transitions", []), *([rule["Transition"]] if "Transition" in rule else [])]
    return {
        "ID": rule.get("Id"),
        "Status": rule["Status"],
        "Filter": {"And": {"Prefix": prefix, "Tag": tags}} if tags else {"Prefix": prefix},
        "Expiration": {"Days": days, "Date": date, "ExpiredObjectDeleteMarker": marker} if expires else None,
        "Transition": [
            {
                "Days": one.get("TransitionInDays"),
                "Date": one.get("TransitionDate"),
                "StorageClass": one["StorageClass"],
            }
            for one in transitions
        ],
        "NoncurrentVersionExpiration": rule.get("NoncurrentVersionExpiration"),
        "AbortIncompleteMultipartUpload": abort_after(rule.get("AbortIncompleteMultipartUpload")),
    }


def abort_after(chosen: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Rename the days after which an upload is given up."""
    return {"DaysAfterInitiation": chosen["DaysAfterInitiation"]} if chosen else None
