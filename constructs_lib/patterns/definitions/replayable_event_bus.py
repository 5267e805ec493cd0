"""Events that can be read again."""

from constructs_lib.patterns.forms import ALARM_TOPIC, FIRST, LAKE_INTERVAL, RETENTION, text, texts
from constructs_lib.patterns.pattern import Parameter, Pattern

REPLAYABLE_EVENT_BUS = Pattern(
    id="replayable-event-bus",
    title="Replayable event bus",
    summary="An event bus with an archive, whose events also go into a stream, to be read again, and to S3.",
    construct="constructs_lib.cdk.patterns.replayable_event_bus:ReplayableEventBus",
    parameters=(
        Parameter(
            name="sources",
            schema=texts("Sources whose events are taken.", r"^[A-Za-z0-9_./-]{1,256}$"),
            example=["shop"],
        ),
        Parameter(
            name="partition_key_path",
            schema=text("JSONPath of the partition key in an event.", pattern=r"^\$\."),
            example="$.detail.customer",
            default="$.id",
        ),
        RETENTION,
        LAKE_INTERVAL,
        ALARM_TOPIC,
    ),
    releases=FIRST,
)
