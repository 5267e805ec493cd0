from __future__ import annotations

from cases import RuleCase

from constructs_lib.graph import Graph
from constructs_lib.graph.readers.template import template_resources
from constructs_lib.policy.engine import run
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
    template = EXAMPLE.format(name="reports").replace("!GetAtt Orders.Arn", "!ImportValue orders", 1)
    template = template.replace("!GetAtt Orders.Arn", "!ImportValue payments")
    assert len(kdc012.run(template).undecided) == 2


def test_the_same_import_is_the_same_stream() -> None:
    kdc012.finds(EXAMPLE.format(name="reports").replace("!GetAtt Orders.Arn", "!ImportValue orders"))


def test_the_same_parameter_is_the_same_name() -> None:
    twice = EXAMPLE.format(name="!Ref Name").replace("ConsumerName: reports", "ConsumerName: !Ref Name")
    kdc012.finds("Parameters: {Name: {Type: String}, Other: {Type: String}}" + twice)
    other = twice.replace("!Ref Name", "!Ref Other", 1)
    assert kdc012.run("Parameters: {Name: {Type: String}, Other: {Type: String}}" + other).findings == []


def test_templates_that_lie_side_by_side_may_never_meet() -> None:
    arn = "arn:aws:kinesis:us-east-1:111122223333:stream/orders"
    one = EXAMPLE.format(name="audit").replace("!GetAtt Orders.Arn", arn)
    resources = [*template_resources(one, "one.yaml"), *template_resources(one, "two.yaml")]
    assert run(Graph(resources), [kdc012.rule]).findings == []
