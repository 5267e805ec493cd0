from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.channels import example, with_template

kdc219 = RuleCase("KDC219")


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("/data/!{extension}", "begins with a slash"),
        ("data//!{extension}", "has a segment without a name"),
        ("data/..a/!{extension}", "has two periods in a row"),
        ("data/./!{extension}", "has a segment of one period"),
        ("data/!{channel-name}/!{yyyy", "has an expression that is not closed"),
    ],
)
def test_what_the_guide_forbids_is_found(template: str, what: str) -> None:
    assert kdc219.finds(with_template(template)).message == f"the key template {what}"


@pytest.mark.parametrize(
    "template",
    [
        "!{channel-name}/!{yyyy}/!{MM}/!{dd}/!{HH}/records!{extension}",
        "data/stream=!{stream-name}/!{yyyy}-!{MM}-!{dd}/!{HH}!{mm}!{extension:.json.gz}",
        "a.b/c_d/!{extension}",
    ],
)
def test_paths_of_the_guide_pass(template: str) -> None:
    kdc219.passes(with_template(template))


def test_it_does_not_apply_without_a_template() -> None:
    kdc219.passes(example())


def test_what_is_known_of_a_template_is_looked_at() -> None:
    partly = with_template("TEMPLATE").replace("'TEMPLATE'", "!Sub '${AWS::Region}/a'")
    kdc219.passes(partly)
    assert "slash" in kdc219.finds(partly.replace("'${", "'/${")).message
