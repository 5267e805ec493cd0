"""Records of a stream as Parquet in partitions."""

from constructs_lib.limits import limit
from constructs_lib.patterns.forms import ALARM_TOPIC, FIELD, FIRST, RETENTION, TABLE, text, texts, whole
from constructs_lib.patterns.pattern import Parameter, Pattern

STREAM_TO_LAKE = Pattern(
    id="stream-to-lake",
    title="Stream to lake",
    summary="A stream whose JSON records come to rest as Parquet, in partitions that a Glue table knows.",
    construct="constructs_lib.cdk.patterns.stream_to_lake:StreamToLake",
    parameters=(
        Parameter(
            name="table",
            schema=text("Name of the table, and beginning of the objects' keys.", pattern=TABLE)
            | {"maxLength": limit("glue-table-name-length").high},
            example="orders",
        ),
        Parameter(
            name="schema",
            schema={
                "description": "JSON Schema of a record; its properties become columns.",
                "type": "object",
                "required": ["properties"],
            },
            example={"properties": {"shop": {"type": "string"}, "total": {"type": "number"}}},
        ),
        Parameter(
            name="partition_by",
            schema=texts("Fields of a record by which objects are partitioned.", FIELD),
            example=["shop"],
        ),
        RETENTION,
        whole(
            "buffer_seconds",
            "firehose-buffer-dynamic-partitioning-min-interval",
            "Seconds after which a partition is written.",
            default=300,
        ),
        ALARM_TOPIC,
    ),
    releases=FIRST,
)
