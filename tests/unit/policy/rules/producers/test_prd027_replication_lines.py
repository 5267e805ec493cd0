from __future__ import annotations

import pytest
from cases import RuleCase

prd027 = RuleCase("PRD027")
FORMAT = "MessageFormat: json-unformatted"
OBJECTS = "ExtendedS3DestinationConfiguration: {"
CONVERTED = f"{OBJECTS}DataFormatConversionConfiguration: {{Enabled: true}}, "
TRANSFORMED = f"{OBJECTS}ProcessingConfiguration: {{Enabled: true, Processors: [{{Type: Lambda}}]}}, "
DELIMITED = f"{OBJECTS}ProcessingConfiguration: {{Enabled: true, Processors: [{{Type: AppendDelimiterToRecord}}]}}, "


def test_the_finding_names_the_format_that_is_missing() -> None:
    found = prd027.finds(prd027.rule.bad)
    assert (found.property, found.given) == ("KinesisSettings.MessageFormat", "json, by default")


@pytest.mark.parametrize("written", ["json", "JSON"])
def test_the_format_in_several_lines_is_found_as_it_is_written(written: str) -> None:
    assert prd027.finds(prd027.rule.good.replace(FORMAT, f"MessageFormat: {written}")).given == written


def test_the_name_of_the_guide_passes_too() -> None:
    prd027.passes(prd027.rule.good.replace(FORMAT, "MessageFormat: JSON_UNFORMATTED"))


def test_a_delimiter_between_records_does_not_help() -> None:
    prd027.finds(prd027.rule.bad.replace(OBJECTS, DELIMITED))


@pytest.mark.parametrize("helped", [CONVERTED, TRANSFORMED])
def test_conversion_and_transforms_read_records_whole(helped: str) -> None:
    prd027.passes(prd027.rule.bad.replace(OBJECTS, helped))


def test_other_destinations_take_records_whole() -> None:
    prd027.passes(prd027.rule.bad.replace("ExtendedS3Destination", "SplunkDestination"))


def test_a_stream_that_nothing_delivers_to_files_passes() -> None:
    prd027.passes(prd027.rule.bad.replace("KinesisStreamARN: !GetAtt Orders.Arn", "KinesisStreamARN: !ImportValue a"))
    outside = "StreamArn: 'arn:aws:kinesis:us-east-1:111122223333:stream/other'"
    prd027.passes(prd027.rule.bad.replace("StreamArn: !GetAtt Orders.Arn", outside))


def test_a_format_that_is_not_known_is_undecided() -> None:
    prd027.undecided(prd027.rule.good.replace(FORMAT, "MessageFormat: !ImportValue format"))
