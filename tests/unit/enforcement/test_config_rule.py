from __future__ import annotations

import json
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from constructs_lib.enforcement.config_rule import (
    NOT_APPLICABLE,
    TYPES,
    UnknownRequest,
    annotation,
    batches,
    evaluations,
    read_request,
)
from constructs_lib.operate.config_rule import respond
from constructs_lib.operate.errors import OperateError
from constructs_lib.policy import Finding, Severity
from constructs_lib.policy.report import Report
from tests.unit.operate.audit.fakes import ACCOUNT, ANSWERS, STREAM, STREAM_ARN, Aws, refusal

MODEL = botocore.session.get_session().get_service_model("config")
CONSUMER_ARN = f"{STREAM_ARN}/consumer/billing:1700000000"
CHANGED = "2026-11-20T10:15:00.000Z"
ITEM = {
    "configurationItemVersion": "1.3",
    "configurationItemCaptureTime": CHANGED,
    "configurationItemStatus": "OK",
    "configurationStateId": 1,
    "awsAccountId": ACCOUNT,
    "resourceType": "AWS::Kinesis::Stream",
    "resourceId": "orders",
    "resourceName": "orders",
    "ARN": STREAM_ARN,
    "awsRegion": "eu-west-1",
    "tags": {},
    "configuration": {},
}


def finding(rule: str, resource: str, message: str) -> Finding:
    return Finding(
        rule=rule, name="a-rule", severity=Severity.ERROR, resource=resource, resource_type="", message=message
    )


def event(invoking: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "version": "1.0",
        "invokingEvent": json.dumps(invoking),
        "ruleParameters": "{}",
        "resultToken": "token",
        "eventLeftScope": False,
        "executionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/config",
        "configRuleArn": f"arn:aws:config:eu-west-1:{ACCOUNT}:config-rule/config-rule-1",
        "configRuleName": "running",
        "configRuleId": "config-rule-1",
        "accountId": ACCOUNT,
        **changes,
    }


def scheduled() -> dict[str, Any]:
    return event(
        {
            "awsAccountId": ACCOUNT,
            "notificationCreationTime": "2026-11-21T04:00:00.000Z",
            "messageType": "ScheduledNotification",
            "recordVersion": "1.0",
        }
    )


def change(*, left_scope: bool = False, **item: Any) -> dict[str, Any]:
    invoking = {
        "configurationItemDiff": None,
        "configurationItem": {**ITEM, **item},
        "notificationCreationTime": "2026-11-20T10:16:00.000Z",
        "messageType": "ConfigurationItemChangeNotification",
        "recordVersion": "1.3",
    }
    return event(invoking, eventLeftScope=left_scope)


class Config:
    """Takes what the model of Config takes."""

    def __init__(self, failed: list[dict[str, str]]) -> None:
        self.failed = failed
        self.put: list[dict[str, Any]] = []

    def put_evaluations(self, **arguments: Any) -> dict[str, Any]:
        problems = ParamValidator().validate(arguments, MODEL.operation_model("PutEvaluations").input_shape)
        assert not problems.has_errors(), problems.generate_report()
        assert arguments["ResultToken"] == "token"
        self.put += arguments["Evaluations"]
        return {"FailedEvaluations": self.failed}


def told(asked: dict[str, Any], *, failed: list[dict[str, str]] | None = None, **answers: Any) -> dict[str, Any]:
    config, aws = Config(failed or []), Aws(**answers)
    respond(asked, lambda service: config if service == "config" else aws(service))
    for each in config.put:
        assert len(each.get("Annotation", "-")) in range(1, 257)
    return {each["ComplianceResourceId"]: each for each in config.put}


def test_every_resource_and_the_account_are_judged_on_schedule():
    consumer = {"ConsumerName": "billing", "ConsumerARN": CONSUMER_ARN, "ConsumerStatus": "ACTIVE"}
    given = told(scheduled(), **{"kinesis:list_stream_consumers": {"Consumers": [consumer]}})
    assert set(given) == {"orders", CONSUMER_ARN, ACCOUNT}
    assert given["orders"] == {
        "ComplianceResourceType": "AWS::Kinesis::Stream",
        "ComplianceResourceId": "orders",
        "ComplianceType": "COMPLIANT",
        "OrderingTimestamp": "2026-11-21T04:00:00.000Z",
    }
    assert given[CONSUMER_ARN]["ComplianceResourceType"] == "AWS::Kinesis::StreamConsumer"
    assert given[ACCOUNT]["ComplianceResourceType"] == "AWS::::Account"


