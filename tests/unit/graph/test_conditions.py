from __future__ import annotations

from collections.abc import Mapping

import pytest

from constructs_lib.graph import Scenario, TooManyScenarios, View, explore
from constructs_lib.graph.conditions import Conditions, ParameterFacts, parse_expression, without_circles
from constructs_lib.graph.readers.template import read_template

EXPRESSIONS = {
    "Prod": 'Equals(Param(Stage), "prod")',
    "Numbered": "Equals(5, Param(Count))",
    "NotProd": "Not(Condition(Prod))",
    "Both": "And(Condition(Prod), Condition(Numbered))",
    "Either": "Or(Condition(Prod), Condition(Numbered))",
    "East": 'Equals(AWS::Region, "us-east-1")',
    "Never": 'Equals("a", "b")',
    "Computed": 'Equals(?, "b")',
    "Broken": "Equals((",
}
CONDITIONS = Conditions(
    expressions={name: parse_expression(text) for name, text in EXPRESSIONS.items()},
    parameters={
        "Stage": ParameterFacts("Stage", "String", allowed=("dev", "prod")),
        "Count": ParameterFacts("Count", "Number", allowed=("1", "5", "9")),
    },
)


@pytest.mark.parametrize(
    ("name", "values", "holds"),
    [
        ("Prod", {"Stage": "prod"}, True),
        ("Prod", {"Stage": "dev"}, False),
        ("Prod", {}, None),
        ("NotProd", {"Stage": "prod"}, False),
        ("NotProd", {}, None),
        ("Both", {"Stage": "prod", "Count": "5"}, True),
        ("Both", {"Stage": "dev"}, False),
        ("Both", {"Stage": "prod"}, None),
        ("Either", {"Stage": "prod"}, True),
        ("Either", {"Stage": "dev", "Count": "1"}, False),
        ("Either", {"Stage": "dev"}, None),
        ("East", {"AWS::Region": "us-east-1"}, True),
        ("East", {}, None),
        ("Never", {}, False),
        ("Computed", {}, None),
        ("Broken", {}, None),
        ("Missing", {}, None),
    ],
)
def test_a_condition_holds_as_far_as_it_follows_from_the_parameters(
    name: str, values: Mapping[str, str], holds: bool | None
) -> None:
    assert CONDITIONS.holds(name, {}, values) is holds


def test_what_has_been_decided_counts_but_not_for_the_condition_itself() -> None:
    assert CONDITIONS.holds("NotProd", {"Prod": False}, {}) is True
    assert CONDITIONS.holds("Prod", {"Prod": False}, {"Stage": "prod"}) is False
    assert CONDITIONS.follows("Prod", {"Prod": False}, {"Stage": "prod"}) is True


@pytest.mark.parametrize(
    ("name", "outcome", "pinned"),
    [
        ("Prod", True, {"Stage": "prod"}),
        ("Prod", False, {"Stage": "dev"}),
        ("Numbered", True, {"Count": "5"}),
        ("Numbered", False, {}),
        ("NotProd", True, {"Stage": "dev"}),
        ("NotProd", False, {"Stage": "prod"}),
        ("Both", True, {"Stage": "prod", "Count": "5"}),
        ("Both", False, {}),
        ("Either", True, {}),
        ("Either", False, {"Stage": "dev"}),
        ("East", True, {"AWS::Region": "us-east-1"}),
        ("East", False, {}),
        ("Computed", True, {}),
        ("Missing", True, {}),
    ],
)
def test_an_outcome_pins_the_parameters_that_it_forces(name: str, outcome: bool, pinned: Mapping[str, str]) -> None:
    assert CONDITIONS.pinned(name, outcome) == pinned


def test_conditions_in_a_circle_are_given_up_and_those_that_name_them_are_kept() -> None:
    written = {"A": "Not(Condition(B))", "B": "Not(Condition(A))", "C": 'Or(Condition(A), Equals("a", "a"))'}
    expressions = without_circles({name: parse_expression(text) for name, text in written.items()})
    conditions = Conditions(expressions=expressions)
    assert [conditions.holds(name, {}, {}) for name in "ABC"] == [None, None, True]


TEMPLATE = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  Other: !Equals [!Ref Wish, "yes"]
Resources:
  Orders:
    Type: T
    Properties:
      Name: !Sub "orders-${Stage}"
      Size: !If [Prod, 1, !If [Other, 2, 3]]
