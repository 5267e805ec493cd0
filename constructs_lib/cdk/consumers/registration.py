"""Registered consumers, and in which order the consumers of a stack are registered."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from weakref import WeakKeyDictionary

from aws_cdk import Names, Stack
from aws_cdk import aws_kinesis as kinesis
from constructs import Construct, IConstruct

from constructs_lib.cdk.attributes import stream_arn
from constructs_lib.cdk.compliance import approve, path_of
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.tokens import known
from constructs_lib.cdk.tree import node_of, stack_of, tree_path
from constructs_lib.cdk.whole import if_refused
from constructs_lib.graph import Definition, Reference
from constructs_lib.limits import limit

TYPE = "AWS::Kinesis::StreamConsumer"
AT_ONCE = int(limit("cross-efo-creating-count").high)
LONGEST_NAME = int(limit("kinesis-consumer-name-length").high)


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


def registered_in(scope: IConstruct) -> Registrations:
    """Give the consumers of the stack that a construct is in."""
    return _BY_STACK.setdefault(stack_of(scope), Registrations())


def register(scope: Construct, id: str, *, stream: kinesis.IStream, name: str | None) -> Registration:
    """Define a registered consumer of a stream, after those that must be created before it.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: any stream.
        name: made of the path of the parent unless given.

    Raises:
        InvalidProperties: with every finding of the policy about the consumer.
    """
    name = name or Names.unique_resource_name(scope, max_length=LONGEST_NAME)
    source, arn = describe(stream), stream_arn(stream)
    in_stack = registered_in(scope)
    siblings = stream.registered_consumers if isinstance(stream, DataStream) else []
    waits_for = in_stack.next_waits_for()
    context = {each.id: each for each in [*siblings, *(other.definition for other in in_stack.registrations)]}
    approval = approve(
        path_of(scope, id),
        TYPE,
        {"ConsumerName": name, "StreamARN": arn},
        arguments={"ConsumerName": "consumer_name", "StreamARN": "stream"},
        context=[source, *context.values()],
        references={arn: Reference(source.id, "Arn")} if source else {},
        depends_on=(waits_for.definition.id,) if waits_for else (),
    )
    consumer = kinesis.StreamConsumer(scope, id, stream=stream, stream_consumer_name=name)
    registration = Registration(definition=approval.annotate(scope), consumer=consumer)
    siblings.append(registration.definition)
    in_stack.registrations.append(registration)
    if_refused(partial(siblings.remove, registration.definition))
    if_refused(partial(in_stack.registrations.remove, registration))
    if waits_for is not None:
        consumer.node.add_dependency(waits_for.consumer)
    return registration


def definition_of(consumer: kinesis.IStreamConsumer) -> Definition | None:
    """Give what is known of a consumer that may have been registered elsewhere; `None` when another app defines it."""
    registered = registered_in(consumer).registrations
    for each in registered:
        if each.consumer is consumer:
            return each.definition
    resource = node_of(consumer).default_child
    if not isinstance(resource, kinesis.CfnStreamConsumer):
        return None
    properties = known({"ConsumerName": resource.consumer_name, "StreamARN": resource.stream_arn})
    return Definition(id=tree_path(consumer), type=TYPE, properties=properties)
