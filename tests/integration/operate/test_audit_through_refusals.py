"""Pages, throttling and refusals as they go over the wire: botocore reads them, retries, and gives up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import pytest

from constructs_lib.cli import audit as command
from constructs_lib.cli.main import main
from constructs_lib.enforcement.audit_calls import CALLS
from constructs_lib.operate.audit import Audit, AuditReport, audit
from constructs_lib.operate.audit.account import SETTINGS, Account
from constructs_lib.operate.audit.templates import read_deployed
from constructs_lib.operate.errors import OperateError
from tests.integration.operate import moto_account as made
from tests.integration.operate.moto_account import ACCOUNT, REGION, client, refused

DENIED = "AccessDeniedException"
LISTS = ("kinesis:ListStreams", "firehose:ListDeliveryStreams", "lambda:ListEventSourceMappings")
ASKED_IN_A_SOUND_ACCOUNT = {
    operation
    for operation in CALLS
    if operation not in {"iam:GetPolicy", "iam:GetPolicyVersion"}
    and not operation.startswith(("cloudformation:", "glue:", "kms:"))
} - {"sts:GetCallerIdentity"}
TEMPLATE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {Name: sound, RetentionPeriodHours: 96, ShardCount: 1}
  Gone:
    Type: AWS::Kinesis::Stream
    Properties: {Name: gone, ShardCount: 1}
  Age:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: sound-age
      Namespace: AWS/Kinesis
      MetricName: GetRecords.IteratorAgeMilliseconds
      Dimensions: [{Name: StreamName, Value: !Ref Orders}]
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 5
      Threshold: 1800000
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
  Log:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: /firehose/sound, RetentionInDays: 30}
"""


