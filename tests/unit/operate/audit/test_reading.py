from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError

from constructs_lib.operate.audit import Audit, AuditReport, audit
from constructs_lib.operate.audit.account import Account
from constructs_lib.operate.errors import OperateError
from tests.unit.operate.audit import fakes
from tests.unit.operate.audit.fakes import Aws, refusal

KINESIS_ROLE = "arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole"


def audited(aws: Aws, *names: str) -> AuditReport:
    return audit(Account(aws), Audit(names=names))


def rules(report: AuditReport) -> set[str]:
    return {finding.rule for finding in report.findings}


def skipped(report: AuditReport) -> list[str]:
    return [str(one) for one in report.skipped]


def test_a_role_without_permission_is_found_by_the_arn_of_the_mapping() -> None:
    report = audited(Aws())
    found = {finding.rule: finding for finding in report.findings}
    assert found["IAM040"].resource == fakes.MAPPING_ARN
    assert found["LAM018"].severity == "warning"
    assert skipped(report) == []


def test_permission_through_a_policy_of_aws_and_through_one_of_the_account_counts() -> None:
    def attached(arn: str) -> dict[str, Any]:
        return {"AttachedPolicies": [{"PolicyArn": arn}]}

    own = f"arn:aws:iam::{fakes.ACCOUNT}:policy/read"
    actions = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords"]
    actions += ["kinesis:GetShardIterator", "kinesis:ListShards"]
    everywhere = f"arn:aws:kinesis:{fakes.REGION}:{fakes.ACCOUNT}:stream/ord*"
    document = {"Statement": [{"Effect": "Allow", "Action": actions, "Resource": everywhere}]}
    version = {"PolicyVersion": {"Document": document}}
    assert "IAM040" not in rules(audited(Aws(iam__list_attached_role_policies=attached(KINESIS_ROLE))))
    aws = Aws(
        iam__list_attached_role_policies=attached(own),
        iam__get_policy={"Policy": {"DefaultVersionId": "v3"}},
        iam__get_policy_version=lambda **asked: version if asked["VersionId"] == "v3" else refusal("NoSuchEntity"),
    )
    report = audited(aws)
    assert "IAM040" not in rules(report)
    assert "IAM040" not in {one.rule for one in report.undecided}


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ("iam__get_role", "iam:GetRole"),
        ("iam__list_role_policies", "iam:ListRolePolicies"),
        ("iam__list_attached_role_policies", "iam:ListAttachedRolePolicies"),
        ("lambda__get_function_configuration", "lambda:GetFunctionConfiguration"),
    ],
)
def test_what_may_not_be_read_is_named_and_nothing_is_said_of_it(call: str, named: str) -> None:
    report = audited(Aws(**{call: refusal("AccessDenied")}))
    assert "IAM040" not in rules(report)
    assert any(line.startswith(named) and line.endswith(f"permission is missing: {named}") for line in skipped(report))


def test_what_is_deleted_meanwhile_is_left_out() -> None:
    nothing = {"EventSourceMappings": []}
    gone = refusal("ResourceNotFoundException")
    report = audited(Aws(kinesis__describe_stream_summary=gone, lambda__list_event_source_mappings=nothing))
    assert skipped(report) == [f"kinesis:DescribeStreamSummary {fakes.STREAM_ARN}: it is not there"]


def test_what_a_mapping_reads_and_is_not_there_is_a_finding_instead() -> None:
    report = audited(Aws(kinesis__describe_stream_summary=refusal("ResourceNotFoundException")))
    found = next(finding for finding in report.findings if finding.rule == "AUD030")
    assert (found.resource, found.property, found.given) == (fakes.MAPPING_ARN, "EventSourceArn", fakes.STREAM_ARN)
    assert skipped(report) == []


def test_what_shares_a_name_with_something_that_is_gone_is_still_there() -> None:
    gone = refusal("ResourceNotFoundException")
    names = {"DeliveryStreamNames": ["orders"], "HasMoreDeliveryStreams": False}
    report = audited(Aws(firehose__list_delivery_streams=names, firehose__describe_delivery_stream=gone))
    assert "AUD030" not in rules(report)
    assert skipped(report) == ["firehose:DescribeDeliveryStream orders: it is not there"]


def test_a_policy_that_is_deleted_meanwhile_leaves_its_role() -> None:
    listed = {"PolicyNames": ["read"]}
    report = audited(Aws(iam__list_role_policies=listed, iam__get_role_policy=refusal("NoSuchEntity")))
    assert "AUD030" not in rules(report)
    assert skipped(report) == [f"iam:GetRolePolicy {fakes.ROLE_ARN}: it is not there"]


def test_an_answer_without_a_code_does_not_mean_that_something_is_missing() -> None:
    report = audited(Aws(kinesis__describe_stream_summary=refusal("404")))
    assert "AUD030" not in rules(report)
    assert skipped(report) == [f"kinesis:DescribeStreamSummary {fakes.STREAM_ARN}: it is not there"]


