from __future__ import annotations

import pytest
from aws_cdk import NestedStack, RemovalPolicy, Stack

from constructs_lib.cdk import DataStream
from constructs_lib.cdk.streams import stack_policy
from tests.synth.parts import resources


def test_a_protected_stream_outlives_replacement_and_its_stack_cannot_be_deleted(app, stack):
    DataStream(stack, "Stream", deletion_protection=True)
    (stream,) = resources(stack).values()
    assert (stream["DeletionPolicy"], stream["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert app.synth().get_stack_by_name("Pipeline").termination_protection is True


def test_without_protection_the_stack_stays_as_it_was(app, stack):
    DataStream(stack, "Stream")
    assert not app.synth().get_stack_by_name("Pipeline").termination_protection


def test_in_a_nested_stack_the_outermost_one_is_protected(stack):
    nested = NestedStack(stack, "Inner")
    DataStream(nested, "Stream", deletion_protection=True)
    assert stack.termination_protection


def test_a_protected_stream_cannot_be_destroyed(stack):
    with pytest.raises(ValueError, match="leave one of them out"):
        DataStream(stack, "Stream", deletion_protection=True, removal_policy=RemovalPolicy.DESTROY)


def test_a_stack_policy_refuses_to_replace_or_delete_the_streams_and_nothing_else(stack):
    allow, deny = stack_policy(DataStream(stack, "B"), DataStream(stack, "A"))["Statement"]
    assert (allow["Effect"], allow["Action"], allow["Resource"]) == ("Allow", "Update:*", "*")
    assert (deny["Effect"], deny["Action"]) == ("Deny", ["Update:Delete", "Update:Replace"])
    assert deny["Resource"] == [f"LogicalResourceId/{name}" for name in sorted(resources(stack))]


def test_a_stack_policy_of_two_stacks_or_of_none_is_refused(app, stack):
    streams = [DataStream(stack, "Stream"), DataStream(Stack(app, "Other"), "Stream")]
    with pytest.raises(ValueError, match="speaks of one stack, given 2: Other, Pipeline"):
        stack_policy(*streams)
    with pytest.raises(ValueError, match="given 0"):
        stack_policy()
