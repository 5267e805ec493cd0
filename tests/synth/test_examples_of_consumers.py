"""The examples in the docstrings of streams and consumers run as they stand, in a stack with what they name."""

from __future__ import annotations

import doctest
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_kms as kms
from aws_cdk.aws_iam import AccountPrincipal, ServicePrincipal

from constructs_lib import cdk
from constructs_lib.cdk import (
    Channel,
    DataStream,
    FanOutConsumer,
    FlinkApplication,
    KclConsumer,
    PollingConsumer,
    Provisioned,
    ShardAutoscaling,
    SharedConsumer,
)
from tests.synth.parts import function, resources

EXAMPLES = [
    Channel,
    DataStream,
    FanOutConsumer,
    FlinkApplication,
    KclConsumer,
    PollingConsumer,
    ShardAutoscaling,
    SharedConsumer,
]


def names(stack: Stack, construct: type) -> dict[str, Any]:
    mode = Provisioned(shards=4) if construct is ShardAutoscaling else cdk.OnDemand()
    stream = DataStream(stack, "Given", mode=mode, key=kms.Key(stack, "Key"))
    given = {
        "self": stack,
        "stream": stream,
        "watch": function(stack, "GivenWatch"),
        "archive": function(stack, "GivenArchive"),
        "AccountPrincipal": AccountPrincipal,
        "ServicePrincipal": ServicePrincipal,
    }
    return {**{name: getattr(cdk, name) for name in cdk.__all__}, **given}


@pytest.mark.parametrize("construct", EXAMPLES)
def test_the_example_of_a_docstring_runs(stack, construct, tmp_path, monkeypatch):
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "scores.jar").write_bytes(b"PK")
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_examples(construct.__doc__ or "")
    assert examples
    scope = names(stack, construct)
    before = len(stack.node.children)
    for example in examples:
        exec(compile(example.source, construct.__name__, "exec"), scope)  # noqa: S102  it is our own text
    assert len(stack.node.children) > before
    resources(stack)
