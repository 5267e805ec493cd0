from __future__ import annotations

import json
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.graph import CannotDecide, Graph, Reference, ResourceView, Scenario, View, explore
from constructs_lib.graph.readers.template import UnreadableTemplate, read_template, template_resources

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
INTRINSICS = st.sampled_from(["Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Fn::Join", "Fn::Select", "Fn::FindInMap"])
PROPERTIES = st.dictionaries(
    st.sampled_from(["ShardCount", "RetentionPeriodHours", "Name", "StreamModeDetails", "StreamARN"]),
    JSON | st.builds(lambda name, argument: {name: argument}, INTRINSICS, JSON),
    max_size=4,
)


def orders(template: str, scenario: Scenario | None = None) -> ResourceView:
    graph = read_template(dedent(template), "orders.yaml")
    return View(graph, scenario or Scenario()).of(next(r for r in graph.resources if r.id == "Orders"))


@settings(max_examples=150, deadline=None)
@given(resources=st.dictionaries(st.text(min_size=1, max_size=5), st.fixed_dictionaries(
    {"Type": st.sampled_from(["AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer"]), "Properties": PROPERTIES | JSON}
), max_size=3), rest=JSON)  # fmt: skip
def test_no_json_makes_reading_crash(resources: object, rest: object) -> None:
    text = json.dumps({"Resources": resources, "Conditions": rest, "Parameters": rest, "Outputs": rest})
    try:
        graph = read_template(text, "any.json")
    except UnreadableTemplate:
        return
    for resource in graph.resources:
        view = View(graph, Scenario()).of(resource)
        for name in ("ShardCount", "StreamModeDetails.StreamMode", "Tags"):
            try:
                assert view[name].text is None or view[name].exists
            except CannotDecide:
                assert view[name].exists


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "empty"),
        ("hello", "must be a YAML mapping"),
        ("[1, 2]", "must be a YAML mapping"),
        ('{"a": 1}', "no Resources section"),
        ("a: [1", "parse error"),
        ("Resources:\n\tA: 1", "tabs"),
        ("Resources: {}\n---\nResources: {}\n", "single document"),
        ('{"Resources": ' + '{"a":' * 5000 + "1" + "}" * 5001, "recursion limit"),
    ],
)
def test_what_is_no_template_is_refused_in_one_sentence(content: str, problem: str) -> None:
    with pytest.raises(UnreadableTemplate) as refused:
        read_template(content, "file.yaml")
    assert problem.lower() in str(refused.value).lower()
    assert str(refused.value).startswith("file.yaml")


def test_an_alias_bomb_is_refused() -> None:
    names = "abcdefgh"
    levels = [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(names)]
    bomb = "\n".join(["a: &a [x, x, x, x, x, x, x, x, x]", *levels, "Resources: {A: {Type: T, Properties: {P: *h}}}"])
    with pytest.raises(UnreadableTemplate, match="alias expansion"):
        read_template(bomb, "bomb.yaml")


def test_a_property_is_found_at_its_line_and_column() -> None:
    stream = orders("""\
        Resources:
          Orders:
            Type: AWS::Kinesis::Stream
            Properties:
              Name: orders
              StreamModeDetails:
                StreamMode: ON_DEMAND
    """)
    position = stream.resource.position(("StreamModeDetails", "StreamMode"))
    assert (position.file, position.line, position.column) == ("orders.yaml", 7, 9)
    assert stream.resource.position(("RetentionPeriodHours",)).line == 4


def test_no_value_is_absence() -> None:
    assert orders("Resources: {Orders: {Type: T, Properties: {Name: !Ref AWS::NoValue}}}")["Name"].absent


def test_a_text_that_is_known_in_part_keeps_its_parts() -> None:
    bucket = orders("""
        Resources:
          Lake: {Type: AWS::S3::Bucket}
          Orders: {Type: T, Properties: {A: !Sub "${Lake.Arn}/raw/*", B: !Join ["", [!GetAtt Lake.Arn, "/*"]]}}
    """)
    assert bucket["A"].parts == (Reference("Lake", "Arn"), "/raw/*")
    assert bucket["B"].parts == (Reference("Lake", "Arn"), "/*")
    with pytest.raises(CannotDecide, match="put together at deployment"):
        assert bucket["A"].text


def test_a_reference_leads_to_its_resource_and_an_import_to_the_exporting_template() -> None:
    producer = """
Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {RetentionPeriodHours: 48}}}
Outputs: {Arn: {Value: !GetAtt Orders.Arn, Export: {Name: orders-arn}}}
"""
    consumer = """
Resources: {Reader: {Type: AWS::Kinesis::StreamConsumer, Properties: {StreamARN: !ImportValue orders-arn}}}
"""
    graph = Graph([*template_resources(producer, "a.yaml"), *template_resources(consumer, "b.yaml")])
    reader = next(View(graph, Scenario()).of_type("AWS::Kinesis::StreamConsumer"))
    target = reader["StreamARN"].target
    assert target is not None
    assert (target.id, target["RetentionPeriodHours"].number) == ("Orders", 48)


