"""Read web addresses that may be known only in part."""

from __future__ import annotations

import re
from typing import NamedTuple

from constructs_lib.graph import Reference, Value

HOLE = "\N{REPLACEMENT CHARACTER}"
"""Stands for what is known at deployment."""
AUTHORITY = re.compile(r"https?://(?P<authority>[^/?#]*)", re.IGNORECASE)


class Address(NamedTuple):
    """An address.

    Attributes:
        text: with a `HOLE` for each piece that is not known.
        first: the reference that it begins with, if it begins with one.
    """

    text: str
    first: Reference | None

    @property
    def port(self) -> str:
        """The port as it is written, perhaps with a hole; empty without one."""
        found = AUTHORITY.match(self.text)
        host = found["authority"].rpartition("@")[2] if found else ""
        return host.rpartition(":")[2] if ":" in host.rpartition("]")[2] else ""


def read_address(value: Value) -> Address:
    """Put the pieces of an address together."""
    parts = value.parts
    first = parts[0] if parts and isinstance(parts[0], Reference) else None
    return Address("".join(part if isinstance(part, str) else HOLE for part in parts), first)
