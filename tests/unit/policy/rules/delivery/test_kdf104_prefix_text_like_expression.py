from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, s3

kdf104 = RuleCase("KDF104")


@pytest.mark.parametrize("prefix", ["a/{timestamp:yyyy}/", "a/!(timestamp:yyyy)/", "{firehose:random-string}"])
def test_text_that_looks_like_an_expression_is_found(prefix: str) -> None:
    kdf104.finds(s3(Prefix=prefix))


@pytest.mark.parametrize("prefix", ["a/!{timestamp:yyyy}/", "a/{date}/", "timestamp:yyyy/", "a/(b:c)/"])
def test_expressions_and_other_text_pass(prefix: str) -> None:
    kdf104.passes(s3(Prefix=prefix))


def test_an_unknown_prefix_passes() -> None:
    kdf104.passes(s3(Prefix=UNKNOWN))
