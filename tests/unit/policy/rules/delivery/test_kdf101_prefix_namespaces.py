from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery, s3

kdf101 = RuleCase("KDF101")


@pytest.mark.parametrize("expression", ["!{date:yyyy}", "!{Timestamp:yyyy}", "!{firehose:random-id}"])
def test_an_unknown_namespace_or_value_is_found(expression: str) -> None:
    assert kdf101.finds(s3(Prefix=f"a/{expression}/")).given == expression


def test_the_error_type_belongs_to_the_error_prefix_only() -> None:
    assert kdf101.finds(s3(Prefix="!{firehose:error-output-type}/")).allowed == "firehose:random-string"
    kdf101.passes(s3(ErrorOutputPrefix="!{firehose:error-output-type}/!{firehose:random-string}/"))


def test_the_bucket_of_another_destination_is_checked() -> None:
    kdf101.finds(delivery(HttpEndpointDestinationConfiguration={"S3Configuration": {"Prefix": "!{date:yyyy}/"}}))


def test_a_prefix_without_expressions_does_not_apply() -> None:
    kdf101.passes(s3(Prefix="orders/{date:yyyy}/"))


def test_an_unknown_prefix_holds_no_known_expression() -> None:
    kdf101.passes(s3(Prefix=UNKNOWN))
    kdf101.passes(s3(Prefix={"Fn::Sub": "!{firehose:${Unknown}}/"}))
