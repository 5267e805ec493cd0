"""Records that are too large for the function of a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPINGS, known_stream, mappings_of
from constructs_lib.policy.rule import Violation, rule

RECORD = limit("esm-payload-single-record")
BYTES_PER_KIB = 1024
STREAM = "{{ShardCount: 1, MaxRecordSizeInKiB: {}}}"


@rule(
    id="LAM027",
    name="mapping-large-records",
    title="a mapping of a stream with large records has a failure destination for them",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why=f"a record of more than {RECORD.high} bytes does not fit Lambda's request after base64 and never gets there",
    fix="set DestinationConfig.OnFailure, best to a bucket, which gets the record itself; or lower MaxRecordSizeInKiB",
    source=limit("esm-on-failure-needed-for-large-records").read,
    bad=example("StartingPosition: LATEST", stream=STREAM.format(10240)),
    good=example("StartingPosition: LATEST", stream=STREAM.format(4096)),
)
def mapping_large_records(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource."""
    for mapping in mappings_of(resource):
        destination = mapping["DestinationConfig.OnFailure"]
        stream = known_stream(mapping.source) if destination.absent else None
        size = None if stream is None else stream["MaxRecordSizeInKiB"].number
        if stream is not None and size is not None and size * BYTES_PER_KIB > RECORD.high:
            yield Violation(
                destination,
                message=f"records of {stream.id} may have {size} KiB, more than the function can be given",
                given=f"records of up to {size} KiB, and no failure destination",
                allowed=f"records of up to {int(RECORD.high / BYTES_PER_KIB)} KiB, or a failure destination",
            )
