"""The engine of `cloudformation-validate` itself runs what is exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cloudformation_validate import CompositeEngine, CompositeEngineConfig, ExternalRuleSource

from constructs_lib.cli.main import main
from constructs_lib.policy import check
from constructs_lib.policy.bounds.example import examples
from constructs_lib.publishing.rego import as_rego, exported

FAILURES = Path(__file__).parents[2] / "data" / "failures"
RULES = {bound.rule for bound in exported()}
MADE = {
    "004-stream-retention-above-max",
    "085-sse-key-alias-arn",
    "099-buffering-size-through-mapping",
    "412-delivery-stream-name-with-space-in-sub",
    "522-web-acl-two-logging-destinations",
}
"""The failures whose value an intrinsic function makes: they are left to our own engine."""
Found = set[tuple[str, str]]


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Callable[[str], Found]:
    engine = CompositeEngine(
        CompositeEngineConfig(rego_rules=[ExternalRuleSource(name="kinesis.rego", content=as_rego())])
    )
    file = tmp_path_factory.mktemp("rego") / "template.yaml"

    def run(template: str) -> Found:
        file.write_text(template)
        given = engine.validate_template(str(file)).diagnostics
        return {(one.rule_id, one.entity.logical_id) for one in given if one.rule_id in RULES}

    return run


@pytest.mark.parametrize("bound", exported(), ids=lambda bound: bound.rule)
def test_the_engine_finds_a_value_out_of_bounds_and_none_at_the_edge(bound, found):
    bad, good = examples(bound)
    if bad:
        assert bound.rule in {rule for rule, _ in found(bad)}
    assert bound.rule not in {rule for rule, _ in found(good)}


@pytest.mark.parametrize("case", sorted(path.name for path in FAILURES.iterdir() if (path / "case.yaml").exists()))
def test_the_engine_finds_in_the_known_failures_what_the_policy_finds(case, found):
    for kind in ("bad", "good"):
        (file,) = (FAILURES / case).glob(f"{kind}.*")
        own = {(one.rule, one.resource) for one in check(file).findings if one.rule in RULES}
        assert found(file.read_text()) == (set() if case in MADE else own)


def test_what_is_known_only_at_deployment_is_left_out(found):
    template = """
Parameters: {Hours: {Type: Number, Default: 12}}
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {ShardCount: 1, RetentionPeriodHours: {Ref: Hours}, Name: {"Fn::Sub": "a b ${AWS::Region}"}}
"""
    assert found(template) == set()


def test_most_bounds_are_exported():
    assert len(RULES) > 200


def test_the_command_prints_them(capsys):
    assert main(["rules", "--format", "rego"]) == 0
    assert capsys.readouterr().out == as_rego() + "\n"
