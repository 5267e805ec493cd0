"""Whatever a request holds, the hook answers as CloudFormation expects it, and the Config rule says what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.enforcement import answer, handler, hook
from constructs_lib.enforcement.config_rule import CHANGES, SCHEDULED, UnknownRequest, read_request
from constructs_lib.limits import limit

MESSAGE = limit("cloudformation-hook-message").high
MEMBERS = {"hookStatus", "message", "clientRequestToken", "annotations", "errorCode"}
NAMES = st.sampled_from(
    [
        "requestData", "targetType", "payload", "actionInvocationPoint", "clientRequestToken", "stackId", "template",
        "previousTemplate", "targetLogicalId", "Resources", "Type", "Properties", "invokingEvent", "messageType",
        "configurationItem", "configurationItemSummary", "awsAccountId", "resourceType", "ARN", "eventLeftScope",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "STACK", "CHANGE_SET", "DELETE_PRE_PROVISION", "https://s3.example/a", "https://[", "file:///etc/passwd",
        "AWS::Kinesis::Stream", SCHEDULED, *CHANGES,
    ]
)  # fmt: skip
TEXTS = WORDS | st.text(max_size=20)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXTS, inner, max_size=4), max_leaves=12
)
REQUESTS = st.fixed_dictionaries(
    {"requestData": st.fixed_dictionaries({"targetType": WORDS, "payload": st.just("https://s3.example/a") | JSON})}
)
ITEM = st.fixed_dictionaries(
    {
        "resourceType": st.just("AWS::Kinesis::StreamConsumer") | WORDS | JSON,
        "resourceId": TEXTS | JSON,
        "configurationItemStatus": st.just("OK") | JSON,
        "configurationItemCaptureTime": TEXTS | JSON,
        "awsAccountId": TEXTS | JSON,
    },
    optional={"ARN": JSON, "resourceName": JSON},
)
MESSAGE_OF_CONFIG = st.fixed_dictionaries(
    {"messageType": st.sampled_from([SCHEDULED, *CHANGES]) | JSON},
    optional={
        **dict.fromkeys(CHANGES.values(), ITEM | JSON),
        "notificationCreationTime": TEXTS | JSON,
        "awsAccountId": TEXTS | JSON,
    },
)
ASKED = st.fixed_dictionaries(
    {"invokingEvent": MESSAGE_OF_CONFIG.map(json.dumps) | JSON}, optional={"accountId": JSON, "resultToken": JSON}
)
PAYLOADS = JSON.map(json.dumps) | st.fixed_dictionaries(
    {"template": JSON.map(json.dumps) | TEXTS}, optional={"previousTemplate": JSON.map(json.dumps) | JSON}
).map(json.dumps) | st.text()  # fmt: skip


def is_an_answer(given: dict[str, Any]) -> bool:
    """Tell whether CloudFormation can read an answer: it names a code where, and only where, it refuses."""
    assert set(given) <= MEMBERS
    assert isinstance(given["message"], str)
    assert given["message"]
    assert len(given["message"]) <= MESSAGE
    json.dumps(given)
    return (given["hookStatus"], given.get("errorCode")) in {
        ("SUCCESS", None), ("FAILED", "NonCompliant"), ("FAILED", "InternalFailure"),
    }  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(event=JSON | REQUESTS, payload=PAYLOADS)
def test_any_event_and_any_payload_have_an_answer(event: Any, payload: str) -> None:
    """Without the net that the handler spreads below: every sentence is a chosen one."""
    assert is_an_answer(answer(event, lambda _: payload.encode("utf-8", "surrogatepass")))


@settings(max_examples=100, deadline=None)
@given(event=JSON | REQUESTS)
def test_the_handler_answers_any_event(event: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hook, "fetch", lambda _: b'{"template": "{}"}')
        assert is_an_answer(handler(event, None))


@settings(max_examples=300, deadline=None)
@given(event=JSON | ASKED)
def test_any_event_of_config_is_read_or_refused_in_a_sentence(event: Any) -> None:
    try:
        request = read_request(event)
    except UnknownRequest:
        return
    assert all(isinstance(each, str) for each in (request.time, request.account, request.type, request.id))
    assert all(isinstance(name, str) for name in request.names)


def request(**changes: Any) -> dict[str, Any]:
    return {
        "clientRequestToken": "token",
        "stackId": "arn:aws:cloudformation:eu-west-1:111111111111:stack/orders/5b3d",
        "actionInvocationPoint": "UPDATE_PRE_PROVISION",
        "requestData": {"targetType": "STACK", "payload": "https://s3.example/a"},
        **changes,
    }


def test_a_fault_of_the_hook_itself_is_an_answer_and_its_trace_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("Orders" * 1000)

    monkeypatch.setattr(hook, "check_sources", broken)
    monkeypatch.setattr(hook, "fetch", lambda _: b'{"template": "{}"}')
    given = handler(request(), None)
    assert is_an_answer(given)
    assert (given["errorCode"], given["clientRequestToken"]) == ("InternalFailure", "token")
    assert given["message"].startswith("the hook failed inside, and its log says where: KeyError")
    out, err = capsys.readouterr()
    assert json.loads(out)["errorCode"] == "InternalFailure"
    assert "in broken" in err


def test_a_threshold_that_is_no_severity_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINESIS_CONSTRUCTS_FAIL_ON", "warn")
    monkeypatch.setattr(hook, "fetch", lambda _: b'{"template": "Resources: {}"}')
    given = handler(request(), None)
    assert given["errorCode"] == "InternalFailure"
    assert "KINESIS_CONSTRUCTS_FAIL_ON is warn; allowed is error, warning, info" in given["message"]


def test_both_ways_in_which_the_guide_writes_the_token_are_answered() -> None:
    other = request(clientRequesttoken="other")
    del other["clientRequestToken"]
    assert answer(other, lambda _: b'{"template": "Resources: {}"}')["clientRequestToken"] == "other"


def test_a_deployed_template_that_cannot_be_read_does_not_keep_its_stack_from_being_updated() -> None:
    template = "Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}}"
    payload = json.dumps({"template": template, "previousTemplate": "Resources: ["})
    given = answer(request(), lambda _: payload.encode())
    assert given["hookStatus"] == "SUCCESS", given
    assert given["message"].startswith("the update was not compared with what is deployed: ")


def test_a_change_set_is_judged_by_its_template() -> None:
    template = '{"Resources": {"Orders": {"Type": "AWS::Kinesis::Stream", "Properties": {"RetentionPeriodHours": 12}}}}'
    changes = [{"action": "CREATE", "beforeContext": None, "afterContext": "{}", "logicalResourceId": "Orders"}]
    payload = json.dumps({"template": template, "changedResources": changes})
    arn = "arn:aws:cloudformation:eu-west-1:111111111111:changeSet/new/5b3d"
    data = {"targetName": "CHANGE_SET", "targetType": "CHANGE_SET", "targetLogicalId": arn, "payload": "https://a/b"}
    given = answer(request(requestData=data, changeSetId=arn), lambda _: payload.encode())
    assert given["errorCode"] == "NonCompliant"
