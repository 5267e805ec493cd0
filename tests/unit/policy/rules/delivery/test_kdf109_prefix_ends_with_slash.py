from __future__ import annotations

from cases import RuleCase
from deliveries import s3

kdf109 = RuleCase("KDF109")


def test_a_prefix_that_grows_together_with_the_year_is_found() -> None:
    assert kdf109.finds(s3(Prefix="orders")).allowed == "orders/"


def test_a_slash_an_expression_or_nothing_passes() -> None:
    for prefix in ("orders/", "orders-!{timestamp:yyyy}", ""):
        kdf109.passes(s3(Prefix=prefix))
    kdf109.passes(s3())


def test_an_unknown_end_is_undecided() -> None:
    kdf109.undecided(s3(Prefix={"Fn::Sub": "orders${Unknown}"}))
