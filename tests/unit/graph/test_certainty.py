from __future__ import annotations

from textwrap import dedent

import pytest

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Scenario, Undecided, View, explore
from constructs_lib.graph.readers.template import read_template
from constructs_lib.graph.values import Parameter


def orders(template: str) -> ResourceView:
    graph = read_template(dedent(template), "orders.yaml")
    return View(graph, Scenario()).of(next(r for r in graph.resources if r.id == "Orders"))


REGIONAL = """
Mappings:
  Sizes:
    us-east-1: {Hours: 24, Shards: 1}
    eu-west-1: {Hours: 9000, Shards: 1}
Conditions:
  East: !Equals [!Ref AWS::Region, us-east-1]
Resources:
  Orders:
    Type: T
    Properties:
      A: !FindInMap [Sizes, !Ref AWS::Region, Hours]
      B: {C: [!FindInMap [Sizes, !Ref "AWS::Region", Shards]]}
      D: !If [East, 1, 2]
"""


def seen(template: str, *paths: str) -> list[tuple[str, tuple[object, ...]]]:
    """Read properties under every scenario: how it is described, and what stands there."""
    graph = read_template(template, "orders.yaml")

    def read(scenario: Scenario) -> tuple[object, ...]:
        view = View(graph, scenario).of(next(each for each in graph.resources if each.id == "Orders"))
        return tuple(view[path].text for path in paths)

    return sorted((scenario.describe(), found) for scenario, found in explore(read))


def test_a_map_by_region_is_seen_for_each_region_and_names_it() -> None:
    assert seen(REGIONAL, "A") == [("AWS::Region is eu-west-1", ("9000",)), ("AWS::Region is us-east-1", ("24",))]


def test_a_map_by_region_agrees_with_the_conditions_about_the_region() -> None:
    assert [found for _, found in seen(REGIONAL, "A", "B.C.0", "D")] == [("9000", "1", "2"), ("24", "1", "1")]
    assert [found for _, found in seen(REGIONAL, "D", "A")] == [("2", "9000"), ("1", "24")]


def test_a_region_that_a_map_does_not_hold_is_unknown() -> None:
    template = REGIONAL.replace("us-east-1]", "sa-east-1]")
    graph = read_template(template, "orders.yaml")

    def read(scenario: Scenario) -> object:
        stream = View(graph, scenario).of(graph.resources[0])
        try:
            return stream["D"].number, stream["A"].number
        except CannotDecide as gap:
            return gap.reason

    assert [found for _, found in explore(read)] == [
        "the map has nothing for the AWS::Region that the conditions ask for",
        (2, 24),
        (2, 9000),
    ]


def test_a_map_within_a_region_is_found_by_its_second_key_too() -> None:
    template = """
    Mappings: {Sizes: {Hours: {us-east-1: 24, eu-west-1: 48}}}
    Resources: {Orders: {Type: T, Properties: {A: {"Fn::FindInMap": [Sizes, Hours, {Ref: "AWS::Region"}]}}}}
    """
    assert {found for _, found in seen(dedent(template), "A")} == {("24",), ("48",)}


def test_the_name_of_the_stack_is_unknown_and_the_rest_of_a_text_is_kept() -> None:
    stream = orders("""
        Resources:
          Orders:
            Type: T
            Properties:
              A: !Ref AWS::StackName
              B: !Sub "${AWS::StackName}-orders"
              C: {D: [!Join ["-", [orders, !Ref AWS::StackName, !GetAtt Orders.Arn]]]}
    """)
    assert stream["A"].parts == (Reference("AWS::StackName"),)
    assert stream["B"].parts == (Reference("AWS::StackName"), "-orders")
    assert stream["C.D.0"].parts == ("orders-", Reference("AWS::StackName"), "-", Reference("Orders", "Arn"))
    with pytest.raises(CannotDecide):
        assert stream["B"].text


def test_the_variables_of_a_text_lead_to_what_they_stand_for() -> None:
    stream = orders("""
        Resources:
          Lake: {Type: AWS::S3::Bucket}
          Orders:
            Type: T
            Properties:
              A: !Sub ["${Lake}/${Name}*", {Lake: !GetAtt Lake.Arn, Name: !Ref Lake}]
              B: {"Fn::Sub": ["${X}/*", {X: {"Fn::Select": [0, [!Ref Lake]]}}]}
              C: [a, "b", !Sub ["${X}", {X: !GetAtt [Lake, Arn]}]]
              D: !Sub "${Lake}/*"
    """)
    assert stream["A"].parts == (Reference("Lake", "Arn"), "/", Reference("Lake"), "*")
    assert [type(part) for part in stream["B"].parts] == [Undecided, str]
    assert stream["C.2"].parts == (Reference("Lake", "Arn"),)
    assert stream["D"].parts == (Reference("Lake"), "/*")


