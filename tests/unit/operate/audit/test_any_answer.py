"""Whatever a service answers within its model, an audit ends with a report that every format can write."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, Shape, StructureShape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib.enforcement.audit_calls import CALLS
from constructs_lib.operate.audit import audit
from constructs_lib.operate.audit.account import Account
from constructs_lib.operate.audit.writing import as_lines
from constructs_lib.report import FORMATS
from tests.unit.operate.audit import fakes
from tests.unit.operate.audit.fakes import Aws

SESSION = botocore.session.get_session()
DEPTH = 9
ARNS = [
    fakes.STREAM_ARN, f"{fakes.STREAM_ARN}/consumer/reader:1", fakes.FUNCTION_ARN, f"{fakes.FUNCTION_ARN}:live",
    fakes.ROLE_ARN, fakes.MAPPING_ARN, "arn:aws:s3:::lake", "arn:aws:kms:eu-west-1:111122223333:key/1", "arn:aws:iam:",
    f"arn:aws:firehose:{fakes.REGION}:{fakes.ACCOUNT}:deliverystream/orders", "arn:aws:sqs:eu-west-1:444455556666:q",
]  # fmt: skip
DOCUMENTS = [
    "{", "[]", '{"Statement": []}', '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}', "%7B%7D",
    '{"Statement": [{"Effect": "Deny", "NotAction": ["s3:*"], "Principal": "*", "Condition": 5}]}',
]  # fmt: skip
TEXTS = st.sampled_from([*ARNS, *DOCUMENTS, "orders", "ENABLED", "a:role/", "*", ":", "alias/x", "AWS/Kinesis", "KMS"])
ALWAYS = {
    "AlarmArn", "AlarmName", "arn", "Arn", "AttachedPolicies", "ConsumerARN", "ConsumerName", "DefaultVersionId",
    "DeliveryStreamARN", "DeliveryStreamDescription", "DeliveryStreamName", "DeliveryStreamNames", "Document", "Key",
    "KeyId", "KeyMetadata", "KinesisStreamARN", "logGroupName", "logStreamName", "LogicalResourceId", "Name", "Policy",
    "PolicyArn", "PolicyDocument", "PolicyVersion", "QuotaName", "Role", "StreamARN", "StreamDescriptionSummary",
    "StreamName", "Table", "UUID", "Value", "FunctionArn", "FunctionName", "ParameterKey",
}  # fmt: skip
"""Members that the services always give, beside those that the models require."""


def answers(shape: Shape, depth: int = 0) -> st.SearchStrategy[Any]:
    """Anything that a shape of botocore describes."""
    if isinstance(shape, StructureShape):
        required: dict[str, st.SearchStrategy[Any]] = {}
        optional: dict[str, st.SearchStrategy[Any]] = {}
        always = {*ALWAYS, *shape.required_members}
        for name, member in shape.members.items():
            if depth < DEPTH:
                (required if name in always else optional)[name] = later(member, depth + 1)
        return st.fixed_dictionaries(required, optional=optional)
    if isinstance(shape, ListShape):
        return st.lists(answers(shape.member, depth + 1), max_size=2) if depth < DEPTH else st.just([])
    if isinstance(shape, MapShape):
        return st.just({})
    plain: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "integer": st.integers(-1, 100_000),
        "long": st.integers(-1, 100_000),
        "double": st.floats(0, 1e6),
        "float": st.floats(0, 1e6),
        "timestamp": st.just(dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
        "blob": st.just(b"x"),
    }
    chosen = getattr(shape, "enum", None)
    return st.sampled_from(chosen) if chosen else plain.get(shape.type_name, TEXTS)


def later(shape: Shape, depth: int) -> st.SearchStrategy[Any]:
    def define() -> st.SearchStrategy[Any]:
        return answers(shape, depth)

    return st.deferred(define)


def of(operation: str) -> st.SearchStrategy[Any]:
    call = CALLS[operation]
    model = SESSION.get_service_model(call.client).operation_model(operation.partition(":")[2])
    assert model.output_shape is not None
    return answers(model.output_shape)


ANSWERS = st.fixed_dictionaries(
    {
        f"{call.client}:{call.method}": of(operation)
        for operation, call in CALLS.items()
        if operation not in {"sts:GetCallerIdentity", "firehose:ListDeliveryStreams"}
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ANSWERS)
def test_an_audit_ends_with_a_report(told: dict[str, Any]) -> None:
    names = {"firehose:list_delivery_streams": {"DeliveryStreamNames": ["orders"], "HasMoreDeliveryStreams": False}}
    aws = Aws()
    aws.answers = {**aws.answers, **told, **names}
    report = audit(Account(aws))
    assert [each for each in report.findings if each.origin != "policy"] == []
    assert as_lines(report)
    json.loads(FORMATS["json"](report))
    json.loads(FORMATS["sarif"](report))
    assert FORMATS["html"](report)
