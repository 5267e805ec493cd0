"""The prefix of an object's key, with its expressions."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from constructs_lib.limits import limit
from constructs_lib.simulation.delivery.timestamp import timestamp_formatter
from constructs_lib.simulation.errors import InvalidDefinition

EXPRESSION = re.compile(r"!\{([^:}]*):([^}]*)\}")
FROM_QUERY = "partitionKeyFromQuery"
FROM_LAMBDA = "partitionKeyFromLambda"
ALPHABET = string.ascii_letters + string.digits

PartitionKeys = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the expressions of a prefix may refer to.

    Attributes:
        time: arrival of the object's oldest record, in the destination's time zone.
        keys: partition keys by namespace and name.
        error_output_type: for error objects only.
    """

    time: datetime
    keys: PartitionKeys
    error_output_type: str = ""


Segment = Callable[[Moment], str]


class Prefix:
    """A prefix template, compiled.

    Attributes:
        keys: the partition keys it needs, as (namespace, name).
        has_expression: it holds an expression of any namespace.
        has_timestamp: it holds an expression of the `timestamp` namespace.
    """

    def __init__(self, template: str) -> None:
        if "!{" in EXPRESSION.sub("", template):
            raise InvalidDefinition(f"prefix {template} has an incomplete expression; write !{{namespace:value}}")
        self.keys: list[tuple[str, str]] = []
        self.has_timestamp = False
        self._segments: list[Segment] = []
        end = 0
        for found in EXPRESSION.finditer(template):
            self._segments.append(self._literal(template[end : found.start()]))
            self._segments.append(self._expression(found[1], found[2], template))
            end = found.end()
        self.has_expression = end > 0
        self._segments.append(self._literal(template[end:]))

    def evaluate(self, moment: Moment) -> str:
        """Write the prefix for one object."""
        return "".join(segment(moment) for segment in self._segments)

    @staticmethod
    def _literal(text: str) -> Segment:
        return lambda _: text

    def _expression(self, namespace: str, value: str, template: str) -> Segment:
        if namespace == "timestamp":
            self.has_timestamp = True
            write = timestamp_formatter(value)
            return lambda moment: write(moment.time)
        if namespace in (FROM_QUERY, FROM_LAMBDA):
            key = (namespace, value)
            if key not in self.keys:
                self.keys.append(key)
            return lambda moment: moment.keys[key]
        if namespace == "firehose" and value == "random-string":
            return lambda _: random_string()
        if namespace == "firehose" and value == "error-output-type":
            return lambda moment: moment.error_output_type
        raise InvalidDefinition(f"prefix {template} has an unknown expression !{{{namespace}:{value}}}")


def random_string() -> str:
    """Make the text of `!{firehose:random-string}`."""
    length = limit("firehose-prefix-random-length").value
    return "".join(secrets.choice(ALPHABET) for _ in range(int(length or 0)))


def data_prefix(template: str, *, partitioned: bool) -> Prefix:
    """Compile `Prefix`.

    A prefix without a timestamp expression gets `yyyy/MM/dd/HH/` appended, except (assumed, the guide's examples of
    dynamic partitioning show none) under dynamic partitioning.

    Raises:
        InvalidDefinition: an expression is not allowed there.

    Source: limits firehose-prefix-date-suffix
    """
    prefix = Prefix(template)
    if "!{firehose:error-output-type}" in template:
        raise InvalidDefinition("Prefix cannot hold !{firehose:error-output-type}; use it in ErrorOutputPrefix")
    if prefix.keys and not partitioned:
        raise InvalidDefinition("Prefix uses partition keys; set DynamicPartitioningConfiguration.Enabled to true")
    if partitioned or prefix.has_timestamp:
        return prefix
    return Prefix(template + default_suffix())


def error_prefix(template: str | None, prefix: str) -> Prefix:
    """Compile `ErrorOutputPrefix`.

    Without an expression the error output type and `yyyy/MM/dd/HH/` follow it; without an error prefix they follow
    `Prefix`.

    Raises:
        InvalidDefinition: it is missing where it is required, or an expression is not allowed there.

    Source: limits firehose-error-prefix-required, firehose-error-prefix-error-type
    """
    if template is None and "!{" in prefix:
        raise InvalidDefinition("ErrorOutputPrefix is required where Prefix has expressions")
    compiled = Prefix(template or "")
    if compiled.keys:
        raise InvalidDefinition("ErrorOutputPrefix cannot use partition keys")
    if compiled.has_expression:
        if "!{firehose:error-output-type}" not in (template or ""):
            raise InvalidDefinition("ErrorOutputPrefix has expressions; include !{firehose:error-output-type}")
        return compiled
    return Prefix((prefix if template is None else template) + "!{firehose:error-output-type}/" + default_suffix())


def default_suffix() -> str:
    """Write the expression that Firehose appends."""
    return "!{timestamp:" + str(limit("firehose-prefix-date-suffix").value) + "}"
