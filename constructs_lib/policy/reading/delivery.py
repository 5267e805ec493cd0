"""Read a delivery stream: its destinations, processors and prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Undecided, Value

DELIVERY_STREAM = "AWS::KinesisFirehose::DeliveryStream"
EXTENDED_S3 = "ExtendedS3DestinationConfiguration"
EXPRESSION = re.compile(r"!\{(?P<namespace>[^:}]*):(?P<value>[^}]*)\}")
QUERY_KEY = "partitionKeyFromQuery"
LAMBDA_KEY = "partitionKeyFromLambda"


@dataclass(frozen=True, slots=True)
class Prefix:
    """An S3 prefix with its expressions.

    Attributes:
        value: where it stands.
        expressions: (namespace, value) of every `!{namespace:value}` in the known parts.
        complete: whether all of the text is known.
    """

    value: Value
    expressions: tuple[tuple[str, str], ...]
    complete: bool

    def keys(self, namespace: str) -> list[str]:
        """The values that a namespace is asked for, in order of appearance."""
        return [value for name, value in self.expressions if name == namespace]

    def require_complete(self) -> None:
        """Ensure that what is not found in the prefix is not there.

        Raises:
            CannotDecide: a part of the text is not known.
        """
        if not self.complete:
            raise CannotDecide(self.value, "a part of the prefix is known only at deployment")


def read_prefix(value: Value) -> Prefix:
    """Read a prefix; absent ones have no expressions."""
    parts = value.parts if value.exists else ()
    text = "".join(part if isinstance(part, str) else "\N{REPLACEMENT CHARACTER}" for part in parts)
    found = tuple((match["namespace"], match["value"]) for match in EXPRESSION.finditer(text))
    return Prefix(value, found, not any(isinstance(part, Undecided | Reference) for part in parts))


def partitioned(stream: ResourceView) -> bool:
    """Tell whether a delivery stream partitions dynamically."""
    return stream[f"{EXTENDED_S3}.DynamicPartitioningConfiguration.Enabled"].flag is True


def processors(destination: Value, type: str) -> list[Value]:
    """The enabled processors of a type, in order."""
    configuration = destination["ProcessingConfiguration"]
    if configuration.absent or configuration["Enabled"].flag is False:
        return []
    return list(configuration.each(f"Processors[Type={type}]"))


def parameter(processor: Value, name: str) -> Value | None:
    """The value of a processor's parameter; `None` when it is not set."""
    return next(iter(processor.each(f"Parameters[ParameterName={name}].ParameterValue")), None)


def destinations(stream: ResourceView) -> Iterator[Value]:
    """The destination blocks of a delivery stream."""
    for name in stream.resource.properties:
        if name.endswith("DestinationConfiguration") and stream[name].exists:
            yield stream[name]


def query_keys(query: str) -> list[str] | None:
    """The keys of a jq object construction, such as `{carrier: .carrier, day: .day[0:10]}`.

    Returns:
        `None` when the query is no plain object construction with plain keys.
    """
    text = query.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return None
    entries = split_entries(text[1:-1])
    keys = [ENTRY.match(entry) for entry in entries or ()]
    if entries is None or not all(keys):
        return None
    return [found["quoted"] or found["plain"] for found in keys if found is not None]


ENTRY = re.compile(r"\s*(?:\"(?P<quoted>[^\"\\]*)\"|(?P<plain>[A-Za-z_]\w*))\s*(?::|$)")
OPENING, CLOSING = "([{", ")]}"


def split_entries(text: str) -> list[str] | None:
    """Split at the commas that are in no bracket and in no string; `None` when the brackets do not match."""
    entries, depth, quoted, start = [], 0, False, 0
    skip = False
    for position, character in enumerate(text):
        if skip:
            skip = False
        elif quoted and character == "\\":
            skip = True
        elif character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth -= 1
            if depth < 0:
                return None
        elif character == "," and depth == 0:
            entries.append(text[start:position])
            start = position + 1
    last = text[start:]
    return [*entries, last] if last.strip() else entries