"""


def test_a_text_with_a_parameter_is_seen_with_each_of_its_values() -> None:
    graph = read_template(TEMPLATE, "orders.yaml")
    found = [name for _, name in explore(lambda scenario: View(graph, scenario).of(graph.resources[0])["Name"].text)]
    assert sorted(str(name) for name in found) == ["orders-dev", "orders-prod"]


def test_a_scenario_names_its_decisions() -> None:
    graph = read_template(TEMPLATE, "orders.yaml")
    found = {
        scenario.describe(): size
        for scenario, size in explore(lambda scenario: View(graph, scenario).of(graph.resources[0])["Size"].number)
    }
    assert found == {"Prod is true": 1, "Prod is false and Other is true": 2, "Prod is false and Other is false": 3}


def test_more_than_64_scenarios_are_refused() -> None:
    def read(count: int) -> int:
        facts = [ParameterFacts(f"P{at}", "String", allowed=("a", "b")) for at in range(count)]
        return len(list(explore(lambda scenario: [scenario.value("t", CONDITIONS, each) for each in facts])))

    assert read(6) == 64
    with pytest.raises(TooManyScenarios):
        read(7)


def test_a_value_that_was_decided_is_not_asked_for_again() -> None:
    scenario = Scenario(script=["b"])
    facts = ParameterFacts("P", "String", allowed=("a", "b"))
    assert [scenario.value("t", CONDITIONS, facts) for _ in range(2)] == ["b", "b"]
    assert [scenario.pick("t", "Orders.A", 2) for _ in range(2)] == [0, 0]
    assert len(scenario.branches) == 2


def test_a_scenario_names_parameters_as_they_are_written_and_no_options() -> None:
    def read(scenario: Scenario) -> None:
        scenario.value("t", CONDITIONS, ParameterFacts("Mode", "String", allowed=("ON_DEMAND", "PROVISIONED")))
        scenario.pick("t", "Orders.Name", 2)

    assert {scenario.describe() for scenario, _ in explore(read)} == {"Mode is ON_DEMAND", "Mode is PROVISIONED"}


@pytest.mark.parametrize("function", ["And", "Or"])
def test_conditions_that_name_others_twice_take_no_longer_than_those_that_name_them_once(function: str) -> None:
    chain = {
        f"C{at}": parse_expression(f"{function}(Not(Condition(C{at - 1})), Condition(C{at - 1}))")
        for at in range(1, 49)
    }
    conditions = Conditions(expressions={"C0": parse_expression('Equals(AWS::Region, "eu-west-1")'), **chain})
    assert conditions.holds("C48", {}, {}) is None
    assert conditions.holds("C1", {}, {"AWS::Region": "eu-west-1"}) is (function == "Or")


@pytest.mark.parametrize(("function", "outcome"), [("And", True), ("Or", False)])
def test_what_conditions_pin_that_name_others_twice_is_found_as_soon(function: str, outcome: bool) -> None:
    chain = {
        f"C{at}": parse_expression(f"{function}(Condition(C{at - 1}), Condition(C{at - 1}))") for at in range(1, 49)
    }
    conditions = Conditions(expressions={"C0": parse_expression('Equals(AWS::Region, "eu-west-1")'), **chain})
    assert conditions.pinned("C48", outcome) == ({"AWS::Region": "eu-west-1"} if outcome else {})


TWO = """
Parameters: {P: {Type: String}, Q: {Type: String}, Size: {Type: Number, Default: 5}}
Conditions:
  A: !Equals [!Ref P, x]
  B: !Equals [!Ref Q, x]
  Either: !Or [!Condition A, !Condition B]
Resources:
  Orders:
    Type: T
    Properties: {A: !If [A, a, "-"], B: !If [B, b, "-"], Either: !If [Either, e, "-"], Size: !Ref Size, P: !Ref P}
