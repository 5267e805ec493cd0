"""A newer version of a pattern that would take something from stacks of an earlier one is not published."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apps.catalog.app import STORE
from constructs_lib.cli.main import main
from constructs_lib.patterns import Pattern, Release, find_pattern
from constructs_lib.policy.profile import Profile, profile_in_force
from constructs_lib.publishing import UnreadableRelease, stored_releases, unsafe_steps
from constructs_lib.publishing.releases import parameter_problems

LAKE = "stream-to-lake"
VALUES = ["--set", "table=orders", "--set", 'partition_by=["shop"]', "--set",
          'schema={"properties":{"shop":{"type":"string"},"total":{"type":"number"}}}']  # fmt: skip
Change = Callable[[dict[str, Any]], None]


def out(store: Path, version: str = "1.0.0", change: Change | None = None) -> Path:
    """Store a version that is out: the catalogue's, changed."""
    template = json.loads((STORE / LAKE / "1.0.0.template.json").read_text("utf-8"))
    if change is not None:
        change(template)
    file = store / LAKE / f"{version}.template.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(template))
    return file


def under_another_name(template: dict[str, Any]) -> None:
    template["Resources"]["Elsewhere"] = template["Resources"].pop("Stream790BDEE4")


def keeps_longer(template: dict[str, Any]) -> None:
    template["Resources"]["Stream790BDEE4"]["Properties"]["RetentionPeriodHours"] = 72


def in_version(version: str, pattern: str = LAKE) -> Pattern:
    found = find_pattern(pattern)
    return replace(found, releases=(Release(version=version, changes=("Another.",)), *found.releases))


def steps(pattern: Pattern, store: Path, template: dict[str, Any], profile: Profile | None = None) -> list[str]:
    found = unsafe_steps(pattern, template, stored_releases(store, pattern.id), profile=profile or Profile())
    return [each.version for each in found]


def newest() -> dict[str, Any]:
    template: dict[str, Any] = json.loads((STORE / LAKE / "1.0.0.template.json").read_text("utf-8"))
    return template


def test_the_same_is_safe(tmp_path):
    out(tmp_path)
    assert steps(in_version("1.1.0"), tmp_path, newest()) == []


def test_a_stream_that_would_be_replaced_needs_a_major_version(tmp_path):
    out(tmp_path)
    template = newest()
    under_another_name(template)
    assert steps(in_version("1.1.0"), tmp_path, template) == ["1.0.0"]
    assert steps(in_version("2.0.0"), tmp_path, template) == []


def test_every_earlier_version_of_the_major_one_is_compared_and_no_later_one(tmp_path):
    for version in ("0.9.0", "1.0.0", "1.2.0", "1.10.0"):
        out(tmp_path, version)
    template = newest()
    under_another_name(template)
    assert [each.version for each in stored_releases(tmp_path, LAKE)] == ["0.9.0", "1.0.0", "1.2.0", "1.10.0"]
    assert steps(in_version("1.3.0"), tmp_path, template) == ["1.0.0", "1.2.0"]


