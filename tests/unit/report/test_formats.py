from __future__ import annotations

import json
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from constructs_lib.policy.finding import Finding, Severity, UndecidedFinding
from constructs_lib.policy.report import Report
from constructs_lib.report import FORMATS, as_github, as_html, as_json, as_junit, as_sarif, as_text
from constructs_lib.report.style import Style

ERROR = Finding(
    rule="KDS001", name="retention", severity=Severity.ERROR, message="12 hours, 100 % too <short>\nreally",
    file="a b.yaml", line=3, column=7, resource="Orders", resource_type="AWS::Kinesis::Stream",
    construct_path="Stack/Orders/Resource", property="RetentionPeriodHours", given="12 hours",
    allowed="24 to 8760 hours",
    why="the service refuses it", fix="set it to 24", source="botocore 1.44.5",
)  # fmt: skip
ADVICE = Finding(
    rule="I1", name="advice", severity=Severity.INFO, message="think of it", file="a b.yaml", resource="",
    resource_type="", origin="schema",
)  # fmt: skip
UNDECIDED = UndecidedFinding(
    rule="KDS004", name="shards", reason="parameter N has no default", resource="Orders",
    resource_type="AWS::Kinesis::Stream", property="ShardCount", file="a b.yaml", line=4, column=7,
)  # fmt: skip
REPORT = Report(findings=[ERROR, ADVICE], undecided=[UNDECIDED], files=["a b.yaml", "clean.yaml"], resources=2)
EMPTY = Report(files=["clean.yaml"], resources=1)

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": {
            "type": "object",
            "required": ["tool", "results"],
            "additionalProperties": False,
            "properties": {
                "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                    "type": "object",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {
                        "name": {"type": "string"},
                        "semanticVersion": {"type": "string"},
                        "rules": {"type": "array", "uniqueItems": True, "items": {
                            "type": "object",
                            "required": ["id"],
                            "additionalProperties": False,
                            "properties": {
                                "id": {"type": "string"}, "name": {"type": "string"},
                                "fullDescription": TEXT, "help": TEXT,
                            },
                        }},
                    },
                }}},
                "results": {"type": "array", "items": {
                    "type": "object",
                    "required": ["message"],
                    "additionalProperties": False,
                    "properties": {
                        "ruleId": {"type": "string"},
                        "ruleIndex": {"type": "integer", "minimum": 0},
                        "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
                        "level": {"enum": ["none", "note", "warning", "error"]},
                        "message": TEXT,
                        "properties": {"type": "object"},
                        "locations": {"type": "array", "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {
                                "physicalLocation": {
                                    "type": "object",
                                    "required": ["artifactLocation"],
                                    "properties": {
                                        "artifactLocation": {"type": "object", "properties": {
                                            "uri": {"type": "string", "pattern": "^\\S*$"}}},
                                        "region": {"type": "object", "minProperties": 1, "properties": {
                                            "startLine": {"type": "integer", "minimum": 1},
                                            "startColumn": {"type": "integer", "minimum": 1}}},
                                    },
                                },
                                "logicalLocations": {"type": "array", "items": {"type": "object"}},
                            },
                        }},
                    },
                }},
            },
        }},
    },
}  # fmt: skip
"""The parts of SARIF 2.1.0 that a report uses, closed against anything else, written after the OASIS standard."""


@pytest.mark.parametrize("report", [REPORT, EMPTY, Report()], ids=["findings", "clean", "nothing"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_every_report(name: str, report: Report) -> None:
    assert isinstance(FORMATS[name](report), str)


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["findings", "clean"])
def test_sarif_keeps_the_standard(report: Report) -> None:
    Draft202012Validator(SARIF).validate(json.loads(as_sarif(report)))


def test_sarif_points_at_the_line_and_leaves_undecided_results_open() -> None:
    run = json.loads(as_sarif(REPORT))["runs"][0]
    error, advice, undecided = run["results"]
    assert error["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 7}
    assert (error["level"], advice["level"]) == ("error", "note")
    assert (undecided["kind"], undecided["level"]) == ("open", "none")
    assert [run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == [
        "KDS001", "I1", "KDS004",
    ]  # fmt: skip


def test_junit_counts_failures_and_lets_a_clean_file_pass() -> None:
    suites = {suite.get("name"): suite for suite in ET.fromstring(as_junit(REPORT))}
    dirty, clean = suites["a b.yaml"], suites["clean.yaml"]
    assert (dirty.get("tests"), dirty.get("failures"), dirty.get("skipped")) == ("3", "1", "2")
    assert (clean.get("tests"), clean.get("failures")) == ("1", "0")


def test_github_commands_are_one_line_each_and_escaped() -> None:
    lines = as_github(REPORT).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=a b.yaml,line=3,col=7,title=KDS001 retention::")
    assert "100 %25 too <short>%0Areally" in lines[0]
    assert lines[1].startswith("::notice file=a b.yaml,title=I1 advice::")


def test_html_is_well_formed_escaped_and_self_contained() -> None:
    page = as_html(REPORT)
    open_tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert not {name for name, _ in attrs} & {"src", "href"}
            if tag not in {"meta", "br"}:
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    Reader().feed(page)
    assert open_tags == []
    assert "too &lt;short&gt;" in page


def test_text_counts_advice_without_writing_it_out() -> None:
    assert "think of it" not in as_text(REPORT)
    assert "think of it" in as_text(REPORT, show_info=True)
    assert as_text(REPORT).endswith("1 error, 0 warnings, 1 info, 1 undecided; checked 2 resources in 2 files")


def test_text_for_people_reads_like_this() -> None:
    assert (
        as_text(Report(findings=[ERROR], undecided=[UNDECIDED], files=["a b.yaml"], resources=1))
        == """\
a b.yaml

3:7      error KDS001 retention
  12 hours, 100 % too <short>
really
  where     Stack/Orders/Resource (AWS::Kinesis::Stream)
  property  RetentionPeriodHours
  given     12 hours
  allowed   24 to 8760 hours
  why       the service refuses it
  fix       set it to 24
  source    botocore 1.44.5

undecided until deployment
  Orders.ShardCount: parameter N has no default (KDS004)

1 error, 0 warnings, 0 info, 1 undecided; checked 1 resource in 1 file"""
    )


def test_colour_is_only_added_when_asked_for() -> None:
    assert "\x1b" not in as_text(REPORT)
    assert "\x1b[1;31merror\x1b[0m" in as_text(REPORT, style=Style(colour=True))


def test_json_says_what_the_report_says() -> None:
    document = json.loads(as_json(REPORT))
    assert document["summary"] == REPORT.summary
    assert document["findings"][0]["given"] == "12 hours"
