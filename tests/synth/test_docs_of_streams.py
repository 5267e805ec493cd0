"""The page about streams: its code runs, and what it says of alarms is so."""

from __future__ import annotations

import re
from pathlib import Path

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.aws_iam import AccountPrincipal
from aws_cdk.aws_kinesis import ShardLevelMetrics

from constructs_lib import cdk
from tests.synth.parts import function, resources

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "streams.md").read_text("utf-8")


def run(stack):
    names = {
        **{name: getattr(cdk, name) for name in cdk.__all__},
        "self": stack,
        "key": kms.Key(stack, "Key", enable_key_rotation=True),
        "audit": function(stack, "Audited"),
        "builds": s3.Bucket.from_bucket_name(stack, "Builds", "builds"),
        "on_duty": sns.Topic.from_topic_arn(stack, "OnDuty", "arn:aws:sns:eu-west-1:111122223333:duty"),
        "AccountPrincipal": AccountPrincipal,
        "ShardLevelMetrics": ShardLevelMetrics,
    }
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    for block in blocks:
        exec(compile(block, "streams.md", "exec"), names)  # noqa: S102  it is our own text
    return blocks


def test_the_code_of_the_page_runs(stack):
    assert len(run(stack)) == 5
    types = {each["Type"] for each in resources(stack).values()}
    assert {"AWS::Kinesis::Channel", "AWS::KinesisAnalyticsV2::Application", "AWS::Kinesis::ResourcePolicy"} <= types


def test_the_page_names_every_alarm_of_the_scaling(stack):
    run(stack)
    scaling = stack.node.find_child("Scaling")
    for name in (*scaling.triggers, *scaling.alarms):
        assert f"`{name}`" in PAGE
