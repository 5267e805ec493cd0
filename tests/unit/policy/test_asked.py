"""What a rule asks a resource first, and where it need not run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from constructs_lib.graph import CannotDecide, Graph, ResourceView
from constructs_lib.graph.readers.template import template_resources
from constructs_lib.policy import Violation, discover
from constructs_lib.policy.asked import EVERYTHING, asked
from constructs_lib.policy.engine import run
from constructs_lib.policy.rule import Check, Rule

STREAM = "AWS::Kinesis::Stream"


def made(check: Check) -> Rule:
    return replace(next(iter(discover())), id="NEW001", resources=(STREAM,), about=(), check=check)


def key_of_named(stream: ResourceView) -> Iterator[Violation]:
    if stream["Name"].exists and stream["StreamEncryption.KeyId"].absent:
        yield Violation(stream["Name"])


def tags(stream: ResourceView) -> Iterator[Violation]:
    for tag in stream.each("Tags[]"):
        if tag["Value"].absent:
            yield Violation(tag)
    mode = stream["StreamModeDetails"]
    if mode["StreamMode"].text == "ON_DEMAND":
        yield Violation(mode)


def retention(stream: ResourceView) -> Iterator[Violation]:
    if stream["RetentionPeriodHours"].absent:
        yield Violation(stream["RetentionPeriodHours"])


def undecided(stream: ResourceView) -> Iterator[Violation]:
    yield from ()
    raise CannotDecide(stream["Name"], "nobody knows")


@pytest.mark.parametrize(("check", "patterns"), [(key_of_named, ("Name",)), (tags, ("Tags[]", "StreamModeDetails"))])
def test_the_first_questions_are_what_a_rule_is_about(check: Check, patterns: tuple[str, ...]) -> None:
    assert asked(made(check), STREAM) == patterns


@pytest.mark.parametrize(
    "further",
    [
        lambda stream: stream.id,
        lambda stream: stream.hints,
        lambda stream: stream.depends_on,
        lambda stream: stream.resource.properties,
        lambda stream: stream.everything.keys,
        lambda stream: stream.view.of_type(STREAM),
        lambda stream: getattr(stream.view, "graph", None),
        lambda stream: stream["Name"].owner.resource.position(),
    ],
)
def test_a_rule_that_looks_further_runs_everywhere(further: Check) -> None:
    def check(stream: ResourceView) -> Iterator[Violation]:
        if stream["Name"].absent:
            further(stream)
        yield from ()

    assert asked(made(check), STREAM) == EVERYTHING


def test_a_rule_that_hides_that_it_looks_further_runs_everywhere() -> None:
    def check(stream: ResourceView) -> Iterator[Violation]:
        if stream["Name"].absent:
            with suppress(Exception):
                yield from [Violation(each["Name"]) for each in stream.view.of_type(STREAM)]

    assert asked(made(check), STREAM) == EVERYTHING


def no_pattern(stream: ResourceView) -> Iterator[Violation]:
    yield from map(Violation, stream.each("[]"))


@pytest.mark.parametrize("check", [retention, undecided, no_pattern, lambda _: iter(()), lambda _: 1 // 0])
def test_a_rule_that_says_or_asks_nothing_or_fails_runs_everywhere(check: Check) -> None:
    assert asked(made(check), STREAM) == EVERYTHING


def test_a_rule_runs_where_one_of_its_questions_may_be_answered() -> None:
    text = """
        Conditions: {Big: !Equals [!Ref AWS::Region, a]}
        Resources:
          Empty: {Type: AWS::Kinesis::Stream}
          Tagged: {Type: AWS::Kinesis::Stream, Properties: {Tags: [{Key: a}]}}
          Perhaps: {Type: AWS::Kinesis::Stream, Properties: {Tags: !If [Big, [{Key: a}], !Ref AWS::NoValue]}}
    """
    results = run(Graph(template_resources(text, "a.yaml")), [made(tags)])
    assert [finding.resource for finding in results.findings] == ["Tagged", "Perhaps"]


def test_many_rules_tell_what_they_are_about() -> None:
    about = [asked(rule, name) for rule in discover() if not rule.about for name in rule.resources]
    assert sum(patterns != EVERYTHING for patterns in about) > len(about) / 2