NESTED = """
Conditions:
  Prod: !Equals [!Ref AWS::AccountId, "111122223333"]
Resources:
  Lake: {Type: AWS::S3::Bucket}
  Orders:
    Type: T
    Properties:
      A:
        - !If [Prod, !Sub "${Lake.Arn}/a", !Ref AWS::NoValue]
        - !If [Prod, {B: [!If [Prod, !GetAtt Lake.Arn, x]]}, {B: [!Join ["", [!Ref Lake, /b]]]}]
"""


def test_branches_within_lists_are_followed() -> None:
    graph = read_template(NESTED, "orders.yaml")

    def read(scenario: Scenario) -> object:
        items = next(View(graph, scenario).of_type("T"))["A"].items
        return [items[-1]["B.0"].parts, len(items)]

    found = [result for _, result in explore(read)]
    assert found == [[(Reference("Lake", "Arn"),), 2], [(Reference("Lake"), "/b"), 1]]


def test_the_references_of_neighbours_in_a_list_are_kept_apart() -> None:
    joins = ", ".join('!Join ["", [!Ref Lake, /x]]' for _ in range(10))
    stream = orders(f"""
        Resources:
          Lake: {{Type: AWS::S3::Bucket}}
          Orders: {{Type: T, Properties: {{A: [{joins}, !Join ["", [!GetAtt Lake.Arn, /x]]]}}}}
    """)
    assert stream["A.1"].parts == (Reference("Lake"), "/x")
    assert stream["A.10"].parts == (Reference("Lake", "Arn"), "/x")


def test_a_parameter_is_kept_where_the_template_branches_nowhere() -> None:
    template = """
        Parameters: {Hours: {Type: Number, Default: 36}, Size: {Type: Number}}
        Resources: {Orders: {Type: T, Properties: {A: !Ref Hours, B: {C: !Ref Hours}, D: !Ref Size, E: 36}}}
    """
    stream = orders(template)
    assert stream.resource.properties == {
        "A": Parameter("Hours"), "B": {"C": Parameter("Hours")}, "D": Parameter("Size"), "E": 36,
    }  # fmt: skip
    assert (stream["A"].number, stream["B.C"].number) == (36, 36)


@pytest.mark.parametrize("default", ["many", "12x"])
def test_a_number_that_is_none_is_unknown(default: str) -> None:
    stream = orders(f"""
        Parameters: {{N: {{Type: Number, Default: {default}}}}}
        Conditions: {{C: !Equals [!Ref N, 1]}}
        Resources: {{Orders: {{Type: T, Properties: {{A: !Ref N}}}}}}
    """)
    with pytest.raises(CannotDecide, match="parameter N holds no number"):
        assert stream["A"].number


def test_a_list_of_numbers_is_a_list() -> None:
    stream = orders("""
        Parameters: {N: {Type: List<Number>, Default: "1, 2"}}
        Conditions: {C: !Equals [a, b]}
        Resources: {Orders: {Type: T, Properties: {A: !Ref N}}}
    """)
    assert [item.number for item in stream["A"].items] == [1, 2]


def test_a_long_chain_of_conditions_is_not_followed_to_its_end() -> None:
    chain = "".join(f"  C{n}: !Not [!Condition C{n + 1}]\n" for n in range(900))
    template = f"""Conditions:
{chain}  C900: !Equals [a, a]
Resources: {{Orders: {{Type: T, Condition: C0, Properties: {{A: !If [C0, 1, 2], B: !If [C899, 1, 2]}}}}}}
"""
    assert {found for _, found in seen(template, "A", "B")} == {("1", "2"), ("2", "2")}


ALONE = """
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Orders:
    Type: T
    Properties:
      Sub: !Sub "${Bucket.Arn}"
      Variable: !Sub ["${Where}", {Where: !GetAtt Bucket.Arn}]
      Join: !Join ["", [!GetAtt Bucket.Arn]]
      Name: !Sub "${Bucket}"
      Longer: !Sub "${Bucket.Arn}/*"
      Stack: !Sub "${AWS::StackName}"
"""


def test_a_text_of_one_reference_is_the_reference() -> None:
    resource = orders(ALONE)
    for path in ("Sub", "Variable", "Join"):
        assert resource[path].reference == Reference("Bucket", "Arn")
    assert resource["Name"].reference == Reference("Bucket")
    assert resource["Longer"].reference is None
    assert resource["Stack"].target is None


SECRETS = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
Mappings:
  Keys:
    us-east-1: {Key: "{{resolve:secretsmanager:own:SecretString:key}}"}
    dev: {Key: "{{resolve:ssm:/dev/key}}"}
    prod: {Key: plain}
Resources:
  Orders:
    Type: T
    Properties:
      Regional: !FindInMap [Keys, !Ref AWS::Region, Key]
      Staged: !FindInMap [Keys, !Ref Stage, Key]
"""


def test_a_dynamic_reference_in_a_mapping_is_undecided() -> None:
    assert orders(SECRETS)["Regional"].undecided
    graph = read_template(SECRETS, "orders.yaml")

    def staged(scenario: Scenario) -> str | None:
        value = View(graph, scenario).of(graph.resources[0])["Staged"]
        return None if value.undecided else value.text

    assert {answer for _, answer in explore(staged)} == {None, "plain"}
