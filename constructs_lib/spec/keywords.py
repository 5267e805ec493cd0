"""The forms of keywords, as JSON Schema: bounds and allowed values come from the table of limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_lib.limits import Limit, limit
from constructs_lib.spec.units import (
    BYTES,
    DAYS,
    HOURS,
    LONG,
    MEBIBYTES,
    RECORD_SIZE,
    SHORT,
    THROUGHPUT,
    TRANSFORM_SIZE,
    Unit,
)

Form = dict[str, Any]
NAME = r"^[A-Za-z][A-Za-z0-9]{0,254}$"
"""A logical id of CloudFormation."""
PARTITION = r"arn:(aws[a-z-]*|\$\{AWS::Partition\})"
STREAM = rf"^([A-Za-z][A-Za-z0-9]{{0,254}}|{PARTITION}:kinesis:[^ ]+)$"
BUCKET = rf"^([A-Za-z][A-Za-z0-9]{{0,254}}|{PARTITION}:s3:::[^ ]+)$"
FAILURES = rf"^([A-Za-z][A-Za-z0-9]{{0,254}}|{PARTITION}:(sqs|sns|s3):[^ ]+)$"
WRITTEN = rf"^([A-Za-z][A-Za-z0-9]{{0,254}}|{PARTITION}:(kinesis|firehose):[^ ]+)$"
SUBNET = r"^subnet-\w+$"
SECURITY_GROUP = r"^sg-\w+$"
JDBC_URL = r"^jdbc:(redshift|postgresql)://[^ ]+$"
SNOWFLAKE_URL = r"\.snowflakecomputing\.com(:\d{1,5})?/?$"
MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"


def arn_of(service: str) -> str:
    """The pattern of the ARNs of a service."""
    return f"^{PARTITION}:{service}:[^ ]+$"


SERVICES = {
    "kms": "key: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "lambda": "function: arn:aws:lambda:eu-west-1:111122223333:function:clean",
    "iam": "role: arn:aws:iam::111122223333:role/clean",
    "s3": "bucket: arn:aws:s3:::orders",
    "secretsmanager": "secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:ingest-AbCdEf",
    "es": "domain: arn:aws:es:eu-west-1:111122223333:domain/search",
    "aoss": "collection: arn:aws:aoss:eu-west-1:111122223333:collection/0123456789abcdefghij",
    "dynamodb": "table: arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-31T08:00:00.000",
    "glue": "schema: arn:aws:glue:eu-west-1:111122223333:schema/events/orders",
    "s3tables": "table bucket: arn:aws:s3tables:eu-west-1:111122223333:bucket/lake",
    "kafka": "cluster: arn:aws:kafka:eu-west-1:111122223333:cluster/events/1234abcd-12ab-34cd-56ef-1234567890ab-1",
    "sqs": "queue: arn:aws:sqs:eu-west-1:111122223333:lost",
    "sns": "topic: arn:aws:sns:eu-west-1:111122223333:on-call",
}
QUANTITIES: Mapping[str, str] = {
    unit.form(): f"no {kind} with its unit; write it as {unit.example}"
    for kind, units in {
        "time": (DAYS, HOURS, LONG, SHORT),
        "size": (BYTES, RECORD_SIZE, MEBIBYTES, TRANSFORM_SIZE),
        "rate": (THROUGHPUT,),
    }.items()
    for unit in units
}
PATTERNS: Mapping[str, str] = {
    NAME: "no name: it becomes a logical id, which has letters and digits and begins with a letter",
    STREAM: "neither the name of a stream of this spec nor the ARN of one",
    BUCKET: "neither the name of a failure bucket of this spec nor the ARN of a bucket",
    FAILURES: "neither the name of a failure bucket of this spec nor the ARN of a queue, a topic or a bucket",
    WRITTEN: "neither the name of a stream or delivery stream of this spec nor the ARN of one",
    SUBNET: "no id of a subnet, such as subnet-0123456789abcdef0",
    SECURITY_GROUP: "no id of a security group, such as sg-0123456789abcdef0",
    JDBC_URL: "no JDBC URL of Redshift; write it as jdbc:redshift://host:5439/database",
    SNOWFLAKE_URL: "no URL of a Snowflake account; write it as https://account.snowflakecomputing.com",
    MOMENT: "no moment in UTC; write it as 2026-12-31T08:00:00Z",
    **{arn_of(service): f"no ARN of a {example}" for service, example in SERVICES.items()},
    **QUANTITIES,
}
"""Pattern to what a text is not that fails it."""


@dataclass(frozen=True)
class Forms:
    """Makes the forms, with or without the bounds of AWS.

    An editor refuses what is out of bounds while it is typed. A check leaves bounds to the rules, which say why, name
    the source, and know what an organisation has been granted.

    Attributes:
        bounds: whether forms hold the bounds of AWS.
    """

    bounds: bool

    def quantity(self, unit: Unit, fact: str | None, text: str) -> Form:
        """A time, a size or a rate."""
        low, high = ends(limit(fact)) if fact else (None, None)
        pattern = unit.within(low, high) if fact and self.bounds else unit.form()
        return {"description": f"{text} Such as {unit.fitting(low, high)}.", "type": "string", "pattern": pattern}

    def count(self, fact: str, text: str) -> Form:
        """A whole number of things."""
        low, high = ends(limit(fact)) if self.bounds else (None, None)
        bounds = {"minimum": low, "maximum": high}
        return {"description": text, "type": "integer"} | {name: end for name, end in bounds.items() if end is not None}

    def text(self, text: str, fact: str | None = None, pattern: str | None = None) -> Form:
        """A text that is not empty, of a form if it has one."""
        if pattern:
            return self.text(text, fact) | {"pattern": pattern}
        high = ends(limit(fact))[1] if fact and self.bounds else None
        return {"description": text, "type": "string", "minLength": 1} | ({"maxLength": high} if high else {})

    def several(self, items: Form, fact: str, text: str) -> Form:
        """A list of a bounded number of things, that is not empty."""
        high = ends(limit(fact))[1] if self.bounds else None
        return several(items, text) | ({"maxItems": high} if high else {})


def ends(fact: Limit) -> tuple[Any, Any]:
    """Give the bounds of a limit that nobody can raise."""
    return fact.minimum, None if fact.adjustable else fact.maximum


def choice(fact: str, text: str, without: Iterable[object] = ()) -> Form:
    """One of the values that AWS allows."""
    return {"description": text, "enum": [value for value in limit(fact).allowed if value not in without]}


def flag(text: str) -> Form:
    """Yes or no."""
    return {"description": text, "type": "boolean"}


def share(text: str) -> Form:
    """A share of something, 0 to 1."""
    return {"description": text, "type": "number", "minimum": 0, "maximum": 1}


def matching(pattern: str, text: str) -> Form:
    """A text of a form."""
    return {"description": text, "type": "string", "pattern": pattern}


def arn(service: str, text: str) -> Form:
    """The ARN of something that is there."""
    return matching(arn_of(service), text)


def several(items: Form, text: str) -> Form:
    """A list that is not empty."""
    return {"description": text, "type": "array", "minItems": 1, "items": items}


def mapping(
    properties: Mapping[str, Form], text: str, required: Iterable[str] = (), one_of: Iterable[str] = ()
) -> Form:
    """A mapping with these keys and no others.

    Args:
        properties: key to form.
        text: what it stands for.
        required: keys that have to be there.
        one_of: keys of which exactly one has to be there.
    """
    form: Form = {"description": text, "type": "object", "additionalProperties": False, "properties": dict(properties)}
    if needed := list(required):
        form["required"] = needed
    if ways := list(one_of):
        form["oneOf"] = [{"required": [way]} for way in ways]
    return form


def named(each: Form, text: str) -> Form:
    """A mapping from names to things of one kind; those without required keys may be left empty."""
    if "required" not in each and "oneOf" not in each:
        each = {**each, "type": ["object", "null"]}
    return {"description": text, "type": "object", "propertyNames": {"pattern": NAME}, "additionalProperties": each}


def texts(text: str) -> Form:
    """A mapping from texts to texts."""
    return {"description": text, "type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}
