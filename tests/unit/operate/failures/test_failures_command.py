from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from constructs_lib.cli import failures
from constructs_lib.cli.main import main
from constructs_lib.operate.failures import bucket

DOCUMENTS = Path(__file__).parents[3] / "data" / "failures_formats"
WRITTEN = datetime(2025, 11, 13, 3, tzinfo=UTC)
KEY = "errors/processing-failed/flights-1-2025-11-13-02-13-20-0f0e0d0c-1111-2222-3333-444444444444"

REASON = "Lambda.FunctionError: The Lambda function was successfully invoked but it returned an error result."


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    client = boto3.client("s3", region_name="eu-west-1", aws_access_key_id="1", aws_secret_access_key="none")
    monkeypatch.setattr(failures, "client", lambda _: client)
    monkeypatch.setattr(bucket, "FETCHES", 1)  # a stubber answers in order
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()
    client.close()


def listed(*keys: str, **more: Any) -> dict[str, Any]:
    return {"Contents": [{"Key": key, "Size": 1, "LastModified": WRITTEN} for key in keys], **more}


def body(content: bytes) -> dict[str, Any]:
    return {"Body": StreamingBody(io.BytesIO(content), len(content))}


def test_records_are_grouped_and_samples_decoded(s3: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    s3.add_response("list_objects_v2", listed(KEY, IsTruncated=True, NextContinuationToken="more"))
    s3.add_response("get_object", body(gzip.compress((DOCUMENTS / "processing.jsonl").read_bytes())))
    s3.add_response("list_objects_v2", listed("readme.txt"))
    s3.add_response("get_object", body(b"hello"))
    assert main(["failures", "s3://lake/errors"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "2 failed records in 2 objects of s3://lake/errors",
        "",
        "        2  processing  flights  2025-11-13T02:00Z",
        f"           {REASON}",
        f'           > {{"flight":1545,"tailnum":"N14228"}}  (s3://lake/{KEY}:1)',
        "",
        "        1  unreadable",
        "           s3://lake/readme.txt:1: it is no JSON",
    ]


def test_json_counts_a_batch_by_its_records(s3: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    s3.add_response("list_objects_v2", listed("aws/lambda/1"))
    s3.add_response("get_object", body((DOCUMENTS / "mapping_sqs.json").read_bytes()))
    assert main(["failures", "s3://lake", "--format", "json", "--samples", "0"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["records"] == 2
    assert document["groups"] == [
        {
            "kind": "mapping",
            "stream": "flights",
            "hour": "2025-11-13T02:00Z",
            "reason": "RetryAttemptsExhausted: Unhandled",
            "records": 2,
            "samples": [],
        }
    ]


def test_records_of_one_reason_are_one_group_whatever_ids_their_messages_hold(
    s3: Stubber, capsys: pytest.CaptureFixture[str]
) -> None:
    def line(number: int) -> str:
        answer = {"requestId": str(uuid4()), "timestamp": str(1_598_556_019_164 + number), "above": 6291556}
        return json.dumps({"errorMessage": f"413: {json.dumps(answer)}", "errorCode": "Http", "rawData": "aGk="})

    s3.add_response("list_objects_v2", listed("http-endpoint-failed/a"))
    s3.add_response("get_object", body("\n".join(map(line, range(20))).encode()))
    assert main(["failures", "s3://lake", "--format", "json"]) == 1
    (group,) = json.loads(capsys.readouterr().out)["groups"]
    assert group["records"] == 20
    assert group["reason"] == 'Http: 413: {"requestId": "…", "timestamp": "…", "above": 6291556}'


def test_the_largest_groups_are_shown_and_the_others_counted(s3: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps({"errorMessage": f"reason {number}", "rawData": "aGk="}) for number in range(35)]
    s3.add_response("list_objects_v2", listed("a"))
    s3.add_response("get_object", body("\n".join([*lines, lines[-1]]).encode()))
    assert main(["failures", "s3://lake"]) == 1
    out = capsys.readouterr().out
    assert out.index("reason 34") < out.index("reason 0")
    assert out.endswith(f"\n{5:>9}  in 5 further groups: --format json names all\n")


def test_older_objects_are_left_out(s3: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    s3.add_response("list_objects_v2", listed(KEY))
    assert main(["failures", "s3://lake", "--since", "2025-11-13T04:00Z"]) == 0
    assert capsys.readouterr().out == "s3://lake holds no objects: check the address and --since\n"


def test_a_document_cannot_steer_the_terminal(s3: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    s3.add_response("list_objects_v2", listed("\x1b[2Ja"))
    s3.add_response(
        "get_object", body(json.dumps({"rawData": "G1sySg==", "errorMessage": "\x1b]0;hi\x07\nx"}).encode())
    )
    assert main(["failures", "s3://lake"]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "?]0;hi? x" in out


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("NoSuchBucket", "it does not exist"),
        ("AccessDenied", "permission is missing"),
        ("ExpiredToken", "the credentials have expired"),
        ("InvalidAccessKeyId", "the credentials are not valid"),
        ("RequestTimeTooSkewed", "the clock of this machine is wrong"),
        ("SlowDown", "SlowDown: no"),
    ],
)
def test_a_refusal_is_one_sentence(s3: Stubber, capsys: pytest.CaptureFixture[str], code: str, sentence: str) -> None:
    s3.add_client_error("list_objects_v2", code, "no")
    assert main(["failures", "s3://lake"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"kinesis-constructs failures: cannot list s3://lake/: {sentence}")
    assert error.count("\n") == 1


def test_a_name_that_no_bucket_has_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    client = boto3.client("s3", region_name="eu-west-1", aws_access_key_id="1", aws_secret_access_key="none")
    monkeypatch.setattr(failures, "client", lambda _: client)
    assert main(["failures", "s3://My_Lake!"]) == 2
    error = 'cannot list s3://My_Lake!/: Invalid bucket name "My_Lake!": check the name'
    assert capsys.readouterr().err == f"kinesis-constructs failures: {error}\n"
    client.close()


def test_one_object_that_must_not_be_read_does_not_hide_the_others(
    s3: Stubber, capsys: pytest.CaptureFixture[str]
) -> None:
    s3.add_response("list_objects_v2", listed("a", "b"))
    s3.add_client_error("get_object", "AccessDenied", "no")
    s3.add_response("get_object", body((DOCUMENTS / "snowflake.jsonl").read_bytes()))
    assert main(["failures", "s3://lake", "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["unreadable"] == [{"place": "s3://lake/a", "reason": "the object cannot be read (AccessDenied)"}]
    assert document["records"] == 1


@pytest.mark.parametrize(("prefix", "read"), [("errors/", False), ("errors/redrive/run-1/failed/", True)])
def test_results_of_a_redrive_at_scale_are_read_where_the_address_names_them(
    s3: Stubber, capsys: pytest.CaptureFixture[str], prefix: str, read: bool
) -> None:
    s3.add_response("list_objects_v2", listed("errors/redrive/run-1/failed/a.jsonl"))
    if read:
        s3.add_response("get_object", body((DOCUMENTS / "snowflake.jsonl").read_bytes()))
    main(["failures", f"s3://lake/{prefix}", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["records"] == int(read)


def test_credentials_that_expire_half_way_end_it(s3: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    s3.add_response("list_objects_v2", listed("a"))
    s3.add_client_error("get_object", "ExpiredToken", "no")
    assert main(["failures", "s3://lake"]) == 2
    assert "cannot read s3://lake/a: the credentials have expired" in capsys.readouterr().err


@pytest.mark.usefixtures("s3")
def test_another_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["failures", "lake/errors"]) == 2
    assert "write s3://bucket, s3://bucket/prefix or sqs://queue" in capsys.readouterr().err
