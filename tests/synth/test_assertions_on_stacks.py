"""The assertions for users take a stack of the CDK as it is."""

from __future__ import annotations

import re

import pytest
from aws_cdk import App, Stack, Stage
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns

from constructs_lib.cdk import (
    AlarmSettings,
    DataStream,
    DeliveryStream,
    DirectPut,
    LambdaTransform,
    PartitionBy,
    PipelineMonitoring,
    S3Destination,
)
from constructs_lib.runtime import Ok, transform
from constructs_lib.testing import (
    NotCompliant,
    assert_alarms_can_fire,
    assert_compliant,
    assert_delivers,
    assert_fits,
    assert_safe_update,
    synthesize,
)

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


def test_a_transform_is_compared_with_the_stack_that_calls_it(stack):
    handler = transform(lambda flight: Ok(flight, {"airport": "JFK"}))
    with pytest.raises(NotCompliant, match="FIT004 keys-are-those-of-the-prefix"):
        assert_fits(flights(stack, lambda_.Code.from_inline(CODE)), handler, [{"flight": 1}])


def test_a_stack_is_checked_against_the_policy(stack):
    report = assert_compliant(flights(stack, lambda_.Code.from_inline(CODE)))
    assert [file.endswith("Pipeline.template.json") for file in report.files] == [True]


def test_the_alarms_of_a_monitored_stack_can_ring_once_somebody_is_told(stack):
    monitoring = PipelineMonitoring(stack, "Monitoring", streams=[DataStream(stack, "Orders")])
    with pytest.raises(NotCompliant, match="ALM001 alarm-is-heard"):
        assert_alarms_can_fire(Stack.of(monitoring))


def test_a_stack_is_compared_with_its_last_release(stack, app):
    DataStream(stack, "Orders")
    later = Stack(app, "Later")
    DataStream(later, "Events")
    assert_safe_update(stack, stack)
    with pytest.raises(NotCompliant, match="Orders"):
        assert_safe_update(stack, later)


def test_an_app_is_synthesized_once_and_its_templates_are_found_by_stack():
    made = []

    def build():
        made.append(App())
        flights(Stack(Stage(made[0], "Prod"), "Pipeline"), lambda_.Code.from_inline(CODE))
        return made[0]

    template = synthesize(build)["Prod/Pipeline"]
    assert assert_delivers(template, [{"flight": 1}], keys={"carrier": "UA"})
    assert synthesize(build)["Prod/Pipeline"] == template
    assert len(made) == 1


def test_alarms_that_tell_a_topic_can_fire(stack):
    told = AlarmSettings(targets=[sns.Topic(stack, "Operators")])
    PipelineMonitoring(stack, "Monitoring", streams=[DataStream(stack, "Orders")], alarms=told)
    assert_alarms_can_fire(stack)
