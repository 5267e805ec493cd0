from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from constructs_lib.policy import check
from constructs_lib.spec import pipeline_schema
from tests.spec_examples import EXAMPLES, keywords_of, spec_with

ROOT = Path(__file__).resolve().parents[3]


@cache
def published() -> Draft202012Validator:
    """What an editor has."""
    return Draft202012Validator(json.loads((ROOT / "schemas" / "pipeline.schema.json").read_text("utf-8")))


def test_every_keyword_has_a_good_and_a_bad_example():
    assert set(keywords_of(pipeline_schema())) == set(EXAMPLES)


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(pipeline_schema())
    Draft202012Validator.check_schema(pipeline_schema(bounds=False))


@pytest.mark.parametrize("keyword", EXAMPLES)
def test_a_good_example_is_accepted_by_editor_and_check(keyword):
    spec = spec_with(keyword, EXAMPLES[keyword][0])
    assert [error.message for error in published().iter_errors(spec)] == []
    report = check_spec(spec)
    assert [str(finding) for finding in report.findings if finding.severity == "error"] == []
    assert [result for result in report.undecided if "the construct" in result.reason] == []


@pytest.mark.parametrize("keyword", EXAMPLES)
def test_a_bad_example_is_a_finding_with_its_line(keyword):
    report = check_spec(spec_with(keyword, EXAMPLES[keyword][1]))
    errors = [finding for finding in report.findings if finding.severity == "error"]
    assert errors
    assert all(error.line for error in errors)
    assert all(error.message for error in errors)


NAMES = {"Lots", "Odrers", "Clicks", "ToLakes"}
TOLD_BY_RULES = {
    "alarms.period",
    "streams.streamName",
    "consumers.consumerName",
    "deliveries.deliveryStreamName",
    "consumers.filters",
}
TOLD_BY_CHECK = {
    "deliveries.httpEndpoint.site",
    "deliveries.source.msk.readFrom",
    "deliveries.s3.conversion.eventTable.schema",
}
FRACTIONS = {"deliveries.transform.bufferSize"}


def names_nothing(bad):
    return bad[0] in NAMES if isinstance(bad, list) and bad and isinstance(bad[0], str) else bad in list(NAMES)


TYPED = [
    keyword
    for keyword, (_, bad) in EXAMPLES.items()
    if keyword not in TOLD_BY_RULES | TOLD_BY_CHECK | FRACTIONS and not names_nothing(bad)
]
"""Keywords of which a schema can tell that the bad example is wrong."""


@pytest.mark.parametrize("keyword", TYPED)
def test_an_editor_refuses_a_bad_example_while_it_is_typed(keyword):
    assert list(published().iter_errors(spec_with(keyword, EXAMPLES[keyword][1])))


def check_spec(spec):
    return check(json.dumps(spec, indent=1), schema=False)
