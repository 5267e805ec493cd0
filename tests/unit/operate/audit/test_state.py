"""What the services themselves say is wrong."""

from __future__ import annotations

from typing import Any

from constructs_lib.operate.audit import audit
from constructs_lib.operate.audit.account import Account
from tests.unit.operate.audit.fakes import ACCOUNT, MAPPING, MAPPING_ARN, REGION, Aws

DELIVERY_ARN = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/orders"
WHY = {"Type": "KMS_ACCESS_DENIED", "Details": "the grant was refused"}


def said(**answers: Any) -> list[tuple[str, str]]:
    report = audit(Account(Aws(**answers)))
    return [(each.resource, each.message) for each in report.findings if each.rule == "AUD040"]


def delivery(**described: Any) -> dict[str, Any]:
    description = {"DeliveryStreamName": "orders", "DeliveryStreamARN": DELIVERY_ARN, **described}
    return {
        "firehose__list_delivery_streams": {"DeliveryStreamNames": ["orders"], "HasMoreDeliveryStreams": False},
        "firehose__describe_delivery_stream": {"DeliveryStreamDescription": description},
    }


def mapping(result: str | None) -> dict[str, Any]:
    return {
        "lambda__list_event_source_mappings": {"EventSourceMappings": [{**MAPPING, "LastProcessingResult": result}]}
    }


def test_what_works_says_nothing() -> None:
    encrypted = {"Status": "ENABLED", "KeyType": "AWS_OWNED_CMK"}
    assert said(**delivery(DeliveryStreamStatus="ACTIVE", DeliveryStreamEncryptionConfiguration=encrypted)) == []
    for result in ("OK", "No records processed", None):
        assert said(**mapping(result)) == []


def test_a_mapping_whose_function_fails_is_told_with_its_function() -> None:
    assert said(**mapping("PROBLEM: Function call failed")) == [
        (MAPPING_ARN, "its last result is PROBLEM: Function call failed (handle reads orders)")
    ]


def test_a_delivery_stream_that_failed_is_told_with_the_reason() -> None:
    assert said(**delivery(DeliveryStreamStatus="CREATING_FAILED", FailureDescription=WHY)) == [
        (DELIVERY_ARN, "status is CREATING_FAILED: KMS_ACCESS_DENIED: the grant was refused")
    ]


def test_encryption_that_failed_is_told() -> None:
    failed = {"Status": "ENABLING_FAILED", "FailureDescription": WHY}
    assert said(**delivery(DeliveryStreamStatus="ACTIVE", DeliveryStreamEncryptionConfiguration=failed)) == [
        (DELIVERY_ARN, "encryption is ENABLING_FAILED: KMS_ACCESS_DENIED: the grant was refused")
    ]
    without = {"Status": "DISABLING_FAILED"}
    assert said(**delivery(DeliveryStreamEncryptionConfiguration=without)) == [
        (DELIVERY_ARN, "encryption is DISABLING_FAILED")
    ]
