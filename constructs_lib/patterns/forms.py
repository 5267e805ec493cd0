"""Parameters that several patterns have; their bounds come from the table of limits."""

from __future__ import annotations

from typing import Any

from constructs_lib.limits import limit
from constructs_lib.patterns.pattern import Parameter, Release

ACCOUNT = r"^\d{12}$"
BUCKET = r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
FIELD = r"^[A-Za-z_][A-Za-z0-9_]*$"
TABLE = r"^[a-z0-9_]+$"
LOG_GROUP = r"^[A-Za-z0-9_/.#-]{1,512}$"
FIRST = (Release(version="1.0.0", changes=("The first version.",)),)


def arn(service: str, description: str) -> dict[str, Any]:
    """The form of an ARN."""
    return text(description, pattern=rf"^arn:[^:]+:{service}:.+$")


def text(description: str, **more: Any) -> dict[str, Any]:
    """The form of a text that is not empty."""
    return {"description": description, "type": "string", "minLength": 1} | more


def whole(name: str, fact: str, description: str, *, default: int, at_deployment: bool = False) -> Parameter:
    """A whole number between the bounds of a limit, with the default as its example."""
    found = limit(fact)
    return Parameter(
        name=name,
        schema={"description": description, "type": "integer", "minimum": found.low, "maximum": found.high},
        example=default,
        default=default,
        at_deployment=at_deployment,
        limit=fact,
    )


def texts(description: str, items: str) -> dict[str, Any]:
    """The form of a list of different texts, one at least."""
    each = {"type": "string", "pattern": items}
    return {"description": description, "type": "array", "minItems": 1, "uniqueItems": True, "items": each}


RETENTION = whole(
    "retention_hours",
    "kinesis-stream-retention-hours",
    "Hours for which the stream keeps records to be read again.",
    default=48,
    at_deployment=True,
)
LAKE_INTERVAL = whole(
    "buffer_seconds",
    "firehose-buffer-s3-interval",
    "Seconds after which records are written, however few they are.",
    default=300,
)
"""Not a parameter of templates: the alarm on late records follows it."""
ALARM_TOPIC = Parameter(
    name="alarm_topic_arn",
    schema=arn("sns", "Topic that is told when the pipeline's alarm rings."),
    example="arn:aws:sns:eu-west-1:111122223333:on-call",
    optional=True,
    guarded=True,
)