"""


def readings(*paths: str) -> list[tuple[str, ...]]:
    """What stands at paths, under every scenario."""
    graph = read_template(TWO, "two.yaml")

    def read(scenario: Scenario) -> tuple[str, ...]:
        resource = View(graph, scenario).of(graph.resources[0])
        return tuple("?" if resource[path].undecided else str(resource[path].text) for path in paths)

    return sorted(found for _, found in explore(read))


def test_no_scenario_contradicts_what_others_of_its_conditions_imply() -> None:
    agreeing = [("-", "-", "-"), ("e", "-", "b"), ("e", "a", "-"), ("e", "a", "b")]
    assert readings("Either", "A", "B") == agreeing
    assert readings("A", "B", "Either") == sorted((a, b, either) for either, a, b in agreeing)


def test_what_can_fall_in_one_way_only_takes_no_part_in_the_scenarios() -> None:
    assert readings("A", "Size", "B") == [("-", "5", "-"), ("-", "5", "b"), ("a", "5", "-"), ("a", "5", "b")]
    graph = read_template(TWO, "two.yaml")
    [(scenario, size)] = explore(lambda scenario: View(graph, scenario).of(graph.resources[0])["Size"].text)
    assert (scenario.describe(), size) == ("", "5")


def test_a_parameter_is_known_where_a_condition_pins_it_and_unknown_elsewhere() -> None:
    assert readings("A", "P") == [("-", "?"), ("a", "x")]


ALLOWED = """
Parameters:
  Stage: {{Type: String, Default: dev, AllowedValues: [dev, prod]}}
  Size: {{Type: String, AllowedValues: [s, m, l]}}
  Name: {{Type: String}}
Conditions: {{Prod: !Equals [!Ref Stage, prod]}}
Resources:
  Orders:
    Type: T
    Properties: {{A: {a}, B: {b}, C: !If [Prod, in prod, elsewhere]}}
"""


@pytest.mark.parametrize(
    ("a", "b", "agreeing"),
    [
        ('!Sub "a-${Stage}"', '!Sub "b-${Stage}"', {("a-dev", "b-dev"), ("a-prod", "b-prod")}),
        ('!Sub "a-${Stage}"', '!Join ["-", [b, !Ref Stage]]', {("a-dev", "b-dev"), ("a-prod", "b-prod")}),
        ('!Sub "a-${Stage}"', "!If [Prod, x, y]", {("a-dev", "y"), ("a-prod", "x")}),
        ("!Ref Stage", '!If [Prod, !Sub "x-${Stage}", y]', {("dev", "y"), ("prod", "x-prod")}),
        (
            '!Sub "${Stage}-${Size}"',
            '!Sub "${Size}+${Stage}"',
            {(f"{stage}-{size}", f"{size}+{stage}") for stage in ("dev", "prod") for size in "sml"},
        ),
        (
            '!Sub "${Stage}-${Size}-${Stage}"',
            "!Ref Size",
            {(f"{stage}-{size}-{stage}", size) for stage in ("dev", "prod") for size in "sml"},
        ),
    ],
)
def test_texts_with_an_allowed_value_agree_on_it(a: str, b: str, agreeing: set[tuple[str, str]]) -> None:
    graph = read_template(ALLOWED.format(a=a, b=b), "allowed.yaml")

    def read(scenario: Scenario) -> tuple[str | None, ...]:
        orders = View(graph, scenario).of(graph.resources[0])
        return orders["A"].text, orders["B"].text

    assert {found for _, found in explore(read)} == agreeing


def test_texts_known_in_part_agree_on_an_allowed_value() -> None:
    graph = read_template(ALLOWED.format(a='!Sub "a-${Stage}-${Name}"', b='!Sub "b-${Stage}"'), "allowed.yaml")

    def read(scenario: Scenario) -> tuple[object, str | None]:
        orders = View(graph, scenario).of(graph.resources[0])
        return orders["A"].parts[0], orders["B"].text

    assert {found for _, found in explore(read)} == {("a-dev-", "b-dev"), ("a-prod-", "b-prod")}


def test_a_chain_of_conditions_that_is_too_long_or_unreadable_is_left_open() -> None:
    chain = {f"C{at}": parse_expression(f"Not(Condition(C{at - 1}))") for at in range(1, 200)}
    readable = without_circles({"C0": parse_expression('Equals("a", "a")'), **chain, "Odd": parse_expression("Or((")})
    conditions = Conditions(expressions=readable)
    assert [conditions.holds(name, {}, {}) for name in ("C1", "C2", "C199", "Odd")] == [False, True, None, None]


def test_combinations_that_cannot_be_told_apart_are_each_seen() -> None:
    graph = read_template(
        ALLOWED.format(a='!Join ["", [!Sub "${Stage}", !Sub "-${Size}-", !Ref Stage]]', b="!Ref Stage"), "allowed.yaml"
    )
    found = {text for _, text in explore(lambda scenario: View(graph, scenario).of(graph.resources[0])["A"].text)}
    assert {f"{stage}-{size}-{stage}" for stage in ("dev", "prod") for size in "sml"} <= found
