"""The function of the hook, packaged as the CDK packages it, run by the Lambda of the local AWS."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import aws_lambda as lambda_

from constructs_lib.cdk.delivery import python_packaging
from constructs_lib.cdk.delivery.python_entry import PythonEntry
from constructs_lib.cdk.enforcement.packaging import packaged_policy
from constructs_lib.cdk.enforcement.policy_function import DEFAULT_MEMORY_MEBIBYTES
from constructs_lib.cdk.enforcement.policy_hook import HANDLER, TIMEOUT_SECONDS
from constructs_lib.local import LocalAws
from tests.synth.hook_requests import event_of, signed_addresses

FAILURES = Path(__file__).parents[1] / "data" / "failures"
ROLE = "arn:aws:iam::000000000000:role/policy"
SOUND = "Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}}"
REPLACING = "Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1, Name: other}}}"
(KNOWN,) = FAILURES.glob("001-*/bad.*")
PAYLOADS = {
    "/sound": {"template": SOUND, "previousTemplate": ""},
    "/known": {"template": KNOWN.read_text(), "previousTemplate": ""},
    "/update": {"template": REPLACING, "previousTemplate": SOUND},
    "/same": {"template": SOUND, "previousTemplate": SOUND},
}
Ask = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Put the package into Lambda; a call that takes longer than the function may is a `FunctionError`."""
    folder = tmp_path_factory.mktemp("hook")
    with (
        pytest.MonkeyPatch.context() as patch,
        signed_addresses(PAYLOADS, folder) as (host, certificate),
        LocalAws.start() as aws,
    ):
        patch.setattr(python_packaging, "AMAZON_LINUX_2", ())  # this machine's C library is newer
        functions = aws.client("lambda")
        functions.create_function(
            FunctionName="policy",
            Runtime=runtime().name,
            Handler=HANDLER,
            Role=ROLE,
            Timeout=TIMEOUT_SECONDS,
            MemorySize=DEFAULT_MEMORY_MEBIBYTES,
            Code={"ZipFile": packed()},
            Environment={"Variables": {"SSL_CERT_FILE": str(certificate)}},
        )

        def invoke(path: str) -> dict[str, Any]:
            event = event_of(path[1:], f"{host}{path}?X-Amz-Signature=1")
            answer = functions.invoke(FunctionName="policy", Payload=json.dumps(event))
            given: dict[str, Any] = json.loads(answer["Payload"].read())
            assert "FunctionError" not in answer, given
            return given

        yield invoke


def runtime() -> lambda_.Runtime:
    return lambda_.Runtime(f"python{sys.version_info.major}.{sys.version_info.minor}", lambda_.RuntimeFamily.PYTHON)


def packed() -> bytes:
    machine = lambda_.Architecture.ARM_64 if os.uname().machine == "aarch64" else lambda_.Architecture.X86_64
    entry = PythonEntry(path=".", architecture=machine, runtime=runtime())
    archive = io.BytesIO()
    with packaged_policy(entry, None) as code, zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as written:
        assert isinstance(code, lambda_.AssetCode)
        for file in Path(code.path).rglob("*"):
            written.write(file, file.relative_to(code.path))
    return archive.getvalue()


def test_a_sound_stack_may_be_deployed(ask: Ask) -> None:
    given = ask("/sound")
    assert (given["hookStatus"], given["clientRequestToken"]) == ("SUCCESS", "sound")


def test_a_known_failure_is_refused_with_what_to_do(ask: Ask) -> None:
    given = ask("/known")
    assert (given["hookStatus"], given["errorCode"]) == ("FAILED", "NonCompliant")
    assert given["message"].splitlines()[0] == "1 problem for Kinesis and Firehose"


def test_an_update_that_replaces_a_stream_is_refused(ask: Ask) -> None:
    assert ask("/update")["errorCode"] == "NonCompliant"
    assert ask("/same")["hookStatus"] == "SUCCESS"


def test_an_address_that_has_expired_is_a_sentence(ask: Ask) -> None:
    given = ask("/expired")
    assert (given["errorCode"], given["message"]) == ("InternalFailure", "the template cannot be fetched: Forbidden")
