from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator

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

SARIF = Path(__file__).resolve().parents[3] / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
"""The schema of SARIF 2.1.0 in Microsoft's package of matchers, which package.json pins."""


@pytest.mark.parametrize("report", [REPORT, EMPTY, Report()], ids=["findings", "clean", "nothing"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_every_report(name: str, report: Report) -> None:
    assert isinstance(FORMATS[name](report), str)


@pytest.mark.parametrize("report", [REPORT, EMPTY, Report()], ids=["findings", "clean", "nothing"])
def test_sarif_keeps_the_schema_of_the_standard(report: Report) -> None:
    schema = json.loads(SARIF.read_text("utf-8"))
    document = json.loads(as_sarif(report))
    Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER).validate(document)
    wrong = {**document, "runs": [{**document["runs"][0], "surprise": 1}]}
    assert not Draft4Validator(schema).is_valid(wrong)


def test_sarif_writes_places_as_uris() -> None:
    finding = replace(ERROR, file="a b/50%#1?.yaml")
    (result,) = json.loads(as_sarif(Report(findings=[finding], files=[finding.file])))["runs"][0]["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/50%25%231%3F.yaml"
    (logical,) = location["logicalLocations"]
    assert logical == {"fullyQualifiedName": "Stack/Orders/Resource", "name": "Orders", "kind": "resource"}


def test_sarif_shows_what_was_accepted_as_suppressed_with_its_reason() -> None:
    accepted = {**ERROR.to_dict(), "reason": "moves next week", "owner": "us", "expires": "2999-01-01"}
    run = json.loads(as_sarif(Report(acknowledged=[accepted], files=["a b.yaml"])))["runs"][0]
    (result,) = run["results"]
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "moves next week (us, until 2999-01-01)"}
    ]
    Draft4Validator(json.loads(SARIF.read_text("utf-8"))).validate(
        json.loads(as_sarif(Report(acknowledged=[accepted])))
    )


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


def test_junit_holds_what_is_found_in_other_files_than_templates() -> None:
    waiver = replace(ERROR, rule="PRF001", file="organisation.yaml")
    suites = {suite.get("name"): suite for suite in ET.fromstring(as_junit(replace(REPORT, findings=[waiver])))}
    assert suites["organisation.yaml"].get("failures") == "1"


def test_junit_leaves_out_what_xml_cannot_hold() -> None:
    document = as_junit(Report(findings=[replace(ERROR, message="a\x00\x1b[31m & <b>")], files=["a b.yaml"]))
    (failure,) = ET.fromstring(document).iter("failure")
    assert failure.get("message") == "a[31m & <b>"


def test_github_commands_are_one_line_each_and_escaped() -> None:
    lines = as_github(REPORT).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=a b.yaml,line=3,col=7,title=KDS001 retention::")
    assert "100 %25 too <short>%0Areally" in lines[0]
    assert lines[1].startswith("::notice file=a b.yaml,title=I1 advice::")


def test_github_escapes_what_would_end_a_part_of_the_command() -> None:
    finding = replace(ERROR, file="a,b:50%.yaml", message="50 %, then:\r\nmore", fix=None)
    (line,) = as_github(Report(findings=[finding])).splitlines()
    assert line.startswith("::error file=a%2Cb%3A50%25.yaml,line=3,col=7,")
    assert line.endswith("50 %25, then:%0D%0Amore")


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


def test_html_shows_advice_behind_what_matters_and_closed() -> None:
    page = as_html(REPORT)
    assert page.startswith("<!doctype html>")
    advice = page.index("<details><summary>Advice (1)</summary>")
    assert page.index('<article class="error">') < page.index('<article class="undecided">') < advice
    assert advice < page.index('<article class="info">')
    only = replace(REPORT, findings=[finding for finding in REPORT.findings if finding.severity is Severity.INFO])
    assert "<h2>Nothing found but advice</h2>" in as_html(only)


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


def test_what_a_template_holds_neither_steers_the_terminal_nor_fills_it() -> None:
    odd = replace(
        ERROR, file="\x1b[2J.yaml", message="\x1b]0;title\x07", given="\u202ea" + "b" * 10_000, resource="\x9b"
    )
    text = as_text(Report(findings=[odd], undecided=[replace(UNDECIDED, reason="\x1b[2J")], files=[odd.file]))
    assert [each for each in text if not each.isprintable() and each != "\n"] == []
    assert "\\x1b[2J.yaml" in text
    assert max(map(len, text.splitlines())) < 700
