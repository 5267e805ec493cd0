"""Read the prefixes of objects that a delivery stream writes, and their expressions."""

from __future__ import annotations

import re
from typing import NamedTuple

from constructs_lib.graph import CannotDecide, Reference, Undecided, Value, once

EXPRESSION = re.compile(r"!\{(?P<namespace>[^:{}]*):(?P<value>[^{}]*)\}")
QUERY_KEY = "partitionKeyFromQuery"
LAMBDA_KEY = "partitionKeyFromLambda"
PARTITION_KEYS = (QUERY_KEY, LAMBDA_KEY)
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
PREFIXES = ("Prefix", "ErrorOutputPrefix")


class Prefix(NamedTuple):
    """An S3 prefix with its expressions.

    Attributes:
        value: where it stands.
        text: the known parts, with `UNKNOWN` for each of the others.
        expressions: (namespace, value) of every `!{namespace:value}`; either may hold `UNKNOWN`.
    """

    value: Value
    text: str
    expressions: tuple[tuple[str, str], ...]

    @property
    def complete(self) -> bool:
        """Whether all of the text is known."""
        return UNKNOWN not in self.text

    @property
    def name(self) -> str:
        """The property's name: `Prefix` or `ErrorOutputPrefix`."""
        return str(self.value.path[-1])

    @property
    def known(self) -> list[tuple[str, str]]:
        """The expressions that are known completely."""
        return [(name, value) for name, value in self.expressions if UNKNOWN not in name + value]

    def keys(self, namespace: str) -> list[str]:
        """The known values that a namespace is asked for, in order of appearance."""
        return [value for name, value in self.known if name == namespace]

    def require_complete(self) -> None:
        """Ensure that what is not found in the prefix is not there.

        Raises:
            CannotDecide: a part of the text is not known.
        """
        if not self.complete:
            raise CannotDecide(self.value, "a part of the prefix is known only at deployment")


@once
def read_prefix(value: Value) -> Prefix:
    """Read a prefix; absent ones have no expressions."""
    parts = value.parts if value.exists else ()
    text = "".join(UNKNOWN if isinstance(part, Undecided | Reference) else part for part in parts)
    found = tuple((match["namespace"], match["value"]) for match in EXPRESSION.finditer(text))
    return Prefix(value, text, found)
