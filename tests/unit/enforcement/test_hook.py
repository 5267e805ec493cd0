from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
import yaml

from constructs_lib.enforcement import answer, handler
from constructs_lib.limits import limit

DATA = Path(__file__).parents[2] / "data" / "failures"
STACK = "arn:aws:cloudformation:eu-west-1:111111111111:stack/orders/5b3d"
ADDRESS = "https://s3.example/payload?X-Amz-Signature=1"
STREAM = {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "orders", "ShardCount": 1}}


def request(**changes: Any) -> dict[str, Any]:
    return {
        "clientRequestToken": "token",
        "awsAccountId": "111111111111",
        "stackId": STACK,
        "hookTypeName": "Kinesis::Constructs::Policy",
        "actionInvocationPoint": "CREATE_PRE_PROVISION",
        "requestData": {
            "targetName": "STACK",
            "targetType": "STACK",
            "targetLogicalId": "orders",
            "payload": ADDRESS,
        },
        "requestContext": {"invocation": 1, "callbackContext": None},
        **changes,
    }


def stack(*, previous: dict[str, Any] | None = None, **resources: Any) -> dict[str, Any]:
    payload = {"template": json.dumps({"Resources": resources})}
    if previous is not None:
        payload["previousTemplate"] = json.dumps({"Resources": previous})
    return answer(request(), lambda _: json.dumps(payload).encode())


def test_a_stack_that_keeps_the_policy_may_be_deployed():
    assert stack(Orders=STREAM) == {
        "hookStatus": "SUCCESS",
        "message": "nothing is wrong",
        "clientRequestToken": "token",
        "annotations": [],
    }


def test_a_stack_that_does_not_is_refused_with_its_findings():
    bad = {**STREAM, "Properties": {**STREAM["Properties"], "RetentionPeriodHours": 12}}  # type: ignore[dict-item]
    given = stack(Orders=bad)
    assert (given["hookStatus"], given["errorCode"]) == ("FAILED", "NonCompliant")
    first, second = given["message"].splitlines()
    assert first == "1 problem for Kinesis and Firehose"
    assert second.startswith("KDS001 Orders: RetentionPeriodHours is 12 hours")
    (annotation,) = given["annotations"]
    assert (annotation["annotationName"], annotation["status"], annotation["severityLevel"]) == (
        "KDS001", "FAILED", "HIGH",
    )  # fmt: skip
    assert annotation["remediationLink"].endswith("docs/rules/KDS001.md")


def test_an_update_that_would_lose_a_stream_is_refused_unless_that_is_ignored(monkeypatch):
    renamed = {**STREAM, "Properties": {"Name": "other", "ShardCount": 1}}
    given = stack(Orders=renamed, previous={"Orders": STREAM})
    assert given["errorCode"] == "NonCompliant"
    assert any(one["annotationName"].startswith("UPD") for one in given["annotations"])
    monkeypatch.setenv("KINESIS_CONSTRUCTS_UPDATES", "ignore")
    assert stack(Orders=renamed, previous={"Orders": STREAM})["hookStatus"] == "SUCCESS"


def test_warnings_are_remarks_unless_the_threshold_is_lower(monkeypatch):
    file = DATA / "094-role-without-s3-put" / "bad.yaml"
    payload = json.dumps({"template": file.read_text()}).encode()
    given = answer(request(), lambda _: payload)
    assert given["hookStatus"] == "SUCCESS"
    assert given["message"] == "nothing is refused; 1 remark"
    monkeypatch.setenv("KINESIS_CONSTRUCTS_FAIL_ON", "warning")
    assert answer(request(), lambda _: payload)["hookStatus"] == "FAILED"


def test_the_profile_of_the_organisation_decides_too(monkeypatch, tmp_path):
    profile = tmp_path / "profile.yaml"
    profile.write_text("version: 1\nbounds:\n  kinesis-stream-retention-hours: {maximum: 48, reason: a}\n")
    monkeypatch.setenv("KINESIS_CONSTRUCTS_PROFILE", str(profile))
    kept_long = {**STREAM, "Properties": {"ShardCount": 1, "RetentionPeriodHours": 96}}
    assert stack(Orders=kept_long)["errorCode"] == "NonCompliant"
    profile.write_text("version: 1\nbound: {}\n")
    given = stack(Orders=kept_long)
    assert (given["hookStatus"], given["errorCode"]) == ("FAILED", "InternalFailure")
    assert "profile.yaml" in given["message"]


def test_a_stack_that_is_deleted_is_not_read():
    def read(_: str) -> bytes:
        raise AssertionError

    given = answer(request(actionInvocationPoint="DELETE_PRE_PROVISION"), read)
    assert (given["hookStatus"], given["message"]) == ("SUCCESS", "nothing to check")


def refuse(_: str) -> bytes:
    raise URLError("no route")


@pytest.mark.parametrize(
    ("event", "read", "reason"),
    [
        (request(), refuse, "the template cannot be fetched: no route"),
        (request(), lambda _: b"<Error/>", "what is behind the template's address is no JSON"),
        (request(), lambda _: b"[]", "there is no template behind its address"),
        (request(), lambda _: b'{"template": 1}', "there is no template behind its address"),
        (request(requestData={"targetType": "AWS::S3::Bucket"}), refuse, "not about a stack or a change set"),
        (request(requestData={"targetType": "STACK", "payload": "file:///etc/passwd"}), refuse, "names no address"),
        ({}, refuse, "not about a stack or a change set"),
        (request(), lambda _: b'{"template": "a: [b"}', "template"),
    ],
)
def test_what_cannot_be_judged_is_an_internal_failure_with_a_sentence(event, read, reason):
    given = answer(event, read)
    assert (given["hookStatus"], given["errorCode"]) == ("FAILED", "InternalFailure")
    assert reason in given["message"]


def test_a_message_never_grows_beyond_what_cloudformation_shows():
    bad = {**STREAM, "Properties": {"ShardCount": 0, "RetentionPeriodHours": 12}}
    given = stack(**{f"Stream{n}": bad for n in range(200)})
    assert len(given["message"]) <= limit("cloudformation-hook-message").high
    assert given["message"].splitlines()[-1].startswith("... and ")


def known() -> list[Path]:
    return sorted(folder for folder in DATA.iterdir() if (folder / "case.yaml").is_file())


def judge(file: Path) -> dict[str, Any]:
    return answer(request(), lambda _: json.dumps({"template": file.read_text()}).encode())


@pytest.mark.parametrize("folder", known(), ids=lambda folder: folder.name)
def test_known_failures_are_refused_and_their_corrected_twins_are_not(folder):
    verdict = yaml.safe_load((folder / "case.yaml").read_text())["verdict"]
    bad, good = (next(folder.glob(f"{name}.*")) for name in ("bad", "good"))
    given = judge(bad)
    if verdict == "error":
        assert given["errorCode"] == "NonCompliant"
    assert judge(good)["hookStatus"] == "SUCCESS"


def test_the_handler_logs_what_it_decided_and_answers_even_without_a_network(capsys):
    given = handler(request(requestData={}), None)
    assert given["errorCode"] == "InternalFailure"
    assert json.loads(capsys.readouterr().out)["hookStatus"] == "FAILED"