def test_hints_come_from_the_resources_metadata() -> None:
    stream = orders("Resources: {Orders: {Type: T, Metadata: {kinesis-constructs: {output_growth: 1.5}}}}")
    assert stream.hints == {"output_growth": 1.5}


def test_a_pattern_reaches_items_and_filters_them() -> None:
    stream = orders("""
        Resources:
          Orders:
            Type: T
            Properties:
              A: {Items: [{Name: x, Value: 1}, {Name: y, Value: 2}]}
              B: {Items: [{Name: x, Value: 3}]}
    """)
    assert [value.number for value in stream.each("*.Items[].Value")] == [1, 2, 3]
    assert [value.number for value in stream.each("*.Items[Name=x].Value")] == [1, 3]
    assert [value.path for value in stream.each("B.Items[].Name")] == [("B", "Items", 0, "Name")]


SWITCHED = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, test, prod]}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  NotProd: !Not [!Condition Prod]
Resources:
  Orders:
    Type: T
    Properties:
      A: !If [Prod, 1, 2]
      B: !If [NotProd, 2, 1]
      C: !Ref Stage
"""


def test_every_combination_that_can_happen_is_seen_once_and_no_other() -> None:
    graph = read_template(SWITCHED, "orders.yaml")

    def read(scenario: Scenario) -> tuple[object, ...]:
        view = View(graph, scenario).of(graph.resources[0])
        return view["A"].number, view["B"].number, view["C"].text

    assert sorted(result for _, result in explore(read)) == [(1, 1, "prod"), (2, 2, "dev"), (2, 2, "test")]


def test_a_parameter_read_before_its_condition_decides_the_condition() -> None:
    graph = read_template(SWITCHED, "orders.yaml")

    def read(scenario: Scenario) -> tuple[object, ...]:
        view = View(graph, scenario).of(graph.resources[0])
        return view["C"].text, view["A"].number

    assert sorted(result for _, result in explore(read)) == [("dev", 2), ("prod", 1), ("test", 2)]


def test_a_parameter_without_a_default_is_unknown() -> None:
    stream = orders("Parameters: {N: {Type: Number}}\nResources: {Orders: {Type: T, Properties: {A: !Ref N}}}")
    with pytest.raises(CannotDecide, match="parameter N"):
        assert stream["A"].number


ODD_JSON = """
{"Resources": {"Lake": {"Type": "T"}, "Orders": {"Type": "T", "Properties": {
  "A": {"Fn::GetAtt": ["Lake", "Arn"]},
  "B": 5,
}}}}
"""
ODD_YAML = """
Resources:
  Lake: {Type: T}
  Orders:
    Type: T
    Properties:
      A: !GetAtt Lake.Arn
      B: {
        "C": 5
      }
      D: 5
"""


def test_a_trailing_comma_in_json_is_taken_as_cloudformation_takes_it() -> None:
    stream = orders(ODD_JSON)
    assert (stream["A"].reference, stream["B"].number) == (Reference("Lake", "Arn"), 5)
    assert stream.resource.position(("B",)).line == 4


def test_odd_indentation_is_taken_as_cloudformation_takes_it() -> None:
    stream = orders(ODD_YAML)
    assert (stream["A"].reference, stream["B.C"].number) == (Reference("Lake", "Arn"), 5)
    assert (stream.resource.position(("D",)).line, stream.resource.position(("D",)).column) == (11, 7)


def test_what_stands_below_an_answer_of_another_resource_is_unknown_and_not_absent() -> None:
    stream = orders(
        "Resources: {Maker: {Type: Custom::Maker}, Orders: {Type: T, Properties: {A: !GetAtt Maker.Block}}}"
    )
    assert stream["A.B"].exists
    with pytest.raises(CannotDecide, match="Maker answers it at deployment"):
        assert stream["A.B"].text
    with pytest.raises(CannotDecide):
        assert stream["A"].keys


def test_a_parameter_that_allows_nothing_is_unknown_and_stops_nothing() -> None:
    graph = read_template(
        """
        Parameters: {Address: {Type: String, AllowedValues: []}}
        Resources: {Orders: {Type: T, Properties: {A: {B: !Ref Address}}}}
        """,
        "orders.yaml",
    )
    view = View(graph, Scenario()).of(graph.resources[0])
    assert view["A.B"].undecided


@pytest.mark.parametrize("value", ["{Ref: Key}", "!Sub 'key-${Key}'"])
def test_the_default_of_what_systems_manager_holds_is_a_name_and_no_value(value: str) -> None:
    template = """
    Parameters:
      Key: {Type: "AWS::SSM::Parameter::Value<String>", Default: /streaming/key}
      BootstrapVersion: {Type: "AWS::SSM::Parameter::Value<String>", Default: /cdk-bootstrap/hnb659fds/version}
    Resources:
      Orders:
        Type: AWS::Kinesis::Stream
        Properties:
          RetentionPeriodHours: 24
          StreamEncryption: {EncryptionType: KMS, KeyId: VALUE}
    """
    stream = orders(template.replace("VALUE", value))
    assert stream["RetentionPeriodHours"].number == 24
    with pytest.raises(CannotDecide, match="parameter Key is read from Systems Manager at deployment"):
        assert stream["StreamEncryption.KeyId"].text
