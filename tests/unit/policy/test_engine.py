from __future__ import annotations

from collections.abc import Iterator

from cases import RuleCase

from constructs_lib.graph import ResourceView
from constructs_lib.graph.readers.template import read_template
from constructs_lib.policy import Rule, Severity, Violation
from constructs_lib.policy.engine import run

STREAM = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {RetentionPeriodHours: 24, ShardCount: 1}
"""


def broken(stream: ResourceView) -> Iterator[Violation]:
    yield Violation(stream["ShardCount"])
    raise ZeroDivisionError("no shards to divide by")


def make(check: object) -> Rule:
    return Rule(
        id="TST001", name="test", title="t", severity=Severity.ERROR, resources=("AWS::Kinesis::Stream",),
        why="w", fix="f", source="s", check=check,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_rule_that_crashes_becomes_a_finding_about_that_rule_and_the_others_run() -> None:
    retention = RuleCase("KDS001").rule
    graph = read_template(STREAM.replace("24", "12"), "orders.yaml")
    found = run(graph, [make(broken), retention]).findings
    assert {finding.rule for finding in found} == {"TST001", "KDS001"}
    crash = next(finding for finding in found if finding.rule == "TST001")
    assert crash.severity is Severity.WARNING
    assert "no shards to divide by" in crash.message


def test_what_a_rule_said_before_it_met_an_unknown_value_is_kept() -> None:
    def check(stream: ResourceView) -> Iterator[Violation]:
        yield Violation(stream["ShardCount"], message="said before")
        if stream["RetentionPeriodHours"].number:
            yield Violation(stream["ShardCount"], message="said after")

    template = STREAM.replace("24", "!ImportValue hours")
    results = run(read_template(template, "orders.yaml"), [make(check)])
    assert [finding.message for finding in results.findings] == ["said before"]
    assert [result.property for result in results.undecided] == ["RetentionPeriodHours"]


def test_a_resource_whose_condition_never_meets_the_fault_is_not_found() -> None:
    case = RuleCase("KDS010")
    case.passes("""
        Parameters: {Mode: {Type: String, Default: PROVISIONED}}
        Conditions: {OnDemand: !Equals [!Ref Mode, ON_DEMAND]}
        Resources:
          Orders:
            Type: AWS::Kinesis::Stream
            Properties:
              StreamModeDetails: {StreamMode: !Ref Mode}
              ShardCount: !If [OnDemand, !Ref AWS::NoValue, 2]
    """)


def test_a_finding_in_one_branch_names_the_condition() -> None:
    finding = RuleCase("KDS001").finds("""
        Parameters: {Stage: {Type: String}}
        Conditions: {Prod: !Equals [!Ref Stage, prod]}
        Resources:
          Orders:
            Type: AWS::Kinesis::Stream
            Properties: {RetentionPeriodHours: !If [Prod, 168, 12]}
    """)
    assert finding.message.endswith(", when Prod is false")


def test_more_conditions_than_can_be_combined_are_undecided() -> None:
    names = [f"C{n}" for n in range(12)]
    conditions = "\n".join(f"  {name}: !Equals [!Ref P{name}, x]" for name in names)
    parameters = "\n".join(f"  P{name}: {{Type: String}}" for name in names)
    opposites = "\n".join(f"  Not{name}: !Not [!Condition {name}]" for name in names)
    consumers = "\n".join(
        f"  R{name}: {{Type: AWS::Kinesis::StreamConsumer, Condition: {name}, "
        f"Properties: {{ConsumerName: r, StreamARN: !GetAtt Orders.Arn}}}}"
        for name in [*names, *(f"Not{name}" for name in names)]
    )
    template = f"""
Parameters:
{parameters}
Conditions:
{conditions}
{opposites}
Resources:
  Orders: {{Type: AWS::Kinesis::Stream}}
{consumers}
"""
    results = RuleCase("KDC010").run(template)
    assert results.findings == []
    assert {result.reason for result in results.undecided} == {"too many conditions are combined"}
