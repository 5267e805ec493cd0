"""The embedded AWS: start it, deploy to it, feed it, look into it."""

from constructs_lib.local.connection import Connection
from constructs_lib.local.errors import LocalAwsError
from constructs_lib.local.server import LocalAws

__all__ = ["Connection", "LocalAws", "LocalAwsError"]
