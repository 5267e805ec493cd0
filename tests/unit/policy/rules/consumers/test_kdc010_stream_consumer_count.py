from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy import Severity
from constructs_lib.policy.rules.consumers.kdc010_stream_consumer_count import example

kdc010 = RuleCase("KDC010")
ON_DEMAND = "{StreamModeDetails: {StreamMode: ON_DEMAND}}"


def test_the_last_of_21_consumers_is_found() -> None:
    finding = kdc010.finds(example(21))
    assert (finding.resource, finding.severity) == ("Reader21", Severity.ERROR)


def test_on_demand_advantage_may_allow_more() -> None:
    assert kdc010.finds(example(21).replace("{ShardCount: 1}", ON_DEMAND)).severity is Severity.WARNING


def test_nothing_allows_51() -> None:
    findings = kdc010.run(example(51).replace("{ShardCount: 1}", ON_DEMAND)).findings
    assert [finding.resource for finding in findings if finding.severity is Severity.ERROR] == ["Reader51"]


def test_consumers_of_two_streams_are_counted_apart() -> None:
    template = (
        example(20)
        + """
  Others: {Type: AWS::Kinesis::Stream}
  OtherReader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: other, StreamARN: !GetAtt Others.Arn}
"""
    )
    kdc010.passes(template)


def test_consumers_of_one_stream_by_its_arn_are_counted() -> None:
    arn = "arn:aws:kinesis:us-east-1:111122223333:stream/orders"
    finding = kdc010.finds(example(21).replace("!GetAtt Orders.Arn", arn))
    assert (finding.resource, finding.severity) == ("Reader21", Severity.WARNING)


def test_consumers_of_one_import_are_consumers_of_one_stream_of_unknown_mode() -> None:
    template = example(21).replace("!GetAtt Orders.Arn", "!ImportValue orders")
    finding = kdc010.finds(template)
    assert (finding.resource, finding.severity) == ("Reader21", Severity.WARNING)


def test_consumers_of_different_imports_are_undecided() -> None:
    template = example(21)
    for number in range(21):
        template = template.replace("!GetAtt Orders.Arn", f"!ImportValue orders{number}", 1)
    reasons = {result.reason for result in kdc010.run(template).undecided}
    assert "orders0 is imported from outside this app" in reasons


def test_a_loop_makes_consumers_in_the_order_of_their_ids() -> None:
    names = ", ".join(f"A{number}" for number in range(10, 31))
    template = f"""
Transform: AWS::LanguageExtensions
Resources:
  Orders: {{Type: AWS::Kinesis::Stream, Properties: {{ShardCount: 1}}}}
  Fn::ForEach::Readers:
    - Name
    - [{names}]
    - Reader${{Name}}:
        Type: AWS::Kinesis::StreamConsumer
        Properties: {{ConsumerName: !Ref Name, StreamARN: !GetAtt Orders.Arn}}
"""
    assert kdc010.finds(template).resource == "ReaderA30"
