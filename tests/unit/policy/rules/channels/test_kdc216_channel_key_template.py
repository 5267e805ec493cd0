from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.channels import example, with_template

kdc216 = RuleCase("KDC216")


def test_expressions_of_firehose_are_found() -> None:
    for token in ("!{timestamp:yyyy}", "!{partitionKeyFromQuery:day}", "!{YYYY}"):
        assert kdc216.finds(with_template(f"orders/{token}/")).given == token


def test_tokens_of_channels_pass() -> None:
    kdc216.passes(with_template("!{channel-name}/!{yyyy}/!{MM}/!{dd}/!{HH}-!{mm}!{extension:.json.gz}"))


def test_plain_text_and_no_template_pass() -> None:
    kdc216.passes(with_template("orders/"))
    kdc216.passes(example())