@pytest.fixture(scope="module", autouse=True)
def account() -> Iterator[None]:
    with made.account():
        made.pipeline("sound")
        yield


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that botocore would wait before it tries again."""
    waited: list[float] = []
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=waited.append))
    return waited


def audited(*names: str, **told: made.Told) -> AuditReport:
    return audit(Account(made.clients(**told)), Audit(names=names))


def told(operation: str, answer: made.Told) -> dict[str, made.Told]:
    return {operation.replace(":", "__"): answer}


def lines(report: AuditReport) -> list[str]:
    return [str(one) for one in report.skipped]


def times(count: int, answer: made.Answer) -> Callable[[Mapping[str, Any]], made.Answer | None]:
    """Give an answer some times, and then leave it to the account."""
    left = [answer] * count
    return lambda _: left.pop() if left else None


@pytest.mark.parametrize("operation", sorted(ASKED_IN_A_SOUND_ACCOUNT))
def test_what_is_denied_is_named_with_its_permission_and_nothing_is_made_up(operation: str) -> None:
    report = audited(**told(operation, refused(DENIED, 403)))
    assert [str(finding) for finding in report.findings] == []
    action = CALLS[operation].action or operation
    assert lines(report)
    assert {(one.call, one.reason) for one in report.skipped} == {(operation, f"permission is missing: {action}")}


def test_a_throttled_call_is_tried_again_until_it_is_answered(waits: list[float]) -> None:
    throttled = times(3, refused("ThrottlingException"))
    report = audited(**told("firehose:DescribeDeliveryStream", throttled))
    assert len(waits) == 3
    assert (lines(report), report.findings) == ([], [])
    assert f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/sound" in {arn for _, arn in report.audited}


@pytest.mark.parametrize("code", ["ThrottlingException", "LimitExceededException", "TooManyRequestsException"])
def test_what_stays_throttled_is_left_out_and_said(waits: list[float], code: str) -> None:
    report = audited(**told("kinesis:DescribeStreamSummary", refused(code)))
    (line,) = lines(report)
    assert line.startswith(f"kinesis:DescribeStreamSummary arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/sound: ")
    assert line.endswith("it is throttled, after every retry: try again later, or --name fewer resources")
    assert "AWS::KinesisFirehose::DeliveryStream" in {kind for kind, _ in report.audited}
    if code != "LimitExceededException":
        assert len(waits) == SETTINGS["retries"]["total_max_attempts"] - 1


def test_lists_that_all_stay_throttled_end_the_audit_with_the_reason(waits: list[float]) -> None:
    answers = {key: each for name in LISTS for key, each in told(name, refused("ThrottlingException")).items()}
    with pytest.raises(OperateError, match=r"cannot audit: .*kinesis:ListStreams: it is throttled, after every retry"):
        audited(**answers)


def at_most(**parameters: dict[str, int]) -> Callable[[str], Any]:
    """Make clients that ask for small pages: service and operation to the parameter that says how small."""
    pages = {key.replace("__", "."): value for key, value in parameters.items()}

    def clients(service: str) -> Any:
        made_client = made.clients(kinesis__ListStreams=streams_by_ten)(service)
        for operation, few in pages.items():
            made_client.meta.events.register(f"provide-client-params.{operation}", with_few(few))
        return made_client

    return clients


def with_few(few: Mapping[str, int]) -> Callable[..., Mapping[str, Any]]:
    def provide(params: Mapping[str, Any], **_: object) -> Mapping[str, Any]:
        return {**params, **few}

    return provide


def streams_by_ten(asked: Mapping[str, Any]) -> made.Answer:
    """List streams as the service does: what moto answers has all of them on every page, and no token."""
    start = int(asked.get("NextToken", 0))
    names = [f"page-{number:02}" for number in range(25)]
    arns = [f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{name}" for name in names]
    found = [{"StreamName": n, "StreamARN": a, "StreamStatus": "ACTIVE"} for n, a in zip(names, arns, strict=True)]
    more = {"NextToken": str(start + 10)} if start + 10 < len(names) else {}
    page = found[start : start + 10]
    shown = [each["StreamName"] for each in page]
    return 200, {"StreamNames": shown, "StreamSummaries": page, "HasMoreStreams": bool(more), **more}


def test_every_page_is_read(paged: None) -> None:
    clients = at_most(
        kinesis__ListStreamConsumers={"MaxResults": 40},
        firehose__ListDeliveryStreams={"Limit": 10},
        logs__DescribeLogGroups={"limit": 5},
    )
    report = audit(Account(clients), Audit(names=("page-*",)))
    kinds = [kind for kind, _ in report.audited]
    assert kinds.count("AWS::Kinesis::Stream") == kinds.count("AWS::KinesisFirehose::DeliveryStream") == 25
    assert kinds.count("AWS::Kinesis::StreamConsumer") == 110
    assert kinds.count("AWS::Logs::LogGroup") == 1
    assert {quota.used for quota in report.quotas if quota.name == "delivery streams"} == {deliveries()}
    assert ("AUD010", "110 registered consumers") in [(each.rule, each.given) for each in report.findings]
    assert lines(report) == []


@pytest.fixture
def paged() -> None:
    """Make 25 streams, the first with 110 consumers, and 25 delivery streams, with a log group behind twenty others."""
    role, lake = made.role("pages", "firehose.amazonaws.com"), made.bucket("pages")
    made.allow("pages", "write", made.WRITE, lake, f"{lake}/*")
    for number in range(20):
        client("logs").create_log_group(logGroupName=f"/pages/a{number}")
    client("logs").create_log_group(logGroupName="/pages")
    client("logs").create_log_stream(logGroupName="/pages", logStreamName="S3")
    made.allow("pages", "log", ["logs:PutLogEvents"], "*")
    for number in range(25):
        made.stream(f"page-{number:02}")
        made.delivery(f"page-{number:02}", lake, role, CloudWatchLoggingOptions=made.log("/pages"))
    first = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/page-00"
    for number in range(110):
        client("kinesis").register_stream_consumer(StreamARN=first, ConsumerName=f"reader-{number:03}")


def deliveries() -> int:
    return len(client("firehose").list_delivery_streams(Limit=100)["DeliveryStreamNames"])


def test_quotas_in_force_are_compared_with_what_is_used() -> None:
    used = deliveries()
    limits = {"ShardLimit": 10, "OpenShardCount": 9, "OnDemandStreamCount": 2, "OnDemandStreamCountLimit": 50}
    granted = {"Quotas": [{"QuotaName": "Delivery streams", "QuotaCode": "L-1", "Value": float(used)}]}
    told_by_lambda = {"AccountLimit": {"ConcurrentExecutions": 1000, "UnreservedConcurrentExecutions": 100}}
    report = audited(
        "sound",
        kinesis__DescribeLimits=(200, limits),
        service_quotas__ListServiceQuotas=(200, granted),
        lambda__GetAccountSettings=(200, told_by_lambda),
    )
    assert sorted((each.rule, each.given, each.allowed) for each in report.findings) == sorted(
        [
            ("AUD010", "9 shards of provisioned streams", "10"),
            ("AUD010", f"{used} delivery streams", str(used)),
            ("AUD010", "900 reserved concurrent executions", "1000"),
        ]
    )
    assert {each.resource for each in report.findings} == {ACCOUNT}


def test_drift_from_a_template_is_named_with_both_values(tmp_path: Path) -> None:
    template = tmp_path / "pipeline.yaml"
    template.write_text(TEMPLATE)
    asked = Audit(names=("sound", "sound-age", "gone"), against=tuple(read_deployed(str(template))))
    report = audit(Account(made.clients()), asked)
    assert sorted(
        (each.rule, each.property, each.given, each.allowed) for each in report.findings if each.property
    ) == [
        ("AUD020", "RetentionInDays", "not set", "30"),
        ("AUD020", "RetentionPeriodHours", "72", "96"),
        ("AUD020", "Threshold", "3600000.0", "1800000"),
    ]
    assert [each.resource for each in report.findings if each.rule == "AUD021"] == ["gone"]


@pytest.mark.parametrize("form", command.FORMATS)
def test_the_command_says_in_every_form_what_it_could_not_read(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    denied = made.clients(iam__GetRole=refused("AccessDenied", 403))
    monkeypatch.setattr(command, "maker", lambda _: denied)
    code = main(["audit", "--name", "sound", "--format", form])
    written = capsys.readouterr().out
    assert code == 0
    assert "permission is missing: iam:GetRole" in written
    assert ACCOUNT in written
    assert REGION in written
    if form in {"json", "sarif"}:
        json.loads(written)


def test_an_identity_that_may_list_nothing_ends_with_two_and_writes_no_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    denied = made.clients(**{key: each for name in LISTS for key, each in told(name, refused(DENIED, 403)).items()})
    monkeypatch.setattr(command, "maker", lambda _: denied)
    assert main(["audit", "--output", str(tmp_path / "report.txt")]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), list(tmp_path.iterdir())) == ("", 1, [])
    for name in LISTS:
        assert f"permission is missing: {name}" in err
    assert "docs/audit.md has the policy" in err


@pytest.mark.parametrize(
    ("name", "said"), [("sound", ""), ("nothing-*", "nothing that can be read here has a name like nothing-*\n")]
)
def test_names_that_nothing_has_are_said(
    name: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "maker", lambda _: made.clients())
    assert main(["audit", "--name", name, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert bool(json.loads(out)["summary"]["resources"]) is not bool(said)
    assert err == said
