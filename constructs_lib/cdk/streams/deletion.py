"""What keeps streams from being deleted or replaced by mistake."""

from __future__ import annotations

from typing import Any

from aws_cdk import CfnElement, Stack
from aws_cdk import aws_kinesis as kinesis
from constructs import Construct

CONTRADICTION = (
    "deletion_protection keeps the stream, and removal_policy deletes it with its stack: leave one of them out"
)


def protect_stack(scope: Construct) -> None:
    """Let CloudFormation refuse to delete the stack that a construct is in; for a nested stack, the outermost one."""
    stack = Stack.of(scope)
    while stack.nested_stack_parent is not None:
        stack = stack.nested_stack_parent
    stack.termination_protection = True


def stack_policy(*streams: kinesis.Stream) -> dict[str, Any]:
    """Write a stack policy by which no update of the stack deletes or replaces these streams.

    A template cannot hold it: hand it to `aws cloudformation set-stack-policy` once. Who must replace a stream, lifts
    it for one update with `--stack-policy-during-update-body`.

    Args:
        streams: of one stack.

    Returns:
        The policy document; everything else may be updated.

    Raises:
        ValueError: no stream is given, or they are not in one stack.

    Source: CloudFormation User Guide, "Prevent updates to stack resources".

    Example:
        >>> Path("stack-policy.json").write_text(json.dumps(stack_policy(stream)))  # doctest: +SKIP
    """
    stacks = {Stack.of(stream).node.path for stream in streams}
    if len(stacks) != 1:
        raise ValueError(f"a stack policy speaks of one stack, given {len(stacks)}: {', '.join(sorted(stacks))}")
    return {
        "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "Update:*", "Resource": "*"},
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["Update:Delete", "Update:Replace"],
                "Resource": sorted(f"LogicalResourceId/{_logical_id(stream)}" for stream in streams),
            },
        ]
    }


def _logical_id(stream: kinesis.Stream) -> str:
    resource = stream.node.default_child
    assert isinstance(resource, CfnElement)
    return Stack.of(stream).get_logical_id(resource)
