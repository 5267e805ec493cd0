"""What never changes about a construct, asked once: each question is a round trip to the process that runs the CDK."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from aws_cdk import Stack
from constructs import IConstruct, Node

_PLACES: WeakKeyDictionary[IConstruct, tuple[IConstruct, str]] = WeakKeyDictionary()
_NODES: WeakKeyDictionary[IConstruct, Node] = WeakKeyDictionary()
_PATHS: WeakKeyDictionary[IConstruct, str] = WeakKeyDictionary()
_SURROUNDINGS: WeakKeyDictionary[Stack, tuple[str, str, str]] = WeakKeyDictionary()
_STACKS: WeakKeyDictionary[IConstruct, Stack] = WeakKeyDictionary()


def remember_place(construct: IConstruct, scope: IConstruct, id: str) -> None:
    """Note where a construct of ours was just defined, so that nobody has to ask."""
    _PLACES[construct] = scope, id.replace("/", "--")


def nearest_given(construct: IConstruct) -> IConstruct:
    """Give the nearest scope, or the construct itself, that this library did not define: it may have a context."""
    while construct in _PLACES:
        construct, _ = _PLACES[construct]
    return construct


def node_of(construct: IConstruct) -> Node:
    """Give the node of a construct."""
    if construct not in _NODES:
        _NODES[construct] = construct.node
    return _NODES[construct]


def tree_path(construct: IConstruct) -> str:
    """Give the path of a construct in the tree."""
    if construct not in _PATHS:
        if construct in _PLACES:
            scope, name = _PLACES[construct]
            _PATHS[construct] = "/".join(part for part in (tree_path(scope), name) if part)
        else:
            _PATHS[construct] = node_of(construct).path
    return _PATHS[construct]


def arn_beginning(construct: IConstruct, service: str) -> str:
    """Give the ARN of a resource of the construct's own account and region, up to the account."""
    stack = stack_of(construct)
    if stack not in _SURROUNDINGS:
        _SURROUNDINGS[stack] = stack.partition, stack.region, stack.account
    partition, region, account = _SURROUNDINGS[stack]
    return f"arn:{partition}:{service}:{region}:{account}"


def stack_of(construct: IConstruct) -> Stack:
    """Give the stack that a construct is in."""
    given = nearest_given(construct)
    if given not in _STACKS:
        _STACKS[given] = Stack.of(given)
    return _STACKS[given]