def test_a_stream_that_breaks_the_profile_is_not_compliant_and_the_annotation_says_why(tmp_path, monkeypatch):
    profile = tmp_path / "profile.yaml"
    profile.write_text("version: 1\nbounds:\n  kinesis-stream-retention-hours: {minimum: 48, reason: replay}\n")
    monkeypatch.setenv("KINESIS_CONSTRUCTS_PROFILE", str(profile))
    for asked in (scheduled(), change()):
        stream = told(asked)["orders"]
        assert stream["ComplianceType"] == "NON_COMPLIANT"
        assert "RetentionPeriodHours is 24 hours" in stream["Annotation"]


def test_a_change_judges_the_changed_resource_alone():
    given = told(change())
    assert list(given) == ["orders"]
    assert given["orders"]["OrderingTimestamp"] == CHANGED


def test_an_oversized_change_is_judged_as_any_other():
    summary = {**ITEM, "changeType": "UPDATE"}
    invoking = {
        "configurationItemSummary": summary,
        "s3DeliverySummary": {},
        "messageType": "OversizedConfigurationItemChangeNotification",
    }
    assert told(event(invoking))["orders"]["ComplianceType"] == "COMPLIANT"


@pytest.mark.parametrize(
    "asked",
    [
        change(configurationItemStatus="ResourceDeleted"),
        change(left_scope=True),
        change(resourceType="AWS::KinesisVideo::Stream"),
        change(resourceId="gone", resourceName="gone"),
    ],
    ids=["deleted", "out of scope", "another type", "gone meanwhile"],
)
def test_what_is_not_there_any_more_is_not_applicable(asked):
    (given,) = told(asked).values()
    assert given["ComplianceType"] == NOT_APPLICABLE


def test_a_consumer_is_read_with_its_stream():
    request = read_request(
        change(resourceType="AWS::Kinesis::StreamConsumer", resourceId=CONSUMER_ARN, resourceName=None, ARN=None)
    )
    assert (request.id, request.names) == (CONSUMER_ARN, ("orders",))


def test_what_could_not_be_read_is_said_about_the_account():
    (account,) = evaluations(read_request(scheduled()), Report(), [], skipped=3)
    assert account["ComplianceType"] == "COMPLIANT"
    assert account["Annotation"] == "3 things were not read: the log of the rule's function names them"


def test_findings_elsewhere_are_said_about_the_account_with_their_resource():
    report = Report(findings=[finding("LAM001", "arn:aws:lambda:x", "no destination")])
    found = evaluations(read_request(scheduled()), report, [("AWS::Lambda::Function", "a")])
    assert [each["ComplianceType"] for each in found] == ["NON_COMPLIANT"]
    assert found[0]["Annotation"] == "LAM001 arn:aws:lambda:x: no destination"


def test_an_account_that_cannot_be_read_puts_no_evaluation():
    names = ("kinesis:list_streams", "firehose:list_delivery_streams", "lambda:list_event_source_mappings")
    with pytest.raises(OperateError, match="cannot audit"):
        told(scheduled(), **{name: refusal("AccessDenied") for name in names})


def test_evaluations_that_config_does_not_take_are_an_error():
    with pytest.raises(OperateError, match="did not take 1 evaluations"):
        told(change(), failed=[{"ComplianceResourceId": "orders"}])


@pytest.mark.parametrize("asked", [{}, {"invokingEvent": "no"}, {"invokingEvent": "[]"}, event({"messageType": "X"})])
def test_another_event_is_refused_in_a_sentence(asked):
    with pytest.raises(UnknownRequest, match=r"not one of an AWS Config rule|messages of type X"):
        read_request(asked)


def test_an_event_without_a_token_is_refused_before_anything_is_read():
    def read(_: str) -> Any:
        raise AssertionError

    with pytest.raises(UnknownRequest, match="has no resultToken"):
        respond(event(json.loads(scheduled()["invokingEvent"]), resultToken=""), read)


def test_an_annotation_fits_whatever_is_found():
    long = finding("KDS001", "orders", "x" * 400)
    others = [finding(f"KDS{number:03}", "orders", "y") for number in range(90)]
    assert len(annotation([long, *others])) == MODEL.shape_for("Annotation").metadata["max"]
    assert annotation([others[1], others[2]]) == "KDS001 y; also KDS002"


def test_one_call_takes_as_many_as_the_model_says():
    most = MODEL.shape_for("Evaluations").metadata["max"]
    assert [len(batch) for batch in batches([{}] * (most + 1))] == [most, 1]


def test_config_records_the_types():
    assert set(TYPES) <= set(MODEL.shape_for("ResourceType").enum)
    assert ANSWERS["kinesis:describe_stream_summary"]["StreamDescriptionSummary"] is STREAM
