"""Read what a pipeline could not deliver."""

from constructs_lib.operate.failures.reader import read_failures
from constructs_lib.operate.failures.record import (
    FailedRecord,
    Kind,
    Payload,
    Place,
    StoredObject,
    StreamRange,
    Unreadable,
)

__all__ = ["read_failures", "FailedRecord", "Kind", "Payload", "StreamRange", "StoredObject", "Place", "Unreadable"]
