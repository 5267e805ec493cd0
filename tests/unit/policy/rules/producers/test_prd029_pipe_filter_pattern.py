from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.producers import STREAM, template
from constructs_lib.policy.rules.producers.prd029_pipe_filter_pattern import PIPE

prd029 = RuleCase("PRD029")


def filtered(pattern: str, source: str = "!GetAtt Orders.Arn") -> str:
    return template(STREAM, PIPE.replace("'PATTERN'", pattern).replace("!GetAtt Orders.Arn", source))


@pytest.mark.parametrize(
    "pattern", ["""'{"data": {"type": "order"}}'""", "'{data: [1]}'", "'[1]'", "{data: [1]}", """'{"data": []}'"""]
)
def test_a_pattern_that_is_no_pattern_is_found(pattern: str) -> None:
    assert prd029.finds(filtered(pattern)).property == "SourceParameters.FilterCriteria.Filters.0.Pattern"


@pytest.mark.parametrize(
    "pattern",
    [
        """'{"data": {"type": ["order"], "amount": [{"numeric": [">", 5]}]}}'""",
        "''",
        """'{"partitionKey": [{"prefix": "a"}, {"suffix": "b"}, null]}'""",
        """'{"$or": [{"data": {"a": [1]}}, {"data": {"b": [{"exists": false}]}}]}'""",
    ],
)
def test_a_pattern_passes(pattern: str) -> None:
    prd029.passes(filtered(pattern))


def test_a_pipe_of_a_queue_does_not_apply() -> None:
    prd029.passes(filtered("'{data: [1]}'", source="arn:aws:sqs:us-east-1:111122223333:orders"))


def test_a_source_or_pattern_that_is_not_known_is_undecided() -> None:
    prd029.undecided(filtered("'{data: [1]}'", source="!ImportValue orders"))
    prd029.undecided(filtered("!ImportValue pattern"))
