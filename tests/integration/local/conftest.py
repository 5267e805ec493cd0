from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.local import LocalAws
from tests.patience import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLE = "arn:aws:iam::000000000000:role/any"


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAws]:
    with LocalAws.start(interval_cap=0.5) as running:
        yield running


@dataclass
class Lab:
    """Short ways to make what a test needs."""

    aws: LocalAws

    def stack(self, name: str, **resources: dict[str, Any]) -> None:
        cloudformation = self.aws.client("cloudformation")
        cloudformation.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": resources}))
        self.settled(name)

    def update(self, name: str, **resources: dict[str, Any]) -> None:
        cloudformation = self.aws.client("cloudformation")
        cloudformation.update_stack(StackName=name, TemplateBody=json.dumps({"Resources": resources}))
        self.settled(name)

    def settled(self, name: str) -> None:
        cloudformation = self.aws.client("cloudformation")

        def status() -> str:
            return str(cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])

        eventually(lambda: not status().endswith("IN_PROGRESS"))
        assert status() in ("CREATE_COMPLETE", "UPDATE_COMPLETE")

    def function(self, name: str, code: str) -> str:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("index.py", code)
        made = self.aws.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.12",
            Handler="index.handler",
            Role=ROLE,
            Code={"ZipFile": packed.getvalue()},
            Timeout=30,
        )
        return str(made["FunctionArn"])

    def stream(self, name: str, shards: int = 1) -> str:
        kinesis = self.aws.client("kinesis")
        kinesis.create_stream(StreamName=name, ShardCount=shards)
        return str(kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"])

    def put(self, stream: str, *documents: dict[str, Any]) -> None:
        records = [{"Data": json.dumps(one).encode(), "PartitionKey": str(n)} for n, one in enumerate(documents)]
        self.aws.client("kinesis").put_records(StreamName=stream, Records=records)

    def keys(self, bucket: str) -> list[str]:
        return [item["Key"] for item in self.aws.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]


@pytest.fixture
def lab(aws: LocalAws) -> Lab:
    return Lab(aws)


@pytest.fixture
def lab_of() -> type[Lab]:
    return Lab
