"""The assertions for users take a stack of the CDK as it is."""

from __future__ import annotations

import re

import pytest
from aws_cdk import App, Stack, Stage
from aws_cdk import aws_lambda as lambda_

from constructs_lib.cdk import DeliveryStream, DirectPut, LambdaTransform, PartitionBy, S3Destination
from constructs_lib.testing import NotCompliant, assert_compliant, assert_delivers

CODE = """
def handler(event, context):
    keys = {"partitionKeys": {"carrier": "UA"}}
    return {"records": [{**record, "result": "Ok", "metadata": keys} for record in event["records"]]}
"""


def flights(stack: Stack, code: lambda_.Code) -> Stack:
    clean = lambda_.Function(stack, "Clean", runtime=lambda_.Runtime.PYTHON_3_13, handler="index.handler", code=code)
    DeliveryStream(
        stack,
        "Flights",
        source=DirectPut(),
        transform=LambdaTransform(function=clean),
        destination=S3Destination(
            prefix="carrier=!{partitionKeyFromLambda:carrier}/", partition_by=PartitionBy.transform("carrier")
        ),
    )
    return stack


def test_a_stack_within_a_stage_delivers_with_the_code_of_its_asset(tmp_path):
    (tmp_path / "index.py").write_text(CODE)
    stack = flights(Stack(Stage(App(), "Prod"), "Pipeline"), lambda_.Code.from_asset(str(tmp_path)))
    assert_delivers(stack, [{"flight": 1}], to="carrier=UA/", keys={"carrier": "UA"})
    with pytest.raises(NotCompliant, match=re.escape("record 0, {'flight': 1}, arrived elsewhere")):
        assert_delivers(stack, [{"flight": 1}], to="carrier=AA/")


def test_a_stack_is_checked_against_the_policy(stack):
    report = assert_compliant(flights(stack, lambda_.Code.from_inline(CODE)))
    assert [file.endswith("Pipeline.template.json") for file in report.files] == [True]
