from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import KEYS, UNKNOWN, processing, s3

kdf055 = RuleCase("KDF055")


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("Lambda", ["no LambdaArn"]),
        ("MetadataExtraction", ["no JsonParsingEngine", "no MetadataExtractionQuery"]),
        ("RecordDeAggregation", ["no SubRecordType"]),
        ("CloudWatchLogProcessing", ["no DataMessageExtraction"]),
    ],
)
def test_missing_parameters_are_found(kind: str, missing: list[str]) -> None:
    findings = kdf055.run(s3(**processing((kind, {})))).findings
    given = [finding.given for finding in findings]
    assert sorted(map(str, given)) == missing


def test_parameters_that_are_there_pass_known_or_not() -> None:
    kdf055.passes(s3(**processing(KEYS, ("Lambda", {"LambdaArn": UNKNOWN}))))


def test_processors_that_need_none_do_not_apply() -> None:
    kdf055.passes(s3(**processing(("AppendDelimiterToRecord", {}), ("Decompression", {}))))


def test_a_type_that_a_parameter_holds_is_undecided() -> None:
    kdf055.undecided(s3(ProcessingConfiguration={"Enabled": True, "Processors": [{"Type": UNKNOWN}]}))
