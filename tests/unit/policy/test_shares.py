"""Many templates are read and checked by several processes, which find what one finds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.graph import Graph, ResourceView, View
from constructs_lib.graph.readers.template import template_resources
from constructs_lib.policy import discover, examine
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.engine import run
from constructs_lib.policy.forked import at_once
from constructs_lib.policy.shares import ACROSS, concerns_others, shares

DATA = Path(__file__).resolve().parents[2] / "data" / "failures"
EXPORTING = "Outputs: {Arn: {Value: x, Export: {Name: arn}}}"
ALONE = "Resources: {Orders: {Type: AWS::Kinesis::Stream}}"
ROLE_OF_ITS_OWN = '{"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "Role"}]}}'
ROLE_BY_NAME = '{"Type": "AWS::IAM::Policy", "Properties": {"Roles": ["delivery"]}}'


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked on this system")
@pytest.mark.parametrize("count", [2, 7])
def test_processes_that_read_their_share_find_what_one_finds(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    failures = [Source(str(path), path.read_bytes()) for path in sorted(DATA.glob("*/bad.*"))]
    sources = [Source("broken.yaml", "Resources: ["), *failures]
    sources += [Source(f"{number}.yaml", f"{ALONE} # {'.' * 10_000}") for number in range(100)]
    monkeypatch.setattr(examine, "processes", lambda: 1)
    alone = check_sources(sources, schema=False)
    works: list[int] = []

    def counted(given: Sequence[Callable[[], Any]]) -> list[Any]:
        works.append(len(given))
        return at_once(given)

    monkeypatch.setattr(examine, "processes", lambda: count)
    monkeypatch.setattr(examine, "at_once", counted)
    together = check_sources(sources, schema=False)
    assert works == [count]
    assert together.findings == alone.findings != []
    assert sorted(together.undecided, key=repr) == sorted(alone.undecided, key=repr) != []
    assert (together.files, together.resources) == (alone.files, alone.resources)
    assert together.unreadable == alone.unreadable != []


@pytest.mark.parametrize(
    "text", [EXPORTING, ROLE_BY_NAME, "Fn::ImportValue: arn", "Type: AWS::S3::BucketPolicy", "Type: AWS::Glue::Table"]
)
def test_a_template_that_others_may_mean_is_read_by_all(text: str) -> None:
    assert concerns_others(text.encode())


@pytest.mark.parametrize("text", [ALONE, ROLE_OF_ITS_OWN])
def test_a_template_for_itself_is_read_once(text: str) -> None:
    assert not concerns_others(text.encode())


def test_each_template_is_checked_once_and_the_common_ones_are_read_by_all() -> None:
    contents = [ALONE * 50_000, EXPORTING, ALONE * 40_000, ALONE * 30_000]
    found = shares(contents, discover(), 2)
    assert sorted(at for share in found for at in share.own) == [0, 1, 2, 3]
    assert all(1 in {*share.own, *share.beside} for share in found)


def test_nothing_is_shared_out_where_all_would_read_the_same() -> None:
    assert shares([EXPORTING * 100_000, ALONE], discover(), 2) == []


def test_rules_of_others_see_every_template() -> None:
    rule = next(iter(discover()))
    foreign = replace(rule, check=lambda _: iter(()))
    assert shares([ALONE * 100_000], [rule], 2)
    assert shares([ALONE * 100_000], [rule, foreign], 2) == []


def test_rules_look_across_templates_only_at_types_that_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    of_type = View.of_type

    def noted(view: View, type: str) -> Iterator[ResourceView]:
        asked.add(type)
        return of_type(view, type)

    monkeypatch.setattr(View, "of_type", noted)
    for rule in discover():
        for example in filter(None, (rule.bad, rule.good)):
            run(Graph(template_resources(example, "example.yaml")), discover())
    assert asked
    assert asked <= set(ACROSS)
