"""The report as JUnit XML, for CI systems that show tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.report import Report

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET


def as_junit(report: Report) -> str:
    """Write a report as one test suite per file: templates, the profile, and what was deployed.

    Errors and warnings are failures, advice and undecided results are skipped. A file without any has one test that
    passes.
    """
    from xml.etree import ElementTree as ET

    suites = ET.Element("testsuites", name="kinesis-constructs")
    for file in dict.fromkeys([*report.files, *(finding.file for finding in report.findings)]):
        suite = ET.SubElement(suites, "testsuite", name=printable(file))
        for finding in report.findings:
            if finding.file == file:
                add_finding(suite, finding)
        for undecided in report.undecided:
            if undecided.file == file:
                case = add_case(suite, undecided.rule, undecided.name, undecided.resource)
                ET.SubElement(case, "skipped", message=printable(f"undecided: {undecided.reason}"))
        if len(suite) == 0:
            ET.SubElement(suite, "testcase", classname=printable(file), name="check")
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
        suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True)


def add_finding(suite: ET.Element, finding: Finding) -> None:
    """Add one finding as a test."""
    from xml.etree import ElementTree as ET

    case = add_case(suite, finding.rule, finding.name, finding.resource)
    if finding.severity is Severity.INFO:
        ET.SubElement(case, "skipped", message=printable(finding.message))
    else:
        failure = ET.SubElement(case, "failure", type=str(finding.severity), message=printable(finding.message))
        failure.text = printable(str(finding))


def add_case(suite: ET.Element, rule: str, name: str, resource: str) -> ET.Element:
    """Add a test named after the rule and the resource."""
    from xml.etree import ElementTree as ET

    return ET.SubElement(suite, "testcase", classname=f"{rule} {name}", name=printable(resource) or "template")


def printable(text: str) -> str:
    """Leave out the characters that XML cannot hold."""
    return "".join(character for character in text if character in "\t\n" or character.isprintable())
