"""What never changes about a construct, asked once: each question is a round trip to the process that runs the CDK."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from aws_cdk import Stack
from constructs import IConstruct

_PATHS: WeakKeyDictionary[IConstruct, str] = WeakKeyDictionary()
_STACKS: WeakKeyDictionary[IConstruct, Stack] = WeakKeyDictionary()


def tree_path(construct: IConstruct) -> str:
    """Give the path of a construct in the tree."""
    if construct not in _PATHS:
        _PATHS[construct] = construct.node.path
    return _PATHS[construct]


def stack_of(construct: IConstruct) -> Stack:
    """Give the stack that a construct is in."""
    if construct not in _STACKS:
        _STACKS[construct] = Stack.of(construct)
    return _STACKS[construct]
