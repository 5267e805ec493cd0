from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.finding import Severity
from constructs_lib.policy.rules.producers.prd028_log_filter_pattern import EXAMPLE

prd028 = RuleCase("PRD028")
ACCOUNT = """
Resources:
  All:
    Type: AWS::Logs::AccountPolicy
    Properties:
      PolicyName: all
      PolicyType: SUBSCRIPTION_FILTER_POLICY
      PolicyDocument: !Sub |
        {{"DestinationArn": "arn:aws:firehose:${{AWS::Region}}:${{AWS::AccountId}}:deliverystream/logs",
          "FilterPattern": "{pattern}"}}
"""


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "ERROR",
        "?ERROR ?WARN",
        '"Task timed out" -DEBUG',
        "[ip, user, ..., status = 4*, bytes > 1000]",
        '{ ($.user.name = "a*") && ($.errors[0] EXISTS || $.level IS NULL) }',
        " { $.a = 1 } ",
        '%AUTHORIZED"?%',
        r'{ $.text = "a \" b" }',
        r"\"quoted",
        r'"C:\"',
        "{ $.size = ''5\"'' }",
        "{}",
    ],
)
def test_a_complete_pattern_passes(pattern: str) -> None:
    prd028.passes(EXAMPLE.format(pattern=pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.level = "ERROR"',
        "[ip, user",
        "{ $.level = \N{LEFT DOUBLE QUOTATION MARK}ERROR\N{RIGHT DOUBLE QUOTATION MARK} }",
    ],
)
def test_what_the_service_refuses_is_an_error(pattern: str) -> None:
    finding = prd028.finds(EXAMPLE.format(pattern=pattern))
    assert (finding.property, finding.severity) == ("FilterPattern", Severity.ERROR)


@pytest.mark.parametrize("pattern", ['"Task timed out', "{ level = 5 }", '{ $.level = "ERROR }'])
def test_what_the_syntax_does_not_know_is_a_warning(pattern: str) -> None:
    assert prd028.finds(EXAMPLE.format(pattern=pattern)).severity is Severity.WARNING


def test_the_pattern_for_an_account_is_read_in_its_policy() -> None:
    assert prd028.finds(ACCOUNT.format(pattern="[ip, user")).resource == "All"
    prd028.passes(ACCOUNT.format(pattern="[ip, user]"))


def test_a_pattern_that_is_not_known_is_undecided() -> None:
    prd028.undecided(EXAMPLE.format(pattern="x").replace("'x'", "!ImportValue pattern"))


def test_a_subscription_without_a_pattern_does_not_apply() -> None:
    prd028.passes(EXAMPLE.format(pattern="x").replace("FilterPattern: 'x'", "FilterName: all"))
