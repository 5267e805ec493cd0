"""The examples in the docstrings of deliveries run, in a stack where the things they name are there."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_opensearchserverless as aoss
from aws_cdk import aws_opensearchservice as opensearch
from aws_cdk import aws_redshiftserverless as serverless
from aws_cdk import aws_s3 as s3

import constructs_lib.cdk
from constructs_lib.cdk import DeliveryStream, FailureBucket, delivery
from constructs_lib.cdk.delivery import partners
from constructs_lib.cdk.delivery.destinations import Destination
from tests.synth.destinations import secret

PAGE = Path(__file__).resolve().parents[2] / "docs" / "deliveries.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
SCHEMA = {"properties": {"carrier": {"type": "string"}, "delay": {"type": "integer"}}}
EXAMPLES = {
    test.name.removeprefix("constructs_lib.cdk.delivery."): test
    for found in pkgutil.iter_modules(delivery.__path__)
    for test in doctest.DocTestFinder().find(importlib.import_module(f"{delivery.__name__}.{found.name}"))
    if test.examples
}


def surroundings() -> dict[str, Any]:
    """Give what examples name: the public names, and parts that any app has."""
    stack = Stack(App(), "Pipeline")
    arn = "arn:aws:es:eu-west-1:111122223333:domain/flights"
    return {
        **{name: getattr(constructs_lib.cdk, name) for name in constructs_lib.cdk.__all__},
        **{name: value for name, value in vars(partners).items() if name.isupper()},
        "self": stack,
        "stream": kinesis.Stream(stack, "AnyStream"),
        "user": secret(stack, "User"),
        "token": secret(stack, "Token"),
        "bucket": FailureBucket(stack, "AnyBucket"),
        "domain": opensearch.Domain.from_domain_attributes(
            stack, "Domain", domain_arn=arn, domain_endpoint="https://search-flights.example.com"
        ),
        "workgroup": serverless.CfnWorkgroup(stack, "Workgroup", workgroup_name="lake"),
        "flights": aoss.CfnCollection(stack, "Flights", name="flights"),
    }


@pytest.fixture(autouse=True)
def functions(tmp_path, monkeypatch):
    folder = tmp_path / "functions"
    folder.mkdir()
    for each in ("clean", "watch"):
        (folder / f"{each}.py").write_text("def handler(event, context): ...\n")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_of_the_page_runs(block):
    names = {**surroundings(), "schema": SCHEMA, "Architecture": lambda_.Architecture, "Bucket": s3.Bucket}
    made = eval(block, names)  # noqa: S307  it is our own text
    if isinstance(made, Destination):
        DeliveryStream(names["self"], "Defined", destination=made)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs(name):
    test = EXAMPLES[name]
    names = {**test.globs, **surroundings()}
    ran = doctest.DocTest(test.examples, names, test.name, test.filename, test.lineno, test.docstring)
    for example in ran.examples:
        if example.options.pop(doctest.SKIP, False):
            example.want = ""
            example.source = f"_ = (\n{example.source})\n"
    runner = doctest.DocTestRunner(verbose=False)
    said: list[str] = []
    runner.run(ran, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)
