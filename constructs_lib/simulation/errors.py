"""What the simulation refuses at construction, before any record is taken in."""

from __future__ import annotations


class UnsupportedFeature(ValueError):
    """The definition asks for something that is not simulated.

    The message names the property and says what to use instead.
    """


class UnsupportedDestination(UnsupportedFeature):
    """The delivery stream has a destination that is not simulated."""


class InvalidDefinition(ValueError):
    """The definition could not be deployed: a required property is missing or a value cannot be read."""
