from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.channels import example, with_template

kdc218 = RuleCase("KDC218")


def imported(rest: str) -> str:
    """A template that is known only in part."""
    joined = f"!Join ['', ['orders/', !ImportValue folder, '{rest}']]"
    return with_template("TEMPLATE").replace("'TEMPLATE'", joined)


@pytest.mark.parametrize("compression", ["GZIP", "ZSTD"])
def test_compressed_objects_without_an_extension_are_found(compression: str) -> None:
    found = kdc218.finds(with_template("orders/!{yyyy}/!{channel-id}", compression=compression))
    assert found.message == "objects are compressed, and the key template has no extension"


@pytest.mark.parametrize("template", ["!{channel-name}!{extension}/!{yyyy}", "orders!{extension}!{extension:.gz}"])
@pytest.mark.parametrize("compression", ["GZIP", "NONE"])
def test_an_extension_that_is_not_at_the_end_alone_is_found(template: str, compression: str) -> None:
    found = kdc218.finds(with_template(template, compression=compression))
    assert found.allowed == "one extension, at the end"


@pytest.mark.parametrize("template", ["orders/!{yyyy}/records!{extension}", "!{HH}!{mm}!{extension:.json}"])
def test_an_extension_at_the_end_passes(template: str) -> None:
    kdc218.passes(with_template(template))


def test_objects_that_are_not_compressed_need_none() -> None:
    kdc218.passes(with_template("orders/!{channel-id}", compression="NONE"))


def test_it_does_not_apply_without_a_template() -> None:
    kdc218.passes(example())


def test_a_template_that_is_known_in_part_is_decided_by_its_end() -> None:
    kdc218.passes(imported("!{extension}"))
    assert "known only in part" in kdc218.undecided(imported("!{yyyy}"))


def test_the_region_has_no_extension() -> None:
    kdc218.finds(with_template("TEMPLATE").replace("'TEMPLATE'", "!Sub 'orders/${AWS::Region}'"))
