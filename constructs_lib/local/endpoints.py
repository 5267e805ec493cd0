"""Stand-ins on this machine for the HTTP endpoints of a definition: nothing that is sent leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from constructs_lib.local.errors import LocalAwsError

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


def is_loopback(url: str) -> bool:
    """Tell whether a URL is of this machine, on whichever port."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK_HOSTS
    except ValueError:
        return False


def require_loopback(stand_ins: Mapping[str, str]) -> None:
    """Check that every stand-in is on this machine.

    Args:
        stand_ins: URL in the definition to URL on this machine.

    Raises:
        LocalAwsError: one is not.
    """
    for url, stand_in in stand_ins.items():
        if not is_loopback(stand_in):
            raise LocalAwsError(
                f"{stand_in}, which is to stand in for {url}, is not on this machine: start a server "
                "on 127.0.0.1 and name that"
            )
