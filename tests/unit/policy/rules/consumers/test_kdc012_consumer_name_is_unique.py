from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.consumers.kdc012_consumer_name_is_unique import EXAMPLE

kdc012 = RuleCase("KDC012")


def test_a_name_that_stands_twice_is_found_at_the_second() -> None:
    finding = kdc012.finds(EXAMPLE.format(name="reports"))
    assert (finding.resource, finding.property) == ("Second", "ConsumerName")


def test_different_names_pass() -> None:
    kdc012.passes(EXAMPLE.format(name="audit"))


def test_the_same_name_on_another_stream_passes() -> None:
    second = EXAMPLE.format(name="reports").replace("!GetAtt Orders.Arn", "!GetAtt Others.Arn", 1)
    kdc012.passes(second + "  Others: {Type: AWS::Kinesis::Stream}")


def test_a_stream_that_is_not_known_is_undecided() -> None:
    template = EXAMPLE.format(name="reports").replace("!GetAtt Orders.Arn", "!ImportValue orders")
    assert len(kdc012.run(template).undecided) == 2
