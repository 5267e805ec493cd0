"""What Firehose answers of a delivery stream, as the properties of CloudFormation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from constructs_lib.operate.audit.shapes import NOT_TOLD, Answer

DELIVERY_STREAM = "AWS::KinesisFirehose::DeliveryStream"
DESCRIPTION, CONFIGURATION = "Description", "Configuration"
ICEBERG, PLAIN_S3, EXTENDED_S3 = (
    "IcebergDestinationConfiguration",
    "S3DestinationConfiguration",
    "ExtendedS3DestinationConfiguration",
)
RENAMED = {
    "S3BackupDescription": "S3BackupConfiguration",
    "S3DestinationDescription": "S3Configuration",
    "VpcConfigurationDescription": "VpcConfiguration",
    "CatalogARN": "CatalogArn",
}
"""Members of a destination whose properties have other names."""
RENAMED_IN_ICEBERG = {**RENAMED, "S3BackupMode": "s3BackupMode"}
DROPPED = frozenset({"DeliveryStartTimestamp", "SnapshotInfo", "VpcId"})
"""Members that are no setting, but what came of them."""
SECRETS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "HttpEndpointDestinationConfiguration": (("EndpointConfiguration", "AccessKey"),),
    "RedshiftDestinationConfiguration": (("Username",), ("Password",)),
    "SnowflakeDestinationConfiguration": (("User",), ("PrivateKey",), ("KeyPassphrase",)),
    "SplunkDestinationConfiguration": (("HECToken",),),
}
"""What the service does not tell, or should not be told on, of a destination without a secret of Secrets Manager."""
ENABLED = ("ENABLED", "ENABLING")


def delivery_properties(answer: Answer) -> dict[str, Any]:
    """Make the properties of a delivery stream of its description."""
    found: dict[str, Any] = {
        "DeliveryStreamName": answer["DeliveryStreamName"],
        "DeliveryStreamType": answer.get("DeliveryStreamType"),
    }
    encryption = answer.get("DeliveryStreamEncryptionConfiguration") or {}
    if encryption.get("Status") in ENABLED:
        kept = {key: encryption[key] for key in ("KeyType", "KeyARN") if encryption.get(key)}
        found["DeliveryStreamEncryptionConfigurationInput"] = kept
    for member, block in (answer.get("Source") or {}).items():
        found[member.replace(DESCRIPTION, CONFIGURATION)] = converted(block, RENAMED)
    for destination in answer.get("Destinations", ())[:1]:
        found |= destination_properties(destination)
    return {name: value for name, value in found.items() if value is not None}


def destination_properties(destination: Answer) -> dict[str, Any]:
    """Make the property of a destination; an extended S3 destination is described in both of its forms."""
    blocks = {
        member.replace(DESCRIPTION, CONFIGURATION): block
        for member, block in destination.items()
        if member.endswith(DESCRIPTION)
    }
    if EXTENDED_S3 in blocks:
        blocks.pop(PLAIN_S3, None)
    found = {}
    for name, block in blocks.items():
        found[name] = converted(block, RENAMED_IN_ICEBERG if name == ICEBERG else RENAMED)
        if not block.get("SecretsManagerConfiguration", {}).get("Enabled"):
            hide(found[name], SECRETS.get(name, ()))
    return found


def hide(block: dict[str, Any], secrets: tuple[tuple[str, ...], ...]) -> None:
    """Put what is not told in the place of secrets."""
    for *outer, last in secrets:
        inner = block
        for step in outer:
            inner = inner.setdefault(step, {})
        inner[last] = NOT_TOLD


def converted(value: Any, names: Mapping[str, str]) -> Any:
    """Rename members and leave out what is no setting; an empty object may be one, such as a serializer's."""
    if isinstance(value, Mapping):
        return {
            names.get(key, key): converted(item, names)
            for key, item in value.items()
            if key not in DROPPED and item not in (None, "", [])
        }
    if isinstance(value, list):
        return [converted(item, names) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value
