"""A transform from a Python file runs in the local AWS, with a wheel that it needs."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from aws_cdk import App, CfnOutput, Duration, RemovalPolicy, Size, Stack
from aws_cdk import aws_lambda as lambda_

from constructs_lib.cdk import Buffering, DeliveryStream, FailureBucket, LambdaTransform, PythonEntry, S3Destination
from constructs_lib.local import LocalAws
from constructs_lib.local.deploy import bootstrap, deploy
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.e2e

COUNT = 50
HANDLER = """
from units import celsius

from constructs_lib.runtime import Fail, Ok, transform


def convert(reading):
    if "f" not in reading:
        return Fail("no temperature")
    return Ok({"id": reading["id"], "c": celsius(reading["f"])})


handler = transform(convert)
"""
UNITS = "def celsius(fahrenheit):\n    return (fahrenheit - 32) / 1.8\n"


def a_wheel(folder: Path) -> Path:
    """Make a wheel that no index has, and the requirements that find it."""
    info = "units-1.0.dist-info"
    with zipfile.ZipFile(folder / "units-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("units.py", UNITS)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: units\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "units.py,,\n")
    requirements = folder / "requirements.txt"
    requirements.write_text(f"--no-index\n--find-links {folder}\nunits==1.0\n")
    return requirements


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("readings")
    (folder / "convert.py").write_text(HANDLER)
    app = App(outdir=str(folder / "assembly"))
    stack = Stack(app, "Readings")
    entry = PythonEntry(
        path=folder / "convert.py", requirements=a_wheel(folder), architecture=lambda_.Architecture.X86_64
    )
    failures = FailureBucket(stack, "Failures", removal_policy=RemovalPolicy.DESTROY)
    delivery = DeliveryStream(
        stack,
        "Delivery",
        transform=LambdaTransform(entry=entry, buffer_interval=Duration.seconds(0)),
        destination=S3Destination(
            prefix="readings/",
            buffering=Buffering(size=Size.mebibytes(1), interval=Duration.seconds(1)),
            failures=failures,
        ),
    )
    for name, value in {
        "Name": delivery.delivery_stream_name,
        "Lake": delivery.bucket.bucket_name,
        "Failed": delivery.failures.bucket_name,
    }.items():
        CfnOutput(stack, name, value=value)
    return app.synth().directory


@pytest.fixture(scope="module")
def aws(assembly: str) -> Iterator[LocalAws]:
    with LocalAws.start(interval_cap=1.0) as local:
        bootstrap(local)
        deploy(local, assembly)
        yield local


def test_every_reading_is_converted_or_kept_where_it_failed(aws: LocalAws) -> None:
    (stack,) = aws.client("cloudformation").describe_stacks(StackName="Readings")["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    readings = [{"id": number} if number % 5 == 0 else {"id": number, "f": 212} for number in range(COUNT)]
    aws.client("firehose").put_record_batch(
        DeliveryStreamName=outputs["Name"], Records=[{"Data": json.dumps(each).encode()} for each in readings]
    )
    aws.wait_until_idle(timeout=PATIENCE_SECONDS)

    s3 = aws.client("s3")
    found = s3.list_objects_v2(Bucket=outputs["Lake"], Prefix="readings/")["Contents"]
    bodies = [gzip.decompress(s3.get_object(Bucket=outputs["Lake"], Key=each["Key"])["Body"].read()) for each in found]
    delivered = [json.loads(line) for body in bodies for line in body.splitlines()]
    assert {each["id"]: each["c"] for each in delivered} == {each["id"]: 100.0 for each in readings if "f" in each}
    assert s3.list_objects_v2(Bucket=outputs["Failed"])["KeyCount"] > 0