def test_quotas_that_may_not_be_read_are_skipped_and_the_default_is_said_to_be_one() -> None:
    denied = refusal("AccessDeniedException")
    report = audited(Aws(lambda__get_account_settings=denied, service_quotas__list_service_quotas=denied))
    by_name = {quota.name: quota for quota in report.quotas}
    assert by_name["reserved concurrent executions"].source.startswith("default")
    assert by_name["delivery streams"].value == 5000
    assert len(report.skipped) == 2


def test_every_page_is_read_and_only_streams_that_are_meant_are_described() -> None:
    def summary(name: str) -> dict[str, str]:
        return {"StreamName": name, "StreamARN": fakes.STREAM_ARN.replace("orders", name)}

    pages = [{"StreamSummaries": [summary("orders")]}, {"StreamSummaries": [summary("other"), summary("clicks")]}]
    nothing = {"EventSourceMappings": []}
    aws = Aws(kinesis__list_streams=pages, lambda__list_event_source_mappings=nothing)
    audited(aws, "o*")
    assert aws.calls.count("kinesis:describe_stream_summary") == 2


def test_every_page_of_delivery_streams_is_listed() -> None:
    def page(**asked: Any) -> dict[str, Any]:
        first = "ExclusiveStartDeliveryStreamName" not in asked
        return {"DeliveryStreamNames": ["a"] if first else ["b"], "HasMoreDeliveryStreams": first}

    report = audited(Aws(firehose__list_delivery_streams=page), "nothing")
    assert {quota.used for quota in report.quotas if quota.name == "delivery streams"} == {2}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (refusal("ExpiredTokenException"), "the credentials have expired"),
        (refusal("UnrecognizedClientException"), "the credentials are not valid"),
        (NoCredentialsError(), "there are no credentials"),
    ],
)
def test_what_keeps_everything_from_being_read_is_one_sentence(error: Exception, said: str) -> None:
    with pytest.raises(OperateError, match=said):
        audited(Aws(kinesis__describe_stream_summary=error))


@pytest.mark.parametrize("service", ["sts__get_caller_identity", "kinesis__list_streams"])
def test_without_a_network_the_reason_is_said(service: str) -> None:
    nowhere = EndpointConnectionError(endpoint_url="https://kinesis.mars-1.amazonaws.com")
    lists = ("kinesis__list_streams", "firehose__list_delivery_streams", "lambda__list_event_source_mappings")
    names = lists if service in lists else (service,)
    with pytest.raises(OperateError, match="the endpoint cannot be reached: check the region and the network"):
        audited(Aws(**dict.fromkeys(names, nowhere)))


def test_a_service_that_cannot_be_reached_is_asked_once_and_the_others_are_read() -> None:
    aws = Aws(iam__get_role=EndpointConnectionError(endpoint_url="https://iam.amazonaws.com"))
    report = audited(aws)
    assert skipped(report) == ["iam:GetRole: the endpoint cannot be reached: check the region and the network"]
    assert aws.calls.count("iam:get_role") == 1
    assert "LAM018" in rules(report)


def test_a_text_that_looks_a_little_like_a_role_is_none() -> None:
    named = {"FunctionName": "handle", "FunctionArn": fakes.FUNCTION_ARN, "Role": "a:role/", "Handler": ":role/b"}
    assert skipped(audited(Aws(lambda__get_function_configuration=named))) == []


def test_an_identity_that_may_list_nothing_is_told_where_its_policy_stands() -> None:
    denied = refusal("AccessDeniedException")
    lists = ("kinesis__list_streams", "firehose__list_delivery_streams", "lambda__list_event_source_mappings")
    with pytest.raises(OperateError, match=r"docs/audit\.md"):
        audited(Aws(**dict.fromkeys(lists, denied)))


def test_rules_about_the_order_of_a_deployment_find_nothing_in_what_is_deployed() -> None:
    names = [f"s{number:02}" for number in range(12)]
    arns = [fakes.STREAM_ARN.replace("orders", name) for name in names]

    def describe(**asked: str) -> dict[str, Any]:
        own = {"StreamName": asked["StreamARN"].rpartition("/")[2], **asked}
        return {"StreamDescriptionSummary": {**fakes.STREAM, **own}}

    def consumers(**asked: str) -> dict[str, Any]:
        made = [f"{asked['StreamARN']}/consumer/c{number}:1" for number in range(8)]
        return {"Consumers": [{"ConsumerARN": arn, "ConsumerName": arn[-4:-2]} for arn in made]}

    aws = Aws(
        kinesis__list_streams={
            "StreamSummaries": [{"StreamName": n, "StreamARN": a} for n, a in zip(names, arns, strict=True)]
        },
        kinesis__describe_stream_summary=describe,
        kinesis__list_stream_consumers=consumers,
        lambda__list_event_source_mappings={"EventSourceMappings": []},
    )
    report = audited(aws)
    assert report.resources == 12 * 9
    assert (report.findings, report.undecided) == ([], [])
