"""The comparison has a row for every input of the L2s, and names only arguments that exist."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import aws_cdk.aws_kinesis
import aws_cdk.aws_kinesisfirehose
import aws_cdk.aws_lambda_event_sources
import pytest

import constructs_lib.cdk
from constructs_lib.cdk.consumers.function_consumer import FunctionConsumer

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "comparison.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"## L2: `([\w.]+)`\n(.*?)(?=\n## |\Z)", PAGE, re.DOTALL))
ROW = re.compile(r"^\| `(\w+)` \| (here|refused|missing): .+ \|$", re.MULTILINE)
ARGUMENT = re.compile(r"`([A-Z]\w+)\((\w+)=\)`")
MUST_BE_COMPARED = {
    "aws_kinesis.Stream",
    "aws_kinesisfirehose.DeliveryStream",
    "aws_kinesisfirehose.S3Bucket",
    "aws_kinesisfirehose.HttpEndpoint",
    "aws_lambda_event_sources.KinesisEventSource",
    "aws_lambda_event_sources.KinesisConsumerEventSource",
}


def inputs(value: Any) -> set[str]:
    return set(inspect.signature(value.__init__).parameters) - {"self", "scope", "id", "options"}


def arguments(name: str) -> set[str]:
    """Give what a construct takes; the fan-out consumer hands most of it on."""
    found = inputs(getattr(constructs_lib.cdk, name))
    return found | inputs(FunctionConsumer) if name == "FanOutConsumer" else found


def test_what_is_most_used_is_compared():
    assert set(SECTIONS) >= MUST_BE_COMPARED


@pytest.mark.parametrize("name", SECTIONS)
def test_every_input_of_an_l2_has_one_row(name):
    module, _, kind = name.partition(".")
    offered = inspect.signature(getattr(getattr(aws_cdk, module), kind).__init__).parameters
    rows = [row for row, _ in ROW.findall(SECTIONS[name])]
    assert sorted(rows) == sorted(set(offered) - {"self", "scope", "id"})


def test_every_argument_that_is_named_exists():
    named = set(ARGUMENT.findall(PAGE))
    assert len(named) > 100
    assert {(construct, argument) for construct, argument in named if argument not in arguments(construct)} == set()


def test_every_row_says_whether_it_is_here():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "`" in line]
    assert [row for row in rows if not re.search(r"\| (here|refused|refused as a whole|missing): [^|]+ \|$", row)] == []
