"""What is refused leaves nothing behind, and takes nothing with it."""

from __future__ import annotations

import inspect

import pytest
from aws_cdk import Duration
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.cdk import Buffering, DeliveryStream, PythonEntry, PythonFunction, S3Destination, SplunkDestination
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import resources

TOO_LONG = Buffering(interval=Duration.seconds(901))


def test_a_refused_delivery_stream_leaves_no_child_and_its_id_is_free(stack):
    with pytest.raises(InvalidProperties):
        DeliveryStream(stack, "Delivery", destination=S3Destination(buffering=TOO_LONG))
    assert stack.node.children == []
    DeliveryStream(stack, "Delivery", destination=S3Destination())
    assert "Delivery5F6C039D" in resources(stack)


def test_what_is_left_of_the_app_synthesizes(stack):
    secret = secretsmanager.Secret(stack, "Secret")
    with pytest.raises(InvalidProperties):
        DeliveryStream(
            stack,
            "Delivery",
            destination=SplunkDestination(endpoint="no url", secret=secret, buffering=TOO_LONG),
        )
    assert {each["Type"] for each in resources(stack).values()} == {"AWS::SecretsManager::Secret"}


def test_a_second_construct_of_the_same_id_does_not_remove_the_first(stack):
    first = DeliveryStream(stack, "Delivery", destination=S3Destination())
    with pytest.raises(RuntimeError, match="already a Construct"):
        DeliveryStream(stack, "Delivery", destination=S3Destination())
    assert stack.node.try_find_child("Delivery") is first


def test_a_function_without_its_file_leaves_nothing(stack, tmp_path):
    with pytest.raises(ValueError, match="there is no file"):
        PythonFunction(stack, "Function", entry=PythonEntry(path=tmp_path))
    assert stack.node.children == []


def test_the_arguments_can_still_be_read():
    assert "log_retention" in inspect.signature(DeliveryStream.__init__).parameters
