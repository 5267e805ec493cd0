"""The one error of the local AWS."""

from __future__ import annotations


class LocalAwsError(Exception):
    """The local AWS could not do what was asked.

    The message is one sentence that says what is wrong and what to do.
    """
