"""Clicks for a function at once, and for the lake."""

from constructs_lib.patterns.forms import ALARM_TOPIC, FIRST, LAKE_INTERVAL, RETENTION, arn
from constructs_lib.patterns.pattern import Parameter, Pattern

CLICKSTREAM_FAN_OUT = Pattern(
    id="clickstream-fan-out",
    title="Clickstream with fan-out",
    summary="A stream of clicks that a function reads with a throughput of its own, while all of them go to S3, too.",
    construct="constructs_lib.cdk.patterns.clickstream_fan_out:ClickstreamFanOut",
    parameters=(
        Parameter(
            name="function_arn",
            schema=arn("lambda", "Function that reads the clicks, of the account of the pipeline."),
            example="arn:aws:lambda:eu-west-1:111122223333:function:sessions",
            at_deployment=True,
        ),
        Parameter(
            name="function_role_name",
            schema={
                "description": "Role of the function, which gets the permission to read.",
                "type": "string",
                "pattern": r"^[\w+=,.@-]{1,64}$",
            },
            example="sessions",
            at_deployment=True,
        ),
        RETENTION,
        LAKE_INTERVAL,
        ALARM_TOPIC,
    ),
    releases=FIRST,
)