def test_a_loss_that_the_profile_waives_is_accepted(tmp_path):
    out(tmp_path, change=keeps_longer)
    template = newest()
    template["Resources"]["Stream790BDEE4"]["Properties"]["RetentionPeriodHours"] = 48
    assert steps(in_version("1.1.0"), tmp_path, template) == ["1.0.0"]
    waiver = {"rule": "UPD003", "owner": "platform", "reason": "agreed", "expires": "2999-01-01"}
    file = tmp_path / "profile.yaml"
    file.write_text(json.dumps({"version": 1, "waivers": [waiver]}))
    assert steps(in_version("1.1.0"), tmp_path, template, profile_in_force(file)) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"A": {}}, {}, ["parameter A is gone, and stacks that give it can no longer be updated"]),
        ({}, {"A": {"Type": "String"}}, ["parameter A is new and has no default"]),
        ({}, {"A": {"Type": "String", "Default": "a"}}, []),
        ({"A": {"MinValue": 0}}, {"A": {"MinValue": 24}},
         ["parameter A takes less than before: MinValue is 24, and was 0"]),
        ({"A": {"MaxValue": 8760}}, {"A": {"MaxValue": 168}},
         ["parameter A takes less than before: MaxValue is 168, and was 8760"]),
        ({"A": {}}, {"A": {"MaxLength": 9}}, ["parameter A takes less than before: MaxLength is 9, and was not there"]),
        ({"A": {"MaxValue": 168}}, {"A": {"MaxValue": 8760}}, []),
        ({"A": {"MaxValue": 168}}, {"A": {}}, []),
        ({"A": {"AllowedValues": ["a", "b"]}}, {"A": {"AllowedValues": ["b", "c"]}},
         ["parameter A takes fewer values than before: b, c"]),
        ({"A": {"AllowedValues": ["a"]}}, {"A": {"AllowedValues": ["a", "b"]}}, []),
        ({"A": {"Type": "String"}}, {"A": {"Type": "Number"}},
         ["parameter A takes other values than before: Type is Number"]),
    ],
)  # fmt: skip
def test_parameters_that_users_can_no_longer_give_are_named(before, after, said):
    assert list(parameter_problems({"Parameters": before}, {"Parameters": after})) == said


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("1.0.template.json", "{}", "is not named after a version"),
        ("1.0.0.template.json", "{", "is no template of stream-to-lake"),
        ("1.0.0.template.json", "[]", "defines no resources"),
    ],
)
def test_a_store_that_holds_something_else_is_refused(tmp_path, name, text, said):
    (tmp_path / LAKE).mkdir()
    (tmp_path / LAKE / name).write_text(text)
    with pytest.raises(UnreadableRelease, match=said):
        stored_releases(tmp_path, LAKE)


def publish(*words: str) -> int:
    return main(["patterns", "publish", LAKE, *VALUES, *words])


def test_publish_names_what_would_be_lost_and_writes_nothing(tmp_path, capsys):
    out(tmp_path / "out", change=under_another_name)
    assert publish("--against", str(tmp_path / "out"), "--to", str(tmp_path / "new")) == 1
    said = capsys.readouterr()
    assert "UPD001 stream-is-replaced" in said.out
    assert said.err.endswith(
        "stream-to-lake 1.0.0 is not published: stacks of 1.0.0 would lose what is told above; "
        "keep what they have, or raise the major version\n"
    )
    assert not (tmp_path / "new").exists()


def test_publish_names_parameters_that_are_gone(tmp_path, capsys):
    file = out(tmp_path)
    assert publish("--set", "retention_hours=72", "--against", str(file), "--to", str(tmp_path / "new")) == 1
    assert "from 1.0.0: parameter RetentionHours is gone" in capsys.readouterr().out


def test_publish_compares_with_what_it_published_before(tmp_path, capsys, monkeypatch):
    out(tmp_path, change=under_another_name)
    monkeypatch.setattr("constructs_lib.cli.pattern_publication.pattern_named", lambda _: in_version("1.1.0"))
    assert publish("--to", str(tmp_path)) == 1
    monkeypatch.setattr("constructs_lib.cli.pattern_publication.pattern_named", lambda _: in_version("2.0.0"))
    assert publish("--to", str(tmp_path)) == 0
    assert sorted(path.name for path in (tmp_path / LAKE).iterdir()) == ["1.0.0.template.json", "2.0.0.template.json"]


def test_the_same_version_is_told_to_be_out_whatever_differs(tmp_path, capsys):
    out(tmp_path, change=under_another_name)
    assert publish("--to", str(tmp_path)) == 2
    assert "is published and differs; a version stays as it is" in capsys.readouterr().err


@pytest.mark.parametrize("old", ["nowhere", "."])
def test_there_is_something_to_compare_with(tmp_path, capsys, monkeypatch, old):
    monkeypatch.chdir(tmp_path)
    assert publish("--against", old, "--to", "new") == 2
    assert f"{old} holds no version of stream-to-lake" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
