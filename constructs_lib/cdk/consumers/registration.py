"""In which order the consumers of a stack are registered."""

from __future__ import annotations

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from aws_cdk import Stack
from aws_cdk import aws_kinesis as kinesis
from constructs import Construct

from constructs_lib.graph import Definition
from constructs_lib.limits import limit

AT_ONCE = int(limit("cross-efo-creating-count").high)


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A consumer of a stack.

    Attributes:
        definition: what was checked.
        consumer: the construct.
    """

    definition: Definition
    consumer: kinesis.StreamConsumer


@dataclass(frozen=True, kw_only=True)
class Registrations:
    """The consumers of a stack, in the order of their definition."""

    registrations: list[Registration] = field(default_factory=list)

    def next_waits_for(self) -> Registration | None:
        """Give the consumer before the next one, so that no more are in creation at a time than the service takes."""
        return self.registrations[-AT_ONCE] if len(self.registrations) >= AT_ONCE else None


_BY_STACK: WeakKeyDictionary[Stack, Registrations] = WeakKeyDictionary()


def registered_in(scope: Construct) -> Registrations:
    """Give the consumers of the stack that a construct is in."""
    return _BY_STACK.setdefault(Stack.of(scope), Registrations())
