"""Patterns are known without the CDK: their names, parameters and versions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from constructs_lib.limits import limit
from constructs_lib.patterns import (
    NoSuchPattern,
    Parameter,
    Pattern,
    Release,
    argument_problems,
    discover_patterns,
    find_pattern,
)

ROOT = Path(__file__).resolve().parents[3]
PATTERNS = discover_patterns()
LAKE = find_pattern("stream-to-lake")


def with_third_party(
    folder: Path, id: str, program: str, value: str = "theirs:ours"
) -> subprocess.CompletedProcess[str]:
    """Run a program where another package offers a pattern."""
    info = folder / "theirs-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[kinesis_constructs.patterns]\nours = {value}\n")
    # the package is loaded while patterns are being found, so it may not ask for them
    text = "from constructs_lib.patterns.definitions.stream_to_lake import STREAM_TO_LAKE as lake\n"
    text += f"from dataclasses import replace\nours = replace(lake, id={id!r}, owner='platform')\nnone = 3, 4\n"
    (folder / "theirs.py").write_text(text)
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_the_schema_is_one_and_takes_every_example_and_default(pattern: Pattern):
    Draft202012Validator.check_schema(pattern.schema)
    values = {each.name: each.example for each in pattern.parameters}
    assert list(argument_problems(pattern, values)) == []
    assert list(argument_problems(pattern, pattern.examples)) == []
    for parameter in pattern.parameters:
        if parameter.default is not None:
            assert list(argument_problems(pattern, pattern.examples | {parameter.name: parameter.default})) == []


def test_bounds_are_those_of_the_limits():
    bounds = LAKE.schema["properties"]["retention_hours"]
    fact = limit("kinesis-stream-retention-hours")
    assert (bounds["minimum"], bounds["maximum"]) == (fact.low, fact.high)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"retention_hours": 12}, "retention_hours is 12; allowed is 24 to 8760"),
        ({"retention_hours": "long"}, 'retention_hours is "long", which is not a whole number'),
        ({"retention_hour": 24}, "retention_hour is no parameter of stream-to-lake; did you mean retention_hours?"),
        ({"partition_by": ["a b"]}, 'partition_by[0] is "a b"; allowed is what matches ^[A-Za-z_][A-Za-z0-9_]*$'),
        ({"partition_by": []}, "partition_by has 0 items; allowed is minimum 1"),
        ({"table": None}, 'table is missing, such as "orders"'),
    ],
)
def test_what_does_not_fit_is_said_with_its_path_and_what_is_allowed(arguments, said):
    assert list(argument_problems(LAKE, LAKE.examples | arguments)) == [said]


def test_a_misspelled_choice_is_told_the_near_one():
    logs = find_pattern("logs-to-opensearch")
    problems = list(argument_problems(logs, logs.examples | {"rotation": "OneDays"}))
    assert problems == [
        'rotation is "OneDays"; allowed is NoRotation, OneHour, OneDay, OneWeek, OneMonth; did you mean OneDay?'
    ]


def test_an_unknown_pattern_is_told_the_near_one():
    with pytest.raises(NoSuchPattern, match=r"there is no pattern stream-to-lakes; did you mean stream-to-lake\?"):
        find_pattern("stream-to-lakes")


@pytest.mark.parametrize("reference", ["stream-to-lake@2", "stream-to-lake@", "stream-to-lake@x"])
def test_another_major_version_is_refused(reference):
    with pytest.raises(NoSuchPattern, match=r"installed in version 1\.\d+\.\d+, not in major version"):
        find_pattern(reference)


def test_the_installed_major_version_is_found():
    assert find_pattern("stream-to-lake@1") is LAKE


def test_patterns_of_other_packages_are_found_without_the_cdk(tmp_path):
    program = (
        "import sys, json; from constructs_lib.patterns import find_pattern; "
        "print(json.dumps([find_pattern('team-lake').owner, 'aws_cdk' in sys.modules]))"
    )
    done = with_third_party(tmp_path, "team-lake", program)
    assert json.loads(done.stdout) == ["platform", False], done.stderr


def test_two_patterns_of_one_id_are_refused(tmp_path):
    done = with_third_party(
        tmp_path, "stream-to-lake", "from constructs_lib.patterns import discover_patterns as d; d()"
    )
    assert "ValueError: two patterns have the id stream-to-lake" in done.stderr


def test_an_entry_point_that_holds_no_pattern_is_refused(tmp_path):
    program = "from constructs_lib.patterns import discover_patterns as d; d()"
    done = with_third_party(tmp_path, "team-lake", program, "theirs:none")
    assert "entry point ours of kinesis_constructs.patterns holds int, no pattern" in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "Lake"}, "no id of a pattern"),
        ({"construct": "somewhere"}, "names no construct"),
        ({"releases": ()}, "newest first"),
        ({"parameters": LAKE.parameters * 2}, "two parameters of one name"),
        (
            {"releases": (Release(version="1.0.0", changes=("a",)), Release(version="1.1.0", changes=("b",)))},
            "newest first",
        ),
    ],
)
def test_a_pattern_that_cannot_be_published_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        replace(LAKE, **change)


def test_a_release_says_what_changed():
    with pytest.raises(ValueError, match="does not say what changed"):
        Release(version="1.0.0", changes=())
    with pytest.raises(ValueError, match="is no version"):
        Release(version="1.0", changes=("a",))


def test_a_parameter_is_described():
    with pytest.raises(ValueError, match="no description"):
        Parameter(name="table", schema={"type": "string"}, example="a")
