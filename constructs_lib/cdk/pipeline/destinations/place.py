"""Where the destinations of a pipeline spec stand, and what they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aws_cdk import Duration, Size
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from constructs_lib.cdk.delivery import Backup, Buffering, Compression, SourceBackup, VpcDelivery
from constructs_lib.cdk.delivery.buffering import DEFAULT_INTERVAL_SECONDS, DEFAULT_SIZE_MEBIBYTES
from constructs_lib.cdk.delivery.service_defaults import service_default
from constructs_lib.cdk.pipeline.network import network
from constructs_lib.cdk.pipeline.surroundings import Surroundings, key_of
from constructs_lib.spec import Settings
from constructs_lib.spec.units import MEBIBYTES, SHORT, Unit


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a destination defines what its ARNs name.

    Attributes:
        scope: the pipeline.
        name: of the delivery stream.
        around: what the spec names.
    """

    scope: Construct
    name: str
    around: Surroundings

    def key(self, given: Settings, part: str = "") -> kms.IKey | None:
        """The key that is written, if there is one."""
        return key_of(self.scope, f"{self.name}{part}Key", given.get("key"))

    def bucket(self, text: str | None, part: str = "") -> s3.IBucket | None:
        """Find a bucket by its name in the spec or its ARN."""
        return self.around.bucket(self.scope, f"{self.name}{part}Bucket", text)

    def secret(self, given: Settings) -> secretsmanager.ISecret | None:
        """The secret that is written, if there is one."""
        arn = given.get("secret")
        return secretsmanager.Secret.from_secret_complete_arn(self.scope, f"{self.name}Secret", arn) if arn else None

    def needed_secret(self, given: Settings) -> secretsmanager.ISecret:
        """The secret that has to be written."""
        secret = self.secret(given)
        assert secret is not None
        return secret

    def vpc(self, given: Settings) -> VpcDelivery | None:
        """The way into a VPC, if there is one."""
        if not given.has("vpc"):
            return None
        return VpcDelivery(**network(self.scope, f"{self.name}Vpc", given.below("vpc")))


def delivered(given: Settings, place: Place) -> dict[str, Any]:
    """Give the arguments that every destination but S3 has."""
    kept = given.below("backup")
    backup = Backup(
        all_records=kept.get("allRecords", False),
        bucket=place.bucket(kept.get("bucket"), "Backup"),
        key=place.key(kept, "Backup"),
        buffering=buffering(kept),
        compression=Compression(kept.get("compression", "GZIP")),
        **only(prefix=kept.get("prefix"), error_prefix=kept.get("errorPrefix")),
    )
    return {"backup": backup, **only(retry=duration(given, "retry", SHORT))}


def source_backup(given: Settings, place: Place) -> SourceBackup | None:
    """Keep records as they came in."""
    if not given.has("sourceBackup"):
        return None
    kept = given.below("sourceBackup")
    return SourceBackup(
        bucket=place.bucket(kept.get("bucket"), "SourceBackup"),
        key=place.key(kept, "SourceBackup"),
        buffering=buffering(kept),
        compression=Compression(kept.get("compression", "GZIP")),
        **only(prefix=kept.get("prefix"), error_prefix=kept.get("errorPrefix")),
    )


def buffering(given: Settings, facts: str | None = None, size_fact: str | None = None) -> Buffering:
    """Give buffers: what is written, and else the default of the constructs, or of the service.

    Args:
        given: what holds `buffering`.
        facts: how the ids of the limits end, where the default is the service's.
        size_fact: id of another limit of the size.
    """
    hints = given.below("buffering")
    size, interval = (
        (
            service_default(size_fact or f"firehose-buffer-{facts}-size"),
            service_default(f"firehose-buffer-{facts}-interval"),
        )
        if facts
        else (DEFAULT_SIZE_MEBIBYTES, DEFAULT_INTERVAL_SECONDS)
    )
    return Buffering(
        size=Size.mebibytes(hints.amount("size", MEBIBYTES, size) or 0),
        interval=Duration.seconds(hints.amount("interval", SHORT, interval) or 0),
    )


def duration(given: Settings, keyword: str, unit: Unit, seconds: int = 1) -> Duration | None:
    """Give a time.

    Args:
        given: what holds it.
        keyword: its name.
        unit: what it is written in.
        seconds: how many of them the unit's own amount counts.
    """
    amount = given.amount(keyword, unit)
    return None if amount is None else Duration.seconds(amount * seconds)


def only(**arguments: Any) -> dict[str, Any]:
    """Leave out the arguments that are not given, so that defaults stand."""
    return {name: value for name, value in arguments.items() if value is not None}
