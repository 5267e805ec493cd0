"""Where objects are written, and when: what every bucket of a destination has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.fields import Field, decides, text_of
from constructs_lib.spec.keywords import BUCKET, Form, Forms, arn, choice, mapping, matching
from constructs_lib.spec.names import is_name
from constructs_lib.spec.part import MADE, Settings, service_default
from constructs_lib.spec.units import MEBIBYTES, SHORT

DEFAULT_SIZE_MEBIBYTES = 128
DEFAULT_INTERVAL_SECONDS = 300
DEFAULT_ERROR_PREFIX = "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"
DEFAULT_BACKUP_PREFIX = "source/!{timestamp:yyyy/MM/dd/HH}/"
DEFAULT_COMPRESSION = "GZIP"
EXPRESSION = "!{"
KEY = "EncryptionConfiguration"


def own_buffering(destination: str = "s3", property: str = "BufferingHints") -> Field:
    """Buffers that the constructs set unless a spec does."""
    return buffering(destination, DEFAULT_SIZE_MEBIBYTES, DEFAULT_INTERVAL_SECONDS, property)


def service_buffering(destination: str, size: str | None = None) -> Field:
    """Buffers that are the service's own unless a spec sets them.

    Args:
        destination: how the ids of its limits end.
        size: id of another limit of the size.
    """
    facts = f"firehose-buffer-{destination}"
    return buffering(destination, service_default(size or f"{facts}-size"), service_default(f"{facts}-interval"))


def buffering(destination: str, size: float, interval: float, property: str = "BufferingHints") -> Field:
    """Buffers; an object or request is written when either end is reached.

    Args:
        destination: how the ids of its limits end.
        size: by default, in MiB.
        interval: by default, in seconds.
        property: that holds them.
    """
    facts = f"firehose-buffer-{destination}"

    def form(forms: Forms) -> Form:
        size_text = "An object or request is written when so much has come."
        interval_text = "It is written after so long, whatever has come."
        return mapping(
            {
                "size": forms.quantity(MEBIBYTES, f"{facts}-size", size_text),
                "interval": forms.quantity(SHORT, f"{facts}-interval", interval_text),
            },
            f"{size} MiB and {interval} s unless given.",
        )

    def decide(given: Settings) -> dict[str, Any]:
        hints = given.below("buffering")
        return {
            f"{property}.SizeInMBs": hints.amount("size", MEBIBYTES, size),
            f"{property}.IntervalInSeconds": hints.amount("interval", SHORT, interval),
        }

    return Field(
        keyword="buffering",
        form=form,
        decide=decide,
        arguments={
            property: "buffering",
            f"{property}.SizeInMBs": "buffering.size",
            f"{property}.IntervalInSeconds": "buffering.interval",
        },
    )


def bucket() -> Field:
    """A bucket that keeps what could not be delivered."""
    return Field(
        keyword="bucket",
        form=lambda _: matching(BUCKET, "A failure bucket of this spec, or an ARN; one is defined unless given."),
        decide=lambda given: {"BucketARN": MADE if is_name(given.get("bucket", "")) else given.get("bucket")},
        arguments={"BucketARN": "bucket"},
    )


def customer_key() -> Field:
    """A key: a bucket that is there keeps its own setting, one that is made has a key."""
    return Field(
        keyword="key",
        form=lambda _: arn("kms", "Customer key of the objects."),
        decide=lambda given: {KEY: encryption(given)},
        arguments={KEY: "key"},
    )


def encryption(given: Settings) -> Any:
    """Give `EncryptionConfiguration` of a bucket with its key."""
    return with_key(given.get("key")) or (MADE if is_name(given.get("bucket", "")) else None)


def with_key(key: str | None) -> Any:
    """Give `EncryptionConfiguration` of a key, if there is one."""
    return {"KMSEncryptionConfig": {"AWSKMSKeyARN": key}} if key else None


def error_prefix(text: str = "Of failed records.") -> Field:
    """Where failed records are kept."""
    form = text_of(text, "firehose-error-prefix-length")
    return decides("errorPrefix", "ErrorOutputPrefix", form, DEFAULT_ERROR_PREFIX)


def compression(text: str = "GZIP unless given.", fact: str = "firehose-compression-enum") -> Field:
    """How objects are compressed."""
    return decides("compression", "CompressionFormat", lambda _: choice(fact, text), DEFAULT_COMPRESSION)


def apart(prefix: str, error_prefix: str, path: Path) -> Iterator[SchemaError]:
    """Find prefixes under which failed records could not be told from delivered ones."""
    errors, data = error_prefix.partition(EXPRESSION)[0], prefix.partition(EXPRESSION)[0]
    if not errors:
        text = "errorPrefix must begin with fixed text, such as errors/: failed records are known by it"
        yield SchemaError((*path, "errorPrefix"), text, error_prefix)
    elif prefix and data.startswith(errors):
        text = f"prefix lies under errorPrefix {error_prefix}: delivered records would be taken for failed ones"
        yield SchemaError((*path, "prefix"), text, prefix)
